import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeskLetter, Letter, LetterDraft, LetterQueue, LetterReceipt } from '#contract/letters.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { codeFrom } from '#contract/shapes.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let prices: string
let households: string
let clerk: Colleague
let handler: Colleague
let otherHandler: Colleague
let head: Colleague
let leader: Colleague
let auditor: Colleague

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  prices = await makeOffice(db, '价格科', 1)
  households = await makeOffice(db, '住户科', 2)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
  otherHandler = await colleague(app, db, 'other', ['handler'], households)
  head = await colleague(app, db, 'head', ['officeHead'], prices)
  leader = await colleague(app, db, 'leader', ['leader'])
  auditor = await colleague(app, db, 'auditor', ['auditor'])
})

afterAll(async () => {
  await fresh.close()
})

const draft = (changes: Partial<LetterDraft> = {}): LetterDraft => ({
  id: uuidv7(),
  code: codeFrom(randomBytes(12)),
  deviceToken: randomBytes(32).toString('base64url'),
  kind: 'enquiry',
  title: '租房的钱算不算居住类价格',
  text: '自己住的房子没有付租金，这部分怎么算进去？',
  privacyNotice: '2026-11',
  ...changes
})

const post = async (body: unknown, headers: Record<string, string> = {}) =>
  await fresh.app.inject({ method: 'POST', url: '/api/letters', payload: body as object, headers })

const send = async (letter: LetterDraft): Promise<LetterReceipt> => {
  const response = await post(letter)
  expect(response.statusCode, response.body).toBe(201)
  return response.json<LetterReceipt>()
}

const open = async (number: string, authorization?: string) =>
  await fresh.app.inject({ url: `/api/letters/${number}`, headers: authorization ? { authorization } : {} })

const slug = (response: { json: () => unknown }): string => (response.json() as ProblemDocument).type.replace('/problems/', '')

const answer = async (letter: LetterDraft): Promise<void> => {
  const path = `/desk/letters/${letter.id}`
  expect((await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })).statusCode).toBe(200)
  expect((await handler.send('PUT', `${path}/draft`, { text: '自有住房按虚拟租金计算。', revision: 2 })).statusCode).toBe(200)
  expect((await handler.send('POST', `${path}/submission`, { revision: 3 })).statusCode).toBe(200)
  expect((await head.send('POST', `${path}/signature`, { revision: 4 })).statusCode).toBe(200)
}

describe('a citizen sends a letter', () => {
  test('and gets number, due date and how it was counted', async () => {
    const letter = draft()
    const receipt = await send(letter)
    expect(receipt.number).toMatch(/^ZX-\d{4}-\d{6}$/)
    expect(receipt.due.limit).toBe(15)
    expect(receipt.due.days.filter((day) => day.count !== undefined)).toHaveLength(15)
  })

  test('the same id with the same content gets the first receipt, however often and at once', async () => {
    const letter = draft({ contact: { phone: '13800000000', name: '林女士' } })
    const answers = await Promise.all(Array.from({ length: 8 }, async () => await post(letter)))
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
    await send(letter)
    const again = await post({ ...letter, text: '换了一个问题，想问别的事情。' })
    expect([again.statusCode, slug(again)]).toEqual([409, 'already-sent'])
    const kept = await open((await send(letter)).number, `Code ${letter.code}`)
    expect(kept.json<Letter>().text).toBe(letter.text)
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
    const response = await post({ ...draft(), ...changes })
    expect([response.statusCode, slug(response)]).toEqual([422, 'invalid'])
    expect(response.json<ProblemDocument>().errors?.map((error) => error.pointer)).toContain(pointer)
  })

  test('letters outside the first plane count as one', async () => {
    expect((await post(draft({ title: '𠮷'.repeat(60) }))).statusCode).toBe(201)
    expect((await post(draft({ title: '𠮷'.repeat(61) }))).statusCode).toBe(422)
  })

  test('a zero character is told, not stored', async () => {
    const response = await post(draft({ text: '看到一个\u0000奇怪的字符' }))
    expect([response.statusCode, slug(response)]).toEqual([400, 'bad-text'])
  })

  test('broken JSON, another kind of content and a letter as big as a book have their own answers', async () => {
    const raw = async (payload: string, type: string) =>
      await fresh.app.inject({ method: 'POST', url: '/api/letters', payload, headers: { 'content-type': type } })
    expect((await raw('{"id":', 'application/json')).statusCode).toBe(400)
    expect((await raw('<letter/>', 'application/xml')).statusCode).toBe(415)
    expect((await raw(JSON.stringify({ text: '字'.repeat(40_000) }), 'application/json')).statusCode).toBe(413)
  })

  test('a network that sends too much is asked to wait', async () => {
    const few = await freshApp({ LETTERS_PER_HOUR: '2' })
    try {
      const codes: number[] = []
      const first = draft()
      for (const letter of [first, draft(), draft()]) {
        codes.push((await few.app.inject({ method: 'POST', url: '/api/letters', payload: letter })).statusCode)
      }
      expect(codes).toEqual([201, 201, 429])
      const replay = await few.app.inject({ method: 'POST', url: '/api/letters', payload: first })
      expect(replay.statusCode).toBe(201)
    } finally {
      await few.close()
    }
  })
})

describe('a citizen finds the letter again', () => {
  test('with number and code, typed as people type', async () => {
    const letter = draft({ code: 'K7QF-3M9X-0T1D' })
    const { number } = await send(letter)
    for (const typed of ['K7QF-3M9X-0T1D', 'k7qf3m9x0t1d', 'K7QF-3M9X-OTID']) {
      const response = await open(number, `Code ${typed}`)
      expect(response.statusCode).toBe(200)
      expect(response.json<Letter>()).toMatchObject({ number, title: letter.title, state: 'received', reply: null })
    }
  })

  test('with the token of the phone that sent it', async () => {
    const letter = draft()
    const { number } = await send(letter)
    expect((await open(number, `Device ${letter.deviceToken}`)).statusCode).toBe(200)
    expect((await open(number, `Device ${randomBytes(32).toString('base64url')}`)).statusCode).toBe(404)
  })

  test('a wrong code and a number that does not exist get the same answer', async () => {
    const { number } = await send(draft())
    const wrong = await open(number, `Code ${codeFrom(randomBytes(12))}`)
    const absent = await open('ZX-2026-999999', `Code ${codeFrom(randomBytes(12))}`)
    const nothing = await open(number)
    for (const response of [wrong, absent, nothing]) {
      expect([response.statusCode, slug(response)]).toEqual([404, 'holder-unknown'])
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
        (await guessed.app.inject({ url: `/api/letters/${target}`, headers: { authorization }, remoteAddress: address })).statusCode
      for (const target of [number, 'ZX-2026-888888']) {
        for (let i = 0; i < 10; i += 1) expect(await from(`198.51.100.${i}`, target, `Code ${codeFrom(randomBytes(12))}`)).toBe(404)
        expect(await from('203.0.113.9', target, `Code ${codeFrom(randomBytes(12))}`)).toBe(429)
      }
      expect(await from('203.0.113.9', number, `Device ${letter.deviceToken}`)).toBe(200)
    } finally {
      await guessed.close()
    }
  })
})

describe('the desk answers', () => {
  test('assigned, drafted, signed by another person, read by the citizen', async () => {
    const letter = draft({ contact: { phone: '13900000001' } })
    const { number } = await send(letter)
    await answer(letter)
    const read = (await open(number, `Code ${letter.code}`)).json<Letter>()
    expect(read.state).toBe('answered')
    expect(read.reply).toMatchObject({ text: '自有住房按虚拟租金计算。', office: '价格科', workingDays: 0 })
    expect(read.events.map((event) => event.kind)).toEqual(['received', 'assigned', 'drafted', 'answered'])
    expect(JSON.stringify(read)).not.toContain('handler')
    const seen = (await head.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    expect(seen.contact).toEqual({ phone: '13900000001' })
    expect(seen.actions).toEqual([])
  })

  test('a draft is given back with a reason, written anew and signed', async () => {
    const letter = draft()
    await send(letter)
    const path = `/desk/letters/${letter.id}`
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    await handler.send('PUT', `${path}/draft`, { text: '第一稿的答复内容。', revision: 2 })
    await handler.send('POST', `${path}/submission`, { revision: 3 })
    const returned = await leader.send('POST', `${path}/return`, { reason: '缺少依据', revision: 4 })
    expect(returned.json<DeskLetter>()).toMatchObject({ state: 'assigned', revision: 5 })
    const seen = (await handler.send('GET', path)).json<DeskLetter>()
    expect(seen.events.at(-1)).toMatchObject({ kind: 'returned', reason: '缺少依据' })
    expect(seen.actions).toEqual(['draft', 'submit'])
    await handler.send('PUT', `${path}/draft`, { text: '第二稿补上了依据。', revision: 5 })
    await handler.send('POST', `${path}/submission`, { revision: 6 })
    expect((await leader.send('POST', `${path}/signature`, { revision: 7 })).json<DeskLetter>().reply?.text).toBe('第二稿补上了依据。')
  })

  test('nobody signs what this person drafted, not even past the server', async () => {
    const letter = draft()
    await send(letter)
    const path = `/desk/letters/${letter.id}`
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    await head.send('PUT', `${path}/draft`, { text: '科长自己写的一稿。', revision: 2 })
    await head.send('POST', `${path}/submission`, { revision: 3 })
    const refused = await head.send('POST', `${path}/signature`, { revision: 4 })
    expect([refused.statusCode, slug(refused)]).toEqual([409, 'same-person'])
    const past = sql`
      insert into letter_replies (letter_id, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on, working_days)
      values (${letter.id}, 1, ${head.id}, ${head.id}, ${prices}, now(), current_date, 0)`.execute(fresh.db)
    await expect(past).rejects.toThrow(/drafter_is_not_signer/)
  })

  test('two people at once: the second is told and nothing is overwritten', async () => {
    const letter = draft()
    await send(letter)
    const path = `/desk/letters/${letter.id}`
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    const both = await Promise.all([
      handler.send('PUT', `${path}/draft`, { text: '经办写的答复。', revision: 2 }),
      head.send('PUT', `${path}/draft`, { text: '科长写的答复。', revision: 2 })
    ])
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 409])
    const { rows } = await fresh.owner.query('select version from letter_drafts where letter_id = $1', [letter.id])
    expect(rows).toHaveLength(1)
  })

  test('an act that the state does not allow, an office that is not there, a letter that is not there', async () => {
    const letter = draft()
    await send(letter)
    const path = `/desk/letters/${letter.id}`
    const nowhere = await clerk.send('POST', `${path}/assignment`, { officeId: uuidv7(), revision: 1 })
    expect(slug(nowhere)).toBe('office-closed')
    const early = await leader.send('POST', `${path}/signature`, { revision: 1 })
    expect([early.statusCode, slug(early)]).toEqual([409, 'state-forbids'])
    expect((await leader.send('GET', `/desk/letters/${uuidv7()}`)).statusCode).toBe(404)
    expect((await leader.send('GET', '/desk/letters/not-an-id')).statusCode).toBe(400)
  })

  test('an office sees its own letters only; what it may not see looks absent', async () => {
    const letter = draft()
    await send(letter)
    const path = `/desk/letters/${letter.id}`
    expect((await handler.send('GET', path)).statusCode).toBe(404)
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    expect((await handler.send('GET', path)).statusCode).toBe(200)
    expect((await otherHandler.send('GET', path)).statusCode).toBe(404)
    expect((await otherHandler.send('PUT', `${path}/draft`, { text: '别的科室的答复。', revision: 2 })).statusCode).toBe(404)
    expect((await auditor.send('GET', path)).statusCode).toBe(403)
    expect((await handler.send('POST', `${path}/assignment`, { officeId: households, revision: 2 })).statusCode).toBe(403)
  })

  test('the queue: open letters by due date, a page after the other, by state and by word', async () => {
    const titles = Array.from({ length: 55 }, (_, i) => `分页用的来信第${i}封`)
    for (const title of titles) await send(draft({ title }))
    const first = (await clerk.send('GET', '/desk/letters?search=' + encodeURIComponent('分页用的'))).json<LetterQueue>()
    expect(first.letters).toHaveLength(50)
    const rest = (
      await clerk.send('GET', `/desk/letters?search=${encodeURIComponent('分页用的')}&after=${encodeURIComponent(first.next ?? '')}`)
    ).json<LetterQueue>()
    expect(rest.next).toBeNull()
    expect(new Set([...first.letters, ...rest.letters].map((letter) => letter.title))).toEqual(new Set(titles))
    const answered = (await clerk.send('GET', '/desk/letters?state=answered')).json<LetterQueue>()
    expect(answered.letters.every((letter) => letter.state === 'answered' && letter.workingDaysLeft === null)).toBe(true)
    expect(answered.counts.answered).toBeGreaterThan(0)
    expect((await clerk.send('GET', '/desk/letters?search=%25')).json<LetterQueue>().letters).toEqual([])
  })
})

describe('what the database holds', () => {
  test('codes, tokens and contacts are not in it in the clear', async () => {
    const letter = draft({ contact: { name: '不该看见的名字', phone: '13700000007', email: 'secret@example.com' } })
    await send(letter)
    const { rows: tables } = await fresh.owner.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`
    )
    for (const { name } of tables) {
      const { rows } = await fresh.owner.query<{ row: string }>(`select t::text as row from ${name} t`)
      const text = rows.map((row) => row.row).join('\n')
      for (const secret of [letter.code, letter.deviceToken, '不该看见的名字', '13700000007', 'secret@example.com']) {
        expect(text.includes(secret), `${secret} in ${name}`).toBe(false)
      }
    }
  })

  test('the application can not change or delete what happened', async () => {
    for (const table of ['letter_events', 'audit_events', 'audit_seals', 'letter_replies', 'letter_drafts']) {
      await expect(sql`delete from ${sql.table(table)}`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    }
    await expect(sql`update letter_events set kind = 'answered'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update audit_events set act = 'nothing'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update letters set text = 'another'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
  })
})
