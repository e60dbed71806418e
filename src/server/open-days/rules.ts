/** What may be done with a booking, as pure rules. */
import { heldStates } from '#contract/bookings.ts'
import type { BookingAct, BookingState } from '#contract/open-days.ts'

/** All that the rules look at; instants are ISO texts in UTC and compare as texts. */
export interface BookingStanding {
  readonly state: BookingState
  readonly now: string
  readonly startsAt: string
  readonly endsAt: string
  readonly changeUntil: string
  readonly offeredUntil: string | null
  readonly slotCancelled: boolean
  readonly asked: boolean
  readonly confirmed: boolean
  readonly checkedIn: boolean
}

export const holds = (state: BookingState): boolean => heldStates.some((held) => held === state)

/**
 * What its holder may do now. Places are changed and given back until the hour that the slot names; whoever waits may
 * leave the list until the slot begins, and no offer outlives that; feedback is asked of who had a place, once the slot is over.
 */
export function actsOf(standing: BookingStanding): BookingAct[] {
  const { state, now, startsAt, endsAt, changeUntil, offeredUntil, slotCancelled, asked, confirmed, checkedIn } =
    standing
  if (slotCancelled) return []
  const acts: BookingAct[] = []
  const changeable = now < changeUntil && !checkedIn
  if (state === 'placed' && changeable) acts.push('change', 'cancel')
  if (state === 'waiting' && now < startsAt) acts.push(...(changeable ? (['change'] as const) : []), 'cancel')
  if (state === 'offered' && offeredUntil !== null && now < offeredUntil && now < startsAt)
    acts.push('accept', 'decline')
  if (state === 'placed' && asked && !confirmed && now < startsAt) acts.push('confirm')
  if (state === 'placed' && now >= endsAt) acts.push('feedback')
  return acts
}

/**
 * Until when an offer holds: as long as the slot says, and never past the hour until which places can be given back, so
 * that the next in line has a chance too; in the last minutes at least five, and never past the beginning.
 */
export function offerEnd(now: Date, slot: { offerMinutes: number; changeUntil: string; startsAt: string }): Date {
  const asLong = now.getTime() + slot.offerMinutes * 60_000
  const bound = Math.max(Date.parse(slot.changeUntil), now.getTime() + 5 * 60_000)
  return new Date(Math.min(asLong, bound, Date.parse(slot.startsAt)))
}

/** A party on the waiting list. */
export interface Waiting {
  readonly id: string
  readonly people: number
}

/**
 * Who gets an offer, in the order of the list: a party that does not fit whole is passed over and keeps its place in line.
 * @param free places that are nobody's
 */
export function nextOffers(line: readonly Waiting[], free: number): Waiting[] {
  let left = free
  return line.filter(({ people }) => {
    if (people > left) return false
    left -= people
    return true
  })
}
