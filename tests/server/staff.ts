/** Staff for tests: people of any role who sign in and send requests as their browser would. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { DeskSession, Role } from '#contract/people.ts'
import type { Db } from '#server/core/db.ts'
import { addOffice, addPerson } from '#server/people/store.ts'

export interface Colleague {
  readonly id: string
  readonly account: string
  readonly password: string
  readonly session: DeskSession
  /** sends a request with the session's cookie and, where something changes, its token */
  readonly send: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<LightMyRequestResponse>
}

/** The cookies that an answer sets, as a browser would send them back. */
export const cookiesOf = (response: LightMyRequestResponse): string =>
  response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')

/** An office of the demo kind. */
export const makeOffice = async (db: Db, name: string, position = 0): Promise<string> =>
  await db.transaction().execute(async (trx) => await addOffice(trx, { name, position, demo: true }))

/** Signs a member of staff in. */
export const signIn = async (app: FastifyInstance, account: string, password: string): Promise<Pick<Colleague, 'session' | 'send'>> => {
  const entered = await app.inject({ method: 'POST', url: '/api/desk/session', payload: { account, password } })
  if (entered.statusCode !== 201) throw new Error(`sign-in of ${account}: ${entered.statusCode} ${entered.body}`)
  const session = entered.json<DeskSession>()
  const cookie = cookiesOf(entered)
  return {
    session,
    send: async (method, path, body) => {
      const options: InjectOptions = {
        method,
        url: `/api${path}`,
        headers: { cookie, ...(method === 'GET' ? {} : { 'x-csrf-token': session.csrfToken }) }
      }
      return await app.inject(body === undefined ? options : { ...options, payload: body })
    }
  }
}

/** Adds a member of staff and signs this person in. */
export const colleague = async (
  app: FastifyInstance,
  db: Db,
  account: string,
  roles: readonly Role[],
  officeId: string | null = null
): Promise<Colleague> => {
  const { id, password } = await db
    .transaction()
    .execute(async (trx) => await addPerson(trx, { account, name: account, officeId, roles, demo: true }))
  return { id, account, password, ...(await signIn(app, account, password)) }
}
