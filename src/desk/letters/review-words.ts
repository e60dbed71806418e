/** Reviews of bad ratings in words: states, outcomes, deadlines, what happened, what an act will do. */
import type { ReviewOutcome } from '#contract/own-review.ts'
import type {
  CallbackMeans,
  ExclusionGround,
  Review,
  ReviewAct,
  ReviewDecision,
  ReviewEvent,
  ReviewLine,
  ReviewState
} from '#contract/rating-reviews.ts'
import { dayAndTime, monthDay } from '../core/times.ts'
import type { DueWords } from './due-words.ts'
import { sayGrade } from './rating-words.ts'

export const allCuts = ['open', 'ledger', 'ended'] as const
export type ReviewCut = (typeof allCuts)[number]
export const cutWords: Readonly<Record<ReviewCut, string>> = { open: '在办', ledger: '台账', ended: '已结束' }
export const emptyWords: Readonly<Record<ReviewCut, string>> = {
  open: '没有要复核的差评。写信人给出“不满意”或“非常不满意”，就会出现在这里。',
  ledger: '台账上没有还没整改的事。',
  ended: '还没有结束的复核。'
}

export const reviewStateWords: Readonly<Record<ReviewState, string>> = {
  open: '待回访',
  calledBack: '待处理',
  appealed: '待复核裁定',
  decided: '待反馈',
  closed: '已反馈',
  takenBack: '写信人已改评'
}

export const outcomeWords: Readonly<Record<ReviewOutcome, string>> = {
  fixed: '即时整改',
  ledger: '列入台账限期整改',
  explained: '解释说明',
  upheld: '申诉复核：差评成立',
  excluded: '申诉复核：不计入统计',
  takenBack: '写信人改了评价'
}

export const meansWords: Readonly<Record<CallbackMeans, string>> = {
  phone: '电话',
  email: '电子邮件',
  none: '没有留联系方式'
}

export const groundWords: Readonly<Record<ExclusionGround, string>> = { mistaken: '误评', malicious: '恶意' }

export const decisionWords: Readonly<Record<ReviewDecision, { name: string; says: string }>> = {
  fixed: { name: '即时整改', says: '已经改好了' },
  ledger: { name: '列入台账限期整改', says: '一时改不完，写明到哪天' },
  explained: { name: '解释说明', says: '所提要求没有法律法规依据' },
  appealed: { name: '申诉复核', says: '认为是误评或恶意，由另一人裁定' }
}

/** The deadline of a review in words; of one that ended on the ledger, the ledger's. */
export function reviewDueWords(review: ReviewLine, today: string): DueWords {
  const { dueOn, provisional, workingDaysLeft: left, state, outcome, ledgerDueOn, settled } = review
  if (left === null) {
    if (outcome !== 'ledger' || ledgerDueOn === null) {
      const say = outcome ? outcomeWords[outcome] : reviewStateWords[state]
      return { short: say, long: say, tone: 'done' }
    }
    // it may lie in another year
    if (settled) return { short: '台账已销', long: `台账已销，限期是 ${ledgerDueOn}`, tone: 'done' }
    return ledgerDueOn < today
      ? { short: `台账逾期，应在 ${ledgerDueOn} 前改好`, long: `台账逾期，应在 ${ledgerDueOn} 前改好`, tone: 'late' }
      : { short: `台账，${ledgerDueOn} 前改好`, long: `列入台账，${ledgerDueOn} 前改好`, tone: 'calm' }
  }
  const date = `${monthDay(dueOn)}${provisional ? '（暂定）' : ''}`
  if (dueOn < today) {
    const days = left < 0 ? ` ${-left} 个工作日` : ''
    return { short: `逾期${days && ` ${-left} 天`}`, long: `${date}到期，已逾期${days}`, tone: 'late' }
  }
  if (dueOn === today) return { short: '今天到期', long: '今天 24:00 到期', tone: 'soon' }
  return { short: `剩 ${left} 天`, long: `${date}前反馈，剩 ${left} 个工作日`, tone: left <= 1 ? 'soon' : 'calm' }
}

/** What happened, as a sentence; the time and what was written stand beside it. */
export function reviewEventWords(event: ReviewEvent): string {
  const who = event.actor ?? ''
  switch (event.kind) {
    case 'opened':
      return `写信人评价：${event.grade === null ? '' : sayGrade(event.grade)}，开始复核`
    case 'changed':
      return `写信人改了评价：${event.grade === null ? '' : sayGrade(event.grade)}`
    case 'takenBack':
      return `写信人改成${event.grade === null ? '' : sayGrade(event.grade)}，复核结束`
    case 'calledBack':
      return event.means === 'none' || event.means === null
        ? `${who}记录：没有留联系方式，不能回访`
        : `${who}回访（${meansWords[event.means]}，${event.calledAt ? dayAndTime(event.calledAt) : ''}）`
    case 'decided': {
      const until = event.ledgerDueOn ? `，${event.ledgerDueOn} 前改好` : ''
      return `${who}处理：${event.outcome ? outcomeWords[event.outcome] : ''}${until}`
    }
    case 'appealed':
      return `${who}提出申诉，认为是${event.ground ? groundWords[event.ground] : ''}`
    case 'ruled':
      return `${who}裁定：${event.outcome === 'excluded' ? '不计入统计，评价留档' : '差评成立，照常计入'}`
    case 'fedBack':
      return `${who}反馈写信人，复核结束`
    case 'settled':
      return `${who}销台账`
    case 'dueMoved':
      return `放假安排变了，期限从${event.moved ? monthDay(event.moved.from) : ''}改到${event.moved ? monthDay(event.moved.to) : ''}`
  }
}

export interface ReviewActWords {
  readonly title: string
  readonly says: string
  /** what is written with it */
  readonly label: string
  readonly placeholder: string
  readonly confirm: string
  readonly done: string
}

export function reviewActWords(act: ReviewAct, { means }: Review): ReviewActWords {
  switch (act) {
    case 'callBack':
      return means.includes('none')
        ? {
            title: '回访记录',
            says: '写信人没有留电话和邮箱，不能回访。照来信和评价核实，把核实到的记下来。',
            label: '核实到什么',
            placeholder: '看了哪些，问题出在哪里。',
            confirm: '记下：没有留联系方式',
            done: '记下了，下一步处理'
          }
        : {
            title: '回访写信人',
            says: '留了联系方式的差评都要回访。电话和邮箱在来信里。回访以前写信人改成好评，复核就自动结束。',
            label: '说了什么',
            placeholder: '写信人不满意在哪里，想要怎样；没有打通也记下。',
            confirm: '记下回访',
            done: '记下了，下一步处理'
          }
    case 'decide':
      return {
        title: '怎么处理',
        says: '定下以后不能再改。写信人现在还看不到，反馈时一起告诉写信人。',
        label: '理由',
        placeholder: '改了什么、为什么这样处理，依据是什么。',
        confirm: '定下',
        done: '定下了'
      }
    case 'rule':
      return {
        title: '裁定申诉',
        says: '不计入统计的评价仍然留档，公开的数字里另外列出。',
        label: '理由',
        placeholder: '核实了什么，为什么这样裁定。',
        confirm: '裁定',
        done: '裁定了，下一步反馈'
      }
    case 'feedBack':
      return {
        title: '反馈写信人',
        says: '写信人马上能看到处理结果和下面的话，复核到此结束。',
        label: '给写信人的话',
        placeholder: '说清问题查到哪里、怎么处理的。',
        confirm: '反馈，结束复核',
        done: '写信人现在能看到'
      }
    case 'settle':
      return {
        title: '销台账',
        says: '整改完成后销账。写信人马上能看到下面的话。',
        label: '改好了什么',
        placeholder: '改了什么，什么时候改好的。',
        confirm: '销台账',
        done: '台账销了，写信人现在能看到'
      }
  }
}

export const barredWords = {
  answerer: '您起草或签发过这次答复，回访和处理要由别人来办。',
  proposer: '申诉是您提出的，要由另一人裁定。'
} as const
