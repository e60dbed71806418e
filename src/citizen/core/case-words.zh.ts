/** What the pages of cases say in common: kinds, states, days, limits. Fetched after the first page stands. */
import type { LetterKind, LetterState, Round } from '#contract/letters.ts'

const kinds: Record<LetterKind, string> = { enquiry: '咨询', message: '留言', mailbox: '局长信箱', fault: '纠错' }
const states: Record<LetterState, string> = {
  received: '已收到',
  accepted: '已受理',
  assigned: '办理中',
  drafting: '办理中',
  signing: '审核中',
  answered: '已答复',
  closed: '已办结',
  withdrawn: '已撤回',
  transferred: '已转办',
  refused: '不予受理'
}
/** stands before what is said of a limit that a follow-up or a reopening started */
const roundLeads: Record<Round['kind'], string> = { first: '', followUp: '追问', reopening: '重新办理' }

export const words = {
  kinds,
  states,
  copy: '复制',
  copied: (what: string) => `${what}复制好了`,
  copyByHand: '没有复制成，请长按选中',
  weekdays: ['日', '一', '二', '三', '四', '五', '六'],
  day: (month: number, day: number) => `${month}月${day}日`,
  dayWithWeekday: (month: number, day: number, weekday: string) => `${month}月${day}日（星期${weekday}）`,
  due: {
    left: (days: number) => `还剩 ${days} 个工作日`,
    /** none of them is a working day */
    leftDays: (days: number) => `还剩 ${days} 天`,
    today: '今天到期',
    over: (days: number) => `超期 ${days} 天`,
    of: (round: Round['kind'], said: string) => `${roundLeads[round]}${said}`,
    answeredIn: (days: number) => (days === 0 ? '当天答复' : `用了 ${days} 个工作日`),
    before: (day: string) => `${day}前`,
    beforeReply: (day: string) => `${day}前答复`,
    shouldBe: (day: string) => `应在${day}前答复`,
    rule: (limit: number, left: number) => `共 ${limit} 个工作日，还剩 ${left} 个`,
    ruleOver: (limit: number) => `共 ${limit} 个工作日，已经用完`,
    ruleUsed: (limit: number, used: number) => `期限 ${limit} 个工作日，用了 ${used} 个`
  },
  mine: (open: number) => `我在办的 ${open} 件`,
  news: '有进展',
  mineAll: '我的办件',
  notFound: {
    title: '没有这个页面',
    say: '地址可能抄错了，也可能这一页已经撤下。',
    home: '回首页'
  }
}

export type CaseWords = typeof words
