/** Letters 来信: what a citizen writes, what staff do with it, what is answered. */
import * as T from 'typebox'
import { DepartmentCard } from './letters-departments.ts'
import { Keeping } from './keeping.ts'
import { OwnReview } from './own-review.ts'
import { Pause } from './pauses.ts'
import { defineRoutes } from './route.ts'
import { closed, Code, Day, DeviceToken, FileBody, Id, Instant } from './shapes.ts'

/** Enquiry 咨询, message to the board 留言, leader's mailbox 局长信箱, fault of the site 纠错. */
export const letterKinds = ['enquiry', 'message', 'mailbox', 'fault'] as const
export const LetterKind = T.Enum(letterKinds)
export type LetterKind = (typeof letterKinds)[number]

/** What the form of a letter is opened with. */
export const WritingQuery = closed({ kind: T.Optional(LetterKind) })

/** The series a kind is numbered in, as printed before the year: 咨询 is ZX. */
export const numberSeries = {
  enquiry: 'ZX',
  message: 'LY',
  mailbox: 'XX',
  fault: 'JC'
} as const satisfies Record<LetterKind, string>

export const LetterNumber = T.String({ pattern: '^[A-Z]{2}-\\d{4}-\\d{6,9}$', maxLength: 17 })

/** What an enquiry is about; a letter from a form that did not ask yet is `other`. */
export const letterTopics = ['figures', 'methods', 'surveys', 'census', 'reporting', 'documents', 'other'] as const
export const LetterTopic = T.Enum(letterTopics)
export type LetterTopic = (typeof letterTopics)[number]

/** `answered` may be followed up, `closed` reopened; `withdrawn`, `transferred` and `refused` are ends. */
export const letterStates = [
  'received',
  'accepted',
  'assigned',
  'drafting',
  'signing',
  'answered',
  'closed',
  'withdrawn',
  'transferred',
  'refused'
] as const
export const LetterState = T.Enum(letterStates)
export type LetterState = (typeof letterStates)[number]

/** States in which the limit runs. */
export const openStates = ['received', 'accepted', 'assigned', 'drafting', 'signing'] as const satisfies LetterState[]

/** How the sender can be reached. All of it is optional, kept apart from the letter and sealed. */
export const Contact = closed({
  name: T.Optional(T.String({ minLength: 1, maxLength: 40, pattern: '\\S' })),
  phone: T.Optional(T.String({ pattern: '^(1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})$', maxLength: 13 })),
  email: T.Optional(T.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@.]{2,}$', maxLength: 120 }))
})
export type Contact = T.Static<typeof Contact>

/** A file that belongs to the letter. It is named here, so that the desk knows what is missing, and follows in pieces. */
export const DeclaredAttachment = closed({
  id: Id,
  name: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  size: T.Integer({ minimum: 1, maximum: 10_485_760, description: 'bytes' })
})
export type DeclaredAttachment = T.Static<typeof DeclaredAttachment>

/** The page of this site that a fault stands on: a path, without who or what was searched for. */
export const FaultyPage = T.String({ pattern: '^/[^\\s?#]*$', maxLength: 200 })

/**
 * What the phone sends. `id`, `code` and `deviceToken` are made by the phone when the draft is begun:
 * the same id with the same content is answered with the first receipt, with another content with `already-sent`.
 */
export const LetterDraft = closed({
  id: Id,
  code: Code,
  deviceToken: DeviceToken,
  kind: LetterKind,
  topic: T.Optional(LetterTopic),
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S\\s*\\S' }),
  text: T.String({ minLength: 5, maxLength: 2000, pattern: '\\S' }),
  page: T.Optional(FaultyPage),
  contact: T.Optional(Contact),
  attachments: T.Optional(T.Array(DeclaredAttachment, { maxItems: 6 })),
  publishConsent: T.Optional(
    T.Boolean({
      description:
        'the separate consent that question and answer may be published without what names anybody; a message to the board needs it'
    })
  ),
  privacyNotice: T.Literal('2026-11', { description: 'the version of the privacy notice that was ticked' })
})
export type LetterDraft = T.Static<typeof LetterDraft>

const CountedDay = T.Object({
  date: Day,
  reason: T.Enum(['counted', 'makeUp', 'weekend', 'holiday', 'paused']),
  count: T.Optional(T.Integer()),
  name: T.Optional(T.String())
})

export const DueDate = T.Object({
  dueOn: Day,
  limit: T.Integer({ description: 'working days' }),
  source: T.String({ description: 'where the limit comes from' }),
  provisional: T.Boolean({ description: 'holidays that are not announced yet may move the day' }),
  days: T.Array(CountedDay),
  pauses: T.Optional(T.Array(Pause, { description: 'left out where there was none' }))
})
export type DueDate = T.Static<typeof DueDate>

export const LetterReceipt = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  title: T.String(),
  receivedAt: Instant,
  due: DueDate
})
export type LetterReceipt = T.Static<typeof LetterReceipt>

/** A due day that the channel set and that wins over the counted one, with what the limit by itself would have been. */
export const OwnDue = T.Object({
  reason: T.String(),
  countedOn: Day,
  limit: T.Integer({ description: 'working days of the limit by itself' }),
  source: T.String({ description: 'where that limit comes from' })
})
export type OwnDue = T.Static<typeof OwnDue>

/** One running of the limit: the letter itself, a follow-up, a reopening. Earlier ones stay on record. */
export const Round = T.Object({
  round: T.Integer({ minimum: 1 }),
  kind: T.Enum(['first', 'followUp', 'reopening']),
  startedOn: Day,
  due: DueDate,
  ownDue: T.Optional(OwnDue),
  answeredOn: T.Union([Day, T.Null()]),
  workingDays: T.Union([T.Integer({ description: 'from the start to the answer' }), T.Null()]),
  remindedAt: T.Union([Instant, T.Null()])
})
export type Round = T.Static<typeof Round>

/** What was written, in the order of its writing. `letter` is the first text, `reply` a signed answer. */
export const ThreadEntry = T.Object({
  id: T.String(),
  from: T.Enum(['sender', 'bureau']),
  kind: T.Enum(['letter', 'question', 'supplement', 'followUp', 'reply']),
  round: T.Integer(),
  text: T.String(),
  at: Instant,
  office: T.Union([T.String(), T.Null()])
})
export type ThreadEntry = T.Static<typeof ThreadEntry>

/** `awaited`: not all of it has arrived; `refused`: its content is not what may be sent (`reason`). */
export const Attachment = T.Object({
  id: Id,
  name: T.String(),
  size: T.Integer({ description: 'bytes as declared; once kept, as kept' }),
  received: T.Integer({ description: 'bytes that have arrived' }),
  type: T.Union([T.String({ description: 'media type, by content' }), T.Null()]),
  state: T.Enum(['awaited', 'checking', 'kept', 'refused']),
  reason: T.Union([T.Enum(['type-unknown', 'broken', 'too-large', 'encrypted']), T.Null()])
})
export type Attachment = T.Static<typeof Attachment>

/** Five grades, 5 the best. The two lowest give reasons. */
export const ratingReasons = ['late', 'unclear', 'beside-the-point', 'passed-around', 'attitude', 'other'] as const
export const RatingDraft = closed({
  grade: T.Integer({ minimum: 1, maximum: 5 }),
  reasons: T.Optional(T.Array(T.Enum(ratingReasons), { maxItems: ratingReasons.length, uniqueItems: true })),
  comment: T.Optional(T.String({ minLength: 1, maxLength: 500, pattern: '\\S' }))
})
export type RatingDraft = T.Static<typeof RatingDraft>

export const Rating = T.Object({
  grade: T.Integer(),
  reasons: T.Array(T.Enum(ratingReasons)),
  comment: T.Union([T.String(), T.Null()]),
  ratedAt: Instant,
  changeableUntil: Instant
})
export type Rating = T.Static<typeof Rating>

/** How a letter ended without an answer; `to` is the department it was transferred to, `department` how that one is reached. */
export const Ending = T.Object({
  kind: T.Enum(['withdrawn', 'transferred', 'refused']),
  at: Instant,
  reason: T.Union([T.String(), T.Null()]),
  to: T.Union([T.String(), T.Null()]),
  department: T.Optional(DepartmentCard)
})
export type Ending = T.Static<typeof Ending>

/**
 * `merged`, `separated`: this letter is answered together with the one that leads, and no longer; `memberJoined`,
 * `memberLeft` say the same on the one that leads.
 */
export const eventKinds = [
  'received',
  'accepted',
  'assigned',
  'givenBack',
  'asked',
  'supplied',
  'draftBegun',
  'drafted',
  'returned',
  'answered',
  'answerSent',
  'followedUp',
  'reopened',
  'reminded',
  'rated',
  'dueMoved',
  'paused',
  'resumed',
  'contactErased',
  'closed',
  'withdrawn',
  'transferred',
  'refused',
  'listed',
  'unlisted',
  'merged',
  'separated',
  'memberJoined',
  'memberLeft'
] as const
export type EventKind = (typeof eventKinds)[number]

/** What the sender sees of an event; names of staff are not shown, offices are. */
export const PublicEvent = T.Object({
  kind: T.Enum(eventKinds),
  at: Instant,
  office: T.Union([T.String(), T.Null()]),
  moved: T.Union([T.Object({ from: Day, to: Day, reason: T.String() }), T.Null()])
})

/** What the sender may do now. */
export const senderActs = ['remind', 'withdraw', 'followUp', 'supplement', 'rate'] as const
export type SenderAct = (typeof senderActs)[number]

export const Letter = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  topic: LetterTopic,
  state: LetterState,
  title: T.String(),
  receivedAt: Instant,
  today: Day,
  now: Instant,
  due: DueDate,
  workingDaysLeft: T.Union([T.Integer({ description: 'negative when overdue; null when no limit runs' }), T.Null()]),
  rounds: T.Array(Round),
  office: T.Union([T.String(), T.Null()]),
  together: T.Optional(
    T.Literal(true, {
      description: 'answered together with other letters on the same matter; which ones is told to nobody'
    })
  ),
  events: T.Array(PublicEvent),
  thread: T.Array(ThreadEntry),
  attachments: T.Array(Attachment),
  rating: T.Union([Rating, T.Null()]),
  review: T.Optional(OwnReview),
  ending: T.Union([Ending, T.Null()]),
  publishConsent: T.Boolean(),
  publishedAs: T.Union([Id, T.Null()]),
  keeping: T.Optional(Keeping),
  board: T.Union([
    T.Object({ state: T.Enum(['none', 'listed', 'unlisted']), reason: T.Union([T.String(), T.Null()]) }),
    T.Null()
  ]),
  acts: T.Array(T.Enum(senderActs)),
  remindFrom: T.Union([Day, T.Null()])
})
export type Letter = T.Static<typeof Letter>

/** What the sender adds. `followUp` answers an answer (a closed letter is reopened), `supplement` a question of the bureau. */
export const MessageDraft = closed({
  id: Id,
  kind: T.Enum(['followUp', 'supplement']),
  text: T.String({ minLength: 2, maxLength: 2000, pattern: '\\S' })
})
export type MessageDraft = T.Static<typeof MessageDraft>

const own = closed({ number: LetterNumber })

export const letterRoutes = defineRoutes({
  'POST /letters': { who: 'anyone', summary: 'Send a letter', body: LetterDraft, reply: { 201: LetterReceipt } },
  'GET /letters/:number': {
    who: 'holder',
    summary: 'Read an own letter and its answer',
    params: own,
    reply: { 200: Letter }
  },
  'POST /letters/:number/messages': {
    who: 'holder',
    summary: 'Follow up, or answer a question of the bureau; the same id again changes nothing',
    params: own,
    body: MessageDraft,
    reply: { 201: Letter }
  },
  'POST /letters/:number/reminder': {
    who: 'holder',
    summary: 'Urge once, from half the limit',
    params: own,
    reply: { 200: Letter }
  },
  'POST /letters/:number/withdrawal': {
    who: 'holder',
    summary: 'Withdraw a letter that is not answered yet',
    params: own,
    body: closed({ reason: T.Optional(T.String({ minLength: 1, maxLength: 500, pattern: '\\S' })) }),
    reply: { 200: Letter }
  },
  'PUT /letters/:number/rating': {
    who: 'holder',
    summary: 'Rate the answer; may be changed for seven days',
    params: own,
    body: RatingDraft,
    reply: { 200: Letter }
  },
  'PUT /letters/:number/consent': {
    who: 'holder',
    summary: 'Give or take back the consent to publish; what is published goes at once',
    params: own,
    body: closed({ publish: T.Boolean() }),
    reply: { 200: Letter }
  },
  'GET /letters/:number/attachments/:id': {
    who: 'holder',
    summary: 'One file of an own letter',
    params: closed({ number: LetterNumber, id: Id }),
    reply: { 200: FileBody }
  }
})
