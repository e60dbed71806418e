/** Booking places: what is asked for is judged here, and written by `store-bookings.ts`. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { bookingSeries } from '#contract/bookings.ts'
import { dayOf } from '#contract/calendar.ts'
import type { Booking, BookingDraft } from '#contract/open-days.ts'
import { partyErrors } from '#contract/party.ts'
import { ticketCodeFrom } from '#contract/tickets.ts'
import { admit, type Sender } from '../core/admission.ts'
import { clock } from '../core/clock.ts'
import { contentDigest } from '../core/content-digest.ts'
import type { Context } from '../core/context.ts'
import { type Db, prepared } from '../core/db.ts'
import { admitTry, refuseWhenSpent } from '../core/limits.ts'
import { nextNumbers } from '../core/numbers.ts'
import { problem } from '../core/problems.ts'
import {
  bookingFrom,
  readBooking,
  shownPlace,
  slotRetention,
  type BookingFacts,
  type PlaceRow
} from './read-booking.ts'
import { slotBasics, type SlotBasics } from './slots.ts'
import type { BookingRecord, Stored, Written } from './store-bookings.ts'

/** Throws `already-sent` where an id was booked before with another content. */
function refuseOther(kept: Buffer, digest: Buffer): void {
  if (!timingSafeEqual(kept, digest)) throw problem('already-sent')
}

/** The slot as it stands, and what else must be known before a booking is taken or refused. */
interface SlotAsked extends SlotBasics {
  readonly revision: number
  readonly place: PlaceRow
  readonly retention: BookingFacts['retention']
}

/** The slot, undefined where anybody finds none; with the digest of what was booked under an id before. */
interface Asked {
  readonly slot: SlotAsked | undefined
  readonly before: Buffer | undefined
}

/** Reads a slot once for all who ask for it in the same moment, each with an id. */
export async function askForSlot(db: Db, slotId: string, ids: readonly string[]): Promise<Asked[]> {
  const { rows } = await sql<SlotAsked & { booked: readonly { id: string; digest: string }[] }>`
    ${prepared} select ${slotBasics}, s.revision, ${shownPlace} as place, ${slotRetention} as retention,
           (select coalesce(json_agg(json_build_object('id', id, 'digest', encode(content_digest, 'hex'))), '[]')
            from bookings where id = any (${[...ids]}::uuid[])) as booked
    from slots s join open_days o on o.id = s.open_day_id where s.id = ${slotId} and o.state <> 'draft'`.execute(db)
  if (!rows[0]) return ids.map(() => ({ slot: undefined, before: undefined }))
  const { booked, ...slot } = rows[0]
  const digests = new Map(booked.map(({ id, digest }) => [id, Buffer.from(digest, 'hex')]))
  return ids.map((id) => ({ slot, before: digests.get(id) }))
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

/** The receipt of what was just written, without reading it again: in the opening second a thousand want theirs. */
function receipt(
  context: Context,
  { place, retention, revision: _then, ...slot }: SlotAsked,
  { draft, number, ticketCode, at, demo }: BookingRecord,
  { state, revision: _now, ...standing }: Written
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
    ahead: inLine ? standing.waiting - 1 : standing.waiting,
    checkedInAt: null,
    checkedIn: null,
    overall: null,
    understood: null,
    comment: null,
    demo,
    slot: { ...slot, ...standing },
    place,
    events: [{ kind: inLine ? 'waitlisted' : 'booked', at: at.toISOString() }],
    retention
  })
}

/** How slots are read and bookings written: together with those for the same slot that come in the same moment. */
export interface Booker {
  readonly ask: (slotId: string, id: string) => Promise<Asked>
  readonly store: (slotId: string, record: BookingRecord) => Promise<Stored>
}

/**
 * Books what a phone asks for. The same id again gets the booking as it stands; with another content, `already-sent`.
 * Throws `not-found`, `slot-closed`, `invalid`, `invite-wrong`, `slot-full`, `already-booked`, `too-many`, `work-needed`.
 */
export async function bookSlot(
  context: Context,
  slotId: string,
  draft: BookingDraft,
  { sender, booker }: { readonly sender: Sender; readonly booker: Booker }
): Promise<Booking> {
  const { db, config } = context
  const digest = contentDigest(config, 'booking-content', { slotId, ...draft })
  const at = clock.now()
  const { slot, before } = await booker.ask(slotId, draft.id)
  if (!slot) throw problem('not-found')
  if (before) {
    refuseOther(before, digest)
    return await readBooking(context, db, draft.id)
  }
  refuseClosed(slot, at)
  const errors = partyErrors(draft.party, slot.partyMost)
  if (errors.length > 0) throw problem('invalid', { errors })
  await refuseUninvited(context, slot, draft.invite, sender.address)
  if (slot.taken + draft.party.people > slot.capacity && !draft.waitlist) throw problem('slot-full')
  const admitted = await admit(context, { what: 'bookings', id: draft.id }, sender)
  const number = await bookingNumber(db, Number(dayOf(at).slice(0, 4)))
  const record: BookingRecord = {
    draft,
    digest,
    number,
    ticketCode: ticketCodeFrom(randomBytes(5)),
    at,
    demo: false
  }
  const stored = await booker.store(slotId, record)
  if (typeof stored === 'object') {
    // a slot that was moved meanwhile is read as it is now
    if (stored.revision === slot.revision) return receipt(context, slot, record, stored)
  } else {
    await admitted.takeBack()
    // the same id was sent at the same moment, perhaps with another content; or the slot was called off meanwhile
    const other = await bookedBefore(db, draft.id)
    if (!other) throw problem(stored ?? 'slot-closed')
    refuseOther(other, digest)
  }
  return await readBooking(context, db, draft.id)
}
