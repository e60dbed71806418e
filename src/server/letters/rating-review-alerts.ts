/** What the desk is told of reviews: that one was opened, that its limit runs out, that it has run out. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { lastDayWithin } from './alerts.ts'

interface AlertedReview {
  readonly id: string
  readonly letterId: string
  readonly round: number
}

/** Raises an alert about a review, each kind once. */
export async function raiseReviewAlert(
  db: Db | Trx,
  review: AlertedReview,
  kind: 'reviewOpened' | 'reviewDueSoon' | 'reviewOverdue',
  at: Date
): Promise<void> {
  await sql`
    insert into letter_alerts (id, letter_id, round, kind, at, review_id)
    values (${uuidv7()}, ${review.letterId}, ${review.round}, ${kind}, ${at.toISOString()}, ${review.id})
    on conflict do nothing`.execute(db)
}

/** Working days before the due date at which the desk is told; of five, the last one and the day itself. */
const dueSoonDays = 1

interface DueReview extends AlertedReview {
  readonly dueOn: string
  readonly kind: 'reviewDueSoon' | 'reviewOverdue'
}

/** Raises an alert of the job, unless an act that was under way ended the review or moved its day. */
async function raiseStill(db: Db, review: DueReview): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // every act on a review locks its letter first
    await sql`select from letters where id = ${review.letterId} for share`.execute(trx)
    const { rows } = await sql`
      select from rating_reviews where id = ${review.id} and ended_at is null and due_on = ${review.dueOn}`.execute(trx)
    if (rows.length > 0) await raiseReviewAlert(trx, review, review.kind, clock.now())
  })
}

/** Raises an alert for each running review that is due soon or overdue, each once. */
export async function remindOfDueReviews(db: Db): Promise<void> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<DueReview>`
    select v.id, v.letter_id as "letterId", v.round, v.due_on as "dueOn", w.kind
    from rating_reviews v
    cross join lateral (select case when v.due_on < ${today} then 'reviewOverdue' else 'reviewDueSoon' end as kind) w
    where v.ended_at is null and v.due_on <= ${lastDayWithin(today, dueSoonDays, calendar)}
      and not exists (select from letter_alerts a where a.review_id = v.id and a.kind = w.kind)`.execute(db)
  for (const review of rows) await raiseStill(db, review)
}
