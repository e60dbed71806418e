/** Brings a database up to date: plain SQL files beside their capability, in the order of their numbers, under a lock. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { PgBoss } from 'pg-boss'
import { syncAnnouncedDays } from './announced-days.ts'
import { applicationRole } from './db.ts'
import { queues } from './jobs.ts'

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly digest: string
}

const serverFolder = fileURLToPath(new URL('..', import.meta.url))
// one number for all of wenzheng, so that servers starting together wait for each other
const lockNumber = 0x77656e7a

/** All migrations of all capabilities, by number. Throws when two share one. */
export function findMigrations(): Migration[] {
  const found = readdirSync(serverFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /migrations[/\\]\d{4}-[a-z0-9-]+\.sql$/.test(path))
    .map((path) => {
      const sql = readFileSync(join(serverFolder, path), 'utf8')
      return { name: path.split(/[/\\]/).at(-1) ?? path, sql, digest: createHash('sha256').update(sql).digest('hex') }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
  found.forEach((migration, index) => {
    if (found[index + 1]?.name.slice(0, 4) === migration.name.slice(0, 4)) {
      throw new Error(`two migrations share the number ${migration.name.slice(0, 4)}`)
    }
  })
  return found
}

async function inTransaction(client: PoolClient, work: () => Promise<unknown>): Promise<void> {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function ensureRole(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ present: boolean; member: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as present,
            coalesce((select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1), false) as member`,
    [applicationRole]
  )
  const [row] = rows
  try {
    if (!row?.present) await client.query(`create role ${applicationRole} nologin`)
    if (!row?.member) await client.query(`grant ${applicationRole} to current_user`)
  } catch (error) {
    // another database of the same cluster may be making the role at this moment
    if ((error as { code?: string }).code === '42710' || (error as { code?: string }).code === '23505') return
    throw new Error(
      `The owner of the database may not create roles. Let an administrator of PostgreSQL run: create role ${applicationRole} nologin; grant ${applicationRole} to <owner>;`,
      { cause: error }
    )
  }
}

/** Applies what is missing, or of it `only` the migrations of an older version; returns the names applied now. Throws when an applied file was changed afterwards or the database is newer. */
export async function migrate(owner: Pool, only?: readonly string[]): Promise<string[]> {
  const migrations = findMigrations().filter(({ name }) => !only || only.includes(name))
  const client = await owner.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber])
    await ensureRole(client)
    await client.query(`grant usage on schema public to ${applicationRole}`)
    await client.query(
      'create table if not exists schema_migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())'
    )
    await client.query(`grant select on schema_migrations to ${applicationRole}`)
    const { rows } = await client.query<{ name: string; digest: string }>('select name, digest from schema_migrations')
    const applied = new Map(rows.map((row) => [row.name, row.digest]))
    for (const name of applied.keys()) {
      if (!migrations.some((migration) => migration.name === name)) {
        throw new Error(
          `The database has the migration ${name}, which this version does not know: it was made by a newer version.`
        )
      }
    }
    const fresh: string[] = []
    for (const migration of migrations) {
      const digest = applied.get(migration.name)
      if (digest === migration.digest) continue
      if (digest !== undefined)
        throw new Error(`The migration ${migration.name} was changed after it had been applied.`)
      await inTransaction(client, async () => {
        await client.query(migration.sql)
        await client.query('insert into schema_migrations (name, digest) values ($1, $2)', [
          migration.name,
          migration.digest
        ])
      })
      fresh.push(migration.name)
    }
    // an older version on the way to a restore may not know the calendar yet
    if (migrations.some(({ name }) => name === '0003-calendar.sql'))
      await inTransaction(client, () => syncAnnouncedDays(client))
    await migrateJobs(owner, client)
    return fresh
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockNumber]).catch(() => undefined)
    client.release()
  }
}

async function migrateJobs(owner: Pool, client: PoolClient): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => owner.query(text, values) },
    schema: 'pgboss',
    supervise: false,
    schedule: false
  })
  await boss.start()
  for (const queue of queues) await boss.createQueue(queue.name, queue.options)
  await boss.stop({ graceful: false })
  await client.query(`
    grant usage on schema pgboss to ${applicationRole};
    grant select, insert, update, delete on all tables in schema pgboss to ${applicationRole};
    grant usage, select on all sequences in schema pgboss to ${applicationRole};
    grant execute on all functions in schema pgboss to ${applicationRole}`)
}
