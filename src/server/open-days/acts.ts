/** What the holder of a booking does with it. */
import { sql } from 'kysely'
import type { Booking, BookingAct, FeedbackDraft, Party } from '#contract/open-days.ts'
import { partyErrors } from '#contract/party.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { refuseClosed } from './book.ts'
import { noteBooking } from './events.ts'
import { contactPlace, openContact, readBooking, type SealedContact } from './read-booking.ts'
import { nextOffers } from './rules.ts'
import { findSlot, lockSlots, setTaken, type SlotRow } from './slots.ts'
import { letGo, lineOf, passOn } from './waitlist.ts'

/** A booking in the hands of one transaction, and its slot after what was due there has been passed on. */
interface Held {
  readonly trx: Trx
  readonly booking: Booking
  readonly slot: SlotRow
}

/** Acts that were done already, and change nothing when they are asked for again. */
const isDone: Partial<Record<BookingAct, (booking: Booking) => boolean>> = {
  cancel: ({ state }) => state === 'cancelled',
  accept: ({ state }) => state === 'placed',
  confirm: ({ confirmed }) => confirmed
}

/**
 * Does `work` with the booking's slot locked (and that of `other`), and passes on what it freed. Throws `offer-ended` or
 * `slot-closed` where the act is not among those that the booking allows now.
 */
async function withBooking(
  context: Context,
  id: string,
  act: BookingAct,
  work: (held: Held) => Promise<void>,
  other?: string
): Promise<Booking> {
  return await context.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ slotId: string }>`select slot_id as "slotId" from bookings where id = ${id}`.execute(
      trx
    )
    const slotId = rows[0]?.slotId ?? ''
    await lockSlots(trx, other === undefined ? [slotId] : [slotId, other])
    const slot = await passOn(trx, slotId)
    const booking = await readBooking(context, trx, id)
    // it was moved to another slot between the two queries
    if (booking.slot.id !== slotId) throw problem('unavailable', { retryAfter: 1 })
    // an answer that was lost on its way is asked for again
    if (isDone[act]?.(booking)) return booking
    if (!booking.acts.includes(act))
      throw problem(act === 'accept' || act === 'decline' ? 'offer-ended' : 'slot-closed')
    await work({ trx, booking, slot })
    for (const one of new Set([slotId, ...(other === undefined ? [] : [other])])) await passOn(trx, one)
    return await readBooking(context, trx, id)
  })
}

/** Gives the places back, or leaves the waiting list; what is freed is offered to the next in the same transaction. */
export async function cancelBooking(context: Context, id: string): Promise<Booking> {
  return await withBooking(context, id, 'cancel', async ({ trx, booking, slot }) => {
    await letGo(trx, id, 'cancelled')
    await noteBooking(trx, id, 'cancelled')
    if (booking.state === 'placed') await setTaken(trx, slot.id, slot.taken - booking.party.people)
  })
}

/** Takes the places that are held for it, or lets them go. Throws `offer-ended`. */
export async function answerOffer(context: Context, id: string, accept: boolean): Promise<Booking> {
  return await withBooking(context, id, accept ? 'accept' : 'decline', async ({ trx, booking, slot }) => {
    if (accept) {
      await sql`update bookings set state = 'placed', offered_until = null where id = ${id}`.execute(trx)
      await noteBooking(trx, id, 'accepted')
      return
    }
    await letGo(trx, id, 'lapsed')
    await noteBooking(trx, id, 'declined')
    await setTaken(trx, slot.id, slot.taken - booking.party.people)
  })
}

/** Says that they still come. */
export async function confirmBooking(context: Context, id: string): Promise<Booking> {
  return await withBooking(context, id, 'confirm', async ({ trx }) => {
    await sql`update bookings set confirmed_at = ${clock.now().toISOString()} where id = ${id}`.execute(trx)
    await noteBooking(trx, id, 'confirmed')
  })
}

/** Keeps the three answers; given again, they take the place of the earlier ones. */
export async function keepFeedback(context: Context, id: string, feedback: FeedbackDraft): Promise<Booking> {
  return await withBooking(context, id, 'feedback', async ({ trx, booking }) => {
    const { overall, understood, comment } = feedback
    await sql`
      insert into booking_feedbacks (booking_id, overall, understood, comment, at)
      values (${id}, ${overall}, ${understood}, ${comment?.trim() ?? null}, ${clock.now().toISOString()})
      on conflict (booking_id) do update
      set overall = excluded.overall, understood = excluded.understood, comment = excluded.comment, at = excluded.at`.execute(
      trx
    )
    if (booking.feedback === null) await noteBooking(trx, id, 'feedback')
  })
}

/** Places that `people` more could have of a slot now, after those in line for whom they would do. */
async function fits(trx: Trx, slot: SlotRow, people: number): Promise<boolean> {
  const me = { id: '', people }
  return people <= 0 || nextOffers([...(await lineOf(trx, slot.id)), me], slot.capacity - slot.taken).includes(me)
}

/** Writes the party down; a new serial makes the earlier ticket worthless. */
async function writeParty(context: Context, trx: Trx, id: string, party: Party): Promise<void> {
  await sql`
    update bookings set party_kind = ${party.kind}, people = ${party.people}, minors = ${party.minors},
                        needs = ${party.needs}::text[], serial = serial + 1, confirmed_at = null
    where id = ${id}`.execute(trx)
  const { rows } = await sql<{ sealed: Buffer }>`
    select contact_sealed as sealed from booking_contacts where booking_id = ${id}`.execute(trx)
  const contact = openContact(context.sealer, id, rows[0]?.sealed ?? null)
  if (!contact) return
  const { groupName: _, ...rest } = contact
  const next: SealedContact = { ...rest, ...(party.groupName === undefined ? {} : { groupName: party.groupName }) }
  await sql`
    update booking_contacts set contact_sealed = ${context.sealer.seal(JSON.stringify(next), contactPlace(id))}
    where booking_id = ${id}`.execute(trx)
}

/** Moves a booking to another slot of the same open day; with places only where they fit, or it stays where it is. */
async function moveTo(held: Held, target: SlotRow, people: number): Promise<void> {
  const { trx, booking, slot } = held
  refuseClosed(target, clock.now())
  // invited slots are asked for with their code, by a booking of their own
  if (target.openDayId !== slot.openDayId || target.inviteCode !== null) throw problem('slot-closed')
  const placed = await fits(trx, target, people)
  if (!placed && booking.state === 'placed') throw problem('slot-full')
  await sql`
    update bookings set slot_id = ${target.id}, state = ${placed ? 'placed' : 'waiting'}, place_in_line = nextval('booking_line'),
                        asked_at = null
    where id = ${booking.id}`.execute(trx)
  try {
    await sql`update booking_contacts set slot_id = ${target.id} where booking_id = ${booking.id}`.execute(trx)
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    throw code === '23505' && constraint === 'booking_contacts_once' ? problem('already-booked') : error
  }
  if (booking.state === 'placed') await setTaken(trx, slot.id, slot.taken - booking.party.people)
  if (placed) await setTaken(trx, target.id, target.taken + people)
}

/**
 * Changes who comes, or the slot. More people need places that nobody in line would have: `slot-full` otherwise, and
 * nothing is changed. A waiting party keeps its place in line while it stays in its slot. Throws `invalid`, `slot-closed`,
 * `already-booked`.
 */
export async function changeBooking(
  context: Context,
  id: string,
  { slotId, party }: { readonly slotId: string; readonly party: Party }
): Promise<Booking> {
  return await withBooking(
    context,
    id,
    'change',
    async (held) => {
      const { trx, booking, slot } = held
      if (slotId !== slot.id && !(await findSlot(trx, slotId))) throw problem('not-found')
      const target = slotId === slot.id ? slot : await passOn(trx, slotId)
      const errors = partyErrors(party, target.partyMost)
      if (errors.length > 0) throw problem('invalid', { errors })
      if (target !== slot) await moveTo(held, target, party.people)
      else if (booking.state === 'placed') {
        const more = party.people - booking.party.people
        if (!(await fits(trx, slot, more))) throw problem('slot-full')
        await setTaken(trx, slot.id, slot.taken + more)
      }
      await writeParty(context, trx, id, party)
      await noteBooking(trx, id, 'changed')
    },
    slotId
  )
}
