/**
 * The heads of the audit chain, kept outside the database: a line a batch. Whoever can rewrite the whole chain
 * in the database still can't make it end in the hashes that stand here.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

export interface Head {
  readonly seq: number
  /** hex, 64 digits */
  readonly hash: string
  readonly at: string
}

/** Reads one line of the file; undefined when it is none. */
function readHead(line: string): Head | undefined {
  try {
    const head = JSON.parse(line) as Partial<Head> | null
    if (!head || !Number.isSafeInteger(head.seq) || typeof head.at !== 'string') return undefined
    return typeof head.hash === 'string' && /^[0-9a-f]{64}$/.test(head.hash) ? (head as Head) : undefined
  } catch {
    return undefined
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The size up to which the file holds whole lines; 0 when there is none. A line that a crash cut short does not count. */
export async function headsSize(file: string): Promise<number> {
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, Math.max(0, size - 4096))
    const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a)
    return size - bytesRead + end + 1
  } finally {
    await handle.close()
  }
}

/** The heads in the first `size` bytes, in the order of the file; undefined stands for a line that is no head. */
export async function* readHeads(file: string, size: number): AsyncGenerator<Head | undefined> {
  if (size === 0) return
  const lines = createInterface({ input: createReadStream(file, { end: size - 1 }), crlfDelay: Infinity })
  for await (const line of lines) yield readHead(line)
}

/** The last head of the file, or undefined when there is none. */
export async function lastHead(file: string): Promise<Head | undefined> {
  const size = await headsSize(file)
  if (size === 0) return undefined
  const handle = await open(file, 'r')
  try {
    const length = Math.min(size, 4096)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return readHead(buffer.toString('utf8').trimEnd().split('\n').at(-1) ?? '')
  } finally {
    await handle.close()
  }
}

/** Adds a head and waits until the disk has it. A line that a crash cut short is taken away first. */
export async function appendHead(file: string, head: Head): Promise<void> {
  const whole = await headsSize(file)
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, 'a', 0o600)
  try {
    const { size } = await handle.stat()
    if (size > whole) await handle.truncate(whole)
    await handle.appendFile(`${JSON.stringify({ seq: head.seq, hash: head.hash, at: head.at })}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
