/** The routes of the message board and of the figures of handling, for everybody and for the desk. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BoardQuery } from '#contract/board.ts'
import type { Context } from '../core/context.ts'
import { purposeKey } from '../core/keys.ts'
import { countRequest, countSearch, pseudonym } from '../core/limits.ts'
import type { PageProvider } from '../core/pages.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { findBoardItem, readBoard, supportItem } from './board.ts'
import { figuresTable, handlingFigures, transfersTable } from './figures.ts'
import { listMessage, readListing, unlistMessage } from './listing.ts'

const cookieName = 'wenzheng-device'
const year = 365 * 86_400

/** So many times one network may say that a question is its own too: a household, not a crowd of made-up devices. */
const supportsOfNetwork = { most: 60, seconds: 3600 }

/** The device that asks, known by a random cookie that this server signed; one that has none gets it now. */
function deviceOf({ config }: Context, request: FastifyRequest, reply: FastifyReply): string {
  const sign = (id: string) =>
    createHmac('sha256', purposeKey(config.secret, 'device-cookie')).update(id).digest('base64url')
  const [id = '', mark = ''] = (request.cookies[cookieName] ?? '').split('.')
  const right = Buffer.from(sign(id))
  const shown = Buffer.from(mark)
  if (id !== '' && shown.length === right.length && timingSafeEqual(shown, right)) return id
  const fresh = randomBytes(16).toString('base64url')
  void reply.setCookie(cookieName, `${fresh}.${sign(fresh)}`, {
    path: '/api/board',
    httpOnly: true,
    sameSite: 'strict',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: year
  })
  return fresh
}

export function registerBoardRoutes(app: FastifyInstance, context: Context): void {
  const { db, config } = context

  route(app, context, 'GET /board', async ({ query, request }) => {
    if (query.words !== undefined) await countSearch(db, config, request.ip)
    return await readBoard(db, query)
  })
  route(app, context, 'GET /board/:id', async ({ params }) => {
    const item = await findBoardItem(db, params.id)
    if (!item) throw problem('not-found')
    return item
  })
  route(app, context, 'POST /board/:id/supports', async ({ params, request, reply }) => {
    await countRequest(db, config, { bucket: 'supports', key: request.ip, network: true, limit: supportsOfNetwork })
    const device = pseudonym(config, 'device', `${params.id} ${deviceOf(context, request, reply)}`)
    return await supportItem(db, params.id, device)
  })
  route(app, context, 'GET /figures', async () => await handlingFigures(db))
  route(app, context, 'GET /figures.csv', async () => await figuresTable(db))
  route(app, context, 'GET /figures/transfers.csv', async () => await transfersTable(db))

  route(
    app,
    context,
    'GET /desk/letters/:id/listing',
    async ({ params, staff }) => await readListing(context, staff, params.id)
  )
  route(
    app,
    context,
    'PUT /desk/letters/:id/listing',
    async ({ params, body, staff }) => await listMessage(context, { staff, id: params.id }, body)
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/unlisting',
    async ({ params, body, staff }) => await unlistMessage(context, { staff, id: params.id }, body)
  )
}

/** What the pages of the board are rendered from. */
export function boardPages({ db, config }: Context): Record<'board' | 'boardItem' | 'figures', PageProvider> {
  return {
    board: {
      query: BoardQuery,
      data: async ({ query, request }) => {
        if (query['words'] !== undefined) await countSearch(db, config, request.ip)
        return { board: { query, found: await readBoard(db, query) } }
      },
      keeps: ({ words }) => words === undefined,
      revisions: ['board', 'answers'],
      head: ({ board }) =>
        board?.query.words === undefined && board?.query.after === undefined ? {} : { hidden: true }
    },
    boardItem: {
      data: async ({ params: { id = '' } }) => {
        const boardItem = await findBoardItem(db, id)
        return boardItem && { boardItem }
      },
      revisions: ['board', 'answers']
    },
    figures: { data: async () => ({ figures: await handlingFigures(db) }), revisions: ['home'] }
  }
}
