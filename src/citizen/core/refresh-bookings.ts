/** Brings the copies of this phone's bookings up to date: an offer, a moved slot, whether they still come. */
import { api, holderHeaders } from '#ui/api.ts'
import { ProblemError } from '#ui/failures.ts'
import { hasBookingNews, isAhead, renewBooking } from './bookings.ts'
import { readBookings } from './kept-lists.ts'

const freshMs = 30_000

/** Reads those that are still ahead anew. Ends without a word where there is no network: the copies stay what they were. */
export async function refreshBookings(): Promise<void> {
  const before = new Date(Date.now() - freshMs).toISOString()
  const old = (await readBookings()).filter((one) => isAhead(one) && !hasBookingNews(one) && one.keptAt < before)
  for (const one of old)
    try {
      const headers = holderHeaders(one)
      await renewBooking(await api('GET /bookings/:number', { params: { number: one.number }, headers }))
    } catch (error) {
      // one that does not open any more keeps none of the others back
      if (!(error instanceof ProblemError)) return
    }
}
