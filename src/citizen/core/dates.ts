/** Dates as people read them; all times are those of Asia/Shanghai. */
import { weekday } from '#contract/calendar.ts'
import type { CaseWords } from './case-words.zh.ts'

/** 12月14日 */
export function showDay(day: string, words: CaseWords): string {
  return words.day(Number(day.slice(5, 7)), Number(day.slice(8, 10)))
}

/** 12月14日（星期一） */
export function showDayWithWeekday(day: string, words: CaseWords): string {
  const name = words.weekdays[weekday(day)] ?? ''
  return words.dayWithWeekday(Number(day.slice(5, 7)), Number(day.slice(8, 10)), name)
}

/** 2026-11-23 09:05 */
export function showInstant(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** 09:05 today, else with its date. */
export function showClock(instant: string, now = new Date()): string {
  const shown = showInstant(instant)
  return shown.slice(0, 10) === showInstant(now.toISOString()).slice(0, 10) ? shown.slice(11) : shown
}
