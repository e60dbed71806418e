/** What the tests of sign-in and staff share: a server, members of staff whom nobody else knows, and time that can be moved. */
import { generateSync } from 'otplib'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Role } from '#contract/people.ts'
import { clock } from '#server/core/clock.ts'
import { addOffice, addPerson } from '#server/people/store.ts'
import { DeskBrowser } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'

export interface Member {
  readonly id: string
  readonly account: string
  readonly password: string
}

export interface Desk {
  readonly fresh: FreshApp
  /** the only office */
  readonly officeId: string
}

let desk: Desk | undefined
let made = 0

/** The server of this test file. */
export const stage = (): Desk => {
  if (!desk) throw new Error('call openDesk() at the top of the test file')
  return desk
}

/** Builds a server with one office before the tests of a file; after each test the clock is right again. */
export function openDesk(): void {
  beforeAll(async () => {
    const fresh = await freshApp()
    const officeId = await fresh.db.transaction().execute((trx) => addOffice(trx, { name: '价格科', position: 1 }))
    desk = { fresh, officeId }
  })
  afterEach(() => clock.set(new Date()))
  afterAll(() => stage().fresh.close())
}

/** A member of staff whom no other test knows; not `finished`: still with the generated password to be replaced. */
export const member = async (roles: readonly Role[] = ['registryClerk'], finished = true): Promise<Member> => {
  const { fresh, officeId } = stage()
  const account = `person${(made += 1)}`
  const person = { account, name: '某人', officeId: roles.includes('handler') ? officeId : null, roles, demo: finished }
  return { account, ...(await fresh.db.transaction().execute((trx) => addPerson(trx, person))) }
}

/** A browser at an address that no other test uses, so that nobody waits for another's failures. */
export const browser = (userAgent?: string): DeskBrowser =>
  new DeskBrowser(stage().fresh.app, `198.51.${(made += 1) >> 8}.${made & 255}`, userAgent)

export const signedIn = async ({ account, password }: Member): Promise<DeskBrowser> => {
  const at = browser()
  expect((await at.signIn({ account, password })).statusCode).toBe(201)
  return at
}

export const later = (minutes: number): void => clock.set(new Date(clock.now().getTime() + minutes * 60_000))

/** Later, and in the middle of an authenticator's time step, so that none begins between the code and its check. */
export const laterInStep = (minutes: number): void => {
  const at = clock.now().getTime() + minutes * 60_000
  clock.set(new Date(at - (at % 30_000) + 15_000))
}

/** What an authenticator shows, now or some seconds from now. */
export const codeOf = (secret: string, plusSeconds = 0): string =>
  generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) + plusSeconds })

/** Enrols an authenticator and returns its secret. */
export const enrol = async (
  at: DeskBrowser,
  { account, password }: Pick<Member, 'account' | 'password'>
): Promise<string> => {
  const begun = await at.send('POST', '/desk/second-factor', { password })
  expect(begun.statusCode).toBe(201)
  const { secret, uri } = begun.json<{ secret: string; uri: string }>()
  expect(uri).toMatch(/^otpauth:\/\/totp\//)
  expect(uri).toContain(account)
  expect((await at.send('PUT', '/desk/second-factor', { oneTimeCode: codeOf(secret) })).statusCode).toBe(204)
  return secret
}

/** The audit rows of an act on a subject, oldest first. */
export const acts = async (subjectId: string | null, act: string) => {
  const { rows } = await stage().fresh.owner.query<{ actor_id: string | null; details: Record<string, unknown> }>(
    'select actor_id, details from audit_events where subject_id is not distinct from $1 and act = $2 order by at',
    [subjectId, act]
  )
  return rows
}
