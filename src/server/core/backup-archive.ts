/** The archive: a tar, compressed with gzip, encrypted with a passphrase in the age format. `age -d FILE | tar xz` opens it too. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { createGunzip, createGzip } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { extract, pack } from 'tar-stream'
import { syncFolder } from './files.ts'

export type ArchiveFault =
  | 'not-an-archive'
  | 'wrong-passphrase'
  | 'damaged'
  | 'newer-archive'
  | 'newer-database'
  | 'not-empty'
  | 'other-keys'

/** Why an archive can't be written or restored. Nothing was changed when it is thrown. */
export class ArchiveError extends Error {
  readonly fault: ArchiveFault

  constructor(fault: ArchiveFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ArchiveError'
    this.fault = fault
  }
}

/** What was written under one name: its size, and SHA-256 in hex. */
export interface Written {
  readonly bytes: number
  readonly sha256: string
}

/** Adds one file of a size known beforehand. */
export type AddFile = (name: string, bytes: number, chunks: AsyncIterable<Buffer>) => Promise<Written>

/** Passes chunks on and computes what passed. */
export async function* measured(
  chunks: AsyncIterable<Buffer>,
  done: (written: Written) => void
): AsyncGenerator<Buffer> {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const chunk of chunks) {
    digest.update(chunk)
    bytes += chunk.length
    yield chunk
  }
  done({ bytes, sha256: digest.digest('hex') })
}

/**
 * Writes an archive under a temporary name and gives it its name when the disk has all of it. `workFactor` is the
 * base-2 logarithm of what a guess at the passphrase costs.
 */
export async function writeArchive(
  file: string,
  passphrase: string,
  workFactor: number,
  fill: (add: AddFile) => Promise<void>
): Promise<void> {
  const path = resolve(file)
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  const tar = pack()
  const zip = createGzip()
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(workFactor)
  const zipped = Readable.toWeb(zip) as NodeReadableStream<Uint8Array>
  const encrypted = (await encrypter.encrypt(zipped)) as ReadableStream<Uint8Array>
  const output = createWriteStream(temporary, { mode: 0o600, flags: 'wx', flush: true })
  const written = Promise.all([pipeline(tar, zip), pipeline(Readable.fromWeb(encrypted), output)])
  const add: AddFile = async (name, bytes, chunks) => {
    const entry = tar.entry({ name, size: bytes, mode: 0o600, mtime: new Date(0) })
    let result: Written | undefined
    await pipeline(
      measured(chunks, (found) => (result = found)),
      entry
    ).catch((error: unknown) => {
      throw error instanceof Error && error.message === 'Size mismatch'
        ? new Error(`${name} changed while it was read`)
        : error
    })
    if (!result) throw new Error(`${name} was not written`)
    return result
  }
  try {
    const filled = fill(add).then(() => tar.finalize())
    await Promise.all([filled, written])
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    tar.destroy()
    zip.destroy()
    await written.catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}

const ageMagic = 'age-encryption.org/v1\n'

/** An archive whose passphrase was found right: its key, so that the dear derivation is done once. */
export interface Unlocked {
  readonly file: string
  readonly key: Uint8Array
}

/** Tries the passphrase on an archive. Throws ArchiveError when it is no archive or the passphrase does not open it. */
export async function unlockArchive(file: string, passphrase: string): Promise<Unlocked> {
  await using handle = await open(file, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
  const start = buffer.subarray(0, bytesRead)
  if (start.toString('latin1', 0, ageMagic.length) !== ageMagic) {
    throw new ArchiveError('not-an-archive', 'This file is not an archive of Wenzheng.')
  }
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  try {
    return { file, key: await decrypter.decryptHeader(start) }
  } catch (error) {
    throw explain(error)
  }
}

function explain(error: unknown): ArchiveError {
  return error instanceof Error && /no identity matched/.test(error.message)
    ? new ArchiveError('wrong-passphrase', 'The passphrase does not open this archive.', error)
    : new ArchiveError('damaged', 'The archive is damaged or was cut short.', error)
}

/** What is in one file; an error of the streams before it is told as what it means for the archive. */
async function* contentOf(entry: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* entry
  } catch (error) {
    throw explain(error)
  }
}

/** Reads an archive from its beginning to its end; throws ArchiveError when it is not whole and genuine. */
export async function readArchive(
  { file, key }: Unlocked,
  onFile: (name: string, chunks: AsyncIterable<Buffer>) => Promise<void>
): Promise<void> {
  const source = createReadStream(file)
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: () => key })
  const tar = extract()
  let own: unknown
  try {
    const web = Readable.toWeb(source) as NodeReadableStream<Uint8Array>
    const clear = (await decrypter.decrypt(web)) as ReadableStream<Uint8Array>
    const read = pipeline(Readable.fromWeb(clear), createGunzip(), tar)
    const taken = (async () => {
      for await (const entry of tar) {
        await onFile(entry.header.name, contentOf(entry as AsyncIterable<Buffer>)).catch((error: unknown) => {
          own ??= error
          throw error
        })
        entry.resume()
      }
    })()
    await Promise.all([read, taken])
  } catch (error) {
    source.destroy()
    tar.destroy()
    if (own instanceof Error) throw own
    throw explain(error)
  }
}
