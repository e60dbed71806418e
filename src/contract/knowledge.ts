/**
 * Knowledge 知识库: question and answer in the bureau's own words, which an office stands for and looks at again by a day.
 * Anybody reads it among the published answers (`answers.ts`); here is what the desk does, and what readers say of it.
 */
import * as T from 'typebox'
import { Finding, Kept } from './answers.ts'
import { LetterNumber, LetterTopic } from './letters.ts'
import { Reason } from './letters-desk.ts'
import { Office } from './people.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id, Instant } from './shapes.ts'

const Somebody = T.Object({ id: Id, name: T.String() })

export const entryStates = ['proposed', 'published', 'withdrawn'] as const
export const EntryState = T.Enum(entryStates)
export type EntryState = (typeof entryStates)[number]

export const EntryLine = T.Object({
  id: Id,
  state: EntryState,
  waiting: T.Boolean({ description: 'the newest version waits for its approval' }),
  topic: LetterTopic,
  title: T.String(),
  office: T.String(),
  owner: T.Union([T.String(), T.Null()]),
  reviewOn: T.Union([Day, T.Null({ description: 'nothing is public' })]),
  due: T.Boolean({ description: 'public, and to be looked at by today' }),
  helpful: T.Integer(),
  unhelpful: T.Integer()
})
export type EntryLine = T.Static<typeof EntryLine>

export const EntryList = T.Object({
  entries: T.Array(EntryLine),
  next: T.Union([T.String({ description: 'pass it as `after` for the next page' }), T.Null()]),
  due: T.Integer({ description: 'how many within reach are to be looked at by today' }),
  waiting: T.Integer({ description: 'how many within reach wait for approval' })
})
export type EntryList = T.Static<typeof EntryList>

/** An entry as the desk sees it: the newest version, what was found in it, and where it came from. */
export const Entry = T.Object({
  id: Id,
  state: EntryState,
  version: T.Integer(),
  publishedVersion: T.Union([T.Integer(), T.Null()]),
  topic: LetterTopic,
  title: T.String(),
  question: T.String({ description: 'how people ask it, one way a line; may be empty' }),
  reply: T.String(),
  findings: T.Array(Finding),
  office: Office,
  owner: T.Union([Somebody, T.Null()]),
  reviewOn: Day,
  due: T.Union([
    T.Object(
      { on: Day, late: T.Boolean() },
      { description: 'of the public version: when it is to be looked at again' }
    ),
    T.Null()
  ]),
  checkedOn: T.Union([Day, T.Null()]),
  letters: T.Array(T.Object({ id: Id, number: LetterNumber, title: T.String() }), {
    description: 'that it came from, as far as the reader may see them'
  }),
  articles: T.Array(T.Object({ id: Id, title: T.String() })),
  versions: T.Array(
    T.Object({
      version: T.Integer(),
      author: T.String(),
      savedAt: Instant,
      approver: T.Union([T.String(), T.Null()]),
      title: T.String(),
      question: T.String(),
      reply: T.String()
    }),
    { description: 'the newest first' }
  ),
  confirmations: T.Array(T.Object({ by: T.String(), at: Instant, reviewOn: Day }), {
    description: 'who said that it is still right, the newest first'
  }),
  withdrawnReason: T.Union([T.String(), T.Null()]),
  helpful: T.Integer(),
  unhelpful: T.Integer(),
  mayApprove: T.Boolean({ description: 'another person wrote this version, and nothing found is undecided' }),
  mayConfirm: T.Boolean()
})
export type Entry = T.Static<typeof Entry>

export const EntryDraft = closed({
  topic: LetterTopic,
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
  question: T.Optional(T.String({ maxLength: 1000 })),
  reply: T.String({ minLength: 5, maxLength: 12_000, pattern: '\\S' }),
  kept: T.Array(Kept, { maxItems: 50 }),
  reviewOn: Day,
  officeId: Id,
  ownerId: T.Union([Id, T.Null()]),
  letters: T.Array(LetterNumber, { maxItems: 20, uniqueItems: true }),
  articles: T.Array(Id, { maxItems: 20, uniqueItems: true }),
  version: T.Integer({ minimum: 0, maximum: 1_000_000, description: 'the version that was read; 0 for the first' })
})
export type EntryDraft = T.Static<typeof EntryDraft>

/** What an entry could be made of an answered letter. Without consent nothing that its sender wrote is proposed. */
export const EntryProposal = T.Object({
  number: LetterNumber,
  consent: T.Boolean(),
  topic: LetterTopic,
  title: T.String(),
  reply: T.String(),
  officeId: T.Union([Id, T.Null()]),
  reviewOn: Day,
  findings: T.Array(Finding),
  entries: T.Array(T.Object({ id: Id, title: T.String(), state: EntryState }), {
    description: 'that were made of it already, within reach'
  })
})
export type EntryProposal = T.Static<typeof EntryProposal>

export const entryShows = ['due', 'waiting', 'published', 'withdrawn'] as const

const entry = closed({ id: Id })

export const knowledgeRoutes = defineRoutes({
  'PUT /answers/:id/vote': {
    who: 'anyone',
    summary: 'Whether an entry helped; once a device, a second time replaces the first',
    params: entry,
    body: closed({ helpful: T.Boolean() }),
    reply: { 200: T.Object({ helpful: T.Integer(), unhelpful: T.Integer() }) }
  },
  'GET /desk/knowledge': {
    who: 'staff:knowledge:keep',
    summary: 'Entries, the first to be looked at again first',
    query: closed({
      show: T.Optional(T.Enum(entryShows)),
      topic: T.Optional(LetterTopic),
      search: T.Optional(T.String({ minLength: 1, maxLength: 60 })),
      after: T.Optional(T.String({ maxLength: 60, pattern: '^\\d{4}-\\d{2}-\\d{2}~[0-9a-f-]{36}$' }))
    }),
    reply: { 200: EntryList }
  },
  'GET /desk/knowledge-owners': {
    who: 'staff:knowledge:keep',
    summary: 'Offices within reach, and their people who keep entries',
    reply: { 200: T.Array(T.Object({ id: Id, name: T.String(), people: T.Array(Somebody) })) }
  },
  'GET /desk/letters/:id/entry': {
    who: 'staff:knowledge:keep',
    summary: 'What an entry could be made of an answered letter, with what looks like personal data hidden',
    params: entry,
    reply: { 200: EntryProposal }
  },
  'GET /desk/knowledge/:id': {
    who: 'staff:knowledge:keep',
    summary: 'One entry with its versions and what was found in it',
    params: entry,
    reply: { 200: Entry }
  },
  'PUT /desk/knowledge/:id': {
    who: 'staff:knowledge:keep',
    summary: 'Keep an entry under an id that the caller made; another text is a new version, to be approved',
    params: entry,
    body: EntryDraft,
    reply: { 200: Entry }
  },
  'POST /desk/knowledge/:id/approval': {
    who: 'staff:knowledge:keep',
    summary: 'Approve and publish a version that another person wrote',
    params: entry,
    body: closed({ version: T.Integer({ minimum: 1, maximum: 1_000_000 }) }),
    reply: { 200: Entry }
  },
  'POST /desk/knowledge/:id/confirmation': {
    who: 'staff:knowledge:keep',
    summary: 'The public version is still right; it is looked at again later',
    params: entry,
    body: closed({ version: T.Integer({ minimum: 1, maximum: 1_000_000 }), reviewOn: Day }),
    reply: { 200: Entry }
  },
  'POST /desk/knowledge/:id/withdrawal': {
    who: 'staff:knowledge:keep',
    summary: 'Take an entry back from the public',
    params: entry,
    body: closed({ reason: Reason }),
    reply: { 200: Entry }
  }
})
