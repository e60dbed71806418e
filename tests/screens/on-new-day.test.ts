import { flushPromises, mount, shallowMount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

/** What the server says of the one letter; `today` and `workingDaysLeft` follow its clock. */
let revision = 1
const served = () => {
  const today = Date.now() < Date.parse('2026-11-24T16:00:00Z') ? '2026-11-24' : '2026-11-25'
  const left = today === '2026-11-24' ? 0 : -1
  return { id: 'letter', revision, dueOn: '2026-11-24', today, workingDaysLeft: left }
}
const asked: string[] = []
let page: VueWrapper | undefined

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  vi.setSystemTime('2026-11-24T15:59:30Z')
  revision = 1
  asked.length = 0
  vi.resetModules()
  vi.doMock('../../src/desk/core/desk-call.ts', () => ({
    deskCall: async (route: string) => {
      asked.push(route)
      if (route === 'GET /desk/reviews/:id') throw new Error('out of reach')
      const one = served()
      if (route === 'GET /desk/letters') return { letters: [one], counts: {}, today: one.today, next: null }
      return route === 'GET /desk/reviews' ? { reviews: [one], counts: {}, today: one.today, next: null } : one
    }
  }))
})
afterEach(() => {
  page?.unmount()
  vi.useRealTimers()
  vi.doUnmock('../../src/desk/core/desk-call.ts')
  vi.resetModules()
})

/** Nobody touches the page meanwhile. */
const pass = async (minutes: number) => {
  await vi.advanceTimersByTimeAsync(minutes * 60_000)
  await flushPromises()
}
const plugins = () => {
  const routes = [
    { path: '/:id?', name: 'letters', component: {} },
    { path: '/reviews/:id?', name: 'reviews', component: {} }
  ]
  return [createPinia(), createRouter({ history: createMemoryHistory(), routes })]
}

describe('a page of the desk that stays in view over midnight', () => {
  test('reads the queue again, once', async () => {
    const { default: LetterDesk } = await import('../../src/desk/letters/LetterDesk.vue')
    const { useLetterQueue } = await import('../../src/desk/letters/queue.ts')
    page = shallowMount(LetterDesk, { global: { plugins: plugins() } })
    await flushPromises()
    const queue = useLetterQueue()
    expect([queue.today, queue.letters?.[0]?.workingDaysLeft]).toEqual(['2026-11-24', 0])
    await pass(2)
    expect([queue.today, queue.letters?.[0]?.workingDaysLeft]).toEqual(['2026-11-25', -1])
    await pass(60)
    expect(asked).toEqual(['GET /desk/letters', 'GET /desk/letters'])
  })

  test('reads the list of reviews again', async () => {
    const { default: ReviewDesk } = await import('../../src/desk/letters/ReviewDesk.vue')
    const { useReviews } = await import('../../src/desk/letters/reviews.ts')
    page = shallowMount(ReviewDesk, { global: { plugins: plugins() } })
    await flushPromises()
    await pass(2)
    expect(useReviews().today).toBe('2026-11-25')
  })

  test('reads the opened review again', async () => {
    const { default: ReviewCase } = await import('../../src/desk/letters/ReviewCase.vue')
    page = shallowMount(ReviewCase, { props: { id: 'review' }, global: { plugins: plugins() } })
    await flushPromises()
    await pass(2)
    expect(asked).toEqual(['GET /desk/reviews/:id', 'GET /desk/reviews/:id'])
  })

  test('counts the days of the opened letter anew; what somebody else changed is looked at first', async () => {
    const { useLetter } = await import('../../src/desk/letters/use-letter.ts')
    let opened: ReturnType<typeof useLetter> | undefined
    page = mount(
      {
        setup() {
          opened = useLetter('letter')
          return () => null
        }
      },
      { global: { plugins: plugins() } }
    )
    await opened?.load()
    expect(opened?.letter.value).toMatchObject({ today: '2026-11-24', workingDaysLeft: 0 })
    await pass(2)
    expect(opened?.letter.value).toMatchObject({ today: '2026-11-25', workingDaysLeft: -1 })
    revision = 2
    await pass(24 * 60)
    expect(opened?.letter.value?.revision).toBe(1)
    expect(opened?.changed.value?.revision).toBe(2)
  })
})
