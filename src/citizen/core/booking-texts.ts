/** Bookings being written. */
import { partyKinds } from '#contract/bookings.ts'
import { freshIdentity } from './begin-draft.ts'
import { type BookingAim, type BookingText, phone, write } from './phone.ts'

/** Begins a booking of a slot. */
export function beginBooking(slotId: string, aim: BookingAim): BookingText {
  return {
    ...freshIdentity(),
    slotId,
    aim,
    kind: partyKinds[0],
    people: 1,
    minors: 0,
    needs: [],
    groupName: '',
    phone: '',
    email: '',
    invite: '',
    waitlist: false,
    savedAt: ''
  }
}

/** The newest one of a slot. */
export async function readBookingText(slotId: string): Promise<BookingText | undefined> {
  const all = await (await phone()).getAll('bookingTexts')
  return all
    .filter((one) => one.slotId === slotId)
    .toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
    .at(0)
}

/** Keeps it as it stands and returns when that was; taken out of any reactive wrapping first. */
export async function saveBookingText(text: BookingText): Promise<string> {
  const savedAt = new Date().toISOString()
  const plain = { ...(JSON.parse(JSON.stringify(text)) as BookingText), savedAt }
  await write(['bookingTexts'], (transaction) => transaction.objectStore('bookingTexts').put(plain))
  return savedAt
}

export async function dropBookingText(id: string): Promise<void> {
  await write(['bookingTexts'], (transaction) => transaction.objectStore('bookingTexts').delete(id))
}
