/** Open days 开放日: what the bureau invites to, a place kept in a slot 场次, the waiting list 候补, the ticket. */
import * as T from 'typebox'
import { accessNeeds, bookingStates, partyKinds } from './bookings.ts'
import { defineRoutes } from './route.ts'
import { closed, Code, Day, DeviceToken, Id, Instant } from './shapes.ts'

/** Open day 开放日, open week 开放周, day of disclosure 政务公开日, talk online 网络问政, press conference 新闻发布会, interview 访谈. */
export const openDayKinds = [
  'openDay',
  'openWeek',
  'disclosureDay',
  'onlineTalk',
  'pressConference',
  'interview'
] as const
export const OpenDayKind = T.Enum(openDayKinds)
export type OpenDayKind = (typeof openDayKinds)[number]

/** `cancelled` stays readable with its reason; a draft is seen at the desk alone. */
export const openDayStates = ['draft', 'published', 'cancelled'] as const
export const OpenDayState = T.Enum(openDayStates)
export type OpenDayState = (typeof openDayStates)[number]

export const BookingNumber = T.String({ pattern: '^KF-\\d{4}-\\d{6,9}$', maxLength: 17 })

export const PartyKind = T.Enum(partyKinds)
export type PartyKind = (typeof partyKinds)[number]

export const AccessNeed = T.Enum(accessNeeds)
export type AccessNeed = (typeof accessNeeds)[number]

export const BookingState = T.Enum(bookingStates)
export type BookingState = (typeof bookingStates)[number]

export const bookingEventKinds = [
  'booked',
  'waitlisted',
  'offered',
  'accepted',
  'declined',
  'offerEnded',
  'changed',
  'cancelled',
  'slotMoved',
  'calledOff',
  'asked',
  'confirmed',
  'admitted',
  'feedback',
  'contactErased'
] as const
export type BookingEventKind = (typeof bookingEventKinds)[number]

/** People of one booking. `minors`: of these, under 18; at least one adult comes with them. */
export const Party = closed({
  kind: PartyKind,
  people: T.Integer({ minimum: 1, maximum: 60, description: 'all who come, whoever books included' }),
  minors: T.Integer({ minimum: 0, maximum: 59, description: 'of these, under 18' }),
  needs: T.Array(AccessNeed, { maxItems: accessNeeds.length, uniqueItems: true }),
  groupName: T.Optional(T.String({ minLength: 2, maxLength: 40, pattern: '\\S' }))
})
export type Party = T.Static<typeof Party>

/** How whoever booked is told of changes. Kept apart, sealed, and erased on the day that the booking shows. */
export const BookingContact = closed({
  phone: T.String({ pattern: '^1[3-9]\\d{9}$', maxLength: 11 }),
  email: T.Optional(T.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@.]{2,}$', maxLength: 120 }))
})
export type BookingContact = T.Static<typeof BookingContact>

/** The code of an invited group, as the bureau gave it out: no letters that look alike. */
export const InviteCode = T.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{8}$', maxLength: 8 })

/**
 * What the phone sends. `id`, `code` and `deviceToken` are made by the phone: the same id with the same content is
 * answered with the booking as it stands, with another content with `already-sent`.
 */
export const BookingDraft = closed({
  id: Id,
  code: Code,
  deviceToken: DeviceToken,
  party: Party,
  contact: BookingContact,
  invite: T.Optional(InviteCode),
  language: T.Optional(
    T.Enum(['zh', 'en'], { description: 'in which word of it is sent; Chinese where nothing is said' })
  ),
  waitlist: T.Boolean({ description: 'whether to go on the waiting list when not all of the party fit' }),
  privacyNotice: T.Literal('2026-11', { description: 'the version of the privacy notice that was ticked' })
})
export type BookingDraft = T.Static<typeof BookingDraft>

const Place = T.Object({
  name: T.String(),
  address: T.String(),
  directions: T.String({ description: 'metro, bus, parking; empty where nothing is said' }),
  accessibility: T.String({ description: 'entrance, lift, toilets; empty where nothing is said' })
})
export type Place = T.Static<typeof Place>

/** A slot as everybody sees it. */
export const Slot = T.Object({
  id: Id,
  title: T.String(),
  startsAt: Instant,
  endsAt: Instant,
  meetingPoint: T.String(),
  capacity: T.Integer({ description: 'people' }),
  left: T.Integer({ description: 'places that can be had at once; those for whom they would do come first' }),
  waiting: T.Integer({ description: 'parties on the waiting list' }),
  partyMost: T.Integer({ description: 'people of one booking' }),
  opensAt: Instant,
  changeUntil: Instant,
  invited: T.Boolean({ description: 'a code of the bureau is needed' }),
  offerMinutes: T.Integer({ description: 'how long a place of the waiting list is held for an answer' }),
  cancelled: T.Union([T.String({ description: 'why' }), T.Null()])
})
export type Slot = T.Static<typeof Slot>

/** A line of the calendar. */
export const OpenDayLine = T.Object({
  id: Id,
  kind: OpenDayKind,
  title: T.String(),
  summary: T.String(),
  state: OpenDayState,
  place: T.String(),
  startsAt: T.Union([Instant, T.Null()]),
  endsAt: T.Union([Instant, T.Null()]),
  slots: T.Integer(),
  left: T.Integer({ description: 'places in all slots that are open' }),
  opensAt: T.Union([Instant, T.Null()], { description: 'when the first slot opens that is not open yet' }),
  demo: T.Boolean()
})
export type OpenDayLine = T.Static<typeof OpenDayLine>

/** Something to read or take home: a name, and where it is, if it is on the net. */
export const Material = T.Object({ name: T.String(), url: T.Union([T.String(), T.Null()]) })

/** `attendance` 签到照片: who came, kept as a proof and never public; erased with what names those who booked. */
export const pictureKinds = ['shown', 'attendance'] as const
export type PictureKind = (typeof pictureKinds)[number]

/** So many pictures of a kind. */
export const pictureMost = 12

/** A picture; `caption` says what is seen in it, under it and in its place. */
export const Picture = T.Object({ id: Id, caption: T.String(), width: T.Integer(), height: T.Integer() })
export type Picture = T.Static<typeof Picture>

export const OpenDay = T.Object({
  id: Id,
  kind: OpenDayKind,
  title: T.String(),
  summary: T.String(),
  programme: T.String({ description: 'lines of text' }),
  place: Place,
  materials: T.Array(Material),
  contactPhone: T.String(),
  state: T.Enum(['published', 'cancelled']),
  cancelled: T.Union([T.String({ description: 'why' }), T.Null()]),
  slots: T.Array(Slot),
  after: T.Union(
    [
      T.Object({ text: T.String(), attended: T.Integer(), handedOut: T.Integer(), pictures: T.Array(Picture) }),
      T.Null()
    ],
    { description: 'what was, once the bureau has written it or shows pictures of it' }
  ),
  keepDays: T.Integer({ description: 'days after a slot until what names anybody is erased' }),
  now: Instant,
  demo: T.Boolean()
})
export type OpenDay = T.Static<typeof OpenDay>

export const OpenDayList = T.Object({
  upcoming: T.Array(OpenDayLine),
  past: T.Array(OpenDayLine, { description: 'the newest first, at most fifty' })
})
export type OpenDayList = T.Static<typeof OpenDayList>

/** What a phone's library keeps of them. `openDays` null: they are as at `since`. */
export const KeptOpenDays = T.Object({
  revision: T.String({ description: 'a digest of what is kept' }),
  openDays: T.Union([
    T.Object({ list: OpenDayList, days: T.Array(OpenDay, { description: 'those that come, the next first' }) }),
    T.Null()
  ])
})
export type KeptOpenDays = T.Static<typeof KeptOpenDays>

/** A ticket. `text` is what the QR code holds: signed by the bureau, read and checked without a network. */
export const Ticket = T.Object({
  code: T.String({ description: 'eight letters and digits, for typing at the door' }),
  text: T.String(),
  serial: T.Integer({ description: 'counts the changes of the booking; only the newest is good' }),
  calendar: T.String({ description: 'the slot as iCalendar text, with an alarm' })
})
export type Ticket = T.Static<typeof Ticket>

/** Three questions after the visit. */
export const FeedbackDraft = closed({
  overall: T.Integer({ minimum: 1, maximum: 5, description: 'how it was, 5 the best' }),
  understood: T.Integer({ minimum: 1, maximum: 5, description: 'whether it was understandable, 5 the best' }),
  comment: T.Optional(T.String({ minLength: 1, maxLength: 500, pattern: '\\S' }))
})
export type FeedbackDraft = T.Static<typeof FeedbackDraft>

export const bookingActs = ['change', 'cancel', 'accept', 'decline', 'confirm', 'feedback'] as const
export type BookingAct = (typeof bookingActs)[number]

/** A booking as its holder sees it. */
export const Booking = T.Object({
  id: Id,
  number: BookingNumber,
  state: BookingState,
  openDay: T.Object({ id: Id, title: T.String(), kind: OpenDayKind, place: Place, contactPhone: T.String() }),
  slot: Slot,
  party: Party,
  bookedAt: Instant,
  now: Instant,
  ahead: T.Union([T.Integer({ description: 'parties before this one on the waiting list' }), T.Null()]),
  offeredUntil: T.Union([Instant, T.Null()]),
  ticket: T.Union([Ticket, T.Null()]),
  asked: T.Boolean({ description: 'the day before: whether they still come' }),
  confirmed: T.Boolean(),
  checkedIn: T.Union([T.Object({ at: Instant, people: T.Integer() }), T.Null()]),
  feedback: T.Union([FeedbackDraft, T.Null()]),
  events: T.Array(T.Object({ kind: T.Enum(bookingEventKinds), at: Instant })),
  keeping: T.Object({
    eraseOn: Day,
    erasedOn: T.Union([Day, T.Null()]),
    days: T.Integer(),
    source: T.String()
  }),
  acts: T.Array(T.Enum(bookingActs)),
  demo: T.Boolean()
})
export type Booking = T.Static<typeof Booking>

/** All that is kept about a booking and whoever made it. */
export const OwnBookingData = T.Object({
  booking: Booking,
  contact: T.Union([BookingContact, T.Null()])
})
export type OwnBookingData = T.Static<typeof OwnBookingData>

const own = closed({ number: BookingNumber })

export const openDayRoutes = defineRoutes({
  'GET /open-days': { who: 'anyone', summary: 'What the bureau invites to', reply: { 200: OpenDayList } },
  'GET /open-days/:id': {
    who: 'anyone',
    summary: 'One open day with its slots',
    params: closed({ id: Id }),
    reply: { 200: OpenDay }
  },
  'GET /library/open-days': {
    who: 'anyone',
    summary: 'The list and those that come, whole, for the phone’s library',
    query: closed({ since: T.Optional(T.String({ pattern: '^[A-Za-z0-9_-]{43}$' })) }),
    reply: { 200: KeptOpenDays }
  },
  'POST /slots/:id/bookings': {
    who: 'anyone',
    summary: 'Book places of a slot, or go on its waiting list',
    params: closed({ id: Id }),
    body: BookingDraft,
    reply: { 201: Booking }
  },
  'GET /bookings/:number': { who: 'holder', summary: 'Read an own booking', params: own, reply: { 200: Booking } },
  'PUT /bookings/:number/party': {
    who: 'holder',
    summary: 'Change the slot or who comes, until the hour that the slot names',
    params: own,
    body: closed({ slotId: Id, party: Party }),
    reply: { 200: Booking }
  },
  'POST /bookings/:number/cancellation': {
    who: 'holder',
    summary: 'Give the places back, or leave the waiting list',
    params: own,
    reply: { 200: Booking }
  },
  'PUT /bookings/:number/offer': {
    who: 'holder',
    summary: 'Take the places that are offered, or let them go to the next',
    params: own,
    body: closed({ accept: T.Boolean() }),
    reply: { 200: Booking }
  },
  'POST /bookings/:number/confirmation': {
    who: 'holder',
    summary: 'Say that they still come',
    params: own,
    reply: { 200: Booking }
  },
  'PUT /bookings/:number/feedback': {
    who: 'holder',
    summary: 'How the visit was, in three answers',
    params: own,
    body: FeedbackDraft,
    reply: { 200: Booking }
  },
  'GET /bookings/:number/own-data': {
    who: 'holder',
    summary: 'All that is kept about an own booking',
    params: own,
    reply: { 200: OwnBookingData }
  },
  'POST /bookings/:number/contact-erasure': {
    who: 'holder',
    summary: 'Delete what names anybody, once the slot is over or the booking has ended',
    params: own,
    reply: { 200: OwnBookingData }
  }
})
