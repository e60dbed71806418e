/** The working days that are announced: the data of the package chinese-days, never its functions (they depend on the time zone). */
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { WorkingCalendar } from '#contract/calendar.ts'

/** The data names a day as "English,中文,length"; the Chinese name is the official one. */
function names(days: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(days).map(([date, text]) => [date, text.split(',')[1] ?? text]))
}

/** The calendar in force. */
export const workingCalendar: WorkingCalendar = {
  holidays: names(announced.holidays),
  makeUpDays: names(announced.workdays),
  announcedYears: [...new Set(Object.keys(announced.holidays).map((date) => Number(date.slice(0, 4))))].sort(
    (a, b) => a - b
  )
}
