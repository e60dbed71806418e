/** The page of reading places: kept ready, and made anew by what moves it. */
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { CalendarYear } from '#contract/calendar-desk.ts'
import { plusDays } from '#contract/calendar.ts'
import type { DeskReadingPlace } from '#contract/reading-places-desk.ts'
import type { ReadingPlaceList } from '#contract/reading-places.ts'
import { syncAnnouncedDays } from '#server/core/announced-days.ts'
import { clock } from '#server/core/clock.ts'
import { announcedCalendar } from '#server/core/working-calendar.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { openPages } from './page-stage.ts'
import { colleague, type Colleague } from './staff.ts'

let fresh: FreshApp
let clerk: Colleague
let admin: Colleague

beforeAll(async () => {
  // Tuesday, 12:00 in Shanghai
  clock.set(new Date('2026-12-01T04:00:00.000Z'))
  fresh = await freshApp()
  clerk = await colleague(fresh.app, fresh.db, 'clerk', ['registryClerk'])
  admin = await colleague(fresh.app, fresh.db, 'admin', ['administrator'])
})
afterAll(async () => {
  clock.set(new Date())
  await fresh.close()
})

const draftOf = (name: string) => ({
  name,
  address: '示例路 1 号',
  directions: '',
  accessibility: '',
  phone: '010-12345678',
  offers: '公报、年鉴',
  rule: '',
  hours: { workday: [{ from: '09:00', to: '17:00' }], restday: [] },
  closures: []
})

const shown = async (id: string) =>
  (await fresh.app.inject({ url: '/api/reading-places' })).json<ReadingPlaceList>().places.find((one) => one.id === id)

test('the page of reading places is made anew when a place changes, when the calendar does, and when the day turns', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const pages = await openPages(fresh)
  try {
    const page = async () => (await pages.page('/reading-places')).body
    await page()
    const { id, revision } = (
      await clerk.send('POST', '/desk/reading-places', { id: uuidv7(), ...draftOf('新开的一处') })
    ).json<DeskReadingPlace>()
    await expect.poll(page).toContain('新开的一处: 2026-12-01 workday, 2026-12-02 workday')
    await clerk.send('PUT', `/desk/reading-places/${id}`, { ...draftOf('改了名的一处'), revision })
    await expect.poll(page).toContain('改了名的一处')
    // what the page carries is for everybody: who changed it is not
    expect(await page()).not.toContain(clerk.session.person.name)

    const year = (await admin.send('GET', '/desk/calendar/2026')).json<CalendarYear>()
    const ruled = await admin.send('PUT', '/desk/calendar/2026', {
      announced: year.announced,
      days: [{ date: '2026-12-02', ruling: 'off', name: '临时放假' }],
      source: '国办发明电〔2026〕99 号',
      revision: year.revision
    })
    expect(ruled.statusCode, ruled.body).toBe(200)
    await expect.poll(page).toContain('改了名的一处: 2026-12-01 workday, 2026-12-02 holiday')
    expect((await shown(id))?.days[1]).toMatchObject({ kind: 'holiday', name: '临时放假', spans: [] })

    // a newer version starts beside this one, and brings days that were announced since
    const owner = await fresh.owner.connect()
    await owner.query('begin')
    const calendar = { ...announcedCalendar, holidays: { ...announcedCalendar.holidays, '2026-12-03': '又一天' } }
    await syncAnnouncedDays(owner, { source: 'chinese-days 99.0.0', calendar })
    await owner.query('commit')
    owner.release()
    await expect.poll(page).toContain('改了名的一处: 2026-12-01 workday, 2026-12-02 holiday, 2026-12-03 holiday')

    // without a change it is the one that is kept, until each process notices that the day has turned
    const made = pages.rendered.length
    clock.set(new Date('2026-12-01T16:00:00.000Z'))
    expect(await page()).toContain('改了名的一处: 2026-12-01 workday')
    expect(pages.rendered).toHaveLength(made)
    vi.advanceTimersByTime(10_000)
    expect(await page()).toContain('改了名的一处: 2026-12-02 holiday')
    expect((await shown(id))?.days.map(({ day }) => day)).toEqual(
      Array.from({ length: 14 }, (_, n) => plusDays('2026-12-02', n))
    )
  } finally {
    vi.useRealTimers()
    await pages.close()
  }
})
