/** What the desk reads of letters that are, or could be, answered together. */
import { sql } from 'kysely'
import type { Companion, Together } from '#contract/letters-desk.ts'
import { openStates } from '#contract/letters.ts'
import type { WorkingCalendar } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { pausesThatRun } from './paused-days.ts'
import { letterColumns, letterFor, letterOf, within, type LetterRow } from './read.ts'
import { workingDaysLeft } from './rules.ts'
import { likeness, piecesOf } from './likeness.ts'

const companionsOf = async (db: Db, calendar: WorkingCalendar, letters: readonly LetterRow[]): Promise<Companion[]> => {
  const stillUntil = await pausesThatRun(db, letters, calendar)
  return letters.map((letter) => companion(calendar, letter, stillUntil(letter)))
}

const companion = (calendar: WorkingCalendar, letter: LetterRow, paused: string | null): Companion => ({
  id: letter.id,
  number: letter.number,
  kind: letter.kind,
  state: letter.state,
  title: letter.title,
  text: letter.text,
  receivedOn: letter.receivedOn,
  dueOn: letter.dueOn,
  workingDaysLeft: workingDaysLeft(letter.state, clock.today(), letter.dueOn, calendar, paused),
  revision: letter.revision
})

/** The group of a letter. Its office has all of it, so who reads one may read the others. */
export async function togetherOf(db: Db, letter: LetterRow, members: readonly LetterRow[]): Promise<Together> {
  const { calendar } = await calendarNow(db)
  const leads = letter.mergedInto === null ? [] : [await letterOf(db, letter.mergedInto)]
  const [lead = null] = await companionsOf(db, calendar, leads)
  const [own, ...led] = await companionsOf(db, calendar, [letter, ...members])
  const [nearest] = [...(own ? [own] : []), ...led].toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))
  return {
    lead,
    members: led,
    dueOn: led.length > 0 && nearest ? nearest.dueOn : null,
    workingDaysLeft: led.length > 0 && nearest ? nearest.workingDaysLeft : null
  }
}

const mostCompared = 400
const mostOffered = 8
const mostFound = 20
/** below this two texts share no more than any two letters to the same bureau do */
const leastLike = 0.08

/** Open letters within reach that a letter could be merged into: the likest first; with `search`, those whose number or title has it. */
export async function readCandidates(
  db: Db,
  staff: Staff,
  id: string,
  search: string | undefined
): Promise<Companion[]> {
  const letter = await letterFor(db, staff, id, 'letters:merge')
  const text = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : undefined
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from letters l left join offices o on o.id = l.office_id
    where ${within(staff, 'letters:merge')} and l.state = any (${[...openStates]}) and l.merged_into is null
      and l.id <> ${id} and (l.kind = 'fault') = ${letter.kind === 'fault'}
      and ${text ? sql`(l.title ilike ${text} or l.number ilike ${text})` : sql`true`}
    order by l.due_on desc, l.id limit ${text ? mostFound : mostCompared}`.execute(db)
  const { calendar } = await calendarNow(db)
  if (text) return await companionsOf(db, calendar, rows)
  const own = piecesOf(letter)
  const likest = rows
    .map((row) => ({ row, like: likeness(own, piecesOf(row)) }))
    .filter(({ like }) => like >= leastLike)
    .toSorted((a, b) => b.like - a.like)
    .slice(0, mostOffered)
  return await companionsOf(
    db,
    calendar,
    likest.map(({ row }) => row)
  )
}
