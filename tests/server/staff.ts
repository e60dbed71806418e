/** Staff for tests: people of any role who sign in and send requests as their browser would. */
import type { FastifyInstance } from 'fastify'
import type { DeskSession, Role } from '#contract/people.ts'
import type { Db } from '#server/core/db.ts'
import { addOffice, addPerson } from '#server/people/store.ts'
import { DeskBrowser } from './desk-browser.ts'

export interface Colleague {
  readonly id: string
  readonly session: DeskSession
  readonly send: DeskBrowser['send']
}

/** An office of the demo kind. */
export const makeOffice = async (db: Db, name: string, position = 0): Promise<string> =>
  await db.transaction().execute(async (trx) => await addOffice(trx, { name, position, demo: true }))

/** Signs a member of staff in. */
export const signIn = async (
  app: FastifyInstance,
  account: string,
  password: string
): Promise<Omit<Colleague, 'id'>> => {
  const browser = new DeskBrowser(app)
  const entered = await browser.signIn({ account, password })
  if (entered.statusCode !== 201) throw new Error(`sign-in of ${account}: ${entered.statusCode} ${entered.body}`)
  return { session: entered.json<DeskSession>(), send: browser.send.bind(browser) }
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
  return { id, ...(await signIn(app, account, password)) }
}
