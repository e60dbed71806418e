import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slugOf } from './desk-browser.ts'
import {
  answered,
  bad,
  begin,
  callBack,
  does,
  end,
  fresh,
  list,
  on,
  opened,
  people,
  rate,
  read,
  readOwn,
  reviewsOf,
  tryTo
} from './rating-review-stage.ts'

// a Monday; the five working days after it end on the next Monday
beforeAll(() => begin('2026-11-23'))
afterAll(end)

const phone = { contact: { name: '李某某', phone: '13700000009' } }

describe('the whole way of a review', () => {
  test('a bad rating opens one with five working days, explained day by day', async () => {
    const letter = await answered(phone)
    const own = await rate(letter, bad({ comment: '没有看懂' }))
    expect(own.review).toMatchObject({ dueOn: '2026-11-30', limit: 5, endedAt: null, outcome: null, feedback: null })
    const [kept] = await reviewsOf(letter)
    const review = await read(people.registry, kept!.id)
    expect(review).toMatchObject({
      state: 'open',
      grade: 2,
      reasons: ['unclear'],
      comment: '没有看懂',
      workingDaysLeft: 5,
      startedOn: '2026-11-23',
      means: ['phone'],
      actions: ['callBack'],
      barred: null,
      letter: { id: letter.id, number: letter.number, office: '价格科' },
      due: { dueOn: '2026-11-30', limit: 5, source: '政务服务“好差评”差评回访整改期限' }
    })
    expect(review.due.days.filter(({ count }) => count !== undefined)).toHaveLength(5)
    expect((await list(people.registry)).reviews.map(({ id }) => id)).toContain(review.id)
  })

  test('called back, decided, told: the sender reads what became of it only then', async () => {
    const letter = await answered(phone)
    const id = await opened(letter)
    await does(people.neighbour, id, 'callback', { means: 'phone', said: '写信人说看不懂虚拟租金。' })
    expect((await read(people.registry, id)).actions).toEqual(['decide'])
    await does(people.registry, id, 'decision', { decision: 'fixed', reason: '已补充一段通俗的说明。' })
    expect((await readOwn(letter)).review).toMatchObject({ endedAt: null, outcome: null, feedback: null })
    const closed = await does(people.registry, id, 'feedback', { text: '我们补充了说明，请再看一看。' })
    expect(closed).toMatchObject({ state: 'closed', outcome: 'fixed', workingDaysLeft: null, actions: [] })
    expect(closed.events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['opened', null],
      ['calledBack', 'neighbour'],
      ['decided', 'registry'],
      ['fedBack', 'registry']
    ])
    expect((await readOwn(letter)).review).toMatchObject({
      outcome: 'fixed',
      feedback: '我们补充了说明，请再看一看。',
      endedAt: closed.endedAt
    })
    expect((await list(people.registry, 'ended')).reviews.map((one) => one.id)).toContain(id)
  })

  test('the ledger has a day of its own, and is ticked off by what was done', async () => {
    const letter = await answered()
    const id = await opened(letter)
    await callBack(id)
    for (const [body, pointer] of [
      [{ decision: 'ledger', reason: '要改网页。' }, '/ledgerDueOn'],
      [{ decision: 'ledger', reason: '要改网页。', ledgerDueOn: '2026-11-23' }, '/ledgerDueOn'],
      [{ decision: 'ledger', reason: '要改网页。', ledgerDueOn: '2026-02-30' }, '/ledgerDueOn'],
      [{ decision: 'fixed', reason: '改好了。', ledgerDueOn: '2026-12-31' }, '/ledgerDueOn'],
      [{ decision: 'appealed', reason: '评错了。' }, '/ground'],
      [{ decision: 'explained', reason: '没有依据。', ground: 'mistaken' }, '/ground']
    ] as const) {
      const refused = await tryTo(people.registry, id, 'decision', body)
      expect([refused.statusCode, slugOf(refused)], refused.body).toEqual([422, 'invalid'])
      expect(refused.json<{ errors: { pointer: string }[] }>().errors.map((error) => error.pointer)).toEqual([pointer])
    }
    await does(people.registry, id, 'decision', { decision: 'ledger', reason: '要改网页。', ledgerDueOn: '2026-12-31' })
    const closed = await does(people.registry, id, 'feedback', { text: '12 月底前改好。' })
    expect(closed).toMatchObject({ state: 'closed', ledgerDueOn: '2026-12-31', settled: false, actions: ['settle'] })
    expect((await list(people.registry, 'ledger')).reviews.map((one) => one.id)).toContain(id)
    const settled = await does(people.leader, id, 'settlement', { text: '网页改好了。' })
    expect(settled).toMatchObject({ settled: true, actions: [] })
    expect((await list(people.registry, 'ledger')).reviews.map((one) => one.id)).not.toContain(id)
    expect((await readOwn(letter)).review).toMatchObject({
      outcome: 'ledger',
      ledgerDueOn: '2026-12-31',
      settledText: '网页改好了。'
    })
    expect(slugOf(await tryTo(people.registry, id, 'settlement', { text: '又改好了。' }))).toBe('state-forbids')
  })

  test('who left a telephone is called; who left nothing has it on record', async () => {
    const reachable = await opened(await answered(phone))
    for (const means of ['none', 'email']) {
      const refused = await tryTo(people.registry, reachable, 'callback', { means, said: '不打了。' })
      expect([refused.statusCode, slugOf(refused)]).toEqual([422, 'invalid'])
    }
    const silent = await opened(await answered({ contact: { name: '只留了名字' } }))
    expect((await read(people.registry, silent)).means).toEqual(['none'])
    expect(slugOf(await tryTo(people.registry, silent, 'callback', { means: 'phone', said: '打了。' }))).toBe('invalid')
    expect((await callBack(silent)).events.at(-1)).toMatchObject({ kind: 'calledBack', means: 'none' })
  })

  test('a callback lies between the opening and now', async () => {
    const id = await opened(await answered(phone))
    for (const calledAt of ['2026-11-22T02:00:00.000Z', '2026-11-23T03:00:00.000Z', '2026-99-99T03:00:00.000Z']) {
      const refused = await tryTo(people.registry, id, 'callback', { means: 'phone', said: '打过。', calledAt })
      expect([refused.statusCode, slugOf(refused)], calledAt).toEqual([422, 'invalid'])
    }
    await on('2026-11-24')
    const calledAt = '2026-11-23T08:30:00.000Z'
    const called = await does(people.registry, id, 'callback', { means: 'phone', said: '打过。', calledAt })
    expect(called.events.at(-1)).toMatchObject({ calledAt })
    await on('2026-11-23')
  })

  test('no step is left out, and none is taken twice', async () => {
    const id = await opened(await answered())
    const decision = { decision: 'fixed', reason: '改好了。' }
    for (const [what, body] of [
      ['decision', decision],
      ['ruling', { ruling: 'excluded', reason: '评错了。' }],
      ['feedback', { text: '改好了。' }],
      ['settlement', { text: '改好了。' }]
    ] as const)
      expect(slugOf(await tryTo(people.registry, id, what, body)), what).toBe('state-forbids')
    await callBack(id)
    expect(slugOf(await tryTo(people.registry, id, 'callback', { means: 'none', said: '再来。' }))).toBe(
      'state-forbids'
    )
  })
})

describe('an exclusion', () => {
  test('is ruled upon by another person than who proposed it, and then counts in no public figure', async () => {
    const letter = await answered()
    const id = await opened(letter, bad({ grade: 1 }))
    await callBack(id)
    const reason = { decision: 'appealed', ground: 'mistaken', reason: '写信人说点错了。' }
    const appealed = await does(people.registry, id, 'decision', reason)
    expect(appealed).toMatchObject({
      state: 'appealed',
      ground: 'mistaken',
      outcome: null,
      actions: [],
      barred: 'proposer'
    })
    const own = await tryTo(people.registry, id, 'ruling', { ruling: 'excluded', reason: '同意。' })
    expect([own.statusCode, slugOf(own)]).toEqual([409, 'same-person'])
    const counted = async () => {
      const { rows } = await sql<{ counted: boolean }>`
        select counted from counted_ratings where letter_id = ${letter.id}`.execute(fresh.db)
      return rows[0]?.counted
    }
    expect(await counted()).toBe(true)
    await does(people.leader, id, 'ruling', { ruling: 'excluded', reason: '核过录音，属误评。' })
    expect(await counted()).toBe(false)
    await does(people.registry, id, 'feedback', { text: '按误评处理，不计入统计。' })
    expect(await readOwn(letter)).toMatchObject({ rating: { grade: 1 }, review: { outcome: 'excluded' } })
    // the same again is still the excluded one; in other words it is another rating, and looked at again
    await rate(letter, bad({ grade: 1 }))
    expect(await counted()).toBe(false)
    await rate(letter, bad({ grade: 1, comment: '我没有点错' }))
    expect(await counted()).toBe(true)
    expect((await reviewsOf(letter)).map(({ state }) => state)).toEqual(['closed', 'open'])
  })

  test('takes the grade from beside a published answer', async () => {
    const letter = await answered({ publishConsent: true })
    const id = await opened(letter)
    const path = `/desk/letters/${letter.id}/publication`
    const copy = { title: '居住类价格', question: '自己住的房子怎么算进去？', reply: '按虚拟租金计算。', kept: [] }
    await people.registry.send('PUT', path, { ...copy, version: 0 })
    const approved = await people.clerk.send('POST', `${path}/approval`, { version: 1 })
    const { publishedAs } = approved.json<{ publishedAs: string }>()
    const grade = async () =>
      (await fresh.app.inject(`/api/answers/${publishedAs}`)).json<{ grade: number | null }>().grade
    expect(await grade()).toBe(2)
    await callBack(id)
    await does(people.registry, id, 'decision', { decision: 'appealed', ground: 'mistaken', reason: '点错了。' })
    await does(people.leader, id, 'ruling', { ruling: 'excluded', reason: '属实。' })
    expect(await grade()).toBeNull()
  })

  test('that is not found right leaves the rating counted', async () => {
    const id = await opened(await answered())
    await callBack(id)
    await does(people.clerk, id, 'decision', { decision: 'appealed', ground: 'malicious', reason: '像是恶意的。' })
    const ruled = await does(people.registry, id, 'ruling', { ruling: 'upheld', reason: '没有证据。' })
    expect(ruled).toMatchObject({ state: 'decided', outcome: 'upheld' })
    const { rows } = await sql<{ counted: boolean }>`
      select counted from counted_ratings where letter_id = ${ruled.letter.id}`.execute(fresh.db)
    expect(rows).toEqual([{ counted: true }])
  })
})

describe('a rating that changes', () => {
  test('to a better grade before the callback ends the review as taken back; to bad again opens another', async () => {
    const letter = await answered()
    const id = await opened(letter)
    expect((await rate(letter, { grade: 4 })).review).toMatchObject({ outcome: 'takenBack', feedback: null })
    const back = await read(people.registry, id)
    expect(back).toMatchObject({ state: 'takenBack', outcome: 'takenBack', grade: 2, actions: [] })
    expect(back.events.map(({ kind, grade }) => [kind, grade])).toEqual([
      ['opened', 2],
      ['takenBack', 4]
    ])
    await rate(letter, bad({ grade: 1 }))
    await rate(letter, bad({ grade: 2, reasons: ['late', 'attitude'] }))
    const reviews = await reviewsOf(letter)
    expect(reviews.map(({ state, grade }) => [state, grade])).toEqual([
      ['takenBack', 2],
      ['open', 2]
    ])
    expect((await read(people.registry, reviews[1]!.id)).reasons).toEqual(['late', 'attitude'])
  })

  test('after the callback does not end it: the review keeps the grade that it is about', async () => {
    const letter = await answered()
    const id = await opened(letter)
    await callBack(id)
    await rate(letter, { grade: 5 })
    const running = await read(people.registry, id)
    expect(running).toMatchObject({ state: 'calledBack', grade: 2, reasons: ['unclear'] })
    expect(running.events.at(-1)).toMatchObject({ kind: 'changed', grade: 5 })
    await rate(letter, bad({ grade: 1 }))
    expect(await reviewsOf(letter)).toMatchObject([{ id, state: 'calledBack', grade: 1 }])
  })

  test('tells those who are about to decide', async () => {
    const letter = await answered()
    const id = await opened(letter)
    const { revision } = await read(people.registry, id)
    await rate(letter, { grade: 4 })
    const late = await tryTo(people.registry, id, 'callback', { means: 'none', said: '没有留。', revision })
    expect(slugOf(late)).toBe('changed-meanwhile')
  })

  test('at ten places at once never has two open reviews', async () => {
    const letter = await answered()
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => await rate(letter, index % 2 ? { grade: 5 } : bad()))
    )
    const open = (await reviewsOf(letter)).filter(({ state }) => state === 'open')
    const { rating } = await readOwn(letter)
    expect(open).toHaveLength(rating!.grade <= 2 ? 1 : 0)
  })
})

test('of two decisions in the same moment one wins', async () => {
  const letter = await answered()
  const id = await opened(letter)
  await callBack(id)
  const { revision } = await read(people.registry, id)
  const decide = async (who: typeof people.registry, decision: string) =>
    await tryTo(who, id, 'decision', { decision, reason: '同时办的。', revision })
  const answers = await Promise.all([
    decide(people.registry, 'fixed'),
    decide(people.leader, 'explained'),
    decide(people.clerk, 'fixed'),
    decide(people.neighbour, 'explained')
  ])
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409, 409, 409])
  expect(answers.filter(({ statusCode }) => statusCode === 409).map(slugOf)).toEqual(Array(3).fill('changed-meanwhile'))
  const { events } = await read(people.registry, id)
  expect(events.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
})
