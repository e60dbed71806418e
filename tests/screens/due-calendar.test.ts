import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { DueDate } from '#contract/letters.ts'
import DueCalendar from '../../src/citizen/letters/DueCalendar.vue'

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { render: () => null } }]
})

// received on Wednesday 2026-09-30, three working days, the National Day and a make-up Saturday in between
const due: DueDate = {
  dueOn: '2026-10-10',
  limit: 3,
  source: '办理期限规定',
  provisional: false,
  days: [
    ...['01', '02', '03', '04', '05', '06', '07'].map((day) => ({
      date: `2026-10-${day}`,
      reason: 'holiday' as const,
      name: '国庆节'
    })),
    { date: '2026-10-08', reason: 'counted', count: 1 },
    { date: '2026-10-09', reason: 'counted', count: 2 },
    { date: '2026-10-10', reason: 'makeUp', count: 3, name: '国庆节' }
  ]
}

describe('怎么算的', () => {
  beforeAll(async () => {
    await router.push('/letters/ZX-2026-000001')
  })

  const calendar = (shown: DueDate) =>
    mount(DueCalendar, { props: { due: shown, startedOn: '2026-09-30' }, global: { plugins: [router] } })

  test('stands in weeks that begin on Monday, with the day of receipt before the first day', () => {
    const rows = calendar(due).findAll('tbody tr')
    expect(rows).toHaveLength(2)
    const first = rows[0]?.findAll('td').map((cell) => cell.text())
    expect(first?.slice(0, 4)).toEqual(['', '', '9/30收到', '10/1国庆节'])
  })

  test('names each skipped day, counts the others, and marks the make-up day as such', () => {
    const screen = calendar(due)
    expect(screen.findAll('.skipped')).toHaveLength(7)
    expect(screen.get('.due').text()).toBe('调休3')
    expect(screen.text()).toContain('从 10月1日数起，数满 3 个工作日')
    expect(screen.text()).toContain('国庆节 7 天不算，调休上班 1 天算。')
  })

  test('says when the holidays of the next year are not announced', () => {
    expect(calendar(due).find('.soon').exists()).toBe(false)
    expect(
      calendar({ ...due, provisional: true })
        .get('.soon')
        .text()
    ).toContain('还没有公布')
  })
})
