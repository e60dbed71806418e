/**
 * The oracle of time:calendar: a list of days, one after the other, and counting on fingers. It shares nothing with the
 * program: no Date, no package's data, no code of the contract. The days off and make-up days are typed from the State
 * Council's notices for 2024, 2025 and 2026.
 */

type Kind = 'counted' | 'makeUp' | 'weekend' | 'holiday' | 'paused'

export interface KnownDay {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly kind: Kind
  readonly works: boolean
  /** the holiday that it belongs to or makes up for */
  readonly name: string | undefined
}

/** Weekdays (Monday to Friday) on which people are off. */
const offOnWeekdays: Readonly<Record<number, string>> = {
  2024:
    '01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 ' +
    '10-01 10-02 10-03 10-04 10-07',
  2025:
    '01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 ' + '10-01 10-02 10-03 10-06 10-07 10-08',
  2026:
    '01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 ' +
    '10-01 10-02 10-05 10-06 10-07'
}

/** Saturdays and Sundays on which people work, with the holiday for which they do. */
const makeUpDays: Readonly<Record<number, string>> = {
  2024: '02-04春节 02-18春节 04-07清明 04-28劳动 05-11劳动 09-14中秋 09-29国庆 10-12国庆',
  2025: '01-26春节 02-08春节 04-27劳动 09-28国庆 10-11国庆',
  2026: '01-04元旦 02-14春节 02-28春节 05-09劳动 09-20国庆 10-10国庆'
}

/** Each holiday from its first to its last day, weekends within it included: a second typing of the same notices. */
const periods: Readonly<Record<number, string>> = {
  2024: '01-01元旦01-01 02-10春节02-17 04-04清明04-06 05-01劳动05-05 06-10端午06-10 09-15中秋09-17 10-01国庆10-07',
  2025:
    '01-01元旦01-01 01-28春节02-04 04-04清明04-06 05-01劳动05-05 05-31端午06-02 10-01国庆10-05 ' +
    '10-06中秋10-06 10-07国庆10-08',
  2026: '01-01元旦01-03 02-15春节02-23 04-04清明04-06 05-01劳动05-05 06-19端午06-21 09-25中秋09-27 10-01国庆10-07'
}

export const firstYear = 2024
export const lastYear = 2026

const two = (n: number): string => String(n).padStart(2, '0')

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

const list = (text = ''): string[] => text.split(' ')

/** Every day of the known years in order. */
const write = (): KnownDay[] => {
  const days: KnownDay[] = []
  // 1 January 2024 was a Monday
  let weekday = 1
  for (let year = firstYear; year <= lastYear; year += 1) {
    const off = list(offOnWeekdays[year])
    const makeUps = new Map(list(makeUpDays[year]).map((text) => [text.slice(0, 5), text.slice(5)]))
    const holidays = list(periods[year]).map((text) => [text.slice(0, 5), text.slice(5, -5), text.slice(-5)] as const)
    for (let month = 1; month <= 12; month += 1) {
      for (let day = 1; day <= daysInMonth(year, month); day += 1) {
        const at = `${two(month)}-${two(day)}`
        const weekend = weekday > 5
        const makeUp = makeUps.get(at)
        const holiday = holidays.find(([from, , to]) => from <= at && at <= to)?.[1]
        if (makeUp !== undefined && (!weekend || holiday !== undefined))
          throw new Error(`${year}-${at} can not be a make-up day`)
        if (!weekend && (holiday !== undefined) !== off.includes(at))
          throw new Error(`${year}-${at} is typed once as off and once not`)
        const works = (!weekend && !off.includes(at)) || makeUp !== undefined
        const kind = makeUp ? 'makeUp' : holiday ? 'holiday' : weekend ? 'weekend' : 'counted'
        days.push({ date: `${year}-${at}`, kind, works, name: makeUp ?? holiday })
        weekday = (weekday % 7) + 1
      }
    }
  }
  return days
}

export const knownDays: readonly KnownDay[] = write()

const places = new Map(knownDays.map(({ date }, at) => [date, at]))

/** Where a day stands in the list; the eve of the first stands before it. */
const placeOf = (date: string): number => {
  const at = date === `${firstYear - 1}-12-31` ? -1 : places.get(date)
  if (at === undefined) throw new RangeError(`the oracle does not know ${date}`)
  return at
}

/** The day `n` days later; undefined outside the known years. */
export const dayAfter = (date: string, n = 1): string | undefined => knownDays[placeOf(date) + n]?.date

/** Days in which a limit stands still: after the first, up to and with the last. */
export type Rest = readonly [from: string, to: string]

/**
 * The days after a receipt up to the last of its limit, those of its rests as such; undefined when the limit runs out of
 * the known years.
 */
export const daysOfLimit = (
  receivedOn: string,
  limit: number,
  rests: readonly Rest[] = []
): readonly KnownDay[] | undefined => {
  const resting = new Set<number>()
  for (const [from, to] of rests) for (let at = placeOf(from) + 1; at <= placeOf(to); at += 1) resting.add(at)
  const days: KnownDay[] = []
  let left = limit
  for (let at = placeOf(receivedOn) + 1; at < knownDays.length; at += 1) {
    const day = knownDays[at]!
    const paused = day.works && resting.has(at)
    days.push(paused ? { date: day.date, kind: 'paused', works: false, name: undefined } : day)
    if (day.works && !paused) left -= 1
    if (left === 0) return days
  }
  return undefined
}

/** Working days after `from` up to and with `to`. */
export const workedBetween = (from: string, to: string): number =>
  knownDays.slice(placeOf(from) + 1, placeOf(to) + 1).filter(({ works }) => works).length

/** The day in Shanghai, eight hours ahead, of an instant such as `2026-11-22T16:00:00.000Z`. */
export const dayInShanghai = (instant: string): string => {
  const date = instant.slice(0, 10)
  if (Number(instant.slice(11, 13)) < 16) return date
  const next = dayAfter(date)
  if (next === undefined) throw new RangeError(`the oracle does not know the day of ${instant}`)
  return next
}
