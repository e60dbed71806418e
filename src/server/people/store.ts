/** Offices and staff in the database. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { DeskSession, Office, OpenSession, Person, Role } from '#contract/people.ts'
import { forgetAttempts } from '../core/attempts.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Db, Trx } from '../core/db.ts'
import { hashPassword } from '../core/passwords.ts'
import { problem } from '../core/problems.ts'
import { endSessions, type Staff } from '../core/sessions.ts'
import { needsOffice, passwordFrom } from './rules.ts'

/** Adds an office that takes letters, at a place in the lists; returns its id. */
export async function addOffice(
  trx: Trx,
  { name, position, demo = false }: { readonly name: string; readonly position: number; readonly demo?: boolean }
): Promise<string> {
  const id = uuidv7()
  await sql`
    insert into offices (id, name, position, demo) values (${id}, ${name}, ${position}, ${demo})`.execute(trx)
  await audit(trx, { actorId: null, act: 'office.add', subjectKind: 'office', subjectId: id })
  return id
}

/** The office of this name. */
export async function findOffice(db: Db | Trx, name: string): Promise<Office | undefined> {
  const { rows } = await sql<Office>`select id, name from offices where name = ${name}`.execute(db)
  return rows[0]
}

/** Offices that take letters, in their order. */
export async function listOffices(db: Db): Promise<Office[]> {
  const { rows } = await sql<Office>`
    select id, name from offices where takes_letters order by position, id`.execute(db)
  return rows
}

const personColumns = sql`
  p.id, p.account, p.name,
  case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end as "office",
  coalesce((select json_agg(r.role order by r.role) from person_roles r where r.person_id = p.id), '[]') as "roles",
  p.totp_secret_sealed is not null as "hasSecondFactor", p.last_sign_in_at as "lastSignInAt"`

/** All staff, by account. */
export async function listPeople(db: Db | Trx): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select ${personColumns} from people p left join offices o on o.id = p.office_id
    where p.disabled_at is null order by p.account collate "C"`.execute(db)
  return rows
}

/** The person with this account or id; undefined when there is none or it is disabled. */
export async function findPerson(
  db: Db | Trx,
  by: { readonly account: string } | { readonly id: string }
): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select ${personColumns} from people p left join offices o on o.id = p.office_id
    where p.disabled_at is null and ${'id' in by ? sql`p.id = ${by.id}` : sql`p.account = ${by.account}`}`.execute(db)
  return rows[0]
}

export interface PersonToAdd {
  readonly account: string
  readonly name: string
  readonly officeId: string | null
  readonly roles: readonly Role[]
  /** people of the demo keep their generated password: it is for trying things out */
  readonly demo?: boolean
  /** who adds; null: the system or somebody at the command line */
  readonly actorId?: string | null
}

const freshPassword = () => passwordFrom(randomBytes(20))

/**
 * Adds a member of staff with a generated password, which is kept nowhere else.
 * Throws `account-taken`, and `invalid` when the roles need an office or there is no such office.
 */
export async function addPerson(trx: Trx, person: PersonToAdd): Promise<{ id: string; password: string }> {
  const { account, name, officeId, roles, demo = false, actorId = null } = person
  if (officeId === null && needsOffice(roles))
    throw problem('invalid', { errors: [{ pointer: '/officeId', rule: 'required' }] })
  const id = uuidv7()
  const password = freshPassword()
  try {
    await sql`
      insert into people (id, account, name, office_id, password_hash, must_set_password, demo)
      values (${id}, ${account}, ${name.trim()}, ${officeId}, ${await hashPassword(password)}, ${!demo}, ${demo})`.execute(
      trx
    )
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code === '23505' && constraint === 'people_account') throw problem('account-taken')
    if (code === '23503') throw problem('invalid', { errors: [{ pointer: '/officeId', rule: 'known' }] })
    throw error
  }
  await sql`
    insert into person_roles (person_id, role) select ${id}, unnest(${[...roles]}::text[])`.execute(trx)
  await audit(trx, {
    actorId,
    act: 'person.add',
    subjectKind: 'person',
    subjectId: id,
    details: { roles: roles.join(' ') }
  })
  return { id, password }
}

/**
 * Gives a person a new generated password, removes the second factor, ends all sessions and forgets failed sign-ins.
 * Throws `not-found`.
 */
export async function resetPerson(
  trx: Trx,
  config: Config,
  { id, actorId = null }: { readonly id: string; readonly actorId?: string | null }
): Promise<{ password: string }> {
  const password = freshPassword()
  const { rows } = await sql<{ account: string }>`
    update people
    set password_hash = ${await hashPassword(password)}, must_set_password = true, totp_secret_sealed = null, totp_last_step = null
    where id = ${id} and disabled_at is null returning account`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  await endSessions(trx, { personId: id, actorId })
  await forgetAttempts(trx, config, row.account)
  await audit(trx, { actorId, act: 'person.reset', subjectKind: 'person', subjectId: id })
  return { password }
}

/** Everything the desk shows about who is signed in, without the token. */
export async function readDeskSession(db: Db, config: Config, staff: Staff): Promise<Omit<DeskSession, 'csrfToken'>> {
  const { rows } = await sql<{ office: Office | null; mustSetPassword: boolean; hasSecondFactor: boolean }>`
    select case when o.id is null then null else json_build_object('id', o.id, 'name', o.name) end as "office",
           p.must_set_password as "mustSetPassword", p.totp_secret_sealed is not null as "hasSecondFactor"
    from people p left join offices o on o.id = p.office_id where p.id = ${staff.id}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-signed-in')
  const { office, mustSetPassword, hasSecondFactor } = row
  return {
    person: { id: staff.id, account: staff.account, name: staff.name, office, roles: [...staff.roles] },
    permissions: [...staff.grants].map(([permission, scope]) => ({ permission, scope })),
    mustSetPassword,
    mustEnrolSecondFactor: config.requireSecondFactor && !hasSecondFactor,
    hasSecondFactor,
    idleMinutes: config.sessionIdleMinutes
  }
}

/** The person's open sessions, newest first. */
export async function listSessions(db: Db, staff: Staff): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSession>`
    select id, started_at as "startedAt", seen_at as "seenAt", device, id = ${staff.sessionId} as "current"
    from staff_sessions where person_id = ${staff.id} and expires_at > ${clock.now().toISOString()}
    order by started_at desc, id desc`.execute(db)
  return rows
}
