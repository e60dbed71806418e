/** Bookings being written. */
import { partyKinds } from '#contract/bookings.ts'
import { freshIdentity } from './begin-draft.ts'
import { type BookingAim, type BookingText, phone, write } from './phone.ts'
import type { Mine } from './use-writing.ts'

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

/** As it is kept now. */
export async function readBookingText(id: string): Promise<BookingText | undefined> {
  return (await phone()).get('bookingTexts', id)
}

/** The newest one of a slot. */
export async function newestBookingText(slotId: string): Promise<BookingText | undefined> {
  const all = await (await phone()).getAll('bookingTexts')
  return all
    .filter((one) => one.slotId === slotId)
    .toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
    .at(0)
}

/**
 * Keeps it as it stands and returns when that was; taken out of any reactive wrapping first. What another tab has kept
 * under its id meanwhile becomes a booking of its own.
 */
export async function saveBookingText(text: BookingText, mine: Mine): Promise<string> {
  const savedAt = new Date().toISOString()
  const plain = { ...(JSON.parse(JSON.stringify(text)) as BookingText), savedAt }
  await write(['bookingTexts'], async (transaction) => {
    const texts = transaction.objectStore('bookingTexts')
    const there = await texts.get(text.id)
    if (there !== undefined && !mine.has(there.savedAt)) await texts.put({ ...there, ...freshIdentity() })
    await texts.put(plain)
  })
  return savedAt
}

/** Drops it; not what another tab has made of it. */
export async function dropBookingText(id: string, mine: Mine): Promise<void> {
  await write(['bookingTexts'], async (transaction) => {
    const texts = transaction.objectStore('bookingTexts')
    const there = await texts.get(id)
    if (there !== undefined && mine.has(there.savedAt)) await texts.delete(id)
  })
}
