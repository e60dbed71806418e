/** The routes of the pictures of open days. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { readForDesk } from './desk.ts'
import { addPicture, arrangePictures, openPicture, removePicture } from './pictures.ts'

/** Registers them, for everybody and for the desk. */
export function registerOpenDayPictureRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  route(
    app,
    context,
    'GET /open-days/:id/pictures/:picture',
    async ({ params }) => await openPicture(context, params.id, params.picture, true)
  )
  route(
    app,
    context,
    'GET /desk/open-days/:id/pictures/:picture',
    async ({ params }) => await openPicture(context, params.id, params.picture, false)
  )
  route(app, context, 'POST /desk/open-days/:id/pictures', async ({ staff, params, query, body }) => {
    if (!Buffer.isBuffer(body)) throw problem('bad-request')
    await addPicture(context, staff, params.id, { ...query, bytes: body })
    return await readForDesk(db, staff, params.id)
  })
  route(app, context, 'PUT /desk/open-days/:id/pictures', async ({ staff, params, body }) => {
    await arrangePictures(context, staff, params.id, body)
    return await readForDesk(db, staff, params.id)
  })
  route(app, context, 'DELETE /desk/open-days/:id/pictures/:picture', async ({ staff, params }) => {
    await removePicture(context, staff, params.id, params.picture)
    return await readForDesk(db, staff, params.id)
  })
}
