/** Opens the database that the settings name: an external PostgreSQL, or the server's own. */
import type { Pool } from 'pg'
import { applicationRole, openDb, openPool, type DatabaseAddress, type Db } from './db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import type { Config } from './config.ts'

export interface Database {
  /** connections of the owner: migration, backup, restore */
  readonly owner: Pool
  /** connections in the application's role */
  readonly pool: Pool
  readonly db: Db
  /** the server's own PostgreSQL, when there is one */
  readonly embedded: EmbeddedPostgres | undefined
  /** closes the connections, and the own PostgreSQL unless another process still uses it */
  close(): Promise<void>
}

const name = 'wenzheng'

/** Makes owner and database in a fresh cluster; both are left alone when they are there. */
async function prepareCluster(connection: EmbeddedPostgres['connection']): Promise<DatabaseAddress> {
  const superuser = openPool({ ...connection, database: 'postgres' }, { max: 1 })
  try {
    const attempt = async (sql: string, presentCode: string) => {
      try {
        await superuser.query(sql)
      } catch (error) {
        const { code } = error as { code?: string }
        // 23505: another process of this machine made it at the same moment
        if (code !== presentCode && code !== '23505') throw error
      }
    }
    await attempt(
      `create role ${name} login createrole${connection.password ? ` password '${connection.password}'` : ''}`,
      '42710'
    )
    await attempt(`create database ${name} owner ${name}`, '42P04')
  } finally {
    await superuser.end()
  }
  return { ...connection, user: name, database: name }
}

/** Opens the database, starting the server's own when no DATABASE_URL is set. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<Database> {
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  try {
    const address: DatabaseAddress = embedded
      ? await prepareCluster(embedded.connection)
      : { connectionString: config.databaseUrl ?? '' }
    const owner = openPool(address, { max: 3 })
    const pool = openPool(address, { role: applicationRole })
    const db = openDb(pool)
    return {
      owner,
      pool,
      db,
      embedded,
      async close() {
        await db.destroy()
        await owner.end()
        await embedded?.stop()
      }
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
