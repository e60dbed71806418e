/** What other offices add to a letter: a part of the answer 协办, or an opinion 内部征求意见. Inner work: no sender ever reads it. */
import * as T from 'typebox'
import { DueDate, LetterKind, LetterNumber, LetterState, LetterTopic } from './letters.ts'
import { Office } from './people.ts'
import { Day, Id, Instant } from './shapes.ts'

/** `part`: the office does a part of the matter, and its text goes into the answer; `opinion`: it is asked what it thinks. */
export const contributionKinds = ['part', 'opinion'] as const
export const ContributionKind = T.Enum(contributionKinds)
export type ContributionKind = (typeof contributionKinds)[number]

/** `asked` waits for its first version; `given` may be given anew while its round runs; `takenBack` is wanted no longer, nor `lapsed`: the round ended without it. */
export const contributionStates = ['asked', 'given', 'takenBack', 'lapsed'] as const

export const ContributionVersion = T.Object({
  version: T.Integer(),
  text: T.String(),
  author: T.String(),
  at: Instant
})

/** `dueOn` is an inner day before the letter's own due date; it follows one that comes nearer. */
export const Contribution = T.Object({
  id: Id,
  kind: ContributionKind,
  state: T.Enum(contributionStates),
  office: Office,
  request: T.String({ description: 'what is to be done, or asked' }),
  askedBy: T.String(),
  askedAt: Instant,
  dueOn: Day,
  overdue: T.Boolean({ description: 'its day has passed and nothing was given' }),
  versions: T.Array(ContributionVersion, { description: 'the newest first' })
})
export type Contribution = T.Static<typeof Contribution>

/** A line of what is asked of an office. */
export const AskedContribution = T.Object({
  id: Id,
  kind: ContributionKind,
  state: T.Enum(contributionStates),
  office: Office,
  dueOn: Day,
  overdue: T.Boolean(),
  number: LetterNumber,
  title: T.String()
})
export type AskedContribution = T.Static<typeof AskedContribution>

/** What the asked office reads: the matter, and nothing that names or reaches the sender. */
export const ContributionCase = T.Object({
  ...Contribution.properties,
  letter: T.Object({
    number: LetterNumber,
    kind: LetterKind,
    topic: LetterTopic,
    state: LetterState,
    title: T.Union([T.String(), T.Null()], { description: 'null once the request was taken back' }),
    office: T.Union([T.String(), T.Null()]),
    due: DueDate,
    texts: T.Array(T.Object({ text: T.String(), at: Instant }), {
      description: "what the sender wrote up to the end of the request's round; nothing once it was taken back"
    })
  }),
  mayGive: T.Boolean()
})
export type ContributionCase = T.Static<typeof ContributionCase>
