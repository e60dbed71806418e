import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Letter, LetterReceipt } from '#contract/letters.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, newCode, open, post, sent } from './letter-stage.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
})

afterAll(async () => {
  await fresh.close()
})

describe('a citizen sends a letter', () => {
  test('and gets number, due date and how it was counted', async () => {
    const letter = draft()
    const receipt = await sent(fresh.app, letter)
    expect(receipt.number).toMatch(/^ZX-\d{4}-\d{6}$/)
    expect(receipt.due.limit).toBe(15)
    expect(receipt.due.days.filter((day) => day.count !== undefined)).toHaveLength(15)
  })

  test('the same id with the same content gets the first receipt, however often and at once', async () => {
    const letter = draft({ contact: { phone: '13800000000', name: '林女士' } })
    const answers = await Promise.all(Array.from({ length: 8 }, async () => await post(fresh.app, letter)))
    expect(new Set(answers.map((one) => one.statusCode))).toEqual(new Set([201]))
    expect(new Set(answers.map((one) => one.body)).size).toBe(1)
    const { rows } = await fresh.owner.query<{ letters: number; events: number; senders: number }>(
      `select (select count(*) from letters where id = $1) as letters, (select count(*) from letter_events where letter_id = $1) as events,
              (select count(*) from letter_senders where letter_id = $1) as senders`,
      [letter.id]
    )
    expect(rows).toEqual([{ letters: 1, events: 1, senders: 1 }])
  })

  test('the same id with another content is refused and changes nothing', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const again = await post(fresh.app, { ...letter, text: '换了一个问题，想问别的事情。' })
    expect([again.statusCode, slugOf(again)]).toEqual([409, 'already-sent'])
    const kept = await open(fresh.app, (await sent(fresh.app, letter)).number, `Code ${letter.code}`)
    expect(kept.json<Letter>().thread).toMatchObject([{ kind: 'letter', text: letter.text }])
  })

  test.each([
    ['a title of one letter', { title: '问' }, '/title'],
    ['a title of spaces', { title: '     ' }, '/title'],
    ['a text too long', { text: '字'.repeat(2001) }, '/text'],
    ['a phone that is none', { contact: { phone: '12345' } }, '/contact/phone'],
    ['an unknown kind', { kind: 'gossip' }, '/kind'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a code with letters that look alike', { code: 'OIOI-LLLL-0000' }, '/code']
  ])('%s is told by its place', async (_name, changes, pointer) => {
    const response = await post(fresh.app, { ...draft(), ...changes })
    expect([response.statusCode, slugOf(response)]).toEqual([422, 'invalid'])
    expect(response.json<ProblemDocument>().errors?.map((error) => error.pointer)).toContain(pointer)
  })

  test('letters outside the first plane count as one', async () => {
    expect((await post(fresh.app, draft({ title: '𠮷'.repeat(60) }))).statusCode).toBe(201)
    expect((await post(fresh.app, draft({ title: '𠮷'.repeat(61) }))).statusCode).toBe(422)
  })

  test('a zero character is told, not stored', async () => {
    const response = await post(fresh.app, draft({ text: '看到一个\u0000奇怪的字符' }))
    expect([response.statusCode, slugOf(response)]).toEqual([400, 'bad-text'])
  })

  test('broken JSON, another kind of content and a letter as big as a book have their own answers', async () => {
    const raw = async (payload: string, type: string) =>
      await fresh.app.inject({ method: 'POST', url: '/api/letters', payload, headers: { 'content-type': type } })
    expect((await raw('{"id":', 'application/json')).statusCode).toBe(400)
    expect((await raw('<letter/>', 'application/xml')).statusCode).toBe(415)
    expect((await raw(JSON.stringify({ text: '字'.repeat(40_000) }), 'application/json')).statusCode).toBe(413)
  })
})

describe('a citizen finds the letter again', () => {
  test('with number and code, typed as people type', async () => {
    const letter = draft({ code: 'K7QF-3M9X-0T1D' })
    const { number } = await sent(fresh.app, letter)
    for (const typed of ['K7QF-3M9X-0T1D', 'k7qf3m9x0t1d', 'K7QF-3M9X-OTID']) {
      const response = await open(fresh.app, number, `Code ${typed}`)
      expect(response.statusCode).toBe(200)
      expect(response.json<Letter>()).toMatchObject({
        number,
        title: letter.title,
        state: 'received',
        acts: ['withdraw']
      })
    }
  })

  test('with the token of the phone that sent it', async () => {
    const letter = draft()
    const { number } = await sent(fresh.app, letter)
    expect((await open(fresh.app, number, `Device ${letter.deviceToken}`)).statusCode).toBe(200)
    expect((await open(fresh.app, number, `Device ${randomBytes(32).toString('base64url')}`)).statusCode).toBe(404)
  })

  test('a wrong code and a number that does not exist get the same answer', async () => {
    const { number } = await sent(fresh.app, draft())
    const wrong = await open(fresh.app, number, `Code ${newCode()}`)
    const absent = await open(fresh.app, 'ZX-2026-999999', `Code ${newCode()}`)
    const nothing = await open(fresh.app, number)
    for (const response of [wrong, absent, nothing]) {
      expect([response.statusCode, slugOf(response)]).toEqual([404, 'holder-unknown'])
    }
    const plain = ({ instance: _, ...rest }: ProblemDocument) => rest
    expect(plain(wrong.json<ProblemDocument>())).toEqual(plain(absent.json<ProblemDocument>()))
  })

  test('wrong codes slow down a number, existing or not, and never the phone that sent it', async () => {
    const guessed = await freshApp()
    try {
      const letter = draft()
      const sent = await guessed.app.inject({ method: 'POST', url: '/api/letters', payload: letter })
      const { number } = sent.json<LetterReceipt>()
      const from = async (address: string, target: string, authorization: string) =>
        (
          await guessed.app.inject({
            url: `/api/letters/${target}`,
            headers: { authorization },
            remoteAddress: address
          })
        ).statusCode
      for (const target of [number, 'ZX-2026-888888']) {
        for (let i = 0; i < 10; i += 1) expect(await from(`198.51.100.${i}`, target, `Code ${newCode()}`)).toBe(404)
        expect(await from('203.0.113.9', target, `Code ${newCode()}`)).toBe(429)
      }
      expect(await from('203.0.113.9', number, `Device ${letter.deviceToken}`)).toBe(200)
    } finally {
      await guessed.close()
    }
  })
})
