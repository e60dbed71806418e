/** Days and times of slots as people read them, all in Asia/Shanghai. */
import { dayOf, weekday } from '#contract/calendar.ts'
import type { BookingWords } from './booking-words.zh.ts'
import { showInstant } from './instants.ts'

type DayWords = Pick<BookingWords, 'day'>

/** 12月5日 星期六 */
export function showDayOf(instant: string, words: DayWords): string {
  const day = dayOf(new Date(instant))
  return words.day(Number(day.slice(5, 7)), Number(day.slice(8, 10)), weekday(day))
}

/** 14:00 */
const showTime = (instant: string): string => showInstant(instant).slice(11)

/** 14:00–15:30; a slot that ends on another day says so. */
export function showHours({ startsAt, endsAt }: { startsAt: string; endsAt: string }, words: DayWords): string {
  const sameDay = dayOf(new Date(startsAt)) === dayOf(new Date(endsAt))
  return `${showTime(startsAt)}–${sameDay ? '' : `${showDayOf(endsAt, words)} `}${showTime(endsAt)}`
}

/** 12月5日 星期六 14:00 */
export function showMoment(instant: string, words: DayWords): string {
  return `${showDayOf(instant, words)} ${showTime(instant)}`
}

/** 12月1日 星期二 09:00:00, for what begins at its second. */
export function showSecond(instant: string, words: DayWords): string {
  return `${showMoment(instant, words)}:${instant.slice(17, 19)}`
}

/** Whole minutes as people say them, at most two units. */
export function showMinutes(minutes: number, { time }: Pick<BookingWords, 'time'>): string {
  if (minutes >= 1440) return time.days(Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60))
  if (minutes >= 60) return time.hours(Math.floor(minutes / 60), minutes % 60)
  return time.minutes(minutes)
}
