/** What wants to be seen at the desk: limits that run out, and what senders did. */
import { sql, type RawBuilder } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { Replies } from '#contract/routes.ts'
import type { Alert } from '#contract/letters-desk.ts'
import { openStates } from '#contract/letters.ts'
import { deadline, plusDays, workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarNow } from '../core/working-calendar.ts'
import type { Staff } from '../core/sessions.ts'
import { alertsOfOwner } from './knowledge-alerts.ts'
import { askedOf } from './asked.ts'
import { within } from './read.ts'

/** Raises an alert; those of which one a round is enough are raised once. */
export async function raiseAlert(
  db: Db | Trx,
  letter: { readonly id: string; readonly round: number },
  kind: Alert['kind'],
  at: Date,
  /** the request that it is about */
  contributionId: string | null = null
): Promise<void> {
  await sql`
    insert into letter_alerts (id, letter_id, round, kind, at, contribution_id)
    values (${uuidv7()}, ${letter.id}, ${letter.round}, ${kind}, ${at.toISOString()}, ${contributionId}::uuid) on conflict do nothing`.execute(
    db
  )
}

/**
 * Raises an alert of a job, once a round, about a letter of which `still` holds. An act that is under way on the letter is
 * waited for and looked at first: what it changed makes the alert untrue. False when none was raised.
 */
export async function raiseStill(
  db: Db | Trx,
  letter: { readonly id: string; readonly round: number },
  kind: Alert['kind'],
  still: RawBuilder<unknown>
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into letter_alerts (id, letter_id, round, kind, at)
    select ${uuidv7()}::uuid, l.id, l.round, ${kind}, ${clock.now().toISOString()}::timestamptz from letters l
    where l.id = ${letter.id} and l.round = ${letter.round} and ${still} for share
    on conflict do nothing`.execute(db)
  return Boolean(numAffectedRows)
}

/** A condition on `letters l`: it is open and due on this day. */
export const openAndDueOn = (day: string) => sql`l.due_on = ${day} and l.state = any (${[...openStates]})`

/** Working days before the due date at which the desk is told. */
export const dueSoonDays = 2

/** The last day that is no more than so many working days away. */
export const lastDayWithin = (today: string, days: number, calendar: WorkingCalendar): string =>
  plusDays(deadline(today, days + 1, calendar).dueOn, -1)

/** Raises an alert for each letter that is due soon or overdue, once a round. */
export async function remindOfDueLetters(db: Db): Promise<void> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<{ id: string; round: number; dueOn: string; kind: 'dueSoon' | 'overdue' }>`
    select l.id, l.round, l.due_on as "dueOn", w.kind
    from letters l cross join lateral (select case when l.due_on < ${today} then 'overdue' else 'dueSoon' end as kind) w
    where l.state = any (${[...openStates]}) and l.due_on <= ${lastDayWithin(today, dueSoonDays, calendar)}
      and not exists (select from letter_alerts a where a.letter_id = l.id and a.round = l.round and a.kind = w.kind)`.execute(
    db
  )
  for (const row of rows) await raiseStill(db, row, row.kind, openAndDueOn(row.dueOn))
}

/** A condition on `letters l`: no office has it. */
const notForwarded = sql`l.state in ('received', 'accepted')`

/**
 * Raises an alert for each letter that no office has although its kind is to be forwarded by now: counted from the day on
 * which its round began, or an office gave it back.
 */
export async function remindOfForwarding(db: Db): Promise<void> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<{ id: string; round: number; since: string; days: number }>`
    select l.id, l.round, k.forward_days as days,
           greatest(l.started_on, (select (max(e.at) at time zone 'Asia/Shanghai')::date from letter_events e
                                   where e.letter_id = l.id and e.kind = 'givenBack')) as since
    from letters l join letter_kinds k on k.kind = l.kind and k.forward_days is not null
    where ${notForwarded} and l.started_on < ${today}
      and not exists (select from letter_alerts a where a.letter_id = l.id and a.round = l.round and a.kind = 'notForwarded')`.execute(
    db
  )
  for (const row of rows)
    if (workingDaysBetween(row.since, today, calendar) > row.days)
      await raiseStill(db, row, 'notForwarded', notForwarded)
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
  readonly letter: Alert['letter'] | null
  readonly reviewId: string | null
  readonly entry: Alert['entry'] | null
  readonly contributionId: string | null
  /** how many there are that this person has not seen */
  readonly unseen: number
}

const mostShown = 100

/**
 * Alerts of letters that this person may read, and of requests to an office within reach; what is raised for those who
 * oversee all letters is theirs alone.
 */
const alertsOfLetters = (staff: Staff) => sql`
  case a.kind when 'contributionAsked' then ${askedOf(staff, 'letters:read')}
    when 'escalated' then ${within(staff, 'letters:read')} and ${within(staff, 'letters:oversee')}
    else ${within(staff, 'letters:read')} end`

/** The alerts that are for this person: about letters within reach, and about entries that this person stands for. */
const alertsFor = (staff: Staff) => sql`
  letter_alerts a left join letters l on l.id = a.letter_id left join knowledge_entries k on k.id = a.entry_id
  left join letter_contributions c on c.id = a.contribution_id
  where ((l.id is not null and ${alertsOfLetters(staff)}) or ${alertsOfOwner(staff)})`

/**
 * The newest alerts that are for this person, unseen first; the unseen are found once, shown and counted, and seen ones
 * looked for where there is room left.
 */
export async function readAlerts(db: Db, staff: Staff): Promise<Replies['GET /desk/alerts']> {
  const own = alertsFor(staff)
  const seen = sql`exists (select from letter_alerts_seen s where s.alert_id = a.id and s.person_id = ${staff.id})`
  const { rows } = await sql<AlertRow>`
    with unseen as materialized (select a.id, a.at from ${own} and not ${seen}),
         shown as ((select id, at, false as seen from unseen order by at desc, id limit ${mostShown})
                   union all (select a.id, a.at, true from ${own} and ${seen}
                              order by a.at desc, a.id limit greatest(0, ${mostShown} - (select count(*) from unseen)))
                   order by seen, at desc, id limit ${mostShown})
    select a.id, a.kind, a.at, n.seen, a.review_id as "reviewId", a.contribution_id as "contributionId",
           case when l.id is not null then json_build_object(
             'id', l.id, 'number', l.number, 'title', l.title, 'dueOn', coalesce(v.due_on, l.due_on)) end as letter,
           case when a.entry_id is not null then json_build_object(
             'id', a.entry_id, 'reviewOn', a.entry_review_on,
             'title', (select title from knowledge_versions t where t.entry_id = a.entry_id order by version desc limit 1)) end as entry,
           (select count(*) from unseen) as unseen
    from shown n join letter_alerts a on a.id = n.id
    left join letters l on l.id = a.letter_id left join rating_reviews v on v.id = a.review_id
    order by n.seen, a.at desc, a.id`.execute(db)
  return {
    alerts: rows.map(({ id, kind, at, seen: wasSeen, letter, reviewId, entry, contributionId }) => ({
      id,
      kind,
      at,
      seen: wasSeen,
      ...(letter ? { letter } : {}),
      ...(reviewId === null ? {} : { review: reviewId }),
      ...(entry ? { entry } : {}),
      ...(contributionId === null ? {} : { contribution: contributionId })
    })),
    unseen: rows[0]?.unseen ?? 0
  }
}

/** Notes that this person has seen the alerts; those out of reach are passed over. */
export async function seeAlerts(db: Db, staff: Staff, ids: readonly string[]): Promise<void> {
  await sql`
    insert into letter_alerts_seen (alert_id, person_id, at)
    select a.id, ${staff.id}, ${clock.now().toISOString()} from ${alertsFor(staff)} and a.id = any (${[...ids]}::uuid[])
    on conflict do nothing`.execute(db)
}
