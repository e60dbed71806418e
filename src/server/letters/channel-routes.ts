/** The routes of the channels: registering by hand, tables in and out, answers that went. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../core/context.ts'
import { problem } from '../core/problems.ts'
import { route, type SentFile } from '../core/route.ts'
import { recordAnswerSent } from './channel.ts'
import { importTable, lookAtTable } from './import.ts'
import { keepMapping } from './import-mapping.ts'
import { exportLedger } from './ledger.ts'
import { readDeskLetter } from './read-desk.ts'
import { registerLetter } from './register.ts'

/** The bytes of an upload; a request without a body has none. */
function bytesOf(body: Uint8Array): Buffer {
  if (!Buffer.isBuffer(body)) throw problem('bad-request')
  return body
}

/** HEAD asks for no content: none is made. */
function withoutContent({ method }: FastifyRequest, file: SentFile): SentFile {
  if (method !== 'HEAD') return file
  file.content.destroy()
  return { ...file, content: Readable.from([]) }
}

export function registerChannelRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context

  route(app, context, 'POST /desk/letters', async ({ body, staff }) => await registerLetter(context, staff, body))
  route(app, context, 'POST /desk/letters/:id/answer-sent', async ({ params, body, staff }) => {
    await recordAnswerSent(db, { staff, id: params.id, revision: body.revision }, body.note)
    return await readDeskLetter(context, staff, params.id)
  })

  route(
    app,
    context,
    'POST /desk/import-looks',
    async ({ query, body }) => await lookAtTable(context, query.source, bytesOf(body))
  )
  route(
    app,
    context,
    'PUT /desk/import-mappings/:source',
    async ({ params, body, staff }) => await keepMapping(db, staff, params.source, body)
  )
  route(app, context, 'POST /desk/imports', async ({ query, body, staff }) => {
    const { source, mapping } = query
    return await importTable(context, staff, { source, revision: Number(mapping), bytes: bytesOf(body) })
  })

  route(app, context, 'GET /desk/ledger.csv', async ({ query, staff, request }) =>
    withoutContent(request, await exportLedger(db, staff, query, 'csv'))
  )
  route(app, context, 'GET /desk/ledger.xlsx', async ({ query, staff, request }) =>
    withoutContent(request, await exportLedger(db, staff, query, 'xlsx'))
  )
}
