/** Days and times of reading places as people read them. */
import { weekday } from '#contract/calendar.ts'
import type { Opening } from '#contract/opening.ts'
import type { ReadingPlaceWords } from './words.zh.ts'

/** 12月1日 周二 */
export function sayDay(day: string, words: ReadingPlaceWords): string {
  return words.day(Number(day.slice(5, 7)), Number(day.slice(8, 10)), weekday(day))
}

/**
 * Whether it is open now, and until when or from when on.
 * @param days the day on which this is said, and the last one that is known
 */
export function sayOpening(
  opening: Opening | undefined,
  { today, last }: { readonly today: string; readonly last: string },
  words: ReadingPlaceWords
): string {
  if (!opening) return words.unknown
  if (opening.open) return words.open(opening.until)
  const { next } = opening
  if (!next) return words.shutThrough(sayDay(last, words))
  return next.day === today ? words.laterToday(next.from) : words.shut(sayDay(next.day, words), next.from)
}
