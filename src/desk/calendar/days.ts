/** A year as months of weeks, and what its days are called. */
import type { CalendarYear, DayRuling } from '#contract/calendar-desk.ts'
import { plusDays, weekday } from '#contract/calendar.ts'
import { monthDay, weekdayWord } from '../core/times.ts'

export type CalendarDay = CalendarYear['days'][number]

/** What an administrator wants of a day, before it is saved. */
export interface DayEdit {
  readonly ruling: DayRuling
  readonly name: string
}

export const rulingWords: Readonly<Record<DayRuling, string>> = { off: '放假', work: '上班', ordinary: '照常' }

/** The weeks of a month from Monday on; days of the months beside it are undefined. */
export function weeksOf(year: number, month: number): (string | undefined)[][] {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  const days: (string | undefined)[] = Array.from({ length: (weekday(first) + 6) % 7 }, () => undefined)
  for (let date = first; date.slice(0, 7) === first.slice(0, 7); date = plusDays(date, 1)) days.push(date)
  while (days.length % 7 > 0) days.push(undefined)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

const isWeekend = (date: string) => weekday(date) % 6 === 0

/** How a day stands, in one phrase: 放假 国庆节, 上班, 休息. */
export function standingWords(date: string, ruled: DayEdit | undefined): string {
  if (ruled && ruled.ruling !== 'ordinary') return `${rulingWords[ruled.ruling]} ${ruled.name}`
  return isWeekend(date) ? '周末休息' : '正常上班'
}

/** The name of a day's button: `10月1日 周四 放假 国庆节`. */
export function dayLabel(date: string, ruled: DayEdit | undefined, remarks: readonly string[] = []): string {
  return [`${monthDay(date)} ${weekdayWord(date)} ${standingWords(date, ruled)}`, ...remarks].join('，')
}

/** Whether a day already is what is wanted; the name of a day without a ruling does not matter. */
export function standsAs(ruled: DayEdit | undefined, wanted: DayEdit): boolean {
  if (wanted.ruling === 'ordinary') return (ruled?.ruling ?? 'ordinary') === 'ordinary'
  return ruled?.ruling === wanted.ruling && ruled.name === wanted.name
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** The day that a key leads to, within the year; undefined for any other key. */
export function dayAfterKey(date: string, key: string): string | undefined {
  const year = date.slice(0, 4)
  const to = targetOf(date, key)
  if (to === undefined) return undefined
  if (to < `${year}-01-01`) return `${year}-01-01`
  return to > `${year}-12-31` ? `${year}-12-31` : to
}

function targetOf(date: string, key: string): string | undefined {
  const step = steps[key]
  if (step !== undefined) return plusDays(date, step)
  const sinceMonday = (weekday(date) + 6) % 7
  if (key === 'Home') return plusDays(date, -sinceMonday)
  if (key === 'End') return plusDays(date, 6 - sinceMonday)
  if (key === 'PageUp') return sameDay(date, -1)
  if (key === 'PageDown') return sameDay(date, 1)
  return undefined
}

/** The same day of another month, or that month's last day. */
function sameDay(date: string, months: number): string {
  const month = Number(date.slice(5, 7)) + months
  if (month < 1 || month > 12) return date
  const days = weeksOf(Number(date.slice(0, 4)), month)
    .flat()
    .filter((day) => day !== undefined)
  return days[Math.min(Number(date.slice(8)), days.length) - 1] ?? date
}
