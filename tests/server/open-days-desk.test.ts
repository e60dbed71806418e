import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { DeskOpenDay, OpenDayFigures } from '#contract/open-days-desk.ts'
import type { Booking, KeptOpenDays } from '#contract/open-days.ts'
import { clock } from '#server/core/clock.ts'
import type { Db } from '#server/core/db.ts'
import { askWhoComes } from '#server/open-days/desk-slots.ts'
import { eraseDueBookings } from '#server/open-days/erasure.ts'
import { passOnAll } from '#server/open-days/waitlist.ts'
import { slugOf } from './desk-browser.ts'
import { openPages } from './page-stage.ts'
import {
  asHolder,
  book,
  booked,
  bookingDraft,
  changed,
  dayDraft,
  family,
  noon,
  now,
  oneSlot,
  again,
  openBureau,
  openDay,
  shown,
  slotDraft,
  stage,
  taken
} from './open-day-stage.ts'

openBureau()

describe('what a phone keeps of open days', () => {
  const kept = async (since = '') => {
    const response = await stage().fresh.app.inject({ url: `/api/library/open-days${since && `?since=${since}`}` })
    expect(response.statusCode, response.body).toBe(200)
    return response.json<KeptOpenDays>()
  }

  test('is the list with those that come, whole, and nothing where it has them already', async () => {
    const { slot, id } = await oneSlot()
    const { clerk } = stage()
    const draft = (await clerk.send('POST', '/desk/open-days', dayDraft())).json<DeskOpenDay>()
    const { revision, openDays } = await kept()
    expect(openDays?.list.upcoming.map((line) => line.id)).toContain(id)
    const found = openDays?.days.find((day) => day.id === id)
    expect({ ...found, now: '' }).toEqual({ ...(await shown(id)), now: '' })
    expect(JSON.stringify(openDays)).not.toContain(draft.id)
    clock.set(new Date('2026-12-01T04:00:30.000Z'))
    expect(await kept(revision)).toEqual({ revision, openDays: null })
    await booked(slot)
    const after = await kept(revision)
    expect(after.revision).not.toBe(revision)
    expect(after.openDays?.days.find((day) => day.id === id)?.slots[0]?.left).toBe(9)
    clock.set(new Date('2026-12-06T04:00:00.000Z'))
    expect((await kept()).openDays?.days.map((day) => day.id)).not.toContain(id)
  })
})

test('the page of the list is made anew when a slot begins: places in it are offered no more', async () => {
  const { id } = await oneSlot({ startsAt: '2026-12-20T06:00:00.000Z', endsAt: '2026-12-20T07:30:00.000Z' })
  clock.set(new Date('2026-12-20T05:59:55.000Z'))
  const pages = await openPages(stage().fresh)
  try {
    const left = async () => (await pages.page('/open-days')).body.match(new RegExp(`${id} (\\d+)`))?.[1]
    expect(await left()).toBe('10')
    await expect.poll(left, { timeout: 15_000, interval: 500 }).toBe('0')
  } finally {
    await pages.close()
  }
})

describe('what the bureau does', () => {
  test('a slot that moves is told of and counts up in calendars; one that is called off keeps nobody', async () => {
    const { slot, id } = await oneSlot()
    const one = await booked(slot, 2)
    const { clerk } = stage()
    const revision = (await clerk.send('GET', `/desk/open-days/${id}`)).json<DeskOpenDay>().slots[0]?.revision
    const draft = slotDraft({ startsAt: '2026-12-05T07:00:00.000Z', endsAt: '2026-12-05T08:30:00.000Z' })
    const stale = await clerk.send('PUT', `/desk/slots/${slot}`, { draft, revision: (revision ?? 0) + 1 })
    expect(slugOf(stale)).toBe('changed-meanwhile')
    await clerk.send('PUT', `/desk/slots/${slot}`, { draft, revision })
    const moved = await now(one)
    expect(moved.events.at(-1)?.kind).toBe('slotMoved')
    expect(moved.ticket?.calendar).toContain('SEQUENCE:1')
    const off = await clerk.send('POST', `/desk/slots/${slot}/cancellation`, { reason: '会议室漏水' })
    expect(off.json<DeskOpenDay>().slots[0]).toMatchObject({ cancelled: '会议室漏水', taken: 0 })
    const called = await now(one)
    expect([called.state, called.slot.cancelled, called.acts]).toEqual(['calledOff', '会议室漏水', []])
    expect(slugOf(await book(slot, bookingDraft()))).toBe('slot-closed')
  })

  test('an open day that is cancelled stays readable with its reason, and its feed says so', async () => {
    const { slot, id } = await oneSlot()
    const one = await booked(slot)
    const { head, leader, clerk, fresh } = stage()
    expect((await clerk.send('POST', `/desk/open-days/${id}/cancellation`, { reason: '台风' })).statusCode).toBe(403)
    await head.send('POST', `/desk/open-days/${id}/cancellation`, { reason: '台风' })
    expect(await shown(id)).toMatchObject({ state: 'cancelled', cancelled: '台风' })
    expect((await now(one)).state).toBe('calledOff')
    expect(slugOf(await leader.send('POST', `/desk/open-days/${id}/cancellation`, { reason: '再一次' }))).toBe(
      'state-forbids'
    )
    const feed = await fresh.app.inject({ url: '/open-days/calendar.ics' })
    expect(feed.headers['content-type']).toContain('text/calendar')
    expect(feed.body).toContain('STATUS:CANCELLED')
  })

  test('asks the day before, once; the answer stands until the party changes', async () => {
    const { slot } = await oneSlot({ changeUntil: '2026-12-05T05:00:00.000Z' })
    const one = await booked(slot)
    const { db } = stage().fresh
    expect(await askWhoComes(db)).toBe(0)
    clock.set(new Date('2026-12-04T06:00:00.000Z'))
    await askWhoComes(db)
    expect(await askWhoComes(db)).toBe(0)
    expect((await now(one)).acts).toContain('confirm')
    const confirmed = (await asHolder(one, 'POST', '/confirmation')).json<Booking>()
    expect([confirmed.confirmed, confirmed.acts.includes('confirm')]).toEqual([true, false])
  })

  test('a slot that moves to another time asks who comes anew; by some minutes it leaves the answers standing', async () => {
    const one = await oneSlot()
    const [comes, silent] = [await booked(one.slot), await booked(one.slot)]
    const { db } = stage().fresh
    clock.set(new Date('2026-12-04T07:00:00.000Z'))
    await askWhoComes(db)
    await asHolder(comes, 'POST', '/confirmation')
    clock.set(noon)
    await changed(one, { startsAt: '2026-12-05T06:20:00.000Z', endsAt: '2026-12-05T07:50:00.000Z' })
    expect([(await now(comes)).confirmed, (await now(silent)).asked]).toEqual([true, true])
    await changed(one, { startsAt: '2026-12-12T06:20:00.000Z', endsAt: '2026-12-12T07:50:00.000Z' })
    expect(await now(comes)).toMatchObject({ asked: false, confirmed: false, acts: ['change', 'cancel'] })
    expect(await askWhoComes(db)).toBe(0)
    clock.set(new Date('2026-12-11T07:00:00.000Z'))
    expect(await askWhoComes(db)).toBe(2)
    expect((await now(comes)).acts).toContain('confirm')
    expect((await now(comes)).events.filter(({ kind }) => kind === 'asked')).toHaveLength(2)
    // within a day of the new time they are asked at once
    clock.set(noon)
    await changed(one, {
      startsAt: '2026-12-01T09:00:00.000Z',
      endsAt: '2026-12-01T10:00:00.000Z',
      changeUntil: '2026-12-01T08:00:00.000Z'
    })
    expect(await askWhoComes(db)).toBe(2)
  })

  test('who goes to another slot is asked the day before that one', async () => {
    const day = await openDay([{}, { startsAt: '2026-12-12T06:00:00.000Z', endsAt: '2026-12-12T07:00:00.000Z' }])
    const [first = '', second] = day.slots.map(({ id }) => id)
    const one = await booked(first)
    const { db } = stage().fresh
    clock.set(new Date('2026-12-04T07:00:00.000Z'))
    await askWhoComes(db)
    clock.set(noon)
    const moved = await asHolder(one, 'PUT', '/party', { slotId: second, party: family(1) })
    expect(moved.json<Booking>()).toMatchObject({ asked: false, acts: ['change', 'cancel'] })
    clock.set(new Date('2026-12-11T07:00:00.000Z'))
    expect(await askWhoComes(db)).toBe(1)
  })

  test('an offer ends with the beginning of its slot, whenever that is moved to', async () => {
    const one = await oneSlot({ capacity: 1, partyMost: 1, offerMinutes: 600 })
    const had = await booked(one.slot)
    const [waits, next] = [await booked(one.slot), await booked(one.slot)]
    await asHolder(had, 'POST', '/cancellation')
    expect((await now(waits)).offeredUntil).toMatch(/^2026-12-01T14:00:/)
    const times = { capacity: 1, partyMost: 1, offerMinutes: 600, changeUntil: '2026-12-01T04:30:00.000Z' }
    await changed(one, { ...times, startsAt: '2026-12-01T05:00:00.000Z', endsAt: '2026-12-01T06:00:00.000Z' })
    expect((await now(waits)).offeredUntil).toBe('2026-12-01T05:00:00.000Z')
    // later again, it keeps the hour that its holder was told last
    await changed(one, { ...times, startsAt: '2026-12-01T07:00:00.000Z', endsAt: '2026-12-01T08:00:00.000Z' })
    expect(await now(waits)).toMatchObject({ offeredUntil: '2026-12-01T05:00:00.000Z', acts: ['accept', 'decline'] })
    clock.set(new Date('2026-12-01T05:00:00.000Z'))
    expect(slugOf(await asHolder(waits, 'PUT', '/offer', { accept: true }))).toBe('offer-ended')
    await passOnAll(stage().fresh.db)
    expect([(await now(waits)).state, (await now(next)).state]).toEqual(['lapsed', 'offered'])
    expect(await taken(one.slot)).toEqual({ sum: 1, kept: 1 })
  })

  test('an offer that was kept past the beginning is taken by nobody', async () => {
    const { slot } = await oneSlot({ capacity: 1, partyMost: 1 })
    const had = await booked(slot)
    const waits = await booked(slot)
    await asHolder(had, 'POST', '/cancellation')
    await stage().fresh.owner.query(`update bookings set offered_until = '2026-12-05T14:00:00Z' where id = $1`, [
      waits.booking.id
    ])
    clock.set(new Date('2026-12-05T06:00:00.000Z'))
    expect((await now(waits)).acts).toEqual([])
    expect(slugOf(await asHolder(waits, 'PUT', '/offer', { accept: true }))).toBe('offer-ended')
    // it would lapse while another test moves the clock
    await stage().fresh.owner.query(`update bookings set offered_until = '2026-12-01T00:00:00Z' where id = $1`, [
      waits.booking.id
    ])
  })

  describe('in the moment in which a slot moves to another day', () => {
    /** Does `work` while somebody moves the slot; it has seen the old day, and waits or is done when the new one stands. */
    const whileMoved = async (slot: string, day: string, work: (db: Db) => Promise<number>): Promise<number> => {
      const { owner, db } = stage().fresh
      const mover = await owner.connect()
      await mover.query('begin')
      await mover.query('update slots set starts_at = $2, ends_at = $3 where id = $1', [
        slot,
        `${day}T06:00:00Z`,
        `${day}T07:30:00Z`
      ])
      let settled = false
      const working = work(db).finally(() => (settled = true))
      const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => settled || ((await owner.query(waits)).rowCount ?? 0) > 0).toBe(true)
      await mover.query('commit')
      mover.release()
      return await working
    }

    test('nobody is asked of the day that was', async () => {
      const { slot } = await oneSlot()
      const one = await booked(slot)
      clock.set(new Date('2026-12-04T07:00:00.000Z'))
      await whileMoved(slot, '2026-12-18', askWhoComes)
      expect((await now(one)).asked).toBe(false)
      clock.set(new Date('2026-12-17T07:00:00.000Z'))
      await askWhoComes(stage().fresh.db)
      expect((await now(one)).asked).toBe(true)
    })

    test('what names who booked stays for the day that is', async () => {
      const { slot } = await oneSlot()
      const one = await booked(slot)
      clock.set(new Date('2027-01-05T00:00:00.000Z'))
      await whileMoved(slot, '2027-01-20', eraseDueBookings)
      expect((await now(one)).keeping).toMatchObject({ eraseOn: '2027-02-19', erasedOn: null })
      clock.set(new Date('2027-02-19T00:00:00.000Z'))
      await eraseDueBookings(stage().fresh.db)
      expect((await now(one)).keeping.erasedOn).toBe('2027-02-19')
    })
  })

  test('asks how it was when it is over, and counts the year', async () => {
    const { slot, id } = await oneSlot()
    const one = await booked(slot, 2)
    await booked(slot, 3)
    expect(slugOf(await asHolder(one, 'PUT', '/feedback', { overall: 5, understood: 4 }))).toBe('slot-closed')
    clock.set(new Date('2026-12-05T08:00:00.000Z'))
    const [door, clerk] = [await again('door'), await again('clerk')]
    const checkIn = {
      id: '00000000-0000-0000-0000-000000000000',
      slotId: slot,
      bookingId: one.booking.id,
      people: 2,
      at: '2026-12-05T05:55:00.000Z',
      door: '东门'
    }
    expect((await door.send('POST', `/desk/open-days/${id}/check-ins`, { checkIns: [checkIn] })).statusCode).toBe(422)
    const walkIn = { ...checkIn, id: uuidv7(), bookingId: null, people: 4 }
    const told = { checkIns: [{ ...checkIn, id: uuidv7() }, walkIn] }
    expect((await door.send('POST', `/desk/open-days/${id}/check-ins`, told)).statusCode).toBe(200)
    const kept = (
      await asHolder(one, 'PUT', '/feedback', { overall: 5, understood: 4, comment: '讲得清楚' })
    ).json<Booking>()
    expect(kept.feedback).toEqual({ overall: 5, understood: 4, comment: '讲得清楚' })
    await asHolder(one, 'PUT', '/feedback', { overall: 3, understood: 4 })
    await clerk.send('PUT', `/desk/open-days/${id}/after`, { text: '来了六个人。', handedOut: 20 })
    const day = (await clerk.send('GET', `/desk/open-days/${id}`)).json<DeskOpenDay>()
    expect(day.after).toMatchObject({ attended: 6, feedbacks: 1, overall: 3, handedOut: 20 })
    expect((await shown(id)).after).toEqual({ text: '来了六个人。', attended: 6, handedOut: 20, pictures: [] })
    const figures = (await clerk.send('GET', '/desk/open-day-figures/2026')).json<OpenDayFigures>()
    expect(figures).toMatchObject({ attended: 6, walkIns: 4, noShows: 3, feedbacks: 1, handedOut: 20 })
  })
})
