/**
 * One PostgreSQL for the whole run of server tests, with a migrated template that every test file copies.
 * `TEST_DATABASE_URL` names another cluster to run them on (its owner; databases are made and dropped there).
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { openPool, type DatabaseAddress } from '#server/core/db.ts'
import { startEmbeddedPostgres } from '#server/core/embedded-postgres.ts'
import { migrate } from '#server/core/migrate.ts'

export interface Cluster {
  /** a database that is always there, to make others from */
  readonly address: DatabaseAddress
  /** the name of the migrated database */
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: Cluster
  }
}

/** The same cluster, another database. */
export const inDatabase = (address: DatabaseAddress, database: string): DatabaseAddress => {
  if (!('connectionString' in address)) return { ...address, database }
  const url = new URL(address.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

const asOwner = async (address: DatabaseAddress, sql: string): Promise<void> => {
  const pool = openPool(address, { max: 1 })
  try {
    await pool.query(sql)
  } finally {
    await pool.end()
  }
}

/** Copies the template; the name is unused so far. */
export const copyTemplate = ({ address, template }: Cluster, name: string): Promise<void> =>
  asOwner(address, `create database ${name} template ${template} strategy file_copy`)

const notAllowed = '42501'

/** Drops it with all its connections; while the database itself is tidying up in it, it may not be sent away: that ends soon. */
export const dropDatabase = async ({ address }: Cluster, name: string): Promise<void> => {
  for (let left = 50; ; left -= 1) {
    try {
      return await asOwner(address, `drop database if exists ${name} with (force)`)
    } catch (error) {
      if (left === 0 || (error as { code?: string }).code !== notAllowed) throw error
      await wait(200)
    }
  }
}

interface Running {
  readonly address: DatabaseAddress
  readonly stop: () => Promise<void>
}

const startCluster = async (): Promise<Running> => {
  const connectionString = process.env['TEST_DATABASE_URL']
  if (connectionString) return { address: { connectionString }, stop: () => Promise.resolve() }
  const dataDir = await mkdtemp(join(tmpdir(), 'wenzheng-tests-'))
  // what survives a power cut is the proofs' matter, not that of the tests
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const postgres = await startEmbeddedPostgres({ dataDir, settings })
  const address = { ...postgres.connection, database: 'postgres' }
  // an owner as at an operator's: no superuser, it may make databases and roles
  const password = randomBytes(16).toString('hex')
  await asOwner(address, `create role wenzheng login createdb createrole password '${password}'`)
  return {
    address: { ...address, user: 'wenzheng', password },
    stop: async () => {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}

/** Vitest calls this once before all server tests; what it returns runs after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { address, stop } = await startCluster()
  const cluster: Cluster = { address, template: `wenzheng_template_${process.pid}` }
  const end = async (): Promise<void> => {
    await dropDatabase(cluster, cluster.template)
    await stop()
  }
  try {
    await asOwner(address, `create database ${cluster.template}`)
    const owner = openPool(inDatabase(address, cluster.template))
    try {
      await migrate(owner)
    } finally {
      await owner.end()
    }
  } catch (error) {
    await end()
    throw error
  }
  project.provide('cluster', cluster)
  return end
}
