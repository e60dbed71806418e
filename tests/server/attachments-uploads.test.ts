import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { Upload } from 'tus-js-client'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '#server/app.ts'
import { largeJpeg, longPdf, pdf } from './attachment-makers.ts'
import {
  create,
  decided,
  download,
  filesOf,
  head,
  listening,
  offsetOf,
  one,
  over,
  patch,
  piecePath,
  sendLetter,
  sha256,
  slugIn,
  storedOf,
  type Answer
} from './attachment-stage.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { newCode } from './letter-stage.ts'

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

describe('a file comes in pieces', () => {
  test('created twice it has one address, and the phone is told how far it is', async () => {
    const bytes = longPdf(300_000)
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    const first = await create(fresh, id, bytes.length, authorization)
    expect([first.status, first.headers.location]).toEqual([201, `/api/uploads/${id}`])
    expect((await patch(fresh, id, 0, bytes.subarray(0, 100_000), authorization)).headers['upload-offset']).toBe(
      '100000'
    )
    const again = await create(fresh, id, bytes.length, authorization)
    expect([again.status, again.headers.location]).toEqual([201, first.headers.location])
    const progress = await head(fresh, id, authorization)
    expect(progress).toMatchObject({
      status: 200,
      headers: {
        'upload-offset': '100000',
        'upload-length': '300000',
        'cache-control': 'no-store',
        'tus-resumable': '1.0.0'
      }
    })
    expect(await filesOf(fresh, { ...sender, authorization })).toMatchObject([{ state: 'awaited', received: 100_000 }])
    expect((await patch(fresh, id, 100_000, bytes.subarray(100_000), authorization)).status).toBe(204)
    expect(await decided(fresh, { ...sender, authorization })).toMatchObject({ state: 'kept', received: 300_000 })
    expect(sha256((await download(fresh, { ...sender, authorization })).body)).toBe(sha256(bytes))
    expect(existsSync(piecePath(fresh, id))).toBe(false)
    // a lost reply: the phone asks again, and nothing begins anew
    expect(await offsetOf(fresh, id, authorization)).toBe(300_000)
    expect((await create(fresh, id, bytes.length, authorization)).status).toBe(201)
    expect(slugIn(await patch(fresh, id, 0, bytes.subarray(0, 100_000), authorization))).toBe('changed-meanwhile')
    expect(storedOf(fresh, id)).toHaveLength(1)
  })

  test('the usual client of the protocol brings a file over', async () => {
    const photo = await largeJpeg()
    const sender = await sendLetter(fresh, [{ name: '照片.jpg', size: photo.length }])
    const { port } = fresh.app.server.address() as AddressInfo
    const steps: number[] = []
    await new Promise<void>((resolve, reject) => {
      new Upload(photo, {
        endpoint: `http://127.0.0.1:${port}/api/uploads`,
        chunkSize: 64 * 1024,
        metadata: { attachment: sender.ids[0]! },
        headers: { authorization: sender.authorization },
        onChunkComplete: (_size, accepted) => steps.push(accepted),
        onSuccess: () => resolve(),
        onError: reject
      }).start()
    })
    expect(steps).toHaveLength(Math.ceil(photo.length / (64 * 1024)))
    expect(await decided(fresh, sender)).toMatchObject({ state: 'kept', type: 'image/jpeg' })
  })

  test('the code opens the way as the phone does', async () => {
    const { id, letter } = await one(fresh, 10)
    expect((await create(fresh, id, 10, `Code ${letter.code}`)).status).toBe(201)
    expect(await offsetOf(fresh, id, `Code ${letter.code}`)).toBe(0)
  })

  test('a piece for another place, or beyond the end, changes nothing', async () => {
    const { id, authorization } = await one(fresh, 1000)
    expect(slugIn(await patch(fresh, id, 10, Buffer.alloc(10), authorization))).toBe('changed-meanwhile')
    expect(slugIn(await patch(fresh, id, 0, Buffer.alloc(1001), authorization))).toBe('too-large')
    expect(await offsetOf(fresh, id, authorization)).toBe(0)
    expect(existsSync(piecePath(fresh, id))).toBe(false)
  })

  test('what is given up begins anew; what has arrived can not be taken back', async () => {
    const bytes = pdf()
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    await patch(fresh, id, 0, randomBytes(100), authorization)
    const away = { 'tus-resumable': '1.0.0', authorization }
    expect((await over(fresh, 'DELETE', `/uploads/${id}`, away)).status).toBe(204)
    expect(existsSync(piecePath(fresh, id))).toBe(false)
    expect(await offsetOf(fresh, id, authorization)).toBe(0)
    await patch(fresh, id, 0, bytes, authorization)
    expect((await decided(fresh, { ...sender, authorization })).state).toBe('kept')
    expect(slugIn(await over(fresh, 'DELETE', `/uploads/${id}`, away))).toBe('state-forbids')
  })
})

describe('only who may open the letter may send its files', () => {
  test('a wrong token, a wrong code, none, and a file that nobody declared are answered alike', async () => {
    const { id } = await one(fresh, 10)
    const strangers = [
      [id, `Device ${randomBytes(32).toString('base64url')}`],
      [id, `Code ${newCode()}`],
      [id, ''],
      [id, (await one(fresh, 10)).authorization],
      [uuidv7(), (await one(fresh, 10)).authorization]
    ] as const
    const plain = ({ status, body }: Answer) => {
      const { instance: _, ...rest } = JSON.parse(body.toString('utf8')) as Record<string, unknown>
      return { status, ...rest }
    }
    const answers: unknown[] = []
    for (const [target, authorization] of strangers) {
      answers.push(plain(await create(fresh, target, 10, authorization)))
      answers.push(plain(await patch(fresh, target, 0, Buffer.alloc(10), authorization)))
      answers.push(
        plain(await over(fresh, 'DELETE', `/uploads/${target}`, { 'tus-resumable': '1.0.0', authorization }))
      )
      expect((await head(fresh, target, authorization)).status).toBe(404)
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 404, type: '/problems/holder-unknown' })
    expect(existsSync(piecePath(fresh, id))).toBe(false)
  })

  test('another address behind the own one is not reached', async () => {
    const victim = await one(fresh, 10)
    const mine = await one(fresh, 10)
    const headers = {
      'tus-resumable': '1.0.0',
      authorization: mine.authorization,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0'
    }
    await over(fresh, 'PATCH', `/uploads/${mine.id}?x=/${victim.id}`, headers, Buffer.alloc(5))
    expect(await offsetOf(fresh, victim.id, victim.authorization)).toBe(0)
    expect(await offsetOf(fresh, mine.id, mine.authorization)).toBe(5)
    for (const path of [`${mine.id}/../${victim.id}`, `..%2f..%2fkeys.json`, `%2e%2e`, '', victim.id.toUpperCase()]) {
      const { status } = await over(fresh, 'PATCH', `/uploads/${path}`, headers, Buffer.alloc(5))
      expect([400, 404]).toContain(status)
    }
    expect(await offsetOf(fresh, victim.id, victim.authorization)).toBe(0)
  })

  test('a length that was not declared, and a request that tus does not know, are refused in the words of the house', async () => {
    const { id, authorization } = await one(fresh, 1000)
    expect(slugIn(await create(fresh, id, 1001, authorization))).toBe('too-large')
    expect(slugIn(await create(fresh, id, 999, authorization))).toBe('bad-request')
    expect(slugIn(await create(fresh, id, 1000, authorization, 'attachment !!!'))).toBe('bad-request')
    expect(slugIn(await create(fresh, id, 1000, authorization, 'other eA=='))).toBe('bad-request')
    const bare = { authorization, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
    expect(slugIn(await over(fresh, 'PATCH', `/uploads/${id}`, bare, Buffer.alloc(5)))).toBe('bad-request')
    const old = { ...bare, 'tus-resumable': '0.2.2' }
    expect(slugIn(await over(fresh, 'PATCH', `/uploads/${id}`, old, Buffer.alloc(5)))).toBe('bad-request')
    const noOffset = { authorization, 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' }
    expect(slugIn(await over(fresh, 'PATCH', `/uploads/${id}`, noOffset, Buffer.alloc(5)))).toBe('bad-request')
    const json = { ...old, 'tus-resumable': '1.0.0', 'content-type': 'application/json' }
    expect([400, 415]).toContain((await over(fresh, 'PATCH', `/uploads/${id}`, json, Buffer.from('{}'))).status)
    expect(slugIn(await over(fresh, 'GET', `/uploads/${id}`, { authorization }))).toBe('not-found')
    expect(slugIn(await over(fresh, 'GET', '/uploads', { authorization }))).toBe('not-found')
    expect(await offsetOf(fresh, id, authorization)).toBe(0)
  })

  test('a network that begins too many is asked to wait', async () => {
    const few = await freshApp({ LETTERS_PER_HOUR: '1' })
    try {
      await listening(few)
      const { ids, authorization } = await sendLetter(few, [{ name: 'x', size: 10 }])
      const statuses: number[] = []
      for (let n = 0; n < 13; n += 1) statuses.push((await create(few, ids[0]!, 10, authorization)).status)
      expect(statuses).toEqual([...Array<number>(12).fill(201), 429])
    } finally {
      await few.close()
    }
  })
})

describe('two tabs, two servers', () => {
  test('the same piece at once is added once', async () => {
    const bytes = longPdf(200_000)
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    const answers = await Promise.all(
      Array.from(
        { length: 10 },
        async (_, n) => await patch(n % 2 === 0 ? fresh : second, id, 0, bytes.subarray(0, 150_000), authorization)
      )
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array<number>(9).fill(409)])
    expect(await offsetOf(second, id, authorization)).toBe(150_000)
    await patch(second, id, 150_000, bytes.subarray(150_000), authorization)
    await decided(fresh, { ...sender, authorization })
    expect(sha256((await download(fresh, { ...sender, authorization })).body)).toBe(sha256(bytes))
  })

  test('that race for every piece make one file with the right bytes', async () => {
    const bytes = longPdf(600_000)
    const { id, authorization, ...sender } = await one(fresh, bytes.length)
    const tab = async (server: FreshApp, length: number) => {
      for (;;) {
        const at = await offsetOf(server, id, authorization)
        if (at === bytes.length) return
        const { status } = await patch(server, id, at, bytes.subarray(at, at + length), authorization)
        expect([204, 409]).toContain(status)
      }
    }
    await Promise.all([tab(fresh, 70_000), tab(second, 70_000), tab(fresh, 31_000), tab(second, 300_000)])
    await decided(fresh, { ...sender, authorization })
    expect(sha256((await download(fresh, { ...sender, authorization })).body)).toBe(sha256(bytes))
    expect(storedOf(fresh, id)).toHaveLength(1)
  })
})
