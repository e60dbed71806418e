/**
 * Writing bookings: held when acknowledged, never twice, and a slot is never overfull. Those who ask for one slot in the same
 * moment are written in one statement, one after the other in their order.
 */
import { sql, type RawBuilder } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { BookingDraft } from '#contract/open-days.ts'
import { auditRows } from '../core/audit.ts'
import type { Context } from '../core/context.ts'
import { asBytea, prepared } from '../core/db.ts'
import { hashCode, hashDevice } from '../core/holder.ts'
import { contactPlace, type SealedContact } from './read-booking.ts'

/** What is written down of a booking besides its slot and state. */
export interface BookingRecord {
  readonly draft: BookingDraft
  readonly digest: Buffer
  readonly number: string
  readonly ticketCode: string
  readonly at: Date
  readonly demo: boolean
}

/** Where word of a booking goes. */
export interface ToTell {
  readonly bookingId: string
  readonly contact: BookingDraft['contact']
  readonly language: 'zh' | 'en'
}

/** A statement that notes it for those bookings that have a row in `booked`; it comes from the notices. */
export type Tell = (context: Context, to: readonly ToTell[]) => RawBuilder<unknown>

/** A booking that was written, and how the slot stands with it. */
export interface Written {
  readonly state: 'placed' | 'waiting'
  /** of the slot */
  readonly revision: number
  /** people with a place or an offer */
  readonly taken: number
  /** parties that wait */
  readonly waiting: number
  /** people of the smallest party of those that waited before; who waits since then needs more than is free */
  readonly smallestWaiting: number | null
}

/** Undefined: the id is there already, or nothing can be booked here any more. */
export type Stored = Written | 'slot-full' | 'already-booked' | undefined

/** Seals how to reach whoever booked, with what a group calls itself. */
const sealContact = ({ sealer }: Context, id: string, { contact, party }: Pick<BookingDraft, 'contact' | 'party'>) => {
  const sealed: SealedContact = { ...contact, ...(party.groupName === undefined ? {} : { groupName: party.groupName }) }
  return sealer.seal(JSON.stringify(sealed), contactPlace(id))
}

/** One booking as the statement reads it. */
const rowOf = (context: Context, { draft, digest, number, ticketCode, at, demo }: BookingRecord, n: number) => ({
  n,
  id: draft.id,
  number,
  digest: asBytea(digest),
  code: asBytea(hashCode(context.config, draft.code)),
  device: asBytea(hashDevice(draft.deviceToken)),
  ticket: ticketCode,
  kind: draft.party.kind,
  people: draft.party.people,
  minors: draft.party.minors,
  needs: draft.party.needs,
  waits: draft.waitlist,
  at: at.toISOString(),
  demo,
  contact: asBytea(sealContact(context, draft.id, draft)),
  phone: asBytea(context.sealer.blindIndex('booking-phone', draft.contact.phone)),
  event: uuidv7(),
  audit: uuidv7()
})

interface StoredRow {
  readonly id: string
  readonly state: Written['state'] | 'slot-full' | 'already-booked'
  readonly written: boolean
  readonly revision: number
  readonly taken: number
  readonly waiting: number
  readonly smallestWaiting: number | null
}

/**
 * Writes bookings of one slot with all that belongs to them; no id and no telephone stands among them twice. The slot is locked
 * and read in the statement that writes everything and ends with it: nobody waits for a process that has other things to do
 * meanwhile. Then each is looked at in turn, as if it had come alone: a party has places where it fits whole and nobody in line
 * would have them; else it waits, where that was agreed to.
 */
async function write(
  context: Context,
  slotId: string,
  records: readonly BookingRecord[],
  tell: Tell
): Promise<Map<string, Stored>> {
  const to = records.map(({ draft: { id, contact, language } }) => ({
    bookingId: id,
    contact,
    language: language ?? ('zh' as const)
  }))
  const { rows } = await sql<StoredRow>`
      ${prepared} with recursive sent as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(records.map((record, n) => rowOf(context, record, n)))}::jsonb) as sent (
          n integer, id uuid, number text, digest bytea, code bytea, device bytea, ticket text, kind text, people integer,
          minors integer, needs text[], waits boolean, at timestamptz, demo boolean, contact bytea, phone bytea, event uuid,
          audit uuid)),
      locked as materialized (
        select id as slot, revision, capacity, capacity - taken as free from slots
        where id = ${slotId}::uuid and cancel_reason is null for no key update),
      line as materialized (
        select now.* from locked cross join lateral slot_standing(
          locked.slot, (select array_agg(phone) from sent), (select array_agg(id) from sent)) as now),
      asked as materialized (
        select row_number() over (order by n) as turn, sent.*, phone = any (held) as met
        from sent cross join line where id <> all (known)),
      seats (turn, state, free, waiting) as (
        select 0::bigint, null::text, free, waiting from locked, line
        union all
        select a.turn, next.state, s.free - case next.state when 'placed' then a.people else 0 end,
               s.waiting + case next.state when 'waiting' then 1 else 0 end
        from seats s join asked a on a.turn = s.turn + 1 cross join line cross join lateral (
          select case when a.met then 'already-booked'
                      when a.people <= s.free and (smallest is null or smallest > s.free) then 'placed'
                      when a.waits then 'waiting' else 'slot-full' end as state) next),
      booked as (
        insert into bookings (id, slot_id, number, content_digest, code_hash, device_hash, ticket_code, state, party_kind, people,
                              minors, needs, booked_at, demo)
        select id, ${slotId}::uuid, number, digest, code, device, ticket, state, kind, people, minors, needs, at, demo
        from asked join seats using (turn) where state in ('placed', 'waiting') order by turn
        on conflict (id) do nothing
        returning id, state, people, case state when 'placed' then 'booked' else 'waitlisted' end as act),
      took as (
        update slots set taken = slots.taken + placed.people
        from (select sum(people)::integer as people from booked where state = 'placed') as placed
        where slots.id = ${slotId}::uuid and placed.people > 0),
      reached as (
        insert into booking_contacts (booking_id, slot_id, contact_sealed, phone_index)
        select id, ${slotId}::uuid, contact, phone from asked join booked using (id)),
      told as (${tell(context, to)}),
      noted as (
        insert into booking_events (id, booking_id, position, kind, at)
        select event, id, 1, act, at from asked join booked using (id)),
      audited as (${auditRows(sql`
        select audit, at, null::uuid, 'booking.' || act, 'booking', id::text, '{}'::jsonb from asked join booked using (id)`)})
      select id, seats.state, booked.id is not null as written, locked.revision, locked.capacity - seats.free as taken, seats.waiting,
             line.smallest as "smallestWaiting"
      from asked join seats using (turn) cross join locked cross join line left join booked using (id)`.execute(
    context.db
  )
  return new Map(
    rows.map(({ id, state, written, ...standing }) => [
      id,
      state === 'slot-full' || state === 'already-booked' ? state : written ? { state, ...standing } : undefined
    ])
  )
}

/** Stores bookings of one slot in their order, and tells of each at its place. */
export async function storeBookings(
  context: Context,
  slotId: string,
  records: readonly BookingRecord[],
  tell: Tell
): Promise<Stored[]> {
  const stored: Stored[] = []
  while (stored.length < records.length) {
    // up to the first that has the id or the telephone of one before it: that one is met when it is there
    const some: BookingRecord[] = []
    for (const record of records.slice(stored.length)) {
      const { id, contact } = record.draft
      if (some.some(({ draft }) => draft.id === id || draft.contact.phone === contact.phone)) break
      some.push(record)
    }
    const told = await write(context, slotId, some, tell)
    stored.push(...some.map(({ draft }) => told.get(draft.id)))
  }
  return stored
}
