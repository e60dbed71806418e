/** Letters that came by another channel than the web form: registered by hand, answered by the way they name. */
import * as T from 'typebox'
import { AnswerWay, ChannelSource, DueReason, OuterNumber, WayBackNote } from './channels.ts'
import { DeskLetter } from './letters-desk.ts'
import { Contact, DueDate, LetterDraft, LetterNumber, LetterTopic, OwnDue } from './letters.ts'
import { defineRoutes } from './route.ts'
import { closed, Code, Day, Id } from './shapes.ts'

/**
 * What a clerk types. `id` is made by the desk: the same id with the same content again changes nothing.
 * `dueOn` is the last day that the hotline set, and for the hotline only; it wins over the counted one.
 */
export const LetterRegistration = closed({
  id: Id,
  source: ChannelSource,
  receivedOn: Day,
  kind: T.Literal('enquiry'),
  topic: LetterTopic,
  title: LetterDraft.properties.title,
  text: LetterDraft.properties.text,
  contact: T.Optional(Contact),
  outerNumber: T.Optional(OuterNumber),
  dueOn: T.Optional(Day),
  dueReason: T.Optional(DueReason),
  wayBack: AnswerWay,
  wayBackNote: T.Optional(WayBackNote)
})
export type LetterRegistration = T.Static<typeof LetterRegistration>

export const RegisteredLetter = T.Object({
  id: Id,
  number: LetterNumber,
  code: T.Union([Code, T.Null()], { description: 'told to the person who registered, at once; null later' }),
  receivedOn: Day,
  due: DueDate,
  ownDue: T.Union([OwnDue, T.Null()])
})
export type RegisteredLetter = T.Static<typeof RegisteredLetter>

export const channelRoutes = defineRoutes({
  'POST /desk/letters': {
    who: 'staff:letters:assign',
    summary: 'Register a letter that came by another channel; the same id again changes nothing',
    body: LetterRegistration,
    reply: { 201: RegisteredLetter }
  },
  'POST /desk/letters/:id/answer-sent': {
    who: 'staff:letters:read',
    summary: 'Record that the signed answer went to the sender by the way that the letter names',
    params: closed({ id: Id }),
    body: closed({
      note: T.Optional(T.String({ minLength: 2, maxLength: 200, pattern: '\\S' })),
      revision: T.Integer({ minimum: 1, maximum: 2_147_483_647 })
    }),
    reply: { 200: DeskLetter }
  }
})
