/** Words that a moderator should see before a message stands on the board; no letter is ever refused for one. */
import * as T from 'typebox'
import { Reason } from './letters-desk.ts'
import { defineRoutes } from './route.ts'
import { closed, Id, Instant } from './shapes.ts'

/** `mark`: shown to the moderator. `hold`: a message with it is listed only when a second person has looked and said why. */
export const wordGrades = ['mark', 'hold'] as const
export const WordGrade = T.Enum(wordGrades)
export type WordGrade = (typeof wordGrades)[number]

export const SensitiveWord = T.Object({
  id: Id,
  word: T.String(),
  grade: WordGrade,
  changedBy: T.String(),
  changedAt: Instant
})
export type SensitiveWord = T.Static<typeof SensitiveWord>

/** Lines that are added, or whose grade is changed where the list has them already. */
export const SensitiveLines = closed({
  lines: T.Array(T.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 5000 }),
  grade: WordGrade
})
export type SensitiveLines = T.Static<typeof SensitiveLines>

export const TakenLines = T.Object({
  added: T.Integer(),
  changed: T.Integer({ description: 'to the other grade' }),
  known: T.Integer({ description: 'with this grade already' }),
  refused: T.Array(T.String(), { description: 'lines without a letter or a digit, or of a single one' })
})
export type TakenLines = T.Static<typeof TakenLines>

const letter = closed({ id: Id })

/** A place in a message that holds a word of the list; offsets in UTF-16 units. */
export const SensitivePlace = T.Object({
  of: T.Enum(['original', 'copy']),
  part: T.Enum(['title', 'question']),
  start: T.Integer(),
  end: T.Integer(),
  text: T.String(),
  grade: WordGrade
})
export type SensitivePlace = T.Static<typeof SensitivePlace>

/** The decision of a second person that a message with words to be held may stand on the board. */
export const SecondLook = T.Object({
  by: T.String(),
  reason: T.String(),
  at: Instant,
  own: T.Boolean({ description: 'by the person who asks, who may not list it then' })
})

export const sensitiveWordRoutes = defineRoutes({
  'GET /desk/sensitive-words': {
    who: 'staff:letters:moderate',
    summary: 'The list of words, those to be held first',
    reply: { 200: T.Array(SensitiveWord) }
  },
  'POST /desk/sensitive-words': {
    who: 'staff:letters:moderate',
    summary: 'Add words, one or many, or give known ones this grade',
    body: SensitiveLines,
    bodyLimit: 1_048_576,
    reply: { 200: TakenLines }
  },
  'DELETE /desk/sensitive-words/:id': {
    who: 'staff:letters:moderate',
    summary: 'Take a word from the list; one that is gone already stays gone',
    params: letter,
    reply: { 204: T.Null() }
  },
  'POST /desk/letters/:id/second-look': {
    who: 'staff:letters:moderate',
    summary: 'Decide, as the second person, that a message may be listed although it holds words to be held',
    params: letter,
    body: closed({ reason: Reason, revision: T.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
    reply: { 204: T.Null() }
  }
})
