/** Deleting what names whoever booked: on the day that the booking shows, or when its holder asks and nothing needs it any more. */
import { sql } from 'kysely'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { noteBooking } from './events.ts'
import { attendanceGoes, sweepPictures } from './pictures.ts'
import { holds } from './rules.ts'
import { lockSlots } from './slots.ts'
import type { BookingState } from '#contract/open-days.ts'

/** Deletes contact and needs of a booking, with an event; false where nothing is left. */
async function erase(trx: Trx, id: string): Promise<boolean> {
  const { numAffectedRows: contacts } = await sql`delete from booking_contacts where booking_id = ${id}`.execute(trx)
  const { numAffectedRows: needs } = await sql`
    update bookings set needs = '{}' where id = ${id} and needs <> '{}'`.execute(trx)
  if (!contacts && !needs) return false
  await noteBooking(trx, id, 'contactErased')
  return true
}

/** Bookings that hold what names somebody and whose day has come; `slotId` is that of the slot. */
const dueToday = () => sql`
  select b.id, s.id as "slotId" from bookings b join slots s on s.id = b.slot_id
  cross join lateral (select days from booking_retention r
                      where r.effective_from <= (s.ends_at at time zone 'Asia/Shanghai')::date
                      order by r.effective_from desc limit 1) rule
  where (b.needs <> '{}' or exists (select from booking_contacts c where c.booking_id = b.id))
    and (s.ends_at at time zone 'Asia/Shanghai')::date + rule.days <= ${clock.today()}`

/** Deletes what is due, one transaction a booking. Returns how many lost something. */
export async function eraseDueBookings(db: Db): Promise<number> {
  const { rows } = await sql<{ id: string; slotId: string }>`${dueToday()} order by b.id`.execute(db)
  let erased = 0
  for (const { id, slotId } of rows)
    await db.transaction().execute(async (trx) => {
      // the slot may have moved since
      await lockSlots(trx, [slotId])
      const { rows: still } = await sql`${dueToday()} and b.id = ${id}`.execute(trx)
      if (still.length > 0 && (await erase(trx, id))) erased += 1
    })
  return erased
}

/** Takes the pictures of attendance away whose day has come, with their files and those that were left. Returns how many. */
export async function eraseDueAttendance(context: Context): Promise<number> {
  const erased = await context.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; openDayId: string }>`
      update open_day_pictures p set goes_at = ${clock.now().toISOString()}
      from open_days o ${attendanceGoes}
      where o.id = p.open_day_id and p.kind = 'attendance' and p.goes_at is null and goes.day <= ${clock.today()}
      returning p.id, p.open_day_id as "openDayId"`.execute(trx)
    for (const { id, openDayId } of rows)
      await audit(trx, {
        actorId: null,
        act: 'openDay.attendanceErased',
        subjectKind: 'openDay',
        subjectId: openDayId,
        details: { picture: id }
      })
    return rows.length
  })
  await sweepPictures(context)
  return erased
}

/** Deletes it because its holder asks; throws `state-forbids` while a place is held or waited for. A second time changes nothing. */
export async function eraseBookingOnRequest(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ state: BookingState; endsAt: string }>`
      select b.state, s.ends_at as "endsAt" from bookings b join slots s on s.id = b.slot_id
      where b.id = ${id} for update of b`.execute(trx)
    const [row] = rows
    if (!row || (holds(row.state) && row.endsAt > clock.now().toISOString())) throw problem('state-forbids')
    await erase(trx, id)
  })
}
