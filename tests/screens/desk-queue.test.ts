import { describe, expect, test } from 'vitest'
import { sayWhen } from '../../src/citizen/letters/timeline.ts'
import { bulkResult } from '../../src/desk/letters/bulk.ts'
import { filterOf, filterWords, isContact, isNarrowed, isSameFilter } from '../../src/desk/letters/queue-filter.ts'

const office = '01999999-0000-7000-8000-000000000001'

describe('what the list is narrowed by', () => {
  test('is read from the address, and what is none of it is left out', () => {
    expect(
      filterOf({ state: 'signing', kind: 'mailbox', office, due: 'week', grade: '2', search: ' 老街 ', sort: 'newest' })
    ).toEqual({ state: 'signing', kind: 'mailbox', office, due: 'week', grade: '2', search: '老街', sort: 'newest' })
    expect(
      filterOf({ state: 'no', kind: ['mailbox'], office: 'x', due: '', grade: '9', search: '  ', other: '1' })
    ).toEqual({})
    expect([...(filterOf({ search: '长'.repeat(80) }).search ?? '')]).toHaveLength(60)
  })

  test('is said in words', () => {
    const nameOf = (id: string) => (id === office ? '价格科' : undefined)
    expect(filterWords({}, nameOf)).toBe('在办的')
    expect(
      filterWords({ state: 'ended', source: 'hotline', office, handler: 'x', grade: '1', sort: 'oldest' }, nameOf)
    ).toBe('已结束，12345 热线，价格科，某人经办，非常不满意（1 / 5），先来的在上')
  })

  test('shows the same however it is written', () => {
    expect(isSameFilter({ kind: 'fault', sort: 'due' }, { kind: 'fault' })).toBe(true)
    expect(isSameFilter({ kind: 'fault' }, { kind: 'fault', sort: 'newest' })).toBe(false)
    expect(isNarrowed({ state: 'ended', sort: 'newest' })).toBe(false)
    expect(isNarrowed({ due: 'today' })).toBe(true)
  })

  test.each([
    ['13912345678', true],
    [' ０５１２-6543210 ', true],
    ['wang@example.org', true],
    ['20261130123456', false],
    ['000359', false],
    ['ZX-2026-000359', false],
    ['价格@口径', false]
  ])('%s is a contact: %s', (typed, expected) => {
    expect(isContact(typed)).toBe(expected)
  })
})

test('what was not done of many is named with its reason', () => {
  const letters = ['a', 'b', 'c', 'd'].map((id) => ({ id, number: `ZX-2026-00000${id}`, title: `问${id}` }))
  const outcomes = [
    { id: 'a', outcome: 'done' },
    { id: 'b', outcome: 'before' },
    { id: 'c', outcome: 'changed-meanwhile' },
    { id: 'd', outcome: 'done' }
  ] as const
  expect(bulkResult('分给价格科', letters, { outcomes: [...outcomes] })).toEqual({
    said: '分给价格科：2 件办了，1 件早已这样，1 件没办。',
    left: [{ id: 'c', number: 'ZX-2026-00000c', title: '问c', why: '刚被别人办过，看看现在怎样再办' }]
  })
})

test('of a letter that was registered its sender reads the day, not an hour that nobody knows', () => {
  expect(sayWhen('2026-11-22T16:00:00.000Z')).toBe('2026-11-23')
  expect(sayWhen('2026-11-23T01:05:00.000Z')).toBe('2026-11-23 09:05')
})
