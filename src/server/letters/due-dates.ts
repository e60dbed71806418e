/** Counts running limits anew when the calendar has changed. Limits that have ended keep the calendar they were counted by. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { deadline } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { touch } from '../core/revisions.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { tellingOffices } from './inner-days.ts'
import { pausesOf } from './paused-days.ts'
import { lockTogether } from './together.ts'

type CalendarInForce = Awaited<ReturnType<typeof calendarNow>>

interface RunningRound {
  readonly letterId: string
  readonly round: number
  readonly startedOn: string
  readonly limit: number
  readonly dueOn: string
  readonly provisional: boolean
  readonly calendarRevision: number
  /** the channel set the day: it stays */
  readonly own: boolean
}

/** Why a due date moved: the newest ruling on a day that the limit runs over. */
interface Cause {
  readonly actorId: string | null
  readonly reason: string
}

// so few that nobody at the desk waits for the letters that are locked meanwhile
const lettersAtOnce = 50

/** Some letters with a running limit that was counted by an older calendar. */
async function findOutdated(db: Db, revision: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct letter_id as id from letter_rounds
    where ended_at is null and calendar_revision < ${revision} order by 1 limit ${lettersAtOnce}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Locks letters with what is answered together with them, always in the same order so that two counting at once never lock each other out, and reads their running limits as they are now. */
async function lockRunning(trx: Trx, letterIds: readonly string[], revision: number): Promise<RunningRound[]> {
  await lockTogether(trx, letterIds)
  const { rows } = await sql<RunningRound>`
    select letter_id as "letterId", round, started_on as "startedOn", limit_days as "limit", due_on as "dueOn",
           due_provisional as "provisional", calendar_revision as "calendarRevision", own_due_on is not null as own
    from letter_rounds
    where letter_id = any (${[...letterIds]}::uuid[]) and ended_at is null and calendar_revision < ${revision}
    order by letter_id, round for update`.execute(trx)
  return rows
}

/** Finds why a limit that was counted by an older calendar is due on another day by the calendar `revision`. */
export async function causeOf(
  trx: Trx,
  round: Pick<RunningRound, 'startedOn' | 'dueOn' | 'calendarRevision'>,
  dueOn: string,
  revision: number
): Promise<Cause> {
  const { rows } = await sql<Cause>`
    select r.actor_id as "actorId", case when r.by_hand then r.source else '国务院放假安排' end as "reason"
    from calendar_revisions r
    where r.revision > ${round.calendarRevision} and r.revision <= ${revision}
    order by exists (select from calendar_days d where d.revision = r.revision and d.date > ${round.startedOn}::date
                       and d.date <= greatest(${round.dueOn}::date, ${dueOn}::date)) desc, r.revision desc
    limit 1`.execute(trx)
  const [row] = rows
  if (!row) throw new Error(`nothing was ruled between the calendars ${round.calendarRevision} and ${revision}`)
  return row
}

async function moveDueDate(trx: Trx, round: RunningRound, dueOn: string, revision: number): Promise<void> {
  const { letterId } = round
  const { actorId, reason } = await causeOf(trx, round, dueOn, revision)
  // what was said of the old day holds no longer; what holds of the new one is said anew
  await sql`
    delete from letter_alerts
    where letter_id = ${letterId} and round = ${round.round} and kind in ('dueSoon', 'overdue', 'escalated')`.execute(
    trx
  )
  await sql`
    insert into letter_events (id, letter_id, position, kind, at, actor_id, moved_from, moved_to, reason)
    select ${uuidv7()}, ${letterId}, max(position) + 1, 'dueMoved', ${clock.now().toISOString()}, ${actorId}::uuid,
           ${round.dueOn}::date, ${dueOn}::date, ${reason}
    from letter_events where letter_id = ${letterId}`.execute(trx)
  await audit(trx, {
    actorId,
    act: 'letter.dueMoved',
    subjectKind: 'letter',
    subjectId: letterId,
    details: { round: round.round, from: round.dueOn, to: dueOn, calendarRevision: revision }
  })
}

/** Counts one limit by the calendar in force; tells whether its due date moved. */
async function recountRound(trx: Trx, round: RunningRound, { revision, calendar }: CalendarInForce): Promise<boolean> {
  const pauses = await pausesOf(trx, round.letterId, round.round, calendar)
  const counted = deadline(round.startedOn, round.limit, calendar, pauses)
  const { dueOn, provisional } = round.own ? round : counted
  const moved = dueOn !== round.dueOn
  await sql`
    update letter_rounds set due_on = ${dueOn}, due_provisional = ${provisional}, calendar_revision = ${revision}
    where letter_id = ${round.letterId} and round = ${round.round}`.execute(trx)
  if (!moved && provisional === round.provisional) return false
  await sql`
    update letters set due_on = ${dueOn}, due_provisional = ${provisional}, revision = revision + 1
    where id = ${round.letterId} and round = ${round.round}`.execute(trx)
  if (moved) await moveDueDate(trx, round, dueOn, revision)
  return moved
}

/**
 * Brings every running limit to the calendar in force, some letters at a time; returns how many due dates moved.
 * It may run at any moment, at several places at once, and be cut short: what is left over is found by the next run.
 */
export async function recountDueDates({ db }: Pick<Context, 'db'>): Promise<number> {
  const inForce = await calendarNow(db)
  let moved = 0
  for (;;) {
    const letterIds = await findOutdated(db, inForce.revision)
    if (letterIds.length === 0) return moved
    moved += await db.transaction().execute(async (trx) => {
      let movedNow = 0
      const running = await lockRunning(trx, letterIds, inForce.revision)
      await tellingOffices(trx, letterIds, async () => {
        for (const round of running) if (await recountRound(trx, round, inForce)) movedNow += 1
      })
      if (movedNow > 0) await touch(trx, 'board')
      return movedNow
    })
  }
}

/** How many running limits reach into a year. */
export async function countRunningInto(db: Db, year: number): Promise<number> {
  const { rows } = await sql<{ letters: number }>`
    select count(*) as letters from letter_rounds
    where ended_at is null and due_on >= make_date(${year}, 1, 1) and started_on < make_date(${year}, 12, 31)`.execute(
    db
  )
  return rows[0]?.letters ?? 0
}
