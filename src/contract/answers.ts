/**
 * Published answers, each approved by a second person: of a letter, a redacted copy of question and answer; an entry of
 * the knowledge (`knowledge.ts`), in the bureau's own words.
 */
import * as T from 'typebox'
import { LetterTopic } from './letters.ts'
import { Reason } from './letters-desk.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id, Instant } from './shapes.ts'

export const answerKinds = ['letter', 'entry'] as const
const AnswerKind = T.Enum(answerKinds)

/** Days of asking, limit and grade belong to letters; `votes` to entries. */
export const Answer = T.Object({
  id: Id,
  kind: AnswerKind,
  topic: LetterTopic,
  title: T.String(),
  question: T.String({ description: 'of an entry: how people ask it, one way a line' }),
  reply: T.String(),
  office: T.String(),
  askedOn: T.Union([Day, T.Null()]),
  repliedOn: Day,
  workingDays: T.Union([T.Integer(), T.Null()]),
  limit: T.Union([T.Integer({ description: 'working days that the answer could take' }), T.Null()]),
  grade: T.Union([T.Integer(), T.Null()]),
  votes: T.Union([T.Object({ helpful: T.Integer(), unhelpful: T.Integer() }), T.Null()]),
  publishedAt: Instant,
  demo: T.Boolean()
})
export type Answer = T.Static<typeof Answer>

export const AnswerLine = T.Object({
  id: Id,
  kind: AnswerKind,
  topic: LetterTopic,
  title: T.String(),
  excerpt: T.String({ description: 'the beginning of the reply, or the part where the words were found' }),
  office: T.String(),
  repliedOn: Day,
  workingDays: T.Union([T.Integer(), T.Null()]),
  demo: T.Boolean()
})
export type AnswerLine = T.Static<typeof AnswerLine>

export const AnswerList = T.Object({
  answers: T.Array(AnswerLine),
  next: T.Union([T.String({ description: 'pass it as `after` for the next page' }), T.Null()])
})
export type AnswerList = T.Static<typeof AnswerList>

/** What a page of answers is asked by. `after` is the `next` of the page before. */
export const AnswerQuery = closed({
  kind: T.Optional(AnswerKind),
  topic: T.Optional(LetterTopic),
  words: T.Optional(T.String({ minLength: 1, maxLength: 60 })),
  after: T.Optional(T.String({ maxLength: 80, pattern: '^[0-9TZ:.~a-f-]+$' }))
})
export type AnswerQuery = T.Static<typeof AnswerQuery>

export const personalDataKinds = [
  'name',
  'idNumber',
  'phone',
  'address',
  'email',
  'account',
  'bankCard',
  'plate'
] as const
export type PersonalDataKind = (typeof personalDataKinds)[number]

/** The parts of a copy that anybody will read. */
export const copyParts = ['title', 'question', 'reply'] as const

/** A place that looks like personal data; offsets in UTF-16 units. `kept`: somebody decided that it may stand, and why. */
export const Finding = T.Object({
  part: T.Enum(copyParts),
  kind: T.Enum(personalDataKinds),
  start: T.Integer(),
  end: T.Integer(),
  text: T.String(),
  kept: T.Union([T.String(), T.Null()])
})
export type Finding = T.Static<typeof Finding>

/** What may stand although it looks like personal data: the exact text, and why (the bureau's own telephone, say). */
export const Kept = closed({ text: T.String({ minLength: 1, maxLength: 200 }), reason: Reason })

export const CopyDraft = closed({
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
  question: T.String({ minLength: 5, maxLength: 4000, pattern: '\\S' }),
  reply: T.String({ minLength: 5, maxLength: 12_000, pattern: '\\S' }),
  kept: T.Array(Kept, { maxItems: 50 }),
  version: T.Integer({ minimum: 0, description: 'the version that was read; 0 for the first' })
})
export type CopyDraft = T.Static<typeof CopyDraft>

/** The copy beside its original. `version` 0: proposed by the program, kept by nobody yet. */
export const Publication = T.Object({
  state: T.Enum(['none', 'proposed', 'published', 'withdrawn']),
  version: T.Integer(),
  title: T.String(),
  question: T.String(),
  reply: T.String(),
  findings: T.Array(Finding),
  original: T.Object({ title: T.String(), question: T.String(), reply: T.String() }),
  author: T.Union([T.String(), T.Null()]),
  approver: T.Union([T.String(), T.Null()]),
  publishedAs: T.Union([Id, T.Null()]),
  publishedVersion: T.Union([T.Integer(), T.Null()]),
  mayPropose: T.Boolean(),
  mayApprove: T.Boolean({ description: 'another person wrote this version, and nothing found is undecided' })
})
export type Publication = T.Static<typeof Publication>

const letter = closed({ id: Id })

export const answerRoutes = defineRoutes({
  'GET /answers': {
    who: 'anyone',
    summary: 'Published answers, the newest first; with words, the fittest first',
    query: AnswerQuery,
    reply: { 200: AnswerList }
  },
  'GET /answers/:id': { who: 'anyone', summary: 'One published answer', params: letter, reply: { 200: Answer } },
  // what somebody is typing is nobody's business: in an address it would stand in the log of every proxy on the way
  'POST /suggestions': {
    who: 'anyone',
    summary: 'Published answers that fit what is being typed, at most three; nothing is kept of it',
    body: closed({ text: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }) }),
    reply: { 200: T.Array(AnswerLine) }
  },
  'GET /desk/letters/:id/publication': {
    who: 'staff:letters:publish',
    summary: 'The copy to be published, beside the original, with what was found in it',
    params: letter,
    reply: { 200: Publication }
  },
  'PUT /desk/letters/:id/publication': {
    who: 'staff:letters:publish',
    summary: 'Propose a copy; it is searched for personal data again',
    params: letter,
    body: CopyDraft,
    reply: { 200: Publication }
  },
  'POST /desk/letters/:id/publication/approval': {
    who: 'staff:letters:publish',
    summary: 'Approve and publish a version that another person wrote',
    params: letter,
    body: closed({ version: T.Integer({ minimum: 1 }) }),
    reply: { 200: Publication }
  },
  'POST /desk/letters/:id/publication/withdrawal': {
    who: 'staff:letters:publish',
    summary: 'Take a published answer back',
    params: letter,
    body: closed({ reason: Reason }),
    reply: { 200: Publication }
  }
})
