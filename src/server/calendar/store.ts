/** The calendar that an administrator reads and changes. */
import { sql } from 'kysely'
import type { CalendarYear } from '#contract/calendar-desk.ts'
import { isDay } from '#contract/calendar.ts'
import type { Bodies } from '#contract/routes.ts'
import { calendarLock } from '../core/announced-days.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarRevision, rulingsAt, type RuledDay } from '../core/working-calendar.ts'

export type YearOfDays = Omit<CalendarYear, 'openLetters'>
export type CalendarEdit = Bodies['PUT /desk/calendar/:year']
type Wanted = CalendarEdit['days'][number]

const yearOf = (date: string) => Number(date.slice(0, 4))

/** Days that are ordinary need no word, unless somebody made them so by hand. */
const isShown = ({ ruling, byHand }: RuledDay) => ruling !== 'ordinary' || byHand

/** A year as it stands, and the revision that a change must name. */
export async function readYear(db: Db | Trx, year: number): Promise<YearOfDays> {
  const revision = await calendarRevision(db)
  const { days, years } = await rulingsAt(db, revision)
  return {
    year,
    revision,
    announced: years.some((one) => one.year === year && one.announced),
    days: days.filter((day) => yearOf(day.date) === year && isShown(day))
  }
}

function checkDays(year: number, days: readonly Wanted[]): void {
  const unreal = days.findIndex(({ date }) => !isDay(date))
  if (unreal !== -1) throw problem('invalid', { errors: [{ pointer: `/days/${unreal}/date`, rule: 'format' }] })
  if (days.some(({ date }) => yearOf(date) !== year)) throw problem('calendar-contradicts')
  if (new Set(days.map(({ date }) => date)).size < days.length) throw problem('calendar-contradicts')
}

/** Whether a day is already what is asked; the name of a day without a ruling does not matter. */
function stands({ ruling, name }: Wanted, now: RuledDay | undefined): boolean {
  if (!now || now.ruling === 'ordinary') return ruling === 'ordinary'
  return now.ruling === ruling && now.name === name.trim()
}

/**
 * Adds a revision with what differs from the calendar as it stands; returns whether anything did. Throws `changed-meanwhile`
 * when somebody else added one since `edit.revision`, `calendar-contradicts` and `invalid` for days that can't be.
 */
export async function changeYear(db: Db, staff: Staff, year: number, edit: CalendarEdit): Promise<boolean> {
  checkDays(year, edit.days)
  return await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${calendarLock})`.execute(trx)
    const before = await readYear(trx, year)
    if (before.revision !== edit.revision) throw problem('changed-meanwhile')
    const known = new Map(before.days.map((day) => [day.date, day]))
    const days = edit.days.filter((day) => !stands(day, known.get(day.date)))
    const announcedChanges = before.announced !== edit.announced
    if (days.length === 0 && !announcedChanges) return false
    const revision = before.revision + 1
    const source = edit.source.trim()
    await sql`
      insert into calendar_revisions (revision, at, source, by_hand, actor_id)
      values (${revision}, ${clock.now().toISOString()}, ${source}, true, ${staff.id})`.execute(trx)
    await sql`
      insert into calendar_days (revision, date, ruling, name)
      select ${revision}::integer, * from unnest(${days.map(({ date }) => date)}::date[],
        ${days.map(({ ruling }) => ruling)}::text[], ${days.map(({ name }) => name.trim())}::text[])`.execute(trx)
    if (announcedChanges)
      await sql`
        insert into calendar_years (revision, year, announced) values (${revision}, ${year}, ${edit.announced})`.execute(
        trx
      )
    await audit(trx, {
      actorId: staff.id,
      act: 'calendar.changed',
      subjectKind: 'calendar',
      subjectId: String(year),
      details: { revision, days: days.length, announced: edit.announced, source }
    })
    await touch(trx, 'calendar')
    return true
  })
}
