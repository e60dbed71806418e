/** Whether a letter's limit stands still now, or could, and what a pause of it may be. */
import { sql } from 'kysely'
import type { WorkingCalendar } from '#contract/calendar.ts'
import type { LetterKind, LetterState } from '#contract/letters.ts'
import type { Pause } from '#contract/pauses.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarOf } from '../core/working-calendar.ts'
import { latestEnd } from './pause-rules.ts'
import { pausesOf } from './paused-days.ts'
import { pauseIn, type Situation } from './rules.ts'

/** The pauses of the round that runs, and how much more they may be. */
export interface PauseStand {
  readonly stand: Situation['pause']
  readonly pauses: readonly Pause[]
  readonly calendar: WorkingCalendar
  /** working days that all pauses of the round may be together; of the rule in force on the day */
  readonly longest: number
  readonly source: string
  /** the last day that a pause beginning now may announce; null where no days are left */
  readonly latest: string | null
}

/** How the limit of the letter's newest round stands on a day. A kind without a longest pause is not paused. */
export async function pauseStandOf(
  db: Db | Trx,
  letter: { readonly id: string; readonly round: number; readonly kind: LetterKind; readonly state: LetterState },
  today: string
): Promise<PauseStand> {
  const { rows } = await sql<{
    revision: number
    dueOn: string
    ownDue: boolean
    longest: number
    source: string
  }>`
    select n.calendar_revision as revision, n.due_on as "dueOn", n.own_due_on is not null as "ownDue",
           coalesce(p.working_days, 0) as longest, coalesce(p.source, '') as source
    from letter_rounds n left join lateral (select working_days, source from pause_limits
                                   where kind = ${letter.kind} and effective_from <= ${today}
                                   order by effective_from desc limit 1) p on true
    where n.letter_id = ${letter.id} and n.round = ${letter.round}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a letter without its round')
  const { longest, source } = row
  const calendar = await calendarOf(db, row.revision)
  const pauses = await pausesOf(db, letter.id, letter.round, calendar)
  const latest = latestEnd(today, longest, pauses, calendar)
  return { stand: pauseIn(pauses, row, today, latest), pauses, calendar, longest, source, latest }
}

/** What the desk is offered where the limit could stand still: reasons that are in use, and the last day. */
export async function pausingOf(
  db: Db,
  { latest, longest, source }: PauseStand,
  today: string
): Promise<DeskLetter['pausing']> {
  if (latest === null) return null
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from pause_reasons where retired_on is null or retired_on > ${today} order by position`.execute(
    db
  )
  return { reasons: rows, latest, longest, source }
}
