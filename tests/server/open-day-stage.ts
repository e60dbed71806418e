/** What the tests of open days share: a bureau, an open day that is published, parties that book. */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { DeskOpenDay, OpenDayDraft, SlotDraft } from '#contract/open-days-desk.ts'
import type { Booking, BookingDraft, OpenDay, Party } from '#contract/open-days.ts'
import { codeFrom } from '#contract/shapes.ts'
import { clock } from '#server/core/clock.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { colleague, type Colleague } from './staff.ts'

interface Bureau {
  readonly fresh: FreshApp
  readonly clerk: Colleague
  readonly head: Colleague
  readonly leader: Colleague
  readonly door: Colleague
}

let bureau: Bureau | undefined

export const stage = (): Bureau => {
  if (!bureau) throw new Error('call openBureau() at the top of the test file')
  return bureau
}

/** The clock shows this when a test begins. */
export const noon = new Date('2026-12-01T04:00:00.000Z')

/** Somebody who signs in anew: sessions end while the clock jumps. */
export const again = async (role: 'door' | 'clerk'): Promise<Pick<Colleague, 'send'>> => {
  const { fresh } = stage()
  const account = `${role}.${phones}`
  return await colleague(fresh.app, fresh.db, account, [role === 'door' ? 'doorStaff' : 'registryClerk'])
}

/** A server with staff before the tests of a file. */
export function openBureau(settings: () => Promise<Record<string, string>> = async () => ({})): void {
  beforeAll(async () => {
    clock.set(noon)
    const fresh = await freshApp({ LETTERS_PER_HOUR: '10000', LETTERS_OF_DEVICE: '10000', ...(await settings()) })
    const { app, db } = fresh
    bureau = {
      fresh,
      clerk: await colleague(app, db, 'clerk', ['registryClerk']),
      head: await colleague(app, db, 'head', ['registryHead']),
      leader: await colleague(app, db, 'leader', ['leader']),
      door: await colleague(app, db, 'door', ['doorStaff'])
    }
  })
  afterEach(() => clock.set(noon))
  afterAll(async () => {
    clock.set(new Date())
    await stage().fresh.close()
  })
}

export const dayDraft = (changes: Partial<OpenDayDraft> = {}): OpenDayDraft => ({
  kind: 'openDay',
  title: '看看菜价怎么采',
  summary: '跟着采价员走一遍农贸市场。',
  programme: '14:00 集合\n14:10 采价\n15:00 提问',
  place: { name: '统计局东门', address: '示例路 1 号', directions: '地铁 2 号线', accessibility: '东门有坡道' },
  materials: [{ name: '采价手册', url: null }],
  contactPhone: '010-12345678',
  ...changes
})

export const slotDraft = (changes: Partial<SlotDraft> = {}): SlotDraft => ({
  title: '第一场',
  startsAt: '2026-12-05T06:00:00.000Z',
  endsAt: '2026-12-05T07:30:00.000Z',
  meetingPoint: '东门，提前 10 分钟',
  capacity: 10,
  partyMost: 6,
  opensAt: '2026-12-01T00:00:00.000Z',
  changeUntil: '2026-12-04T10:00:00.000Z',
  offerMinutes: 60,
  invited: false,
  ...changes
})

const sent = async (who: Colleague, method: 'POST' | 'PUT', path: string, body: object): Promise<DeskOpenDay> => {
  const response = await who.send(method, path, body)
  expect(response.statusCode, response.body).toBeLessThan(300)
  return response.json<DeskOpenDay>()
}

/** Written by the clerk, with these slots, published by the head. */
export const openDay = async (slots: Partial<SlotDraft>[] = [{}], changes: Partial<OpenDayDraft> = {}) => {
  const { clerk, head } = stage()
  let day = await sent(clerk, 'POST', '/desk/open-days', dayDraft(changes))
  for (const slot of slots) day = await sent(clerk, 'POST', `/desk/open-days/${day.id}/slots`, slotDraft(slot))
  return await sent(head, 'POST', `/desk/open-days/${day.id}/publication`, { revision: day.revision })
}

/** An open day with one slot: its ids. */
export const oneSlot = async (changes: Partial<SlotDraft> = {}) => {
  const day = await openDay([changes])
  return { id: day.id, slot: day.slots[0]?.id ?? '' }
}

/** The clerk changes a slot as it stands. */
export const changed = async ({ id, slot }: { id: string; slot: string }, changes: Partial<SlotDraft>) => {
  const { clerk } = stage()
  const { slots } = (await clerk.send('GET', `/desk/open-days/${id}`)).json<DeskOpenDay>()
  const revision = slots.find((one) => one.id === slot)?.revision
  const response = await clerk.send('PUT', `/desk/slots/${slot}`, { draft: slotDraft(changes), revision })
  expect(response.statusCode, response.body).toBe(200)
}

let phones = 0
export const freshPhone = (): string => `139${String((phones += 1)).padStart(8, '0')}`

export const family = (people: number, changes: Partial<Party> = {}): Party => ({
  kind: people === 1 ? 'alone' : 'family',
  people,
  minors: 0,
  needs: [],
  ...changes
})

export const bookingDraft = (people = 1, changes: Partial<BookingDraft> = {}): BookingDraft => ({
  id: uuidv7(),
  code: codeFrom(randomBytes(12)),
  deviceToken: randomBytes(32).toString('base64url'),
  party: family(people),
  contact: { phone: freshPhone() },
  waitlist: true,
  privacyNotice: '2026-11',
  ...changes
})

export const book = async (slot: string, draft: BookingDraft) =>
  await stage().fresh.app.inject({ method: 'POST', url: `/api/slots/${slot}/bookings`, payload: draft })

/** A booking that was taken, with what opens it. */
export interface Taken {
  readonly draft: BookingDraft
  readonly booking: Booking
}

export const booked = async (slot: string, people = 1, changes: Partial<BookingDraft> = {}): Promise<Taken> => {
  const draft = bookingDraft(people, changes)
  const response = await book(slot, draft)
  expect(response.statusCode, response.body).toBe(201)
  return { draft, booking: response.json<Booking>() }
}

/** A request of whoever holds the booking, by its code. */
export const asHolder = async ({ draft, booking }: Taken, method: 'GET' | 'POST' | 'PUT', act = '', payload?: object) =>
  await stage().fresh.app.inject({
    method,
    url: `/api/bookings/${booking.number}${act}`,
    headers: { authorization: `Code ${draft.code}` },
    ...(payload ? { payload } : {})
  })

/** The booking as it stands. */
export const now = async (taken: Taken): Promise<Booking> => (await asHolder(taken, 'GET')).json<Booking>()

export const shown = async (id: string): Promise<OpenDay> =>
  (await stage().fresh.app.inject({ url: `/api/open-days/${id}` })).json<OpenDay>()

/** People with a place or an offer, counted from the bookings themselves. */
export const taken = async (slot: string): Promise<{ sum: number; kept: number }> => {
  const { rows } = await stage().fresh.owner.query<{ sum: number; kept: number }>(
    `select coalesce(sum(people) filter (where state in ('placed', 'offered')), 0)::integer as sum,
            (select taken from slots where id = $1) as kept
     from bookings where slot_id = $1`,
    [slot]
  )
  const [row] = rows
  if (!row) throw new Error('no such slot')
  return row
}
