/** Brings the copies of this phone's bookings up to date: an offer, a moved slot, whether they still come. */
import { api } from '#ui/api.ts'
import { mayStillMove, renewBooking } from './bookings.ts'
import { readBookings } from './kept-lists.ts'
import { refreshHeld } from './refresh-held.ts'

export async function refreshBookings(): Promise<void> {
  await refreshHeld((await readBookings()).filter(mayStillMove), async (_, own) => {
    await renewBooking(await api('GET /bookings/:number', own))
  })
}
