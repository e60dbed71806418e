import { describe, expect, test } from 'vitest'
import {
  dayOf,
  deadline,
  isWorkingDay,
  plusDays,
  workingDaysBetween,
  type WorkingCalendar
} from '#contract/calendar.ts'
import { announcedCalendar } from '#server/core/working-calendar.ts'

describe('working days', () => {
  test.each([
    ['2026-09-21', 20, '2026-10-26', 'autumn festival, national day and a Saturday made up for'],
    ['2026-09-21', 7, '2026-10-08', 'across the national day'],
    ['2026-03-02', 20, '2026-03-30', 'a month without holidays'],
    ['2026-10-26', 20, '2026-11-23', 'autumn'],
    ['2026-11-23', 15, '2026-12-14', 'three weeks'],
    ['2025-01-24', 3, '2025-02-05', 'spring festival with a Sunday made up for'],
    ['2024-02-09', 1, '2024-02-18', 'the first day after spring festival is a Sunday that was made up']
  ])('%s and %i working days end on %s (%s)', (receivedOn, limit, dueOn) => {
    const result = deadline(receivedOn, limit, announcedCalendar)
    expect(result.dueOn).toBe(dueOn)
    expect(result.provisional).toBe(false)
    expect(result.days.filter((day) => day.count !== undefined)).toHaveLength(limit)
    expect(result.days.at(-1)).toMatchObject({ date: dueOn, count: limit })
  })

  test('a deadline in a year that is not announced is provisional', () => {
    expect(deadline('2026-12-10', 20, announcedCalendar)).toMatchObject({ provisional: true })
    expect(deadline('2026-12-10', 5, announcedCalendar)).toMatchObject({ provisional: false })
  })

  test('nobody works on the days off that the law gives, announced or not', () => {
    expect(deadline('2026-12-10', 20, announcedCalendar)).toMatchObject({ dueOn: '2027-01-08', provisional: true })
    expect(deadline('2026-12-11', 15, announcedCalendar).dueOn).toBe('2027-01-04')
    for (const day of [
      '2027-01-01',
      '2027-02-05',
      '2027-02-08',
      '2027-04-05',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01'
    ])
      expect(isWorkingDay(day, announcedCalendar), day).toBe(false)
    expect(isWorkingDay('2027-02-09', announcedCalendar)).toBe(true)
  })

  test('the last limit that ends by 25 December of the announced years is final, one day more is not', () => {
    const { announcedYears } = announcedCalendar
    const end = `${Math.max(...announcedYears)}-12-25`
    const left = workingDaysBetween(plusDays(end, -30), end, announcedCalendar)
    expect(deadline(plusDays(end, -30), left, announcedCalendar).provisional).toBe(false)
    expect(deadline(plusDays(end, -30), left + 1, announcedCalendar).provisional).toBe(true)
    expect(deadline(end, 1, announcedCalendar).provisional).toBe(true)
    expect(deadline('2025-12-25', 3, announcedCalendar)).toMatchObject({ dueOn: '2025-12-30', provisional: false })
  })

  /** What was known before the notice of the year after: it rules the last days of this one too. */
  const beforeNoticeAfter = (year: number): WorkingCalendar => {
    const known = (days: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(days).filter(([date]) => date < `${year}-12-01`))
    const { holidays, makeUpDays, announcedYears } = announcedCalendar
    return {
      holidays: known(holidays),
      makeUpDays: known(makeUpDays),
      announcedYears: announcedYears.filter((one) => one <= year)
    }
  }

  test('a day that the notice of the next year moved was called provisional before it', () => {
    expect(deadline('2018-12-24', 5, announcedCalendar).dueOn).toBe('2018-12-29')
    expect(deadline('2018-12-24', 5, beforeNoticeAfter(2018))).toMatchObject({ dueOn: '2018-12-31', provisional: true })
    let moved = 0
    for (const year of announcedCalendar.announcedYears.slice(0, -1)) {
      const before = beforeNoticeAfter(year)
      for (let start = `${year}-12-10`; start <= `${year}-12-31`; start = plusDays(start, 1))
        for (let limit = 1; limit <= 20; limit += 1) {
          const told = deadline(start, limit, before)
          if (told.dueOn === deadline(start, limit, announcedCalendar).dueOn) continue
          moved += 1
          expect(told.provisional, `${start} and ${limit}: ${told.dueOn} was moved`).toBe(true)
        }
    }
    expect(moved).toBeGreaterThan(300)
  })

  test('a make-up day counts, and is told with the holiday that it makes up for', () => {
    const { days } = deadline('2026-10-09', 1, announcedCalendar)
    expect(days).toEqual([{ date: '2026-10-10', reason: 'makeUp', name: '国庆节', count: 1 }])
  })

  test('each skipped day has its reason', () => {
    const { days } = deadline('2026-09-30', 2, announcedCalendar)
    expect(days.find((day) => day.date === '2026-10-01')).toMatchObject({ reason: 'holiday', name: '国庆节' })
    expect(days.find((day) => day.date === '2026-10-10')).toBeUndefined()
    expect(isWorkingDay('2026-10-10', announcedCalendar)).toBe(true)
    expect(isWorkingDay('2026-10-11', announcedCalendar)).toBe(false)
  })

  test('days between count as the deadline does, and backwards below zero', () => {
    expect(workingDaysBetween('2026-11-23', '2026-12-14', announcedCalendar)).toBe(15)
    expect(workingDaysBetween('2026-12-14', '2026-11-23', announcedCalendar)).toBe(-15)
    expect(workingDaysBetween('2026-11-23', '2026-11-23', announcedCalendar)).toBe(0)
  })

  test('a day is the day in Asia/Shanghai', () => {
    expect(dayOf(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23')
    expect(dayOf(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
    expect(plusDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(plusDays('2024-02-28', 1)).toBe('2024-02-29')
  })

  test('a limit of no days, or of half a day, is refused', () => {
    expect(() => deadline('2026-11-23', 0, announcedCalendar)).toThrow(RangeError)
    expect(() => deadline('2026-11-23', 1.5, announcedCalendar)).toThrow(RangeError)
    expect(() => plusDays('never', 1)).toThrow(RangeError)
  })
})

test('working days of years are those that are counted one by one', () => {
  const walked = (from: string, to: string): number => {
    let count = 0
    for (let date = plusDays(from, 1); date <= to; date = plusDays(date, 1))
      if (isWorkingDay(date, announcedCalendar)) count += 1
    return count
  }
  for (let start = 0; start < 400; start += 31) {
    const from = plusDays('2025-01-01', start)
    for (const days of [0, 1, 27, 28, 29, 30, 35, 36, 91, 365, 700]) {
      const to = plusDays(from, days)
      expect(workingDaysBetween(from, to, announcedCalendar), `${from} ${to}`).toBe(walked(from, to))
      expect(workingDaysBetween(to, from, announcedCalendar) + 0).toBe(0 - walked(from, to))
    }
  }
})
