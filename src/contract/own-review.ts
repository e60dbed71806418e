/** The review of a bad rating 差评 as the sender sees it, and the words that both sides use for its end. */
import * as T from 'typebox'
import { Day, Instant } from './shapes.ts'

/**
 * How a review ended: mended at once 即时整改, put on the ledger with a deadline 列入台账限期整改, explained 解释说明,
 * appealed with the rating standing or left out of the figures 申诉复核, or taken back by a better grade.
 */
export const reviewOutcomes = ['fixed', 'ledger', 'explained', 'upheld', 'excluded', 'takenBack'] as const
export const ReviewOutcome = T.Enum(reviewOutcomes)
export type ReviewOutcome = (typeof reviewOutcomes)[number]

/** What the sender reads of the newest review of a letter: no names of staff, nothing of the inner work. */
export const OwnReview = T.Object({
  openedAt: Instant,
  dueOn: Day,
  limit: T.Integer({ description: 'working days' }),
  provisional: T.Boolean(),
  endedAt: T.Union([Instant, T.Null()]),
  outcome: T.Union([ReviewOutcome, T.Null()], { description: 'told when the review has ended' }),
  ledgerDueOn: T.Union([Day, T.Null()]),
  feedback: T.Union([T.String(), T.Null()]),
  settledText: T.Union([T.String({ description: 'what was done of the ledger’s entry' }), T.Null()])
})
export type OwnReview = T.Static<typeof OwnReview>
