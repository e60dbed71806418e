/** The letters' routes. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { assignLetter, draftReply, returnDraft, signReply, submitDraft } from './handle.ts'
import { openAsHolder } from './holder.ts'
import { readDeskLetter, readOwnLetter, readQueue } from './read.ts'
import { receiveLetter } from './receive.ts'

export function registerLetterRoutes(app: FastifyInstance, context: Context): void {
  const { db, config } = context

  route(app, context, 'POST /letters', async ({ body, request }) => await receiveLetter(context, body, request.ip))

  route(
    app,
    context,
    'GET /letters/:number',
    async ({ params, credential, request }) =>
      await readOwnLetter(db, await openAsHolder(db, config, params.number, credential, request.ip))
  )

  route(app, context, 'GET /desk/letters', async ({ query, staff }) => await readQueue(db, staff, query))

  route(
    app,
    context,
    'GET /desk/letters/:id',
    async ({ params, staff }) => await readDeskLetter(context, staff, params.id)
  )

  route(app, context, 'POST /desk/letters/:id/assignment', async ({ params, body, staff }) => {
    await assignLetter(db, staff, params.id, body.officeId, body.revision)
    return await readDeskLetter(context, staff, params.id)
  })

  route(app, context, 'PUT /desk/letters/:id/draft', async ({ params, body, staff }) => {
    await draftReply(db, staff, params.id, body.text, body.revision)
    return await readDeskLetter(context, staff, params.id)
  })

  route(app, context, 'POST /desk/letters/:id/submission', async ({ params, body, staff }) => {
    await submitDraft(db, staff, params.id, body.revision)
    return await readDeskLetter(context, staff, params.id)
  })

  route(app, context, 'POST /desk/letters/:id/return', async ({ params, body, staff }) => {
    await returnDraft(db, staff, params.id, body.reason, body.revision)
    return await readDeskLetter(context, staff, params.id)
  })

  route(app, context, 'POST /desk/letters/:id/signature', async ({ params, body, staff }) => {
    await signReply(db, staff, params.id, body.revision)
    return await readDeskLetter(context, staff, params.id)
  })
}
