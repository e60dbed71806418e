/** How long what names a sender is kept, and what is kept of a letter after that (个人信息保护法 17, 19, 47). */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Day } from './shapes.ts'

/** Why contact data can not be deleted yet: the letter is open, its rating is under review, its answer has to be sent. */
export const erasureBars = ['open', 'review', 'answerToSend'] as const
export type ErasureBar = (typeof erasureBars)[number]

const Rule = T.Object({
  months: T.Integer({ description: 'from the day on which the letter came to its end' }),
  source: T.String({ description: 'where the rule comes from' })
})

/** What is kept of one letter, and until when. */
export const Keeping = T.Object({
  contact: T.Object({
    state: T.Enum(['none', 'kept', 'erased']),
    rule: Rule,
    eraseOn: T.Union([Day, T.Null()], {
      description: 'null while the letter is open, where nothing is kept, and beyond the day while it is barred'
    }),
    erasedOn: T.Union([Day, T.Null()]),
    barred: T.Union([T.Enum(erasureBars), T.Null()], { description: 'why it can not be deleted now' })
  }),
  record: T.Object({
    rule: Rule,
    until: T.Union([Day, T.Null()], { description: 'null while the letter is open' })
  })
})
export type Keeping = T.Static<typeof Keeping>

/** Every kind of letter has its rules. */
const retainedKinds = ['enquiry', 'message', 'mailbox', 'fault'] as const

/** The rules in force for a kind of letter. */
export const RetentionRules = T.Array(T.Object({ kind: T.Enum(retainedKinds), contact: Rule, record: Rule }))

export const keepingRoutes = defineRoutes({
  'GET /retention': {
    who: 'anyone',
    summary: 'How long contact data and letters are kept, by kind',
    query: closed({}),
    reply: { 200: RetentionRules }
  }
})
