/** Pauses of a letter's limit 暂停计时: what the sender reads of them, and what one may be. */
import * as T from 'typebox'
import { Day } from './shapes.ts'

/** A time in which the limit stands still: `from` still counts, the days after it up to and with `to` (as announced, while it runs) do not. */
export const Pause = T.Object({
  from: Day,
  to: Day,
  running: T.Boolean(),
  reason: T.String({ description: 'out of the list of reasons' }),
  reasonEn: T.String(),
  words: T.String({ description: "the bureau's own words" })
})
export type Pause = T.Static<typeof Pause>

/** What a pause of the limit may be: its reasons, and the last day that it may announce. */
export const Pausing = T.Object({
  reasons: T.Array(T.Object({ code: T.String(), name: T.String() })),
  latest: Day,
  longest: T.Integer({ description: 'working days of all pauses of a round together' }),
  source: T.String({ description: 'where that comes from' })
})
export type Pausing = T.Static<typeof Pausing>
