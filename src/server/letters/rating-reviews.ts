/** What opens the review of a bad rating, moves its due date, and takes it back: the sender and the calendar. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { dayOf, deadline } from '#contract/calendar.ts'
import type { Rating } from '#contract/letters.ts'
import type { OwnReview } from '#contract/own-review.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { causeOf } from './due-dates.ts'
import { raiseReviewAlert } from './rating-review-alerts.ts'
import { recordReviewEvent, reviewColumns, type ReviewRow } from './rating-review-events.ts'
import { effectOf, isBad } from './rating-review-rules.ts'
import { countDue, type Limit } from './rounds.ts'

type Given = Pick<Rating, 'grade' | 'reasons' | 'comment'>

interface RatedRound {
  readonly id: string
  readonly round: number
}

/** The limit of reviews on a day (YYYY-MM-DD), with the newest revision of the calendar. */
async function reviewLimitOn(trx: Trx, day: string): Promise<Limit> {
  const { rows } = await sql<Limit>`
    select working_days as "limit", source, (select coalesce(max(revision), 0) from calendar_revisions) as "calendarRevision"
    from rating_review_limits where effective_from <= ${day} order by effective_from desc limit 1`.execute(trx)
  const [row] = rows
  if (!row) throw new Error(`no limit is set for reviews on ${day}`)
  return row
}

async function newestOf(trx: Trx, { id, round }: RatedRound): Promise<ReviewRow | null> {
  const { rows } = await sql<ReviewRow>`
    select ${reviewColumns} from rating_reviews v
    where v.letter_id = ${id} and v.round = ${round} order by v.sequence desc limit 1`.execute(trx)
  return rows[0] ?? null
}

const auditReview = async (trx: Trx, act: string, reviewId: string, letterId: string) =>
  await audit(trx, {
    actorId: null,
    act: `review.${act}`,
    subjectKind: 'review',
    subjectId: reviewId,
    details: { letterId }
  })

async function openReview(trx: Trx, { id, round }: RatedRound, { grade, reasons, comment }: Given, at: Date) {
  const reviewId = uuidv7()
  const startedOn = dayOf(at)
  const limit = await reviewLimitOn(trx, startedOn)
  const due = await countDue(trx, startedOn, limit)
  await sql`
    insert into rating_reviews (id, letter_id, round, sequence, grade, reasons, comment, opened_at, started_on, limit_days,
                                limit_source, due_on, due_provisional, calendar_revision)
    select ${reviewId}, ${id}, ${round}, coalesce(max(sequence), 0) + 1, ${grade}, ${[...reasons]}, ${comment},
           ${at.toISOString()}, ${startedOn}::date, ${limit.limit}, ${limit.source}, ${due.dueOn}::date, ${due.provisional},
           ${limit.calendarRevision}
    from rating_reviews where letter_id = ${id} and round = ${round}`.execute(trx)
  await recordReviewEvent(trx, reviewId, { kind: 'opened', at, actorId: null, grade })
  await raiseReviewAlert(trx, { id: reviewId, letterId: id, round }, 'reviewOpened', at)
  await auditReview(trx, 'opened', reviewId, id)
}

/** Follows a rating of a letter that the transaction has locked: what it was before, and what it is now. */
export async function followRating(
  trx: Trx,
  rated: RatedRound,
  before: Given | null,
  now: Given,
  at: Date
): Promise<void> {
  const newest = await newestOf(trx, rated)
  const effect = effectOf(before, now, newest)
  if (effect === 'none') return
  if (effect === 'open' || newest === null) {
    await openReview(trx, rated, now, at)
    return
  }
  if (effect === 'takeBack') {
    await recordReviewEvent(trx, newest.id, {
      kind: 'takenBack',
      at,
      actorId: null,
      grade: now.grade,
      outcome: 'takenBack'
    })
    await auditReview(trx, 'takenBack', newest.id, rated.id)
    return
  }
  // of a grade that was bettered after the callback the review keeps what was said before
  if (isBad(now.grade))
    await sql`
      update rating_reviews set grade = ${now.grade}, reasons = ${[...now.reasons]}, comment = ${now.comment}
      where id = ${newest.id}`.execute(trx)
  await recordReviewEvent(trx, newest.id, { kind: 'changed', at, actorId: null, grade: now.grade })
  await auditReview(trx, 'changed', newest.id, rated.id)
}

/** What the sender is told of the newest review of a letter. What was decided is told with the feedback, not before it. */
export async function ownReviewOf(db: Db | Trx, letterId: string): Promise<OwnReview | undefined> {
  const { rows } = await sql<OwnReview>`
    select v.opened_at as "openedAt", v.due_on as "dueOn", v.limit_days as "limit", v.due_provisional as provisional,
           v.ended_at as "endedAt", case when v.ended_at is not null then v.outcome end as outcome,
           case when v.ended_at is not null then v.ledger_due_on end as "ledgerDueOn",
           (select e.text from rating_review_events e where e.review_id = v.id and e.kind = 'fedBack') as feedback,
           (select e.text from rating_review_events e where e.review_id = v.id and e.kind = 'settled') as "settledText"
    from rating_reviews v where v.letter_id = ${letterId} order by v.round desc, v.sequence desc limit 1`.execute(db)
  return rows[0]
}

const reviewsAtOnce = 50

/** Counts one review by the calendar in force; tells whether its due date moved. */
async function recountReview(
  trx: Trx,
  review: ReviewRow,
  inForce: Awaited<ReturnType<typeof calendarNow>>
): Promise<boolean> {
  const { dueOn, provisional } = deadline(review.startedOn, review.limit, inForce.calendar)
  await sql`
    update rating_reviews set due_on = ${dueOn}, due_provisional = ${provisional}, calendar_revision = ${inForce.revision}
    where id = ${review.id}`.execute(trx)
  if (dueOn === review.dueOn) return false
  // what was said of the old day holds no longer
  await sql`
    delete from letter_alerts where review_id = ${review.id} and kind in ('reviewDueSoon', 'reviewOverdue')`.execute(
    trx
  )
  const { actorId, reason } = await causeOf(trx, review, dueOn, inForce.revision)
  await recordReviewEvent(trx, review.id, {
    kind: 'dueMoved',
    at: clock.now(),
    actorId,
    text: reason,
    moved: { from: review.dueOn, to: dueOn }
  })
  await audit(trx, {
    actorId,
    act: 'review.dueMoved',
    subjectKind: 'review',
    subjectId: review.id,
    details: { letterId: review.letterId, from: review.dueOn, to: dueOn, calendarRevision: inForce.revision }
  })
  return true
}

/** Counts running reviews anew by the calendar in force, some at a time; returns how many due dates moved. What is left over is found by the next run. */
export async function recountReviews({ db }: Pick<Context, 'db'>): Promise<number> {
  const inForce = await calendarNow(db)
  const outdated = sql`v.ended_at is null and v.calendar_revision < ${inForce.revision}`
  let moved = 0
  for (;;) {
    const { rows } = await sql<{ letterId: string }>`
      select distinct v.letter_id as "letterId" from rating_reviews v where ${outdated} order by 1 limit ${reviewsAtOnce}`.execute(
      db
    )
    if (rows.length === 0) return moved
    const letterIds = rows.map(({ letterId }) => letterId)
    moved += await db.transaction().execute(async (trx) => {
      // every act on a review locks its letter first, and always in this order
      await sql`select from letters where id = any (${letterIds}::uuid[]) order by id for update`.execute(trx)
      const running = await sql<ReviewRow>`
        select ${reviewColumns} from rating_reviews v where v.letter_id = any (${letterIds}::uuid[]) and ${outdated}
        order by v.id`.execute(trx)
      let movedNow = 0
      for (const review of running.rows) if (await recountReview(trx, review, inForce)) movedNow += 1
      return movedNow
    })
  }
}
