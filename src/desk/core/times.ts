/** How the desk writes days and instants: always the bureau's clock (Asia/Shanghai), whatever the computer says. */
import { dayOf, weekday } from '#contract/calendar.ts'

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** `2026-11-23` → `11月23日`. */
export function monthDay(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`
}

/** `2026-11-23` → `周一`. */
export function weekdayWord(date: string): string {
  return weekdays[weekday(date)] ?? ''
}

/** An instant → `2026-11-23 09:05`. */
export function dayAndTime(instant: string): string {
  return `${dayOf(new Date(instant))} ${clockTime(instant)}`
}

/** An instant → `09:05`. */
export function clockTime(instant: string): string {
  const at = new Date(new Date(instant).getTime() + 8 * 3_600_000)
  return at.toISOString().slice(11, 16)
}
