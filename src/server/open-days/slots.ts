/** Slots as everybody sees them, and the lock that keeps them from being overfull. */
import { sql } from 'kysely'
import type { Slot } from '#contract/open-days.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'

/** A slot with what only the server knows. */
export interface SlotRow extends Omit<Slot, 'left' | 'waiting' | 'invited'> {
  readonly openDayId: string
  readonly draft: boolean
  readonly published: boolean
  readonly taken: number
  readonly waiting: number
  /** people of the smallest party that waits */
  readonly smallestWaiting: number | null
  readonly inviteCode: string | null
  readonly sequence: number
}

/** A slot without who waits for it. */
export type SlotBasics = Omit<SlotRow, 'waiting' | 'smallestWaiting'>

/** What is known of `slots s join open_days o` without counting who waits. */
export const slotBasics = sql`
  s.id, s.open_day_id as "openDayId", s.title, s.starts_at as "startsAt", s.ends_at as "endsAt",
  s.meeting_point as "meetingPoint", s.capacity, s.taken, s.party_most as "partyMost", s.opens_at as "opensAt",
  s.change_until as "changeUntil", s.offer_minutes as "offerMinutes", s.invite_code as "inviteCode", s.sequence,
  o.state = 'draft' as draft, o.state = 'published' as published, coalesce(s.cancel_reason, o.cancel_reason) as cancelled`

const slotsWithLines = sql`
  select ${slotBasics}, w.waiting, w."smallestWaiting" from slots s join open_days o on o.id = s.open_day_id
  cross join lateral (
    select count(*)::integer as waiting, min(people) as "smallestWaiting" from bookings
    where slot_id = s.id and state = 'waiting') w`

/** The slots of an open day, in their order. */
export async function slotsOf(db: Db | Trx, openDayId: string): Promise<SlotRow[]> {
  const { rows } = await sql<SlotRow>`
    ${slotsWithLines} where s.open_day_id = ${openDayId} order by s.starts_at, s.id`.execute(db)
  return rows
}

/** The slots of several open days at once, by the id of the day. */
export async function slotsByDay(db: Db, openDayIds: readonly string[]): Promise<Map<string, SlotRow[]>> {
  const { rows } = await sql<SlotRow>`
    ${slotsWithLines} where s.open_day_id = any (${[...openDayIds]}::uuid[]) order by s.starts_at, s.id`.execute(db)
  return Map.groupBy(rows, ({ openDayId }) => openDayId)
}

/** One slot, whatever its open day is; undefined where there is none. */
export async function slotRow(db: Db | Trx, id: string): Promise<SlotRow | undefined> {
  const { rows } = await sql<SlotRow>`
    ${slotsWithLines} where s.id = ${id}`.execute(db)
  return rows[0]
}

/** One slot as anybody may find it: undefined too where its open day is a draft. */
export async function findSlot(db: Db | Trx, id: string): Promise<SlotRow | undefined> {
  const row = await slotRow(db, id)
  return row?.draft ? undefined : row
}

/** Locks slots until the end of the transaction, always in the order of their ids: whoever gives or takes places does it first. */
export async function lockSlots(trx: Trx, ids: readonly string[]): Promise<void> {
  await sql`select id from slots where id = any (${[...ids]}::uuid[]) order by id for no key update`.execute(trx)
}

/** Places that can be had at once: none while somebody waits whom they would do for, since those come first. */
export function placesLeft({ capacity, taken, smallestWaiting, cancelled, endsAt }: SlotRow, now: Date): number {
  const free = capacity - taken
  if (cancelled !== null || endsAt <= now.toISOString()) return 0
  return smallestWaiting !== null && smallestWaiting <= free ? 0 : free
}

/** A slot for everybody. */
export function shownSlot(row: SlotRow): Slot {
  const {
    openDayId: _o,
    draft: _d,
    published: _p,
    taken: _t,
    smallestWaiting: _w,
    inviteCode,
    sequence: _s,
    ...slot
  } = row
  return { ...slot, left: placesLeft(row, clock.now()), invited: inviteCode !== null }
}

/** Sets how many people have a place or an offer; the caller has locked the slot and read `taken` since. */
export async function setTaken(trx: Trx, slotId: string, taken: number): Promise<void> {
  await sql`update slots set taken = ${taken} where id = ${slotId}`.execute(trx)
}
