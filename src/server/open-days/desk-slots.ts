/** Slots at the desk: added, changed, called off, and who has booked them. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { DeskBooking, SlotDraft } from '#contract/open-days-desk.ts'
import { heldStates } from '#contract/bookings.ts'
import type { FieldError } from '#contract/problem.ts'
import { ticketCodeFrom } from '#contract/tickets.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { noteBooking } from './events.ts'
import { openContact } from './read-booking.ts'
import { lockSlots } from './slots.ts'
import { callOffAll, passOn } from './waitlist.ts'

/** Throws `invalid` for times that contradict each other, or parties larger than the slot. */
function refuseMisfit({ startsAt, endsAt, opensAt, changeUntil, capacity, partyMost }: SlotDraft, taken = 0): void {
  const errors: FieldError[] = []
  if (endsAt <= startsAt) errors.push({ pointer: '/endsAt', rule: 'after', limit: startsAt })
  if (opensAt >= startsAt) errors.push({ pointer: '/opensAt', rule: 'before', limit: startsAt })
  if (changeUntil > startsAt) errors.push({ pointer: '/changeUntil', rule: 'before', limit: startsAt })
  if (partyMost > capacity) errors.push({ pointer: '/partyMost', rule: 'maximum', limit: capacity })
  if (capacity < taken) errors.push({ pointer: '/capacity', rule: 'minimum', limit: taken })
  if (errors.length > 0) throw problem('invalid', { errors })
}

const freshInvite = (): string => ticketCodeFrom(randomBytes(5))

/** Adds a slot. Returns its id. Throws `not-found`, `state-forbids`, `invalid`. */
export async function addSlot(trx: Trx, staffId: string, openDayId: string, draft: SlotDraft): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select state from open_days where id = ${openDayId} for update`.execute(trx)
  if (!rows[0]) throw problem('not-found')
  if (rows[0].state === 'cancelled') throw problem('state-forbids')
  refuseMisfit(draft)
  const id = uuidv7()
  await sql`
    insert into slots (id, open_day_id, title, starts_at, ends_at, meeting_point, capacity, party_most, opens_at, change_until,
                       offer_minutes, invite_code)
    values (${id}, ${openDayId}, ${draft.title.trim()}, ${draft.startsAt}, ${draft.endsAt}, ${draft.meetingPoint.trim()},
            ${draft.capacity}, ${draft.partyMost}, ${draft.opensAt}, ${draft.changeUntil}, ${draft.offerMinutes},
            ${draft.invited ? freshInvite() : null})`.execute(trx)
  await audit(trx, { actorId: staffId, act: 'slot.added', subjectKind: 'slot', subjectId: id })
  await touch(trx, 'open-days')
  return id
}

interface SlotStanding {
  readonly openDayId: string
  readonly revision: number
  readonly taken: number
  readonly cancelled: string | null
  readonly moved: boolean
  readonly startsAt: string
  readonly endsAt: string
  readonly inviteCode: string | null
}

/** Locks a slot and tells how it stands beside what is asked for. */
async function standingOf(trx: Trx, id: string, draft?: SlotDraft): Promise<SlotStanding> {
  await lockSlots(trx, [id])
  const { rows } = await sql<SlotStanding>`
    select s.open_day_id as "openDayId", s.revision, s.taken, coalesce(s.cancel_reason, o.cancel_reason) as cancelled,
           s.starts_at as "startsAt", s.ends_at as "endsAt", s.invite_code as "inviteCode",
           (s.starts_at, s.ends_at, s.meeting_point) is distinct from
           (${draft?.startsAt ?? null}::timestamptz, ${draft?.endsAt ?? null}::timestamptz, ${draft?.meetingPoint.trim() ?? null}) as moved
    from slots s join open_days o on o.id = s.open_day_id where s.id = ${id}`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

async function heldBookings(trx: Trx, slotId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from bookings where slot_id = ${slotId} and state = any (${[...heldStates]}::text[]) order by id`.execute(
    trx
  )
  return rows.map(({ id }) => id)
}

/** Who says that they come, says it of the hour: moved by less, the answer stands, and word of the move is enough. */
const sameTimeMs = 3_600_000

/** Brings bookings to the new time of their slot: no offer outlives its beginning, and of another hour all are asked anew. */
async function followSlot(
  trx: Trx,
  slotId: string,
  before: SlotStanding,
  { startsAt, endsAt }: SlotDraft
): Promise<void> {
  await sql`
    update bookings set offered_until = ${startsAt}
    where slot_id = ${slotId} and state = 'offered' and offered_until > ${startsAt}`.execute(trx)
  const by = (was: string, is: string) => Math.abs(Date.parse(is) - Date.parse(was))
  if (by(before.startsAt, startsAt) < sameTimeMs && by(before.endsAt, endsAt) < sameTimeMs) return
  await sql`
    update bookings set asked_at = null, confirmed_at = null where slot_id = ${slotId} and state = 'placed'`.execute(
    trx
  )
}

/**
 * Changes a slot. Where its time or place move, every booking of it is told, and calendars hear of it; more places go to
 * the waiting list first. Throws `invalid` for fewer places than are taken, `changed-meanwhile`, `state-forbids`.
 * Returns the id of its open day.
 */
export async function changeSlot(
  { db }: Context,
  staff: Staff,
  id: string,
  { draft, revision }: { readonly draft: SlotDraft; readonly revision: number }
): Promise<string> {
  return await db.transaction().execute(async (trx) => {
    const slot = await standingOf(trx, id, draft)
    if (slot.revision !== revision) throw problem('changed-meanwhile')
    if (slot.cancelled !== null) throw problem('state-forbids')
    refuseMisfit(draft, slot.taken)
    const invite = draft.invited ? (slot.inviteCode ?? freshInvite()) : null
    await sql`
      update slots set title = ${draft.title.trim()}, starts_at = ${draft.startsAt}, ends_at = ${draft.endsAt},
                       meeting_point = ${draft.meetingPoint.trim()}, capacity = ${draft.capacity}, party_most = ${draft.partyMost},
                       opens_at = ${draft.opensAt}, change_until = ${draft.changeUntil}, offer_minutes = ${draft.offerMinutes},
                       invite_code = ${invite}, sequence = sequence + ${slot.moved ? 1 : 0}, revision = revision + 1
      where id = ${id}`.execute(trx)
    if (slot.moved) {
      await followSlot(trx, id, slot, draft)
      for (const booking of await heldBookings(trx, id)) await noteBooking(trx, booking, 'slotMoved', staff.id)
    }
    await passOn(trx, id)
    await audit(trx, { actorId: staff.id, act: 'slot.changed', subjectKind: 'slot', subjectId: id })
    await touch(trx, 'open-days')
    return slot.openDayId
  })
}

/** Calls a slot off: nobody has a place in it any more, and everybody who had is told. */
export async function callOff(trx: Trx, staffId: string, id: string, reason: string): Promise<void> {
  await lockSlots(trx, [id])
  await sql`
    update slots set cancel_reason = ${reason.trim()}, sequence = sequence + 1, revision = revision + 1 where id = ${id}`.execute(
    trx
  )
  await callOffAll(trx, id, staffId)
  await audit(trx, { actorId: staffId, act: 'slot.calledOff', subjectKind: 'slot', subjectId: id })
}

/** Cancels one slot. Returns the id of its open day. Throws `not-found`, `state-forbids`. */
export async function cancelSlot({ db }: Context, staff: Staff, id: string, reason: string): Promise<string> {
  return await db.transaction().execute(async (trx) => {
    const { openDayId, cancelled } = await standingOf(trx, id)
    if (cancelled !== null) throw problem('state-forbids')
    await callOff(trx, staff.id, id, reason)
    await touch(trx, 'open-days')
    return openDayId
  })
}

/** The bookings of a slot: places, then offers, then the line, then what has ended. Nobody is named. */
export async function readSlotBookings(db: Db, slotId: string): Promise<DeskBooking[]> {
  const { rows: known } = await sql`select from slots where id = ${slotId}`.execute(db)
  if (known.length === 0) throw problem('not-found')
  const { rows } = await sql<DeskBooking>`
    select b.id, b.number, b.state, b.party_kind as kind, b.people, b.minors, b.needs, b.booked_at as "bookedAt",
           b.offered_until as "offeredUntil", b.confirmed_at is not null as confirmed,
           coalesce((select i.people from check_ins i where i.booking_id = b.id and i.counted), 0) as "checkedIn",
           exists (select from booking_contacts c where c.booking_id = b.id) as contact
    from bookings b where b.slot_id = ${slotId}
    order by array_position(array['placed', 'offered', 'waiting'], b.state) nulls last, b.place_in_line`.execute(db)
  return rows
}

/** How to reach whoever booked. That it was shown is noted. Throws `not-found` once it is erased. */
export async function showContact(
  { db, sealer }: Context,
  staff: Staff,
  id: string
): Promise<{ phone: string; email: string | null; groupName: string | null }> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ sealed: Buffer }>`
      select contact_sealed as sealed from booking_contacts where booking_id = ${id}`.execute(trx)
    const contact = openContact(sealer, id, rows[0]?.sealed ?? null)
    if (!contact) throw problem('not-found')
    await audit(trx, { actorId: staff.id, act: 'booking.contactShown', subjectKind: 'booking', subjectId: id })
    return { phone: contact.phone, email: contact.email ?? null, groupName: contact.groupName ?? null }
  })
}

/** Asks who has a place whether they still come, from a day before the slot; each once. Returns how many were asked. */
export async function askWhoComes(db: Db): Promise<number> {
  const now = clock.now()
  const dayBefore = new Date(now.getTime() + 86_400_000).toISOString()
  const due = sql`
    b.state = 'placed' and b.asked_at is null and s.id = b.slot_id
    and s.starts_at > ${now.toISOString()} and s.starts_at <= ${dayBefore}`
  const { rows } = await sql<{ id: string; slotId: string }>`
    select b.id, s.id as "slotId" from bookings b, slots s where ${due} order by b.id limit 1000`.execute(db)
  let asked = 0
  for (const { id, slotId } of rows)
    await db.transaction().execute(async (trx) => {
      // the slot may have moved since
      await lockSlots(trx, [slotId])
      const { numAffectedRows } = await sql`
        update bookings b set asked_at = ${now.toISOString()} from slots s where b.id = ${id} and ${due}`.execute(trx)
      if (!numAffectedRows) return
      await noteBooking(trx, id, 'asked')
      asked += 1
    })
  return asked
}
