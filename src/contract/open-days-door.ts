/** The door of an open day: a list that a phone keeps without a network, and who came, told when there is one again. */
import * as T from 'typebox'
import { AccessNeed } from './open-days.ts'
import { defineRoutes } from './route.ts'
import { closed, Id, Instant } from './shapes.ts'

/** Who came with a ticket, as the list knows it. */
const Seen = T.Object({ at: Instant, people: T.Integer(), door: T.String() })

/** The same with the slot that they were let in to: not always that of their ticket. */
const SeenInto = T.Object({ ...Seen.properties, slotId: Id })

/** A ticket that may be shown at the door, or may not any more. Nobody is named. */
export const DoorTicket = T.Object({
  bookingId: Id,
  slotId: Id,
  code: T.String(),
  serial: T.Integer({ description: 'only a ticket with this one is good' }),
  state: T.Enum(['good', 'cancelled']),
  people: T.Integer(),
  minors: T.Integer(),
  needs: T.Array(AccessNeed),
  seen: T.Union([SeenInto, T.Null()])
})
export type DoorTicket = T.Static<typeof DoorTicket>

export const DoorSlot = T.Object({
  id: Id,
  title: T.String(),
  startsAt: Instant,
  endsAt: Instant,
  capacity: T.Integer(),
  cancelled: T.Boolean(),
  walkIns: T.Integer({ description: 'people who came without a booking, as far as doors have told' })
})
export type DoorSlot = T.Static<typeof DoorSlot>

/** All that a door needs without a network. */
export const DoorList = T.Object({
  openDay: T.Object({ id: Id, title: T.String() }),
  key: T.String({ description: 'the public key that tickets are checked with: Ed25519, 32 bytes in base64url' }),
  slots: T.Array(DoorSlot),
  tickets: T.Array(DoorTicket),
  at: Instant,
  goesAt: Instant
})
export type DoorList = T.Static<typeof DoorList>

/** One admission, as the door's phone noted it. `slotId`: where they were let in to. `bookingId` null: people who came without a booking. */
export const CheckIn = closed({
  id: Id,
  slotId: Id,
  bookingId: T.Union([Id, T.Null()]),
  people: T.Integer({ minimum: 1, maximum: 500 }),
  at: Instant,
  door: T.String({ minLength: 1, maxLength: 20, pattern: '\\S' })
})
export type CheckIn = T.Static<typeof CheckIn>

/** `counted`; `double`: another door had admitted the same ticket before, and these people are not counted again. */
export const CheckInResult = T.Object({
  id: Id,
  outcome: T.Enum(['counted', 'double', 'unknown']),
  first: T.Union([Seen, T.Null()])
})
export type CheckInResult = T.Static<typeof CheckInResult>

const day = closed({ id: Id })

export const doorRoutes = defineRoutes({
  'GET /desk/doors': {
    who: 'staff:openDays:admit',
    summary: 'Open days with a slot that is not over for long',
    reply: {
      200: T.Array(T.Object({ id: Id, title: T.String(), startsAt: Instant, endsAt: Instant, place: T.String() }))
    }
  },
  'GET /desk/open-days/:id/door': {
    who: 'staff:openDays:admit',
    summary: 'What a door keeps for working without a network',
    params: day,
    reply: { 200: DoorList }
  },
  'POST /desk/open-days/:id/check-ins': {
    who: 'staff:openDays:admit',
    summary: 'Tell who came; the same again changes nothing',
    params: day,
    body: closed({ checkIns: T.Array(CheckIn, { minItems: 1, maxItems: 200 }) }),
    reply: { 200: T.Object({ results: T.Array(CheckInResult), list: DoorList }) }
  }
})
