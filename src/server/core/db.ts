/** The pool of database connections, in the application's role. Stores write SQL through kysely's `sql`. */
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { Pool, types, type PoolConfig } from 'pg'

/** Stores name their columns in SQL; kysely gives parameters, transactions and the pool. */
export type Db = Kysely<object>
export type Trx = Transaction<object>

/** The role that the server's own connections take on: it can't change or delete events and audit rows. */
export const applicationRole = 'wenzheng_app'

/** How to reach a database as its owner. */
export type DatabaseAddress =
  | { readonly connectionString: string }
  | {
      readonly host: string
      readonly port: number
      readonly user: string
      readonly password?: string
      readonly database: string
    }

const { builtins } = types

types.setTypeParser(builtins.INT8, Number)
types.setTypeParser(builtins.DATE, (text) => text)
types.setTypeParser(builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())

const timeouts = '-c statement_timeout=15000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=20000'

/** A pool of connections. `role` undefined: as the owner (migration, backup), without time-outs. */
export function openPool(address: DatabaseAddress, options: { role?: string; max?: number } = {}): Pool {
  const settings: PoolConfig = {
    ...address,
    max: options.max ?? 20,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'wenzheng',
    options: options.role ? `-c role=${options.role} -c timezone=UTC ${timeouts}` : '-c timezone=UTC'
  }
  const pool = new Pool(settings)
  // a connection that breaks, idle or between two queries of a transaction, is replaced at the next use;
  // without a listener on pool and connection it would end the process
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Opens the database in the application's role. */
export function openDb(pool: Pool): Db {
  return new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
}
