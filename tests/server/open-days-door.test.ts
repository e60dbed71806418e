import { createPublicKey, verify } from 'node:crypto'
import ICAL from 'ical.js'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { CheckIn, DoorList } from '#contract/open-days-door.ts'
import type { DeskOpenDay, OpenDayFigures } from '#contract/open-days-desk.ts'
import type { Booking, OwnBookingData } from '#contract/open-days.ts'
import { readTicket } from '#contract/tickets.ts'
import { clock } from '#server/core/clock.ts'
import { eraseDueBookings } from '#server/open-days/erasure.ts'
import { slugOf } from './desk-browser.ts'
import { again, asHolder, booked, family, now, oneSlot, openBureau, openDay, stage } from './open-day-stage.ts'

openBureau()

const door = async (id: string) => (await stage().door.send('GET', `/desk/open-days/${id}/door`)).json<DoorList>()
const tell = async (id: string, checkIns: CheckIn[]) =>
  (await stage().door.send('POST', `/desk/open-days/${id}/check-ins`, { checkIns })).json<{
    results: { outcome: string; first: { door: string } | null }[]
    list: DoorList
  }>()
const checkIn = (slotId: string, bookingId: string | null, changes: Partial<CheckIn> = {}): CheckIn => ({
  id: uuidv7(),
  slotId,
  bookingId,
  people: 1,
  at: '2026-12-05T05:50:00.000Z',
  door: '东门',
  ...changes
})

/** As a door checks it, from the raw key alone. */
const isSigned = (text: string, key: string): boolean => {
  const ticket = readTicket(text)
  if (!ticket) return false
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64url')])
  return verify(null, ticket.signed, createPublicKey({ key: spki, format: 'der', type: 'spki' }), ticket.signature)
}

describe('a ticket', () => {
  test('is signed with the key that doors have; a changed letter is not', async () => {
    const { slot, id } = await oneSlot()
    const one = await booked(slot, 2)
    const text = one.booking.ticket?.text ?? ''
    const { key } = await door(id)
    expect(isSigned(text, key)).toBe(true)
    expect(readTicket(text)?.facts).toEqual({
      bookingId: one.booking.id,
      slotId: slot,
      code: one.booking.ticket?.code,
      people: 2,
      serial: 1
    })
    const forged = `${text.slice(0, 20)}${text[20] === '0' ? '1' : '0'}${text.slice(21)}`
    expect(isSigned(forged, key)).toBe(false)
  })

  test('is a calendar entry with zone and alarms, which a change mends and does not double', async () => {
    const { slot } = await oneSlot()
    const { booking } = await booked(slot)
    const read = (text: string) => {
      const calendar = new ICAL.Component(ICAL.parse(text) as never)
      const [event] = calendar.getAllSubcomponents('vevent')
      if (!event) throw new Error('no event')
      return { calendar, event, start: event.getFirstPropertyValue('dtstart') as ICAL.Time }
    }
    const { calendar, event, start } = read(booking.ticket?.calendar ?? '')
    const zone = calendar.getFirstSubcomponent('vtimezone')
    expect(zone?.getFirstPropertyValue('tzid')).toBe('Asia/Shanghai')
    expect(event.getFirstProperty('dtstart')?.getParameter('tzid')).toBe('Asia/Shanghai')
    expect(start.toString()).toBe('2026-12-05T14:00:00')
    if (!zone) throw new Error('no time zone')
    expect(new ICAL.Timezone(zone).utcOffset(start)).toBe(8 * 3600)
    expect(event.getAllSubcomponents('valarm').map((alarm) => String(alarm.getFirstPropertyValue('trigger')))).toEqual([
      '-P1D',
      '-PT1H30M'
    ])
    expect(String(event.getFirstPropertyValue('dtstamp'))).toMatch(/Z$/)
    expect(event.getFirstPropertyValue('uid')).toBe(`${slot}@wenzheng`)
    expect(event.getFirstPropertyValue('sequence') ?? 0).toBe(0)
  })
})

describe('the door', () => {
  test('counts a ticket once, whichever door told of it first, and however often', async () => {
    const { slot, id } = await oneSlot()
    const one = await booked(slot, 3)
    const east = checkIn(slot, one.booking.id, { people: 2 })
    const west = checkIn(slot, one.booking.id, { people: 3, door: '西门' })
    const [a, b] = await Promise.all([tell(id, [east]), tell(id, [west])])
    expect([a.results[0]?.outcome, b.results[0]?.outcome].toSorted()).toEqual(['counted', 'double'])
    const again = await tell(id, [east, west])
    expect(again.results.map(({ outcome }) => outcome)).toEqual([a.results[0]?.outcome, b.results[0]?.outcome])
    const { rows } = await stage().fresh.owner.query<{ counted: boolean; people: number }>(
      'select counted, people from check_ins where booking_id = $1',
      [one.booking.id]
    )
    expect(rows).toHaveLength(2)
    expect(rows.filter(({ counted }) => counted)).toHaveLength(1)
    expect((await now(one)).checkedIn?.people).toBe(rows.find(({ counted }) => counted)?.people)
    expect((await now(one)).acts).toEqual([])
  })

  test('knows what was cancelled, and names nobody', async () => {
    const { slot, id } = await oneSlot()
    const stays = await booked(slot, 2, { party: family(2, { needs: ['wheelchair'] }) })
    const goes = await booked(slot)
    await asHolder(goes, 'POST', '/cancellation')
    const list = await door(id)
    expect(list.tickets.map(({ bookingId, state, needs }) => ({ bookingId, state, needs }))).toEqual([
      { bookingId: stays.booking.id, state: 'good', needs: ['wheelchair'] },
      { bookingId: goes.booking.id, state: 'cancelled', needs: [] }
    ])
    expect(JSON.stringify(list)).not.toContain(stays.draft.contact.phone)
    expect(list.goesAt).toBe('2026-12-06T07:30:00.000Z')
  })

  test('counts people in the slot that they were let in to, and misses nobody who came with a ticket of another', async () => {
    const day = await openDay([{}, { startsAt: '2026-12-05T09:00:00.000Z', endsAt: '2026-12-05T10:00:00.000Z' }])
    const [first = '', second = ''] = day.slots.map((slot) => slot.id)
    const early = await booked(second, 3)
    await booked(second, 2)
    await booked(first, 1)
    clock.set(new Date('2026-12-05T10:00:01.000Z'))
    const { send } = await again('clerk')
    const before = (await send('GET', '/desk/open-day-figures/2026')).json<OpenDayFigures>()
    clock.set(new Date('2026-12-01T04:00:00.000Z'))
    const { list } = await tell(day.id, [
      checkIn(first, early.booking.id, { people: 3 }),
      checkIn(second, null, { people: 1 })
    ])
    const one = list.tickets.find(({ bookingId }) => bookingId === early.booking.id)
    expect([one?.slotId, one?.seen]).toEqual([
      second,
      { at: '2026-12-05T05:50:00.000Z', people: 3, door: '东门', slotId: first }
    ])
    const { slots } = (await stage().clerk.send('GET', `/desk/open-days/${day.id}`)).json<DeskOpenDay>()
    expect(slots.map(({ checkedIn }) => checkedIn)).toEqual([3, 1])
    clock.set(new Date('2026-12-05T10:00:01.000Z'))
    const after = (await send('GET', '/desk/open-day-figures/2026')).json<OpenDayFigures>()
    expect(after.attended - before.attended).toBe(4)
    // two of the second slot and the one of the first did not come; the three who came early did
    expect(after.noShows - before.noShows).toBe(3)
  })

  test('refuses what belongs to another open day, and a ticket of another one', async () => {
    const { slot, id } = await oneSlot()
    const other = await oneSlot()
    const one = await booked(other.slot)
    const { results } = await tell(id, [
      checkIn(slot, one.booking.id),
      checkIn(other.slot, null),
      checkIn(slot, uuidv7())
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown'])
    const walkIns = await tell(id, [checkIn(slot, null, { people: 4 })])
    expect(walkIns.list.slots[0]?.walkIns).toBe(4)
    expect((await stage().leader.send('GET', `/desk/open-days/${id}/door`)).statusCode).toBe(403)
  })
})

describe('what names whoever booked', () => {
  const kept = async (id: string) =>
    (await stage().fresh.owner.query('select from booking_contacts where booking_id = $1', [id])).rowCount

  test('is gone on the day that the booking shows, not before', async () => {
    const { slot } = await oneSlot()
    const one = await booked(slot, 2, { party: family(2, { needs: ['hearing'] }) })
    const { db } = stage().fresh
    clock.set(new Date('2027-01-03T15:59:00.000Z'))
    await eraseDueBookings(db)
    expect(await kept(one.booking.id)).toBe(1)
    clock.set(new Date('2027-01-03T16:00:00.000Z'))
    expect(one.booking.keeping.eraseOn).toBe('2027-01-04')
    await eraseDueBookings(db)
    expect(await kept(one.booking.id)).toBe(0)
    const after = await now(one)
    expect([after.party.needs, after.keeping.erasedOn]).toEqual([[], '2027-01-04'])
    expect(await eraseDueBookings(db)).toBe(0)
  })

  test('is shown to its holder, and deleted when asked for once nothing needs it', async () => {
    const { slot } = await oneSlot()
    const one = await booked(slot)
    const own = (await asHolder(one, 'GET', '/own-data')).json<OwnBookingData>()
    expect(own.contact).toEqual(one.draft.contact)
    expect(slugOf(await asHolder(one, 'POST', '/contact-erasure'))).toBe('state-forbids')
    const cancelled = (await asHolder(one, 'POST', '/cancellation')).json<Booking>()
    expect(cancelled.state).toBe('cancelled')
    const erased = (await asHolder(one, 'POST', '/contact-erasure')).json<OwnBookingData>()
    expect(erased.contact).toBeNull()
    expect(await kept(one.booking.id)).toBe(0)
  })

  test('is shown to staff one at a time, and that is noted', async () => {
    const { slot } = await oneSlot()
    const one = await booked(slot)
    const { clerk, leader, fresh } = stage()
    const bookings = await clerk.send('GET', `/desk/slots/${slot}/bookings`)
    expect(bookings.body).not.toContain(one.draft.contact.phone)
    expect((await leader.send('POST', `/desk/bookings/${one.booking.id}/contact`)).statusCode).toBe(403)
    const contact = await clerk.send('POST', `/desk/bookings/${one.booking.id}/contact`)
    expect(contact.json()).toEqual({ phone: one.draft.contact.phone, email: null, groupName: null })
    const { rowCount } = await fresh.owner.query(
      `select from audit_events where act = 'booking.contactShown' and subject_id = $1 and actor_id = $2`,
      [one.booking.id, clerk.id]
    )
    expect(rowCount).toBe(1)
  })
})
