import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { NoAnswerError } from '#ui/failures.ts'
import CaseRow from '../../src/citizen/core/CaseRow.vue'
import ReadLetter from '../../src/citizen/letters/ReadLetter.vue'
import { kept, letter } from './own-letter.ts'
import { keepOnly, keptCase } from './phone-in-memory.ts'

// workers are used again: what stands on the phone here must not reach another file
vi.hoisted(() => vi.resetModules())
afterAll(() => vi.resetModules())

const { server } = vi.hoisted(() => ({ server: vi.fn<(route: string) => Promise<unknown>>() }))
vi.mock('#ui/api.ts', () => ({ api: server, holderHeaders: () => ({}) }))
vi.mock('../../src/citizen/core/phone.ts', async () => (await import('./phone-in-memory.ts')).phoneInMemory)

const number = 'ZX-2026-000001'
const lastDay = '2026-11-30'
const router = createRouter({
  history: createMemoryHistory(),
  routes: [
    { path: '/letters/:number', component: ReadLetter },
    { path: '/:rest(.*)*', component: { render: () => null } }
  ]
})
let page: VueWrapper | undefined

/** The letter, due on Monday 30 November, is opened; the server's clock shows `now`. */
async function openLetter(now: string): Promise<() => string> {
  server.mockImplementation(async (route) => {
    if (route !== 'GET /letters/:number') throw new NoAnswerError(route)
    return letter({ today: lastDay, now })
  })
  await router.push(`/letters/${number}`)
  const open = mount(ReadLetter, { global: { plugins: [router] } })
  page = open
  // what is fetched on demand comes in its own time
  await vi.waitFor(() => expect(server).toHaveBeenCalledWith('GET /letters/:number', expect.anything()))
  await flushPromises()
  return () => open.get('.due-line').text()
}

/** So much later by the phone, which has no network any more. */
async function later(instant: string): Promise<void> {
  server.mockRejectedValue(new NoAnswerError('no network'))
  vi.setSystemTime(instant)
  await vi.advanceTimersByTimeAsync(30_000)
  document.dispatchEvent(new Event('visibilitychange'))
  await flushPromises()
}

beforeEach(() => {
  server.mockReset()
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  keepOnly({ cases: [{ ...kept({}), keptAt: '2026-11-23T01:00:00.000Z' }] })
})
afterEach(() => {
  page?.unmount()
  vi.useRealTimers()
})

test('the page of a letter goes on with the day: over midnight the limit has ended', async () => {
  vi.setSystemTime('2026-11-30T15:50:00.000Z')
  const says = await openLetter('2026-11-30T15:50:00.000Z')
  expect(says()).toContain('今天到期')
  await later('2026-11-30T16:00:30.000Z')
  expect(says()).toContain('超期 1 天')
})

test('resumed a week later without a network it does not say what stood last week', async () => {
  vi.setSystemTime('2026-11-30T02:00:00.000Z')
  const says = await openLetter('2026-11-30T02:00:00.000Z')
  await later('2026-12-07T02:00:00.000Z')
  expect(says()).toContain('超期 7 天')
})

test.each([
  ['a day ahead', '2026-12-01T02:00:00.000Z', '2026-12-01T15:59:00.000Z', '2026-12-01T16:01:00.000Z'],
  ['a day behind', '2026-11-29T02:00:00.000Z', '2026-11-29T15:59:00.000Z', '2026-11-29T16:01:00.000Z']
])('by a phone whose clock is %s the limit ends when it ends at the server', async (_, read, before, after) => {
  vi.setSystemTime(read)
  const says = await openLetter('2026-11-30T02:00:00.000Z')
  const row = () =>
    mount(CaseRow, { props: { kept: keptCase(number) }, global: { plugins: [router] } })
      .get('.when')
      .text()
  expect([says(), row()]).toEqual([expect.stringContaining('今天到期'), '今天到期'])
  await later(before)
  expect([says(), row()]).toEqual([expect.stringContaining('今天到期'), '今天到期'])
  await later(after)
  expect([says(), row()]).toEqual([expect.stringContaining('超期 1 天'), '超期 1 天'])
})

test('a clock that is minutes fast moves no day: read just before midnight, it is the next day just after it', async () => {
  vi.setSystemTime('2026-11-30T16:02:00.000Z')
  const says = await openLetter('2026-11-30T15:57:00.000Z')
  expect(says()).toContain('今天到期')
  await later('2026-11-30T16:06:00.000Z')
  expect(says()).toContain('超期 1 天')
})
