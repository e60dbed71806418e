/** Writes the working days that came with the program into the database, as a revision of the calendar of their own. */
import type { PoolClient } from 'pg'
import release from 'chinese-days/package.json' with { type: 'json' }
import type { DayRuling } from '#contract/calendar-desk.ts'
import type { WorkingCalendar } from '#contract/calendar.ts'
import { clock } from './clock.ts'
import { touchAsOwner } from './revisions.ts'
import { announcedCalendar } from './working-calendar.ts'

/** The data of a release of the package, such as `chinese-days 1.5.7`. */
export interface AnnouncedDays {
  readonly source: string
  readonly calendar: WorkingCalendar
}

const shipped: AnnouncedDays = { source: `${release.name} ${release.version}`, calendar: announcedCalendar }

interface Ruling {
  readonly date: string
  readonly ruling: DayRuling
  readonly name: string
}

/** Held until the transaction ends by everybody who adds a revision, so that numbers follow each other. */
export const calendarLock = 0x63616c65

const versionOf = (source: string) => (/\d+(\.\d+)*$/.exec(source)?.[0] ?? '').split('.').map(Number)

/** Whether a release is older than another one of the same package. */
function isOlder(source: string, than: string): boolean {
  const [mine, other] = [versionOf(source), versionOf(than)]
  const at = other.findIndex((part, index) => part !== (mine[index] ?? 0))
  return at !== -1 && (mine[at] ?? 0) < (other[at] ?? 0)
}

function rulingsOf({ holidays, makeUpDays }: WorkingCalendar): Map<string, Ruling> {
  const rule = (days: Readonly<Record<string, string>>, ruling: DayRuling) =>
    Object.entries(days).map(([date, name]): [string, Ruling] => [date, { date, ruling, name }])
  return new Map([...rule(holidays, 'off'), ...rule(makeUpDays, 'work')])
}

async function knownDays(client: PoolClient): Promise<Map<string, Ruling>> {
  const { rows } = await client.query<Ruling>(
    `select distinct on (d.date) d.date, d.ruling, d.name
     from calendar_days d join calendar_revisions r on r.revision = d.revision and not r.by_hand
     order by d.date, r.revision desc`
  )
  return new Map(rows.map((day) => [day.date, day]))
}

async function knownYears(client: PoolClient): Promise<Map<number, boolean>> {
  const { rows } = await client.query<{ year: number; announced: boolean }>(
    `select distinct on (y.year) y.year, y.announced
     from calendar_years y join calendar_revisions r on r.revision = y.revision and not r.by_hand
     order by y.year, r.revision desc`
  )
  return new Map(rows.map(({ year, announced }) => [year, announced]))
}

function changedDays(known: ReadonlyMap<string, Ruling>, wanted: ReadonlyMap<string, Ruling>): Ruling[] {
  const set = [...wanted.values()].filter(({ date, ruling, name }) => {
    const before = known.get(date)
    return !before || before.ruling !== ruling || before.name !== name
  })
  const gone = [...known.values()].filter(({ date, ruling }) => ruling !== 'ordinary' && !wanted.has(date))
  return [...set, ...gone.map(({ date, name }): Ruling => ({ date, ruling: 'ordinary', name }))]
}

function changedYears(known: ReadonlyMap<number, boolean>, wanted: readonly number[]): Map<number, boolean> {
  const set = wanted.filter((year) => known.get(year) !== true)
  const gone = [...known].filter(([year, announced]) => announced && !wanted.includes(year))
  return new Map([
    ...set.map((year): [number, boolean] => [year, true]),
    ...gone.map(([year]): [number, boolean] => [year, false])
  ])
}

/**
 * Adds what the data of the program says otherwise than it said before; returns whether there was anything. What an
 * administrator ruled by hand stays above it. Data older than what is known already changes nothing: while two versions
 * of the server run side by side, or after a step back, a year that was announced stays announced. Within a transaction.
 */
export async function syncAnnouncedDays(client: PoolClient, days: AnnouncedDays = shipped): Promise<boolean> {
  await client.query('select pg_advisory_xact_lock($1)', [calendarLock])
  const before = await client.query<{ source: string }>(
    'select source from calendar_revisions where not by_hand order by revision desc limit 1'
  )
  const [newest] = before.rows
  if (newest && isOlder(days.source, newest.source)) return false
  const rulings = changedDays(await knownDays(client), rulingsOf(days.calendar))
  const years = changedYears(await knownYears(client), days.calendar.announcedYears)
  if (rulings.length === 0 && years.size === 0) return false
  const { rows } = await client.query<{ revision: number }>(
    `insert into calendar_revisions (revision, at, source, by_hand)
     select coalesce(max(revision), 0) + 1, $2, $1, false from calendar_revisions returning revision`,
    [days.source, clock.now()]
  )
  await client.query(
    `insert into calendar_days (revision, date, ruling, name)
     select $1, * from unnest($2::date[], $3::text[], $4::text[])`,
    [
      rows[0]?.revision,
      rulings.map(({ date }) => date),
      rulings.map(({ ruling }) => ruling),
      rulings.map(({ name }) => name)
    ]
  )
  await client.query(
    'insert into calendar_years (revision, year, announced) select $1, * from unnest($2::integer[], $3::boolean[])',
    [rows[0]?.revision, [...years.keys()], [...years.values()]]
  )
  // servers that run meanwhile keep pages that were made by the calendar
  await touchAsOwner(client, 'calendar')
  return true
}
