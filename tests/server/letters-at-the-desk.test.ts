import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Letter, LetterDraft } from '#contract/letters.ts'
import type { Alert, DeskLetter, ReplyVersion } from '#contract/letters-desk.ts'
import type { LetterQueue } from '#contract/letters-queue.ts'
import type { CannedText } from '#contract/letters-texts.ts'
import { clock } from '#server/core/clock.ts'
import { remindOfDueLetters } from '#server/letters/alerts.ts'
import { closeAnsweredLetters } from '#server/letters/closing.ts'
import { addDepartment } from '#server/letters/departments.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, open, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'
import { labour } from './together-stage.ts'

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
  await addDepartment(db, clerk, labour)
})

afterAll(async () => {
  await fresh.close()
})

/** Acts on a letter as it stands: the newest revision is read just before. */
const act = async (
  who: Colleague,
  letter: LetterDraft,
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' = 'POST'
) => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [
    letter.id
  ])
  return await who.send(method, `/desk/letters/${letter.id}/${path}`, { ...body, revision: rows[0]?.revision ?? 1 })
}

const done = async (...args: Parameters<typeof act>): Promise<DeskLetter> => {
  const response = await act(...args)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<DeskLetter>()
}

const assigned = async (changes: Partial<LetterDraft> = {}): Promise<LetterDraft & { number: string }> => {
  const letter = draft(changes)
  const { number } = await sent(fresh.app, letter)
  await done(clerk, letter, 'assignment', { officeId: prices })
  return { ...letter, number }
}

const drafted = async (changes: Partial<LetterDraft> = {}, by = handler) => {
  const letter = await assigned(changes)
  await done(by, letter, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')
  await done(by, letter, 'submission')
  return letter
}

describe('the desk answers', () => {
  test('accepted, assigned, drafted, signed by another person, read by the citizen', async () => {
    const letter = draft({ contact: { phone: '13900000001' }, topic: 'methods' })
    const { number } = await sent(fresh.app, letter)
    expect((await done(clerk, letter, 'acceptance')).state).toBe('accepted')
    expect((await done(clerk, letter, 'assignment', { officeId: prices })).state).toBe('assigned')
    expect((await done(handler, letter, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')).state).toBe('drafting')
    expect((await done(handler, letter, 'submission')).state).toBe('signing')
    expect((await done(head, letter, 'signature')).state).toBe('answered')
    const read = (await open(fresh.app, number, `Code ${letter.code}`)).json<Letter>()
    expect(read).toMatchObject({ state: 'answered', topic: 'methods', workingDaysLeft: null, office: '价格科' })
    expect(read.thread.map(({ from, kind }) => [from, kind])).toEqual([
      ['sender', 'letter'],
      ['bureau', 'reply']
    ])
    expect(read.thread[1]).toMatchObject({ text: '自有住房按虚拟租金计算。', office: '价格科' })
    expect(read.rounds).toMatchObject([{ round: 1, kind: 'first', workingDays: 0 }])
    expect(read.events.map((event) => event.kind)).toEqual(['received', 'accepted', 'assigned', 'drafted', 'answered'])
    expect(read.acts).toEqual(['followUp', 'rate'])
    expect(JSON.stringify(read)).not.toContain('handler')
    const seen = (await head.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    expect(seen.contact).toEqual({ phone: '13900000001' })
    expect(seen.actions).toEqual([])
    const { rows } = await fresh.owner.query<{ act: string }>(
      'select act from audit_events where subject_id = $1 order by at, id',
      [letter.id]
    )
    expect(rows.map((row) => row.act)).toEqual([
      'letter.received',
      'letter.accept',
      'letter.assign',
      'letter.draft',
      'letter.submit',
      'letter.sign'
    ])
  })

  test('a draft is given back with a reason, written anew and signed', async () => {
    const letter = await drafted()
    expect(await done(leader, letter, 'return', { reason: '缺少依据' })).toMatchObject({ state: 'drafting' })
    const seen = (await handler.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    expect(seen.events.at(-1)).toMatchObject({ kind: 'returned', reason: '缺少依据' })
    expect(seen.actions).toEqual(['giveBack', 'ask', 'pause', 'draft', 'submit', 'merge'])
    await done(handler, letter, 'draft', { text: '第二稿补上了依据。' }, 'PUT')
    await done(handler, letter, 'submission')
    const signed = await done(leader, letter, 'signature')
    expect(signed.thread.at(-1)).toMatchObject({ kind: 'reply', text: '第二稿补上了依据。' })
    expect(signed.signer).toBe('leader')
    const drafts = (await handler.send('GET', `/desk/letters/${letter.id}/drafts`)).json<{ version: number }[]>()
    expect(drafts.map(({ version }) => version)).toEqual([2, 1])
  })

  test('one hand goes on with one version for a quarter of an hour; another hand or a later hour begins the next', async () => {
    const letter = await assigned()
    const texts = ['第一次停笔时的样子。', '第二次停笔时的样子。']
    for (const text of texts) await done(handler, letter, 'draft', { text }, 'PUT')
    await done(head, letter, 'draft', { text: '科长接着写的样子。' }, 'PUT')
    clock.set(new Date(clock.now().getTime() + 16 * 60_000))
    await done(head, letter, 'draft', { text: '科长过后再写的样子。' }, 'PUT')
    clock.set(new Date())
    const kept = (await handler.send('GET', `/desk/letters/${letter.id}/drafts`)).json<ReplyVersion[]>()
    expect(kept.map(({ version, text, author }) => [version, text, author.name])).toEqual([
      [3, '科长过后再写的样子。', 'head'],
      [2, '科长接着写的样子。', 'head'],
      [1, '第二次停笔时的样子。', 'handler']
    ])
  })

  test('nobody signs what this person drafted, not even past the server', async () => {
    const letter = await drafted({}, head)
    const refused = await act(head, letter, 'signature')
    expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'same-person'])
    const past = sql`
      insert into letter_replies (letter_id, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on, working_days)
      values (${letter.id}, 1, ${head.id}, ${head.id}, ${prices}, now(), current_date, 0)`.execute(fresh.db)
    await expect(past).rejects.toThrow(/drafter_is_not_signer/)
  })

  test('two people at once: the second is told and nothing is overwritten', async () => {
    const letter = await assigned()
    const { revision } = (await handler.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    const path = `/desk/letters/${letter.id}/draft`
    const both = await Promise.all([
      handler.send('PUT', path, { text: '经办写的答复。', revision }),
      head.send('PUT', path, { text: '科长写的答复。', revision })
    ])
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 409])
    const { rows } = await fresh.owner.query('select version from letter_drafts where letter_id = $1', [letter.id])
    expect(rows).toHaveLength(1)
  })

  test('an office gives a letter back: it sees it no longer, the registry is told and gives it to another', async () => {
    const letter = await assigned()
    const back = await act(handler, letter, 'give-back', { reason: '这是住户科的事' })
    expect(back.statusCode).toBe(204)
    expect((await handler.send('GET', `/desk/letters/${letter.id}`)).statusCode).toBe(404)
    const { alerts } = (await clerk.send('GET', '/desk/alerts')).json<{ alerts: Alert[] }>()
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'givenBack', seen: false }))
    const again = await done(clerk, letter, 'assignment', { officeId: households })
    expect(again.events.map(({ kind }) => kind)).toEqual(['received', 'accepted', 'assigned', 'givenBack', 'assigned'])
    expect((await otherHandler.send('GET', `/desk/letters/${letter.id}`)).statusCode).toBe(200)
  })

  test.each([
    ['transfer', { departmentId: labour.id, reason: '工伤认定由人社部门办理。' }, 'transferred'],
    ['refusal', { reason: '内容与统计无关，也没有写明要问的事情。' }, 'refused']
  ])('%s ends a letter, with words that the sender reads, and nothing more can be done', async (path, body, state) => {
    const letter = draft()
    const { number } = await sent(fresh.app, letter)
    await done(clerk, letter, path, body)
    const read = (await open(fresh.app, number, `Code ${letter.code}`)).json<Letter>()
    expect(read).toMatchObject({ state, workingDaysLeft: null, acts: [] })
    expect(read.ending).toMatchObject({
      kind: state,
      reason: body.reason,
      to: 'departmentId' in body ? labour.name : null
    })
    const seen = (await clerk.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    expect(seen.actions).toEqual([])
    const queue = (await clerk.send('GET', '/desk/letters?state=ended')).json<LetterQueue>()
    expect(queue.letters.map(({ id }) => id)).toContain(letter.id)
  })

  test('an act that the state does not allow, an office that is not there, a letter that is not there', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    expect(slugOf(await act(clerk, letter, 'assignment', { officeId: uuidv7() }))).toBe('office-closed')
    const early = await act(leader, letter, 'signature')
    expect([early.statusCode, slugOf(early)]).toEqual([409, 'state-forbids'])
    expect(slugOf(await act(clerk, letter, 'closing'))).toBe('state-forbids')
    expect((await leader.send('GET', `/desk/letters/${uuidv7()}`)).statusCode).toBe(404)
    expect((await leader.send('GET', '/desk/letters/not-an-id')).statusCode).toBe(400)
  })

  test('an office sees its own letters only; what it may not see looks absent', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const path = `/desk/letters/${letter.id}`
    expect((await handler.send('GET', path)).statusCode).toBe(404)
    await done(clerk, letter, 'assignment', { officeId: prices })
    expect((await handler.send('GET', path)).statusCode).toBe(200)
    expect((await otherHandler.send('GET', path)).statusCode).toBe(404)
    expect((await otherHandler.send('GET', `${path}/drafts`)).statusCode).toBe(404)
    expect((await otherHandler.send('POST', `${path}/notes`, { id: uuidv7(), text: '路过' })).statusCode).toBe(404)
    expect((await act(otherHandler, letter, 'draft', { text: '别的科室的答复。' }, 'PUT')).statusCode).toBe(404)
    expect((await auditor.send('GET', path)).statusCode).toBe(403)
    expect((await act(handler, letter, 'assignment', { officeId: households })).statusCode).toBe(403)
  })

  test('the queue: open letters by due date, a page after the other, by state, topic and word', async () => {
    const titles = Array.from({ length: 55 }, (_, i) => `分页用的来信第${i}封`)
    for (const title of titles) await sent(fresh.app, draft({ title, topic: 'census' }))
    const words = encodeURIComponent('分页用的')
    const first = (await clerk.send('GET', `/desk/letters?search=${words}`)).json<LetterQueue>()
    expect(first.letters).toHaveLength(50)
    const rest = (
      await clerk.send('GET', `/desk/letters?search=${words}&after=${encodeURIComponent(first.next ?? '')}`)
    ).json<LetterQueue>()
    expect(rest.next).toBeNull()
    expect(new Set([...first.letters, ...rest.letters].map((letter) => letter.title))).toEqual(new Set(titles))
    const answered = (await clerk.send('GET', '/desk/letters?state=answered')).json<LetterQueue>()
    expect(answered.letters.every((letter) => letter.state === 'answered' && letter.workingDaysLeft === null)).toBe(
      true
    )
    expect(answered.counts?.answered).toBeGreaterThan(0)
    expect((await clerk.send('GET', '/desk/letters?topic=reporting')).json<LetterQueue>().letters).toEqual([])
    expect((await clerk.send('GET', '/desk/letters?search=%25')).json<LetterQueue>().letters).toEqual([])
  })
})

describe('beside the way of a letter', () => {
  test('a note is kept once, with its author, and never reaches the sender', async () => {
    const letter = await assigned()
    const note = { id: uuidv7(), text: '先问一下核算科' }
    for (let time = 0; time < 2; time += 1) {
      const added = (await handler.send('POST', `/desk/letters/${letter.id}/notes`, note)).json<DeskLetter>()
      expect(added.notes).toMatchObject([{ id: note.id, author: 'handler', text: note.text }])
    }
    const other = await head.send('POST', `/desk/letters/${letter.id}/notes`, note)
    expect(slugOf(other)).toBe('already-sent')
    const read = await open(fresh.app, letter.number, `Code ${letter.code}`)
    expect(read.body).not.toContain(note.text)
  })

  test("canned texts: an office's for the office, the bureau's for all; only its writer changes one of the bureau's", async () => {
    const own = await handler.send('POST', '/desk/texts', {
      title: '价格用语',
      text: '您好，感谢来信。',
      forAll: false
    })
    expect(own.statusCode).toBe(201)
    const common = { title: '全局用语', text: '以公布的数据为准。', forAll: true }
    expect(slugOf(await handler.send('POST', '/desk/texts', common))).toBe('not-permitted')
    const { id: ownId } = own.json<CannedText>()
    expect(slugOf(await handler.send('PUT', `/desk/texts/${ownId}`, common))).toBe('not-permitted')
    const editor = await colleague(fresh.app, fresh.db, 'editor', ['handler', 'registryClerk'], prices)
    const forAll = (await editor.send('POST', '/desk/texts', common)).json<CannedText>()
    const listed = async (who: Colleague) =>
      (await who.send('GET', '/desk/texts')).json<CannedText[]>().map(({ title, mine }) => [title, mine])
    expect(await listed(editor)).toEqual([
      ['价格用语', true],
      ['全局用语', true]
    ])
    expect(await listed(handler)).toEqual(await listed(head))
    expect(await listed(head)).toEqual([
      ['价格用语', true],
      ['全局用语', false]
    ])
    expect(await listed(otherHandler)).toEqual([['全局用语', false]])
    const id = ownId
    const body = { title: '改过的', text: '改过的内容。', forAll: false }
    expect((await head.send('PUT', `/desk/texts/${id}`, body)).json<CannedText>().title).toBe('改过的')
    expect((await otherHandler.send('PUT', `/desk/texts/${id}`, body)).statusCode).toBe(404)
    expect(slugOf(await head.send('DELETE', `/desk/texts/${forAll.id}`))).toBe('not-permitted')
    expect((await head.send('DELETE', `/desk/texts/${id}`)).statusCode).toBe(204)
    expect(await listed(head)).toEqual([['全局用语', false]])
  })

  test('the desk is told once of what is due soon and of what is overdue, each office of its own', async () => {
    const letter = await assigned({ title: '快要到期的一封' })
    const { dueOn } = (await handler.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>().due
    const kinds = async (who: Colleague) =>
      (await who.send('GET', '/desk/alerts'))
        .json<{ alerts: Alert[] }>()
        .alerts.filter((alert) => alert.letter?.id === letter.id)
        .map(({ kind, seen }) => [kind, seen])
    const remindTwice = async (at: Date) => {
      clock.set(at)
      for (let time = 0; time < 2; time += 1) await remindOfDueLetters(fresh.db)
      clock.set(new Date())
    }
    await remindTwice(new Date())
    expect(await kinds(handler)).toEqual([])
    await remindTwice(new Date(`${dueOn}T02:00:00Z`))
    expect(await kinds(handler)).toEqual([['dueSoon', false]])
    await remindTwice(new Date(Date.parse(`${dueOn}T02:00:00Z`) + 86_400_000))
    expect(await kinds(handler)).toEqual([
      ['overdue', false],
      ['dueSoon', false]
    ])
    expect(await kinds(otherHandler)).toEqual([])
    const { alerts } = (await handler.send('GET', '/desk/alerts')).json<{ alerts: Alert[] }>()
    const ids = alerts.map(({ id }) => id)
    expect((await otherHandler.send('POST', '/desk/alerts/seen', { ids })).statusCode).toBe(204)
    expect((await handler.send('GET', '/desk/alerts')).json<{ unseen: number }>().unseen).toBe(ids.length)
    await handler.send('POST', '/desk/alerts/seen', { ids })
    expect((await handler.send('GET', '/desk/alerts')).json<{ unseen: number }>().unseen).toBe(0)
    expect(await kinds(handler)).toEqual([
      ['overdue', true],
      ['dueSoon', true]
    ])
  })

  test('an answered letter is closed after the time in the settings, a younger one stays', async () => {
    const [old, young] = [await drafted(), await drafted()]
    for (const [letter, days] of [
      [old, 31],
      [young, 29]
    ] as const) {
      await done(head, letter, 'signature')
      await fresh.owner.query(
        `update letter_replies set replied_at = replied_at - ($2 || ' days')::interval where letter_id = $1`,
        [letter.id, days]
      )
    }
    await closeAnsweredLetters(fresh.context)
    const stateOf = async (letter: { number: string; code: string }) =>
      (await open(fresh.app, letter.number, `Code ${letter.code}`)).json<Letter>().state
    expect([await stateOf(old), await stateOf(young)]).toEqual(['closed', 'answered'])
  })
})
