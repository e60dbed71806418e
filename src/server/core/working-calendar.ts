/**
 * The working days in force, in revisions that are only ever added to. Two layers make a calendar: what came with the program
 * (the data of the package chinese-days, never its functions: they depend on the time zone) and, above it, what an
 * administrator ruled by hand.
 */
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { sql } from 'kysely'
import type { DayRuling } from '#contract/calendar-desk.ts'
import type { WorkingCalendar } from '#contract/calendar.ts'
import type { Db, Trx } from './db.ts'
import { lawfulDaysAfter } from './lawful-days.ts'

/** The data names a day as "English,中文,length"; the Chinese name is the official one. */
function names(days: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(days).map(([date, text]) => [date, text.split(',')[1] ?? text]))
}

const announcedYears = [...new Set(Object.keys(announced.holidays).map((date) => Number(date.slice(0, 4))))].sort(
  (a, b) => a - b
)

/** What came with the program, before anybody ruled anything; after the announced years, what the law itself says. */
export const announcedCalendar: WorkingCalendar = {
  holidays: { ...lawfulDaysAfter(Math.max(...announcedYears)), ...names(announced.holidays) },
  makeUpDays: names(announced.workdays),
  announcedYears
}

export interface RuledDay {
  readonly date: string
  readonly ruling: DayRuling
  readonly name: string
  readonly source: string
  readonly byHand: boolean
}

export interface RuledYear {
  readonly year: number
  readonly announced: boolean
  readonly byHand: boolean
}

/** What a revision rules, each day and year once. */
export interface Rulings {
  readonly days: readonly RuledDay[]
  readonly years: readonly RuledYear[]
}

/**
 * What is ruled up to a revision: of each day and year the last word, and a word by hand goes before one of the program.
 * Revision 0 stands for the time before there were revisions: the first one is what was valid then.
 */
export async function rulingsAt(db: Db | Trx, revision: number): Promise<Rulings> {
  const upTo = sql`r.revision <= greatest(${revision}, (select min(revision) from calendar_revisions))`
  const days = await sql<RuledDay>`
    select distinct on (d.date) d.date, d.ruling, d.name, r.source, r.by_hand as "byHand"
    from calendar_days d join calendar_revisions r on r.revision = d.revision
    where ${upTo} order by d.date, r.by_hand desc, r.revision desc`.execute(db)
  const years = await sql<RuledYear>`
    select distinct on (y.year) y.year, y.announced, r.by_hand as "byHand"
    from calendar_years y join calendar_revisions r on r.revision = y.revision
    where ${upTo} order by y.year, r.by_hand desc, r.revision desc`.execute(db)
  return { days: days.rows, years: years.rows }
}

/** The calendar that rulings make. */
export function calendarFrom({ days, years }: Rulings): WorkingCalendar {
  const named = (ruling: DayRuling) =>
    Object.fromEntries(days.filter((day) => day.ruling === ruling).map(({ date, name }) => [date, name]))
  return {
    holidays: named('off'),
    makeUpDays: named('work'),
    announcedYears: years.filter((one) => one.announced).map(({ year }) => year)
  }
}

/** The number of the calendar in force; 0 before there is any. */
export async function calendarRevision(db: Db | Trx): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select coalesce(max(revision), 0) as revision from calendar_revisions`.execute(db)
  return rows[0]?.revision ?? 0
}

// a revision never changes, so what was once loaded stays right; a process that met more of them keeps the latest
const mostKept = 64
const kept = new WeakMap<object, Map<number, Promise<WorkingCalendar>>>()

/** What this process has loaded from the database that `db` or a transaction of it works on. */
function calendarsOf(db: Db | Trx): Map<number, Promise<WorkingCalendar>> {
  // a transaction is another object than its database, and shares the adapter with it
  const { adapter } = db.getExecutor()
  const calendars = kept.get(adapter) ?? new Map<number, Promise<WorkingCalendar>>()
  kept.set(adapter, calendars)
  return calendars
}

async function loadCalendar(db: Db | Trx, revision: number): Promise<WorkingCalendar> {
  const newest = await calendarRevision(db)
  if (revision > newest) throw new RangeError(`there is no calendar ${revision} yet`)
  return newest === 0 ? announcedCalendar : calendarFrom(await rulingsAt(db, revision))
}

/** The calendar as a revision left it, from memory once this process has met it. */
export async function calendarOf(db: Db | Trx, revision: number): Promise<WorkingCalendar> {
  const calendars = calendarsOf(db)
  const known = calendars.get(revision)
  if (known) return await known
  const loading = loadCalendar(db, revision)
  // what a transaction sees may yet be rolled back
  if (db.isTransaction) return await loading
  calendars.set(revision, loading)
  const [oldest] = calendars.keys()
  if (calendars.size > mostKept && oldest !== undefined) calendars.delete(oldest)
  const calendar = await loading.catch((error: unknown) => {
    calendars.delete(revision)
    throw error
  })
  // without any revision, 0 only stands for the first one that will be written
  if (calendar === announcedCalendar) calendars.delete(revision)
  return calendar
}

/** The calendar in force, with its revision; one small query. */
export async function calendarNow(db: Db | Trx): Promise<{ revision: number; calendar: WorkingCalendar }> {
  const revision = await calendarRevision(db)
  return { revision, calendar: await calendarOf(db, revision) }
}
