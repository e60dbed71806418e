/** A due day that the channel set itself, such as the hotline's: it wins over the counted one and no calendar moves it. */
import type { DueDate } from '#contract/letters.ts'
import { explainDay, plusDays, type ExplainedDay, type WorkingCalendar } from '#contract/calendar.ts'

/** The explanation of such a day: every day up to it, so that what is left and what is used can be shown as for any other. */
export function ownDueDate(startedOn: string, dueOn: string, reason: string, calendar: WorkingCalendar): DueDate {
  const days: ExplainedDay[] = []
  let count = 0
  for (let date = startedOn; date < dueOn;) {
    date = plusDays(date, 1)
    const day = explainDay(date, calendar)
    const counts = day.reason === 'counted' || day.reason === 'makeUp'
    days.push(counts ? { ...day, count: ++count } : day)
  }
  return { dueOn, limit: count, source: reason, provisional: false, days }
}
