/** Booking places: acknowledged means held, sending again never makes a second booking, and a slot is never overfull. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { bookingSeries } from '#contract/bookings.ts'
import { dayOf } from '#contract/calendar.ts'
import type { Booking, BookingDraft, BookingEventKind } from '#contract/open-days.ts'
import { partyErrors } from '#contract/party.ts'
import { ticketCodeFrom } from '#contract/tickets.ts'
import { type Arriving, arriving, type Sender } from '../core/admission.ts'
import { auditInsert } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import { contentDigest } from '../core/content-digest.ts'
import type { Context } from '../core/context.ts'
import { type Db, prepared } from '../core/db.ts'
import { hashCode, hashDevice } from '../core/holder.ts'
import { admitTry, type CountRow, refuseWhenSpent } from '../core/limits.ts'
import { nextNumbers } from '../core/numbers.ts'
import { problem } from '../core/problems.ts'
import {
  bookingFrom,
  contactPlace,
  readBooking,
  shownPlace,
  slotRetention,
  type BookingFacts,
  type PlaceRow,
  type SealedContact
} from './read-booking.ts'
import { slotBasics, type SlotBasics } from './slots.ts'

/** Throws `already-sent` where an id was booked before with another content. */
function refuseOther(kept: Buffer, digest: Buffer): void {
  if (!timingSafeEqual(kept, digest)) throw problem('already-sent')
}

/** The slot as it stands, and what else must be known before a booking is taken or refused. */
interface SlotAsked extends SlotBasics {
  readonly place: PlaceRow
  readonly retention: BookingFacts['retention']
  /** of what was booked under the id before */
  readonly digest: Buffer | null
  readonly counted: readonly CountRow[]
}

/**
 * What is asked for, in one statement; undefined where anybody finds no slot. An arrival is counted, without waiting for
 * the disk, where nothing was booked under the id before and neither the clock nor a full slot refuses it.
 */
async function slotAsked(
  db: Db,
  slotId: string,
  { id, party: { people }, waitlist }: BookingDraft,
  at: Date,
  { count }: Arriving
): Promise<SlotAsked | undefined> {
  const open = sql`
    not exists (select from bookings where id = ${id}) and exists (
      select from slots where id = ${slotId} and ${at.toISOString()}::timestamptz >= opens_at
        and ${at.toISOString()}::timestamptz < starts_at
        and (${waitlist}::boolean or taken + ${people}::integer <= capacity)
        and set_config('synchronous_commit', 'off', true) = 'off')`
  const { rows } = await sql<SlotAsked>`
    ${prepared} with counted as (${count(open)})
    select ${slotBasics}, ${shownPlace} as place, ${slotRetention} as retention,
           (select content_digest from bookings where id = ${id}) as digest,
           (select coalesce(json_agg(json_build_object('bucket', bucket, 'requests', requests)), '[]') from counted) as counted
    from slots s join open_days o on o.id = s.open_day_id where s.id = ${slotId} and o.state <> 'draft'`.execute(db)
  return rows[0]
}

/** The digest of what was booked under an id; undefined when nothing was. */
async function bookedBefore(db: Db, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ digest: Buffer }>`
    select content_digest as digest from bookings where id = ${id}`.execute(db)
  return rows[0]?.digest
}

const wrongInvites = { most: 20, seconds: 3600 }

/** Throws `slot-closed` where nothing can be booked now; before the opening second with the seconds to wait. */
export function refuseClosed(slot: SlotBasics, now: Date): void {
  if (!slot.published || slot.cancelled !== null || now.toISOString() >= slot.startsAt) throw problem('slot-closed')
  const wait = Math.ceil((Date.parse(slot.opensAt) - now.getTime()) / 1000)
  if (wait > 0) throw problem('slot-closed', { retryAfter: wait })
}

/** Throws `invite-wrong`; who guesses is slowed down, whatever slot it is. */
async function refuseUninvited({ db, config }: Context, slot: SlotBasics, invite: string | undefined, address: string) {
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

/** What a ticket counts its versions from. */
const firstSerial = 1

/** What is written down of a booking besides its slot and state. */
export interface BookingRecord {
  readonly draft: BookingDraft
  readonly digest: Buffer
  readonly number: string
  readonly ticketCode: string
  readonly at: Date
  readonly demo: boolean
  readonly tell: Tell
}

/** A statement that notes where word of a booking goes, if there is a row in `booked`; it comes from the notices. */
export type Tell = (
  context: Context,
  to: { readonly contact: BookingDraft['contact']; readonly language: 'zh' | 'en' }
) => RawBuilder<unknown>

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

/** Where the places of one booking come from: statements before and after the row is written, and what it is written for. */
interface Taking {
  readonly state: 'placed' | 'waiting'
  readonly before: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  readonly after: RawBuilder<unknown>
  /** people with a place or an offer now */
  readonly taken: RawBuilder<unknown>
}

/** A booking that was written, and how the slot stood then; who waits is counted without this one. */
interface Written {
  readonly state: Taking['state']
  readonly taken: number
  readonly waiting: number
  readonly smallestWaiting: number | null
}

/**
 * Places, where the party fits whole and nobody in line would have them. The slot is locked and read in the statement that
 * writes everything and ends with it: nobody waits for a process that has other things to do meanwhile.
 */
const fromSlot = (slotId: string, people: number): Taking => ({
  state: 'placed',
  before: sql`
    locked as materialized (
      select id, capacity - taken as free from slots where id = ${slotId} and cancel_reason is null for no key update),
    wanted as materialized (
      select locked.id from locked where free >= ${people}::integer and not exists (
        select from bookings b where b.slot_id = locked.id and b.state = 'waiting' and b.people <= free)),`,
  from: sql`from wanted`,
  after: sql`took as (update slots set taken = slots.taken + ${people}::integer from booked where slots.id = booked.slot_id
             returning slots.taken),`,
  taken: sql`(select taken from took)`
})

const intoLine = (slotId: string): Taking => ({
  state: 'waiting',
  before: sql``,
  from: sql``,
  after: sql``,
  taken: sql`(select taken from slots where id = ${slotId})`
})

/** Writes one booking with all that belongs to it in one statement; undefined where there is no place, or the id is there already. */
async function write(
  context: Context,
  slotId: string,
  { state, before, from, after, taken }: Taking,
  { draft, digest, number, ticketCode, at, demo, tell }: BookingRecord
): Promise<Written | undefined> {
  const { db, config, sealer } = context
  const { id, party, contact } = draft
  const kind: BookingEventKind = state === 'placed' ? 'booked' : 'waitlisted'
  const entry = { actorId: null, act: `booking.${kind}`, subjectKind: 'booking', subjectId: id }
  try {
    const { rows } = await sql<Omit<Written, 'state'>>`
      ${prepared} with ${before}
      booked as (
        insert into bookings (id, slot_id, number, content_digest, code_hash, device_hash, ticket_code, state, party_kind, people,
                              minors, needs, booked_at, demo)
        select ${id}::uuid, ${slotId}::uuid, ${number}, ${digest}::bytea, ${hashCode(config, draft.code)}::bytea,
               ${hashDevice(draft.deviceToken)}::bytea, ${ticketCode}, ${state}, ${party.kind}, ${party.people}::integer,
               ${party.minors}::integer, ${party.needs}::text[], ${at.toISOString()}::timestamptz, ${demo}::boolean ${from}
        on conflict (id) do nothing returning id, slot_id),
      ${after}
      reached as (
        insert into booking_contacts (booking_id, slot_id, contact_sealed, phone_index)
        select id, slot_id, ${sealContact(context, id, draft)}::bytea, ${sealer.blindIndex('booking-phone', contact.phone)}::bytea
        from booked),
      told as (${tell(context, { contact, language: draft.language ?? 'zh' })}),
      audited as (${auditInsert(entry, sql`exists (select from booked)`)}),
      noted as (
        insert into booking_events (id, booking_id, position, kind, at)
        select ${uuidv7()}::uuid, id, 1, ${kind}, ${at.toISOString()}::timestamptz from booked returning booking_id)
      select ${taken} as taken, count(*)::integer as waiting, min(b.people) as "smallestWaiting"
      from bookings b where b.slot_id = ${slotId}::uuid and b.state = 'waiting' having exists (select from noted)`.execute(
      db
    )
    return rows[0] && { state, ...rows[0] }
  } catch (error) {
    throw asAlreadyBooked(error)
  }
}

/** Numbers that were taken from the series together, for bookings to come: gaps are allowed, and thousands come in one second. */
interface Spare {
  readonly numbers: string[]
  more?: Promise<void> | undefined
}
const spare = new WeakMap<Db, Map<number, Spare>>()
const numbersAtOnce = 20

async function bookingNumber(db: Db, year: number): Promise<string> {
  const years = spare.get(db) ?? new Map<number, Spare>()
  spare.set(db, years)
  const kept = years.get(year) ?? { numbers: [] }
  years.set(year, kept)
  for (;;) {
    const number = kept.numbers.shift()
    if (number !== undefined) return number
    kept.more ??= nextNumbers(db, { kind: 'booking', prefix: bookingSeries }, year, numbersAtOnce)
      .then((numbers) => void kept.numbers.push(...numbers))
      .finally(() => (kept.more = undefined))
    await kept.more
  }
}

/**
 * Stores a booking: with places, or on the waiting list where that was agreed to; undefined when the id is there already.
 * Throws `slot-full`, `already-booked`.
 */
export async function storeBooking(
  context: Context,
  slot: SlotBasics,
  record: BookingRecord
): Promise<Written | undefined> {
  const { id, party, waitlist } = record.draft
  if (slot.taken + party.people <= slot.capacity) {
    const placed = await write(context, slot.id, fromSlot(slot.id, party.people), record)
    if (placed) return placed
    if (await bookedBefore(context.db, id)) return undefined
  }
  if (!waitlist) throw problem('slot-full')
  return await write(context, slot.id, intoLine(slot.id), record)
}

/** The receipt of what was just written, without reading it again: in the opening second a thousand want theirs. */
function receipt(
  context: Context,
  { place, retention, digest: _before, counted: _counted, ...slot }: SlotAsked,
  { draft, number, ticketCode, at, demo }: BookingRecord,
  { state, taken, waiting, smallestWaiting }: Written
): Booking {
  const { kind, people, minors, needs, groupName } = draft.party
  const inLine = state === 'waiting'
  return bookingFrom(context, {
    id: draft.id,
    number,
    state,
    ticketCode,
    serial: firstSerial,
    kind,
    groupName,
    people,
    minors,
    needs,
    bookedAt: at.toISOString(),
    offeredUntil: null,
    asked: false,
    confirmed: false,
    ahead: waiting,
    checkedInAt: null,
    checkedIn: null,
    overall: null,
    understood: null,
    comment: null,
    demo,
    slot: {
      ...slot,
      taken,
      waiting: inLine ? waiting + 1 : waiting,
      smallestWaiting: inLine ? Math.min(smallestWaiting ?? people, people) : smallestWaiting
    },
    place,
    events: [{ kind: inLine ? 'waitlisted' : 'booked', at: at.toISOString() }],
    retention
  })
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
  const at = clock.now()
  const arrival = arriving(context, { what: 'bookings', id: draft.id }, sender)
  const slot = await slotAsked(db, slotId, draft, at, arrival)
  if (!slot) throw problem('not-found')
  if (slot.digest) refuseOther(slot.digest, digest)
  else {
    try {
      refuseClosed(slot, at)
      const errors = partyErrors(draft.party, slot.partyMost)
      if (errors.length > 0) throw problem('invalid', { errors })
      await refuseUninvited(context, slot, draft.invite, sender.address)
      if (slot.taken + draft.party.people > slot.capacity && !draft.waitlist) throw problem('slot-full')
    } catch (error) {
      await arrival.takeBack(slot.counted)
      throw error
    }
    await arrival.judge(slot.counted)
    const number = await bookingNumber(db, Number(dayOf(at).slice(0, 4)))
    const ticketCode = ticketCodeFrom(randomBytes(5))
    const record: BookingRecord = { draft, digest, number, ticketCode, at, demo: false, tell }
    const written = await storeBooking(context, slot, record)
    if (written) return receipt(context, slot, record, written)
    // the same id was sent at the same moment, perhaps with another content
    const other = await bookedBefore(db, draft.id)
    if (other) refuseOther(other, digest)
  }
  return await readBooking(context, db, draft.id)
}
