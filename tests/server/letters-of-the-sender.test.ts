import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dayOf, deadline } from '#contract/calendar.ts'
import type { Letter, LetterDraft, MessageDraft } from '#contract/letters.ts'
import { clock } from '#server/core/clock.ts'
import { announcedCalendar } from '#server/core/working-calendar.ts'
import { loadStaff, type Staff } from '#server/core/sessions.ts'
import {
  acceptLetter,
  askSender,
  assignLetter,
  closeLetter,
  draftReply,
  signReply,
  submitDraft,
  type ActOn
} from '#server/letters/handle.ts'
import { pauseLimit } from '#server/letters/pauses.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice } from './staff.ts'

let fresh: FreshApp
let office: string
let clerk: Staff
let handler: Staff
let head: Staff

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  office = await makeOffice(db, '价格科', 1)
  const staff = async (account: string, role: 'registryHead' | 'handler' | 'officeHead', at: string | null) => {
    const { id } = await colleague(app, db, account, [role], at)
    const found = await loadStaff(db, id)
    if (!found) throw new Error(`${account} is gone`)
    return found
  }
  clerk = await staff('registry', 'registryHead', null)
  handler = await staff('handler', 'handler', office)
  head = await staff('head', 'officeHead', office)
})
afterEach(() => clock.set(new Date()))
afterAll(() => fresh.close())

type Sent = LetterDraft & { readonly number: string }

const received = async (changes: Partial<LetterDraft> = {}): Promise<Sent> => {
  const letter = draft(changes)
  return { ...letter, number: (await sent(fresh.app, letter)).number }
}

const call = async (letter: Sent, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
  await fresh.app.inject({
    method,
    url: `/api/letters/${letter.number}${path}`,
    headers: { authorization: `Device ${letter.deviceToken}` },
    ...(payload ? { payload } : {})
  })

const read = async (letter: Sent): Promise<Letter> => (await call(letter, 'GET', '')).json<Letter>()

const as = async (staff: Staff, letter: Sent): Promise<ActOn> => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [
    letter.id
  ])
  return { staff, id: letter.id, revision: rows[0]?.revision ?? 0 }
}

const assign = async (letter: Sent): Promise<void> => await assignLetter(fresh.db, await as(clerk, letter), office)

const answer = async (letter: Sent, text = '自有住房按虚拟租金计算。'): Promise<void> => {
  await draftReply(fresh.db, await as(handler, letter), text)
  await submitDraft(fresh.context, await as(handler, letter))
  await signReply(fresh.context, await as(head, letter))
}

const message = (kind: MessageDraft['kind'], text = '那么自己住的房子呢？'): MessageDraft => ({
  id: uuidv7(),
  kind,
  text
})

/** An instant so many days later, at the same time of day. */
const daysLater = (days: number): void => clock.set(new Date(clock.now().getTime() + days * 86_400_000))

describe('a follow-up', () => {
  test('starts a new limit from its own day; the old one stays on record; it is answered by the same office', async () => {
    const letter = await received()
    await assign(letter)
    await answer(letter)
    daysLater(3)
    const followed = await call(letter, 'POST', '/messages', message('followUp'))
    expect(followed.statusCode, followed.body).toBe(201)
    const now = await read(letter)
    expect(now).toMatchObject({ state: 'assigned', office: '价格科' })
    expect(now.rounds.map(({ round, kind }) => [round, kind])).toEqual([
      [1, 'first'],
      [2, 'followUp']
    ])
    expect(now.due.dueOn).toBe(deadline(clock.today(), 15, announcedCalendar).dueOn)
    // by this a phone knows the bureau's day, whatever its own clock says
    expect([now.today, dayOf(new Date(now.now))]).toEqual([clock.today(), clock.today()])
    expect(Math.abs(Date.parse(now.now) - clock.now().getTime())).toBeLessThan(10_000)
    expect(now.rounds[0]).toMatchObject({ workingDays: 0 })
    await answer(letter, '自己住的按同地段的租金估算。')
    const again = await read(letter)
    expect(again.state).toBe('answered')
    expect(again.thread.map(({ kind, round }) => [kind, round])).toEqual([
      ['letter', 1],
      ['reply', 1],
      ['followUp', 2],
      ['reply', 2]
    ])
  })

  test('sent twice is there once; with other words it is refused; before an answer there is nothing to follow up', async () => {
    const letter = await received()
    const early = await call(letter, 'POST', '/messages', message('followUp'))
    expect([early.statusCode, slugOf(early)]).toEqual([409, 'state-forbids'])
    await assign(letter)
    await answer(letter)
    const words = message('followUp')
    const both = await Promise.all([1, 2].map(() => call(letter, 'POST', '/messages', words)))
    expect(both.map(({ statusCode }) => statusCode)).toEqual([201, 201])
    expect((await read(letter)).thread.filter(({ kind }) => kind === 'followUp')).toHaveLength(1)
    expect((await read(letter)).rounds).toHaveLength(2)
    expect(slugOf(await call(letter, 'POST', '/messages', { ...words, text: '换了一句话。' }))).toBe('already-sent')
    const stranger = await received()
    await assign(stranger)
    await answer(stranger)
    expect(slugOf(await call(stranger, 'POST', '/messages', words))).toBe('already-sent')
  })

  test('of a closed letter reopens it', async () => {
    const letter = await received()
    await assign(letter)
    await answer(letter)
    await closeLetter(fresh.db, await as(clerk, letter))
    expect((await read(letter)).state).toBe('closed')
    await call(letter, 'POST', '/messages', message('followUp'))
    const now = await read(letter)
    expect(now.state).toBe('assigned')
    expect(now.rounds.at(-1)?.kind).toBe('reopening')
    expect(now.events.at(-1)?.kind).toBe('reopened')
  })
})

test('a question of the bureau pauses nothing; it is answered once, by the sender', async () => {
  const letter = await received()
  await assign(letter)
  const before = await read(letter)
  expect(before.acts).not.toContain('supplement')
  await askSender(fresh.db, await as(handler, letter), '请问您说的是哪一年的数？')
  const asked = await read(letter)
  expect(asked.due).toEqual(before.due)
  expect(asked.acts).toContain('supplement')
  expect(asked.thread.at(-1)).toMatchObject({ from: 'bureau', kind: 'question', office: '价格科' })
  expect((await call(letter, 'POST', '/messages', message('supplement', '二〇二五年的。'))).statusCode).toBe(201)
  const told = await read(letter)
  expect(told.due).toEqual(before.due)
  expect(told.acts).not.toContain('supplement')
  expect(slugOf(await call(letter, 'POST', '/messages', message('supplement')))).toBe('state-forbids')
})

test('the sender urges once a round, from half the limit', async () => {
  const letter = await received()
  await assign(letter)
  const { remindFrom } = await read(letter)
  clock.set(new Date(Date.parse(`${remindFrom}T00:00:00+08:00`) - 60_000))
  expect(slugOf(await call(letter, 'POST', '/reminder'))).toBe('state-forbids')
  clock.set(new Date(`${remindFrom}T00:00:00+08:00`))
  for (let time = 0; time < 2; time += 1) expect((await call(letter, 'POST', '/reminder')).statusCode).toBe(200)
  const now = await read(letter)
  expect(now.events.filter(({ kind }) => kind === 'reminded')).toHaveLength(1)
  expect(now.acts).not.toContain('remind')
  await answer(letter)
  await call(letter, 'POST', '/messages', message('followUp'))
  expect((await read(letter)).rounds.at(-1)?.remindedAt).toBeNull()
})

test('sent once more while its limit stands still, the receipt tells the day that the letter itself tells', async () => {
  clock.set(new Date('2026-03-02T10:00:00+08:00'))
  const letter = draft()
  const { number } = await sent(fresh.app, letter)
  const own = { ...letter, number }
  await assign(own)
  const words = '在等市医保局的意见'
  await pauseLimit(fresh.db, await as(handler, own), { reason: 'other-department', words, until: '2026-03-18' })
  const again = await sent(fresh.app, letter)
  expect(again.due).toMatchObject({ dueOn: '2026-04-09', pauses: [{ to: '2026-03-18', running: true }] })
  expect(again.due).toEqual((await read(own)).due)
})

test('a letter is withdrawn until it is answered, not after; nobody goes on with it', async () => {
  const letter = await received()
  await acceptLetter(fresh.db, await as(clerk, letter))
  const gone = await call(letter, 'POST', '/withdrawal', { reason: '已经弄明白了' })
  expect(gone.json<Letter>()).toMatchObject({
    state: 'withdrawn',
    acts: [],
    ending: { kind: 'withdrawn', reason: '已经弄明白了' }
  })
  expect((await call(letter, 'POST', '/withdrawal', {})).statusCode).toBe(200)
  await expect(assign(letter)).rejects.toMatchObject({ slug: 'state-forbids' })
  const answered = await received()
  await assign(answered)
  await answer(answered)
  expect(slugOf(await call(answered, 'POST', '/withdrawal', {}))).toBe('state-forbids')
})

test('withdrawing and signing in the same moment: one of the two happens', async () => {
  for (let time = 0; time < 5; time += 1) {
    const letter = await received()
    await assign(letter)
    await draftReply(fresh.db, await as(handler, letter), '正好这时候签发的答复。')
    await submitDraft(fresh.context, await as(handler, letter))
    const on = await as(head, letter)
    const [withdrawal, signature] = await Promise.allSettled([
      call(letter, 'POST', '/withdrawal', {}),
      signReply(fresh.context, on)
    ])
    const withdrawn = withdrawal.status === 'fulfilled' && withdrawal.value.statusCode === 200
    expect(withdrawn).toBe(signature.status === 'rejected')
    expect((await read(letter)).state).toBe(withdrawn ? 'withdrawn' : 'answered')
  }
})

describe('a rating', () => {
  const answered = async (): Promise<Sent> => {
    const letter = await received()
    await assign(letter)
    await answer(letter)
    return letter
  }

  test('of the two lowest grades gives a reason, of the others none', async () => {
    const letter = await answered()
    const bare = await call(letter, 'PUT', '/rating', { grade: 2 })
    expect([bare.statusCode, slugOf(bare)]).toEqual([422, 'invalid'])
    const low = await call(letter, 'PUT', '/rating', { grade: 2, reasons: ['unclear'], comment: '看不懂' })
    expect(low.json<Letter>().rating).toMatchObject({ grade: 2, reasons: ['unclear'], comment: '看不懂' })
    const high = await call(letter, 'PUT', '/rating', { grade: 5, reasons: ['unclear'] })
    expect(high.json<Letter>().rating).toMatchObject({ grade: 5, reasons: [], comment: null })
    for (const grade of [0, 6, 2.5]) expect((await call(letter, 'PUT', '/rating', { grade })).statusCode).toBe(422)
  })

  test('may be changed for seven days after it was first given', async () => {
    const letter = await answered()
    const first = (await call(letter, 'PUT', '/rating', { grade: 4 })).json<Letter>()
    const until = Date.parse(first.rating?.changeableUntil ?? '')
    clock.set(new Date(until - 60_000))
    expect((await call(letter, 'PUT', '/rating', { grade: 3 })).statusCode).toBe(200)
    clock.set(new Date(until + 1))
    expect(slugOf(await call(letter, 'PUT', '/rating', { grade: 5 }))).toBe('state-forbids')
    expect((await read(letter)).rating?.grade).toBe(3)
  })

  test('is of one reply: the next reply is rated anew', async () => {
    const letter = await answered()
    await call(letter, 'PUT', '/rating', { grade: 1, reasons: ['late'] })
    await call(letter, 'POST', '/messages', message('followUp'))
    expect(slugOf(await call(letter, 'PUT', '/rating', { grade: 5 }))).toBe('state-forbids')
    await answer(letter, '补充答复如上，请查收。')
    expect((await read(letter)).rating).toBeNull()
    expect((await call(letter, 'PUT', '/rating', { grade: 5 })).statusCode).toBe(200)
  })
})

test('the consent to publish is no unless given, and can be taken back', async () => {
  const letter = await received()
  expect((await read(letter)).publishConsent).toBe(false)
  expect((await call(letter, 'PUT', '/consent', { publish: true })).json<Letter>().publishConsent).toBe(true)
  expect((await call(letter, 'PUT', '/consent', { publish: false })).json<Letter>().publishConsent).toBe(false)
  const willing = await received({ publishConsent: true })
  expect((await read(willing)).publishConsent).toBe(true)
})

test('none of it without the code or the phone that sent the letter', async () => {
  const letter = await received()
  const stranger = { ...letter, deviceToken: draft().deviceToken }
  for (const [method, path, body] of [
    ['POST', '/messages', message('followUp')],
    ['POST', '/reminder', undefined],
    ['POST', '/withdrawal', {}],
    ['PUT', '/rating', { grade: 5 }],
    ['PUT', '/consent', { publish: true }]
  ] as const) {
    const answered = await call(stranger, method, path, body)
    expect([answered.statusCode, slugOf(answered)], path).toEqual([404, 'holder-unknown'])
  }
})
