/** The message board 留言板: what was written to it and looked at first, with what became of it; and how letters are dealt with, month by month. */
import * as T from 'typebox'
import { personalDataKinds } from './answers.ts'
import { LetterKind, LetterNumber, LetterTopic } from './letters.ts'
import { Reason } from './letters-desk.ts'
import { defineRoutes } from './route.ts'
import { SecondLook, SensitivePlace } from './sensitive-words.ts'
import { closed, Day, FileBody, Id, Instant } from './shapes.ts'

/** `checking`: signed and sent to the sender, its public copy not yet approved. `ended`: transferred or refused. */
export const boardStates = ['waiting', 'working', 'checking', 'answered', 'ended'] as const
export const BoardState = T.Enum(boardStates)
export type BoardState = (typeof boardStates)[number]

export const BoardLine = T.Object({
  id: Id,
  number: LetterNumber,
  topic: LetterTopic,
  title: T.String(),
  excerpt: T.String({ description: 'of the answer, or of the question where there is none yet' }),
  sender: T.String({ description: 'masked; empty where no name was given' }),
  askedOn: Day,
  state: BoardState,
  dueOn: Day,
  overdue: T.Boolean(),
  office: T.Union([T.String(), T.Null()]),
  workingDays: T.Union([T.Integer({ description: 'that the answer took' }), T.Null()]),
  grade: T.Union([T.Integer(), T.Null()]),
  supports: T.Integer({ description: 'how many others have the same question' }),
  demo: T.Boolean()
})
export type BoardLine = T.Static<typeof BoardLine>

export const BoardItem = T.Object({
  ...BoardLine.properties,
  question: T.String(),
  reply: T.Union([T.String(), T.Null()]),
  repliedOn: T.Union([Day, T.Null()]),
  ending: T.Union([
    T.Object({
      kind: T.Enum(['transferred', 'refused']),
      to: T.Union([T.String({ description: 'the department; why is told to the sender alone' }), T.Null()])
    }),
    T.Null()
  ]),
  near: T.Array(T.Object({ id: Id, title: T.String() }), { description: 'what is asked nearly so' })
})
export type BoardItem = T.Static<typeof BoardItem>

export const boardOrders = ['newest', 'helpful'] as const

/** What a page of the board is asked by. `after` is the `next` of the page before. */
export const BoardQuery = closed({
  topic: T.Optional(LetterTopic),
  office: T.Optional(Id),
  order: T.Optional(T.Enum(boardOrders)),
  words: T.Optional(T.String({ minLength: 1, maxLength: 60 })),
  after: T.Optional(T.String({ maxLength: 80, pattern: '^[0-9TZ:.~a-f-]+$' }))
})
export type BoardQuery = T.Static<typeof BoardQuery>

export const Board = T.Object({
  items: T.Array(BoardLine),
  next: T.Union([T.String(), T.Null()]),
  offices: T.Array(T.Object({ id: Id, name: T.String() }), { description: 'those that answer on the board' }),
  year: T.Integer(),
  received: T.Integer({ description: 'messages of this year' }),
  answered: T.Integer(),
  meanWorkingDays: T.Union([T.Number(), T.Null()])
})
export type Board = T.Static<typeof Board>

/** The newest messages whole, as a phone keeps them for reading without a network; `near` is empty. */
export const KeptBoard = T.Object({
  revision: T.String({ description: 'digest of what follows; pass it as `since` the next time' }),
  board: T.Union([T.Object({ ...Board.properties, items: T.Array(BoardItem) }), T.Null()], {
    description: 'null: as it was at `since`'
  })
})
export type KeptBoard = T.Static<typeof KeptBoard>

/** A month's letters of one kind. `onTime` counts answers of the month that were given within their limit. */
export const MonthOfKind = T.Object({
  month: T.String({ description: 'YYYY-MM' }),
  kind: LetterKind,
  received: T.Integer(),
  answered: T.Integer(),
  onTime: T.Integer(),
  meanWorkingDays: T.Union([T.Number(), T.Null()]),
  rated: T.Integer(),
  satisfied: T.Integer({ description: 'of these, the three better grades of five' })
})
export type MonthOfKind = T.Static<typeof MonthOfKind>

export const HandlingFigures = T.Object({
  since: T.String({ description: 'the first month, YYYY-MM; the running month is the last one' }),
  today: Day,
  months: T.Array(MonthOfKind, { description: 'months and kinds without any letter are left out' }),
  topics: T.Array(T.Object({ topic: LetterTopic, received: T.Integer(), answered: T.Integer() })),
  transfers: T.Array(T.Object({ department: T.String(), letters: T.Integer() }), {
    description: 'letters that were transferred to other departments'
  })
})
export type HandlingFigures = T.Static<typeof HandlingFigures>

export const boardParts = ['title', 'question'] as const

/** A place of the copy that looks like personal data; offsets in UTF-16 units. */
const Found = T.Object({
  part: T.Enum(boardParts),
  kind: T.Enum(personalDataKinds),
  start: T.Integer(),
  end: T.Integer(),
  text: T.String(),
  kept: T.Union([T.String(), T.Null()])
})

/** A message as the desk puts it on the board: the copy beside the original. */
export const Listing = T.Object({
  state: T.Enum(['none', 'listed', 'unlisted']),
  title: T.String(),
  question: T.String(),
  sender: T.String({ description: 'as the board names the sender' }),
  original: T.Object({ title: T.String(), question: T.String() }),
  findings: T.Array(Found),
  moderator: T.Union([T.String(), T.Null()]),
  mayList: T.Boolean(),
  words: T.Array(SensitivePlace, { description: 'of the list that staff keep' }),
  needsSecondLook: T.Boolean({ description: 'somebody else must decide before this person may list it' }),
  secondLook: T.Union([SecondLook, T.Null()]),
  supports: T.Integer()
})
export type Listing = T.Static<typeof Listing>

const letter = closed({ id: Id })
const Revision = T.Integer({ minimum: 1, maximum: 2_147_483_647 })
const Kept = closed({ text: T.String({ minLength: 1, maxLength: 200 }), reason: Reason })

export const ListingDraft = closed({
  title: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
  question: T.String({ minLength: 5, maxLength: 4000, pattern: '\\S' }),
  kept: T.Array(Kept, { maxItems: 50 }),
  revision: Revision
})
export type ListingDraft = T.Static<typeof ListingDraft>

export const boardRoutes = defineRoutes({
  'GET /board': {
    who: 'anyone',
    summary: 'The message board: the newest first, or what most people ask; with words, the fittest',
    query: BoardQuery,
    reply: { 200: Board }
  },
  'GET /board/:id': { who: 'anyone', summary: 'One message of the board', params: letter, reply: { 200: BoardItem } },
  'POST /board/:id/supports': {
    who: 'anyone',
    summary: 'The same question is mine too; once a device, again changes nothing',
    params: letter,
    reply: { 200: T.Object({ supports: T.Integer(), at: Instant }) }
  },
  'GET /library/board': {
    who: 'anyone',
    summary: 'The newest messages of the board, whole, for the phone’s library',
    query: closed({ since: T.Optional(T.String({ pattern: '^[A-Za-z0-9_-]{43}$' })) }),
    reply: { 200: KeptBoard }
  },
  'GET /figures': {
    who: 'anyone',
    summary: 'How letters were dealt with in the last twelve months and this one',
    reply: { 200: HandlingFigures }
  },
  'GET /figures.csv': { who: 'anyone', summary: 'The same as a table', reply: { 200: FileBody } },
  'GET /figures/transfers.csv': {
    who: 'anyone',
    summary: 'How many letters were transferred to which department, as a table',
    reply: { 200: FileBody }
  },
  'GET /desk/letters/:id/listing': {
    who: 'staff:letters:moderate',
    summary: 'A message as it stands or would stand on the board, with what was found in it',
    params: letter,
    reply: { 200: Listing }
  },
  'PUT /desk/letters/:id/listing': {
    who: 'staff:letters:moderate',
    summary: 'Put a message on the board, or change what stands there',
    params: letter,
    body: ListingDraft,
    reply: { 200: Listing }
  },
  'POST /desk/letters/:id/unlisting': {
    who: 'staff:letters:moderate',
    summary: 'Keep a message off the board; the sender reads the reason',
    params: letter,
    body: closed({ reason: Reason, revision: Revision }),
    reply: { 200: Listing }
  }
})
