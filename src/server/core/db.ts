/** The pool of database connections, in the application's role. Stores write SQL through kysely's `sql`. */
import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, sql, type PostgresPool, type PostgresPoolClient, type Transaction } from 'kysely'
import { Pool, types, type PoolClient, type PoolConfig } from 'pg'

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

/** Bytes in JSON that a statement reads as `bytea`. */
export const asBytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

const mark = '/* prepared */'
/** Stands before a statement that thousands ask for in one second: it is parsed and planned once a connection, not each time. */
export const prepared = sql.raw(mark)

const names = new Map<string, string>()

/** The name of a statement that is prepared: the same for the same text. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  names.set(text, name)
  return name
}

/** Gives names to the statements that are marked; all else goes as it came. */
function naming(client: PoolClient): PostgresPoolClient {
  const query = (text: unknown, values: unknown[] = []): unknown =>
    typeof text === 'string' && text.includes(mark)
      ? client.query({ name: nameOf(text), text, values })
      : client.query(text as string, values)
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) }
}

/** Opens the database in the application's role. */
export function openDb(pool: Pool): Db {
  const named: PostgresPool = {
    connect: async () => naming(await pool.connect()),
    end: async () => await pool.end(),
    options: pool.options
  }
  return new Kysely<object>({ dialect: new PostgresDialect({ pool: named }) })
}
