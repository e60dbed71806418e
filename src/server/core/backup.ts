/** One portable archive of everything: rows, files, keys and the heads of the audit chain, as they were at one moment. */
import { readFileSync, createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'
import * as T from 'typebox'
import { headsSize } from './audit-heads.ts'
import { writeArchive, type AddFile } from './backup-archive.ts'
import { leftOut, listSequences, listTables, measureTable, plainWriting, readTable } from './backup-tables.ts'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import { filesFolder, filesLock, isMissing, unfinishedFolder } from './files.ts'

/** Changes when an older Wenzheng could no longer read what a newer one writes. */
export const archiveFormat = 1

const Digest = T.String({ pattern: '^[0-9a-f]{64}$' })

/** What stands in `manifest.json`, the last file of an archive. */
export const Manifest = T.Object({
  format: T.Integer(),
  app: T.String(),
  createdAt: T.String(),
  migrations: T.Array(T.Object({ name: T.String(), digest: Digest })),
  tables: T.Array(T.Object({ name: T.String(), rows: T.Integer(), bytes: T.Integer(), sha256: Digest })),
  sequences: T.Array(T.Object({ name: T.String(), last: T.Union([T.String(), T.Null()]) })),
  leftOut: T.Array(T.String()),
  /** keys, heads and uploaded files by their names in the archive */
  files: T.Array(T.Object({ name: T.String(), bytes: T.Integer(), sha256: Digest }))
})
export type Manifest = T.Static<typeof Manifest>

export const names = {
  keys: 'keys.json',
  heads: 'audit-heads.ndjson',
  manifest: 'manifest.json',
  table: (name: string) => `tables/${name}.ndjson`,
  files: 'files/'
} as const

/** The settings that a backup reads and a restore writes beside. */
export type BackupConfig = Pick<Config, 'dataDir' | 'secret' | 'sealKeys' | 'auditHeadsFile'>

export interface BackupJob {
  readonly owner: Pool
  readonly config: BackupConfig
  readonly file: string
  readonly passphrase: string
  /** base-2 logarithm of what a guess at the passphrase costs; 18 takes about a second */
  readonly workFactor?: number
}

/** The keys in force, as `keys.json` holds them. */
export const keysText = ({ secret, sealKeys }: Pick<Config, 'secret' | 'sealKeys'>): string => {
  const sealed = sealKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',')
  return `${JSON.stringify({ secret: secret.toString('base64'), sealKeys: sealed }, null, 2)}\n`
}

const appVersion = (): string => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

async function* whole(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text, 'utf8'))
}

const addText = (add: AddFile, name: string, text: string) => add(name, Buffer.byteLength(text), whole(text))

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const unfinished = join(folder, unfinishedFolder)
  return entries
    .filter((entry) => entry.isFile() && entry.parentPath !== unfinished)
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/')
    )
    .sort()
}

async function addFiles(add: AddFile, config: BackupConfig): Promise<Manifest['files']> {
  const added: Manifest['files'] = [{ name: names.keys, ...(await addText(add, names.keys, keysText(config))) }]
  const folder = filesFolder(config.dataDir)
  for (const path of await listFiles(folder)) {
    const { size } = await stat(join(folder, path))
    const name = `${names.files}${path}`
    added.push({ name, ...(await add(name, size, createReadStream(join(folder, path)))) })
  }
  return added
}

async function addTables(add: AddFile, client: PoolClient): Promise<Manifest['tables']> {
  const added: Manifest['tables'] = []
  for (const table of await listTables(client)) {
    // a tar wants the size first; in one snapshot the second reading gives the same bytes as the first
    const { rows, bytes } = await measureTable(client, table)
    added.push({ name: table.name, rows, ...(await add(names.table(table.name), bytes, readTable(client, table))) })
  }
  return added
}

async function addAll(add: AddFile, client: PoolClient, config: BackupConfig): Promise<Manifest> {
  // before the snapshot: a head is written after its seals are committed, so none of these is ahead of the rows
  const heads = await headsSize(config.auditHeadsFile)
  // nothing is removed meanwhile: what the snapshot names is still there when the files are read
  await client.query('select pg_advisory_lock_shared($1)', [filesLock])
  await client.query('begin isolation level repeatable read read only')
  await client.query(plainWriting)
  const migrations = await client.query<Manifest['migrations'][number]>(
    'select name, digest from schema_migrations order by name collate "C"'
  )
  const tables = await addTables(add, client)
  const sequences = await listSequences(client)
  await client.query('commit')
  // after the snapshot: a row never names a file that the archive lacks
  const files = await addFiles(add, config)
  if (heads > 0) {
    const chunks = createReadStream(config.auditHeadsFile, { end: heads - 1 })
    files.push({ name: names.heads, ...(await add(names.heads, heads, chunks)) })
  }
  return {
    format: archiveFormat,
    app: appVersion(),
    createdAt: clock.now().toISOString(),
    migrations: migrations.rows,
    tables,
    sequences,
    leftOut: [...leftOut],
    files
  }
}

/**
 * Writes an archive of the database (one consistent snapshot, beside running servers), the files, the keys and the audit
 * heads to `file`, replacing one that is there only when the new one is whole. Returns its manifest.
 */
export async function backup({ owner, config, file, passphrase, workFactor = 18 }: BackupJob): Promise<Manifest> {
  const client = await owner.connect()
  let manifest: Manifest | undefined
  try {
    await writeArchive(file, passphrase, workFactor, async (add) => {
      manifest = await addAll(add, client, config)
      await addText(add, names.manifest, `${JSON.stringify(manifest, null, 2)}\n`)
    })
  } finally {
    await client.query('rollback').catch(() => undefined)
    await client.query('select pg_advisory_unlock_shared($1)', [filesLock]).catch(() => undefined)
    client.release()
  }
  if (!manifest) throw new Error('the archive has no manifest')
  return manifest
}
