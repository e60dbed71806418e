/** The booking that is being filled in: begun or taken up again, and kept at every pause. */
import {
  beginBooking,
  dropBookingText,
  newestBookingText,
  readBookingText,
  saveBookingText
} from '../core/booking-texts.ts'
import type { BookingText } from '../core/phone.ts'
import { useWriting } from '../core/use-writing.ts'
import { isEmptyBooking } from './booking-form.ts'

/** What it is for is filled in once the slot is there. */
const noAim = { title: '', slotTitle: '', startsAt: '' }

export function useBookingText(openDayId: string, slotId: string) {
  const begin = () => beginBooking(slotId, { openDayId, ...noAim })
  const writing = useWriting<BookingText>({
    first: begin(),
    async find(current) {
      const found = await newestBookingText(slotId).catch(() => undefined)
      // what was filled in while reading is not overwritten
      return isEmptyBooking(current()) ? found : undefined
    },
    read: readBookingText,
    isEmpty: isEmptyBooking,
    save: saveBookingText,
    drop: async ({ id }, mine) => await dropBookingText(id, mine)
  })

  /** All over again; what was kept is dropped. */
  async function startNew(): Promise<void> {
    await dropBookingText(writing.draft.value.id, writing.mine).catch(() => undefined)
    await writing.place({ ...begin(), aim: writing.draft.value.aim })
  }

  return { ...writing, startNew }
}
