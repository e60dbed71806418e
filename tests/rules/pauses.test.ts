import { describe, expect, test } from 'vitest'
import { deadline, workingDaysBetween, type PausedSpan } from '#contract/calendar.ts'
import type { Pause } from '#contract/pauses.ts'
import { announcedCalendar as calendar } from '#server/core/working-calendar.ts'
import { lastDayOf, latestEnd, pausedDays, pausesFrom, type KeptPause } from '#server/letters/pause-rules.ts'
import { dueDate, pausedUntil, pauseIn, workingDaysLeft } from '#server/letters/rules.ts'

const kept = (pausedOn: string, plannedOn: string, endedOn: string | null = null, longestDays = 20): KeptPause => ({
  pausedOn,
  plannedOn,
  endedOn,
  longestDays,
  reason: '等',
  reasonEn: 'Waiting',
  words: '在等'
})
const span = (from: string, to: string): PausedSpan => ({ from, to })
const pause = (from: string, to: string, running = false): Pause => ({
  from,
  to,
  running,
  reason: '等',
  reasonEn: 'Waiting',
  words: '在等'
})

describe('a due date with pauses', () => {
  test.each<[string, string, number, PausedSpan[], string]>([
    ['without any', '2026-03-02', 20, [], '2026-03-30'],
    ['twelve working days', '2026-03-02', 20, [span('2026-03-09', '2026-03-25')], '2026-04-16'],
    ['one day', '2026-03-02', 20, [span('2026-03-09', '2026-03-10')], '2026-03-31'],
    ['ended on the day it began', '2026-03-02', 20, [span('2026-03-09', '2026-03-09')], '2026-03-30'],
    ['over a weekend only', '2026-03-02', 20, [span('2026-03-06', '2026-03-08')], '2026-03-30'],
    ['begun on day 0', '2026-03-02', 5, [span('2026-03-02', '2026-03-03')], '2026-03-10'],
    ['over a make-up Sunday', '2026-09-16', 5, [span('2026-09-18', '2026-09-20')], '2026-09-23'],
    ['over the national day', '2026-09-28', 5, [span('2026-09-29', '2026-10-09')], '2026-10-14'],
    [
      'two of them',
      '2026-03-02',
      20,
      [span('2026-03-09', '2026-03-10'), span('2026-03-12', '2026-03-13')],
      '2026-04-01'
    ],
    [
      'overlapping ones count once',
      '2026-03-02',
      20,
      [span('2026-03-09', '2026-03-12'), span('2026-03-10', '2026-03-13')],
      '2026-04-03'
    ],
    ['begun when the limit had run out', '2026-03-02', 20, [span('2026-03-30', '2026-04-10')], '2026-03-30'],
    ['over the end of the year', '2026-12-21', 5, [span('2026-12-24', '2026-12-31')], '2027-01-05']
  ])('%s', (_name, receivedOn, limit, pauses, dueOn) => {
    const { dueOn: counted, days } = deadline(receivedOn, limit, calendar, pauses)
    expect(counted).toBe(dueOn)
    expect(days.filter(({ count }) => count !== undefined)).toHaveLength(limit)
    for (const { date, reason, count } of days)
      if (pauses.some(({ from, to }) => from < date && date <= to)) {
        expect(count, date).toBeUndefined()
        expect(['paused', 'weekend', 'holiday'], date).toContain(reason)
      } else expect(reason, date).not.toBe('paused')
  })

  test('a pause that runs into a year nobody announced makes the day provisional', () => {
    expect(deadline('2026-12-01', 15, calendar).provisional).toBe(false)
    expect(deadline('2026-12-01', 15, calendar, [span('2026-12-10', '2026-12-25')]).provisional).toBe(true)
  })

  test('the explanation names each pause, and leaves the list out where there was none', () => {
    const pauses = [pause('2026-03-09', '2026-03-25', true)]
    const due = dueDate('2026-03-02', 20, '规则', calendar, pauses)
    expect(due).toMatchObject({ dueOn: '2026-04-16', limit: 20, pauses })
    expect(due.days.filter(({ reason }) => reason === 'paused')).toHaveLength(12)
    expect(dueDate('2026-03-02', 20, '规则', calendar)).not.toHaveProperty('pauses')
  })
})

test('days between two days leave out those of pauses', () => {
  expect(workingDaysBetween('2026-03-02', '2026-04-16', calendar, [span('2026-03-09', '2026-03-25')])).toBe(20)
  expect(workingDaysBetween('2026-03-02', '2026-03-20', calendar, [span('2026-03-09', '2026-03-25')])).toBe(5)
})

describe('the last day of a pause', () => {
  test.each<[string, KeptPause, Pause[], string]>([
    ['is the announced one', kept('2026-03-09', '2026-03-25'), [], '2026-03-25'],
    ['is the one on which it is as long as it may be', kept('2026-03-09', '2026-03-25', null, 5), [], '2026-03-16'],
    [
      'counts what earlier ones took',
      kept('2026-03-16', '2026-03-25', null, 5),
      [pause('2026-03-09', '2026-03-12')],
      '2026-03-18'
    ],
    [
      'is its first when nothing is left',
      kept('2026-03-16', '2026-03-25', null, 3),
      [pause('2026-03-09', '2026-03-12')],
      '2026-03-16'
    ]
  ])('%s', (_name, one, earlier, last) => {
    expect(lastDayOf(one, earlier, calendar)).toBe(last)
  })

  test('once it ended, is the day on which it ended', () => {
    const pauses = pausesFrom(
      [kept('2026-03-09', '2026-03-25', '2026-03-12'), kept('2026-03-16', '2026-03-20')],
      calendar
    )
    expect(pauses.map(({ from, to, running }) => [from, to, running])).toEqual([
      ['2026-03-09', '2026-03-12', false],
      ['2026-03-16', '2026-03-20', true]
    ])
    expect(pausedDays(pauses, calendar)).toBe(7)
  })

  test('that may be announced uses up what is left of the longest', () => {
    expect(latestEnd('2026-03-09', 5, [], calendar)).toBe('2026-03-16')
    expect(latestEnd('2026-03-16', 5, [pause('2026-03-09', '2026-03-12')], calendar)).toBe('2026-03-18')
    expect(latestEnd('2026-03-16', 3, [pause('2026-03-09', '2026-03-12')], calendar)).toBeNull()
  })
})

test.each<[string, Pause[], { ownDue: boolean; dueOn: string }, string | null, string]>([
  ['runs', [pause('2026-03-09', '2026-03-12', true)], { ownDue: false, dueOn: '2026-04-01' }, '2026-03-20', 'running'],
  ['ended', [pause('2026-03-09', '2026-03-12')], { ownDue: false, dueOn: '2026-04-01' }, '2026-03-20', 'possible'],
  ['no days left', [], { ownDue: false, dueOn: '2026-04-01' }, null, 'none'],
  ['the day of a channel', [], { ownDue: true, dueOn: '2026-04-01' }, '2026-03-20', 'none'],
  ['the last day', [], { ownDue: false, dueOn: '2026-03-13' }, '2026-03-20', 'none'],
  ['overdue', [], { ownDue: false, dueOn: '2026-03-12' }, '2026-03-20', 'none']
])('how a limit stands: %s', (_name, pauses, round, latest, stand) => {
  expect(pauseIn(pauses, round, '2026-03-13', latest)).toBe(stand)
})

test('working days left begin after the pause that runs', () => {
  const due = dueDate('2026-03-02', 20, '规则', calendar, [pause('2026-03-09', '2026-03-25', true)])
  const left = (today: string) => workingDaysLeft('assigned', today, due.dueOn, calendar, pausedUntil(due))
  expect([left('2026-03-09'), left('2026-03-20'), left('2026-03-25'), left('2026-03-26')]).toEqual([15, 15, 15, 14])
  expect(pausedUntil({})).toBeNull()
  expect(pausedUntil({ pauses: [pause('2026-03-09', '2026-03-12')] })).toBeNull()
})

test('a due day that a mended calendar put before the pause is over by the days since it, not by those of the pause', () => {
  // due on Friday the 13th, paused up to Friday the 3rd of April
  expect(workingDaysLeft('assigned', '2026-03-18', '2026-03-13', calendar, '2026-04-03')).toBe(-3)
})
