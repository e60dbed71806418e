/** A booking as its holder sees it. */
import { sql } from 'kysely'
import type { Booking, BookingContact, BookingEventKind, OwnBookingData } from '#contract/open-days.ts'
import { dayOf, plusDays } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Context } from '../core/context.ts'
import { type Db, prepared, type Trx } from '../core/db.ts'
import type { Sealer } from '../core/sealed.ts'
import { calendarText } from './calendar.ts'
import { actsOf } from './rules.ts'
import { shownSlot, slotBasics, type SlotRow } from './slots.ts'
import { signedTicket } from './ticket.ts'

/** What is sealed: how to reach whoever booked, and what a group calls itself. */
export interface SealedContact extends BookingContact {
  readonly groupName?: string
}

/** Where the sealed contact of a booking belongs. */
export const contactPlace = (bookingId: string): string => `booking_contacts/contact/${bookingId}`

/** The rule by which what names anybody is erased: the one in force on the day of the slot. */
export async function retentionOn(db: Db | Trx, day: string): Promise<{ days: number; source: string }> {
  const { rows } = await sql<{ days: number; source: string }>`
    select days, source from booking_retention where effective_from <= ${day} order by effective_from desc limit 1`.execute(
    db
  )
  const [row] = rows
  if (!row) throw new Error('no rule says how long bookings are kept')
  return row
}

/** What is known of a booking, read or just written. */
export interface BookingFacts {
  readonly id: string
  readonly number: string
  readonly state: Booking['state']
  readonly ticketCode: string
  readonly serial: number
  readonly kind: Booking['party']['kind']
  readonly groupName: string | undefined
  readonly people: number
  readonly minors: number
  readonly needs: Booking['party']['needs']
  readonly bookedAt: string
  readonly offeredUntil: string | null
  readonly asked: boolean
  readonly confirmed: boolean
  readonly ahead: number
  readonly checkedInAt: string | null
  readonly checkedIn: number | null
  readonly overall: number | null
  readonly understood: number | null
  readonly comment: string | null
  readonly demo: boolean
  readonly slot: SlotRow
  readonly place: PlaceRow
  readonly events: { readonly kind: BookingEventKind; readonly at: string }[]
  readonly retention: { readonly days: number; readonly source: string }
}

interface BookingRow extends Omit<BookingFacts, 'groupName'> {
  readonly contact: Buffer | null
}

/** Where a booking leads to, as published. */
export interface PlaceRow {
  readonly id: string
  readonly title: string
  readonly kind: Booking['openDay']['kind']
  readonly name: string
  readonly address: string
  readonly directions: string
  readonly accessibility: string
  readonly contactPhone: string
}

/** A `PlaceRow` of `open_days o`. */
export const shownPlace = sql`
  json_build_object('id', o.id, 'title', o.shown ->> 'title', 'kind', o.shown ->> 'kind',
    'name', o.shown -> 'place' ->> 'name', 'address', o.shown -> 'place' ->> 'address',
    'directions', o.shown -> 'place' ->> 'directions', 'accessibility', o.shown -> 'place' ->> 'accessibility',
    'contactPhone', o.shown ->> 'contactPhone')`

/** The rule by which bookings of `slots s` are erased. */
export const slotRetention = sql`
  (select json_build_object('days', r.days, 'source', r.source) from booking_retention r
   where r.effective_from <= (s.ends_at at time zone 'Asia/Shanghai')::date
   order by r.effective_from desc limit 1)`

async function bookingRow(db: Db | Trx, id: string): Promise<BookingRow> {
  const { rows } = await sql<BookingRow>`
    ${prepared} select b.id, b.number, b.state, b.ticket_code as "ticketCode", b.serial, b.party_kind as kind, b.people,
           b.minors, b.needs, b.booked_at as "bookedAt", b.offered_until as "offeredUntil", b.asked_at is not null as asked,
           b.confirmed_at is not null as confirmed, c.contact_sealed as contact, i.at as "checkedInAt", i.people as "checkedIn",
           f.overall, f.understood, f.comment, b.demo,
           w.ahead,
           ${shownPlace} as place,
           (select json_agg(json_build_object('kind', e.kind, 'at', e.at) order by e.position)
            from booking_events e where e.booking_id = b.id) as events,
           ${slotRetention} as retention,
           row_to_json(slot) as slot
    from bookings b
    join slots s on s.id = b.slot_id
    join open_days o on o.id = s.open_day_id
    cross join lateral (
      select count(*)::integer as waiting, min(x.people) as "smallestWaiting",
             (count(*) filter (where x.place_in_line < b.place_in_line))::integer as ahead
      from bookings x where x.slot_id = b.slot_id and x.state = 'waiting') w
    cross join lateral (select ${slotBasics}, w.waiting, w."smallestWaiting") slot
    left join booking_contacts c on c.booking_id = b.id
    left join check_ins i on i.booking_id = b.id and i.counted
    left join booking_feedbacks f on f.booking_id = b.id
    where b.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a booking that was opened is not there')
  // within JSON the database writes instants its own way
  const iso = (at: string): string => new Date(at).toISOString()
  const { slot, events } = row
  const { startsAt, endsAt, opensAt, changeUntil } = slot
  return {
    ...row,
    slot: {
      ...slot,
      startsAt: iso(startsAt),
      endsAt: iso(endsAt),
      opensAt: iso(opensAt),
      changeUntil: iso(changeUntil)
    },
    events: events.map(({ kind, at }) => ({ kind, at: iso(at) }))
  }
}

/** Reads the sealed contact; null once it is erased. */
export function openContact(sealer: Sealer, id: string, sealed: Buffer | null): SealedContact | null {
  return sealed === null ? null : (JSON.parse(sealer.open(sealed, contactPlace(id))) as SealedContact)
}

/** The ticket's own lines for a calendar. */
function slotCalendar(
  config: Config,
  slot: SlotRow,
  place: PlaceRow,
  { number, code }: { number: string; code: string }
) {
  const description = `票码 ${code}\n集合：${slot.meetingPoint}\n到 ${config.publicUrl}/bookings/${number} 看票、改人数、取消。`
  return calendarText(
    place.title,
    [
      {
        id: slot.id,
        sequence: slot.sequence,
        title: `${place.title}：${slot.title}`,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        place: `${place.name}，${place.address}`,
        description,
        url: `${config.publicUrl}/bookings/${number}`,
        cancelled: slot.cancelled !== null
      }
    ],
    { alarm: true, stampedAt: clock.now() }
  )
}

/** The booking that these facts make, as its holder sees it. */
export function bookingFrom({ config }: Context, row: BookingFacts): Booking {
  const { id, slot, place, retention, events } = row
  const now = clock.now().toISOString()
  const slotDay = dayOf(new Date(slot.endsAt))
  const erased = events.findLast(({ kind }) => kind === 'contactErased')
  const { name, address, directions, accessibility } = place
  return {
    id,
    number: row.number,
    state: row.state,
    openDay: {
      id: place.id,
      title: place.title,
      kind: place.kind,
      place: { name, address, directions, accessibility },
      contactPhone: place.contactPhone
    },
    slot: shownSlot(slot),
    party: {
      kind: row.kind,
      people: row.people,
      minors: row.minors,
      needs: row.needs,
      ...(row.groupName === undefined ? {} : { groupName: row.groupName })
    },
    bookedAt: row.bookedAt,
    now,
    ahead: row.state === 'waiting' ? row.ahead : null,
    offeredUntil: row.offeredUntil,
    ticket:
      row.state === 'placed'
        ? {
            code: row.ticketCode,
            serial: row.serial,
            text: signedTicket(config, {
              bookingId: id,
              slotId: slot.id,
              code: row.ticketCode,
              people: row.people,
              serial: row.serial
            }),
            calendar: slotCalendar(config, slot, place, { number: row.number, code: row.ticketCode })
          }
        : null,
    asked: row.asked,
    confirmed: row.confirmed,
    checkedIn:
      row.checkedInAt === null || row.checkedIn === null ? null : { at: row.checkedInAt, people: row.checkedIn },
    feedback:
      row.overall === null || row.understood === null
        ? null
        : {
            overall: row.overall,
            understood: row.understood,
            ...(row.comment === null ? {} : { comment: row.comment })
          },
    events,
    keeping: {
      eraseOn: plusDays(slotDay, retention.days),
      erasedOn: erased ? dayOf(new Date(erased.at)) : null,
      ...retention
    },
    acts: actsOf({
      state: row.state,
      now,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      changeUntil: slot.changeUntil,
      offeredUntil: row.offeredUntil,
      slotCancelled: slot.cancelled !== null,
      asked: row.asked,
      confirmed: row.confirmed,
      checkedIn: row.checkedInAt !== null
    }),
    demo: row.demo
  }
}

async function booked(
  context: Context,
  db: Db | Trx,
  id: string
): Promise<{ booking: Booking; contact: SealedContact | null }> {
  const { contact: sealed, ...row } = await bookingRow(db, id)
  const contact = openContact(context.sealer, id, sealed)
  return { booking: bookingFrom(context, { ...row, groupName: contact?.groupName }), contact }
}

/** Reads it; the caller has checked that its holder asks. */
export async function readBooking(context: Context, db: Db | Trx, id: string): Promise<Booking> {
  return (await booked(context, db, id)).booking
}

/** All that is kept about a booking and whoever made it. */
export async function readOwnBookingData(context: Context, db: Db | Trx, id: string): Promise<OwnBookingData> {
  const { booking, contact } = await booked(context, db, id)
  return {
    booking,
    contact: contact && { phone: contact.phone, ...(contact.email === undefined ? {} : { email: contact.email }) }
  }
}
