/** Own data: what is kept about a case, for whoever holds it (个人信息保护法 44 to 47). */
import * as T from 'typebox'
import { LetterSource } from './channels.ts'
import { Keeping } from './keeping.ts'
import {
  Attachment,
  Contact,
  Ending,
  LetterKind,
  LetterNumber,
  LetterState,
  LetterTopic,
  PublicEvent,
  Rating,
  Round,
  ThreadEntry
} from './letters.ts'
import { noticeChannels, noticeLanguages } from './notice-texts.ts'
import { defineRoutes } from './route.ts'
import { closed, FileBody, Id, Instant } from './shapes.ts'

/** All that is kept about one letter and its sender. */
export const OwnData = T.Object({
  id: Id,
  number: LetterNumber,
  kind: LetterKind,
  topic: LetterTopic,
  state: LetterState,
  source: LetterSource,
  receivedAt: Instant,
  title: T.String(),
  page: T.Union([T.String(), T.Null()]),
  contact: T.Union([Contact, T.Null()]),
  wayBackNote: T.Union([T.String({ description: 'how the answer goes back, as it was noted at the desk' }), T.Null()]),
  notices: T.Array(
    T.Object({
      channel: T.Enum(noticeChannels),
      language: T.Enum(noticeLanguages),
      address: T.String(),
      on: T.Boolean({ description: 'false: ended by the link of a message, and kept for a while' })
    }),
    { description: 'the addresses that word of the letter goes to' }
  ),
  consents: T.Array(T.Object({ publish: T.Boolean(), at: Instant }), {
    description: 'the consent to publish, as it was given and taken back, the oldest first'
  }),
  rounds: T.Array(Round),
  thread: T.Array(ThreadEntry),
  attachments: T.Array(Attachment),
  rating: T.Union([Rating, T.Null()]),
  ending: T.Union([Ending, T.Null()]),
  events: T.Array(PublicEvent),
  publishedAs: T.Union([Id, T.Null()]),
  keeping: Keeping
})
export type OwnData = T.Static<typeof OwnData>

const own = closed({ number: LetterNumber })

export const ownDataRoutes = defineRoutes({
  'GET /letters/:number/own-data': {
    who: 'holder',
    summary: 'All that is kept about an own letter',
    params: own,
    reply: { 200: OwnData }
  },
  'GET /letters/:number/own-data.zip': {
    who: 'holder',
    summary: 'The same with the files of the letter, as one archive',
    params: own,
    reply: { 200: FileBody }
  },
  'POST /letters/:number/contact-erasure': {
    who: 'holder',
    summary: 'Delete the contact data of a letter that needs it no longer; a second time changes nothing',
    params: own,
    reply: { 200: OwnData }
  }
})
