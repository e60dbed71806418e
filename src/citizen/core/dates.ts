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
