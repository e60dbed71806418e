/** The routes of the message board and of the figures of handling, for everybody and for the desk. */
import type { FastifyInstance } from 'fastify'
import { BoardQuery } from '#contract/board.ts'
import type { Context } from '../core/context.ts'
import { deviceOf } from '../core/device.ts'
import { countRequest, countSearch, pseudonym } from '../core/limits.ts'
import type { PageProvider } from '../core/pages.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { boardToKeep, findBoardItem, readBoard, supportItem } from './board.ts'
import { figuresTable, handlingFigures, transfersTable } from './figures.ts'
import { listMessage, readListing, unlistMessage } from './listing.ts'
import { readRatingFigures } from './rating-figures.ts'
import { lookAgain, readWords, removeWord, takeLines } from './sensitive-words.ts'

/** So many times one network may say that a question is its own too: a household, not a crowd of made-up devices. */
const supportsOfNetwork = { most: 60, seconds: 3600 }

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
    const device = deviceOf(config, { request, reply }, { path: '/api/board' })
    return await supportItem(db, params.id, pseudonym(config, 'device', `${params.id} ${device}`))
  })
  route(app, context, 'GET /library/board', async ({ query }) => await boardToKeep(db, query.since))
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
  route(app, context, 'GET /desk/sensitive-words', async () => await readWords(db))
  route(app, context, 'POST /desk/sensitive-words', async ({ body, staff }) => await takeLines(db, staff, body))
  route(app, context, 'DELETE /desk/sensitive-words/:id', async ({ params, staff }) => {
    await removeWord(db, staff, params.id)
    return null
  })
  route(app, context, 'POST /desk/letters/:id/second-look', async ({ params, body, staff }) => {
    await lookAgain(db, staff, params.id, body)
    return null
  })
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
    figures: {
      data: async () => ({ figures: { handling: await handlingFigures(db), ratings: await readRatingFigures(db) } }),
      revisions: [],
      // every letter, reply, rating and review counts in it
      keeps: () => false
    }
  }
}
