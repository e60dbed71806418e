/** Reviews as they are kept: each step is an event, and the database moves the review by it. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type {
  CallbackMeans,
  ExclusionGround,
  ReviewEvent,
  ReviewEventKind,
  ReviewState
} from '#contract/rating-reviews.ts'
import type { ratingReasons } from '#contract/letters.ts'
import type { ReviewOutcome } from '#contract/own-review.ts'
import type { Db, Trx } from '../core/db.ts'

export interface ReviewRow {
  readonly id: string
  readonly letterId: string
  readonly round: number
  readonly state: ReviewState
  readonly revision: number
  readonly grade: number
  readonly reasons: (typeof ratingReasons)[number][]
  readonly comment: string | null
  readonly openedAt: string
  readonly startedOn: string
  readonly limit: number
  readonly source: string
  readonly dueOn: string
  readonly provisional: boolean
  readonly calendarRevision: number
  readonly outcome: ReviewOutcome | null
  readonly ground: ExclusionGround | null
  readonly ledgerDueOn: string | null
  readonly endedAt: string | null
  readonly settledAt: string | null
}

export const reviewColumns = sql`
  v.id, v.letter_id as "letterId", v.round, v.state, v.revision, v.grade, v.reasons, v.comment, v.opened_at as "openedAt",
  v.started_on as "startedOn", v.limit_days as "limit", v.limit_source as source, v.due_on as "dueOn",
  v.due_provisional as provisional, v.calendar_revision as "calendarRevision", v.outcome, v.ground,
  v.ledger_due_on as "ledgerDueOn", v.ended_at as "endedAt", v.settled_at as "settledAt"`

/** One event. Left out is what the kind does not have. */
export interface NewReviewEvent {
  readonly kind: ReviewEventKind
  readonly at: Date
  /** the member of staff; null for the sender and for the system */
  readonly actorId: string | null
  readonly grade?: number
  readonly means?: CallbackMeans
  readonly calledAt?: string
  readonly outcome?: ReviewOutcome
  readonly ground?: ExclusionGround
  readonly ledgerDueOn?: string
  readonly text?: string
  readonly moved?: { readonly from: string; readonly to: string }
}

/** Adds an event to a review whose letter the transaction has locked. */
export async function recordReviewEvent(trx: Trx, reviewId: string, event: NewReviewEvent): Promise<void> {
  await sql`
    insert into rating_review_events (id, review_id, position, kind, at, actor_id, grade, means, called_at, outcome, ground,
                                      ledger_due_on, text, moved_from, moved_to)
    select ${uuidv7()}, ${reviewId}, coalesce(max(position), 0) + 1, ${event.kind}, ${event.at.toISOString()},
           ${event.actorId}::uuid, ${event.grade ?? null}::integer, ${event.means ?? null}, ${event.calledAt ?? null}::timestamptz,
           ${event.outcome ?? null}, ${event.ground ?? null}, ${event.ledgerDueOn ?? null}::date, ${event.text ?? null},
           ${event.moved?.from ?? null}::date, ${event.moved?.to ?? null}::date
    from rating_review_events where review_id = ${reviewId}`.execute(trx)
}

/** All that happened to a review, oldest first. */
export async function reviewEventsOf(
  db: Db | Trx,
  reviewId: string
): Promise<(ReviewEvent & { actorId: string | null })[]> {
  const { rows } = await sql<
    Omit<ReviewEvent, 'moved'> & { actorId: string | null; movedFrom: string | null; movedTo: string | null }
  >`
    select e.kind, e.at, e.actor_id as "actorId", p.name as actor, e.grade, e.means, e.called_at as "calledAt", e.outcome,
           e.ground, e.ledger_due_on as "ledgerDueOn", e.text, e.moved_from as "movedFrom", e.moved_to as "movedTo"
    from rating_review_events e left join people p on p.id = e.actor_id
    where e.review_id = ${reviewId} order by e.position`.execute(db)
  return rows.map(({ movedFrom, movedTo, ...event }) => ({
    ...event,
    moved: movedFrom !== null && movedTo !== null ? { from: movedFrom, to: movedTo } : null
  }))
}

/** The people who wrote a version of a round's answer, and who signed it: they judge no rating of it. */
export async function answerersOf(db: Db | Trx, letterId: string, round: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select author_id as id from letter_drafts where letter_id = ${letterId} and round = ${round}
    union select signer_id from letter_replies where letter_id = ${letterId} and round = ${round}`.execute(db)
  return rows.map(({ id }) => id)
}
