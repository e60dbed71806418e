/** Installations that a backup is taken from and brought to: on the server's own database, or on another one over TCP. */
import { execFile, spawn } from 'node:child_process'
import { chown, mkdir, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Pool } from 'pg'
import { openPool } from '#server/core/db.ts'
import { startEmbeddedPostgres } from '#server/core/embedded-postgres.ts'
import { freePort, freshFolder } from './server.ts'

const run = promisify(execFile)

/** A PostgreSQL that the server does not run itself, reached by TCP and password. */
export interface ExternalCluster {
  readonly name: string
  /** Makes an empty database, owned by a role that is no superuser (one for all); returns its DATABASE_URL. */
  readonly makeDatabase: (name: string) => Promise<string>
  readonly stop: () => Promise<void>
}

const external = (name: string, port: number, password: string, stop: () => Promise<void>): ExternalCluster => ({
  name,
  stop,
  makeDatabase: async (database) => {
    const superuser = openPool(
      { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' },
      { max: 1 }
    )
    try {
      const { rowCount } = await superuser.query(`select from pg_roles where rolname = 'bureau'`)
      if (rowCount === 0) await superuser.query(`create role bureau login createrole password 'bureau-password'`)
      // another collation than that of the embedded one: order must not depend on it
      await superuser.query(
        `create database ${database} owner bureau template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`
      )
    } finally {
      await superuser.end()
    }
    return `postgres://bureau:bureau-password@127.0.0.1:${port}/${database}`
  }
})

/** A second cluster of the same programs. */
export const secondCluster = async (): Promise<ExternalCluster> => {
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port: String(port) }
  const postgres = await startEmbeddedPostgres({ dataDir: await freshFolder(), settings })
  return external('second cluster over TCP', port, postgres.connection.password ?? '', () => postgres.stop())
}

const debianPrograms = '/usr/lib/postgresql/15/bin'

/** Debian's PostgreSQL 15; undefined where it is not installed. */
export const debianCluster = async (): Promise<ExternalCluster | undefined> => {
  if (!existsSync(join(debianPrograms, 'initdb'))) return undefined
  const port = await freePort()
  const folder = await freshFolder()
  const data = join(folder, 'pg15')
  const secret = join(folder, 'password')
  await mkdir(data, { mode: 0o700 })
  await writeFile(secret, 'superuser-password\n')
  // PostgreSQL refuses root
  const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  if ('uid' in account) await Promise.all([data, secret].map((path) => chown(path, 65534, 65534)))
  const options = { cwd: '/', ...account }
  await run(
    join(debianPrograms, 'initdb'),
    ['-D', data, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8'],
    options
  )
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${data}`]
  const child = spawn(join(debianPrograms, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...options,
    stdio: 'ignore'
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const probe = openPool(
    { host: '127.0.0.1', port, user: 'postgres', password: 'superuser-password', database: 'postgres' },
    { max: 1 }
  )
  for (let tries = 100; ; tries -= 1) {
    try {
      await probe.query('select 1')
      break
    } catch (error) {
      if (tries === 0) throw error
      await wait(100)
    }
  }
  await probe.end()
  return external('PostgreSQL 15 of Debian over TCP', port, 'superuser-password', async () => {
    child.kill('SIGINT')
    await gone
  })
}

/** Series of numbers: what is restored goes on behind a gap. */
export const series = ['number_series', 'index_numbers']

/** Tables that mean nothing elsewhere, listed by hand. */
const elsewhere = ['schema_migrations', 'request_counts', 'revisions', 'staff_sessions', 'sign_in_attempts', ...series]

/** An own digest of every table, computed by the database from its text form of each row. */
export const digestsOf = async (owner: Pool): Promise<Record<string, string>> => {
  const { rows } = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and not tablename = any ($1) order by 1`,
    [elsewhere]
  )
  const digests: Record<string, string> = {}
  for (const { name } of rows) {
    const found = await owner.query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text as digest from "${name}" t`
    )
    digests[name] = found.rows[0]?.digest ?? ''
  }
  return digests
}
