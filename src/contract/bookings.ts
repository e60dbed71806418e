/** What a booking can be, as plain values: a phone that only keeps bookings carries no schemas for it. */

/** The series of bookings, as printed before the year. */
export const bookingSeries = 'KF'

/** Alone 个人, family 家庭, group 团体. */
export const partyKinds = ['alone', 'family', 'group'] as const

/** What somebody of the party needs at the place; nothing else of anybody's health is asked. */
export const accessNeeds = ['wheelchair', 'hearing', 'sight', 'companion'] as const

/**
 * `placed`: the places are held; `waiting`: on the waiting list; `offered`: places are held until the offer ends;
 * `cancelled` by its holder; `lapsed`: an offer was declined or ran out; `calledOff`: the bureau cancelled the slot.
 */
export const bookingStates = ['placed', 'waiting', 'offered', 'cancelled', 'lapsed', 'calledOff'] as const

/** States in which a person has a claim on the slot; one a person and slot. */
export const heldStates = ['placed', 'waiting', 'offered'] as const satisfies (typeof bookingStates)[number][]
