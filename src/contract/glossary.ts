/** The glossary of statistical terms: what they mean, whom they count, how they are made, where that is laid down. */
import * as T from 'typebox'
import { Slug } from './articles.ts'
import { defineRoutes } from './route.ts'
import { closed } from './shapes.ts'

export const Term = T.Object({
  slug: Slug,
  name: T.String(),
  aliases: T.Array(T.String(), { description: 'other words that texts use for it; recognised too' }),
  meaning: T.String({ description: 'one sentence that anybody understands' }),
  scope: T.String({ description: 'who or what is counted' }),
  method: T.String({ description: 'how the figure is made' }),
  source: T.String({ description: 'where that is laid down' }),
  see: T.Array(Slug, { description: 'terms beside it' })
})
export type Term = T.Static<typeof Term>

/** All terms in the order of their Chinese names. `digest` changes with them. */
export const Glossary = T.Object({ digest: T.String(), terms: T.Array(Term) })
export type Glossary = T.Static<typeof Glossary>

export const glossaryRoutes = defineRoutes({
  'GET /glossary': { who: 'anyone', summary: 'All terms', reply: { 200: Glossary } },
  'GET /glossary/:slug': {
    who: 'anyone',
    summary: 'One term',
    params: closed({ slug: Slug }),
    reply: { 200: Term }
  }
})
