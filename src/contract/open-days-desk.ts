/** Open days at the desk: written, published by a second person, slots, who comes, and what it was afterwards. */
import * as T from 'typebox'
import {
  AccessNeed,
  BookingNumber,
  BookingState,
  OpenDayKind,
  OpenDayLine,
  OpenDayState,
  PartyKind,
  Picture,
  pictureKinds
} from './open-days.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id, Instant } from './shapes.ts'

/** A web address of the bureau's own choice, on this site or another. */
const MaterialDraft = closed({
  name: T.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
  url: T.Union([T.String({ pattern: '^(https://\\S+|/\\S*)$', maxLength: 300 }), T.Null()])
})

/** What staff write. `revision`: the one that was read; another one meanwhile is answered with `changed-meanwhile`. */
export const OpenDayDraft = closed({
  kind: OpenDayKind,
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
  summary: T.String({ minLength: 2, maxLength: 200, pattern: '\\S' }),
  programme: T.String({ maxLength: 4000 }),
  place: closed({
    name: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
    address: T.String({ minLength: 2, maxLength: 120, pattern: '\\S' }),
    directions: T.String({ maxLength: 500 }),
    accessibility: T.String({ maxLength: 500 })
  }),
  materials: T.Array(MaterialDraft, { maxItems: 20 }),
  contactPhone: T.String({ pattern: '^[0-9][0-9 -]{5,19}$', maxLength: 20 })
})
export type OpenDayDraft = T.Static<typeof OpenDayDraft>

/** Times are instants; `opensAt` may be any second before the slot. */
export const SlotDraft = closed({
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
  startsAt: Instant,
  endsAt: Instant,
  meetingPoint: T.String({ minLength: 2, maxLength: 120, pattern: '\\S' }),
  capacity: T.Integer({ minimum: 1, maximum: 5000 }),
  partyMost: T.Integer({ minimum: 1, maximum: 60 }),
  opensAt: Instant,
  changeUntil: Instant,
  offerMinutes: T.Integer({ minimum: 5, maximum: 2880 }),
  invited: T.Boolean()
})
export type SlotDraft = T.Static<typeof SlotDraft>

/** A slot as staff see it. */
export const DeskSlot = T.Object({
  id: Id,
  ...SlotDraft.properties,
  inviteCode: T.Union([T.String(), T.Null()]),
  cancelled: T.Union([T.String(), T.Null()]),
  taken: T.Integer({ description: 'people with a place or an offer' }),
  waitingParties: T.Integer(),
  waitingPeople: T.Integer(),
  checkedIn: T.Integer({ description: 'people who came, walk-ins included' }),
  revision: T.Integer()
})
export type DeskSlot = T.Static<typeof DeskSlot>

/** A picture as staff see it. */
export const DeskPicture = T.Object({ ...Picture.properties, kind: T.Enum(pictureKinds) })
export type DeskPicture = T.Static<typeof DeskPicture>

export const DeskOpenDay = T.Object({
  id: Id,
  ...OpenDayDraft.properties,
  state: OpenDayState,
  cancelled: T.Union([T.String(), T.Null()]),
  unpublished: T.Boolean({ description: 'something was written since it was published, or it never was' }),
  revision: T.Integer(),
  changedBy: T.String({ description: 'who wrote it last, and so does not publish it' }),
  changedAt: Instant,
  publishedAt: T.Union([Instant, T.Null()]),
  slots: T.Array(DeskSlot),
  after: T.Object({
    text: T.String(),
    handedOut: T.Integer({ description: 'leaflets and the like' }),
    attended: T.Integer(),
    feedbacks: T.Integer(),
    overall: T.Union([T.Number({ description: 'mean, of 5' }), T.Null()]),
    understood: T.Union([T.Number({ description: 'mean, of 5' }), T.Null()]),
    comments: T.Array(T.String()),
    pictures: T.Array(DeskPicture),
    attendanceGoesOn: T.Union([Day, T.Null()], {
      description: 'when the pictures of attendance are erased; null before it is published'
    })
  }),
  mayPublish: T.Boolean({ description: 'whether whoever asks may: has the permission, and is not who wrote it last' }),
  demo: T.Boolean()
})
export type DeskOpenDay = T.Static<typeof DeskOpenDay>

/** One booking as staff see it: how many, what they need, never who. The telephone is shown one at a time, and that is noted. */
export const DeskBooking = T.Object({
  id: Id,
  number: BookingNumber,
  state: BookingState,
  kind: PartyKind,
  people: T.Integer(),
  minors: T.Integer(),
  needs: T.Array(AccessNeed),
  bookedAt: Instant,
  offeredUntil: T.Union([Instant, T.Null()]),
  confirmed: T.Boolean(),
  checkedIn: T.Integer({ description: 'people' }),
  contact: T.Boolean({ description: 'whether how to reach them is kept still' })
})
export type DeskBooking = T.Static<typeof DeskBooking>

const day = closed({ id: Id })
const Reason = T.String({ minLength: 2, maxLength: 300, pattern: '\\S' })

/** Year's figures for the reports: what was held, how many places, who came. */
export const OpenDayFigures = T.Object({
  year: T.Integer(),
  held: T.Integer({ description: 'open days with a slot in the year that was not cancelled' }),
  slots: T.Integer(),
  places: T.Integer(),
  booked: T.Integer({ description: 'people with a place' }),
  attended: T.Integer({ description: 'people who came, walk-ins included' }),
  walkIns: T.Integer(),
  noShows: T.Integer({ description: 'people with a place who did not come, of slots where anybody was checked in' }),
  handedOut: T.Integer(),
  feedbacks: T.Integer(),
  overall: T.Union([T.Number(), T.Null()])
})
export type OpenDayFigures = T.Static<typeof OpenDayFigures>

export const deskOpenDayRoutes = defineRoutes({
  'GET /desk/open-days': {
    who: 'staff:openDays:read',
    summary: 'All open days, drafts included',
    reply: { 200: T.Array(OpenDayLine) }
  },
  'GET /desk/open-days/:id': {
    who: 'staff:openDays:read',
    summary: 'One open day with its slots and figures',
    params: day,
    reply: { 200: DeskOpenDay }
  },
  'POST /desk/open-days': {
    who: 'staff:openDays:write',
    summary: 'Begin an open day',
    body: OpenDayDraft,
    reply: { 201: DeskOpenDay }
  },
  'PUT /desk/open-days/:id': {
    who: 'staff:openDays:write',
    summary: 'Change an open day; everybody reads it once it is published again',
    params: day,
    body: closed({ draft: OpenDayDraft, revision: T.Integer({ minimum: 1 }) }),
    reply: { 200: DeskOpenDay }
  },
  'POST /desk/open-days/:id/publication': {
    who: 'staff:openDays:publish',
    summary: 'Publish it as it is written now; whoever wrote it last may not',
    params: day,
    body: closed({ revision: T.Integer({ minimum: 1 }) }),
    reply: { 200: DeskOpenDay }
  },
  'POST /desk/open-days/:id/cancellation': {
    who: 'staff:openDays:publish',
    summary: 'Cancel it with all its slots; everybody with a booking is told why',
    params: day,
    body: closed({ reason: Reason }),
    reply: { 200: DeskOpenDay }
  },
  'PUT /desk/open-days/:id/after': {
    who: 'staff:openDays:write',
    summary: 'Write what it was, and how much was handed out',
    params: day,
    body: closed({ text: T.String({ maxLength: 2000 }), handedOut: T.Integer({ minimum: 0, maximum: 1_000_000 }) }),
    reply: { 200: DeskOpenDay }
  },
  'POST /desk/open-days/:id/slots': {
    who: 'staff:openDays:write',
    summary: 'Add a slot',
    params: day,
    body: SlotDraft,
    reply: { 201: DeskOpenDay }
  },
  'PUT /desk/slots/:id': {
    who: 'staff:openDays:write',
    summary: 'Change a slot; where time or place move, everybody with a booking is told',
    params: day,
    body: closed({ draft: SlotDraft, revision: T.Integer({ minimum: 1 }) }),
    reply: { 200: DeskOpenDay }
  },
  'POST /desk/slots/:id/cancellation': {
    who: 'staff:openDays:write',
    summary: 'Cancel a slot; everybody with a booking is told why',
    params: day,
    body: closed({ reason: Reason }),
    reply: { 200: DeskOpenDay }
  },
  'GET /desk/slots/:id/bookings': {
    who: 'staff:openDays:read',
    summary: 'The bookings of a slot, places first, then the waiting list in its order',
    params: day,
    reply: { 200: T.Array(DeskBooking) }
  },
  'POST /desk/bookings/:id/contact': {
    who: 'staff:openDays:write',
    summary: 'Show how to reach whoever booked; that it was shown is noted',
    params: day,
    reply: {
      200: T.Object({
        phone: T.String(),
        email: T.Union([T.String(), T.Null()]),
        groupName: T.Union([T.String(), T.Null()])
      })
    }
  },
  'GET /desk/open-day-figures/:year': {
    who: 'staff:openDays:read',
    summary: 'The figures of a year',
    params: closed({ year: T.String({ pattern: '^20\\d{2}$', maxLength: 4 }) }),
    reply: { 200: OpenDayFigures }
  }
})
