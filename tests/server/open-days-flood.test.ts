/** How much one device books: what was booked is never refused again, and what was not taken counts nothing. */
import { expect, test } from 'vitest'
import type { BookingDraft } from '#contract/open-days.ts'
import { slugOf } from './desk-browser.ts'
import { bookingDraft, family, oneSlot, openBureau, stage } from './open-day-stage.ts'

openBureau(() => Promise.resolve({ LETTERS_OF_DEVICE: '2', LETTERS_PER_HOUR: '10000' }))

const send = async (slot: string, draft: BookingDraft, cookie?: string) =>
  await stage().fresh.app.inject({
    method: 'POST',
    url: `/api/slots/${slot}/bookings`,
    payload: draft,
    ...(cookie === undefined ? {} : { headers: { cookie } })
  })

/** Arrivals that count, in all counters of bookings. */
const counted = async (): Promise<Record<string, number>> => {
  const { rows } = await stage().fresh.owner.query<{ bucket: string; requests: number }>(
    `select bucket, sum(requests)::integer as requests from request_counts where bucket like 'bookings%' group by bucket`
  )
  return Object.fromEntries(rows.map(({ bucket, requests }) => [bucket, requests]))
}

test('a device books as often as it may; sent again it is the same, and what is refused counts nothing', async () => {
  const { slot } = await oneSlot({ capacity: 10, partyMost: 3 })
  const { slot: full } = await oneSlot({ capacity: 1, partyMost: 1 })
  const { slot: early } = await oneSlot({ opensAt: '2026-12-01T08:00:00.000Z' })
  const { slot: invited } = await oneSlot({ invited: true })
  await send(full, bookingDraft())
  await stage().fresh.owner.query('delete from request_counts')
  const first = bookingDraft()
  const taken = await send(slot, first)
  expect(taken.statusCode).toBe(201)
  const device = taken.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  expect(device).not.toBe('')
  const one = await counted()
  expect(one).toEqual({ bookings: 1, 'bookings-block': 1, 'bookings-device': 1 })

  const refused = [
    await send(early, bookingDraft(), device),
    await send(slot, bookingDraft(4, { party: family(4) }), device),
    await send(full, bookingDraft(1, { waitlist: false }), device),
    await send(invited, bookingDraft(1, { invite: 'AAAAAAAA' }), device),
    await send('00000000-0000-7000-8000-000000000000', bookingDraft(), device)
  ]
  expect(refused.map(slugOf)).toEqual(['slot-closed', 'invalid', 'slot-full', 'invite-wrong', 'not-found'])
  for (let n = 0; n < 3; n += 1) expect((await send(slot, first, device)).statusCode).toBe(201)
  expect(await counted()).toEqual(one)

  expect((await send(slot, bookingDraft(), device)).statusCode).toBe(201)
  // nor what the database refuses at the last moment
  const phone = await send(slot, bookingDraft(1, { contact: first.contact }))
  expect(slugOf(phone)).toBe('already-booked')
  expect(await counted()).toEqual({ bookings: 2, 'bookings-block': 2, 'bookings-device': 2 })
  const third = await send(slot, bookingDraft(), device)
  expect([third.statusCode, slugOf(third)]).toEqual([429, 'too-many'])
  expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
  expect((await send(slot, first, device)).statusCode).toBe(201)
  expect(await counted()).toEqual({ bookings: 2, 'bookings-block': 2, 'bookings-device': 2 })
  // another device of the same network goes on
  expect((await send(slot, bookingDraft())).statusCode).toBe(201)
})
