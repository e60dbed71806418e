import { describe, expect, test } from 'vitest'
import type { Board, BoardItem, HandlingFigures, KeptBoard, Listing } from '#contract/board.ts'
import type { Letter, LetterDraft } from '#contract/letters.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { LetterQueue } from '#contract/letters-queue.ts'
import { clock } from '#server/core/clock.ts'
import { remindOfForwarding } from '#server/letters/alerts.ts'
import { get, openBureau, proposed, published, reply, stage } from './answer-stage.ts'
import { slugOf } from './desk-browser.ts'
import { draft, post, sent } from './letter-stage.ts'
import { colleague, makeOffice } from './staff.ts'

openBureau()

const message = (changes: Partial<LetterDraft> = {}): LetterDraft =>
  draft({
    kind: 'message',
    title: '建议早市菜价单列',
    text: '同一种菜两处价差一半，请分开公布。',
    publishConsent: true,
    ...changes
  })

const revisionOf = async (id: string): Promise<number> =>
  (await stage().clerk.send('GET', `/desk/letters/${id}`)).json<DeskLetter>().revision
const listing = async (id: string) => (await stage().clerk.send('GET', `/desk/letters/${id}/listing`)).json<Listing>()
const list = async (id: string, changes: object = {}, who = stage().clerk) => {
  const { title, question } = await listing(id)
  const body = { title, question, kept: [], revision: await revisionOf(id), ...changes }
  return await who.send('PUT', `/desk/letters/${id}/listing`, body)
}
const listed = async (changes: Partial<LetterDraft> = {}): Promise<LetterDraft> => {
  const letter = message(changes)
  await sent(stage().fresh.app, letter)
  const response = await list(letter.id)
  expect(response.statusCode, response.body).toBe(200)
  return letter
}
const board = async (query = '') => (await get(`/api/board${query}`)).json<Board>()
const ids = async (query = '') => (await board(query)).items.map(({ id }) => id)
const item = async (id: string) => (await get(`/api/board/${id}`)).json<BoardItem>()
const own = async ({ code }: LetterDraft, number: string) =>
  (
    await stage().fresh.app.inject({ url: `/api/letters/${number}`, headers: { authorization: `Code ${code}` } })
  ).json<Letter>()
const assign = async (id: string) => {
  const { clerk, office } = stage()
  const body = { officeId: office, revision: await revisionOf(id) }
  expect((await clerk.send('POST', `/desk/letters/${id}/assignment`, body)).statusCode).toBe(200)
}

describe('a message to the board', () => {
  test('needs the consent to be seen there, and a series of its own', async () => {
    const { app } = stage().fresh
    const unseen = await post(app, message({ publishConsent: false }))
    expect(unseen.statusCode).toBe(422)
    expect(unseen.json()).toMatchObject({ errors: [{ pointer: '/publishConsent', rule: 'required' }] })
    const letter = message()
    const receipt = await sent(app, letter)
    expect(receipt.number).toMatch(/^LY-\d{4}-000001$/)
    expect(receipt.due.limit).toBe(7)
    expect((await sent(app, letter)).number).toBe(receipt.number)
  })

  test('is seen by nobody before somebody has looked at it', async () => {
    const letter = message({ title: '没有人看过的留言' })
    const { number } = await sent(stage().fresh.app, letter)
    expect(await ids()).not.toContain(letter.id)
    expect((await get(`/api/board/${letter.id}`)).statusCode).toBe(404)
    expect(await ids('?words=没有人看过')).toEqual([])
    expect((await own(letter, number)).board).toEqual({ state: 'none', reason: null })
    const queue = (await stage().clerk.send('GET', '/desk/letters?kind=message')).json<LetterQueue>()
    expect(queue.letters.find(({ id }) => id === letter.id)?.listing).toBe('none')
    expect(queue.letters.every(({ kind }) => kind === 'message')).toBe(true)
    await list(letter.id)
    expect(await ids()).toContain(letter.id)
    expect((await own(letter, number)).board).toEqual({ state: 'listed', reason: null })
  })

  test('shows what names somebody only when somebody wrote why, and of the sender one character', async () => {
    const letter = message({
      text: '打 13912345678 找我，我是赵小满，家住建设路。',
      contact: { name: '赵小满', phone: '13912345678' }
    })
    await sent(stage().fresh.app, letter)
    const proposed = await listing(letter.id)
    expect(proposed.question).not.toContain('13912345678')
    expect(proposed.question).not.toContain('赵小满')
    expect(proposed.sender).toBe('赵**')
    const raw = await list(letter.id, { question: letter.text })
    expect(slugOf(raw)).toBe('undecided-findings')
    expect(await ids()).not.toContain(letter.id)
    await list(letter.id)
    const shown = JSON.stringify(await item(letter.id))
    expect(shown).not.toContain('13912345678')
    expect(shown).not.toContain('小满')
  })

  test('is answered on the board when its public copy is approved, not when it is signed', async () => {
    const letter = await listed({ title: '等公开稿的留言' })
    expect((await item(letter.id)).state).toBe('waiting')
    await assign(letter.id)
    expect((await item(letter.id)).state).toBe('working')
    await reply(letter.id, '已经在做，下月起分开公布。')
    const waits = { state: 'checking', reply: null, repliedOn: null }
    expect(await item(letter.id)).toMatchObject(waits)
    await proposed(stage().handler, letter.id)
    expect(await item(letter.id)).toMatchObject(waits)
    await published(letter.id)
    expect(await item(letter.id)).toMatchObject({
      state: 'answered',
      reply: '已经在做，下月起分开公布。',
      office: '价格科',
      workingDays: 0,
      overdue: false
    })
  })

  test('goes from list, page and search when its sender takes consent or letter back', async () => {
    const { app } = stage().fresh
    for (const take of ['consent', 'withdrawal'] as const) {
      const letter = message({ title: `要收回的留言${take}` })
      const { number } = await sent(app, letter)
      await list(letter.id)
      expect(await ids(`?words=${encodeURIComponent('收回')}`)).toContain(letter.id)
      const response = await app.inject({
        method: take === 'consent' ? 'PUT' : 'POST',
        url: `/api/letters/${number}/${take}`,
        headers: { authorization: `Code ${letter.code}` },
        payload: take === 'consent' ? { publish: false } : {}
      })
      expect(response.statusCode).toBe(200)
      expect(await ids()).not.toContain(letter.id)
      expect(await ids(`?words=${encodeURIComponent('收回')}`)).not.toContain(letter.id)
      expect((await get(`/api/board/${letter.id}`)).statusCode).toBe(404)
      expect((await list(letter.id)).statusCode).toBe(409)
    }
  })

  test('names the offices that something on the board is with, and no other', async () => {
    const { app, db } = stage().fresh
    const officeId = await makeOffice(db, '渔业科', 9)
    const offices = async () => (await board()).offices.map(({ id }) => id)
    const letter = message({ title: '渔船数量按月公布' })
    const { number } = await sent(app, letter)
    const body = { officeId, revision: await revisionOf(letter.id) }
    expect((await stage().clerk.send('POST', `/desk/letters/${letter.id}/assignment`, body)).statusCode).toBe(200)
    expect(await offices()).not.toContain(officeId)
    expect((await list(letter.id)).statusCode).toBe(200)
    expect(await offices()).toContain(officeId)
    await app.inject({
      method: 'PUT',
      url: `/api/letters/${number}/consent`,
      headers: { authorization: `Code ${letter.code}` },
      payload: { publish: false }
    })
    expect(await offices()).not.toContain(officeId)
  })

  test('kept off the board is dealt with all the same; its sender reads why', async () => {
    const letter = message({ title: '不上板的留言' })
    const { number } = await sent(stage().fresh.app, letter)
    const { clerk } = stage()
    const unlist = async () =>
      await clerk.send('POST', `/desk/letters/${letter.id}/unlisting`, {
        reason: '说的是邻居家的事',
        revision: await revisionOf(letter.id)
      })
    expect((await unlist()).statusCode).toBe(200)
    expect(slugOf(await unlist())).toBe('state-forbids')
    expect(await ids()).not.toContain(letter.id)
    expect((await own(letter, number)).board).toEqual({ state: 'unlisted', reason: '说的是邻居家的事' })
    expect((await listing(letter.id)).question).toBe(letter.text)
    expect((await list(letter.id)).statusCode).toBe(200)
    expect(await ids()).toContain(letter.id)
  })

  test('two who look at once: the second one is told', async () => {
    const letter = message()
    await sent(stage().fresh.app, letter)
    const revision = await revisionOf(letter.id)
    const both = await Promise.all([list(letter.id, { revision }), list(letter.id, { revision, title: '换个标题' })])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })

  test('is looked at by the registry alone, and no other kind stands on the board', async () => {
    const { handler, head, fresh, clerk } = stage()
    const letter = message()
    await sent(fresh.app, letter)
    for (const who of [handler, head]) expect((await list(letter.id, {}, who)).statusCode).toBe(403)
    const enquiry = draft({ publishConsent: true })
    await sent(fresh.app, enquiry)
    expect(slugOf(await clerk.send('GET', `/desk/letters/${enquiry.id}/listing`))).toBe('state-forbids')
  })
})

describe('the board', () => {
  test('page after page each message once, by topic and by who is asked most', async () => {
    const made: string[] = []
    for (let n = 0; n < 22; n += 1) made.push((await listed({ title: `渔业数据第${n}问`, topic: 'documents' })).id)
    const first = await board('?topic=documents')
    expect(first.items).toHaveLength(20)
    const rest = await board(`?topic=documents&after=${first.next ?? ''}`)
    expect([...first.items, ...rest.items].map(({ id }) => id).sort()).toEqual([...made].sort())
    const device = await stage().fresh.app.inject({ method: 'POST', url: `/api/board/${made[3]}/supports` })
    expect(device.json()).toMatchObject({ supports: 1 })
    expect((await ids('?topic=documents&order=helpful'))[0]).toBe(made[3])
    const helpful = await board('?topic=documents&order=helpful')
    const more = await board(`?topic=documents&order=helpful&after=${helpful.next ?? ''}`)
    expect(new Set([...helpful.items, ...more.items].map(({ id }) => id)).size).toBe(22)
    expect((await get('/api/board?after=~~~')).statusCode).toBe(400)
    expect((await get('/api/board?order=helpful&after=2026-01-01T00:00:00.000Z~0')).statusCode).toBe(400)
  })

  test('counts a device once, whichever cookie it makes up', async () => {
    const { id } = await listed()
    const { app } = stage().fresh
    const support = async (cookie?: string) =>
      await app.inject({ method: 'POST', url: `/api/board/${id}/supports`, headers: cookie ? { cookie } : {} })
    const first = await support()
    const given = String(first.headers['set-cookie']).split(';')[0]
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly/)
    expect((await support(given)).json()).toMatchObject({ supports: 1 })
    const forged = await support(`${given?.slice(0, -4)}AAAA`)
    expect(forged.headers['set-cookie']).toBeDefined()
    expect(slugOf(await app.inject({ method: 'POST', url: `/api/board/${stage().office}/supports` }))).toBe('not-found')
  })
})

describe('other kinds', () => {
  test('a letter to the director is signed by a leader, by nobody else', async () => {
    const { fresh, office, handler, head } = stage()
    const leader = await colleague(fresh.app, fresh.db, 'leader', ['leader'])
    const letter = draft({ kind: 'mailbox' })
    const receipt = await sent(fresh.app, letter)
    expect(receipt).toMatchObject({ number: expect.stringMatching(/^XX-/) as string, due: { limit: 5 } })
    await assign(letter.id)
    expect(office).not.toBe('')
    for (const [path, method, body] of [
      ['draft', 'PUT', { text: '请放心，已经安排人去办。' }],
      ['submission', 'POST', {}]
    ] as const)
      await handler.send(method, `/desk/letters/${letter.id}/${path}`, {
        ...body,
        revision: await revisionOf(letter.id)
      })
    const sign = async (who: typeof head) =>
      await who.send('POST', `/desk/letters/${letter.id}/signature`, { revision: await revisionOf(letter.id) })
    expect(slugOf(await sign(head))).toBe('not-permitted')
    expect((await sign(leader)).json<DeskLetter>().state).toBe('answered')
  })

  test('a fault carries its page and is to be forwarded within a working day', async () => {
    const { app, db } = stage().fresh
    const letter = draft({ kind: 'fault', page: '/catalogue' })
    expect((await sent(app, letter)).due.limit).toBe(3)
    expect((await post(app, draft({ page: '/catalogue' }))).statusCode).toBe(422)
    expect((await post(app, draft({ kind: 'fault', page: 'https://elsewhere/' }))).statusCode).toBe(422)
    expect((await stage().clerk.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>().page).toBe('/catalogue')
    const alerts = async () =>
      (await stage().clerk.send('GET', '/desk/alerts'))
        .json<{ alerts: { kind: string; letter: { id: string } }[] }>()
        .alerts.filter((one) => one.kind === 'notForwarded' && one.letter.id === letter.id)
    await remindOfForwarding(db)
    expect(await alerts()).toEqual([])
    const now = clock.now()
    try {
      clock.set(new Date(now.getTime() + 8 * 86_400_000))
      await remindOfForwarding(db)
      await remindOfForwarding(db)
    } finally {
      clock.set(now)
    }
    expect(await alerts()).toHaveLength(1)
  })
})

test('a phone keeps the newest messages whole, is told when nothing changed, and loses what was taken off', async () => {
  const kept = async (since = '') => (await get(`/api/library/board${since && `?since=${since}`}`)).json<KeptBoard>()
  const letter = await listed({ title: '建议公布菜价走势', text: '希望能看到一年来的菜价走势图。' })
  const first = await kept()
  expect(first.board?.items[0]).toMatchObject({
    id: letter.id,
    question: '希望能看到一年来的菜价走势图。',
    reply: null
  })
  expect(await kept(first.revision)).toEqual({ revision: first.revision, board: null })
  const body = { reason: '写信人要求撤下', revision: await revisionOf(letter.id) }
  expect((await stage().clerk.send('POST', `/desk/letters/${letter.id}/unlisting`, body)).statusCode).toBe(200)
  const second = await kept(first.revision)
  expect(second.board?.items.map(({ id }) => id)).not.toContain(letter.id)
  expect(JSON.stringify(second)).not.toContain('菜价走势')
})

test('the figures of handling add up, as JSON and as a table', async () => {
  const figures = (await get('/api/figures')).json<HandlingFigures>()
  const { rows } = await stage().fresh.owner.query<{ kind: string; letters: number }>(
    'select kind, count(*)::integer as letters from letters group by 1'
  )
  for (const { kind, letters } of rows)
    expect(
      figures.months.filter((month) => month.kind === kind).reduce((sum, { received }) => sum + received, 0),
      kind
    ).toBe(letters)
  expect(figures.topics.reduce((sum, { received }) => sum + received, 0)).toBe(
    rows.reduce((sum, { letters }) => sum + letters, 0)
  )
  const table = await get('/api/figures.csv')
  expect(table.headers['content-disposition']).toContain('attachment')
  const lines = table.rawPayload.toString('utf8').trimEnd().split('\n')
  expect(lines[0]?.startsWith('\uFEFF月份,种类,收到')).toBe(true)
  expect(lines).toHaveLength(figures.months.length + 1)
})
