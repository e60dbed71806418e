/**
 * Stored files: put whole, read whole, never changed. They live in a folder below DATA_DIR that nothing serves; another
 * kind of store would have the same four functions.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { Db } from './db.ts'

export interface StoredFile {
  readonly bytes: number
  /** SHA-256 */
  readonly sha256: Buffer
}

export interface Files {
  /**
   * Stores all of `content` under a name, replacing what stood there at once. When it returns, the file survives a crash;
   * when it throws, what stood there before is untouched.
   */
  put(name: string, content: AsyncIterable<Uint8Array>): Promise<StoredFile>
  /** Opens a file for reading; undefined when there is none. */
  open(name: string): Promise<{ readonly bytes: number; readonly content: Readable } | undefined>
  /** The size of a file in bytes; undefined when there is none. */
  size(name: string): Promise<number | undefined>
  /** Removes a file; one that isn't there is no failure. */
  remove(name: string): Promise<void>
}

/** The folder of stored files. */
export const filesFolder = (dataDir: string): string => join(dataDir, 'files')

/** Below the folder of files, where files stand while they are written; whoever reads all files passes it by. */
export const unfinishedFolder = '.unfinished'

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Makes the names in a folder durable: a file's name is only safe once its folder has reached the disk. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}

/** Makes a folder and all the names on the way from `root` to it durable; another process may have made any of them just now. */
export async function syncFolders(folder: string, root: string): Promise<void> {
  for (let one = folder; one.length > dirname(root).length; one = dirname(one)) await syncFolder(one)
  await syncFolder(dirname(root))
}

/** Makes a folder for the server alone. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** What a name may be: an id, perhaps with a word behind it. No name leads out of the folder. */
const allowed = /^[a-z0-9][a-z0-9-]{7,79}(\.[a-z]{1,10})?$/

/** Files in a folder. Two levels of folders, taken from a hash of the name, keep each of them small. */
export function filesIn(folder: string): Files {
  const pathOf = (name: string) => {
    if (!allowed.test(name)) throw new Error('this can not be the name of a stored file')
    const hash = createHash('sha256').update(name).digest('hex')
    return join(folder, hash.slice(0, 2), hash.slice(2, 4), name)
  }
  return {
    async put(name, content) {
      const path = pathOf(name)
      const unfinished = join(folder, unfinishedFolder)
      const temporary = join(unfinished, randomBytes(12).toString('hex'))
      await makeFolder(unfinished)
      await makeFolder(dirname(path))
      const digest = createHash('sha256')
      let bytes = 0
      try {
        await pipeline(
          content,
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              digest.update(chunk)
              bytes += chunk.length
              yield chunk
            }
          },
          // `flush`: the bytes are on the disk before the name is, or a crash could leave a name with nothing behind it
          createWriteStream(temporary, { mode: 0o600, flags: 'wx', flush: true })
        )
        // either the whole file has the name or it hasn't: a reader never meets half of one
        await rename(temporary, path)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
      await syncFolders(dirname(path), folder)
      return { bytes, sha256: digest.digest() }
    },
    async open(name) {
      try {
        const handle = await open(pathOf(name), 'r')
        const { size } = await handle.stat()
        return { bytes: size, content: handle.createReadStream() }
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async size(name) {
      try {
        return (await stat(pathOf(name))).size
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async remove(name) {
      const path = pathOf(name)
      try {
        await rm(path)
      } catch (error) {
        if (isMissing(error)) return
        throw error
      }
      await syncFolder(dirname(path))
    }
  }
}

/** Removes what a crash left half-written: nothing is written for longer than a day. */
export async function sweepUnfinished(folder: string): Promise<void> {
  const unfinished = join(folder, unfinishedFolder)
  const names = await readdir(unfinished).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  // by the machine's own time, as the file system notes it; the server's clock may have been set
  const oldest = performance.timeOrigin + performance.now() - 86_400_000
  for (const name of names) {
    const path = join(unfinished, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (mtimeMs < oldest) await rm(path, { force: true })
  }
}

/** A backup holds this lock, shared, from its snapshot of the rows until it has read the last file. */
export const filesLock = 0x66696c65

/**
 * Removes files that no row needs any more, unless somebody is taking a backup: the rows of its snapshot may still name
 * them. Returns whether it did; if not, a job does it later.
 */
export async function removeFiles(db: Db, files: Files, names: readonly string[]): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${filesLock}) as free`.execute(trx)
    if (rows[0]?.free !== true) return false
    for (const name of names) await files.remove(name)
    return true
  })
}
