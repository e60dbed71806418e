/** What is stored: every row of the database, the files and logs of the data folder, the archive without its key. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../step.ts'
import type { Plant } from './plant.ts'
import { anybody, nothing, type Place } from './secret-places.ts'
import type { Secret, Words } from './secret-words.ts'
import type { RunningServer } from './server.ts'
import { askDatabase } from './stored.ts'

/** What may stand in plain in a row: what people wrote, and nothing that names the sender or opens anything. */
const plainRow = (secret: Secret): boolean => secret.level !== 'nobody' && secret.level !== 'sealed'

/** Tables in which no word of anybody stands, whatever it is. */
const wordless: Readonly<Record<string, Place['kind']>> = {
  library_changes: 'table',
  index_numbers: 'table',
  article_signatures: 'table',
  article_approvals: 'table',
  review_chains: 'table',
  audit_events: 'audit',
  audit_seals: 'audit',
  calendar_revisions: 'table',
  calendar_days: 'table',
  letter_senders: 'table',
  letter_attachments: 'table',
  letter_alerts: 'table',
  request_counts: 'table',
  sign_in_attempts: 'table',
  staff_sessions: 'table',
  revisions: 'table'
}

/** Tables of what is public. */
const open: readonly string[] = ['published_articles', 'columns']

const allowedIn = (schema: string, table: string): ((secret: Secret) => boolean) => {
  // an act on a column names it by its address
  if (table === 'audit_events') return ({ name }) => name === 'column: address'
  if (schema === 'pgboss' || table in wordless) return nothing
  return open.includes(table) ? anybody : plainRow
}

interface Stored {
  readonly places: Place[]
  /** every column that can hold a text, and whether a word stands in it */
  readonly columns: Map<string, boolean>
}

const texts = ['text', 'bytea', 'jsonb', 'json', 'ARRAY', 'tsvector', 'character varying', 'inet', 'citext', 'xml']

/** Every row of every table, as the database writes it. */
export const storedRows = async (server: RunningServer, words: Words): Promise<Stored> => {
  const found = await askDatabase<{ schema: string; table: string; column: string; type: string }>(
    server,
    `select c.table_schema as schema, c.table_name as "table", c.column_name as "column", c.data_type as type
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE' order by 1, 2, 3`
  )
  const places: Place[] = []
  const columns = new Map<string, boolean>()
  for (const name of new Set(found.map(({ schema, table }) => `${schema}.${table}`))) {
    const [schema = '', table = ''] = name.split('.')
    const rows = await askDatabase<{ row: Record<string, unknown> }>(
      server,
      `select to_jsonb(t) as row from "${schema}"."${table}" t`
    )
    const ofTable = found.filter((one) => one.schema === schema && one.table === table)
    const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
    const textOf = (column: string): Buffer => Buffer.from(rows.map(({ row }) => written(row[column])).join('\n'))
    // the job library's own tables come and go with its days; all of them are searched, and hold no word
    if (schema === 'public') {
      for (const { column } of ofTable.filter(({ type }) => texts.includes(type)))
        columns.set(`${table}.${column}`, words.search(textOf(column)).length > 0)
    }
    places.push({
      kind: schema === 'pgboss' ? 'jobs' : (wordless[table] ?? 'table'),
      name: `rows of ${name}`,
      parts: ofTable.map(({ column }) => textOf(column)),
      allows: allowedIn(schema, table),
      holds: table === 'audit_events' ? ['letter.received'] : []
    })
  }
  // statements carry their values apart; the database shows the statements to whoever watches it
  const statements = await askDatabase<{ query: string }>(server, 'select query from pg_stat_activity')
  places.push({
    kind: 'log',
    name: 'statements at work',
    parts: [Buffer.from(statements.map(({ query }) => query).join('\n'))],
    allows: nothing
  })
  return { places, columns }
}

/** What the command line says while the server runs. */
export const commandPlace = async (
  { dataDir }: Pick<RunningServer, 'dataDir'>,
  settings: Readonly<Record<string, string>>,
  words: readonly string[],
  plants: readonly Plant[] = []
): Promise<Place> => {
  const program = [
    ...(plants.length > 0 ? ['--import', join(root, 'tests/proofs/plant.ts')] : []),
    join(root, 'src/server/wenzheng.ts'),
    ...words
  ]
  const child = spawn(process.execPath, program, {
    cwd: dataDir,
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      ...settings,
      ...(plants.length > 0 ? { PROOF_PLANTS: JSON.stringify(plants) } : {})
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (words[0] === 'backup' && code !== 0) throw new Error(`the backup failed:\n${told}`)
  return { kind: 'log', name: `what the command ${words[0] ?? ''} says`, parts: [Buffer.from(told)], allows: nothing }
}

/** Every file of the data folder of a stopped server, and the names of all of them. */
export const diskPlaces = (dataDir: string, held: { readonly row: string; readonly file: string }): Place[] => {
  const entries = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
  const below = (folder: string): Buffer[] =>
    paths.filter((path) => path.startsWith(folder)).map((path) => readFileSync(join(dataDir, path)))
  const stored = (secret: Secret): boolean => anybody(secret) || plainRow(secret)
  const others = paths.filter((path) => !/^(pg|files|uploads)\//.test(path))
  return [
    {
      kind: 'disk',
      name: 'names of files on the disk',
      parts: [Buffer.from(paths.join('\n'))],
      allows: nothing,
      holds: ['pg/']
    },
    {
      kind: 'disk',
      name: 'the folder of the database',
      parts: below('pg/'),
      allows: stored,
      holds: [held.row],
      raw: true
    },
    {
      kind: 'disk',
      name: 'the folders of kept files and pieces',
      parts: [...below('files/'), ...below('uploads/')],
      allows: stored,
      holds: [held.file]
    },
    ...others.map((path): Place => ({
      kind: 'log',
      name: path,
      parts: [readFileSync(join(dataDir, path))],
      allows: nothing
    }))
  ]
}
