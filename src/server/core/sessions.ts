/** Who is signed in at the desk: sessions kept in the database under a keyed hash, and the person with what the roles grant. */
import { createHmac, randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import csrfProtection from '@fastify/csrf-protection'
import session from '@fastify/session'
import type { FastifyInstance, FastifyReply, FastifyRequest, Session } from 'fastify'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { Permission, Role, Scope } from '#contract/people.ts'
import { forgetOldAttempts } from './attempts.ts'
import { audit } from './audit.ts'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { Db, Trx } from './db.ts'
import { purposeKey } from './keys.ts'
import { asProblem, problem } from './problems.ts'

declare module 'fastify' {
  interface Session {
    /** the public handle of the row; absent as long as nobody is signed in */
    handle?: string
    personId?: string
    seenAt?: string
    /** the sealed secret of an authenticator that is being enrolled, base64 */
    pendingFactor?: string
  }
}

/** A signed-in member of staff. */
export interface Staff {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly officeId: string | null
  readonly roles: readonly Role[]
  /** the widest scope that any of the roles gives */
  readonly grants: ReadonlyMap<Permission, Scope>
  /** must set an own password or enrol a second factor before the desk opens */
  readonly unfinished: boolean
  /** the session's public handle */
  readonly sessionId: string
}

const cookieName = 'wenzheng-desk'
const cookiePath = '/api/desk'
const absoluteHours = 12
const seenEveryMs = 60_000

const cookieOptions = (config: Config) => ({
  path: cookiePath,
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: config.mode === 'production'
})

const tokenHash = (config: Config, token: string): Buffer =>
  createHmac('sha256', purposeKey(config.secret, 'staff-session')).update(token).digest()

/** When a session that is seen now ends if nothing more happens. The idle time is never longer than the absolute one. */
const idleEnd = (config: Config, seenAt: Date): string =>
  new Date(seenAt.getTime() + config.sessionIdleMinutes * 60_000).toISOString()

interface SessionRow {
  handle: string
  personId: string
  seenAt: string
  data: Record<string, unknown>
}

async function findSession({ config, db }: Context, token: string): Promise<Session | null> {
  const { rows } = await sql<SessionRow>`
    select id as "handle", person_id as "personId", seen_at as "seenAt", data from staff_sessions
    where token_hash = ${tokenHash(config, token)} and expires_at > ${clock.now().toISOString()}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { data, ...own } = row
  return { ...data, ...own, cookie: { originalMaxAge: null } }
}

/** Keeps what a session carries. A row is only ever made by `startSession`, so an ended session can't come back. */
async function keepData(
  { db }: Context,
  { handle, personId, seenAt, cookie: _cookie, ...data }: Session
): Promise<void> {
  if (handle === undefined || personId === undefined || seenAt === undefined) return
  await sql`update staff_sessions set data = ${JSON.stringify(data)}::jsonb where id = ${handle}`.execute(db)
}

/** Installs cookies, sessions and CSRF tokens for `/api/desk`. */
export async function registerSessions(app: FastifyInstance, context: Context): Promise<void> {
  const { config } = context
  await app.register(cookie)
  await app.register(session, {
    secret: purposeKey(config.secret, 'session-cookie').export().toString('base64'),
    cookieName,
    cookie: cookieOptions(config),
    saveUninitialized: false,
    rolling: false,
    idGenerator: () => randomBytes(32).toString('base64url'),
    store: {
      get: (token, done) => {
        // the plugin takes an error with the code ENOENT for a session that is gone; here it is a database that is away
        findSession(context, token).then(
          (found) => done(null, found),
          (error: unknown) => done(asProblem(error))
        )
      },
      set: (_token, kept, done) => {
        keepData(context, kept).then(() => done(), done)
      },
      // ending a session is an act of its own, with its audit row: see endSessions
      destroy: (_token, done) => done()
    }
  })
  await app.register(csrfProtection, {
    sessionPlugin: '@fastify/session',
    getToken: (request) => {
      const token = request.headers['x-csrf-token']
      return typeof token === 'string' ? token : undefined
    }
  })
}

/** Throws `csrf-token-wrong` unless the request carries a token of its own session. */
export async function checkCsrf(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // the plugin answers by itself when the token is wrong; here it is to be thrown like every other problem
    const refusing = Object.create(reply, {
      send: { value: () => reject(problem('csrf-token-wrong')) }
    }) as FastifyReply
    request.server.csrfProtection(request, refusing, resolve)
  })
}

interface StaffRow {
  id: string
  account: string
  name: string
  officeId: string | null
  mustSetPassword: boolean
  hasSecondFactor: boolean
  roles: Role[]
  grants: { permission: Permission; scope: Scope }[]
}

/** The person as the guard sees it; undefined when there is none or it is disabled. Without `session`: as in a session of a finished account. */
export async function loadStaff(
  db: Db | Trx,
  personId: string,
  session: { readonly id: string; readonly requireSecondFactor: boolean } = { id: '', requireSecondFactor: false }
): Promise<Staff | undefined> {
  const { rows } = await sql<StaffRow>`
    select p.id, p.account, p.name, p.office_id as "officeId", p.must_set_password as "mustSetPassword",
           p.totp_secret_sealed is not null as "hasSecondFactor",
           coalesce((select json_agg(r.role order by r.role) from person_roles r where r.person_id = p.id), '[]') as "roles",
           coalesce((select json_agg(json_build_object('permission', g.permission, 'scope', g.scope))
                     from person_roles r join role_grants g on g.role = r.role where r.person_id = p.id), '[]') as "grants"
    from people p where p.id = ${personId} and p.disabled_at is null`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { mustSetPassword, hasSecondFactor, ...person } = row
  const grants = new Map<Permission, Scope>()
  for (const { permission, scope } of row.grants) {
    if (grants.get(permission) !== 'all') grants.set(permission, scope)
  }
  const unfinished = mustSetPassword || (session.requireSecondFactor && !hasSecondFactor)
  return { ...person, grants, unfinished, sessionId: session.id }
}

async function markSeen({ config, db }: Context, handle: string, seenAt: string): Promise<void> {
  const now = clock.now()
  if (now.getTime() - Date.parse(seenAt) < seenEveryMs) return
  await sql`
    update staff_sessions
    set seen_at = ${now.toISOString()},
        expires_at = least(${idleEnd(config, now)}::timestamptz, started_at + make_interval(hours => ${absoluteHours}::int))
    where id = ${handle} and seen_at < ${now.toISOString()}`.execute(db)
}

/** Who sent this request; undefined when nobody is signed in. Notes at most once a minute that the session was seen. */
export async function staffOf(request: FastifyRequest, context: Context): Promise<Staff | undefined> {
  const { handle, personId, seenAt } = request.session
  if (handle === undefined || personId === undefined || seenAt === undefined) return undefined
  const { requireSecondFactor } = context.config
  const staff = await loadStaff(context.db, personId, { id: handle, requireSecondFactor })
  if (staff) await markSeen(context, handle, seenAt)
  return staff
}

/**
 * Opens a session for a person under a new token, whatever the browser sent, and ends the one it had.
 * The returned function gives the session to the answer; call it when the transaction has been committed.
 */
export async function startSession(
  trx: Trx,
  { config }: Context,
  request: FastifyRequest,
  { personId, device }: { readonly personId: string; readonly device: string }
): Promise<() => void> {
  const { handle: earlier, personId: earlierPerson } = request.session
  if (earlier && earlierPerson)
    await endSessions(trx, { personId: earlierPerson, actorId: earlierPerson, only: earlier })
  await request.session.regenerate()
  const handle = uuidv7()
  const now = clock.now()
  const seenAt = now.toISOString()
  await sql`
    insert into staff_sessions (id, token_hash, person_id, device, started_at, seen_at, expires_at)
    values (${handle}, ${tokenHash(config, request.session.sessionId)}, ${personId}, ${device}, ${seenAt}, ${seenAt},
            ${idleEnd(config, now)})`.execute(trx)
  await audit(trx, { actorId: personId, act: 'session.start', subjectKind: 'session', subjectId: handle })
  return () => Object.assign(request.session, { handle, personId, seenAt })
}

/**
 * Ends open sessions of a person, each with its audit row: `only` one, or all `except` one.
 * Returns how many were open.
 */
export async function endSessions(
  trx: Trx,
  which: {
    readonly personId: string
    readonly actorId: string | null
    readonly only?: string
    readonly except?: string
  }
): Promise<number> {
  const { personId, actorId, only, except } = which
  const { rows } = await sql<{ id: string }>`
    delete from staff_sessions where person_id = ${personId}
      and ${only === undefined ? sql`true` : sql`id = ${only}`}
      and ${except === undefined ? sql`true` : sql`id <> ${except}`}
    returning id`.execute(trx)
  for (const { id } of rows) await audit(trx, { actorId, act: 'session.end', subjectKind: 'session', subjectId: id })
  return rows.length
}

/** Tells the browser to forget its session's cookie. */
export function clearSessionCookie(reply: FastifyReply, { config }: Context): void {
  reply.clearCookie(cookieName, cookieOptions(config))
}

/** Removes sessions that have run out, and attempts that no longer count. */
export async function sweepSessions(db: Db): Promise<void> {
  await sql`delete from staff_sessions where expires_at <= ${clock.now().toISOString()}`.execute(db)
  await forgetOldAttempts(db)
}
