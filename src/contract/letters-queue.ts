/** The queue of the desk: what it shows, what it is narrowed by, what is done with many letters at once. */
import * as T from 'typebox'
import { AnswerWay, LetterSource } from './channels.ts'
import { LetterKind, LetterNumber, LetterState, LetterTopic } from './letters.ts'
import type { ProblemSlug } from './problem.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id } from './shapes.ts'

/** A line of the desk's queue. `workingDaysLeft` is negative when the letter is overdue, null when no limit runs. */
export const QueuedLetter = T.Object({
  id: Id,
  number: LetterNumber,
  revision: T.Integer({ description: 'send it back with each act' }),
  kind: LetterKind,
  topic: LetterTopic,
  state: LetterState,
  together: T.Union([T.Enum(['lead', 'member']), T.Null()], { description: 'answered together with others' }),
  title: T.String(),
  office: T.Union([T.String(), T.Null()]),
  receivedOn: Day,
  startedOn: T.String({ description: 'day 0 of the limit that runs: the receipt, or the latest follow-up' }),
  dueOn: Day,
  limit: T.Integer(),
  provisional: T.Boolean(),
  workingDaysLeft: T.Union([T.Integer(), T.Null()]),
  pausedUntil: T.Union([Day, T.Null()], { description: 'the limit stands still up to and with this day' }),
  round: T.Integer(),
  reminded: T.Boolean({ description: 'the sender urged in this round' }),
  filesMissing: T.Integer(),
  listing: T.Union([T.Enum(['none', 'listed', 'unlisted']), T.Null()], {
    description: 'where a message to the board stands; `none` waits for a look'
  }),
  source: LetterSource,
  outerNumber: T.Union([T.String(), T.Null()]),
  wayBack: T.Union([AnswerWay, T.Null()]),
  answerToSend: T.Boolean({ description: 'answered, and nobody recorded yet that the answer went to the sender' }),
  demo: T.Boolean()
})
export type QueuedLetter = T.Static<typeof QueuedLetter>

/** The cuts of the queue: one state of those that are open or answered, or all that ended. */
export const queueTabs = ['received', 'accepted', 'assigned', 'drafting', 'signing', 'answered', 'ended'] as const

/** When the limit of an open letter runs out: before today, today, within the seven days that begin today. */
export const dueSpans = ['overdue', 'today', 'week'] as const

/** Most urgent first; or by the receipt. */
export const queueSorts = ['due', 'newest', 'oldest'] as const

/** What queue, ledger and saved views are narrowed by, beside the state. */
export const narrowing = {
  kind: T.Optional(LetterKind),
  topic: T.Optional(LetterTopic),
  source: T.Optional(LetterSource),
  office: T.Optional(Id),
  /** who wrote the reply of the newest round */
  handler: T.Optional(Id),
  due: T.Optional(T.Enum(dueSpans)),
  /** of the newest reply */
  grade: T.Optional(T.String({ pattern: '^[1-5]$', maxLength: 1 })),
  /** words of title and text, the number, the number of the channel */
  search: T.Optional(T.String({ minLength: 1, maxLength: 60 }))
}

/** How many stand in each state, whatever else the queue is narrowed by but the kind. */
const QueueCounts = T.Object(
  {
    received: T.Integer(),
    accepted: T.Integer(),
    assigned: T.Integer(),
    drafting: T.Integer(),
    signing: T.Integer(),
    answered: T.Integer(),
    ended: T.Integer({ description: 'closed, withdrawn, transferred, refused' })
  },
  { additionalProperties: false }
)
export type QueueCounts = T.Static<typeof QueueCounts>

export const LetterQueue = T.Object({
  letters: T.Array(QueuedLetter),
  counts: T.Union([QueueCounts, T.Null()], { description: 'with a first page; what follows it has the same' }),
  today: Day,
  next: T.Union([T.String({ description: 'pass it as `after` for the next page' }), T.Null()])
})
export type LetterQueue = T.Static<typeof LetterQueue>

/** A telephone number or an e-mail address, whole: it is found by a keyed index and stands in no address. */
const ContactSought = T.String({ minLength: 3, maxLength: 120, pattern: '\\S' })

/** A letter as somebody read it. */
const Chosen = closed({ id: Id, revision: T.Integer({ minimum: 1, maximum: 2_147_483_647 }) })
const mostChosen = 100
const Choice = T.Array(Chosen, { minItems: 1, maxItems: mostChosen })

/** Why one of many letters is left as it was. */
export const bulkRefusals = [
  'not-found',
  'not-permitted',
  'state-forbids',
  'changed-meanwhile',
  'office-closed'
] as const satisfies ProblemSlug[]

/** What became of each chosen letter, in the order of the choice. `before`: it was so already, or is from an earlier try. */
export const BulkOutcome = T.Object({
  outcomes: T.Array(T.Object({ id: Id, outcome: T.Enum(['done', 'before', ...bulkRefusals]) }))
})
export type BulkOutcome = T.Static<typeof BulkOutcome>

const ViewName = T.String({ minLength: 1, maxLength: 20, pattern: '\\S' })

/** Filters and order under a name. */
const ViewFilter = closed({
  state: T.Optional(T.Enum(queueTabs)),
  ...narrowing,
  sort: T.Optional(T.Enum(queueSorts))
})
export type ViewFilter = T.Static<typeof ViewFilter>

export const SavedView = T.Object({
  id: Id,
  name: T.String(),
  filter: ViewFilter,
  shared: T.Boolean({ description: 'with the own office' }),
  mine: T.Boolean({ description: 'the reader may change it' }),
  letters: T.Integer({ description: 'how many it shows, counted up to a hundred' })
})
export type SavedView = T.Static<typeof SavedView>

const ViewDraft = closed({ name: ViewName, filter: ViewFilter, shared: T.Boolean() })
export type ViewDraft = T.Static<typeof ViewDraft>

const Handler = T.Object({ id: Id, name: T.String(), office: T.Union([T.String(), T.Null()]) })

export const letterQueueRoutes = defineRoutes({
  'GET /desk/letters': {
    who: 'staff:letters:read',
    summary: 'The queue, most urgent first; without a state all that are open',
    query: closed({
      state: T.Optional(T.Enum(queueTabs)),
      ...narrowing,
      sort: T.Optional(T.Enum(queueSorts)),
      after: T.Optional(T.String({ maxLength: 60, pattern: '^\\d{4}-\\d{2}-\\d{2}~[0-9a-f-]{36}$' }))
    }),
    reply: { 200: LetterQueue }
  },
  'POST /desk/contact-searches': {
    who: 'staff:letters:read',
    summary: 'Letters whose sender gave exactly this telephone number or e-mail address, the newest first',
    body: closed({ contact: ContactSought }),
    reply: { 200: T.Object({ letters: T.Array(QueuedLetter), today: Day }) }
  },
  'GET /desk/handlers': {
    who: 'staff:letters:read',
    summary: 'Who writes replies within reach',
    reply: { 200: T.Array(Handler) }
  },
  'POST /desk/bulk-acceptances': {
    who: 'staff:letters:assign',
    summary: 'Accept many letters, each by itself',
    body: closed({ letters: Choice }),
    reply: { 200: BulkOutcome }
  },
  'POST /desk/bulk-assignments': {
    who: 'staff:letters:assign',
    summary: 'Give many letters to an office, each by itself',
    body: closed({ letters: Choice, officeId: Id }),
    reply: { 200: BulkOutcome }
  },
  'GET /desk/letter-views': {
    who: 'staff:letters:read',
    summary: 'Saved views: the own ones in their order, then those of the own office',
    reply: { 200: T.Array(SavedView) }
  },
  'POST /desk/letter-views': {
    who: 'staff:letters:read',
    summary: 'Save a view; shared with the own office by its head',
    body: ViewDraft,
    reply: { 201: SavedView }
  },
  'PUT /desk/letter-views/:id': {
    who: 'staff:letters:read',
    summary: 'Change an own view',
    params: closed({ id: Id }),
    body: ViewDraft,
    reply: { 200: SavedView }
  },
  'DELETE /desk/letter-views/:id': {
    who: 'staff:letters:read',
    summary: 'Remove an own view',
    params: closed({ id: Id }),
    reply: { 204: T.Null() }
  },
  'PUT /desk/letter-view-order': {
    who: 'staff:letters:read',
    summary: 'The order of the own views; those that are not named stay behind',
    body: closed({ ids: T.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true }) }),
    reply: { 204: T.Null() }
  }
})
