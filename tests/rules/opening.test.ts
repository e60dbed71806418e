/** When a reading place is open: every instant that can be told apart, and what is wrong with hours that can't be. */
import { describe, expect, test } from 'vitest'
import { isDay, type WorkingCalendar } from '#contract/calendar.ts'
import { openingAt, openingDays, openingErrors, type OpeningRule } from '#contract/opening.ts'

/** Thursday 1 October is a holiday, Saturday 10 October a day of work in its place. */
const calendar: WorkingCalendar = {
  holidays: { '2026-10-01': '国庆节', '2026-10-02': '国庆节' },
  makeUpDays: { '2026-10-10': '国庆节' },
  announcedYears: [2026]
}

const rule: OpeningRule = {
  hours: {
    workday: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '17:00' }
    ],
    restday: []
  },
  closures: [{ from: '2026-10-07', to: '2026-10-08', reason: '库房消毒' }]
}
const monday = '2026-09-28'
const days = openingDays(rule, calendar, monday)

/** An instant by the clock of Shanghai. */
const at = (day: string, time: string) => new Date(`${day}T${time}+08:00`)

describe('the days of a place', () => {
  test('follow the calendar: rest, holiday, make-up day, and a closure before them all', () => {
    expect(
      days.map(({ day, kind, name, spans, closure }) => [day.slice(5), kind, name, spans.length, closure])
    ).toEqual([
      ['09-28', 'workday', null, 2, null],
      ['09-29', 'workday', null, 2, null],
      ['09-30', 'workday', null, 2, null],
      ['10-01', 'holiday', '国庆节', 0, null],
      ['10-02', 'holiday', '国庆节', 0, null],
      ['10-03', 'weekend', null, 0, null],
      ['10-04', 'weekend', null, 0, null],
      ['10-05', 'workday', null, 2, null],
      ['10-06', 'workday', null, 2, null],
      ['10-07', 'workday', null, 0, '库房消毒'],
      ['10-08', 'workday', null, 0, '库房消毒'],
      ['10-09', 'workday', null, 2, null],
      ['10-10', 'makeUp', '国庆节', 2, null],
      ['10-11', 'weekend', null, 0, null]
    ])
  })

  test('have the hours of days of rest where there are any', () => {
    const restday = [{ from: '09:00', to: '16:00' }]
    const open = openingDays({ ...rule, hours: { ...rule.hours, restday } }, calendar, '2026-10-01', 3)
    expect(open.map(({ spans }) => spans)).toEqual([restday, restday, restday])
  })
})

describe('whether it is open', () => {
  test.each([
    ['before the first span', monday, '00:00:00', { open: false, next: { day: monday, from: '09:00' } }],
    ['the last second before', monday, '08:59:59', { open: false, next: { day: monday, from: '09:00' } }],
    ['the first second', monday, '09:00:00', { open: true, until: '12:00' }],
    ['the last second of a span', monday, '11:59:59', { open: true, until: '12:00' }],
    ['the minute in which it shuts', monday, '12:00:00', { open: false, next: { day: monday, from: '13:30' } }],
    ['between two spans', monday, '13:29:59', { open: false, next: { day: monday, from: '13:30' } }],
    ['the second span', monday, '13:30:00', { open: true, until: '17:00' }],
    ['after the last span', monday, '17:00:00', { open: false, next: { day: '2026-09-29', from: '09:00' } }],
    [
      'before a holiday and a weekend',
      '2026-09-30',
      '20:00:00',
      { open: false, next: { day: '2026-10-05', from: '09:00' } }
    ],
    ['on a holiday', '2026-10-01', '10:00:00', { open: false, next: { day: '2026-10-05', from: '09:00' } }],
    ['closed for once', '2026-10-07', '10:00:00', { open: false, next: { day: '2026-10-09', from: '09:00' } }],
    ['a make-up day at a weekend', '2026-10-10', '10:00:00', { open: true, until: '12:00' }],
    ['after the last opening that is known', '2026-10-10', '17:30:00', { open: false, next: null }],
    ['the last day that is known', '2026-10-11', '23:59:59', { open: false, next: null }],
    ['a day later than is known', '2026-10-12', '00:00:00', undefined],
    ['a day earlier than is known', '2026-09-27', '23:59:59', undefined]
  ])('%s', (_, day, time, opening) => {
    expect(openingAt(days, at(day, time))).toEqual(opening)
  })

  test('goes by the clock of Shanghai: its midnight is 16:00 in UTC', () => {
    expect(openingAt(days, new Date('2026-09-27T15:59:59.999Z'))).toBeUndefined()
    expect(openingAt(days, new Date('2026-09-27T16:00:00.000Z'))).toMatchObject({ open: false })
    expect(openingAt(days, new Date('2026-09-28T01:00:00.000Z'))).toMatchObject({ open: true })
  })
})

describe('what is wrong with hours and closures', () => {
  const wrong = (changes: Partial<OpeningRule>) => openingErrors({ ...rule, ...changes })
  const workday = (...workdays: { from: string; to: string }[]) => ({ hours: { workday: workdays, restday: [] } })

  test('nothing, where spans stand apart in their order', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ closures: [{ from: '2026-10-08', to: '2026-10-08', reason: '停电' }] })).toEqual([])
    expect(wrong({ hours: { workday: [], restday: [{ from: '09:00', to: '09:01' }] } })).toEqual([])
  })

  test.each([
    ['a span that ends as it begins', workday({ from: '09:00', to: '09:00' }), '/hours/workday/0/to', 'after', '09:00'],
    ['a span that ends before', workday({ from: '09:00', to: '08:00' }), '/hours/workday/0/to', 'after', '09:00'],
    [
      'spans that overlap',
      workday({ from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' }),
      '/hours/workday/1/from',
      'after',
      '12:00'
    ],
    [
      'spans that are one',
      workday({ from: '09:00', to: '12:00' }, { from: '12:00', to: '13:00' }),
      '/hours/workday/1/from',
      'after',
      '12:00'
    ],
    [
      'spans out of order',
      workday({ from: '13:00', to: '17:00' }, { from: '09:00', to: '12:00' }),
      '/hours/workday/1/from',
      'after',
      '17:00'
    ],
    [
      'the same on days of rest',
      { hours: { workday: [], restday: [{ from: '10:00', to: '09:00' }] } },
      '/hours/restday/0/to',
      'after',
      '10:00'
    ],
    ['never open', workday(), '/hours/workday', 'minItems', 1],
    [
      'a closure that ends before it begins',
      { closures: [{ from: '2026-10-08', to: '2026-10-07', reason: '停电' }] },
      '/closures/0/to',
      'notBefore',
      '2026-10-08'
    ],
    [
      'a day that is none',
      { closures: [{ from: '2026-02-30', to: '2026-03-01', reason: '停电' }] },
      '/closures/0/from',
      'format',
      'date'
    ]
  ])('%s', (_, changes, pointer, broken, limit) => {
    expect(wrong(changes)).toEqual([{ pointer, rule: broken, limit }])
  })

  test('a day is one of the calendar', () => {
    expect(['2026-02-28', '2028-02-29', '2026-02-29', '2026-13-01', '2026-00-10'].map(isDay)).toEqual([
      true,
      true,
      false,
      false,
      false
    ])
  })
})
