/** What a restore puts beside the database: uploaded files, keys, audit heads. Nothing that is there is overwritten. */
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ArchiveError } from './backup-archive.ts'
import { names, type BackupConfig } from './backup.ts'
import { clock } from './clock.ts'
import { filesFolder, isMissing } from './files.ts'
import { readSealKeys, readSecret } from './keys.ts'

/** Which keys in force are the ones kept in DATA_DIR/keys.json, and so may be replaced. */
export interface KeptKeys {
  readonly keptInDataDir: { readonly secret: boolean; readonly sealKeys: boolean }
}

/**
 * Compares the archive's keys with those in force. Returns the text of `keys.json` to be written, or undefined when the
 * keys in force open everything already; throws ArchiveError when configured keys would leave the archive unreadable.
 */
export function checkKeys(config: BackupConfig & KeptKeys, archived: string): string | undefined {
  const { secret, sealKeys } = JSON.parse(archived) as { secret: string; sealKeys: string }
  const sameSecret = readSecret(secret).equals(config.secret)
  const missing = readSealKeys(sealKeys).filter(
    (old) => !config.sealKeys.some((key) => key.id === old.id && key.key.equals(old.key))
  )
  if (sameSecret && missing.length === 0) return undefined
  const { keptInDataDir: kept } = config
  if (!sameSecret && !kept.secret) {
    throw new ArchiveError(
      'other-keys',
      'SECRET is not the one the archive was made under: query codes would no longer open letters. Set SECRET to the old value.'
    )
  }
  if (missing.length > 0 && !kept.sealKeys) {
    const ids = missing.map(({ id }) => id).join(', ')
    throw new ArchiveError(
      'other-keys',
      `SEAL_KEYS lacks keys that the archive needs (${ids}). Add them behind your own.`
    )
  }
  return archived
}

async function syncFile(path: string): Promise<void> {
  await using handle = await open(path, 'r+')
  await handle.sync()
}

/** Collects files under temporary names, then puts them in their places; `undo` takes everything back. */
export class RestoredFiles {
  readonly movedAside: string[] = []
  readonly #config: BackupConfig
  readonly #stamp = clock
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
  readonly #undo: (() => Promise<void>)[] = []
  #hasFiles = false
  #hasHeads = false

  private constructor(config: BackupConfig) {
    this.#config = config
  }

  /** Throws ArchiveError when there are files already. */
  static async begin(config: BackupConfig): Promise<RestoredFiles> {
    const present = await readdir(filesFolder(config.dataDir)).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
    if (present.length > 0) {
      throw new ArchiveError('not-empty', `There are files in ${filesFolder(config.dataDir)}. Move them away first.`)
    }
    return new RestoredFiles(config)
  }

  get #newFiles(): string {
    return join(this.#config.dataDir, `files.new-${this.#stamp}`)
  }

  get #newHeads(): string {
    return `${this.#config.auditHeadsFile}.new-${this.#stamp}`
  }

  /** Takes one file out of the archive; the manifest and the keys were read before. */
  async take(name: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    if (name === names.heads) {
      this.#hasHeads = true
      await this.#write(this.#newHeads, chunks)
    } else if (name.startsWith(names.files)) {
      const path = name.slice(names.files.length)
      if (!path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') || /[\\:\0]/.test(path)) {
        throw new ArchiveError('damaged', `The archive names a file outside its folder: ${name}`)
      }
      this.#hasFiles = true
      await this.#write(join(this.#newFiles, ...path.split('/')), chunks)
    } else {
      for await (const chunk of chunks) if (chunk.length === 0) continue
    }
  }

  async #write(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    this.#undo.push(() => rm(path, { force: true }))
    await pipeline(chunks, createWriteStream(path, { mode: 0o600, flush: true }))
  }

  /** Moves what stands at `path` to a name with the time in it. */
  async #moveAside(path: string): Promise<void> {
    const aside = `${path}.before-${this.#stamp}`
    try {
      await rename(path, aside)
    } catch (error) {
      if (isMissing(error)) return
      throw error
    }
    this.movedAside.push(aside)
    this.#undo.push(() => rename(aside, path))
  }

  async #put(from: string, path: string): Promise<void> {
    await rename(from, path)
    this.#undo.push(() => rm(path, { recursive: true, force: true }))
  }

  /** Puts everything in its place. `keys` undefined: those in force stay. */
  async place(keys: string | undefined): Promise<void> {
    const { dataDir, auditHeadsFile } = this.#config
    await mkdir(dataDir, { recursive: true })
    if (keys !== undefined) {
      const fresh = join(dataDir, `keys.json.new-${this.#stamp}`)
      this.#undo.push(() => rm(fresh, { force: true }))
      await writeFile(fresh, keys, { mode: 0o600, flag: 'wx' })
      await syncFile(fresh)
      await this.#moveAside(join(dataDir, names.keys))
      await this.#put(fresh, join(dataDir, names.keys))
    }
    // heads of another chain would make the restored one look cut
    await this.#moveAside(auditHeadsFile)
    if (this.#hasHeads) await this.#put(this.#newHeads, auditHeadsFile)
    if (this.#hasFiles) {
      await rm(filesFolder(dataDir), { recursive: true, force: true })
      await this.#put(this.#newFiles, filesFolder(dataDir))
    }
  }

  /** Takes everything back, newest first. */
  async undo(): Promise<void> {
    for (const step of this.#undo.reverse()) await step()
    await rm(this.#newFiles, { recursive: true, force: true })
  }
}
