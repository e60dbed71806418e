/** The door: what a phone keeps for working without a network, and who came, as such phones tell it. */
import { sql } from 'kysely'
import type { CheckIn, CheckInResult, DoorList, DoorSlot, DoorTicket } from '#contract/open-days-door.ts'
import type { Replies } from '#contract/routes.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { noteBooking } from './events.ts'
import { ticketKey } from './ticket.ts'

/** A door works until the day after the last slot; then the phones forget their lists. */
const graceMs = 86_400_000

/** Open days that have a door now: something of them is not over for long. */
export async function listDoors(db: Db): Promise<Replies['GET /desk/doors']> {
  const since = new Date(clock.now().getTime() - graceMs).toISOString()
  const { rows } = await sql<Replies['GET /desk/doors'][number]>`
    select o.id, o.shown ->> 'title' as title, min(s.starts_at) as "startsAt", max(s.ends_at) as "endsAt",
           o.shown -> 'place' ->> 'name' as place
    from open_days o join slots s on s.open_day_id = o.id
    where o.state = 'published' and s.cancel_reason is null
    group by o.id having max(s.ends_at) > ${since} order by min(s.starts_at), o.id`.execute(db)
  return rows
}

interface DoorSlotRow extends DoorSlot {
  readonly openDayTitle: string
}

/** What a door keeps. Nobody is named in it: codes, numbers of people, and what they need. */
export async function readDoor({ config }: Context, db: Db | Trx, openDayId: string): Promise<DoorList> {
  const { rows: slots } = await sql<DoorSlotRow>`
    select s.id, s.title, s.starts_at as "startsAt", s.ends_at as "endsAt", s.capacity,
           coalesce(s.cancel_reason, o.cancel_reason) is not null as cancelled, o.shown ->> 'title' as "openDayTitle",
           (select coalesce(sum(i.people), 0) from check_ins i
            where i.slot_id = s.id and i.counted and i.booking_id is null)::integer as "walkIns"
    from slots s join open_days o on o.id = s.open_day_id
    where o.id = ${openDayId} and o.shown is not null order by s.starts_at, s.id`.execute(db)
  const [first] = slots
  if (!first) throw problem('not-found')
  const { rows } = await sql<
    Omit<DoorTicket, 'seen'> & {
      seenAt: string | null
      seenPeople: number | null
      seenDoor: string | null
      seenSlot: string | null
    }
  >`
    select b.id as "bookingId", b.slot_id as "slotId", b.ticket_code as code, b.serial,
           case b.state when 'placed' then 'good' else 'cancelled' end as state, b.people, b.minors, b.needs,
           i.at as "seenAt", i.people as "seenPeople", i.door as "seenDoor", i.slot_id as "seenSlot"
    from bookings b join slots s on s.id = b.slot_id left join check_ins i on i.booking_id = b.id and i.counted
    where s.open_day_id = ${openDayId}
      and (b.state = 'placed' or i.id is not null
           or exists (select from booking_events e where e.booking_id = b.id and e.kind in ('booked', 'accepted')))
    order by b.id`.execute(db)
  const last =
    slots
      .map(({ endsAt }) => endsAt)
      .toSorted()
      .at(-1) ?? first.endsAt
  return {
    openDay: { id: openDayId, title: first.openDayTitle },
    key: ticketKey(config),
    slots: slots.map(({ openDayTitle: _, ...slot }) => slot),
    tickets: rows.map(({ seenAt, seenPeople, seenDoor, seenSlot, ...ticket }) => ({
      ...ticket,
      seen:
        seenAt === null || seenPeople === null || seenDoor === null || seenSlot === null
          ? null
          : { at: seenAt, people: seenPeople, door: seenDoor, slotId: seenSlot }
    })),
    at: clock.now().toISOString(),
    goesAt: new Date(Date.parse(last) + graceMs).toISOString()
  }
}

/** Keeps one check-in. The first that is told of a ticket counts; the same id again changes nothing. */
async function keepCheckIn(trx: Trx, staff: Staff, openDayId: string, checkIn: CheckIn): Promise<CheckInResult> {
  const { id, slotId, bookingId, people, at, door } = checkIn
  const { rows: slots } = await sql`
    select from slots where id = ${slotId} and open_day_id = ${openDayId}`.execute(trx)
  // one after the other for one booking: two doors may tell of it at the same moment
  const { rows: bookings } = await sql<{ slotId: string }>`
    select b.slot_id as "slotId" from bookings b join slots s on s.id = b.slot_id
    where b.id = ${bookingId}::uuid and s.open_day_id = ${openDayId} for update of b`.execute(trx)
  if (slots.length === 0 || (bookingId !== null && bookings.length === 0))
    return { id, outcome: 'unknown', first: null }
  const { rows: known } = await sql<{ counted: boolean }>`select counted from check_ins where id = ${id}`.execute(trx)
  const { rows: earlier } = await sql<{ id: string; at: string; people: number; door: string }>`
    select id, at, people, door from check_ins where booking_id = ${bookingId}::uuid and counted`.execute(trx)
  const [first] = earlier
  const counted = known[0]?.counted ?? !first
  if (!known[0]) {
    await sql`
      insert into check_ins (id, open_day_id, slot_id, booking_id, people, at, door, counted, told_at, told_by)
      values (${id}, ${openDayId}, ${slotId}, ${bookingId}::uuid, ${people}, ${at}, ${door.trim()}, ${counted},
              ${clock.now().toISOString()}, ${staff.id})`.execute(trx)
    if (bookingId !== null && counted) await noteBooking(trx, bookingId, 'admitted', staff.id)
  }
  return {
    id,
    outcome: counted ? 'counted' : 'double',
    first: first && first.id !== id ? { at: first.at, people: first.people, door: first.door } : null
  }
}

/** Keeps what a door tells, all of it or nothing, and gives back the list as it is now. */
export async function keepCheckIns(
  context: Context,
  staff: Staff,
  openDayId: string,
  checkIns: readonly CheckIn[]
): Promise<Replies['POST /desk/open-days/:id/check-ins']> {
  return await context.db.transaction().execute(async (trx) => {
    const results: CheckInResult[] = []
    const kept = new Map<string, CheckInResult>()
    // rows are locked in one order, whatever order a door sends them in
    for (const one of checkIns.toSorted((a, b) => (a.bookingId ?? '').localeCompare(b.bookingId ?? '')))
      kept.set(one.id, await keepCheckIn(trx, staff, openDayId, one))
    for (const { id } of checkIns) results.push(kept.get(id) ?? { id, outcome: 'unknown', first: null })
    return { results, list: await readDoor(context, trx, openDayId) }
  })
}
