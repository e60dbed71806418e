import { mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useToday } from '../../src/citizen/core/use-today.ts'

afterEach(() => vi.useRealTimers())

test('a page that is looked at over midnight in Shanghai shows the new day', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let now = new Date('2026-12-14T15:59:50Z')
  const page = mount(
    defineComponent(() => {
      const today = useToday(() => now)
      return () => h('p', today.value)
    })
  )
  expect(page.text()).toBe('2026-12-14')
  now = new Date('2026-12-14T16:00:20Z')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(page.text()).toBe('2026-12-15')
  page.unmount()
  expect(vi.getTimerCount()).toBe(0)
})
