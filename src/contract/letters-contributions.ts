/** The routes of what other offices add to a letter; the shapes are in `contributions.ts`. */
import * as T from 'typebox'
import { AskedContribution, ContributionCase, ContributionKind } from './contributions.ts'
import { DeskLetter } from './letters-desk.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id } from './shapes.ts'

export const ContributionText = T.String({ minLength: 5, maxLength: 5000, pattern: '\\S' })

const letter = closed({ id: Id })

export const contributionRoutes = defineRoutes({
  'POST /desk/letters/:id/contributions': {
    who: 'staff:letters:read',
    summary: 'Ask another office for a part of the answer or an opinion; the same id again changes nothing',
    params: letter,
    body: closed({
      id: Id,
      kind: ContributionKind,
      officeId: Id,
      request: T.String({ minLength: 5, maxLength: 1000, pattern: '\\S' }),
      dueOn: Day
    }),
    reply: { 200: DeskLetter }
  },
  'POST /desk/letters/:id/contributions/:contributionId/withdrawal': {
    who: 'staff:letters:read',
    summary: 'Take a request back: the office need not answer it any more',
    params: closed({ id: Id, contributionId: Id }),
    reply: { 200: DeskLetter }
  },
  'GET /desk/contributions': {
    who: 'staff:letters:read',
    summary: 'What is asked of the own office (or of any, for those who see all): what waits first, by its day',
    reply: { 200: T.Array(AskedContribution) }
  },
  'GET /desk/contributions/:id': {
    who: 'staff:letters:read',
    summary: 'One request with the matter, without what names or reaches the sender',
    params: letter,
    reply: { 200: ContributionCase }
  },
  'POST /desk/contributions/:id/versions': {
    who: 'staff:letters:draft',
    summary: 'Give the text of the own office, over the version that was read',
    params: letter,
    body: closed({ text: ContributionText, version: T.Integer({ minimum: 0, maximum: 2_147_483_646 }) }),
    reply: { 200: ContributionCase }
  }
})
