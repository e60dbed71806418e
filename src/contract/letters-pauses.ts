/** Pausing the limit of a letter at the desk, and letting it run again. */
import * as T from 'typebox'
import { DeskLetter, Reason } from './letters-desk.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id } from './shapes.ts'

const Revision = T.Integer({ minimum: 1, maximum: 2_147_483_647 })
const letter = closed({ id: Id })

export const PauseAsked = closed({
  reason: T.String({ pattern: '^[a-z]+(-[a-z]+)*$', maxLength: 40, description: 'the code of a reason' }),
  words: Reason,
  until: T.String({ ...Day, description: 'the last day that is not to count' }),
  revision: Revision
})
export type PauseAsked = T.Static<typeof PauseAsked>

export const pauseRoutes = defineRoutes({
  'POST /desk/letters/:id/pause': {
    who: 'staff:letters:draft',
    summary: 'Let the limit stand still up to and with a day, with a reason that the sender reads',
    params: letter,
    body: PauseAsked,
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/resumption': {
    who: 'staff:letters:draft',
    summary: 'End the pause: the limit runs again from tomorrow on',
    params: letter,
    body: closed({ revision: Revision }),
    reply: { 200: DeskLetter }
  }
})
