import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import DayRule from '#ui/DayRule.vue'

const tones = (props: { limit: number; left: number | null; used?: number; resting?: boolean }) =>
  mount(DayRule, { props: { ...props, label: 'said in words' } })
    .findAll('rect')
    .map((tick) => tick.classes()[0])

describe('the working-day rule', () => {
  test('has a tick for each working day, today is the last one used', () => {
    expect(tones({ limit: 5, left: 2 })).toEqual(['used', 'used', 'today', 'left', 'left'])
  })

  test('has no tick for today on the day of receipt and on days that do not count', () => {
    expect(tones({ limit: 3, left: 3 })).toEqual(['left', 'left', 'left'])
    expect(tones({ limit: 3, left: 1, resting: true })).toEqual(['used', 'used', 'left'])
  })

  test('shows on the last day that none is left', () => {
    expect(tones({ limit: 2, left: 0 })).toEqual(['used', 'today'])
  })

  test('adds a late tick for each day over', () => {
    expect(tones({ limit: 2, left: -2 })).toEqual(['used', 'used', 'late', 'late'])
  })

  test('of an answered letter shows what was used, and what was used beyond the limit', () => {
    expect(tones({ limit: 3, left: null, used: 1 })).toEqual(['used', 'left', 'left'])
    expect(tones({ limit: 2, left: null, used: 3 })).toEqual(['used', 'used', 'late'])
  })

  test('leaves a gap where days were skipped, and says itself in words', () => {
    const days = [{ date: '2026-11-27', count: 1 }, { date: '2026-11-28' }, { date: '2026-11-30', count: 2 }]
    const rule = mount(DayRule, { props: { limit: 2, left: 2, days, label: '共 2 个工作日，还剩 2 个' } })
    expect(rule.findAll('rect').map((tick) => tick.attributes('x'))).toEqual(['0', '9'])
    expect(rule.get('svg').attributes()).toMatchObject({ role: 'img', 'aria-label': '共 2 个工作日，还剩 2 个' })
  })
})
