/** Reviews of bad ratings 差评复核: the two lowest grades open one, with a limit of its own, and it is followed to its end. */
import * as T from 'typebox'
import { DueDate, LetterNumber, ratingReasons } from './letters.ts'
import { ReviewOutcome } from './own-review.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, FileBody, Id, Instant } from './shapes.ts'

/** The two lowest grades are bad ratings 差评. */
export const worstGrades = 2

/** `decided` waits for the feedback to the sender; `closed` and `takenBack` are ends. */
export const reviewStates = ['open', 'calledBack', 'appealed', 'decided', 'closed', 'takenBack'] as const
export const ReviewState = T.Enum(reviewStates)
export type ReviewState = (typeof reviewStates)[number]

/** How the sender was called back; `none` where no telephone and no address was left. */
export const callbackMeans = ['phone', 'email', 'none'] as const
export const CallbackMeans = T.Enum(callbackMeans)
export type CallbackMeans = (typeof callbackMeans)[number]

/** What a decision can be; `appealed` proposes to leave the rating out of the figures, which another person rules upon. */
export const reviewDecisions = ['fixed', 'ledger', 'explained', 'appealed'] as const
export type ReviewDecision = (typeof reviewDecisions)[number]

/** Why a rating would be left out: given by mistake 误评, or in bad faith 恶意. */
export const exclusionGrounds = ['mistaken', 'malicious'] as const
export const ExclusionGround = T.Enum(exclusionGrounds)
export type ExclusionGround = (typeof exclusionGrounds)[number]

export const appealRulings = ['upheld', 'excluded'] as const

export const reviewActs = ['callBack', 'decide', 'rule', 'feedBack', 'settle'] as const
export type ReviewAct = (typeof reviewActs)[number]

export const reviewEventKinds = [
  'opened',
  'changed',
  'calledBack',
  'decided',
  'appealed',
  'ruled',
  'fedBack',
  'takenBack',
  'settled',
  'dueMoved'
] as const
export type ReviewEventKind = (typeof reviewEventKinds)[number]

const Letter = T.Object({ id: Id, number: LetterNumber, title: T.String(), office: T.Union([T.String(), T.Null()]) })

/** A line of the list. `workingDaysLeft` is negative when overdue, null when the review has ended. */
export const ReviewLine = T.Object({
  id: Id,
  letter: Letter,
  state: ReviewState,
  grade: T.Integer(),
  openedAt: Instant,
  dueOn: Day,
  provisional: T.Boolean(),
  workingDaysLeft: T.Union([T.Integer(), T.Null()]),
  outcome: T.Union([ReviewOutcome, T.Null()]),
  ledgerDueOn: T.Union([Day, T.Null()]),
  settled: T.Boolean({ description: 'what stood on the ledger was done' }),
  endedAt: T.Union([Instant, T.Null()]),
  demo: T.Boolean()
})
export type ReviewLine = T.Static<typeof ReviewLine>

export const ReviewEvent = T.Object({
  kind: T.Enum(reviewEventKinds),
  at: Instant,
  actor: T.Union([T.String(), T.Null()]),
  grade: T.Union([T.Integer(), T.Null()]),
  means: T.Union([CallbackMeans, T.Null()]),
  calledAt: T.Union([Instant, T.Null()]),
  outcome: T.Union([ReviewOutcome, T.Null()]),
  ground: T.Union([ExclusionGround, T.Null()]),
  ledgerDueOn: T.Union([Day, T.Null()]),
  text: T.Union([T.String(), T.Null()], { description: 'what was said, a reason, the feedback' }),
  moved: T.Union([T.Object({ from: Day, to: Day }), T.Null()])
})
export type ReviewEvent = T.Static<typeof ReviewEvent>

export const Review = T.Object({
  ...ReviewLine.properties,
  revision: T.Integer({
    description: 'send it back with each act: a change in between is answered with changed-meanwhile'
  }),
  round: T.Integer({ description: 'whose answer was rated' }),
  reasons: T.Array(T.Enum(ratingReasons)),
  comment: T.Union([T.String(), T.Null()]),
  due: DueDate,
  startedOn: Day,
  today: Day,
  ground: T.Union([ExclusionGround, T.Null()]),
  means: T.Array(CallbackMeans, {
    description: 'how the sender can be called back; `none` alone where nothing was left'
  }),
  events: T.Array(ReviewEvent),
  actions: T.Array(T.Enum(reviewActs), { description: 'what the reader may do now' }),
  barred: T.Union([T.Enum(['answerer', 'proposer']), T.Null()], {
    description: 'why the next step is another person’s: this one answered the letter, or proposed the exclusion'
  })
})
export type Review = T.Static<typeof Review>

export const ReviewList = T.Object({
  reviews: T.Array(ReviewLine),
  counts: T.Object({ open: T.Integer(), ledger: T.Integer(), ended: T.Integer() }),
  today: Day,
  next: T.Union([T.String({ description: 'pass it as `after` for the next page' }), T.Null()])
})
export type ReviewList = T.Static<typeof ReviewList>

export const ReviewText = T.String({ minLength: 2, maxLength: 1000, pattern: '\\S' })
const Revision = T.Integer({ minimum: 1, maximum: 2_147_483_647 })
const review = closed({ id: Id })

/** `calledAt` left out: now. */
export const CallbackDraft = closed({
  means: CallbackMeans,
  calledAt: T.Optional(Instant),
  said: ReviewText,
  revision: Revision
})
export type CallbackDraft = T.Static<typeof CallbackDraft>

/** `ledgerDueOn` belongs to the ledger and to nothing else, `ground` to an appeal. */
export const DecisionDraft = closed({
  decision: T.Enum(reviewDecisions),
  reason: ReviewText,
  ledgerDueOn: T.Optional(Day),
  ground: T.Optional(ExclusionGround),
  revision: Revision
})
export type DecisionDraft = T.Static<typeof DecisionDraft>

export const RulingDraft = closed({ ruling: T.Enum(appealRulings), reason: ReviewText, revision: Revision })
export type RulingDraft = T.Static<typeof RulingDraft>

/** A month's ratings. Excluded ones stand apart; an answer that nobody rated has no grade. */
export const RatingMonth = T.Object({
  month: T.String({ pattern: '^\\d{4}-\\d{2}$', maxLength: 7 }),
  grades: T.Object({
    1: T.Integer(),
    2: T.Integer(),
    3: T.Integer(),
    4: T.Integer(),
    5: T.Integer()
  }),
  rated: T.Integer(),
  satisfied: T.Integer({ description: 'grades 3 to 5' }),
  share: T.Number({ description: 'satisfied of rated, 0 to 1; 0 where nobody rated' }),
  unrated: T.Integer({ description: 'answers of the month without a rating' }),
  excluded: T.Integer({ description: 'ratings found mistaken or malicious by a second person, counted nowhere else' }),
  reviewsOpened: T.Integer(),
  reviewsEnded: T.Integer(),
  outcomes: T.Object({
    fixed: T.Integer(),
    ledger: T.Integer(),
    explained: T.Integer(),
    upheld: T.Integer(),
    excluded: T.Integer(),
    takenBack: T.Integer()
  })
})
export type RatingMonth = T.Static<typeof RatingMonth>

export const ratingReviewRoutes = defineRoutes({
  'GET /desk/reviews': {
    who: 'staff:letters:review',
    summary:
      'Reviews of bad ratings: those that are open, most urgent first; the ledger; those that ended, newest first',
    query: closed({
      which: T.Optional(T.Enum(['open', 'ledger', 'ended'])),
      after: T.Optional(T.String({ maxLength: 70, pattern: '^[0-9TZ:.~a-f-]+$' }))
    }),
    reply: { 200: ReviewList }
  },
  'GET /desk/reviews/:id': {
    who: 'staff:letters:review',
    summary: 'One review with all that is needed to act',
    params: review,
    reply: { 200: Review }
  },
  'POST /desk/reviews/:id/callback': {
    who: 'staff:letters:review',
    summary: 'Record that the sender was called back, or that nothing was left to do it by',
    params: review,
    body: CallbackDraft,
    reply: { 200: Review }
  },
  'POST /desk/reviews/:id/decision': {
    who: 'staff:letters:review',
    summary: 'Decide what becomes of the bad rating',
    params: review,
    body: DecisionDraft,
    reply: { 200: Review }
  },
  'POST /desk/reviews/:id/ruling': {
    who: 'staff:letters:review',
    summary: 'Rule upon a proposed exclusion; another person proposed it',
    params: review,
    body: RulingDraft,
    reply: { 200: Review }
  },
  'POST /desk/reviews/:id/feedback': {
    who: 'staff:letters:review',
    summary: 'Tell the sender what became of it; the review is closed',
    params: review,
    body: closed({ text: ReviewText, revision: Revision }),
    reply: { 200: Review }
  },
  'POST /desk/reviews/:id/settlement': {
    who: 'staff:letters:review',
    summary: 'What stood on the ledger was done',
    params: review,
    body: closed({ text: ReviewText, revision: Revision }),
    reply: { 200: Review }
  },
  'GET /ratings': {
    who: 'anyone',
    summary: 'Ratings and reviews of the last twelve months, the oldest first; nothing in it is anybody’s',
    reply: { 200: T.Object({ months: T.Array(RatingMonth) }) }
  },
  'GET /ratings.csv': {
    who: 'anyone',
    summary: 'The same as a table',
    reply: { 200: FileBody }
  }
})
