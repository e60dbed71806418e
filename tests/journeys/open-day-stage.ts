/** An open day to make journeys in: written by one, published by another, booked by phones that have no face here. */
import { randomBytes } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import type { DeskOpenDay, OpenDayDraft, SlotDraft } from '#contract/open-days-desk.ts'
import type { Booking, BookingDraft } from '#contract/open-days.ts'
import { codeFrom } from '#contract/shapes.ts'
import { atDesk, expect, type Bureau } from './bureau.ts'

type Send = <Reply>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<Reply>

/** Calls the API as whoever is signed in at the page. */
export const sendAs =
  (page: Page, base: string): Send =>
  async <Reply>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
    const session = await page.request.get(`${base}/api/desk/session`)
    const { csrfToken } = (await session.json()) as { csrfToken: string }
    const response = await page.request.fetch(`${base}/api${path}`, {
      method,
      headers: { 'x-csrf-token': csrfToken },
      ...(body === undefined ? {} : { data: body })
    })
    expect(response.status(), await response.text()).toBeLessThan(300)
    return (await response.json()) as Reply
  }

export const minutesFromNow = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()

export const dayDraft = (title: string): OpenDayDraft => ({
  kind: 'openDay',
  title,
  summary: '跟着采价员走一遍农贸市场。',
  programme: '集合\n采价\n提问',
  place: { name: '统计局东门', address: '示例路 1 号', directions: '地铁 2 号线', accessibility: '东门有坡道' },
  materials: [
    { name: '采价手册', url: null },
    { name: '价格怎么算', url: '/glossary' }
  ],
  contactPhone: '010-12345678'
})

/** A slot that begins in so many minutes and takes two hours. */
export const slotDraft = (title: string, inMinutes: number, changes: Partial<SlotDraft> = {}): SlotDraft => ({
  title,
  startsAt: minutesFromNow(inMinutes),
  endsAt: minutesFromNow(inMinutes + 120),
  meetingPoint: '东门',
  capacity: 20,
  partyMost: 6,
  opensAt: minutesFromNow(-60),
  changeUntil: minutesFromNow(inMinutes - 1),
  offerMinutes: 60,
  invited: false,
  ...changes
})

export interface Desk {
  readonly clerk: Page
  readonly head: Page
  /** Writes it and publishes it. */
  readonly open: (title: string, slots: readonly SlotDraft[]) => Promise<DeskOpenDay>
}

/** The two people that an open day needs. */
export const twoAtTheDesk = async (browser: Browser, bureau: Bureau): Promise<Desk> => {
  const [clerk, head] = [await atDesk(browser, bureau, 'clerk'), await atDesk(browser, bureau, 'registry')]
  const open: Desk['open'] = async (title, slots) => {
    const write = sendAs(clerk, bureau.base)
    let day = await write<DeskOpenDay>('POST', '/desk/open-days', dayDraft(title))
    for (const slot of slots) day = await write('POST', `/desk/open-days/${day.id}/slots`, slot)
    return await sendAs(head, bureau.base)('POST', `/desk/open-days/${day.id}/publication`, { revision: day.revision })
  }
  return { clerk, head, open }
}

let phones = 0

export interface Ticketed {
  readonly booking: Booking
  readonly text: string
  readonly code: string
  /** the query code that opens the booking; `code` is the ticket's */
  readonly holderCode: string
  readonly deviceToken: string
}

/** Books so many places, as a phone does; returns the ticket. */
export const book = async (page: Page, base: string, slotId: string, people: number): Promise<Ticketed> => {
  const draft: BookingDraft = {
    id: uuidv7(),
    code: codeFrom(randomBytes(12)),
    deviceToken: randomBytes(32).toString('base64url'),
    party: { kind: people === 1 ? 'alone' : 'family', people, minors: 0, needs: people > 2 ? ['wheelchair'] : [] },
    contact: { phone: `139${String((phones += 1)).padStart(8, '0')}` },
    waitlist: false,
    privacyNotice: '2026-11'
  }
  const response = await page.request.post(`${base}/api/slots/${slotId}/bookings`, { data: draft })
  expect(response.status(), await response.text()).toBe(201)
  const booking = (await response.json()) as Booking
  const { ticket } = booking
  if (!ticket) throw new Error('the booking has no ticket')
  return { booking, text: ticket.text, code: ticket.code, holderCode: draft.code, deviceToken: draft.deviceToken }
}

/** Gives the places of a booking back. */
export const giveBack = async (page: Page, base: string, { booking, deviceToken }: Ticketed): Promise<void> => {
  const response = await page.request.post(`${base}/api/bookings/${booking.number}/cancellation`, {
    headers: { authorization: `Device ${deviceToken}` }
  })
  expect(response.status(), await response.text()).toBe(200)
}
