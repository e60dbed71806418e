/** Letters at the desk: what staff see and do. */
import * as T from 'typebox'
import { AnswerWay, LetterSource } from './channels.ts'
import { Contribution } from './contributions.ts'
import {
  Attachment,
  Contact,
  DueDate,
  Ending,
  eventKinds,
  LetterKind,
  LetterNumber,
  LetterState,
  LetterTopic,
  Rating,
  Round,
  ThreadEntry
} from './letters.ts'
import { Pausing } from './pauses.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, FileBody, Id, Instant } from './shapes.ts'

export const letterActions = [
  'accept',
  'assign',
  'giveBack',
  'ask',
  'pause',
  'resume',
  'draft',
  'submit',
  'return',
  'sign',
  'transfer',
  'refuse',
  'close',
  'merge',
  'separate'
] as const
export type LetterAction = (typeof letterActions)[number]

const Staff = T.Object({ id: Id, name: T.String() })

/** Another letter of the same group, as far as it is needed to answer all of them. */
export const Companion = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  state: LetterState,
  title: T.String(),
  text: T.String(),
  receivedOn: Day,
  dueOn: Day,
  workingDaysLeft: T.Union([T.Integer(), T.Null()]),
  revision: T.Integer()
})
export type Companion = T.Static<typeof Companion>

/** Letters that are answered together: the reply of the one that leads goes to each of the others as its own. */
export const Together = T.Object({
  lead: T.Union([Companion, T.Null()], { description: 'the letter that leads, where this one is merged into it' }),
  members: T.Array(Companion, { description: 'the letters that this one leads, the nearest due date first' }),
  dueOn: T.Union([Day, T.Null()], { description: 'the nearest due date of all of them, where this one leads' }),
  workingDaysLeft: T.Union([T.Integer({ description: 'until that day' }), T.Null()])
})
export type Together = T.Static<typeof Together>

export const ReplyVersion = T.Object({
  version: T.Integer(),
  round: T.Integer(),
  text: T.String(),
  savedAt: Instant,
  author: Staff
})
export type ReplyVersion = T.Static<typeof ReplyVersion>

/** By which channel a letter came, and how its answer goes back; a letter from the web form is answered there. */
export const LetterChannel = T.Object({
  source: LetterSource,
  outerNumber: T.Union([T.String(), T.Null()]),
  registeredBy: T.Union([T.String(), T.Null()]),
  wayBack: T.Union([AnswerWay, T.Null()]),
  wayBackNote: T.Union([T.String(), T.Null()]),
  answerToSend: T.Boolean({ description: 'answered, and nobody recorded yet that the answer went to the sender' }),
  answerSent: T.Union([T.Object({ by: T.String(), at: Instant }), T.Null()])
})
export type LetterChannel = T.Static<typeof LetterChannel>

export const DeskLetter = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  topic: LetterTopic,
  state: LetterState,
  page: T.Union([T.String({ description: 'the page that the fault stands on' }), T.Null()]),
  signedBy: T.Enum(['office', 'leader'], { description: 'who signs the reply' }),
  revision: T.Integer({
    description: 'send it back with each act: a change in between is answered with changed-meanwhile'
  }),
  title: T.String(),
  contact: T.Union([Contact, T.Null()]),
  contactErasedOn: T.Union([Day, T.Null()]),
  contactEraseOn: T.Union([Day, T.Null()], { description: 'null while the letter is open' }),
  channel: LetterChannel,
  receivedAt: Instant,
  today: Day,
  due: DueDate,
  workingDaysLeft: T.Union([T.Integer(), T.Null()]),
  rounds: T.Array(Round),
  pausing: T.Union([Pausing, T.Null()], { description: 'null where the reader can not pause the limit' }),
  office: T.Union([Staff, T.Null()]),
  together: Together,
  contributions: T.Array(Contribution, { description: 'what other offices were asked for and gave' }),
  thread: T.Array(ThreadEntry),
  attachments: T.Array(Attachment),
  draft: T.Union([ReplyVersion, T.Null()]),
  signer: T.Union([T.String({ description: 'who signed the newest reply' }), T.Null()]),
  rating: T.Union([Rating, T.Null()]),
  review: T.Union([Id, T.Null()], { description: 'of a bad rating, while it runs; for those who may review' }),
  ending: T.Union([Ending, T.Null()]),
  publishConsent: T.Boolean(),
  publication: T.Union([T.Enum(['proposed', 'published', 'withdrawn']), T.Null()]),
  events: T.Array(
    T.Object({
      kind: T.Enum(eventKinds),
      at: Instant,
      actor: T.Union([T.String(), T.Null()]),
      office: T.Union([T.String(), T.Null()]),
      reason: T.Union([T.String(), T.Null()])
    })
  ),
  notes: T.Array(T.Object({ id: Id, author: T.String(), text: T.String(), at: Instant })),
  actions: T.Array(T.Enum(letterActions), { description: 'what the reader may do now' }),
  demo: T.Boolean()
})
export type DeskLetter = T.Static<typeof DeskLetter>

export const ReplyText = T.String({ minLength: 5, maxLength: 10_000, pattern: '\\S' })
export const Reason = T.String({ minLength: 2, maxLength: 500, pattern: '\\S' })
export const Revision = T.Integer({ minimum: 1, maximum: 2_147_483_647 })
const letter = closed({ id: Id })
const withReason = closed({ reason: Reason, revision: Revision })
const act = closed({ revision: Revision })

/** Something that happened to a letter of the own office (or any, for those who see all) and wants to be seen. */
export const alertKinds = [
  'notForwarded',
  'dueSoon',
  'overdue',
  'escalated',
  'reminded',
  'followedUp',
  'supplied',
  'withdrawn',
  'givenBack',
  'answerToSend',
  'pauseEnded',
  'reviewOpened',
  'reviewDueSoon',
  'reviewOverdue',
  'entryDue',
  'separated',
  'contributionAsked',
  'contributionGiven'
] as const
export const Alert = T.Object({
  id: Id,
  kind: T.Enum(alertKinds),
  letter: T.Optional(T.Object({ id: Id, number: LetterNumber, title: T.String(), dueOn: Day })),
  review: T.Optional(Id),
  entry: T.Optional(T.Object({ id: Id, title: T.String(), reviewOn: Day })),
  at: Instant,
  seen: T.Boolean(),
  contribution: T.Optional(Id)
})
export type Alert = T.Static<typeof Alert>

export const deskLetterRoutes = defineRoutes({
  'GET /desk/letters/:id': {
    who: 'staff:letters:read',
    summary: 'One letter with all that is needed to act',
    params: letter,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/acceptance': {
    who: 'staff:letters:assign',
    summary: 'Accept the letter',
    params: letter,
    body: act,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/assignment': {
    who: 'staff:letters:assign',
    summary: 'Give the letter to an office; accepts it where that was not done',
    params: letter,
    body: closed({ officeId: Id, revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/give-back': {
    who: 'staff:letters:draft',
    summary: 'Give the letter back to the registry; this office sees it no longer',
    params: letter,
    body: withReason,
    reply: { 204: T.Null() }
  },
  'POST /desk/letters/:id/questions': {
    who: 'staff:letters:draft',
    summary: 'Ask the sender; the limit goes on running',
    params: letter,
    body: closed({ text: T.String({ minLength: 5, maxLength: 1000, pattern: '\\S' }), revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'PUT /desk/letters/:id/draft': {
    who: 'staff:letters:draft',
    summary: 'Keep the reply; a version stays when another person or another quarter of an hour goes on with it',
    params: letter,
    body: closed({ text: ReplyText, revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'GET /desk/letters/:id/drafts': {
    who: 'staff:letters:read',
    summary: 'All kept versions of the reply, the newest first',
    params: letter,
    reply: { 200: T.Array(ReplyVersion) }
  },
  'POST /desk/letters/:id/submission': {
    who: 'staff:letters:draft',
    summary: 'Hand the newest version to a signer',
    params: letter,
    body: act,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/return': {
    who: 'staff:letters:sign',
    summary: 'Give the draft back with a reason',
    params: letter,
    body: withReason,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/signature': {
    who: 'staff:letters:sign',
    summary: 'Sign: the reply is sent to the citizen',
    params: letter,
    body: act,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/transfer': {
    who: 'staff:letters:assign',
    summary: 'Not for this bureau: the sender is told where to turn',
    params: letter,
    body: closed({ departmentId: Id, reason: Reason, revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/refusal': {
    who: 'staff:letters:assign',
    summary: 'Refuse the letter; the sender reads the reason',
    params: letter,
    body: withReason,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/closing': {
    who: 'staff:letters:assign',
    summary: 'Close an answered letter',
    params: letter,
    body: act,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/notes': {
    who: 'staff:letters:read',
    summary: 'Add an internal note; the same id again changes nothing',
    params: letter,
    body: closed({ id: Id, text: T.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }) }),
    reply: { 200: DeskLetter }
  },
  'GET /desk/letters/:id/attachments/:attachmentId': {
    who: 'staff:letters:read',
    summary: 'One file of a letter',
    params: closed({ id: Id, attachmentId: Id }),
    reply: { 200: FileBody }
  },
  'GET /desk/alerts': {
    who: 'staff:letters:read',
    summary: 'What happened to letters within reach: the newest hundred, unseen first',
    reply: { 200: T.Object({ alerts: T.Array(Alert), unseen: T.Integer() }) }
  },
  'POST /desk/alerts/seen': {
    who: 'staff:letters:read',
    summary: 'These were seen',
    body: closed({ ids: T.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) }),
    reply: { 204: T.Null() }
  }
})
