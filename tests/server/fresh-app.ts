/** A whole server on a database of its own, for one test file. Nothing listens: tests call `app.inject`. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { inject } from 'vitest'
import { buildApp, contextOf } from '#server/app.ts'
import { readConfig, type Config } from '#server/core/config.ts'
import type { Context } from '#server/core/context.ts'
import { applicationRole, openDb, openPool, type Db } from '#server/core/db.ts'
import { copyTemplate, dropDatabase, inDatabase } from './database.ts'

export interface FreshApp {
  readonly app: FastifyInstance
  readonly config: Config
  readonly context: Context
  /** in the application's role, as the server itself */
  readonly db: Db
  /** as the owner: to look at what the application may not, or to set the stage */
  readonly owner: Pool
  /** Call it in `afterAll`: ends everything and drops the database. */
  readonly close: () => Promise<void>
}

/** Settings as on a fresh machine, with keys and a data folder of their own; `settings` go before them. Tests send faster than people. */
export const freshConfig = (dataDir: string, settings: Record<string, string> = {}): Config =>
  readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', PORT: '0', LETTERS_OF_SITE: '1000000', ...settings })

/**
 * Copies the migrated template and builds the server on it.
 * @param settings environment variables, for instance `{ LETTERS_PER_HOUR: '3' }`
 */
export const freshApp = async (settings: Record<string, string> = {}): Promise<FreshApp> => {
  const cluster = inject('cluster')
  const name = `test_${randomBytes(8).toString('hex')}`
  const dataDir = await mkdtemp(join(tmpdir(), 'wenzheng-app-'))
  await copyTemplate(cluster, name)
  const address = inDatabase(cluster.address, name)
  const config = freshConfig(dataDir, settings)
  const owner = openPool(address, { max: 2 })
  const pool = openPool(address, { role: applicationRole })
  const db = openDb(pool)
  const app = await buildApp(config, { db, pool })
  await app.ready()
  return {
    app,
    config,
    context: contextOf(config, db),
    db,
    owner,
    close: async () => {
      await app.close()
      await db.destroy()
      await owner.end()
      await dropDatabase(cluster, name)
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}
