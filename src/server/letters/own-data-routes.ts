/** What a holder may do with the own data of a letter, and how long anything is kept. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route, type Credential } from '../core/route.ts'
import { eraseOnRequest } from './erasure.ts'
import { openAsHolder } from './holder.ts'
import { exportOwnData, readOwnData } from './own-data.ts'
import { readRetention } from './retention.ts'

interface HolderCall {
  readonly params: { readonly number: string }
  readonly credential: Credential
  readonly request: { readonly ip: string }
}

export function registerOwnDataRoutes(app: FastifyInstance, context: Context): void {
  const { db, config } = context
  const held = async ({ params, credential, request }: HolderCall): Promise<string> =>
    await openAsHolder(db, config, params.number, credential, request.ip)

  route(app, context, 'GET /letters/:number/own-data', async (call) => await readOwnData(context, await held(call)))
  route(app, context, 'GET /letters/:number/own-data.zip', async (call) => {
    const id = await held(call)
    // HEAD asks for no content: none is made
    if (call.request.method === 'HEAD')
      return { type: 'application/zip', name: `${call.params.number}.zip`, content: Readable.from([]) }
    return await exportOwnData(context, id)
  })
  route(app, context, 'POST /letters/:number/contact-erasure', async (call) => {
    const id = await held(call)
    await eraseOnRequest(db, id)
    return await readOwnData(context, id)
  })
  route(app, context, 'GET /retention', async () => await readRetention(db))
}
