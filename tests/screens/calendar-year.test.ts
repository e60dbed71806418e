import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { nextTick } from 'vue'
import type { CalendarYear } from '#contract/calendar-desk.ts'
import { dayAfterKey, standsAs, weeksOf, type DayEdit } from '../../src/desk/calendar/days.ts'
import YearTable from '../../src/desk/calendar/YearTable.vue'

const calendar: CalendarYear = {
  year: 2026,
  announced: true,
  revision: 3,
  openLetters: 2,
  days: [
    { date: '2026-10-01', ruling: 'off', name: '国庆节', source: 'chinese-days 1.5.7', byHand: false },
    { date: '2026-10-10', ruling: 'work', name: '国庆节', source: 'chinese-days 1.5.7', byHand: false },
    { date: '2026-12-07', ruling: 'ordinary', name: '照常', source: '第一号通知', byHand: true }
  ]
}

let screen: VueWrapper | undefined
afterEach(() => screen?.unmount())

const show = (edits = new Map<string, DayEdit>()) => {
  screen = mount(YearTable, { props: { calendar, edits, today: '2026-11-24' }, attachTo: document.body })
  return screen
}
const label = (date: string) => document.getElementById(`day-${date}`)?.getAttribute('aria-label')

describe('the year at the desk', () => {
  test('is twelve tables that hold every day once, under its weekday', () => {
    const tables = show().findAll('table')
    expect(tables.map((table) => table.find('caption').text())).toEqual(
      Array.from({ length: 12 }, (_, index) => `${index + 1}月`)
    )
    expect(tables.flatMap((table) => table.findAll('td button'))).toHaveLength(365)
    // 1 October 2026 is a Thursday
    expect(weeksOf(2026, 10)[0]).toEqual([
      undefined,
      undefined,
      undefined,
      '2026-10-01',
      '2026-10-02',
      '2026-10-03',
      '2026-10-04'
    ])
    expect(weeksOf(2028, 2).flat().filter(Boolean)).toHaveLength(29)
  })

  test('names each day with what it is and why', () => {
    show(new Map([['2026-12-08', { ruling: 'off', name: '临时放假' }]]))
    expect(label('2026-10-01')).toBe('10月1日 周四 放假 国庆节')
    expect(label('2026-10-10')).toBe('10月10日 周六 上班 国庆节')
    expect(label('2026-11-24')).toBe('11月24日 周二 正常上班，今天')
    expect(label('2026-11-28')).toBe('11月28日 周六 周末休息')
    expect(label('2026-12-07')).toBe('12月7日 周一 正常上班，手工设定')
    expect(label('2026-12-08')).toBe('12月8日 周二 放假 临时放假，没有保存')
  })

  test('is one stop of the tab key, and the arrows lead from day to day', async () => {
    const table = show()
    const stops = () => table.findAll('button[tabindex="0"]').map((button) => button.attributes('id'))
    expect(stops()).toEqual(['day-2026-11-24'])
    for (const [key, to] of [
      ['ArrowRight', '2026-11-25'],
      ['ArrowDown', '2026-12-02'],
      ['Home', '2026-11-30'],
      ['PageUp', '2026-10-30']
    ]) {
      await table.get('button[tabindex="0"]').trigger('keydown', { key })
      await nextTick()
      expect(stops()).toEqual([`day-${to}`])
      expect(document.activeElement?.id).toBe(`day-${to}`)
    }
    await table.get('#day-2026-10-01').trigger('click')
    expect(table.emitted('choose')).toEqual([['2026-10-01']])
  })

  test.each([
    ['2026-01-01', 'ArrowLeft', '2026-01-01'],
    ['2026-12-30', 'ArrowDown', '2026-12-31'],
    ['2026-01-31', 'PageDown', '2026-02-28'],
    ['2026-12-15', 'PageDown', '2026-12-15'],
    ['2026-11-29', 'End', '2026-11-29'],
    ['2026-11-24', 'Tab', undefined]
  ])('from %s %s leads to %s', (from, key, to) => expect(dayAfterKey(from, key)).toBe(to))

  test('what a day is already is no change', () => {
    const [holiday, , ordinary] = calendar.days
    expect(standsAs(holiday, { ruling: 'off', name: '国庆节' })).toBe(true)
    expect(standsAs(holiday, { ruling: 'off', name: '中秋节' })).toBe(false)
    expect(standsAs(holiday, { ruling: 'ordinary', name: '照常' })).toBe(false)
    expect(standsAs(ordinary, { ruling: 'ordinary', name: '别的名称' })).toBe(true)
    expect(standsAs(undefined, { ruling: 'work', name: '补班' })).toBe(false)
  })
})
