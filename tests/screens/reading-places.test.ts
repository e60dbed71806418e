import { describe, expect, test } from 'vitest'
import type { DeskReadingPlace, ReadingPlaceDraft } from '#contract/reading-places-desk.ts'
import { sayDay, sayOpening } from '../../src/citizen/reading-places/say-times.ts'
import { words as english } from '../../src/citizen/reading-places/words.en.ts'
import { words } from '../../src/citizen/reading-places/words.zh.ts'
import {
  emptyPlace,
  placeDifferences,
  placeDraftOf,
  placeFaults,
  placeFormOf,
  sayErrors
} from '../../src/desk/reading-places/place-form.ts'

describe('what a citizen reads', () => {
  test('names the day only when it opens on another one', () => {
    const say = (opening: Parameters<typeof sayOpening>[0]) =>
      sayOpening(opening, { today: '2026-12-01', last: '2026-12-14' }, words)
    expect(say({ open: true, until: '12:00' })).toBe('现在开放，到 12:00')
    expect(say({ open: false, next: { day: '2026-12-01', from: '13:30' } })).toBe('现在不开放，今天 13:30 开放')
    expect(say({ open: false, next: { day: '2026-12-02', from: '09:00' } })).toBe(
      '现在不开放，下次开放：12月2日 周三 09:00'
    )
    expect(say({ open: false, next: null })).toBe('现在不开放，到 12月14日 周一 都不开放')
    expect(say(undefined)).toBe('存下的时间过期了，联网后才知道现在开不开放')
  })

  test('in both languages', () => {
    expect([sayDay('2026-12-06', words), sayDay('2026-12-06', english)]).toEqual(['12月6日 周日', 'Sun 6 Dec'])
    expect(words.closure('12月9日', '12月9日')).toBe('12月9日 不开放：')
    expect(english.closure('Wed 9 Dec', 'Thu 10 Dec')).toBe('Closed Wed 9 Dec to Thu 10 Dec: ')
  })
})

const filled: ReadingPlaceDraft = {
  ...emptyPlace,
  name: ' 大厅 ',
  address: '示例路 1 号',
  phone: '010-12345678',
  offers: '公报、年鉴',
  closures: [{ from: '2026-12-09', to: '2026-12-10', reason: ' 库房消毒 ' }]
}

describe('the form of a reading place', () => {
  test('without faults becomes what the server takes', () => {
    expect(placeFaults(filled)).toEqual({})
    const draft = placeDraftOf(filled)
    expect(draft).toMatchObject({ name: '大厅', rule: '', closures: [{ reason: '库房消毒' }] })
    expect(draft.hours).toEqual(filled.hours)
  })

  test.each([
    ['/name', { name: ' ' }],
    ['/phone', { phone: '打电话' }],
    ['/offers', { offers: '字'.repeat(501) }],
    ['/hours/workday', { hours: { workday: [], restday: [] } }],
    ['/hours/workday/0/to', { hours: { workday: [{ from: '09:00', to: '08:00' }], restday: [] } }],
    ['/hours/restday/0/from', { hours: { workday: [], restday: [{ from: '', to: '08:00' }] } }],
    ['/closures/0/to', { closures: [{ from: '2026-12-09', to: '2026-12-08', reason: '停电' }] }],
    ['/closures/0/from', { closures: [{ from: '', to: '2026-12-08', reason: '停电' }] }],
    ['/closures/0/reason', { closures: [{ from: '2026-12-08', to: '2026-12-08', reason: ' ' }] }]
  ])('says what is wrong at %s', (pointer, changes: Partial<ReadingPlaceDraft>) => {
    expect(Object.keys(placeFaults({ ...filled, ...changes }))).toEqual([pointer])
  })

  test('says what the server found in the same sentences', () => {
    const found = sayErrors([
      { pointer: '/hours/workday/1/from', rule: 'after', limit: '12:00' },
      { pointer: '/closures', rule: 'maxItems', limit: 20 },
      { pointer: '/hours/workday/0/to', rule: 'pattern' }
    ])
    expect(found).toEqual({
      '/hours/workday/1/from': '要晚于上一段关门的 12:00',
      '/closures': '最多 20 行',
      '/hours/workday/0/to': '写得不对，改一下'
    })
  })

  test('is a copy, and names what another version says otherwise', () => {
    const place: DeskReadingPlace = {
      ...filled,
      id: '0193b000-0000-7000-8000-000000000001',
      closedOn: null,
      revision: 2,
      changedBy: '主任甲',
      changedAt: '2026-12-01T04:00:00.000Z',
      demo: false
    }
    const form = placeFormOf(place)
    expect(Object.keys(form).toSorted()).toEqual(Object.keys(emptyPlace).toSorted())
    form.hours.workday.pop()
    form.name = '新大厅'
    expect(place.hours.workday).toHaveLength(2)
    expect(placeDifferences(form, { ...place, closures: [] })).toEqual([
      { label: '名称', now: '大厅' },
      { label: '工作日', now: '09:00–12:00，13:30–17:00' },
      { label: '临时不开放', now: '空着' }
    ])
  })
})
