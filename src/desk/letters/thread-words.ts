/** What was written to and fro, in words: whose turn it was, and when. */
import type { LetterSource } from '#contract/channels.ts'
import type { ThreadEntry } from '#contract/letters.ts'
import { dayOf } from '#contract/calendar.ts'
import { dayAndTime } from '../core/times.ts'

export const threadWords: Readonly<Record<ThreadEntry['kind'], string>> = {
  letter: '来信',
  question: '问写信人',
  supplement: '写信人补充',
  followUp: '写信人追问',
  reply: '发出的答复'
}

/** Of a letter that was registered the day is known, not the hour. */
export const timeOfEntry = ({ kind, at }: Pick<ThreadEntry, 'kind' | 'at'>, source: LetterSource): string =>
  kind === 'letter' && source !== 'web' ? dayOf(new Date(at)) : dayAndTime(at)
