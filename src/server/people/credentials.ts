/** Passwords and one-time codes of staff: checked with back-off, changed with an audit row. */
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { SignIn } from '#contract/people.ts'
import { beginAttempt, type Attempt } from '../core/attempts.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import { hashPassword, isPassword, isSamePassword } from '../core/passwords.ts'
import { Problem, problem } from '../core/problems.ts'
import { endSessions, startSession, type Staff } from '../core/sessions.ts'
import { describeDevice } from './rules.ts'

interface Credentials {
  id: string
  passwordHash: string
  factorSealed: Buffer | null
}

/** The place that a sealed authenticator's secret is bound to (core/sealed.ts). */
const factorPlace = (personId: string) => `people/totp/${personId}`

async function credentialsOf({ db }: Context, account: string): Promise<Credentials | undefined> {
  const { rows } = await sql<Credentials>`
    select id, password_hash as "passwordHash", totp_secret_sealed as "factorSealed"
    from people where account = ${account} and disabled_at is null`.execute(db)
  return rows[0]
}

/** The time step a one-time code belongs to: now, or one before or after; undefined when it is wrong. */
function stepOf(secret: string, oneTimeCode: string): number | undefined {
  const epoch = Math.floor(clock.now().getTime() / 1000)
  const result = verifySync({ secret, token: oneTimeCode, epoch, epochTolerance: 30 })
  return result.valid && 'timeStep' in result ? result.timeStep : undefined
}

/** Does what was charged as an attempt; when it ends as neither right nor wrong, the charge is taken back. */
async function charged<V>(attempt: Attempt, work: () => Promise<V>): Promise<V> {
  try {
    return await work()
  } catch (error) {
    // a database that is away can't take anything back either; what matters is the first failure
    if (!(error instanceof Problem && error.slug === 'sign-in-failed')) await attempt.takeBack().catch(() => undefined)
    throw error
  }
}

/** Notes a failed sign-in. An account that doesn't exist is not named: people type passwords into the wrong field. */
async function refuse({ db }: Context, personId: string | null, what: 'password' | 'oneTimeCode'): Promise<never> {
  await db.transaction().execute((trx) =>
    audit(trx, {
      actorId: null,
      act: 'session.refuse',
      subjectKind: 'person',
      subjectId: personId,
      details: { what }
    })
  )
  throw problem('sign-in-failed')
}

/**
 * Signs a person in and opens a session on this browser.
 * Throws `sign-in-failed` alike for an unknown account, a wrong password and a wrong or used one-time code;
 * `one-time-code-needed` when only that is missing; `too-many` while the account or the network has to wait.
 */
export async function signIn(
  context: Context,
  request: FastifyRequest,
  { account: typed, password, oneTimeCode }: SignIn
): Promise<string> {
  const { db, config, sealer } = context
  const account = typed.trim().toLowerCase()
  const attempt = await beginAttempt(db, config, account, request.ip)
  return await charged(attempt, async () => {
    // no account holds such a character, and the database would refuse to look
    const found = account.includes('\0') ? undefined : await credentialsOf(context, account)
    const right = await isPassword(found?.passwordHash, password)
    if (!found || !right) return await refuse(context, found?.id ?? null, 'password')
    if (found.factorSealed && oneTimeCode === undefined) throw problem('one-time-code-needed')
    const step =
      found.factorSealed && oneTimeCode
        ? stepOf(sealer.open(found.factorSealed, factorPlace(found.id)), oneTimeCode)
        : undefined
    if (found.factorSealed && step === undefined) return await refuse(context, found.id, 'oneTimeCode')
    const adopt = await db.transaction().execute(async (trx) => {
      // the row is looked at again under its lock: a password reset or a code used meanwhile counts
      const { rows } = await sql`
        update people set last_sign_in_at = ${clock.now().toISOString()}, totp_last_step = coalesce(${step ?? null}::bigint, totp_last_step)
        where id = ${found.id} and disabled_at is null and password_hash = ${found.passwordHash}
          and (${step ?? null}::bigint is null or totp_last_step is null or totp_last_step < ${step ?? null}::bigint)
        returning id`.execute(trx)
      if (rows.length === 0) return undefined
      await attempt.succeed(trx)
      const device = describeDevice(request.headers['user-agent'] ?? '')
      return await startSession(trx, context, request, { personId: found.id, device })
    })
    if (!adopt) return await refuse(context, found.id, found.factorSealed ? 'oneTimeCode' : 'password')
    adopt()
    return found.id
  })
}

/** Asks a signed-in person for the password once more, with the same back-off as at the door. Returns the stored hash. */
async function confirmPassword(context: Context, staff: Staff, password: string, address: string): Promise<string> {
  const attempt = await beginAttempt(context.db, context.config, staff.account, address)
  return await charged(attempt, async () => {
    const found = await credentialsOf(context, staff.account)
    if (!found || !(await isPassword(found.passwordHash, password))) return await refuse(context, staff.id, 'password')
    await context.db.transaction().execute((trx) => attempt.succeed(trx))
    return found.passwordHash
  })
}

/**
 * Sets an own password; all other sessions end.
 * Throws `sign-in-failed` for a wrong current one, `invalid` when both are the same, `changed-meanwhile`, `too-many`.
 */
export async function setPassword(
  context: Context,
  staff: Staff,
  passwords: { readonly current: string; readonly next: string },
  address: string
): Promise<void> {
  const { current, next } = passwords
  const before = await confirmPassword(context, staff, current, address)
  if (isSamePassword(current, next)) throw problem('invalid', { errors: [{ pointer: '/next', rule: 'different' }] })
  const fresh = await hashPassword(next)
  await context.db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      update people set password_hash = ${fresh}, must_set_password = false
      where id = ${staff.id} and password_hash = ${before} and disabled_at is null returning id`.execute(trx)
    if (rows.length === 0) throw problem('changed-meanwhile')
    await endSessions(trx, { personId: staff.id, actorId: staff.id, except: staff.sessionId })
    await audit(trx, { actorId: staff.id, act: 'person.setPassword', subjectKind: 'person', subjectId: staff.id })
  })
}

/**
 * Begins to enrol an authenticator: the secret waits, sealed, in the session until a code confirms it.
 * Throws `sign-in-failed` for a wrong password, `too-many`.
 */
export async function beginSecondFactor(
  context: Context,
  staff: Staff,
  password: string,
  request: FastifyRequest
): Promise<{ secret: string; uri: string }> {
  await confirmPassword(context, staff, password, request.ip)
  const secret = generateSecret()
  request.session.pendingFactor = context.sealer.seal(secret, factorPlace(staff.id)).toString('base64')
  return { secret, uri: generateURI({ issuer: context.config.bureau.zh, label: staff.account, secret }) }
}

/**
 * Confirms the authenticator that is being enrolled; it takes the place of an earlier one and all other sessions end.
 * Throws `sign-in-failed` for a wrong code, `changed-meanwhile` when nothing waits to be confirmed.
 */
export async function confirmSecondFactor(
  context: Context,
  staff: Staff,
  oneTimeCode: string,
  request: FastifyRequest
): Promise<void> {
  const { pendingFactor } = request.session
  if (pendingFactor === undefined) throw problem('changed-meanwhile')
  const sealed = Buffer.from(pendingFactor, 'base64')
  const step = stepOf(context.sealer.open(sealed, factorPlace(staff.id)), oneTimeCode)
  if (step === undefined) throw problem('sign-in-failed')
  await context.db.transaction().execute(async (trx) => {
    await sql`
      update people set totp_secret_sealed = ${sealed}, totp_last_step = ${step} where id = ${staff.id}`.execute(trx)
    await endSessions(trx, { personId: staff.id, actorId: staff.id, except: staff.sessionId })
    await audit(trx, { actorId: staff.id, act: 'person.enrolSecondFactor', subjectKind: 'person', subjectId: staff.id })
  })
  delete request.session.pendingFactor
}
