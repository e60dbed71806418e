/** The way of a booking out of the outbox, and back to what is being written. */
import { freshIdentity } from './begin-draft.ts'
import { keptOf } from './bookings.ts'
import { type BookingItem, type BookingText, write } from './phone.ts'
import { afterWork, type Way } from './post-way.ts'

export const bookingWay: Way<BookingItem> = {
  /** From the answer on it is a booking of this phone, with its ticket or its place in line. */
  async send(item, { api }, atWork) {
    const { params, body } = item
    const booking = await afterWork(
      (headers) => api(item.route, { params, body, ...(headers === undefined ? {} : { headers }) }),
      atWork
    )
    await write(['outbox', 'bookings'], async (transaction) => {
      const { code, deviceToken } = body
      await transaction.objectStore('bookings').put(keptOf(booking, { code, deviceToken }))
      await transaction.objectStore('outbox').delete(item.id)
    })
    return booking.number
  },

  /** What another tab writes under the same id meanwhile is not written over. */
  async giveBack(item, back, refusal) {
    const texts = back.objectStore('bookingTexts')
    let booking: BookingText = { ...textOf(item), ...refusal, savedAt: new Date().toISOString() }
    const usedUp = refusal?.problem === 'already-sent'
    if (usedUp || (await texts.getKey(item.id)) !== undefined) booking = { ...booking, ...freshIdentity() }
    await texts.put(booking)
    return { booking }
  },

  async sentAs(id, known) {
    const all = await known.objectStore('bookings').getAll()
    return all.find(({ booking }) => booking.id === id)?.number
  },

  async isWritten(id, known) {
    return (await known.objectStore('bookingTexts').getKey(id)) !== undefined
  }
}

/** A booking as it is written, from what was to be sent. */
export function textOf({ body, params, aim, heldAt }: BookingItem): BookingText {
  const { id, code, deviceToken, party, contact, invite, waitlist } = body
  const { kind, people, minors, needs, groupName } = party
  return {
    id,
    code,
    deviceToken,
    slotId: params.id,
    aim,
    kind,
    people,
    minors,
    needs: [...needs],
    groupName: groupName ?? '',
    phone: contact.phone,
    email: contact.email ?? '',
    invite: invite ?? '',
    waitlist,
    savedAt: heldAt
  }
}
