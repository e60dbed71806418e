/** What may happen to the review of a bad rating, as pure rules; triggers of the database say the same again. */
import type { Contact, Rating } from '#contract/letters.ts'
import { worstGrades, type CallbackMeans, type ReviewAct, type ReviewState } from '#contract/rating-reviews.ts'
import type { ReviewOutcome } from '#contract/own-review.ts'
import type { ProblemSlug } from '#contract/problem.ts'

/** What a decision is about. `answerers` are all who wrote a version of the answer, and who signed it. */
export interface ReviewSituation {
  readonly state: ReviewState
  readonly outcome: ReviewOutcome | null
  readonly settled: boolean
  readonly answerers: readonly string[]
  /** who proposed to leave the rating out of the figures */
  readonly proposedBy: string | null
}

/** The state in which each act is the next step. */
const step: Readonly<Record<ReviewAct, ReviewState>> = {
  callBack: 'open',
  decide: 'calledBack',
  rule: 'appealed',
  feedBack: 'decided',
  settle: 'closed'
}

const isNext = (act: ReviewAct, { state, outcome, settled }: ReviewSituation): boolean =>
  state === step[act] && (act !== 'settle' || (outcome === 'ledger' && !settled))

/** Why an act is not this person's whatever the state: nobody judges an answer of their own, nor rules upon an own proposal. */
export function barredBy(
  { state, answerers, proposedBy }: ReviewSituation,
  personId: string
): 'answerer' | 'proposer' | null {
  if (answerers.includes(personId)) return 'answerer'
  return state === 'appealed' && proposedBy === personId ? 'proposer' : null
}

/** Why an act is refused, or undefined when it may be done. */
export function reviewRefusal(act: ReviewAct, situation: ReviewSituation, personId: string): ProblemSlug | undefined {
  if (!isNext(act, situation)) return 'state-forbids'
  return barredBy(situation, personId) === null ? undefined : 'same-person'
}

/** How the sender can be called back. Whoever left a way is called back by it; `none` is for those who left none. */
export function meansFor(contact: Contact | null): CallbackMeans[] {
  const left: CallbackMeans[] = []
  if (contact?.phone !== undefined) left.push('phone')
  if (contact?.email !== undefined) left.push('email')
  return left.length > 0 ? left : ['none']
}

type Given = Pick<Rating, 'grade' | 'reasons' | 'comment'>

/** The newest review of the round that is rated, with the rating that it is about. */
export interface ReviewOfRound extends Given {
  readonly state: ReviewState
  readonly outcome: ReviewOutcome | null
}

export const isBad = (grade: number): boolean => grade <= worstGrades

const isSame = (one: Given, other: Given): boolean =>
  one.grade === other.grade && one.comment === other.comment && one.reasons.join() === other.reasons.join()

/**
 * What a rating does to the reviews of its round. A bad one opens a review, unless one runs or has just ended on it; what
 * was excluded and is then given in other words is looked at again. A better grade takes back what nobody has begun.
 */
export function effectOf(
  before: Given | null,
  now: Given,
  newest: ReviewOfRound | null
): 'open' | 'takeBack' | 'change' | 'none' {
  if (newest && newest.state !== 'closed' && newest.state !== 'takenBack') {
    if (before && isSame(before, now)) return 'none'
    return newest.state === 'open' && !isBad(now.grade) ? 'takeBack' : 'change'
  }
  if (!isBad(now.grade)) return 'none'
  if (before === null || !isBad(before.grade)) return 'open'
  return newest?.outcome === 'excluded' && !isSame(newest, now) ? 'open' : 'none'
}
