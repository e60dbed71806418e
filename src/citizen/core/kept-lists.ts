/** Lists of what is kept on this phone, in the order in which people look for it. */
import { isAhead } from './bookings.ts'
import { asDraft } from './drafts.ts'
import { isOpen } from './due.ts'
import {
  type BookingText,
  type Draft,
  type KeptBooking,
  type KeptCase,
  type MessageText,
  type OutboxItem,
  phone,
  type Upload
} from './phone.ts'

/** All cases: open ones by due date, then the others, the newest first. */
export async function readCases(): Promise<KeptCase[]> {
  const all = await (await phone()).getAll('cases')
  return all.toSorted((one, other) => {
    const open = Number(isOpen(other)) - Number(isOpen(one))
    if (open !== 0) return open
    return isOpen(one)
      ? one.receipt.due.dueOn.localeCompare(other.receipt.due.dueOn)
      : other.receipt.receivedAt.localeCompare(one.receipt.receivedAt)
  })
}

/** All drafts, the newest first. */
export async function readDrafts(): Promise<Draft[]> {
  const drafts = await (await phone()).getAll('drafts')
  return drafts.map(asDraft).toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}

/** What waits to be sent, the oldest first; of one case, its messages only. */
export async function readOutbox(number?: string): Promise<OutboxItem[]> {
  const items = await (await phone()).getAll('outbox')
  return items
    .filter((item) => number === undefined || ('proof' in item && item.params.number === number))
    .toSorted((one, other) => one.heldAt.localeCompare(other.heldAt))
}

/** Messages that are being written, the newest first. */
export async function readMessages(): Promise<MessageText[]> {
  const messages = await (await phone()).getAll('messages')
  return messages.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}

/** Files on their way, of one letter or of all; in the order in which they were chosen. */
export async function readUploads(letterId?: string): Promise<Upload[]> {
  const all = await (await phone()).getAll('uploads')
  return all.filter((upload) => letterId === undefined || upload.letterId === letterId)
}

/** All bookings: those to come by their time, then the others, the newest first. */
export async function readBookings(): Promise<KeptBooking[]> {
  const all = await (await phone()).getAll('bookings')
  const startOf = ({ booking }: KeptBooking) => booking.slot.startsAt
  return all.toSorted((one, other) => {
    const ahead = Number(isAhead(other)) - Number(isAhead(one))
    if (ahead !== 0) return ahead
    return isAhead(one) ? startOf(one).localeCompare(startOf(other)) : startOf(other).localeCompare(startOf(one))
  })
}

/** Bookings that are being written, the newest first. */
export async function readBookingTexts(): Promise<BookingText[]> {
  const texts = await (await phone()).getAll('bookingTexts')
  return texts.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}

export { onPhoneChange } from './phone.ts'
