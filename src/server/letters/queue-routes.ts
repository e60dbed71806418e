/** The routes of the desk's queue: reading it, views of it, and acts on many letters at once. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { acceptLetters, assignLetters } from './bulk.ts'
import { readHandlers } from './handlers.ts'
import { findByContact, readQueue } from './read-queue.ts'
import { addView, changeView, orderViews, readViews, removeView } from './views.ts'

export function registerQueueRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  route(app, context, 'GET /desk/letters', async ({ query, staff }) => await readQueue(db, staff, query))
  route(
    app,
    context,
    'POST /desk/contact-searches',
    async ({ body, staff }) => await findByContact(context, staff, body.contact)
  )
  route(app, context, 'GET /desk/handlers', async ({ staff }) => await readHandlers(db, staff))
  route(
    app,
    context,
    'POST /desk/bulk-acceptances',
    async ({ body, staff }) => await acceptLetters(db, staff, body.letters)
  )
  route(
    app,
    context,
    'POST /desk/bulk-assignments',
    async ({ body, staff }) => await assignLetters(db, staff, body.letters, body.officeId)
  )
  route(app, context, 'GET /desk/letter-views', async ({ staff }) => await readViews(db, staff))
  route(app, context, 'POST /desk/letter-views', async ({ body, staff }) => await addView(db, staff, body))
  route(
    app,
    context,
    'PUT /desk/letter-views/:id',
    async ({ params, body, staff }) => await changeView(db, staff, params.id, body)
  )
  route(app, context, 'DELETE /desk/letter-views/:id', async ({ params, staff }) => {
    await removeView(db, staff, params.id)
    return null
  })
  route(app, context, 'PUT /desk/letter-view-order', async ({ body, staff }) => {
    await orderViews(db, staff, body.ids)
    return null
  })
}
