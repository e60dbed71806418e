/** What wants to be seen at the desk: limits that run out, and what senders did. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { Replies } from '#contract/routes.ts'
import type { Alert } from '#contract/letters-desk.ts'
import { openStates } from '#contract/letters.ts'
import { plusDays, workingDaysBetween } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarNow } from '../core/working-calendar.ts'
import type { Staff } from '../core/sessions.ts'
import { within } from './read.ts'

/** Raises an alert; those of which one a round is enough are raised once. */
export async function raiseAlert(
  db: Db | Trx,
  letter: { readonly id: string; readonly round: number },
  kind: Alert['kind'],
  at: Date
): Promise<void> {
  await sql`
    insert into letter_alerts (id, letter_id, round, kind, at)
    values (${uuidv7()}, ${letter.id}, ${letter.round}, ${kind}, ${at.toISOString()}) on conflict do nothing`.execute(
    db
  )
}

/** Working days before the due date at which the desk is told. */
const dueSoonDays = 2

/** No two neighbouring working days lie further apart than this many calendar days. */
const longestGap = 12

/** Raises an alert for each letter that is due soon or overdue, once a round. Returns how many were looked at. */
export async function remindOfDueLetters(db: Db): Promise<number> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<{ id: string; round: number; dueOn: string }>`
    select id, round, due_on as "dueOn" from letters l
    where state = any (${[...openStates]}) and due_on <= ${plusDays(today, dueSoonDays * longestGap)}
      and not exists (select from letter_alerts a where a.letter_id = l.id and a.round = l.round and a.kind = 'overdue')`.execute(
    db
  )
  for (const row of rows) {
    if (row.dueOn < today) await raiseAlert(db, row, 'overdue', clock.now())
    else if (workingDaysBetween(today, row.dueOn, calendar) <= dueSoonDays)
      await raiseAlert(db, row, 'dueSoon', clock.now())
  }
  return rows.length
}

/** Raises an alert for each letter that no office has although its kind is to be forwarded by now. */
export async function remindOfForwarding(db: Db): Promise<void> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<{ id: string; round: number; receivedOn: string; days: number }>`
    select l.id, l.round, l.received_on as "receivedOn", k.forward_days as days
    from letters l join letter_kinds k on k.kind = l.kind and k.forward_days is not null
    where l.state in ('received', 'accepted') and l.received_on < ${today}
      and not exists (select from letter_alerts a where a.letter_id = l.id and a.round = l.round and a.kind = 'notForwarded')`.execute(
    db
  )
  for (const row of rows)
    if (workingDaysBetween(row.receivedOn, today, calendar) > row.days)
      await raiseAlert(db, row, 'notForwarded', clock.now())
}

/** Forgets alerts that nobody will look for any more. */
export async function forgetOldAlerts(db: Db): Promise<void> {
  await sql`delete from letter_alerts where at < ${new Date(clock.now().getTime() - 180 * 86_400_000).toISOString()}`.execute(
    db
  )
}

interface AlertRow {
  readonly id: string
  readonly kind: Alert['kind']
  readonly at: string
  readonly seen: boolean
  readonly letterId: string
  readonly number: string
  readonly title: string
  readonly dueOn: string
  readonly reviewId: string | null
  /** how many there are that this person has not seen */
  readonly unseen: number
}

const mostShown = 100

/** The newest alerts about letters that this person may read, unseen first; the unseen are found once, shown and counted. */
export async function readAlerts(db: Db, staff: Staff): Promise<Replies['GET /desk/alerts']> {
  const reachable = sql`letter_alerts a join letters l on l.id = a.letter_id where ${within(staff, 'letters:read')}`
  const seen = sql`exists (select from letter_alerts_seen s where s.alert_id = a.id and s.person_id = ${staff.id})`
  const newest = sql`order by at desc, id limit ${mostShown}`
  const { rows } = await sql<AlertRow>`
    with unseen as materialized (select a.id, a.at from ${reachable} and not ${seen}),
         shown as ((select id, at, false as seen from unseen ${newest})
                   union all (select a.id, a.at, true from ${reachable} and ${seen} ${newest})
                   order by seen, at desc, id limit ${mostShown})
    select a.id, a.kind, a.at, n.seen, l.id as "letterId", l.number, l.title, coalesce(v.due_on, l.due_on) as "dueOn",
           a.review_id as "reviewId", (select count(*) from unseen) as unseen
    from shown n join letter_alerts a on a.id = n.id join letters l on l.id = a.letter_id
    left join rating_reviews v on v.id = a.review_id
    order by n.seen, a.at desc, a.id`.execute(db)
  return {
    alerts: rows.map(({ id, kind, at, seen: wasSeen, letterId, number, title, dueOn, reviewId }) => ({
      id,
      kind,
      at,
      seen: wasSeen,
      letter: { id: letterId, number, title, dueOn },
      ...(reviewId === null ? {} : { review: reviewId })
    })),
    unseen: rows[0]?.unseen ?? 0
  }
}

/** Notes that this person has seen the alerts; those out of reach are passed over. */
export async function seeAlerts(db: Db, staff: Staff, ids: readonly string[]): Promise<void> {
  await sql`
    insert into letter_alerts_seen (alert_id, person_id, at)
    select a.id, ${staff.id}, ${clock.now().toISOString()} from letter_alerts a join letters l on l.id = a.letter_id
    where a.id = any (${[...ids]}::uuid[]) and ${within(staff, 'letters:read')}
    on conflict do nothing`.execute(db)
}
