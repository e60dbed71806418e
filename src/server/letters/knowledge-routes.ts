/** The routes of the knowledge: what readers say of an entry, and what the desk does. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { deviceOf } from '../core/device.ts'
import { countRequest, pseudonym } from '../core/limits.ts'
import { route } from '../core/route.ts'
import { listEntries, proposeEntry, readEntry, readOwners } from './knowledge.ts'
import { approveEntry, confirmEntry, keepEntry, withdrawEntry } from './knowledge-handle.ts'
import { voteOn } from './knowledge-votes.ts'

/** So many times one network may say whether something helped: a household, not a crowd of made-up devices. */
const votesOfNetwork = { most: 60, seconds: 3600 }

export function registerKnowledgeRoutes(app: FastifyInstance, context: Context): void {
  const { db, config, sealer } = context

  route(app, context, 'PUT /answers/:id/vote', async ({ params, body, request, reply }) => {
    await countRequest(db, config, { bucket: 'votes', key: request.ip, network: true, limit: votesOfNetwork })
    const device = deviceOf(config, { request, reply }, { path: '/api/answers' })
    return await voteOn(db, params.id, pseudonym(config, 'voter', `${params.id} ${device}`), body.helpful)
  })

  route(app, context, 'GET /desk/knowledge', async ({ query, staff }) => await listEntries(db, staff, query))
  route(app, context, 'GET /desk/knowledge-owners', async ({ staff }) => await readOwners(db, staff))
  route(
    app,
    context,
    'GET /desk/letters/:id/entry',
    async ({ params, staff }) => await proposeEntry(db, sealer, staff, params.id)
  )
  route(
    app,
    context,
    'GET /desk/knowledge/:id',
    async ({ params, staff }) => await readEntry(db, sealer, staff, params.id)
  )
  route(
    app,
    context,
    'PUT /desk/knowledge/:id',
    async ({ params, body, staff }) => await keepEntry(context, { staff, id: params.id }, body)
  )
  route(
    app,
    context,
    'POST /desk/knowledge/:id/approval',
    async ({ params, body, staff }) => await approveEntry(context, { staff, id: params.id }, body.version)
  )
  route(
    app,
    context,
    'POST /desk/knowledge/:id/confirmation',
    async ({ params, body, staff }) => await confirmEntry(context, { staff, id: params.id }, body)
  )
  route(
    app,
    context,
    'POST /desk/knowledge/:id/withdrawal',
    async ({ params, body, staff }) => await withdrawEntry(context, { staff, id: params.id }, body.reason)
  )
}
