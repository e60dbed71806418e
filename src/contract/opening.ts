/**
 * When a reading place is open, as pure rules for both sides. All times are those of Asia/Shanghai; a span holds its first minute
 * and not its last.
 */
import { dayOf, explainDay, isDay, plusDays, type WorkingCalendar } from './calendar.ts'
import type { FieldError } from './problem.ts'
import type { Closure, OpeningHours, PlaceDay, PlaceDayKind } from './reading-places.ts'

/** So many days are worked out ahead, today included. */
export const daysAhead = 14

/** What staff write of the times of a place. */
export interface OpeningRule {
  readonly hours: OpeningHours
  readonly closures: readonly Closure[]
}

/** Whether it is open, until when, or when it opens next; `next` is null when it does not within the days that are known. */
export type Opening =
  | { readonly open: true; readonly until: string }
  | { readonly open: false; readonly next: { readonly day: string; readonly from: string } | null }

/** The days of a place from `first` on. A closure goes before the hours; a make-up day has those of a working day. */
export function openingDays(
  { hours, closures }: OpeningRule,
  calendar: WorkingCalendar,
  first: string,
  count = daysAhead
): PlaceDay[] {
  return Array.from({ length: count }, (_, n) => {
    const day = plusDays(first, n)
    const { reason, name = null } = explainDay(day, calendar)
    const kind: PlaceDayKind = reason === 'makeUp' || reason === 'weekend' || reason === 'holiday' ? reason : 'workday'
    const closure = closures.find(({ from, to }) => from <= day && day <= to)?.reason ?? null
    const usual = kind === 'workday' || kind === 'makeUp' ? hours.workday : hours.restday
    return { day, kind, name, spans: closure === null ? [...usual] : [], closure }
  })
}

/** `2026-12-01T01:00:00Z` is 09:00. */
const timeOf = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)

/**
 * How a place stands at an instant, by days that were worked out for it. Undefined where the day of the instant is none of
 * them: what is known is too old, or the clock is wrong.
 * @param days one after the other, as `openingDays` gives them
 */
export function openingAt(days: readonly PlaceDay[], now: Date): Opening | undefined {
  const [today, time] = [dayOf(now), timeOf(now)]
  const ahead = days.filter(({ day }) => day >= today)
  if (ahead[0]?.day !== today) return undefined
  const running = ahead[0].spans.find(({ from, to }) => from <= time && time < to)
  if (running) return { open: true, until: running.to }
  for (const { day, spans } of ahead) {
    const next = spans.find(({ from }) => day > today || from > time)
    if (next) return { open: false, next: { day, from: next.from } }
  }
  return { open: false, next: null }
}

/** What is wrong with the times of a place, as the fields of the form; empty when nothing is. */
export function openingErrors({ hours, closures }: OpeningRule): FieldError[] {
  const errors: FieldError[] = []
  for (const days of ['workday', 'restday'] as const)
    hours[days].forEach(({ from, to }, index) => {
      const at = `/hours/${days}/${index}`
      const before = hours[days][index - 1]?.to
      if (before !== undefined && from <= before) errors.push({ pointer: `${at}/from`, rule: 'after', limit: before })
      if (to <= from) errors.push({ pointer: `${at}/to`, rule: 'after', limit: from })
    })
  if (hours.workday.length + hours.restday.length === 0)
    errors.push({ pointer: '/hours/workday', rule: 'minItems', limit: 1 })
  closures.forEach(({ from, to }, index) => {
    const at = `/closures/${index}`
    for (const [name, day] of Object.entries({ from, to }))
      if (!isDay(day)) errors.push({ pointer: `${at}/${name}`, rule: 'format', limit: 'date' })
    if (isDay(from) && isDay(to) && to < from) errors.push({ pointer: `${at}/to`, rule: 'notBefore', limit: from })
  })
  return errors
}
