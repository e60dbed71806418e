/** What the desk calls a letter's states, kinds and events. */
import type { DeskLetter, LetterKind, LetterState } from '#contract/letters.ts'

export const kindWords: Readonly<Record<LetterKind, string>> = { enquiry: '咨询' }

export const stateWords: Readonly<Record<LetterState, string>> = {
  received: '待分办',
  assigned: '办理中',
  signing: '待签发',
  answered: '已答复'
}

/** All states, in the order of the work. */
export const allStates = Object.keys(stateWords) as readonly LetterState[]

type Event = DeskLetter['events'][number]

/** One event as a sentence; the time stands beside it. */
export function eventWords({ kind, office, actor }: Event): string {
  const who = actor ?? ''
  switch (kind) {
    case 'received':
      return '收到来信'
    case 'assigned':
      return `${who}分给${office ?? '科室'}`
    case 'drafted':
      return `${who}把答复稿送签发`
    case 'returned':
      return `${who}退回答复稿`
    case 'answered':
      return `${who}签发，答复已发给写信人`
  }
}
