/** The home page's data: what the bureau offers now and how it keeps its limits. */
import * as T from 'typebox'
import { ArticleLine } from './articles.ts'
import { defineRoutes } from './route.ts'
import { LetterKind } from './letters.ts'

/** A service is listed when its journey works from phone to desk. `limit` is in working days. */
export const Service = T.Object({ kind: LetterKind, limit: T.Integer() })
export type Service = T.Static<typeof Service>

export const Home = T.Object({
  bureau: T.Object({ zh: T.String(), en: T.String() }),
  services: T.Array(Service),
  year: T.Integer(),
  answered: T.Object({
    letters: T.Integer({ description: 'answered this year' }),
    onTime: T.Integer({ description: 'of these, within the limit' }),
    meanWorkingDays: T.Union([T.Number(), T.Null()])
  }),
  latest: T.Array(ArticleLine, { description: 'what was published last, at most three' }),
  demo: T.Boolean()
})
export type Home = T.Static<typeof Home>

export const homeRoutes = defineRoutes({
  'GET /home': { who: 'anyone', summary: 'What the home page shows', reply: { 200: Home } }
})
