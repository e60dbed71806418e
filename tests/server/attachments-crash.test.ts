import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { buildApp, contextOf } from '#server/app.ts'
import { backup } from '#server/core/backup.ts'
import { openDb } from '#server/core/db.ts'
import { filesLock } from '#server/core/files.ts'
import { restore } from '#server/core/restore.ts'
import { finishUploads, forgetUploads } from '#server/letters/attachments-check.ts'
import { addPiece } from '#server/letters/uploads-pieces.ts'
import { longPdf } from './attachment-makers.ts'
import {
  decided,
  download,
  filesOf,
  listening,
  offsetOf,
  one,
  patch,
  piecePath,
  sendFile,
  sha256,
  storedOf,
  type Answer
} from './attachment-stage.ts'
import { newPlace, passphrase, workFactor } from './backup-stage.ts'
import { inDatabase } from './database.ts'
import { freshApp, freshConfig, type FreshApp } from './fresh-app.ts'

let fresh: FreshApp
/** Another process would look like this: the same database and folder, nothing else in common. */
let second: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  await listening(fresh)
  const app = await buildApp(fresh.config, { db: fresh.db, pool: fresh.owner })
  await listening({ app })
  second = { ...fresh, app }
})

afterAll(async () => {
  await second.app.close()
  await fresh.close()
})

/** Begins to send a piece and stops in the middle; the connection stays open. */
const beginPiece = async (
  port: number,
  { id, authorization }: { id: string; authorization: string },
  bytes: Buffer,
  sentSoFar: number
): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(
    `PATCH /api/uploads/${id} HTTP/1.1\r\nhost: x\r\ntus-resumable: 1.0.0\r\nauthorization: ${authorization}\r\n` +
      `content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: ${bytes.length}\r\n\r\n`
  )
  socket.write(bytes.subarray(0, sentSoFar))
  return socket
}

describe('whatever breaks', () => {
  test('after a broken connection the phone goes on where it was', async () => {
    const bytes = longPdf(900_000)
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    const { port } = fresh.app.server.address() as AddressInfo
    const socket = await beginPiece(port, { id, authorization }, bytes, 600_000)
    await expect.poll(async () => await offsetOf(fresh, id, authorization), { timeout: 5000 }).toBeGreaterThan(500_000)
    socket.destroy()
    const offset = await offsetOf(fresh, id, authorization)
    expect(offset).toBeLessThanOrEqual(600_000)
    // what arrived last may just be added: the phone asks until its piece is the next
    let answer: Answer
    do {
      const at = await offsetOf(fresh, id, authorization)
      answer = await patch(fresh, id, at, bytes.subarray(at), authorization)
    } while (answer.status === 409)
    expect(answer.status).toBe(204)
    await decided(fresh, { ...sender, authorization })
    expect(sha256((await download(fresh, { ...sender, authorization })).body)).toBe(sha256(bytes))
  })

  test('after the server was killed in the middle of a piece the phone goes on where it was', async () => {
    const bytes = longPdf(900_000)
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    const { rows } = await fresh.owner.query<{ name: string }>('select current_database() as name')
    const child = spawn(process.execPath, [join(import.meta.dirname, 'attachment-process.ts')], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ADDRESS: JSON.stringify(inDatabase(inject('cluster').address, rows[0]!.name)),
        DATA_DIR: fresh.config.dataDir
      },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const gone = once(child, 'exit')
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      await beginPiece(Number(line.toString()), { id, authorization }, bytes, 600_000)
      await expect.poll(async () => await offsetOf(fresh, id, authorization), { timeout: 8000 }).toBeGreaterThan(0)
    } finally {
      child.kill('SIGKILL')
      await gone
    }
    const at = await offsetOf(fresh, id, authorization)
    expect(at).toBeGreaterThan(0)
    expect((await patch(fresh, id, at, bytes.subarray(at), authorization)).status).toBe(204)
    await decided(fresh, { ...sender, authorization })
    expect(sha256((await download(fresh, { ...sender, authorization })).body)).toBe(sha256(bytes))
  })

  test('what a crash left behind the acknowledged bytes is cut off', async () => {
    const bytes = longPdf(50_000)
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    await patch(fresh, id, 0, bytes.subarray(0, 20_000), authorization)
    // written, and not yet committed
    appendFileSync(piecePath(fresh, id), randomBytes(40_000))
    expect(await offsetOf(fresh, id, authorization)).toBe(20_000)
    await patch(fresh, id, 20_000, bytes.subarray(20_000), authorization)
    await decided(fresh, { ...sender, authorization })
    expect(sha256((await download(fresh, { ...sender, authorization })).body)).toBe(sha256(bytes))
  })

  test('a file whose folder was lost begins anew, as far as it is gone', async () => {
    const { id, authorization } = await one(fresh, 50_000)
    await patch(fresh, id, 0, randomBytes(20_000), authorization)
    rmSync(piecePath(fresh, id))
    expect(await offsetOf(fresh, id, authorization)).toBe(0)
    expect((await patch(fresh, id, 0, randomBytes(10_000), authorization)).status).toBe(204)
    expect(await offsetOf(fresh, id, authorization)).toBe(10_000)
  })

  test('a file that arrived just before a crash is checked by the job, once', async () => {
    const bytes = longPdf(5000)
    const { id, ...sender } = await one(fresh, bytes.length)
    expect(await addPiece(fresh.context, id, 0, bytes)).toEqual({ offset: 5000, finished: true })
    // the crash came before the piece was removed, and before the check began
    writeFileSync(piecePath(fresh, id), bytes)
    expect((await filesOf(fresh, sender))[0]?.state).toBe('checking')
    expect((await download(fresh, sender)).status).toBe(404)
    await Promise.all([finishUploads(fresh.context), finishUploads(second.context), finishUploads(fresh.context)])
    expect((await decided(fresh, sender)).state).toBe('kept')
    await forgetUploads(fresh.context)
    expect(existsSync(piecePath(fresh, id))).toBe(false)
    const { rows } = await fresh.owner.query<{ act: string; details: object }>(
      'select act, details from audit_events where subject_id = $1 order by at, id',
      [id]
    )
    expect(rows).toEqual([
      { act: 'attachment.received', details: { size: 5000 } },
      { act: 'attachment.kept', details: { type: 'application/pdf', bytes: 5000 } }
    ])
    const checks = await fresh.owner.query('select checks, raw_left from letter_attachments where id = $1', [id])
    expect(checks.rows).toEqual([{ checks: 1, raw_left: false }])
  })

  test('what one process is still checking, another one does not remove', async () => {
    const bytes = longPdf(5000)
    const arrived = await one(fresh, bytes.length)
    await addPiece(fresh.context, arrived.id, 0, bytes)
    const checking = await fresh.owner.connect()
    try {
      await checking.query('select pg_advisory_lock($1, hashtext($2))', [0x61746368, arrived.id])
      await finishUploads(fresh.context)
      expect(storedOf(fresh, arrived.id).map((path) => path.slice(-3))).toEqual(['raw'])
    } finally {
      // the other process dies over it
      checking.release(true)
    }
    await expect
      .poll(async () => {
        await finishUploads(fresh.context)
        return (await filesOf(fresh, arrived))[0]?.state
      })
      .toBe('kept')
    expect(sha256((await download(fresh, arrived)).body)).toBe(sha256(bytes))
  })

  test('a disk that is full for a while makes no file a broken one, and keeps none of the others waiting', async () => {
    const bytes = longPdf(5000)
    const unlucky = await one(fresh, bytes.length)
    const after = await one(fresh, bytes.length)
    for (const { id } of [unlucky, after]) await addPiece(fresh.context, id, 0, bytes)
    const full: typeof fresh.context = {
      ...fresh.context,
      files: {
        ...fresh.context.files,
        put: async (name, content) => {
          if (name.startsWith(unlucky.id)) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
          return await fresh.context.files.put(name, content)
        }
      }
    }
    for (let minute = 0; minute < 6; minute += 1) await expect(finishUploads(full)).rejects.toThrow('no space left')
    expect(await filesOf(fresh, after)).toMatchObject([{ state: 'kept' }])
    expect(await filesOf(fresh, unlucky)).toMatchObject([{ state: 'checking' }])
    await finishUploads(fresh.context)
    expect(sha256((await download(fresh, unlucky)).body)).toBe(sha256(bytes))
  })

  test('a file whose check was cut off again and again is checked apart: kept where nothing is wrong with it', async () => {
    const bytes = longPdf(5000)
    const unlucky = await one(fresh, bytes.length)
    const encrypted = Buffer.from(bytes.toString('latin1').replace('\n%', '\n%/Encrypt 9 0 R '), 'latin1')
    const refused = await one(fresh, encrypted.length)
    await addPiece(fresh.context, unlucky.id, 0, bytes)
    await addPiece(fresh.context, refused.id, 0, encrypted)
    // the server was killed each time
    await fresh.owner.query('update letter_attachments set checks = 7 where id = any ($1)', [[unlucky.id, refused.id]])
    await finishUploads(fresh.context)
    expect(await filesOf(fresh, unlucky)).toMatchObject([{ state: 'kept' }])
    expect(sha256((await download(fresh, unlucky)).body)).toBe(sha256(bytes))
    expect(await filesOf(fresh, refused)).toMatchObject([{ state: 'refused', reason: 'encrypted' }])
  })

  test('a file that brings down even a process of its own is refused, and one that was lost is awaited again', async () => {
    const bytes = longPdf(5000)
    const deadly = await one(fresh, bytes.length)
    const lost = await one(fresh, bytes.length)
    for (const { id } of [deadly, lost]) await addPiece(fresh.context, id, 0, bytes)
    await fresh.owner.query('update letter_attachments set checks = 3 where id = $1', [deadly.id])
    await fresh.context.files.remove(`${lost.id}.raw`)
    // such a file is hard to come by: whatever is checked apart now dies as by one
    const dying = join(fresh.config.dataDir, 'dying.mjs')
    writeFileSync(dying, "process.once('message', () => process.abort())")
    vi.stubEnv('NODE_OPTIONS', `--import=${pathToFileURL(dying).href}`)
    try {
      await finishUploads(fresh.context)
    } finally {
      vi.unstubAllEnvs()
    }
    expect(await filesOf(fresh, deadly)).toMatchObject([{ state: 'refused', reason: 'broken' }])
    expect(await filesOf(fresh, lost)).toMatchObject([{ state: 'awaited', received: 0 }])
    expect((await patch(fresh, lost.id, 0, bytes, lost.authorization)).status).toBe(204)
    expect((await decided(fresh, lost)).state).toBe('kept')
  })

  test('nobody goes on for thirty days: what came is forgotten, and may be sent anew', async () => {
    const stale = await one(fresh, 10_000)
    const young = await one(fresh, 10_000)
    for (const { id, authorization } of [stale, young]) await patch(fresh, id, 0, randomBytes(5000), authorization)
    const age = `update letter_attachments set changed_at = now() - $2 * interval '1 day' where id = $1`
    await fresh.owner.query(age, [stale.id, 31])
    await fresh.owner.query(age, [young.id, 29])
    await forgetUploads(fresh.context)
    expect([existsSync(piecePath(fresh, stale.id)), statSync(piecePath(fresh, young.id)).size]).toEqual([false, 5000])
    expect(await filesOf(fresh, stale)).toMatchObject([{ state: 'awaited', received: 0 }])
    expect(await offsetOf(fresh, stale.id, stale.authorization)).toBe(0)
    expect(await offsetOf(fresh, young.id, young.authorization)).toBe(5000)
  })
})

describe('files are in the backup', () => {
  test('what is kept, and what has arrived and is not checked yet, is there again after a restore', async () => {
    const bytes = longPdf(5000)
    const { sender: keptSender, file } = await sendFile(fresh, bytes, '材料.pdf')
    const arrived = await one(fresh, bytes.length)
    await addPiece(fresh.context, arrived.id, 0, bytes)
    const place = await newPlace({ SECRET: fresh.config.secret.toString('base64') })
    const archive = join(fresh.config.dataDir, 'archive.age')
    try {
      await backup({ owner: fresh.owner, config: fresh.config, file: archive, passphrase, workFactor })
      await restore({ owner: place.owner, config: place.config, file: archive, passphrase })
      const config = freshConfig(place.config.dataDir)
      const db = openDb(place.app)
      const app = await buildApp(config, { db, pool: place.app })
      const restored = { ...fresh, app, config, db, context: contextOf(config, db) }
      await listening({ app })
      expect(sha256((await download(restored, keptSender)).body)).toBe(sha256(bytes))
      expect(await filesOf(restored, keptSender)).toEqual([file])
      expect(await filesOf(restored, arrived)).toMatchObject([{ state: 'checking' }])
      await finishUploads(restored.context)
      expect(sha256((await download(restored, arrived)).body)).toBe(sha256(bytes))
      await app.close()
    } finally {
      await place.end()
      await finishUploads(fresh.context)
    }
  })

  test('while one is taken nothing is removed; what was sent goes afterwards', async () => {
    const bytes = longPdf(5000)
    const client = await fresh.owner.connect()
    try {
      await client.query('select pg_advisory_lock_shared($1)', [filesLock])
      const { file } = await sendFile(fresh, bytes)
      expect(file.state).toBe('kept')
      await finishUploads(fresh.context)
      expect(storedOf(fresh, file.id)).toHaveLength(2)
      await client.query('select pg_advisory_unlock_shared($1)', [filesLock])
      await finishUploads(fresh.context)
      expect(storedOf(fresh, file.id).map((path) => path.slice(-4))).toEqual(['kept'])
    } finally {
      client.release()
    }
  })

  test('what is half-written is not in it, and is swept away when it is old', async () => {
    const folder = join(fresh.config.dataDir, 'files', '.unfinished')
    const [old, young] = [join(folder, 'old'), join(folder, 'young')]
    writeFileSync(old, 'half')
    writeFileSync(young, 'half')
    utimesSync(old, 0, 0)
    const archive = join(fresh.config.dataDir, 'archive.age')
    const { files } = await backup({ owner: fresh.owner, config: fresh.config, file: archive, passphrase, workFactor })
    expect(files.some(({ name }) => name.includes('.unfinished'))).toBe(false)
    expect(files.some(({ name }) => name.endsWith('.kept'))).toBe(true)
    await forgetUploads(fresh.context)
    expect([existsSync(old), existsSync(young)]).toEqual([false, true])
  })
})
