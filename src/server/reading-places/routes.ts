/** The routes of reading places, for everybody and for the desk. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import type { PageProvider } from '../core/pages.ts'
import { route } from '../core/route.ts'
import {
  addReadingPlace,
  changeReadingPlace,
  giveUpReadingPlace,
  listForDesk,
  listReadingPlaces,
  placesRevision
} from './places.ts'
import { figuresOf, lastVisits, noteVisit, withdrawVisit } from './visits.ts'

/** The page is kept until a place or the calendar changes; the server forgets all pages when the day turns. */
export function readingPlacePages({ db }: Context): Record<'readingPlaces', PageProvider> {
  return {
    readingPlaces: {
      data: async () => ({ readingPlaces: await listReadingPlaces(db) }),
      revisions: [placesRevision, 'calendar']
    }
  }
}

export function registerReadingPlaceRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  route(app, context, 'GET /reading-places', async () => await listReadingPlaces(db))
  route(app, context, 'GET /desk/reading-places', async () => await listForDesk(db))
  route(app, context, 'POST /desk/reading-places', async ({ staff, body }) => await addReadingPlace(db, staff, body))
  route(
    app,
    context,
    'PUT /desk/reading-places/:id',
    async ({ staff, params, body }) => await changeReadingPlace(db, staff, params.id, body)
  )
  route(
    app,
    context,
    'POST /desk/reading-places/:id/giving-up',
    async ({ staff, params, body }) => await giveUpReadingPlace(db, staff, params.id, body.revision)
  )
  route(
    app,
    context,
    'POST /desk/reading-places/:id/visits',
    async ({ staff, params, body }) => await noteVisit(db, staff, params.id, body)
  )
  route(app, context, 'GET /desk/reading-visits', async () => await lastVisits(db))
  route(
    app,
    context,
    'POST /desk/reading-visits/:id/withdrawal',
    async ({ staff, params }) => await withdrawVisit(db, staff, params.id)
  )
  route(app, context, 'GET /desk/reading-figures/:year', async ({ params }) => await figuresOf(db, Number(params.year)))
}
