/**
 * The pieces of files on their way. What counts as received is what the row says, never how long the file is: the row is
 * committed after the bytes have reached the disk, so after a crash at any moment the file holds at least that much, and
 * what it holds beyond is cut off by the next piece.
 */
import { constants, createReadStream } from 'node:fs'
import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { isMissing, makeFolder, syncFolders } from '../core/files.ts'
import { problem } from '../core/problems.ts'
import { rawName } from './attachments.ts'

/** The folder of files on their way. It is in no backup: who has not sent all of a file still has it. */
export const uploadsFolder = (dataDir: string): string => join(dataDir, 'uploads')

export const pieceOf = ({ config }: Context, id: string): string => join(uploadsFolder(config.dataDir), id)

interface Upload {
  readonly state: 'awaited' | 'checking' | 'kept' | 'refused'
  readonly declaredSize: number
  readonly received: number
  readonly changedAt: string
}

async function uploadRow(db: Db | Trx, id: string, lock: boolean): Promise<Upload> {
  const { rows } = await sql<Upload>`
    select state, declared_size as "declaredSize", received, changed_at as "changedAt" from letter_attachments
    where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** How much is there to go on from; less than the row says only where the folder was lost, as after a restore. */
async function received(context: Context, id: string, { state, received: noted }: Upload): Promise<number> {
  if (state !== 'awaited') return noted
  try {
    return Math.min(noted, (await stat(pieceOf(context, id))).size)
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}

/** How far an upload has come, for the phone to go on from there. */
export async function progressOf(context: Context, id: string): Promise<{ size: number; offset: number }> {
  const row = await uploadRow(context.db, id, false)
  return { size: row.declaredSize, offset: await received(context, id, row) }
}

async function writeAll(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  }
}

/** Writes a piece behind what was received and waits for the disk. */
async function writePiece(context: Context, id: string, at: number, bytes: Buffer): Promise<void> {
  const path = pieceOf(context, id)
  const folder = uploadsFolder(context.config.dataDir)
  await makeFolder(folder)
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    await handle.truncate(at)
    await writeAll(handle, bytes, at)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // a new file's name must reach the disk too, or the bytes are there and nobody finds them
  if (at === 0) await syncFolders(folder, folder)
}

/** Stores the whole file under its own name and hands it over to be checked, in the transaction of its last piece. */
async function finish(trx: Trx, context: Context, id: string, size: number): Promise<void> {
  // before the commit: a row that says "arrived" never stands without its file; a file without such a row is written anew
  const { bytes } = await context.files.put(rawName(id), createReadStream(pieceOf(context, id)))
  if (bytes !== size) throw new Error('a piece changed while it was stored')
  await sql`
    update letter_attachments
    set state = 'checking', received = ${size}, received_at = ${clock.now().toISOString()}, raw_left = true
    where id = ${id}`.execute(trx)
  await audit(trx, {
    actorId: null,
    act: 'attachment.received',
    subjectKind: 'attachment',
    subjectId: id,
    details: { size }
  })
}

/**
 * Adds bytes at `offset` and returns how far the upload is then. The row is locked meanwhile, over all server processes:
 * of two tabs that send the same piece one adds it and the other gets `changed-meanwhile`, asks how far it is and goes on
 * from there. Bytes only ever stand at the place they were sent for. Throws `too-large` beyond the declared size.
 */
export async function addPiece(
  context: Context,
  id: string,
  offset: number,
  bytes: Buffer
): Promise<{ offset: number; finished: boolean }> {
  const done = await context.db
    .transaction()
    .execute(async (trx) => {
      const row = await uploadRow(trx, id, true)
      if (row.state !== 'awaited' || offset !== (await received(context, id, row))) throw problem('changed-meanwhile')
      const end = offset + bytes.length
      if (end > row.declaredSize) throw problem('too-large')
      await writePiece(context, id, offset, bytes)
      const finished = end === row.declaredSize
      if (finished) await finish(trx, context, id, end)
      else
        await sql`update letter_attachments set received = ${end}, changed_at = ${clock.now().toISOString()} where id = ${id}`.execute(
          trx
        )
      return { offset: end, finished }
    })
    .catch((error: unknown) => {
      const { code } = error as { code?: string }
      // a full disk: nothing was acknowledged, and the phone tries again
      throw code === 'ENOSPC' || code === 'EDQUOT' ? problem('unavailable', { retryAfter: 60 }) : error
    })
  // a crash before this leaves a piece that no row awaits; a job removes it
  if (done.finished) await rm(pieceOf(context, id), { force: true })
  return done
}

/**
 * Throws away what has arrived of a file, so that it can be sent anew; `before`: only when no piece came since. Throws
 * `state-forbids` when all of it has arrived.
 */
export async function forgetPieces(context: Context, id: string, before?: Date): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const row = await uploadRow(trx, id, true)
    if (row.state !== 'awaited') throw problem('state-forbids')
    if (before && new Date(row.changedAt) >= before) return
    await sql`update letter_attachments set received = 0 where id = ${id}`.execute(trx)
    await rm(pieceOf(context, id), { force: true })
  })
}
