/** The days on which a limit stands still, as pure rules. All days are `YYYY-MM-DD` in Asia/Shanghai. */
import { deadline, isWorkingDay, plusDays, workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import type { Pause } from '#contract/pauses.ts'

/** One pause as it is kept, in the order of their beginning. `endedOn` null: it runs. */
export interface KeptPause {
  readonly pausedOn: string
  readonly plannedOn: string
  /** working days that all pauses of the round may be together, as it was when this one began */
  readonly longestDays: number
  readonly endedOn: string | null
  readonly reason: string
  readonly reasonEn: string
  readonly words: string
}

/**
 * The last day of a running pause: the one that was announced, or the one on which all pauses of the round together are
 * as long as they may be, whatever the calendar has become since. `earlier` are those before it.
 */
export function lastDayOf(pause: KeptPause, earlier: readonly Pause[], calendar: WorkingCalendar): string {
  let left = pause.longestDays - pausedDays(earlier, calendar)
  let date = pause.pausedOn
  while (date < pause.plannedOn && left > 0) {
    date = plusDays(date, 1)
    if (isWorkingDay(date, calendar)) left -= 1
  }
  return date
}

/** The pauses of one round with the days they take, oldest first. */
export function pausesFrom(kept: readonly KeptPause[], calendar: WorkingCalendar): Pause[] {
  const pauses: Pause[] = []
  for (const one of kept) {
    const { pausedOn: from, endedOn, reason, reasonEn, words } = one
    const to = endedOn ?? lastDayOf(one, pauses, calendar)
    pauses.push({ from, to, running: endedOn === null, reason, reasonEn, words })
  }
  return pauses
}

/** Working days that pauses take; they never overlap, since one runs at a time. */
export function pausedDays(pauses: readonly Pause[], calendar: WorkingCalendar): number {
  return pauses.reduce((sum, { from, to }) => sum + workingDaysBetween(from, to, calendar), 0)
}

/**
 * The last day that a pause beginning on `today` may announce, or null when none of the days that are allowed is left:
 * all pauses of the round together take `longest` working days at most.
 */
export function latestEnd(
  today: string,
  longest: number,
  pauses: readonly Pause[],
  calendar: WorkingCalendar
): string | null {
  const left = longest - pausedDays(pauses, calendar)
  return left < 1 ? null : deadline(today, left, calendar).dueOn
}
