/** Letters 来信: what a citizen writes, what staff do with it, what is answered. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Code, Day, DeviceToken, Id, Instant } from './shapes.ts'

export const letterKinds = ['enquiry'] as const
export const LetterKind = T.Enum([...letterKinds])
export type LetterKind = (typeof letterKinds)[number]

/** The series a kind is numbered in, as printed before the year: 咨询 is ZX. */
export const numberSeries = { enquiry: 'ZX' } as const satisfies Record<LetterKind, string>

export const LetterNumber = T.String({ pattern: '^[A-Z]{2}-\\d{4}-\\d{6,9}$', maxLength: 17 })

export const letterStates = ['received', 'assigned', 'signing', 'answered'] as const
export const LetterState = T.Enum([...letterStates])
export type LetterState = (typeof letterStates)[number]

/** How the sender can be reached. All of it is optional, kept apart from the letter and sealed. */
export const Contact = closed({
  name: T.Optional(T.String({ minLength: 1, maxLength: 40, pattern: '\\S' })),
  phone: T.Optional(T.String({ pattern: '^(1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})$', maxLength: 13 })),
  email: T.Optional(T.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]+\\.[^\\s@.]{2,}$', maxLength: 120 }))
})
export type Contact = T.Static<typeof Contact>

/**
 * What the phone sends. `id`, `code` and `deviceToken` are made by the phone when the draft is begun:
 * the same id with the same content is answered with the first receipt, with another content with `already-sent`.
 */
export const LetterDraft = closed({
  id: Id,
  code: Code,
  deviceToken: DeviceToken,
  kind: LetterKind,
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S\\s*\\S' }),
  text: T.String({ minLength: 5, maxLength: 2000, pattern: '\\S' }),
  contact: T.Optional(Contact),
  privacyNotice: T.Literal('2026-11', { description: 'the version of the privacy notice that was ticked' })
})
export type LetterDraft = T.Static<typeof LetterDraft>

const CountedDay = T.Object({
  date: Day,
  reason: T.Enum(['counted', 'makeUp', 'weekend', 'holiday']),
  count: T.Optional(T.Integer()),
  name: T.Optional(T.String())
})

export const DueDate = T.Object({
  dueOn: Day,
  limit: T.Integer({ description: 'working days' }),
  source: T.String({ description: 'where the limit comes from' }),
  provisional: T.Boolean({ description: 'the days run into a year whose holidays are not announced' }),
  days: T.Array(CountedDay)
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

/** What the sender sees of an event; names of staff are not shown, offices are. */
export const PublicEvent = T.Object({
  kind: T.Enum(['received', 'assigned', 'drafted', 'answered']),
  at: Instant,
  office: T.Union([T.String(), T.Null()])
})

export const Letter = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  state: LetterState,
  title: T.String(),
  text: T.String(),
  receivedAt: Instant,
  today: Day,
  due: DueDate,
  events: T.Array(PublicEvent),
  reply: T.Union([
    T.Object({ text: T.String(), office: T.String(), repliedAt: Instant, workingDays: T.Integer() }),
    T.Null()
  ])
})
export type Letter = T.Static<typeof Letter>

/** A line of the desk's queue. `workingDaysLeft` is negative when the letter is overdue, null when answered. */
export const QueuedLetter = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  state: LetterState,
  title: T.String(),
  office: T.Union([T.String(), T.Null()]),
  receivedOn: Day,
  dueOn: Day,
  limit: T.Integer(),
  workingDaysLeft: T.Union([T.Integer(), T.Null()]),
  demo: T.Boolean()
})
export type QueuedLetter = T.Static<typeof QueuedLetter>

export const LetterQueue = T.Object({
  letters: T.Array(QueuedLetter),
  counts: T.Object({ received: T.Integer(), assigned: T.Integer(), signing: T.Integer(), answered: T.Integer() }),
  today: Day,
  next: T.Union([T.String({ description: 'pass it as `after` for the next page' }), T.Null()])
})
export type LetterQueue = T.Static<typeof LetterQueue>

export const letterActions = ['assign', 'draft', 'submit', 'return', 'sign'] as const
export type LetterAction = (typeof letterActions)[number]

export const DeskLetter = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  state: LetterState,
  revision: T.Integer({
    description: 'send it back with each act: a change in between is answered with changed-meanwhile'
  }),
  title: T.String(),
  text: T.String(),
  contact: T.Union([Contact, T.Null()]),
  receivedAt: Instant,
  today: Day,
  due: DueDate,
  workingDaysLeft: T.Union([T.Integer(), T.Null()]),
  office: T.Union([T.Object({ id: Id, name: T.String() }), T.Null()]),
  draft: T.Union([
    T.Object({
      version: T.Integer(),
      text: T.String(),
      savedAt: Instant,
      author: T.Object({ id: Id, name: T.String() })
    }),
    T.Null()
  ]),
  reply: T.Union([T.Object({ text: T.String(), repliedAt: Instant, signer: T.String() }), T.Null()]),
  events: T.Array(
    T.Object({
      kind: T.Enum(['received', 'assigned', 'drafted', 'returned', 'answered']),
      at: Instant,
      actor: T.Union([T.String(), T.Null()]),
      office: T.Union([T.String(), T.Null()]),
      reason: T.Union([T.String(), T.Null()])
    })
  ),
  actions: T.Array(T.Enum([...letterActions]), { description: 'what the reader may do now' }),
  demo: T.Boolean()
})
export type DeskLetter = T.Static<typeof DeskLetter>

export const ReplyText = T.String({ minLength: 5, maxLength: 10_000, pattern: '\\S' })
export const Reason = T.String({ minLength: 2, maxLength: 500, pattern: '\\S' })
const Revision = T.Integer({ minimum: 1, maximum: 2_147_483_647 })
const letter = closed({ id: Id })

export const letterRoutes = defineRoutes({
  'POST /letters': { who: 'anyone', summary: 'Send a letter', body: LetterDraft, reply: { 201: LetterReceipt } },
  'GET /letters/:number': {
    who: 'holder',
    summary: 'Read an own letter and its answer',
    params: closed({ number: LetterNumber }),
    reply: { 200: Letter }
  },
  'GET /desk/letters': {
    who: 'staff:letters:read',
    summary: 'The queue, most urgent first',
    query: closed({
      state: T.Optional(LetterState),
      search: T.Optional(T.String({ minLength: 1, maxLength: 60 })),
      after: T.Optional(T.String({ maxLength: 60, pattern: '^\\d{4}-\\d{2}-\\d{2}~[0-9a-f-]{36}$' }))
    }),
    reply: { 200: LetterQueue }
  },
  'GET /desk/letters/:id': {
    who: 'staff:letters:read',
    summary: 'One letter with all that is needed to act',
    params: letter,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/assignment': {
    who: 'staff:letters:assign',
    summary: 'Give the letter to an office',
    params: letter,
    body: closed({ officeId: Id, revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'PUT /desk/letters/:id/draft': {
    who: 'staff:letters:draft',
    summary: 'Keep a version of the reply',
    params: letter,
    body: closed({ text: ReplyText, revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/submission': {
    who: 'staff:letters:draft',
    summary: 'Hand the newest version to a signer',
    params: letter,
    body: closed({ revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/return': {
    who: 'staff:letters:sign',
    summary: 'Give the draft back with a reason',
    params: letter,
    body: closed({ reason: Reason, revision: Revision }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/signature': {
    who: 'staff:letters:sign',
    summary: 'Sign: the reply is sent to the citizen',
    params: letter,
    body: closed({ revision: Revision }),
    reply: { 200: DeskLetter }
  }
})
