/** Brings an archive back into an empty database. It is read to its end and checked before anything is changed. */
import type { Pool, PoolClient } from 'pg'
import { Check } from 'typebox/value'
import { ArchiveError, measured, readArchive, unlockArchive, type Unlocked, type Written } from './backup-archive.ts'
import { archiveFormat, Manifest, names, type BackupConfig } from './backup.ts'
import {
  digestTable,
  emptyTables,
  filledByMigrations,
  fillTable,
  hasRows,
  liftConstraints,
  listTables,
  lockTables,
  plainWriting,
  type Table
} from './backup-tables.ts'
import { findMigrations, migrate } from './migrate.ts'
import { leaveGaps } from './numbers.ts'
import { checkKeys, RestoredFiles, type KeptKeys } from './restore-files.ts'

export interface RestoreJob {
  readonly owner: Pool
  readonly config: BackupConfig & KeptKeys
  readonly file: string
  readonly passphrase: string
}

export interface Restored {
  readonly manifest: Manifest
  /** files that stood where restored ones stand now, under their new names */
  readonly movedAside: readonly string[]
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts).toString('utf8')
}

async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) if (chunk.length === 0) continue
}

function readManifest(text: string): Manifest {
  const manifest: unknown = JSON.parse(text)
  if (!Check(Manifest, manifest)) throw new ArchiveError('damaged', 'The manifest of the archive can not be read.')
  if (manifest.format > archiveFormat) {
    throw new ArchiveError('newer-archive', `The archive was written by a newer version (${manifest.app}).`)
  }
  return manifest
}

/** Reads the whole archive and compares every digest with the manifest. Returns the manifest and the keys within. */
async function examine(archive: Unlocked): Promise<{ manifest: Manifest; keys: string }> {
  const found = new Map<string, Written>()
  let manifestText = ''
  let keys = ''
  await readArchive(archive, async (name, chunks) => {
    const passed = measured(chunks, (written) => found.set(name, written))
    if (name === names.manifest) manifestText = await textOf(passed)
    else if (name === names.keys) keys = await textOf(passed)
    else await drain(passed)
  })
  const manifest = readManifest(manifestText || '{}')
  const expected = new Map<string, Written>([
    ...manifest.tables.map((table): [string, Written] => [names.table(table.name), table]),
    ...manifest.files.map((one): [string, Written] => [one.name, one])
  ])
  found.delete(names.manifest)
  for (const [name, { bytes, sha256 }] of expected) {
    const { bytes: size, sha256: digest } = found.get(name) ?? {}
    if (size !== bytes || digest !== sha256) throw new ArchiveError('damaged', `${name} is not what the manifest says.`)
  }
  if (found.size !== expected.size) throw new ArchiveError('damaged', 'The archive holds more than its manifest says.')
  return { manifest, keys }
}

function checkMigrations(manifest: Manifest): void {
  const known = new Map(findMigrations().map(({ name, digest }) => [name, digest]))
  for (const { name, digest } of manifest.migrations) {
    if (known.get(name) !== digest) {
      throw new ArchiveError(
        'newer-archive',
        `The archive holds the migration ${name}, which this version does not know.`
      )
    }
  }
}

/** A database that went on further than the archive can't be brought back to where the archive stands. */
async function checkVersion(owner: Pool, manifest: Manifest): Promise<void> {
  const { rows } = await owner.query<{ found: boolean }>(
    `select to_regclass('public.schema_migrations') is not null as found`
  )
  if (!rows[0]?.found) return
  const archived = new Set(manifest.migrations.map(({ name }) => name))
  const applied = await owner.query<{ name: string }>('select name from schema_migrations')
  if (applied.rows.some(({ name }) => !archived.has(name))) {
    throw new ArchiveError(
      'newer-database',
      'The database was made by a newer version than the archive. Begin with one that has no tables.'
    )
  }
}

async function tablesOf(client: PoolClient, manifest: Manifest): Promise<Table[]> {
  const tables = await listTables(client)
  const here = tables.map(({ name }) => name).join()
  if (here !== manifest.tables.map(({ name }) => name).join()) {
    throw new ArchiveError('damaged', 'The tables of the archive are not those of its version.')
  }
  return tables
}

async function checkEmpty(client: PoolClient, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    if (!filledByMigrations.includes(table.name) && (await hasRows(client, table))) {
      throw new ArchiveError(
        'not-empty',
        `The database is not empty: ${table.name} has rows. Restore into an empty one.`
      )
    }
  }
}

async function verify(client: PoolClient, tables: readonly Table[], manifest: Manifest): Promise<void> {
  for (const table of tables) {
    const expected = manifest.tables.find(({ name }) => name === table.name)
    if ((await digestTable(client, table)) !== expected?.sha256) {
      throw new ArchiveError(
        'damaged',
        `The rows of ${table.name} are not what the archive holds; nothing was restored.`
      )
    }
  }
}

async function load(client: PoolClient, archive: Unlocked, manifest: Manifest, files: RestoredFiles): Promise<void> {
  await client.query(plainWriting)
  await client.query(`set local lock_timeout = '10s'`)
  const tables = await tablesOf(client, manifest)
  await lockTables(client, tables)
  await checkEmpty(client, tables)
  const putBack = await liftConstraints(client, tables)
  await emptyTables(
    client,
    tables.filter(({ name }) => filledByMigrations.includes(name))
  )
  const rows = new Map<string, number>()
  await readArchive(archive, async (name, chunks) => {
    const table = tables.find((one) => names.table(one.name) === name)
    if (table) rows.set(table.name, await fillTable(client, table, chunks))
    else await files.take(name, chunks)
  })
  for (const { name, rows: expected } of manifest.tables) {
    if (rows.get(name) !== expected)
      throw new ArchiveError('damaged', `${name} has not as many rows as the manifest says.`)
  }
  await putBack()
  await verify(client, tables, manifest)
  for (const { name, last } of manifest.sequences) {
    if (last !== null) await client.query('select setval(quote_ident($1)::regclass, $2::bigint)', [name, last])
  }
  await leaveGaps(
    client,
    tables.map(({ name }) => name)
  )
}

/**
 * Restores an archive into an empty database, which is brought to the archive's version first and to the newest one
 * afterwards; files, keys and audit heads go beside the data. One transaction: with an error nothing has changed. All rows
 * are those of the archive but for the series of numbers, which go on behind a gap.
 */
export async function restore(job: RestoreJob): Promise<Restored> {
  const archive = await unlockArchive(job.file, job.passphrase)
  const { manifest, keys } = await examine(archive)
  checkMigrations(manifest)
  const keysToWrite = checkKeys(job.config, keys)
  await checkVersion(job.owner, manifest)
  await migrate(
    job.owner,
    manifest.migrations.map(({ name }) => name)
  )
  const files = await RestoredFiles.begin(job.config)
  const client = await job.owner.connect()
  let done = false
  try {
    await client.query('begin')
    await load(client, archive, manifest, files)
    // before the commit: rows without their keys would be lost, keys without rows harm nobody
    await files.place(keysToWrite)
    await client.query('commit')
    done = true
  } catch (error) {
    const { code } = error as { code?: string }
    // rows that the database itself refuses: a forged archive, or one of another schema
    if (code !== undefined && /^2[23]/.test(code)) {
      throw new ArchiveError('damaged', 'The database refuses rows of the archive; nothing was restored.', error)
    }
    throw error
  } finally {
    if (!done) {
      await client.query('rollback').catch(() => undefined)
      await files.undo()
    }
    client.release(!done)
  }
  await migrate(job.owner)
  return { manifest, movedAside: files.movedAside }
}
