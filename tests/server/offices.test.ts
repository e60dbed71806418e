import { uuidv7 } from 'uuidv7'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AskedContribution, ContributionCase } from '#contract/contributions.ts'
import type { Alert, DeskLetter } from '#contract/letters-desk.ts'
import { clock } from '#server/core/clock.ts'
import { slugOf } from './desk-browser.ts'
import type { Colleague } from './staff.ts'
import {
  asSender,
  assigned,
  done,
  merged,
  openBureau,
  own,
  received,
  seen,
  signed,
  type Bureau,
  type Sent
} from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
})
afterEach(() => clock.set(new Date('2026-11-24T09:00:00+08:00')))
afterAll(async () => {
  await bureau.end()
})

const request = (changes: object = {}) => ({
  id: uuidv7(),
  kind: 'part',
  officeId: bureau.households,
  request: '请写一段收入调查怎么抽样。',
  dueOn: '2026-11-27',
  ...changes
})

const ask = async (who: Colleague, letter: { id: string }, body: object) =>
  await who.send('POST', `/desk/letters/${letter.id}/contributions`, body)

const asked = async (letter: { id: string }, changes: object = {}) => {
  const body = request(changes)
  const response = await ask(bureau.handler, letter, body)
  expect(response.statusCode, response.body).toBe(200)
  return body
}

const give = async (who: Colleague, id: string, text: string, version = 0) =>
  await who.send('POST', `/desk/contributions/${id}/versions`, { text, version })

/** Two weeks after the answer its sender asks on. */
const followUp = async (letter: Sent, text: string) => {
  clock.set(new Date('2026-12-08T09:00:00+08:00'))
  const response = await asSender(bureau, letter, 'messages', { id: uuidv7(), kind: 'followUp', text })
  expect(response.statusCode, response.body).toBe(201)
  await bureau.fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

const part = '样本按住址随机抽取，每季度轮换一部分。'

describe('several offices, one answer', () => {
  test('the asked office reads the matter without the sender, gives its part, and the lead sees it', async () => {
    const { handler, other, head } = bureau
    const letter = await assigned(bureau, {
      contact: { name: '钱小满', phone: '13900000031', email: 'qian@example.com' },
      attachments: [{ id: uuidv7(), name: '钱小满的账本.pdf', size: 1000 }]
    })
    const { id } = await asked(letter)
    // the letter itself stays out of reach
    expect((await other.send('GET', `/desk/letters/${letter.id}`)).statusCode).toBe(404)
    const read = await other.send('GET', `/desk/contributions/${id}`)
    expect(read.json<ContributionCase>()).toMatchObject({
      kind: 'part',
      state: 'asked',
      mayGive: true,
      office: { name: '住户科' },
      letter: { number: letter.number, title: letter.title, texts: [{ text: letter.text }], office: '价格科' }
    })
    for (const word of ['钱小满', '13900000031', 'qian@example.com', '账本']) expect(read.body).not.toContain(word)
    expect((await give(other, id, part)).json<ContributionCase>()).toMatchObject({
      state: 'given',
      versions: [{ version: 1, text: part, author: 'other' }]
    })
    const better = await give(other, id, `${part}满两年全部换新。`, 1)
    expect(better.json<ContributionCase>().versions.map(({ version }) => version)).toEqual([2, 1])
    const { contributions } = await seen(handler, letter)
    expect(contributions).toMatchObject([
      { id, state: 'given', versions: [{ version: 2 }, { version: 1, text: part }] }
    ])
    // one number, one answer
    await done(bureau, handler, letter, 'draft', { text: `权重按支出定。${part}` }, 'PUT')
    await done(bureau, handler, letter, 'submission')
    await done(bureau, head, letter, 'signature')
    expect((await own(bureau, letter)).thread.at(-1)?.text).toContain(part)
    expect(slugOf(await give(other, id, '晚了一步。', 2))).toBe('state-forbids')
  })

  test('nothing of it is read by the sender', async () => {
    const { other, handler } = bureau
    const letter = await assigned(bureau)
    const before = await own(bureau, letter)
    const { id } = await asked(letter, { kind: 'opinion', request: '这样答是否合适，请提意见。' })
    await give(other, id, '建议补上依据。')
    expect({ ...(await own(bureau, letter)), now: before.now }).toEqual(before)
    // nor does it tell those who draft that somebody was quicker
    expect((await seen(handler, letter)).revision).toBe(3)
  })

  test('only the asked office gives; others see nothing; who sees all reads and does not write', async () => {
    const { handler, other, clerk, leader } = bureau
    const letter = await assigned(bureau)
    const { id } = await asked(letter)
    const third = request({ officeId: bureau.prices })
    // the own office is not asked, nor one that is not there
    expect(slugOf(await ask(handler, letter, third))).toBe('office-closed')
    expect(slugOf(await ask(handler, letter, request({ officeId: uuidv7() })))).toBe('office-closed')
    expect(slugOf(await ask(other, letter, request({ officeId: bureau.prices })))).toBe('not-found')
    expect(slugOf(await give(handler, id, part))).toBe('not-found')
    expect((await handler.send('GET', `/desk/contributions/${id}`)).statusCode).toBe(404)
    expect((await leader.send('GET', `/desk/contributions/${id}`)).json<ContributionCase>().mayGive).toBe(false)
    expect(slugOf(await give(clerk, id, part))).toBe('not-permitted')
    const lines = async (who: Colleague) =>
      (await who.send('GET', '/desk/contributions')).json<AskedContribution[]>().map((one) => one.id)
    expect(await lines(other)).toContain(id)
    expect(await lines(handler)).not.toContain(id)
    expect(await lines(clerk)).toContain(id)
  })

  test('a version over another is refused, the same text again is one version, the same request one request', async () => {
    const { handler, other } = bureau
    const letter = await assigned(bureau)
    const body = await asked(letter)
    expect((await ask(handler, letter, body)).json<DeskLetter>().contributions.length).toBe(1)
    expect(slugOf(await ask(handler, letter, { ...body, request: '换了别的要求。' }))).toBe('already-sent')
    await give(other, body.id, part)
    expect((await give(other, body.id, part)).json<ContributionCase>().versions.length).toBe(1)
    expect(slugOf(await give(other, body.id, '另一段写好的话。'))).toBe('changed-meanwhile')
  })

  test('two who give at once: one version is the first, the other is told', async () => {
    const { other } = bureau
    const { id } = await asked(await assigned(bureau))
    const answers = await Promise.all([give(other, id, '第一个人写的一段。'), give(other, id, '第二个人写的一段。')])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
  })

  test('the inner day lies before the due date, the nearest of all that are answered together', async () => {
    const { handler, clerk } = bureau
    clock.set(new Date('2026-11-17T09:00:00+08:00'))
    const early = await received(bureau)
    clock.set(new Date('2026-11-24T09:00:00+08:00'))
    const letter = await assigned(bureau)
    expect(slugOf(await ask(handler, letter, request({ dueOn: '2026-11-23' })))).toBe('day-too-late')
    expect(slugOf(await ask(handler, letter, request({ dueOn: '2026-12-15' })))).toBe('day-too-late')
    await asked(letter, { dueOn: '2026-12-14' })
    await merged(bureau, clerk, early, letter)
    expect(slugOf(await ask(handler, letter, request({ dueOn: '2026-12-08' })))).toBe('day-too-late')
    expect(slugOf(await ask(handler, early, request()))).toBe('merged-already')
  })

  test('where the due date has come, nothing is left but today; a day that passed is told', async () => {
    const { handler } = bureau
    clock.set(new Date('2026-10-30T09:00:00+08:00'))
    const letter = await assigned(bureau)
    await asked(letter, { dueOn: '2026-11-19' })
    clock.set(new Date('2026-11-24T09:00:00+08:00'))
    expect((await seen(handler, letter)).due.dueOn).toBe('2026-11-20')
    expect(slugOf(await ask(handler, letter, request({ dueOn: '2026-11-25' })))).toBe('day-too-late')
    await asked(letter, { dueOn: '2026-11-24' })
    expect((await seen(handler, letter)).contributions.map(({ overdue }) => overdue)).toEqual([true, false])
  })

  test('a request that is taken back is wanted no longer', async () => {
    const { handler, other } = bureau
    const letter = await assigned(bureau)
    const { id } = await asked(letter)
    const path = `/desk/letters/${letter.id}/contributions/${id}/withdrawal`
    expect((await other.send('POST', path)).statusCode).toBe(404)
    expect((await handler.send('POST', path)).json<DeskLetter>().contributions).toMatchObject([{ state: 'takenBack' }])
    expect((await handler.send('POST', path)).statusCode).toBe(200)
    expect(slugOf(await give(other, id, part))).toBe('state-forbids')
    const another = await assigned(bureau)
    expect((await handler.send('POST', path.replace(letter.id, another.id))).statusCode).toBe(404)
  })

  test('once it is taken back, the office reads nothing of the letter, whatever its sender writes later', async () => {
    const { handler, other } = bureau
    const letter = await assigned(bureau, { title: '我家停发工资的事', text: '我家上个月被停发工资，这算不算失业？' })
    const { id } = await asked(letter)
    const texts = async () =>
      (await other.send('GET', `/desk/contributions/${id}`))
        .json<ContributionCase>()
        .letter.texts.map(({ text }) => text)
    expect(await texts()).toEqual([letter.text])
    await handler.send('POST', `/desk/letters/${letter.id}/contributions/${id}/withdrawal`)
    expect(await texts()).toEqual([])
    await signed(bureau, letter)
    await followUp(letter, '家里四口人，就靠这份工。')
    expect(await texts()).toEqual([])
    const read = await other.send('GET', `/desk/contributions/${id}`)
    expect(read.json()).toMatchObject({
      state: 'takenBack',
      mayGive: false,
      letter: { number: letter.number, title: null }
    })
    for (const path of [`/desk/contributions/${id}`, '/desk/contributions', '/desk/alerts']) {
      const { body } = await other.send('GET', path)
      for (const written of [letter.title, letter.text, '四口人']) expect(body, path).not.toContain(written)
    }
  })

  test('the office reads what was written in the round of its request, a supplement too, and no later round', async () => {
    const { handler, other } = bureau
    const letter = await assigned(bureau)
    const { id } = await asked(letter)
    const read = async (request: string) =>
      (await other.send('GET', `/desk/contributions/${request}`)).json<ContributionCase>()
    const texts = async (request: string) => (await read(request)).letter.texts.map(({ text }) => text)
    await done(bureau, handler, letter, 'questions', { text: '请问您问的是哪一年？' })
    const supplement = '问的是去年，收入那一项。'
    await asSender(bureau, letter, 'messages', { id: uuidv7(), kind: 'supplement', text: supplement })
    expect(await texts(id)).toEqual([letter.text, supplement])
    const { dueOn } = (await read(id)).letter.due
    await signed(bureau, letter)
    await followUp(letter, '再问一句，我家的收入怎么算。')
    expect(await texts(id)).toEqual([letter.text, supplement])
    expect((await read(id)).letter.due.dueOn).toBe(dueOn)
    // asked anew in the later round, it reads all that came before
    const { id: anew } = await asked(letter, { dueOn: '2026-12-10' })
    expect(await texts(anew)).toEqual([letter.text, supplement, '再问一句，我家的收入怎么算。'])
  })

  test('nothing is asked on a letter that ended', async () => {
    const letter = await assigned(bureau)
    await asSender(bureau, letter, 'withdrawal')
    expect(slugOf(await ask(bureau.handler, letter, request()))).toBe('state-forbids')
  })
})

test('the asked office is told, and the one that asked when it was given; each act is on record', async () => {
  const { handler, other, fresh } = bureau
  const letter = await assigned(bureau)
  const { id } = await asked(letter, { kind: 'opinion' })
  const alerts = async (who: Colleague) =>
    (await who.send('GET', '/desk/alerts'))
      .json<{ alerts: Alert[] }>()
      .alerts.filter(({ contribution }) => contribution === id)
  expect(await alerts(other)).toMatchObject([{ kind: 'contributionAsked', seen: false, letter: { id: letter.id } }])
  expect(await alerts(handler)).toEqual([])
  await give(other, id, '同意，没有意见。')
  expect((await alerts(handler)).map(({ kind }) => kind)).toEqual(['contributionGiven'])
  const [mine] = await alerts(other)
  // somebody else's alert is passed over
  await handler.send('POST', '/desk/alerts/seen', { ids: [mine!.id] })
  expect(await alerts(other)).toMatchObject([{ seen: false }])
  await other.send('POST', '/desk/alerts/seen', { ids: [mine!.id] })
  expect(await alerts(other)).toMatchObject([{ seen: true }])
  const { rows } = await fresh.owner.query<{ act: string; details: object }>(
    "select act, details from audit_events where subject_id = $1 and act like 'letter.contribution%' order by at, id",
    [letter.id]
  )
  expect(rows).toEqual([
    { act: 'letter.contributionAsked', details: { contribution: id } },
    { act: 'letter.contributionGiven', details: { contribution: id } }
  ])
})

test('what was asked and given is never changed', async () => {
  const { db } = bureau.fresh
  for (const statement of [
    sql`update letter_contribution_versions set text = '别的'`,
    sql`delete from letter_contribution_versions`,
    sql`update letter_contributions set request = '别的'`,
    sql`delete from letter_contributions`
  ])
    await expect(statement.execute(db)).rejects.toThrow(/permission denied/)
})
