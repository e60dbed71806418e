/** Canned texts: what is written again and again, kept for an office or the whole bureau. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Id, Instant } from './shapes.ts'

const text = closed({ id: Id })

/** A text that is used again and again. `office` null: for the whole bureau. */
export const CannedText = T.Object({
  id: Id,
  title: T.String(),
  text: T.String(),
  office: T.Union([T.Object({ id: Id, name: T.String() }), T.Null()]),
  changedAt: Instant,
  mine: T.Boolean({ description: 'the reader may change it' })
})
export type CannedText = T.Static<typeof CannedText>
export const CannedTextDraft = closed({
  title: T.String({ minLength: 2, maxLength: 40, pattern: '\\S' }),
  text: T.String({ minLength: 2, maxLength: 2000, pattern: '\\S' }),
  forAll: T.Boolean({ description: 'for the whole bureau; only for those who see all letters' })
})
export type CannedTextDraft = T.Static<typeof CannedTextDraft>

export const textRoutes = defineRoutes({
  'GET /desk/texts': {
    who: 'staff:letters:draft',
    summary: 'Canned texts of the bureau and the own office',
    reply: { 200: T.Array(CannedText) }
  },
  'POST /desk/texts': {
    who: 'staff:letters:draft',
    summary: 'Add a canned text',
    body: CannedTextDraft,
    reply: { 201: CannedText }
  },
  'PUT /desk/texts/:id': {
    who: 'staff:letters:draft',
    summary: 'Change a canned text',
    params: text,
    body: CannedTextDraft,
    reply: { 200: CannedText }
  },
  'DELETE /desk/texts/:id': {
    who: 'staff:letters:draft',
    summary: 'Remove a canned text',
    params: text,
    reply: { 204: T.Null() }
  }
})
