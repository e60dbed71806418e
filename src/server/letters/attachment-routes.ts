/** Reading a letter's files: its sender, and the desk within its scope. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { openAttachment } from './attachments.ts'
import { openAsHolder } from './holder.ts'
import { letterFor } from './read.ts'

export function registerAttachmentRoutes(app: FastifyInstance, context: Context): void {
  const { db, config } = context

  route(app, context, 'GET /letters/:number/attachments/:id', async ({ params, credential, request }) => {
    const letterId = await openAsHolder(db, config, params.number, credential, request.ip)
    return await openAttachment(context, letterId, params.id)
  })

  route(app, context, 'GET /desk/letters/:id/attachments/:attachmentId', async ({ params, staff }) => {
    const { id } = await letterFor(db, staff, params.id, 'letters:read')
    return await openAttachment(context, id, params.attachmentId)
  })
}
