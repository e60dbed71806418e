/** Booking places: acknowledged means held, sending again never makes a second booking, and a slot is never overfull. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { dayOf } from '#contract/calendar.ts'
import { type Booking, type BookingDraft, type BookingEventKind, bookingSeries } from '#contract/open-days.ts'
import { partyErrors } from '#contract/party.ts'
import { ticketCodeFrom } from '#contract/tickets.ts'
import { admit, type Sender } from '../core/admission.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import { contentDigest } from '../core/content-digest.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { hashCode, hashDevice } from '../core/holder.ts'
import { admitTry, refuseWhenSpent } from '../core/limits.ts'
import { nextNumbers } from '../core/numbers.ts'
import { problem } from '../core/problems.ts'
import { contactPlace, readBooking, type SealedContact } from './read-booking.ts'
import { nextOffers } from './rules.ts'
import { findSlot, lockSlots, setTaken, type SlotRow } from './slots.ts'
import { lineOf } from './waitlist.ts'

/** Whether the id was booked before; throws `already-sent` when it was with another content. */
async function isBooked(db: Db | Trx, id: string, digest: Buffer): Promise<boolean> {
  const { rows } = await sql<{ digest: Buffer }>`
    select content_digest as digest from bookings where id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return false
  if (!timingSafeEqual(row.digest, digest)) throw problem('already-sent')
  return true
}

const wrongInvites = { most: 20, seconds: 3600 }

/** Throws `slot-closed` where nothing can be booked now; before the opening second with the seconds to wait. */
export function refuseClosed(slot: SlotRow): void {
  const now = clock.now()
  if (!slot.published || slot.cancelled !== null || now.toISOString() >= slot.startsAt) throw problem('slot-closed')
  const wait = Math.ceil((Date.parse(slot.opensAt) - now.getTime()) / 1000)
  if (wait > 0) throw problem('slot-closed', { retryAfter: wait })
}

/** Throws `invite-wrong`; who guesses is slowed down, whatever slot it is. */
async function refuseUninvited({ db, config }: Context, slot: SlotRow, invite: string | undefined, address: string) {
  if (slot.inviteCode === null) {
    if (invite !== undefined)
      throw problem('invalid', { errors: [{ pointer: '/invite', rule: 'additionalProperties' }] })
    return
  }
  const tries = [{ bucket: 'wrong-invite', key: address, limit: wrongInvites, network: true }]
  await refuseWhenSpent(db, config, tries)
  const right = invite === slot.inviteCode
  await admitTry(db, config, tries, !right)
  if (!right) throw problem('invite-wrong')
}

/** What is written down of a booking besides its slot and state. */
export interface BookingRecord {
  readonly draft: BookingDraft
  readonly digest: Buffer
  readonly number: string
  readonly at: Date
  readonly demo: boolean
  readonly tell: Tell
}

/** Notes where word of a booking goes, in the transaction of the booking; it comes from the notices. */
export type Tell = (
  context: Context,
  trx: Trx,
  bookingId: string,
  to: { readonly contact: BookingDraft['contact']; readonly language: 'zh' | 'en' }
) => Promise<void>

/** Two bookings of one telephone meet in the database, whoever was first. */
export function asAlreadyBooked(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'booking_contacts_once' ? problem('already-booked') : error
}

/** Seals how to reach whoever booked, with what a group calls itself. */
export const sealContact = (
  { sealer }: Context,
  id: string,
  { contact, party }: Pick<BookingDraft, 'contact' | 'party'>
) => {
  const sealed: SealedContact = { ...contact, ...(party.groupName === undefined ? {} : { groupName: party.groupName }) }
  return sealer.seal(JSON.stringify(sealed), contactPlace(id))
}

/** Writes one booking with its contact and its first event, in one statement; false when the id is there already. */
async function write(
  context: Context,
  trx: Trx,
  slotId: string,
  state: 'placed' | 'waiting',
  { draft, digest, number, at, demo, tell }: BookingRecord
): Promise<boolean> {
  const { config, sealer } = context
  const { id, party, contact } = draft
  const kind: BookingEventKind = state === 'placed' ? 'booked' : 'waitlisted'
  try {
    const { rows } = await sql`
      with booked as (
        insert into bookings (id, slot_id, number, content_digest, code_hash, device_hash, ticket_code, state, party_kind, people,
                              minors, needs, booked_at, demo)
        values (${id}, ${slotId}, ${number}, ${digest}, ${hashCode(config, draft.code)}, ${hashDevice(draft.deviceToken)},
                ${ticketCodeFrom(randomBytes(5))}, ${state}, ${party.kind}, ${party.people}, ${party.minors},
                ${party.needs}::text[], ${at.toISOString()}, ${demo})
        on conflict (id) do nothing returning id, slot_id),
      reached as (
        insert into booking_contacts (booking_id, slot_id, contact_sealed, phone_index)
        select id, slot_id, ${sealContact(context, id, draft)}, ${sealer.blindIndex('booking-phone', contact.phone)}::bytea
        from booked)
      insert into booking_events (id, booking_id, position, kind, at)
      select ${uuidv7()}::uuid, id, 1, ${kind}, ${at.toISOString()}::timestamptz from booked returning booking_id`.execute(
      trx
    )
    if (rows.length === 0) return false
  } catch (error) {
    throw asAlreadyBooked(error)
  }
  await tell(context, trx, id, { contact, language: draft.language ?? 'zh' })
  await audit(trx, { actorId: null, act: `booking.${kind}`, subjectKind: 'booking', subjectId: id })
  return true
}

/**
 * Takes places where the party fits whole and nobody in line would have them, under the lock of the slot. `full`: nothing
 * was written and the lock is free again, so that thousands who come too late do not wait for each other.
 */
async function takePlaces(context: Context, slotId: string, record: BookingRecord): Promise<'done' | 'known' | 'full'> {
  const { id, party } = record.draft
  return await context.db.transaction().execute(async (trx) => {
    await lockSlots(trx, [slotId])
    const slot = await findSlot(trx, slotId)
    if (!slot) throw problem('not-found')
    if (!record.demo) refuseClosed(slot)
    const line = [...(slot.waiting > 0 ? await lineOf(trx, slotId) : []), { id, people: party.people }]
    if (!nextOffers(line, slot.capacity - slot.taken).some((one) => one.id === id)) return 'full'
    if (!(await write(context, trx, slotId, 'placed', record))) return 'known'
    await setTaken(trx, slotId, slot.taken + party.people)
    return 'done'
  })
}

/**
 * Stores a booking: with places, or on the waiting list where that was agreed to; false when the id is there already.
 * Throws `slot-full`, `already-booked`.
 */
export async function storeBooking(context: Context, slot: SlotRow, record: BookingRecord): Promise<boolean> {
  const { draft } = record
  const mayFit = slot.taken + draft.party.people <= slot.capacity
  const taken = mayFit ? await takePlaces(context, slot.id, record) : 'full'
  if (taken !== 'full') return taken === 'done'
  if (!draft.waitlist) throw problem('slot-full')
  return await context.db.transaction().execute(async (trx) => await write(context, trx, slot.id, 'waiting', record))
}

/**
 * Books what a phone asks for. The same id again gets the booking as it stands; with another content, `already-sent`.
 * Throws `not-found`, `slot-closed`, `invalid`, `invite-wrong`, `slot-full`, `already-booked`, `too-many`, `work-needed`.
 */
export async function bookSlot(
  context: Context,
  slotId: string,
  draft: BookingDraft,
  { sender, tell }: { readonly sender: Sender; readonly tell: Tell }
): Promise<Booking> {
  const { db, config } = context
  const digest = contentDigest(config, 'booking-content', { slotId, ...draft })
  if (!(await isBooked(db, draft.id, digest))) {
    const slot = await findSlot(db, slotId)
    if (!slot) throw problem('not-found')
    refuseClosed(slot)
    const errors = partyErrors(draft.party, slot.partyMost)
    if (errors.length > 0) throw problem('invalid', { errors })
    await refuseUninvited(context, slot, draft.invite, sender.address)
    if (slot.taken + draft.party.people > slot.capacity && !draft.waitlist) throw problem('slot-full')
    await admit(context, { what: 'bookings', id: draft.id }, sender)
    const at = clock.now()
    const [number] = await nextNumbers(db, { kind: 'booking', prefix: bookingSeries }, Number(dayOf(at).slice(0, 4)), 1)
    if (number === undefined) throw new Error('the series of numbers gave none')
    const stored = await storeBooking(context, slot, { draft, digest, number, at, demo: false, tell })
    // the same id was sent at the same moment, perhaps with another content
    if (!stored) await isBooked(db, draft.id, digest)
  }
  return await readBooking(context, db, draft.id)
}
