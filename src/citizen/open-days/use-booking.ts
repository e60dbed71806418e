/** The booking that is open: the copy of this phone at once, ticket and all, then the server's. */
import type { Booking } from '#contract/open-days.ts'
import { isBorrowedBooking, keptOf, lookAtBooking, readBooking, seeBooking } from '../core/bookings.ts'
import type { KeptBooking } from '../core/phone.ts'
import { useActOn } from '../core/use-act.ts'
import { type Act as ActOn, useHeld } from '../core/use-held.ts'
import { useWords } from '../core/words.ts'
import { ticketWords } from './ticket-words.ts'

/** Does something with the booking. */
export type Act = ActOn<Booking>

export function useBooking(number: string) {
  return useHeld<KeptBooking, Booking>(number, {
    find: readBooking,
    isBorrowed: isBorrowedBooking,
    see: seeBooking,
    read: (call, own) => call('GET /bookings/:number', own),
    thingOf: ({ booking }) => booking,
    async keep(booking, known) {
      await lookAtBooking(booking, known).catch(() => undefined)
      return keptOf(booking, known)
    }
  })
}

/** One act on the booking with its state on the screen. */
export function useAct(act: Act) {
  const words = useWords(ticketWords)
  return useActOn(act, () => words.value.unclear)
}
