/** The waiting list: places that are free go to the next in line that fits whole, and an offer that ran out goes on at once. */
import { sql } from 'kysely'
import { heldStates } from '#contract/bookings.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { noteBooking } from './events.ts'
import { nextOffers, offerEnd, type Waiting } from './rules.ts'
import { slotRow, lockSlots, setTaken, type SlotRow } from './slots.ts'

/** Who waits for a slot, in the order of the list. */
export async function lineOf(trx: Trx, slotId: string): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select id, people from bookings where slot_id = ${slotId} and state = 'waiting' order by place_in_line`.execute(trx)
  return rows
}

/** A booking that has no claim on its slot any more: another one of the same telephone may take its place. */
export async function letGo(trx: Trx, id: string, state: 'cancelled' | 'lapsed' | 'calledOff'): Promise<void> {
  await sql`update bookings set state = ${state}, offered_until = null where id = ${id}`.execute(trx)
  await sql`update booking_contacts set holds = false where booking_id = ${id}`.execute(trx)
}

async function endOffers(trx: Trx, slot: SlotRow): Promise<number> {
  const { rows } = await sql<Waiting>`
    select id, people from bookings
    where slot_id = ${slot.id} and state = 'offered' and offered_until <= ${clock.now().toISOString()}`.execute(trx)
  let freed = 0
  for (const { id, people } of rows) {
    await letGo(trx, id, 'lapsed')
    await noteBooking(trx, id, 'offerEnded')
    freed += people
  }
  return freed
}

/** Nobody has a claim on a slot that is called off; also who came in while that was done. `actorId`: who did it, if anybody. */
export async function callOffAll(trx: Trx, slotId: string, actorId: string | null): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from bookings where slot_id = ${slotId} and state = any (${[...heldStates]}::text[]) order by id`.execute(
    trx
  )
  for (const { id } of rows) {
    await letGo(trx, id, 'calledOff')
    await noteBooking(trx, id, 'calledOff', actorId)
  }
  await setTaken(trx, slotId, 0)
}

/**
 * Ends offers that ran out and offers what is free to those in line, in the transaction of whatever freed it; the caller
 * has locked the slot. Returns the slot as it stands then.
 */
export async function passOn(trx: Trx, slotId: string): Promise<SlotRow> {
  const slot = await slotRow(trx, slotId)
  if (!slot) throw new Error('a slot that was locked is not there')
  if (slot.cancelled !== null) {
    await callOffAll(trx, slotId, null)
    return slot
  }
  let taken = slot.taken - (await endOffers(trx, slot))
  const now = clock.now()
  const open = slot.published && now.toISOString() < slot.startsAt
  const chosen = open ? nextOffers(await lineOf(trx, slotId), slot.capacity - taken) : []
  for (const { id, people } of chosen) {
    await sql`
      update bookings set state = 'offered', offered_until = ${offerEnd(now, slot).toISOString()} where id = ${id}`.execute(
      trx
    )
    await noteBooking(trx, id, 'offered')
    taken += people
  }
  if (taken === slot.taken) return slot
  await setTaken(trx, slotId, taken)
  return (await slotRow(trx, slotId)) ?? slot
}

/** Slots where an offer has run out, or where somebody waits and places are free. */
async function dueSlots(db: Db): Promise<string[]> {
  const now = clock.now().toISOString()
  const { rows } = await sql<{ id: string }>`
    select slot_id as id from bookings where state = 'offered' and offered_until <= ${now}
    union
    select s.id from slots s join bookings b on b.slot_id = s.id
    where s.cancel_reason is not null and s.ends_at > ${now} and b.state = any (${[...heldStates]}::text[])
    union
    select s.id from slots s join open_days o on o.id = s.open_day_id
    where s.starts_at > ${now} and s.cancel_reason is null and o.state = 'published' and s.taken < s.capacity
      and exists (select from bookings b where b.slot_id = s.id and b.state = 'waiting' and b.people <= s.capacity - s.taken)`.execute(
    db
  )
  return rows.map(({ id }) => id)
}

/** Passes on whatever is due, one transaction a slot. Any process may do it, several at once too. */
export async function passOnAll(db: Db): Promise<number> {
  const due = await dueSlots(db)
  for (const id of due)
    await db.transaction().execute(async (trx) => {
      await lockSlots(trx, [id])
      await passOn(trx, id)
    })
  return due.length
}
