/** Sign-in, the own account, and the administrator's list of staff. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { DeskSession } from '#contract/people.ts'
import type { Context } from '../core/context.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { clearSessionCookie, endSessions, staffOf, type Staff } from '../core/sessions.ts'
import { beginSecondFactor, confirmSecondFactor, setPassword, signIn } from './credentials.ts'
import { addPerson, findPerson, listOffices, listPeople, listSessions, readDeskSession, resetPerson } from './store.ts'

export function registerPeopleRoutes(app: FastifyInstance, context: Context): void {
  registerOwnAccount(app, context)
  registerManagement(app, context)
}

function registerOwnAccount(app: FastifyInstance, context: Context): void {
  const { db, config } = context

  const deskSession = async (staff: Staff, reply: FastifyReply): Promise<DeskSession> => ({
    ...(await readDeskSession(db, config, staff)),
    csrfToken: reply.generateCsrf()
  })

  const end = async (staff: Staff, id: string, reply: FastifyReply): Promise<void> => {
    const ended = await db
      .transaction()
      .execute((trx) => endSessions(trx, { personId: staff.id, actorId: staff.id, only: id }))
    if (ended === 0) throw problem('not-found')
    if (id === staff.sessionId) clearSessionCookie(reply, context)
  }

  route(app, context, 'POST /desk/session', async ({ body, request, reply }) => {
    if (config.mode === 'production' && request.protocol !== 'https') {
      // the cookie is for https only: without this sentence a sign-in would seem to work and then be forgotten
      request.log.warn(
        'sign-in came without https: set TRUSTED_PROXIES to the proxy that ends TLS and forwards x-forwarded-proto'
      )
      throw problem('unavailable')
    }
    await signIn(context, request, body)
    const staff = await staffOf(request, context)
    if (!staff) throw problem('not-signed-in')
    return await deskSession(staff, reply)
  })

  route(app, context, 'GET /desk/session', async ({ staff, reply }) => await deskSession(staff, reply))

  route(app, context, 'DELETE /desk/session', async ({ staff, reply }) => {
    await end(staff, staff.sessionId, reply)
    return null
  })

  route(app, context, 'GET /desk/sessions', async ({ staff }) => await listSessions(db, staff))

  route(app, context, 'DELETE /desk/sessions/:id', async ({ staff, params, reply }) => {
    await end(staff, params.id, reply)
    return null
  })

  route(app, context, 'PUT /desk/password', async ({ staff, body, request }) => {
    await setPassword(context, staff, body, request.ip)
    return null
  })

  route(
    app,
    context,
    'POST /desk/second-factor',
    async ({ staff, body, request }) => await beginSecondFactor(context, staff, body.password, request)
  )

  route(app, context, 'PUT /desk/second-factor', async ({ staff, body, request }) => {
    await confirmSecondFactor(context, staff, body.oneTimeCode, request)
    return null
  })
}

function registerManagement(app: FastifyInstance, context: Context): void {
  const { db, config } = context

  route(app, context, 'GET /desk/offices', async () => await listOffices(db))

  route(app, context, 'GET /desk/people', async () => await listPeople(db))

  route(
    app,
    context,
    'POST /desk/people',
    async ({ staff, body }) =>
      await db.transaction().execute(async (trx) => {
        const { officeId = null, ...about } = body
        const { id, password } = await addPerson(trx, { ...about, officeId, actorId: staff.id })
        const person = await findPerson(trx, { id })
        if (!person) throw problem('not-found')
        return { person, password }
      })
  )

  route(
    app,
    context,
    'POST /desk/people/:id/reset',
    async ({ staff, params }) =>
      await db.transaction().execute((trx) => resetPerson(trx, config, { id: params.id, actorId: staff.id }))
  )
}
