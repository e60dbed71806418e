/**
 * Working days of mainland China: Monday to Friday unless the State Council gives the day off, plus make-up days (调休上班日).
 * All dates are `YYYY-MM-DD` in Asia/Shanghai; arithmetic is done in UTC on the date alone, so no time zone can move a deadline.
 */

/** Holidays and make-up days by name, and the years for which they are announced. */
export interface WorkingCalendar {
  readonly holidays: Readonly<Record<string, string>>
  readonly makeUpDays: Readonly<Record<string, string>>
  readonly announcedYears: readonly number[]
}

export type DayReason = 'counted' | 'makeUp' | 'weekend' | 'holiday' | 'paused'

/** Days on which a limit stands still: those after `from`, up to and with `to`. */
export interface PausedSpan {
  readonly from: string
  readonly to: string
}

/** One day of the explanation 怎么算的: `count` is set on days that count. */
export interface ExplainedDay {
  readonly date: string
  readonly reason: DayReason
  readonly count?: number
  readonly name?: string
}

export interface Deadline {
  /** the last day; the limit ends at 24:00 of it */
  readonly dueOn: string
  /** true while a notice that is to come may move the last day */
  readonly provisional: boolean
  /** every day after the receipt up to the last, each counted or skipped by name */
  readonly days: readonly ExplainedDay[]
}

const dayMs = 86_400_000

/** The day `n` calendar days after `date` (negative: before). */
export function plusDays(date: string, n: number): string {
  const at = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(at)) throw new RangeError(`not a date: ${date}`)
  return new Date(at + n * dayMs).toISOString().slice(0, 10)
}

/** Whether a text of the form `YYYY-MM-DD` names a day that there is: no 30 February. */
export function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

/** The calendar day of an instant in Asia/Shanghai (UTC+8 all year since 1992). */
export function dayOf(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

/** Why a day counts or not. */
export function explainDay(date: string, calendar: WorkingCalendar): ExplainedDay {
  const makeUp = calendar.makeUpDays[date]
  if (makeUp !== undefined) return { date, reason: 'makeUp', name: makeUp }
  const holiday = calendar.holidays[date]
  if (holiday !== undefined) return { date, reason: 'holiday', name: holiday }
  const day = weekday(date)
  return { date, reason: day === 0 || day === 6 ? 'weekend' : 'counted' }
}

/** Whether people work on this day. */
export function isWorkingDay(date: string, calendar: WorkingCalendar): boolean {
  const { reason } = explainDay(date, calendar)
  return reason === 'counted' || reason === 'makeUp'
}

/** Whether a limit stands still on a day. */
export function isPaused(date: string, pauses: readonly PausedSpan[]): boolean {
  return pauses.some(({ from, to }) => from < date && date <= to)
}

/** The notice of a year may rule days after this one of the year before: that of 2019 made Saturday, 29 December 2018 a make-up day. */
const lastUnmoved = '12-25'

/** Whether what is known of a day is announced, and no notice that is to come will move it. */
function isCertain(date: string, { announcedYears }: WorkingCalendar): boolean {
  const year = Number(date.slice(0, 4))
  return announcedYears.includes(year) && (date.slice(5) <= lastUnmoved || announcedYears.includes(year + 1))
}

/**
 * The last day of a limit of `limit` working days (1 or more). The day of receipt is day 0 and does not count;
 * day n is the n-th working day after it (条例 33; 民法典 201). Working days within a pause do not count; a pause that
 * begins when the limit has run out moves nothing.
 */
export function deadline(
  receivedOn: string,
  limit: number,
  calendar: WorkingCalendar,
  pauses: readonly PausedSpan[] = []
): Deadline {
  if (!Number.isInteger(limit) || limit < 1)
    throw new RangeError(`a limit is a whole number of days, 1 or more: ${limit}`)
  const days: ExplainedDay[] = []
  let date = receivedOn
  let count = 0
  let provisional = false
  while (count < limit) {
    date = plusDays(date, 1)
    if (!isCertain(date, calendar)) provisional = true
    const day = explainDay(date, calendar)
    if (day.reason !== 'counted' && day.reason !== 'makeUp') days.push(day)
    else if (isPaused(date, pauses)) days.push({ date, reason: 'paused' })
    else days.push({ ...day, count: ++count })
  }
  return { dueOn: date, provisional, days }
}

/** Weeks of a span that are longer than this are not walked through day by day: a list of old letters would take seconds. */
const longestWalk = 28

/** Working days of whole weeks after `from`: five a week, and what was ruled otherwise. */
function workingDaysOfWeeks(from: string, weeks: number, { holidays, makeUpDays }: WorkingCalendar): number {
  const to = plusDays(from, weeks * 7)
  const within = (date: string): boolean => date > from && date <= to
  const isWeekend = (date: string): boolean => weekday(date) % 6 === 0
  const added = Object.keys(makeUpDays).filter((date) => within(date) && isWeekend(date))
  const taken = Object.keys(holidays).filter(
    (date) => within(date) && makeUpDays[date] === undefined && !isWeekend(date)
  )
  return weeks * 5 + added.length - taken.length
}

/**
 * Working days from the day after `from` up to and with `to`, without those within a pause; negative when `to` lies
 * before `from`.
 */
export function workingDaysBetween(
  from: string,
  to: string,
  calendar: WorkingCalendar,
  pauses: readonly PausedSpan[] = []
): number {
  if (to < from) return -workingDaysBetween(to, from, calendar, pauses)
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs
  // a span with pauses is short, and looked at day by day
  const weeks = pauses.length === 0 && days > longestWalk ? Math.floor(days / 7) : 0
  let count = weeks > 0 ? workingDaysOfWeeks(from, weeks, calendar) : 0
  for (let date = plusDays(from, weeks * 7); date < to;) {
    date = plusDays(date, 1)
    if (isWorkingDay(date, calendar) && !isPaused(date, pauses)) count += 1
  }
  return count
}

/** Whether the next year should be announced by now and is not: the State Council does it in the first days of November. */
export function isNextYearMissing(today: string, { announcedYears }: Pick<WorkingCalendar, 'announcedYears'>): boolean {
  return today.slice(5) > '11-01' && !announcedYears.includes(Number(today.slice(0, 4)) + 1)
}
