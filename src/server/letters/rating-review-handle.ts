/** What staff do with a review: each act is one transaction with its event and its audit row. */
import { sql } from 'kysely'
import type { CallbackDraft, DecisionDraft, ReviewAct, RulingDraft } from '#contract/rating-reviews.ts'
import type { ReviewOutcome } from '#contract/own-review.ts'
import type { FieldError } from '#contract/problem.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { contactOf } from './contact.ts'
import { publicationOf } from './publication.ts'
import {
  answerersOf,
  recordReviewEvent,
  reviewColumns,
  reviewEventsOf,
  type NewReviewEvent,
  type ReviewRow
} from './rating-review-events.ts'
import { meansFor, reviewRefusal } from './rating-review-rules.ts'
import { letterFor } from './read.ts'

/** Which review is acted upon, by whom; `revision` is the one that was read. */
export interface ActOnReview {
  readonly staff: Staff
  readonly id: string
  readonly revision: number
}

interface Act {
  readonly trx: Trx
  readonly review: ReviewRow
  readonly at: Date
}

const wrong = (pointer: string, rule: string, limit?: string): FieldError => ({
  pointer,
  rule,
  ...(limit === undefined ? {} : { limit })
})

/** Locks letter and review, checks scope, revision and rules, records what the work says, and leaves an audit row. */
async function act(
  { db }: Context,
  { staff, id, revision }: ActOnReview,
  name: ReviewAct,
  work: (act: Act) => Promise<Omit<NewReviewEvent, 'at' | 'actorId'>>
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const found = await sql<{ letterId: string }>`
      select letter_id as "letterId" from rating_reviews where id = ${id}`.execute(trx)
    const letterId = found.rows[0]?.letterId
    if (letterId === undefined) throw problem('not-found')
    await letterFor(trx, staff, letterId, 'letters:review', true)
    const { rows } = await sql<ReviewRow>`select ${reviewColumns} from rating_reviews v where v.id = ${id}`.execute(trx)
    const [review] = rows
    if (!review) throw problem('not-found')
    if (review.revision !== revision) throw problem('changed-meanwhile')
    const events = await reviewEventsOf(trx, id)
    const situation = {
      state: review.state,
      outcome: review.outcome,
      settled: review.settledAt !== null,
      answerers: await answerersOf(trx, letterId, review.round),
      proposedBy: events.findLast(({ kind }) => kind === 'appealed')?.actorId ?? null
    }
    const refused = reviewRefusal(name, situation, staff.id)
    if (refused) throw problem(refused)
    const at = clock.now()
    const event = await work({ trx, review, at })
    await recordReviewEvent(trx, id, { ...event, at, actorId: staff.id })
    const outcome: { outcome?: ReviewOutcome } = event.outcome ? { outcome: event.outcome } : {}
    await audit(trx, {
      actorId: staff.id,
      act: `review.${event.kind}`,
      subjectKind: 'review',
      subjectId: id,
      details: { letterId, ...outcome }
    })
  })
}

/** A clock at the desk may go a little before the server's. */
const clocksApartMs = 5 * 60_000

/** Records the callback. Who left a telephone or an address is called back by it; for who left none the record says so. */
export async function recordCallback(context: Context, on: ActOnReview, draft: CallbackDraft): Promise<void> {
  await act(context, on, 'callBack', async ({ trx, review, at }) => {
    const means = meansFor(await contactOf(trx, context.sealer, review.letterId))
    if (!means.includes(draft.means)) throw problem('invalid', { errors: [wrong('/means', 'enum', means.join(' '))] })
    const called = draft.calledAt === undefined ? at.getTime() : Date.parse(draft.calledAt)
    const openedAt = Date.parse(review.openedAt)
    // to the minute, as it is typed
    const tooEarly = called < openedAt - (openedAt % 60_000)
    if (!(called <= at.getTime() + clocksApartMs) || tooEarly)
      throw problem('invalid', { errors: [wrong('/calledAt', tooEarly ? 'minimum' : 'maximum')] })
    const calledAt = new Date(Math.min(called, at.getTime())).toISOString()
    return { kind: 'calledBack', means: draft.means, calledAt, text: draft.said.trim() }
  })
}

/** Decides. The ledger takes a day after today, a proposed exclusion its ground; the others take neither. */
export async function decideReview(context: Context, on: ActOnReview, draft: DecisionDraft): Promise<void> {
  await act(context, on, 'decide', async () => {
    const { decision, ledgerDueOn, ground, reason } = draft
    const errors: FieldError[] = []
    if ((decision === 'ledger') !== (ledgerDueOn !== undefined)) errors.push(wrong('/ledgerDueOn', 'required'))
    else if (ledgerDueOn !== undefined && !isLaterDay(ledgerDueOn))
      errors.push(wrong('/ledgerDueOn', 'minimum', clock.today()))
    if ((decision === 'appealed') !== (ground !== undefined)) errors.push(wrong('/ground', 'required'))
    if (errors.length > 0) throw problem('invalid', { errors })
    const text = reason.trim()
    if (decision === 'appealed') return { kind: 'appealed', text, ...(ground ? { ground } : {}) }
    return { kind: 'decided', outcome: decision, text, ...(ledgerDueOn ? { ledgerDueOn } : {}) }
  })
}

/** A day there is, after today, and not so far that nobody would live to see it. */
function isLaterDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) return false
  return day > clock.today() && Number(day.slice(0, 4)) <= Number(clock.today().slice(0, 4)) + 5
}

/** Rules upon a proposed exclusion. An excluded rating stays on record and counts in nothing that is published. */
export async function ruleAppeal(context: Context, on: ActOnReview, draft: RulingDraft): Promise<void> {
  await act(context, on, 'rule', async ({ trx, review }) => {
    // the grade stands beside a published answer
    if ((await publicationOf(trx, review.letterId))?.state === 'published') await touch(trx, 'answers')
    return { kind: 'ruled', outcome: draft.ruling, text: draft.reason.trim() }
  })
}

/** Tells the sender what became of it; the review ends here. */
export async function feedBack(context: Context, on: ActOnReview, text: string): Promise<void> {
  await act(context, on, 'feedBack', async () => ({ kind: 'fedBack', text: text.trim() }))
}

/** What stood on the ledger was done; the sender reads it. */
export async function settleLedger(context: Context, on: ActOnReview, text: string): Promise<void> {
  await act(context, on, 'settle', async () => ({ kind: 'settled', text: text.trim() }))
}
