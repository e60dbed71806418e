/** The routes of the glossary, which comes with the program. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Glossary, Term } from '#contract/glossary.ts'
import type { Context } from '../core/context.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { terms } from './terms.ts'

const glossary: Glossary = {
  digest: createHash('sha256').update(JSON.stringify(terms)).digest('hex'),
  terms: [...terms]
}
const bySlug = new Map(terms.map((term) => [term.slug, term]))

export function readGlossary(): Glossary {
  return glossary
}

export function findTerm(slug: string): Term | undefined {
  return bySlug.get(slug)
}

export function registerGlossaryRoutes(app: FastifyInstance, context: Context): void {
  route(app, context, 'GET /glossary', async () => readGlossary())
  route(app, context, 'GET /glossary/:slug', async ({ params }) => {
    const term = findTerm(params.slug)
    if (!term) throw problem('not-found')
    return term
  })
}
