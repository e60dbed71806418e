/** Between an instant and what a field `datetime-local` holds, by the bureau's clock whatever zone the computer is set to. */
import { clockTime, monthDay, weekdayWord } from '../core/times.ts'
import { dayOf } from '#contract/calendar.ts'

/** Shanghai is at UTC+8 all year since 1992. */
const ahead = 8 * 3_600_000

/** An instant → `2026-12-05T09:00:00`, as the field takes it. */
export function fieldOf(instant: string): string {
  return new Date(Date.parse(instant) + ahead).toISOString().slice(0, 19)
}

/** What the field holds → the instant; a browser leaves seconds of 00 out. Undefined where it is no time. */
export function instantOf(field: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(field)) return undefined
  const at = Date.parse(`${field.length === 16 ? `${field}:00` : field}Z`)
  return Number.isNaN(at) ? undefined : new Date(at - ahead).toISOString()
}

/** `12月5日 周六 09:00`. */
export function dayTime(instant: string): string {
  const day = dayOf(new Date(instant))
  return `${monthDay(day)} ${weekdayWord(day)} ${clockTime(instant)}`
}

/** The same to the second: `12月1日 周二 09:00:00`. */
export function dayTimeToSecond(instant: string): string {
  return `${dayTime(instant)}:${fieldOf(instant).slice(17)}`
}

/** `12月5日 周六 09:00 到 10:30`, or with both days where it ends on another one. */
export function spanWords(startsAt: string, endsAt: string): string {
  const sameDay = dayOf(new Date(startsAt)) === dayOf(new Date(endsAt))
  return `${dayTime(startsAt)} 到 ${sameDay ? clockTime(endsAt) : dayTime(endsAt)}`
}
