/** Tables as lines of JSON that the database itself writes and reads: no value passes through JavaScript's types. */
import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'

/** What a backup leaves out: sign-ins and counters that mean nothing elsewhere, and numbers that only caches use. */
export const leftOut: readonly string[] = [
  'schema_migrations',
  'request_counts',
  'revisions',
  'staff_sessions',
  'sign_in_attempts'
]

/** Tables that migrations themselves fill; a restore replaces their rows. */
export const filledByMigrations: readonly string[] = [
  'booking_retention',
  'calendar_days',
  'calendar_revisions',
  'calendar_years',
  'letter_kinds',
  'letter_limits',
  'notice_templates',
  'pause_limits',
  'pause_reasons',
  'rating_review_limits',
  'retention_rules',
  'review_chains',
  'role_grants'
]

export interface Table {
  readonly name: string
  /** columns that can be written, in their order */
  readonly columns: readonly string[]
  /** what the rows are ordered by, ready for SQL; the same on every system */
  readonly order: string
}

export interface Sequence {
  readonly name: string
  /** null: never used */
  readonly last: string | null
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Settings under which a value is always written the same way. */
export const plainWriting = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`

/** The tables that belong into a backup, by name. */
export async function listTables(client: PoolClient): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; keys: { name: string; text: boolean }[] }>(
    `select c.relname as name,
            (select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            (select coalesce(json_agg(json_build_object('name', a.attname, 'text', a.attcollation <> 0) order by k.position), '[]')
             from pg_index i
             cross join unnest(i.indkey) with ordinality k (attnum, position)
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
             where i.indrelid = c.oid and i.indisprimary) as keys
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relname = any ($1)
     order by c.relname collate "C"`,
    [leftOut]
  )
  return rows.map(({ name, columns, keys }) => ({
    name,
    columns,
    order:
      keys.length > 0
        ? keys.map((key) => quote(key.name) + (key.text ? ' collate "C"' : '')).join(', ')
        : 'to_json(t)::text collate "C"'
  }))
}

/** The sequences of the public schema, with where they stand. */
export async function listSequences(client: PoolClient): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public'
     order by sequencename collate "C"`
  )
  return rows
}

// a line feed can only stand between the parts of a column of type json, where a space means the same
const line = `translate(to_json(t)::text, E'\\n\\r', '  ')`

/** How many rows a table has, and how many bytes its lines take. */
export async function measureTable(client: PoolClient, table: Table): Promise<{ rows: number; bytes: number }> {
  const { rows } = await client.query<{ rows: string; bytes: string }>(
    `select count(*)::text as rows, coalesce(sum(octet_length(${line}) + 1), 0)::text as bytes from ${quote(table.name)} t`
  )
  return { rows: Number(rows[0]?.rows), bytes: Number(rows[0]?.bytes) }
}

const rowsAtOnce = 100

/** All rows of a table as lines of JSON, some at a time. Needs a transaction; other reading goes on beside it. */
export async function* readTable(client: PoolClient, table: Table): AsyncGenerator<Buffer> {
  await client.query(
    `declare lines no scroll cursor for select ${line} as line from ${quote(table.name)} t order by ${table.order}`
  )
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from lines`)
    if (rows.length === 0) break
    yield Buffer.from(rows.map((row) => `${row.line}\n`).join(''), 'utf8')
  }
  await client.query('close lines')
}

/** SHA-256 of all lines of a table, in hex. */
export async function digestTable(client: PoolClient, table: Table): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of readTable(client, table)) digest.update(chunk)
  return digest.digest('hex')
}

/** Splits a stream of bytes into its lines, as text. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
      yield Buffer.concat([rest, chunk.subarray(from, end)]).toString('utf8')
      rest = Buffer.alloc(0)
      from = end + 1
    }
    rest = Buffer.concat([rest, chunk.subarray(from)])
  }
  if (rest.length > 0) yield rest.toString('utf8')
}

const mostAtOnce = 1_000_000

/** Writes lines of JSON into a table; the database reads them, so every type is its own. Returns the number of rows. */
export async function fillTable(client: PoolClient, table: Table, chunks: AsyncIterable<Buffer>): Promise<number> {
  const columns = table.columns.map(quote).join(', ')
  const insert = `insert into ${quote(table.name)} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${quote(table.name)}, $1::json)`
  let batch: string[] = []
  let length = 0
  let rows = 0
  const flush = async () => {
    if (batch.length > 0) await client.query(insert, [`[${batch.join(',')}]`])
    rows += batch.length
    batch = []
    length = 0
  }
  for await (const one of linesOf(chunks)) {
    batch.push(one)
    length += one.length
    if (batch.length >= 500 || length > mostAtOnce) await flush()
  }
  await flush()
  return rows
}

/** Takes the foreign keys and triggers of the tables away for the load; the returned function puts them back, checking every row. */
export async function liftConstraints(client: PoolClient, tables: readonly Table[]): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ owner: string; name: string; definition: string }>(
    `select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0 order by conname`
  )
  for (const { owner, name } of rows) await client.query(`alter table ${owner} drop constraint ${quote(name)}`)
  for (const { name } of tables) await client.query(`alter table ${quote(name)} disable trigger user`)
  return async () => {
    for (const { name } of tables) await client.query(`alter table ${quote(name)} enable trigger user`)
    for (const { owner, name, definition } of rows) {
      await client.query(`alter table ${owner} add constraint ${quote(name)} ${definition}`)
    }
  }
}

/** Whether a table has any row. */
export async function hasRows(client: PoolClient, table: Table): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`select exists (select from ${quote(table.name)}) as found`)
  return rows[0]?.found === true
}

/** Empties tables that migrations filled. */
export async function emptyTables(client: PoolClient, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) await client.query(`delete from ${quote(name)}`)
}

/** Keeps every other connection away from the tables until the transaction ends. */
export async function lockTables(client: PoolClient, tables: readonly Table[]): Promise<void> {
  await client.query(`lock table ${tables.map(({ name }) => quote(name)).join(', ')} in access exclusive mode`)
}
