/** Letters on the same matter, answered together 合并办理: each keeps its number, its clock and its own answer. */
import * as T from 'typebox'
import { Companion, DeskLetter, Revision } from './letters-desk.ts'
import { defineRoutes } from './route.ts'
import { closed, Id } from './shapes.ts'

const letter = closed({ id: Id })

export const togetherRoutes = defineRoutes({
  'GET /desk/letters/:id/candidates': {
    who: 'staff:letters:merge',
    summary: 'Letters that this one could be merged into: the likest first, or those that a search finds',
    params: letter,
    query: closed({ search: T.Optional(T.String({ minLength: 1, maxLength: 60 })) }),
    reply: { 200: T.Array(Companion) }
  },
  'POST /desk/letters/:id/merging': {
    who: 'staff:letters:merge',
    summary: 'Answer this letter together with another, which leads from now on',
    params: letter,
    body: closed({ revision: Revision, lead: Id, leadRevision: Revision }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/separation': {
    who: 'staff:letters:merge',
    summary: 'Answer this letter by itself again',
    params: letter,
    body: closed({ revision: Revision, leadRevision: Revision }),
    reply: { 200: DeskLetter }
  }
})
