/** What an alert says. */
import type { Alert } from '#contract/letters-desk.ts'
import type { IconName } from '../core/DeskIcon.vue'

export const alertWords: Readonly<Record<Alert['kind'], { say: string; icon: IconName; tone: 'late' | 'soon' | '' }>> =
  {
    notForwarded: { say: '该分办了', icon: 'inbox', tone: 'soon' },
    dueSoon: { say: '快到期', icon: 'clock', tone: 'soon' },
    overdue: { say: '已逾期', icon: 'warn', tone: 'late' },
    escalated: { say: '逾期多日，请督办', icon: 'warn', tone: 'late' },
    reminded: { say: '写信人催办', icon: 'bell', tone: 'soon' },
    followedUp: { say: '写信人追问', icon: 'ask', tone: '' },
    supplied: { say: '写信人补充了', icon: 'letters', tone: '' },
    withdrawn: { say: '写信人撤回', icon: 'ended', tone: '' },
    givenBack: { say: '科室退回', icon: 'inbox', tone: '' },
    answerToSend: { say: '答复还没告知来信人', icon: 'answered', tone: 'soon' },
    separated: { say: '领头的信撤回，这封单独办', icon: 'letters', tone: 'soon' },
    contributionAsked: { say: '请您科室协办或提意见', icon: 'people', tone: 'soon' },
    contributionGiven: { say: '别的科室给了协办或意见', icon: 'people', tone: '' },
    pauseEnded: { say: '暂停期满，又开始算期限', icon: 'clock', tone: 'soon' },
    reviewOpened: { say: '收到差评，要复核', icon: 'again', tone: 'soon' },
    reviewDueSoon: { say: '差评复核快到期', icon: 'clock', tone: 'soon' },
    reviewOverdue: { say: '差评复核已逾期', icon: 'warn', tone: 'late' },
    entryDue: { say: '问答该核对了', icon: 'clock', tone: 'soon' }
  }
