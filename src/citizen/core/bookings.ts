/** Bookings that this phone can open, with their tickets. */
import type { Booking, BookingEventKind } from '#contract/open-days.ts'
import { bookingSeries, heldStates } from '#contract/bookings.ts'
import { type KeptBooking, phone, type Proof, write } from './phone.ts'

/** Bookings opened on somebody else's phone: in this page's memory only, gone when it is closed. */
const borrowed = new Map<string, KeptBooking>()

/** Whether a number is that of a booking, and not of a letter. */
export function isBookingNumber(number: string): boolean {
  return number.startsWith(`${bookingSeries}-`)
}

export async function readBooking(number: string): Promise<KeptBooking | undefined> {
  return borrowed.get(number) ?? (await (await phone()).get('bookings', number))
}

/** Whether the booking is open on somebody else's phone, where nothing may be kept. */
export function isBorrowedBooking(number: string): boolean {
  return borrowed.has(number)
}

/** The booking as it is kept. What stands in it now has been seen. */
export function keptOf(booking: Booking, { code, deviceToken }: Proof): KeptBooking {
  const now = new Date().toISOString()
  return {
    number: booking.number,
    code,
    ...(deviceToken === undefined ? {} : { deviceToken }),
    booking,
    seenAt: booking.events.at(-1)?.at ?? booking.bookedAt,
    keptAt: now
  }
}

const isHeld = ({ state }: Booking): boolean => heldStates.some((held) => held === state)

/** Whether there is still something to come to, or to wait for. */
export function isAhead({ booking }: Pick<KeptBooking, 'booking'>, now = Date.now()): boolean {
  return isHeld(booking) && now < Date.parse(booking.slot.endsAt)
}

/** So long after its end a slot may still be moved to a later day. */
const movedUntilMs = 3 * 86_400_000

/** Whether the bureau may have changed something since: until a copy was read well after the end that it tells. */
export function mayStillMove({ booking }: Pick<KeptBooking, 'booking'>): boolean {
  return isHeld(booking) && Date.parse(booking.now) < Date.parse(booking.slot.endsAt) + movedUntilMs
}

/** What the bureau did that its holder wants to know of. */
const told: readonly BookingEventKind[] = ['offered', 'offerEnded', 'slotMoved', 'calledOff', 'asked']

/** Whether something happened since the booking was last opened here. */
export function hasBookingNews({ booking, seenAt }: KeptBooking): boolean {
  return booking.events.some(({ kind, at }) => at > seenAt && told.includes(kind))
}

/** Keeps a booking that was found by its number and code. */
export async function keepBooking(booking: Booking, code: string): Promise<void> {
  await write(['bookings'], async (transaction) => {
    const bookings = transaction.objectStore('bookings')
    const known = await bookings.get(booking.number)
    await bookings.put(keptOf(booking, known?.booking.id === booking.id ? known : { code }))
  })
}

/** Keeps the newest copy of a booking that is being looked at; one that was left or taken off this phone meanwhile does not come back. */
export async function lookAtBooking(booking: Booking, opened: KeptBooking): Promise<void> {
  const { number } = booking
  if (borrowed.has(number)) borrowed.set(number, keptOf(booking, opened))
  else
    await write(['bookings'], async (transaction) => {
      const bookings = transaction.objectStore('bookings')
      const known = await bookings.get(number)
      if (known !== undefined) await bookings.put(keptOf(booking, known))
    })
}

/** The kept copy of the booking is being looked at: what happened up to it is new no longer. */
export async function seeBooking(number: string): Promise<void> {
  if (borrowed.has(number)) return
  await write(['bookings'], async (transaction) => {
    const bookings = transaction.objectStore('bookings')
    const known = await bookings.get(number)
    const seenAt = known?.booking.events.at(-1)?.at
    if (known === undefined || seenAt === undefined || seenAt <= known.seenAt) return
    await bookings.put({ ...known, seenAt })
  })
}

/** A newer copy that nobody has looked at yet; a booking that was taken off this phone meanwhile does not come back. */
export async function renewBooking(booking: Booking): Promise<void> {
  await write(['bookings'], async (transaction) => {
    const bookings = transaction.objectStore('bookings')
    const known = await bookings.get(booking.number)
    if (known !== undefined) await bookings.put({ ...known, booking, keptAt: new Date().toISOString() })
  })
}

/** Opens a booking on somebody else's phone: nothing of it is written down. */
export function borrowBooking(booking: Booking, code: string): void {
  borrowed.set(booking.number, keptOf(booking, { code }))
}

/** The booking is not opened from here any more, until its number and code are typed again. */
export async function forgetBooking(number: string): Promise<void> {
  if (borrowed.delete(number)) return
  await write(['bookings'], (transaction) => transaction.objectStore('bookings').delete(number))
}
