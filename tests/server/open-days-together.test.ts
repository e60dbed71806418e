/** Bookings of one slot that come in one moment are written in one statement: each as if it had come alone. */
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { expect, test, vi } from 'vitest'
import type { Booking, BookingDraft } from '#contract/open-days.ts'
import { storeBookings } from '#server/open-days/store-bookings.ts'
import { slugOf } from './desk-browser.ts'
import { book, booked, bookingDraft, now, oneSlot, openBureau, stage, taken } from './open-day-stage.ts'

openBureau()

const linesOf = async (slot: string): Promise<{ id: string; state: string }[]> =>
  (
    await stage().fresh.owner.query<{ id: string; state: string }>(
      'select id, state from bookings where slot_id = $1 order by place_in_line',
      [slot]
    )
  ).rows

test('who came first is served first; a party that does not fit whole waits, and nobody smaller overtakes what would do for it', async () => {
  const { slot } = await oneSlot({ capacity: 6, partyMost: 4 })
  const people = [1, 3, 4, 2, 1, 3]
  const drafts = people.map((n) => bookingDraft(n))
  const answers = await Promise.all(drafts.map(async (draft) => await book(slot, draft)))
  const told = answers.map((answer) => answer.json<Booking>())
  // 1 and 3 fit; 4 does not and waits; 2 fits into what is left, since that would not do for the 4; then it is full
  expect(told.map(({ state }) => state)).toEqual(['placed', 'placed', 'waiting', 'placed', 'waiting', 'waiting'])
  expect(told.map(({ ahead }) => ahead)).toEqual([null, null, 0, null, 1, 2])
  expect(await linesOf(slot)).toEqual(drafts.map(({ id }, n) => ({ id, state: told[n]?.state })))
  expect(await taken(slot)).toEqual({ sum: 6, kept: 6 })
  expect(new Set(told.map(({ number }) => number)).size).toBe(6)
  // the last one was told how the slot stands with all of them
  const [draft, booking] = [drafts[5], told[5]]
  if (!draft || !booking) throw new Error('six were sent')
  expect(booking.slot).toEqual((await now({ draft, booking })).slot)
})

test('two of one telephone, one id twice, one without patience: only these are refused, and everybody else has what was booked', async () => {
  const { slot } = await oneSlot({ capacity: 3, partyMost: 3 })
  const first = bookingDraft()
  const again = bookingDraft(1, { contact: first.contact })
  const twice = bookingDraft()
  const other = { ...twice, waitlist: !twice.waitlist }
  const last = bookingDraft()
  const impatient = bookingDraft(1, { waitlist: false })
  const patient = bookingDraft()
  const answers = await Promise.all(
    // the first goes alone, the others go together
    [last, first, again, twice, twice, other, impatient, patient].map(async (draft) => await book(slot, draft))
  )
  const [third, one, met, ours, same, changed, full, waits] = answers.map((answer) =>
    answer.statusCode === 201 ? answer.json<Booking>().state : slugOf(answer)
  )
  expect([one, met].toSorted()).toEqual(['already-booked', 'placed'])
  expect([ours, same]).toEqual(['placed', 'placed'])
  expect([changed, third, full, waits]).toEqual(['already-sent', 'placed', 'slot-full', 'waiting'])
  expect(answers[3]?.json<Booking>().number).toBe(answers[4]?.json<Booking>().number)
  const lines = await linesOf(slot)
  expect(lines.map(({ state }) => state).toSorted()).toEqual(['placed', 'placed', 'placed', 'waiting'])
  expect(await taken(slot)).toEqual({ sum: 3, kept: 3 })
  const { rows } = await stage().fresh.owner.query<{ contacts: number; events: number; audited: number }>(
    `select (select count(*)::integer from booking_contacts where slot_id = $1) as contacts,
            (select count(*)::integer from booking_events e join bookings b on b.id = e.booking_id where b.slot_id = $1) as events,
            (select count(*)::integer from audit_events where subject_id = any (
              select id::text from bookings where slot_id = $1) and act like 'booking.%') as audited`,
    [slot]
  )
  expect(rows[0]).toEqual({ contacts: 4, events: 4, audited: 4 })
})

test('where the slot was called off between asking and writing, nobody is put in line', async () => {
  const { slot } = await oneSlot({ capacity: 1, partyMost: 1 })
  const { context, owner } = stage().fresh
  await owner.query(`update slots set cancel_reason = '停电' where id = $1`, [slot])
  const record = {
    draft: bookingDraft(),
    digest: Buffer.alloc(32),
    number: 'HD2026-99999',
    ticketCode: 'ABCDEFGH',
    at: new Date(),
    demo: false
  }
  expect(await storeBookings(context, slot, [record], () => sql`select where false`)).toEqual([undefined])
  expect(await linesOf(slot)).toEqual([])
})

/** What another process does while it holds the lock of a slot, and bookings that wait for it meanwhile. */
async function meanwhile(
  slot: string,
  act: (client: PoolClient) => Promise<unknown>,
  drafts: readonly BookingDraft[]
): Promise<(Booking | string)[]> {
  const { owner } = stage().fresh
  const other = await owner.connect()
  try {
    await other.query('begin')
    await other.query('select from slots where id = $1 for no key update', [slot])
    await act(other)
    const asked = Promise.all(drafts.map(async (draft) => await book(slot, draft)))
    await vi.waitFor(async () => {
      const { rows } = await owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%locked%'`
      )
      expect(rows).toHaveLength(1)
    })
    await other.query('commit')
    return (await asked).map((answer) => (answer.statusCode === 201 ? answer.json<Booking>() : (slugOf(answer) ?? '')))
  } finally {
    other.release()
  }
}

const copyOf = `
  with one as (
    insert into bookings (id, slot_id, number, content_digest, code_hash, device_hash, ticket_code, state, party_kind, people,
                          minors, needs, booked_at)
    select gen_random_uuid(), slot_id, $2, content_digest, code_hash, device_hash, $3, 'waiting', party_kind, people, minors,
           needs, booked_at from bookings where slot_id = $1 limit 1
    returning id, slot_id)
  insert into booking_contacts (booking_id, slot_id, contact_sealed, phone_index)
  select id, slot_id, '', $4 from one`

test('who waited for the lock of the slot is told of those who were put in line meanwhile, and of who has the telephone', async () => {
  const { slot } = await oneSlot({ capacity: 1, partyMost: 1 })
  await booked(slot)
  const { sealer } = stage().fresh.context
  const [lone, met, last] = [bookingDraft(), bookingDraft(), bookingDraft()]
  const told = await meanwhile(
    slot,
    async (other) => {
      const phone = sealer.blindIndex('booking-phone', met.contact.phone)
      await other.query(copyOf, [slot, 'HD2026-88888', 'ABCDEFGH', phone])
    },
    [lone]
  )
  expect(told[0]).toMatchObject({ state: 'waiting', ahead: 1 })
  const later = await meanwhile(
    slot,
    async (other) => {
      const phone = sealer.blindIndex('booking-phone', last.contact.phone)
      await other.query(copyOf, [slot, 'HD2026-88889', 'ABCDEFGJ', phone])
    },
    [last, met, bookingDraft()]
  )
  expect(later[0]).toBe('already-booked')
  expect(later[1]).toBe('already-booked')
  expect(later[2]).toMatchObject({ state: 'waiting', ahead: 3 })
})

test('a slot that was moved while a booking waited for it is shown as it is now', async () => {
  const { slot } = await oneSlot()
  const [told] = await meanwhile(
    slot,
    async (other) =>
      await other.query(
        `update slots set starts_at = starts_at + interval '30 minutes', revision = revision + 1 where id = $1`,
        [slot]
      ),
    [bookingDraft()]
  )
  expect(told).toMatchObject({ state: 'placed', slot: { startsAt: '2026-12-05T06:30:00.000Z' } })
})
