/** What the desk is told of reviews: that one was opened, that its limit runs out, that it has run out. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { plusDays, workingDaysBetween } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarNow } from '../core/working-calendar.ts'

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

/** No two neighbouring working days lie further apart than this many calendar days. */
const longestGap = 12

/** Raises an alert for each running review that is due soon or overdue. */
export async function remindOfDueReviews(db: Db): Promise<void> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<AlertedReview & { dueOn: string }>`
    select v.id, v.letter_id as "letterId", v.round, v.due_on as "dueOn" from rating_reviews v
    where v.ended_at is null and v.due_on <= ${plusDays(today, dueSoonDays * longestGap)}
      and not exists (select from letter_alerts a where a.review_id = v.id and a.kind = 'reviewOverdue')`.execute(db)
  for (const review of rows) {
    if (review.dueOn < today) await raiseReviewAlert(db, review, 'reviewOverdue', clock.now())
    else if (workingDaysBetween(today, review.dueOn, calendar) <= dueSoonDays)
      await raiseReviewAlert(db, review, 'reviewDueSoon', clock.now())
  }
}
