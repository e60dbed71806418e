import { describe, expect, test } from 'vitest'
import {
  dayDifferences,
  dayDraftOf,
  dayFaults,
  dayFormOf,
  emptyDay,
  type DayForm
} from '../../src/desk/open-days/day-form.ts'
import { dayTimeToSecond, fieldOf, instantOf, spanWords } from '../../src/desk/open-days/local-time.ts'
import { emptySlot, slotDraftOf, slotFaults, type SlotForm } from '../../src/desk/open-days/slot-form.ts'

describe('times of a field', () => {
  test('are the bureau’s, to the second, whatever the computer’s zone', () => {
    expect(instantOf('2026-12-01T09:00:07')).toBe('2026-12-01T01:00:07.000Z')
    // browsers leave seconds of 00 out
    expect(instantOf('2026-12-01T09:00')).toBe('2026-12-01T01:00:00.000Z')
    expect(instantOf('')).toBeUndefined()
    expect(instantOf('2026-13-01T09:00')).toBeUndefined()
    expect(fieldOf('2026-11-30T16:00:07.000Z')).toBe('2026-12-01T00:00:07')
    expect(dayTimeToSecond('2026-12-01T01:00:07.000Z')).toBe('12月1日 周二 09:00:07')
    expect(spanWords('2026-12-05T01:00:00.000Z', '2026-12-05T02:30:00.000Z')).toBe('12月5日 周六 09:00 到 10:30')
  })
})

const slot: SlotForm = {
  ...emptySlot,
  title: '上午场',
  startsAt: '2026-12-05T09:00',
  endsAt: '2026-12-05T10:30',
  meetingPoint: '东门',
  opensAt: '2026-12-01T09:00:07',
  changeUntil: '2026-12-04T18:00'
}

describe('the form of a slot', () => {
  test('without faults becomes what the server takes', () => {
    expect(slotFaults(slot)).toEqual({})
    expect(slotDraftOf(slot)).toMatchObject({ capacity: 30, opensAt: '2026-12-01T01:00:07.000Z', invited: false })
  })

  test.each([
    ['endsAt', { endsAt: '2026-12-05T08:00' }],
    ['opensAt', { opensAt: '2026-12-05T09:00' }],
    ['changeUntil', { changeUntil: '2026-12-05T09:01' }],
    ['startsAt', { startsAt: '' }],
    ['title', { title: ' ' }],
    ['partyMost', { partyMost: '31' }],
    ['capacity', { capacity: '4' }],
    ['capacity', { capacity: '3.5' }],
    ['offerMinutes', { offerMinutes: '4' }]
  ] as const)('says what is wrong with %s', (field, changes) => {
    expect(Object.keys(slotFaults({ ...slot, ...changes }, 5))).toContain(field)
  })
})

const day: DayForm = {
  ...emptyDay,
  title: '看看菜价',
  summary: '走一遍农贸市场',
  placeName: '统计局',
  placeAddress: '示例路 1 号',
  contactPhone: '010-12345678',
  materials: [{ name: '采价手册', url: '' }]
}

describe('the form of an open day', () => {
  test('goes to the server and comes back', () => {
    expect(dayFaults(day)).toEqual({})
    expect(dayDraftOf(day).materials).toEqual([{ name: '采价手册', url: null }])
    expect(dayFormOf(dayDraftOf(day))).toEqual(day)
  })

  test('says what is wrong, row by row', () => {
    const faults = dayFaults({
      ...day,
      title: '',
      contactPhone: '转 8',
      materials: [
        { name: '', url: '' },
        { name: '表', url: 'http://plain.example' }
      ]
    })
    expect(Object.keys(faults)).toEqual(['title', 'contactPhone', 'material-0-name', 'material-1-url'])
  })

  test('names what somebody else wrote otherwise', () => {
    expect(dayDifferences(day, { ...day, title: '别的标题', materials: [] })).toEqual([
      { label: '标题', now: '别的标题' },
      { label: '材料', now: '没有' }
    ])
  })
})
