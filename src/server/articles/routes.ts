/** The routes of published articles, for everybody. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import type { Synonyms } from '../core/fittest.ts'
import { countSearch } from '../core/limits.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { libraryChanges } from './changes.ts'
import { columnTree } from './columns.ts'
import { openFile } from './files.ts'
import { listArticles, readCatalogue } from './lists.ts'
import { findArticle, findEarlier } from './published.ts'

/** `synonyms`: what the glossary knows under several names. */
export function registerArticleRoutes(app: FastifyInstance, context: Context, synonyms: Synonyms): void {
  const { db, config } = context

  route(app, context, 'GET /columns', async () => ({ columns: await columnTree(db) }))
  route(app, context, 'GET /articles', async ({ query, request }) => {
    if (query.words !== undefined) await countSearch(db, config, request.ip)
    return await listArticles(db, query, synonyms)
  })
  route(app, context, 'GET /articles/:id', async ({ params }) => {
    const article = await findArticle(db, params.id)
    if (!article) throw problem('not-found')
    return article
  })
  route(app, context, 'GET /articles/:id/versions/:version', async ({ params }) => {
    const earlier = await findEarlier(db, params.id, params.version)
    if (!earlier) throw problem('not-found')
    return earlier
  })
  route(
    app,
    context,
    'GET /articles/:id/files/:file',
    async ({ params }) => await openFile(context, params.id, params.file, true)
  )
  route(app, context, 'GET /catalogue', async ({ query }) => await readCatalogue(db, query))
  route(app, context, 'GET /library/changes', async ({ query }) => await libraryChanges(db, query.since))
}
