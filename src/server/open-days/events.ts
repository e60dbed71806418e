/** The record of a booking: every act adds an event in its transaction, with an audit row beside it. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { BookingEventKind } from '#contract/open-days.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Trx } from '../core/db.ts'

/** Notes what happened to a booking. `actorId`: the member of staff; null for its holder and for the clock. */
export async function noteBooking(
  trx: Trx,
  bookingId: string,
  kind: BookingEventKind,
  actorId: string | null = null
): Promise<void> {
  await sql`
    insert into booking_events (id, booking_id, position, kind, at, actor_id)
    select ${uuidv7()}, ${bookingId}, coalesce(max(position), 0) + 1, ${kind}, ${clock.now().toISOString()}, ${actorId}::uuid
    from booking_events where booking_id = ${bookingId}`.execute(trx)
  await audit(trx, { actorId, act: `booking.${kind}`, subjectKind: 'booking', subjectId: bookingId })
}
