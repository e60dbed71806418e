/** What happens to a file once it has arrived: it is checked by its content, and kept or refused. Once, whatever crashes. */
import { readdir, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { filesFolder, isMissing, removeFiles, sweepUnfinished } from '../core/files.ts'
import { Problem } from '../core/problems.ts'
import { keptName, rawName } from './attachments.ts'
import { checkContentApart } from '../core/file-content-apart.ts'
import { checkContent } from '../core/file-content.ts'
import { RefusedFile, type Checked } from '../core/file-types.ts'
import { forgetPieces, pieceOf, uploadsFolder } from './uploads-pieces.ts'

const lockClass = 0x61746368
const mostAtOnce = 2
/** So often a check may be cut off; who was killed over it, and why, nobody knows, so the next one is made apart. */
const mostCutOff = 3
const daysToFinish = 30

let atWork = 0
const waiting: (() => void)[] = []

/** Two files at a time in a process: a picture takes a core, and up to some hundred megabytes, for a second or two. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  if (atWork < mostAtOnce) atWork += 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else atWork -= 1
  }
}

async function wholeOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

async function keep(db: Db, { files }: Context, id: string, { type, content }: Checked): Promise<void> {
  // the file before its row: a row never names what is not there. After a crash in between the same file is made again
  const { bytes, sha256 } = await files.put(
    keptName(id),
    (async function* () {
      yield content
    })()
  )
  await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update letter_attachments
      set state = 'kept', type = ${type}, size = ${bytes}, sha256 = ${sha256}, decided_at = ${clock.now().toISOString()}
      where id = ${id} and state = 'checking'`.execute(trx)
    if (numAffectedRows)
      await audit(trx, {
        actorId: null,
        act: 'attachment.kept',
        subjectKind: 'attachment',
        subjectId: id,
        details: { type, bytes }
      })
  })
}

async function refuse(db: Db, id: string, { reason }: RefusedFile): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update letter_attachments set state = 'refused', reason = ${reason}, decided_at = ${clock.now().toISOString()}
      where id = ${id} and state = 'checking'`.execute(trx)
    if (numAffectedRows)
      await audit(trx, {
        actorId: null,
        act: 'attachment.refused',
        subjectKind: 'attachment',
        subjectId: id,
        details: { reason }
      })
  })
}

/** A file that was lost with its disk is awaited again: the desk sees that it is missing, and it may be sent anew. */
async function awaitAgain(db: Db, id: string): Promise<void> {
  await sql`
    update letter_attachments set state = 'awaited', received = 0, received_at = null, raw_left = false, checks = 0
    where id = ${id} and state = 'checking'`.execute(db)
}

/**
 * Removes what was sent, with its metadata, once it is decided; while a backup runs it is left to the job. What somebody
 * else is still checking stays: were that cut short, nobody would have the file any more.
 */
async function clearRaw({ db, files }: Context, id: string): Promise<void> {
  const { rows } = await sql`
    select from letter_attachments where id = ${id} and raw_left and state in ('kept', 'refused')`.execute(db)
  if (rows.length > 0 && (await removeFiles(db, files, [rawName(id)])))
    await sql`update letter_attachments set raw_left = false where id = ${id} and state in ('kept', 'refused')`.execute(
      db
    )
}

async function decide(db: Db, context: Context, id: string): Promise<void> {
  const { rows } = await sql<{ checks: number }>`
    update letter_attachments set checks = checks + 1 where id = ${id} and state = 'checking' returning checks`.execute(
    db
  )
  const [row] = rows
  if (!row) return
  try {
    const raw = await context.files.open(rawName(id))
    if (!raw) return await awaitAgain(db, id)
    const check = row.checks > mostCutOff ? checkContentApart : checkContent
    await keep(db, context, id, await check(await wholeOf(raw.content)))
  } catch (error) {
    if (error instanceof RefusedFile) return await refuse(db, id, error)
    // a full disk, say: no fault of the file, and it must not be refused after some minutes of that
    await sql`update letter_attachments set checks = checks - 1 where id = ${id} and state = 'checking'`.execute(db)
    throw error
  }
}

/**
 * Checks one file that has arrived, keeps or refuses it, and removes what was sent. Any number of processes may call it at
 * any time: one does it. `stopping`: asked when its turn comes.
 */
export async function checkAttachment(context: Context, id: string, stopping = () => false): Promise<void> {
  await inTurn(async () => {
    if (stopping()) return
    await context.db.connection().execute(async (connection) => {
      // of the session, not of a transaction: it may take long, and it is let go of when the process dies
      const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_lock(${lockClass}, hashtext(${id})) as mine`.execute(connection)
      if (rows[0]?.mine !== true) return
      try {
        await decide(connection, context, id)
      } finally {
        await sql`select pg_advisory_unlock(${lockClass}, hashtext(${id}))`.execute(connection)
      }
    })
    await clearRaw(context, id)
  })
}

/** Checks every file that has arrived and is not decided: a crash, a full disk or a stop came between. */
export async function finishUploads(context: Context): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from letter_attachments where state = 'checking' order by received_at limit 200`.execute(context.db)
  const failures: unknown[] = []
  // one that can't be read keeps none of the others waiting
  for (const { id } of rows) await checkAttachment(context, id).catch((error: unknown) => failures.push(error))
  const left = await sql<{ id: string }>`
    select id from letter_attachments where raw_left and state in ('kept', 'refused') limit 200`.execute(context.db)
  for (const { id } of left.rows) await clearRaw(context, id)
  if (failures.length > 0) throw failures[0]
}

/** Removes pieces that nobody went on with for thirty days, or that no row awaits; the attachment stays awaited, and may be sent anew. */
export async function forgetUploads(context: Context): Promise<void> {
  const { config } = context
  const names = await readdir(uploadsFolder(config.dataDir)).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const before = new Date(clock.now().getTime() - daysToFinish * 86_400_000)
  for (const id of names) {
    try {
      await forgetPieces(context, id, before)
    } catch (error) {
      if (!(error instanceof Problem) || !/^(not-found|state-forbids)$/.test(error.slug)) throw error
      await rm(pieceOf(context, id), { force: true })
    }
  }
  await sweepUnfinished(filesFolder(config.dataDir))
}
