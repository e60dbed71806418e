/** The routes of open days, for everybody, for who holds a booking, for the desk and for the door. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { deviceOf } from '../core/device.ts'
import type { PageProvider } from '../core/pages.ts'
import { problem } from '../core/problems.ts'
import { route, type Credential } from '../core/route.ts'
import { together } from '../core/together.ts'
import { workHeader } from '#contract/work.ts'
import { answerOffer, cancelBooking, changeBooking, confirmBooking, keepFeedback } from './acts.ts'
import { askForSlot, type Booker, bookSlot } from './book.ts'
import {
  beginOpenDay,
  cancelOpenDay,
  changeOpenDay,
  figuresOf,
  listForDesk,
  publishOpenDay,
  readForDesk,
  writeAfter
} from './desk.ts'
import { addSlot, cancelSlot, changeSlot, readSlotBookings, showContact } from './desk-slots.ts'
import { keepCheckIns, listDoors, readDoor } from './door.ts'
import { eraseBookingOnRequest } from './erasure.ts'
import { openBooking } from './holder.ts'
import { calendarFeed, findOpenDay, listOpenDays, openDaysToKeep } from './public.ts'
import { readBooking, readOwnBookingData } from './read-booking.ts'
import { type BookingRecord, storeBookings, type Tell } from './store-bookings.ts'

/** How long a device that books is known: longer than its limit reaches, in seconds. */
const deviceDay = 86_400

interface HolderCall {
  readonly params: { readonly number: string }
  readonly credential: Credential
  readonly request: { readonly ip: string }
}

/** What the public pages are rendered from. They are kept until something is published, or places come or go. */
export function openDayPages({ db }: Context): Record<'openDays' | 'openDay', PageProvider> {
  return {
    openDays: { data: async () => ({ openDays: await listOpenDays(db) }), revisions: ['open-days'] },
    openDay: {
      data: async ({ params: { id = '' } }) => {
        const openDay = await findOpenDay(db, id)
        return openDay && { openDay }
      },
      revisions: ['open-days']
    }
  }
}

/** So many who ask for one slot are served by one statement at most. */
const bookingsAtOnce = 50

/** Registers what everybody and who holds a booking may ask for. `tell` comes from the notices. */
export function registerOpenDayRoutes(app: FastifyInstance, context: Context, tell: Tell): void {
  const { db, config } = context
  route(app, context, 'GET /open-days', async () => await listOpenDays(db))
  route(app, context, 'GET /open-days/:id', async ({ params }) => {
    const found = await findOpenDay(db, params.id)
    if (!found) throw problem('not-found')
    return found
  })
  route(app, context, 'GET /library/open-days', async ({ query }) => await openDaysToKeep(db, query.since))
  const booker: Booker = {
    ask: together(bookingsAtOnce, async (slotId, ids: readonly string[]) => await askForSlot(db, slotId, ids)),
    store: together(
      bookingsAtOnce,
      async (slotId, records: readonly BookingRecord[]) => await storeBookings(context, slotId, records, tell)
    )
  }
  route(app, context, 'POST /slots/:id/bookings', async ({ params, body, request, reply }) => {
    const work = request.headers[workHeader]
    const sender = {
      address: request.ip,
      device: deviceOf(config, { request, reply }, { path: '/api/slots', maxAge: deviceDay }),
      work: typeof work === 'string' ? work : undefined
    }
    return await bookSlot(context, params.id, body, { sender, booker })
  })
  const open = async ({ params, credential, request }: HolderCall) =>
    await openBooking(context, params.number, credential, request.ip)
  route(app, context, 'GET /bookings/:number', async (call) => await readBooking(context, db, await open(call)))
  route(
    app,
    context,
    'PUT /bookings/:number/party',
    async (call) => await changeBooking(context, await open(call), call.body)
  )
  route(
    app,
    context,
    'POST /bookings/:number/cancellation',
    async (call) => await cancelBooking(context, await open(call))
  )
  route(
    app,
    context,
    'PUT /bookings/:number/offer',
    async (call) => await answerOffer(context, await open(call), call.body.accept)
  )
  route(
    app,
    context,
    'POST /bookings/:number/confirmation',
    async (call) => await confirmBooking(context, await open(call))
  )
  route(
    app,
    context,
    'PUT /bookings/:number/feedback',
    async (call) => await keepFeedback(context, await open(call), call.body)
  )
  route(
    app,
    context,
    'GET /bookings/:number/own-data',
    async (call) => await readOwnBookingData(context, db, await open(call))
  )
  route(app, context, 'POST /bookings/:number/contact-erasure', async (call) => {
    const id = await open(call)
    await eraseBookingOnRequest(db, id)
    return await readOwnBookingData(context, db, id)
  })

  app.get('/open-days/calendar.ics', { schema: { hide: true } }, async (request, reply) => {
    const text = await calendarFeed(db, config)
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
    void reply.headers({ etag, 'cache-control': 'no-cache' })
    if (request.headers['if-none-match'] === etag) return await reply.code(304).send()
    return await reply.type('text/calendar; charset=utf-8').send(text)
  })
}

export function registerDeskOpenDayRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  route(app, context, 'GET /desk/open-days', async () => await listForDesk(db))
  route(app, context, 'GET /desk/open-days/:id', async ({ staff, params }) => await readForDesk(db, staff, params.id))
  route(
    app,
    context,
    'POST /desk/open-days',
    async ({ staff, body }) =>
      await db
        .transaction()
        .execute(async (trx) => await readForDesk(trx, staff, await beginOpenDay(trx, staff.id, body)))
  )
  route(
    app,
    context,
    'PUT /desk/open-days/:id',
    async ({ staff, params, body }) => await changeOpenDay(context, staff, params.id, body)
  )
  route(
    app,
    context,
    'POST /desk/open-days/:id/publication',
    async ({ staff, params, body }) => await publishOpenDay(context, staff, params.id, body.revision)
  )
  route(
    app,
    context,
    'POST /desk/open-days/:id/cancellation',
    async ({ staff, params, body }) => await cancelOpenDay(context, staff, params.id, body.reason)
  )
  route(
    app,
    context,
    'PUT /desk/open-days/:id/after',
    async ({ staff, params, body }) => await writeAfter(context, staff, params.id, body)
  )
  route(app, context, 'POST /desk/open-days/:id/slots', async ({ staff, params, body }) =>
    db.transaction().execute(async (trx) => {
      await addSlot(trx, staff.id, params.id, body)
      return await readForDesk(trx, staff, params.id)
    })
  )
  route(app, context, 'PUT /desk/slots/:id', async ({ staff, params, body }) =>
    readForDesk(db, staff, await changeSlot(context, staff, params.id, body))
  )
  route(app, context, 'POST /desk/slots/:id/cancellation', async ({ staff, params, body }) =>
    readForDesk(db, staff, await cancelSlot(context, staff, params.id, body.reason))
  )
  route(app, context, 'GET /desk/slots/:id/bookings', async ({ params }) => await readSlotBookings(db, params.id))
  route(
    app,
    context,
    'POST /desk/bookings/:id/contact',
    async ({ staff, params }) => await showContact(context, staff, params.id)
  )
  route(
    app,
    context,
    'GET /desk/open-day-figures/:year',
    async ({ params }) => await figuresOf(db, Number(params.year))
  )
  route(app, context, 'GET /desk/doors', async () => await listDoors(db))
  route(app, context, 'GET /desk/open-days/:id/door', async ({ params }) => await readDoor(context, db, params.id))
  route(
    app,
    context,
    'POST /desk/open-days/:id/check-ins',
    async ({ staff, params, body }) => await keepCheckIns(context, staff, params.id, body.checkIns)
  )
}
