/** The desk's routes of articles. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import type { Staff } from '../core/sessions.ts'
import { setColumn } from './set-column.ts'
import { addFile, openFile } from './files.ts'
import { beginArticle, returnArticle, saveDraft, signArticle, submitArticle, withdrawArticle } from './handle.ts'
import { articleFor, versionOf } from './read.ts'
import { findPolicies, readDeskArticle, readQueue } from './read-desk.ts'

export function registerDeskArticleRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  const read = async (staff: Staff, id: string) => await readDeskArticle(context, staff, id)

  route(app, context, 'GET /desk/articles', async ({ staff, query }) => await readQueue(db, staff, query))
  route(
    app,
    context,
    'POST /desk/articles',
    async ({ staff, body }) => await read(staff, await beginArticle(context, staff, body))
  )
  route(app, context, 'GET /desk/articles/:id', async ({ staff, params }) => await read(staff, params.id))
  route(app, context, 'PUT /desk/articles/:id/draft', async ({ staff, params, body }) => {
    await saveDraft(context, { staff, id: params.id }, body)
    return await read(staff, params.id)
  })
  route(app, context, 'POST /desk/articles/:id/submission', async ({ staff, params, body }) => {
    await submitArticle(context, { staff, id: params.id }, body.version)
    return await read(staff, params.id)
  })
  route(app, context, 'POST /desk/articles/:id/signature', async ({ staff, params, body }) => {
    await signArticle(context, { staff, id: params.id }, body)
    return await read(staff, params.id)
  })
  route(app, context, 'POST /desk/articles/:id/return', async ({ staff, params, body }) => {
    await returnArticle(context, { staff, id: params.id }, body.version, body.reason)
    return await read(staff, params.id)
  })
  route(app, context, 'POST /desk/articles/:id/withdrawal', async ({ staff, params, body }) => {
    await withdrawArticle(context, { staff, id: params.id }, body.reason)
    return await read(staff, params.id)
  })
  route(app, context, 'GET /desk/articles/:id/versions/:version', async ({ staff, params }) => {
    await articleFor(db, staff, params.id, 'articles:read')
    const { version, authorId, author, savedAt, content } = await versionOf(db, params.id, Number(params.version))
    return { version, author: { id: authorId, name: author }, savedAt, content }
  })
  route(app, context, 'POST /desk/articles/:id/files', async ({ staff, params, query, body }) => {
    await articleFor(db, staff, params.id, 'articles:write')
    if (!Buffer.isBuffer(body)) throw problem('bad-request')
    return await addFile(context, { staff, articleId: params.id, name: query.name, bytes: body })
  })
  route(app, context, 'GET /desk/articles/:id/files/:file', async ({ staff, params }) => {
    await articleFor(db, staff, params.id, 'articles:read')
    return await openFile(context, params.id, params.file, false)
  })
  route(app, context, 'GET /desk/policies', async ({ query }) => await findPolicies(db, query.search))
  route(
    app,
    context,
    'PUT /desk/columns/:slug',
    async ({ staff, params, body }) => await setColumn(db, staff, params.slug, body)
  )
}
