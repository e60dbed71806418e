/** What the desk calls a letter's kinds, topics and states, and how the queue is cut. */
import type { LetterKind, LetterState, LetterTopic } from '#contract/letters.ts'
import type { QueueCounts } from '#contract/letters-queue.ts'

export const kindWords: Readonly<Record<LetterKind, string>> = {
  enquiry: '咨询',
  message: '留言',
  mailbox: '局长信箱',
  fault: '网站纠错'
}
export const allKinds = Object.keys(kindWords) as readonly LetterKind[]

export const topicWords: Readonly<Record<LetterTopic, string>> = {
  figures: '数据',
  methods: '口径和算法',
  surveys: '入户和调查',
  census: '普查',
  reporting: '企业填报',
  documents: '资料和年鉴',
  other: '其他'
}
export const allTopics = Object.keys(topicWords) as readonly LetterTopic[]

export const stateWords: Readonly<Record<LetterState, string>> = {
  received: '待受理',
  accepted: '待分办',
  assigned: '待起草',
  drafting: '起草中',
  signing: '待签发',
  answered: '已答复',
  closed: '已办结',
  withdrawn: '已撤回',
  transferred: '已转办',
  refused: '不予受理'
}

/** A cut of the queue: one state of those that are open or answered, or all that ended. */
export type QueueTab = keyof QueueCounts

export const tabWords: Readonly<Record<QueueTab, string>> = {
  received: stateWords.received,
  accepted: stateWords.accepted,
  assigned: stateWords.assigned,
  drafting: stateWords.drafting,
  signing: stateWords.signing,
  answered: stateWords.answered,
  ended: '已结束'
}

/** All cuts, in the order of the work. */
export const allTabs = Object.keys(tabWords) as readonly QueueTab[]
