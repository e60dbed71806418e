import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { DeskOpenDay, OpenDayFigures } from '#contract/open-days-desk.ts'
import type { Booking, KeptOpenDays } from '#contract/open-days.ts'
import { clock } from '#server/core/clock.ts'
import { askWhoComes } from '#server/open-days/desk-slots.ts'
import { slugOf } from './desk-browser.ts'
import {
  asHolder,
  book,
  booked,
  bookingDraft,
  dayDraft,
  now,
  oneSlot,
  again,
  openBureau,
  shown,
  slotDraft,
  stage
} from './open-day-stage.ts'
import { openPages } from './page-stage.ts'

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
