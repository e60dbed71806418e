/** The limits of a letter: each running of one is a round, kept with the calendar it was counted by. */
import { sql } from 'kysely'
import type { DueDate, LetterKind, Round } from '#contract/letters.ts'
import { dayOf, workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarOf } from '../core/working-calendar.ts'
import { ownDueDate } from './own-due.ts'
import { pausesFrom, type KeptPause } from './pause-rules.ts'
import { endPause, keptPausesOf, pausesOf, settleDue } from './paused-days.ts'
import { dueDate } from './rules.ts'

/** A limit that begins: its length, where it comes from, and the calendar in force. */
export interface Limit {
  readonly limit: number
  readonly source: string
  readonly calendarRevision: number
}

/** The limit of a kind on a day (YYYY-MM-DD), with the newest revision of the calendar. */
export async function limitOn(db: Db | Trx, kind: LetterKind, day: string): Promise<Limit> {
  const { rows } = await sql<Limit>`
    select working_days as "limit", source, (select coalesce(max(revision), 0) from calendar_revisions) as "calendarRevision"
    from letter_limits where kind = ${kind} and effective_from <= ${day} order by effective_from desc limit 1`.execute(
    db
  )
  const [row] = rows
  if (!row) throw new Error(`no limit is set for ${kind} on ${day}`)
  return row
}

// the letters of a day share a few due dates, and counting one day by day costs as much as asking the database
const mostCounted = 64
const counted = new WeakMap<WorkingCalendar, Map<string, DueDate>>()

/** The due date of a limit that starts on `startedOn` (day 0). */
export async function countDue(
  db: Db | Trx,
  startedOn: string,
  { limit, source, calendarRevision }: Limit
): Promise<DueDate> {
  const calendar = await calendarOf(db, calendarRevision)
  const known = counted.get(calendar) ?? new Map<string, DueDate>()
  const key = `${startedOn} ${limit} ${source}`
  const due = known.get(key) ?? dueDate(startedOn, limit, source, calendar)
  if (known.size >= mostCounted) known.clear()
  counted.set(calendar, known.set(key, due))
  return due
}

/** Writes down that a limit runs from `startedAt` on. */
export async function keepRound(
  trx: Trx,
  letterId: string,
  round: { readonly round: number; readonly kind: Round['kind']; readonly startedAt: Date },
  limit: Limit,
  due: DueDate
): Promise<void> {
  await sql`
    insert into letter_rounds (letter_id, round, kind, started_at, started_on, limit_days, limit_source, due_on, due_provisional,
                               calendar_revision)
    values (${letterId}, ${round.round}, ${round.kind}, ${round.startedAt.toISOString()}, ${dayOf(round.startedAt)}, ${limit.limit},
            ${limit.source}, ${due.dueOn}, ${due.provisional}, ${limit.calendarRevision})`.execute(trx)
}

/** Starts another round of a letter that the transaction has locked: a new limit, counted from now; the old one stays on record. */
export async function startRound(
  trx: Trx,
  letter: { readonly id: string; readonly kind: LetterKind; readonly round: number },
  kind: 'followUp' | 'reopening',
  at: Date
): Promise<number> {
  const round = letter.round + 1
  const startedOn = dayOf(at)
  const limit = await limitOn(trx, letter.kind, startedOn)
  const due = await countDue(trx, startedOn, limit)
  await keepRound(trx, letter.id, { round, kind, startedAt: at }, limit, due)
  await sql`
    update letters set round = ${round}, started_on = ${startedOn}, due_on = ${due.dueOn}, due_provisional = ${due.provisional},
                       limit_days = ${limit.limit}, limit_source = ${limit.source}
    where id = ${letter.id}`.execute(trx)
  return round
}

/** The limit runs no longer: the letter was answered or came to another end. A pause ends with it. */
export async function endRound(trx: Trx, letterId: string, round: number, at: Date): Promise<void> {
  if (await endPause(trx, letterId, round, at)) await settleDue(trx, letterId, round)
  await sql`
    update letter_rounds set ended_at = ${at.toISOString()}
    where letter_id = ${letterId} and round = ${round} and ended_at is null`.execute(trx)
}

/** Working days from the start of a round to `day` without those of its pauses, by the calendar that the round is counted by. */
export async function workingDaysIn(trx: Trx, letterId: string, round: number, day: string): Promise<number> {
  const { rows } = await sql<{ startedOn: string; revision: number }>`
    select started_on as "startedOn", calendar_revision as revision from letter_rounds
    where letter_id = ${letterId} and round = ${round}`.execute(trx)
  const [row] = rows
  if (!row) throw new Error('a letter without its round')
  const calendar = await calendarOf(trx, row.revision)
  return workingDaysBetween(row.startedOn, day, calendar, await pausesOf(trx, letterId, round, calendar))
}

interface RoundRow {
  readonly round: number
  readonly kind: Round['kind']
  readonly startedOn: string
  readonly limit: number
  readonly source: string
  readonly revision: number
  readonly remindedAt: string | null
  readonly repliedOn: string | null
  readonly workingDays: number | null
  readonly ownDueOn: string | null
  readonly ownDueReason: string | null
}

/** The due date of a round: as counted, or the day that the channel set, with the counted one beside it. */
async function dueOf(
  db: Db | Trx,
  row: RoundRow,
  pauses: readonly KeptPause[]
): Promise<Pick<Round, 'due' | 'ownDue'>> {
  const { startedOn, limit, source, ownDueOn, ownDueReason } = row
  const calendar = await calendarOf(db, row.revision)
  const counted = dueDate(startedOn, limit, source, calendar, pausesFrom(pauses, calendar))
  if (ownDueOn === null || ownDueReason === null) return { due: counted }
  return {
    due: ownDueDate(startedOn, ownDueOn, ownDueReason, calendar),
    ownDue: { reason: ownDueReason, countedOn: counted.dueOn, limit, source }
  }
}

/** All rounds of a letter, the first one first, each with the explanation of its due date. */
export async function roundsOf(db: Db | Trx, letterId: string): Promise<Round[]> {
  const { rows } = await sql<RoundRow>`
    select n.round, n.kind, n.started_on as "startedOn", n.limit_days as "limit", n.limit_source as source,
           n.calendar_revision as revision, n.reminded_at as "remindedAt", n.own_due_on as "ownDueOn",
           n.own_due_reason as "ownDueReason", r.replied_on as "repliedOn", r.working_days as "workingDays"
    from letter_rounds n left join letter_replies r on r.letter_id = n.letter_id and r.round = n.round
    where n.letter_id = ${letterId} order by n.round`.execute(db)
  const pauses = await keptPausesOf(db, [letterId])
  return await Promise.all(
    rows.map(async (row) => ({
      round: row.round,
      kind: row.kind,
      startedOn: row.startedOn,
      ...(await dueOf(db, row, pauses.get(`${letterId}/${row.round}`) ?? [])),
      answeredOn: row.repliedOn,
      workingDays: row.workingDays,
      remindedAt: row.remindedAt
    }))
  )
}
