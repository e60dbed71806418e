/** The pauses of a round as the database keeps them, and the due date that follows from them. */
import { sql } from 'kysely'
import { dayOf, type WorkingCalendar } from '#contract/calendar.ts'
import type { DueDate, LetterState } from '#contract/letters.ts'
import type { Pause } from '#contract/pauses.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarOf } from '../core/working-calendar.ts'
import { tellingOffices } from './inner-days.ts'
import { pausesFrom, type KeptPause } from './pause-rules.ts'
import { dueDate, isOpen, pausedUntil } from './rules.ts'

interface PauseRow extends KeptPause {
  readonly letterId: string
  readonly round: number
}

/** The kept pauses of all rounds of letters, by `letter id/round`, each list in the order of their beginning. */
export async function keptPausesOf(db: Db | Trx, letterIds: readonly string[]): Promise<Map<string, PauseRow[]>> {
  const { rows } = await sql<PauseRow>`
    select p.letter_id as "letterId", p.round, p.paused_on as "pausedOn", p.planned_on as "plannedOn",
           p.longest_days as "longestDays", p.ended_on as "endedOn", r.name as reason, r.name_en as "reasonEn", p.words
    from letter_pauses p join pause_reasons r on r.code = p.reason
    where p.letter_id = any (${[...letterIds]}::uuid[]) order by p.paused_on, p.id`.execute(db)
  return Map.groupBy(rows, ({ letterId, round }) => `${letterId}/${round}`)
}

interface Running {
  readonly id: string
  readonly round: number
  readonly state: LetterState
}

/** Of letters as they stand: the last day of the pause that runs, or null where none does. */
export async function pausesThatRun(
  db: Db,
  letters: readonly Running[],
  calendar: WorkingCalendar
): Promise<(letter: Running) => string | null> {
  const kept = await keptPausesOf(
    db,
    letters.map(({ id }) => id)
  )
  return ({ id, round, state }) =>
    isOpen(state) ? pausedUntil({ pauses: pausesFrom(kept.get(`${id}/${round}`) ?? [], calendar) }) : null
}

/** The pauses of one round by a calendar. */
export async function pausesOf(
  db: Db | Trx,
  letterId: string,
  round: number,
  calendar: WorkingCalendar
): Promise<Pause[]> {
  const kept = await keptPausesOf(db, [letterId])
  return pausesFrom(kept.get(`${letterId}/${round}`) ?? [], calendar)
}

/** How a due date moved. */
export interface Moved {
  readonly from: string
  readonly to: string
}

/**
 * Counts the limit of a round anew after one of its pauses changed, by the calendar it was counted by, and stores its due
 * date beside the letter's. What was said at the desk of the old day holds no longer. Returns how the day moved, or null.
 */
export async function settleDue(trx: Trx, letterId: string, round: number): Promise<Moved | null> {
  const { rows } = await sql<{ startedOn: string; limit: number; source: string; revision: number; dueOn: string }>`
    select started_on as "startedOn", limit_days as "limit", limit_source as source, calendar_revision as revision,
           due_on as "dueOn"
    from letter_rounds where letter_id = ${letterId} and round = ${round} and own_due_on is null for update`.execute(
    trx
  )
  const [row] = rows
  if (!row) return null
  const calendar = await calendarOf(trx, row.revision)
  const due: DueDate = dueDate(
    row.startedOn,
    row.limit,
    row.source,
    calendar,
    await pausesOf(trx, letterId, round, calendar)
  )
  await tellingOffices(trx, [letterId], async () => {
    await sql`
      update letter_rounds set due_on = ${due.dueOn}, due_provisional = ${due.provisional}
      where letter_id = ${letterId} and round = ${round}`.execute(trx)
    await sql`
      update letters set due_on = ${due.dueOn}, due_provisional = ${due.provisional}
      where id = ${letterId} and round = ${round}`.execute(trx)
  })
  if (due.dueOn === row.dueOn) return null
  await sql`
    delete from letter_alerts
    where letter_id = ${letterId} and round = ${round} and kind in ('dueSoon', 'overdue')`.execute(trx)
  return { from: row.dueOn, to: due.dueOn }
}

/** Ends the pause that runs, if one does, on the day of `at` or on its own last day before that. Tells whether one ran. */
export async function endPause(trx: Trx, letterId: string, round: number, at: Date): Promise<boolean> {
  const { rows } = await sql<{ revision: number }>`
    select calendar_revision as revision from letter_rounds where letter_id = ${letterId} and round = ${round}`.execute(
    trx
  )
  const [row] = rows
  if (!row) throw new Error('a letter without its round')
  const running = (await pausesOf(trx, letterId, round, await calendarOf(trx, row.revision))).at(-1)
  if (running?.running !== true) return false
  const today = dayOf(at)
  // a clock that was put back over midnight ends none before it began
  const notBefore = today < running.from ? running.from : today
  const endedOn = notBefore < running.to ? notBefore : running.to
  await sql`
    update letter_pauses set ended_on = ${endedOn}, ended_at = ${at.toISOString()}
    where letter_id = ${letterId} and ended_at is null`.execute(trx)
  return true
}
