/** Notices 通知: word of what became of a letter or a booking, by e-mail or text message; and what staff are told of their work. */
import * as T from 'typebox'
import { LetterNumber } from './letters.ts'
import { noticeChannels, noticeEvents, noticeLanguages } from './notice-texts.ts'
import { BookingNumber } from './open-days.ts'
import { defineRoutes } from './route.ts'
import { closed, Instant } from './shapes.ts'

const NoticeChannel = T.Enum(noticeChannels)
const NoticeLanguage = T.Enum(noticeLanguages)
const NoticeEvent = T.Enum(noticeEvents)

const NoticeAddress = T.String({ minLength: 5, maxLength: 120, pattern: '^\\S+$' })

/** What is chosen for one channel of a letter or a booking. Addresses come back masked. */
export const OwnNotices = T.Array(
  T.Object({
    channel: NoticeChannel,
    on: T.Boolean(),
    language: NoticeLanguage,
    address: T.Union([T.String({ description: 'where they go, masked' }), T.Null()]),
    contact: T.Union([T.String({ description: 'what was left with it, masked' }), T.Null()])
  }),
  { description: 'the channels by which this bureau can send word of it; empty: by none' }
)
export type OwnNotices = T.Static<typeof OwnNotices>

/** `address` left out: the one that is chosen already, or what was left with it. Off, nothing of it is kept. */
export const NoticeChoice = closed({
  channel: NoticeChannel,
  on: T.Boolean(),
  language: NoticeLanguage,
  address: T.Optional(NoticeAddress)
})
export type NoticeChoice = T.Static<typeof NoticeChoice>

/** Own mails of a member of staff: the digest, and for who oversees letters those long overdue. */
export const StaffMail = T.Object({
  available: T.Boolean({ description: 'whether this installation sends mail' }),
  on: T.Boolean(),
  address: T.Union([T.String(), T.Null()])
})
export type StaffMail = T.Static<typeof StaffMail>

export const NoticeTemplate = T.Object({
  event: NoticeEvent,
  language: NoticeLanguage,
  channel: NoticeChannel,
  subject: T.Union([T.String(), T.Null()], { description: 'null for text messages' }),
  text: T.String(),
  revision: T.Integer(),
  changedAt: T.Union([Instant, T.Null()], { description: 'null: as it came with the program' })
})
export type NoticeTemplate = T.Static<typeof NoticeTemplate>

export const NoticeTemplateDraft = closed({
  subject: T.Optional(T.String({ minLength: 2, maxLength: 80, pattern: '^[^\\r\\n]*\\S[^\\r\\n]*$' })),
  text: T.String({ minLength: 5, maxLength: 1000, pattern: '\\S' }),
  revision: T.Integer({ minimum: 1 })
})
export type NoticeTemplateDraft = T.Static<typeof NoticeTemplateDraft>

export const noticeStates = ['waiting', 'sent', 'counted', 'dropped', 'failed'] as const

/** All texts, and what became of the messages of the last thirty days. */
export const NoticeDesk = T.Object({
  templates: T.Array(NoticeTemplate),
  drivers: T.Object({ email: T.Enum(['log', 'smtp']), sms: T.Enum(['log', 'http']) }),
  figures: T.Array(T.Object({ channel: NoticeChannel, state: T.Enum(noticeStates), notices: T.Integer() }))
})
export type NoticeDesk = T.Static<typeof NoticeDesk>

const own = closed({ number: LetterNumber })
const ownBooking = closed({ number: BookingNumber })

export const noticeRoutes = defineRoutes({
  'GET /letters/:number/notices': {
    who: 'holder',
    summary: 'Where word of an own letter goes',
    params: own,
    reply: { 200: OwnNotices }
  },
  'PUT /letters/:number/notices': {
    who: 'holder',
    summary: 'Choose whether and where word of an own letter goes, one channel at a time',
    params: own,
    body: NoticeChoice,
    reply: { 200: OwnNotices }
  },
  'GET /bookings/:number/notices': {
    who: 'holder',
    summary: 'Where word of an own booking goes',
    params: ownBooking,
    reply: { 200: OwnNotices }
  },
  'PUT /bookings/:number/notices': {
    who: 'holder',
    summary: 'Choose whether and where word of an own booking goes, one channel at a time',
    params: ownBooking,
    body: NoticeChoice,
    reply: { 200: OwnNotices }
  },
  'GET /desk/notices': {
    who: 'staff:notices:write',
    summary: 'The texts of notices, and how many were sent',
    reply: { 200: NoticeDesk }
  },
  'PUT /desk/notices/:event/:language/:channel': {
    who: 'staff:notices:write',
    summary: 'Change a text of notices',
    params: closed({ event: NoticeEvent, language: NoticeLanguage, channel: NoticeChannel }),
    body: NoticeTemplateDraft,
    reply: { 200: NoticeTemplate }
  },
  'GET /desk/own-mail': { who: 'staff', summary: 'Where own digests go', reply: { 200: StaffMail } },
  'PUT /desk/own-mail': {
    who: 'staff',
    summary: 'Set or remove the address of own digests',
    body: closed({ address: T.Union([NoticeAddress, T.Null()]) }),
    reply: { 200: StaffMail }
  }
})
