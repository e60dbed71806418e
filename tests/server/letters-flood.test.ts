/** More letters than people write: no network is shut out, a letter costs its phone some work; a device waits for its turn. */
import { setTimeout as wait } from 'node:timers/promises'
import { createChallenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import type { LetterDraft } from '#contract/letters.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import type { WorkChallenge } from '#contract/work.ts'
import { buildApp } from '#server/app.ts'
import { clock } from '#server/core/clock.ts'
import { blockOf } from '#server/core/limits.ts'
import { workFor } from '#server/core/proof-of-work.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft } from './letter-stage.ts'

/** Little work: what is tested is the rule, not the machine. */
const cheap = { WORK_HASHES: '1000', WORK_HASHES_MOST: '4000', TRUSTED_PROXIES: '192.0.2.1' }
const opened: FreshApp[] = []
const open = async (settings: Record<string, string>): Promise<FreshApp> => {
  const fresh = await freshApp({ ...cheap, ...settings })
  opened.push(fresh)
  return fresh
}
afterEach(async () => {
  clock.set(new Date())
  for (const fresh of opened.splice(0)) await fresh.close()
})

interface Sending {
  readonly from?: string
  readonly work?: string | undefined
  readonly cookie?: string | undefined
}

const send = async (
  app: FastifyInstance,
  letter: LetterDraft = draft(),
  { from = '198.51.100.1', work, cookie }: Sending = {}
): Promise<LightMyRequestResponse> => {
  const response = await app.inject({
    method: 'POST',
    url: '/api/letters',
    payload: letter,
    remoteAddress: '192.0.2.1',
    headers: {
      'x-forwarded-for': from,
      ...(work === undefined ? {} : { 'x-work': work }),
      ...(cookie === undefined ? {} : { cookie })
    }
  })
  // a machine that is busy with other things says so, and a phone tries again
  if (response.statusCode !== 503) return response
  await wait(1000)
  return await send(app, letter, { from, work, cookie })
}

const askedOf = (response: LightMyRequestResponse): WorkChallenge => {
  const { work } = response.json<ProblemDocument>()
  if (!work) throw new Error(`no work was asked for: ${response.statusCode} ${response.body}`)
  return work
}

const header = (challenge: unknown, solution: unknown): string =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')

/** As any client of the protocol solves it. */
const solved = async (challenge: WorkChallenge): Promise<string> =>
  header(challenge, await solveChallenge({ challenge, deriveKey }))

const many = async (app: FastifyInstance, count: number, sending?: Sending): Promise<number[]> => {
  const codes: number[] = []
  for (let n = 0; n < count; n += 1) codes.push((await send(app, draft(), sending)).statusCode)
  return codes
}

describe('a network over its limit', () => {
  test('is asked for work, and the letter is taken when it is done; what was sent before is answered as ever', async () => {
    const { app, owner } = await open({ LETTERS_PER_HOUR: '2' })
    const first = draft()
    expect((await send(app, first)).statusCode).toBe(201)
    expect((await send(app)).statusCode).toBe(201)
    const letter = draft()
    const refused = await send(app, letter)
    expect([refused.statusCode, slugOf(refused)]).toEqual([428, 'work-needed'])
    expect((await owner.query('select 1 from letters where id = $1', [letter.id])).rowCount).toBe(0)
    const work = await solved(askedOf(refused))
    expect((await send(app, letter, { work })).statusCode).toBe(201)
    expect((await send(app, letter)).statusCode).toBe(201)
    expect((await send(app, first)).statusCode).toBe(201)
    expect((await owner.query('select 1 from letters')).rowCount).toBe(3)
    expect(await many(app, 2, { from: '203.0.113.9' })).toEqual([201, 201])
  })

  test('all at once no more are let in than one by one, and those that are not count nothing', async () => {
    const { app, owner } = await open({ LETTERS_PER_HOUR: '5' })
    const answers = await Promise.all(Array.from({ length: 60 }, async () => await send(app)))
    const taken = answers.filter(({ statusCode }) => statusCode === 201).length
    expect(taken).toBeLessThanOrEqual(5)
    expect(answers.every(({ statusCode }) => statusCode === 201 || statusCode === 428)).toBe(true)
    const { rows } = await owner.query<{ requests: number }>(
      `select requests from request_counts where bucket = 'letters'`
    )
    expect(rows).toEqual([{ requests: taken }])
    expect(await many(app, 6 - taken)).toEqual([...Array<number>(5 - taken).fill(201), 428])
  })

  test('a block of networks has a limit of its own, and so has the site', async () => {
    const block = await open({ LETTERS_PER_HOUR: '1' })
    for (let n = 1; n <= 8; n += 1)
      expect(await many(block.app, 1, { from: `198.51.100.${n}` }), `the network ${n}`).toEqual([201])
    expect(await many(block.app, 1, { from: '198.51.100.9' })).toEqual([428])
    expect(await many(block.app, 1, { from: '198.51.101.9' })).toEqual([201])

    const site = await open({ LETTERS_OF_SITE: '3' })
    clock.set(new Date('2026-11-23T09:05:00+08:00'))
    for (let n = 1; n <= 3; n += 1) expect(await many(site.app, 1, { from: `198.51.${n}.7` })).toEqual([201])
    expect(await many(site.app, 1, { from: '198.51.4.7' })).toEqual([428])
    clock.set(new Date('2026-11-23T09:06:00+08:00'))
    expect(await many(site.app, 1, { from: '198.51.5.7' })).toEqual([201])
  })

  test.each([
    ['198.51.100.77', '198.51.100'],
    ['::ffff:198.51.100.77', '198.51.100'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1'],
    ['2001:db8::1', '2001:db8:0']
  ])('%s lies in the block %s', (address, block) => {
    expect(blockOf(address)).toBe(block)
  })
})

describe('the work', () => {
  test('is good for its own letter only, as asked for, in its time and at any process', async () => {
    const { app, config, db, owner } = await open({ LETTERS_PER_HOUR: '1' })
    clock.set(new Date('2026-11-23T09:05:00+08:00'))
    await send(app)
    const letter = draft()
    const challenge = askedOf(await send(app, letter))
    const solution = await solveChallenge({ challenge, deriveKey })
    const work = header(challenge, solution)
    expect((await send(app, draft(), { work })).statusCode).toBe(428)
    const { parameters, signature } = challenge
    const own = await createChallenge({
      algorithm: 'SHA-256',
      cost: 1,
      counter: 3,
      deriveKey,
      hmacSignatureSecret: 'x'
    })
    const forged: readonly [string, string][] = [
      ['an easier one', header({ parameters: { ...parameters, keyPrefix: '00' }, signature }, solution)],
      [
        'of another letter',
        header({ parameters: { ...parameters, data: { letter: draft().id, until: 9e9 } }, signature }, solution)
      ],
      ['signed by somebody else', header(own, { counter: 3, derivedKey: '00' })],
      ['unsigned', header({ parameters }, solution)],
      ['not solved', header(challenge, { counter: 1, derivedKey: parameters.keyPrefix.padEnd(64, '0') })],
      ['no solution', header(challenge, null)],
      ['nothing', header(null, null)],
      ['no JSON', Buffer.from('{').toString('base64')],
      ['no base64', '%%%'],
      ['long', 'A'.repeat(5000)]
    ]
    for (const [what, tried] of forged) expect((await send(app, letter, { work: tried })).statusCode, what).toBe(428)
    clock.set(new Date('2026-11-23T09:16:00+08:00'))
    expect((await send(app, letter, { work })).statusCode).toBe(428)
    clock.set(new Date('2026-11-23T09:14:30+08:00'))
    const other = await buildApp(config, { db, pool: owner })
    try {
      const both = await Promise.all([send(app, letter, { work }), send(other, letter, { work })])
      expect(both.map(({ statusCode }) => statusCode)).toEqual([201, 201])
      expect(both[0].json<{ number: string }>().number).toBe(both[1].json<{ number: string }>().number)
    } finally {
      await other.close()
    }
    expect((await owner.query('select 1 from letters')).rowCount).toBe(2)
  })

  test('grows with the load, up to what the settings allow', async () => {
    const { config } = await open({})
    expect([1.1, 2, 3.9, 4, 100].map((load) => workFor(config, load))).toEqual([1000, 2000, 2000, 4000, 4000])
  })
})

describe('a device', () => {
  test('sends so many in an hour and is told when its turn is; without a cookie it is a new one, and its network counts', async () => {
    const { app } = await open({ LETTERS_OF_DEVICE: '2' })
    clock.set(new Date('2026-11-23T09:50:00+08:00'))
    const first = draft()
    const cookie = (await send(app, first)).headers['set-cookie']?.toString().split(';')[0] ?? ''
    expect(cookie).toMatch(/^wenzheng-device=/)
    expect((await send(app, draft(), { cookie })).statusCode).toBe(201)
    const refused = await send(app, draft(), { cookie, from: '203.0.113.4' })
    expect([refused.statusCode, slugOf(refused)]).toEqual([429, 'too-many'])
    const left = Number(refused.headers['retry-after'])
    expect(left).toBeGreaterThan(500)
    expect(left).toBeLessThanOrEqual(600)
    expect((await send(app, first, { cookie })).statusCode).toBe(201)
    const madeUp = await send(app, draft(), { cookie: 'wenzheng-device=me.me' })
    expect(madeUp.statusCode).toBe(201)
    expect(madeUp.headers['set-cookie']).toMatch(/Path=\/api\/letters; HttpOnly; SameSite=Strict/)
    clock.set(new Date('2026-11-23T10:00:00+08:00'))
    expect((await send(app, draft(), { cookie })).statusCode).toBe(201)
  })
})
