import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DayRuling } from '#contract/calendar-desk.ts'
import type { Letter, LetterDraft } from '#contract/letters.ts'
import type { Alert, DeskLetter } from '#contract/letters-desk.ts'
import type { LetterQueue } from '#contract/letters-queue.ts'
import { clock } from '#server/core/clock.ts'
import { recountDueDates } from '#server/letters/due-dates.ts'
import { endPassedPauses } from '#server/letters/pauses.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, open, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let office: string
let clerk: Colleague
let handler: Colleague
let head: Colleague
let stranger: Colleague
let admin: Colleague

/** Moves the clock; nobody's session ends by it. */
const at = async (day: string, time = '10:00') => {
  clock.set(new Date(`${day}T${time}:00+08:00`))
  await fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

beforeAll(async () => {
  clock.set(new Date('2026-03-02T10:00:00+08:00'))
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  office = await makeOffice(db, '价格科', 1)
  const other = await makeOffice(db, '住户科', 2)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], office)
  head = await colleague(app, db, 'head', ['officeHead'], office)
  stranger = await colleague(app, db, 'stranger', ['handler'], other)
  admin = await colleague(app, db, 'admin', ['administrator'])
})
afterAll(async () => {
  await fresh.close()
  clock.set(new Date())
})

const act = async (
  who: Colleague,
  { id }: Pick<LetterDraft, 'id'>,
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' = 'POST'
) => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [id])
  return await who.send(method, `/desk/letters/${id}/${path}`, { revision: rows[0]?.revision ?? 1, ...body })
}
const done = async (...args: Parameters<typeof act>): Promise<DeskLetter> => {
  const response = await act(...args)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<DeskLetter>()
}
const assigned = async (changes: Partial<LetterDraft> = {}) => {
  const letter = draft(changes)
  const { number, due } = await sent(fresh.app, letter)
  await done(clerk, letter, 'assignment', { officeId: office })
  return { ...letter, number, due }
}
type Assigned = Awaited<ReturnType<typeof assigned>>
const asked = (until: string, changes: object = {}) => ({
  reason: 'other-department',
  words: '在等市医保局的意见',
  until,
  ...changes
})
const seen = async ({ number, code }: Assigned): Promise<Letter> =>
  (await open(fresh.app, number, `Code ${code}`)).json<Letter>()
const line = async ({ id }: Assigned) => {
  const { letters } = (await handler.send('GET', '/desk/letters')).json<LetterQueue>()
  return letters.find((one) => one.id === id)
}
const alertsOf = async ({ id }: Assigned) =>
  (await handler.send('GET', '/desk/alerts'))
    .json<{ alerts: Alert[] }>()
    .alerts.filter(({ letter }) => letter?.id === id)
    .map(({ kind }) => kind)
/** Every place where the due day of a letter stands says the same. */
const dueEverywhere = async (letter: Assigned): Promise<string> => {
  const { rows } = await fresh.owner.query<{ letters: string; round: string }>(
    `select l.due_on::text as letters, n.due_on::text as round from letters l
     join letter_rounds n on n.letter_id = l.id and n.round = l.round where l.id = $1`,
    [letter.id]
  )
  const own = await seen(letter)
  expect(rows[0]).toEqual({ letters: own.due.dueOn, round: own.due.dueOn })
  expect(own.due.days.at(-1)?.date).toBe(own.due.dueOn)
  expect(own.due.days.filter(({ count }) => count !== undefined)).toHaveLength(own.due.limit)
  return own.due.dueOn
}

describe('a pause', () => {
  test('moves the due day at once, is read by the sender with its reason, and ends by hand', async () => {
    await at('2026-03-02')
    const letter = await assigned()
    expect(letter.due.dueOn).toBe('2026-03-23')
    await at('2026-03-09')
    const before = await done(handler, letter, 'draft', { text: '先写个开头。' }, 'PUT')
    expect(before.pausing).toMatchObject({ latest: '2026-04-07', longest: 20 })
    expect(before.pausing?.reasons.map(({ code }) => code)).toContain('survey-open')
    const paused = await done(handler, letter, 'pause', asked('2026-03-25'))
    expect(paused.due).toMatchObject({ dueOn: '2026-04-09', limit: 15 })
    expect(paused).toMatchObject({ workingDaysLeft: 10, pausing: null })
    expect(paused.actions).toContain('resume')
    expect(paused.actions).not.toContain('pause')
    expect(paused.events.at(-1)).toMatchObject({
      kind: 'paused',
      reason: '2026-03-23 → 2026-04-09：等其他单位出具意见：在等市医保局的意见'
    })
    const own = await seen(letter)
    expect(own.due.pauses).toEqual([
      {
        from: '2026-03-09',
        to: '2026-03-25',
        running: true,
        reason: '等其他单位出具意见',
        reasonEn: 'Waiting for another department’s opinion',
        words: '在等市医保局的意见'
      }
    ])
    expect(own.events.at(-1)).toMatchObject({
      kind: 'paused',
      moved: { from: '2026-03-23', to: '2026-04-09', reason: '等其他单位出具意见：在等市医保局的意见' }
    })
    expect(await dueEverywhere(letter)).toBe('2026-04-09')
    await at('2026-03-18')
    expect(await line(letter)).toMatchObject({ pausedUntil: '2026-03-25', workingDaysLeft: 10, dueOn: '2026-04-09' })
    await at('2026-03-12')
    const resumed = await done(head, letter, 'resumption')
    expect(resumed.due.dueOn).toBe('2026-03-26')
    expect(resumed.due.pauses).toMatchObject([{ from: '2026-03-09', to: '2026-03-12', running: false }])
    expect(await line(letter)).toMatchObject({ pausedUntil: null, workingDaysLeft: 10 })
    expect(await dueEverywhere(letter)).toBe('2026-03-26')
    const { rows } = await fresh.owner.query<{ act: string }>(
      `select act from audit_events where subject_id = $1 and act in ('letter.pause', 'letter.resume') order by at`,
      [letter.id]
    )
    expect(rows.map((row) => row.act)).toEqual(['letter.pause', 'letter.resume'])
  })

  test('ends by itself after its last day, told at the desk and in the history, and moves nothing', async () => {
    await at('2026-03-02')
    const letter = await assigned()
    await at('2026-03-09')
    await done(handler, letter, 'pause', asked('2026-03-11', { reason: 'survey-open' }))
    await at('2026-03-11', '23:59')
    await endPassedPauses(fresh.db)
    expect((await seen(letter)).due.pauses).toMatchObject([{ running: true }])
    await at('2026-03-16')
    const due = await dueEverywhere(letter)
    expect(due).toBe('2026-03-25')
    await endPassedPauses(fresh.db)
    expect(await endPassedPauses(fresh.db)).toBe(0)
    expect(await dueEverywhere(letter)).toBe(due)
    expect((await seen(letter)).due.pauses).toMatchObject([{ to: '2026-03-11', running: false }])
    expect((await seen(letter)).events.at(-1)).toMatchObject({ kind: 'resumed', moved: null })
    expect(await alertsOf(letter)).toContain('pauseEnded')
    const { rows } = await fresh.owner.query(
      `select from audit_events where subject_id = $1 and act = 'letter.pauseEnded'`,
      [letter.id]
    )
    expect(rows).toHaveLength(1)
  })

  test('ends with the answer; what it took is not counted as used', async () => {
    await at('2026-03-02')
    const letter = await assigned()
    await at('2026-03-04')
    await done(handler, letter, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')
    await done(handler, letter, 'submission')
    await done(handler, letter, 'pause', asked('2026-03-20'))
    await at('2026-03-11')
    const signed = await done(head, letter, 'signature')
    expect(signed.rounds.at(-1)).toMatchObject({ answeredOn: '2026-03-11', workingDays: 2 })
    expect(signed.due.pauses).toMatchObject([{ from: '2026-03-04', to: '2026-03-11', running: false }])
    await dueEverywhere(letter)
    expect(signed.actions).not.toContain('resume')
  })

  test('of a letter that was withdrawn is over', async () => {
    await at('2026-03-02')
    const letter = await assigned()
    await done(handler, letter, 'pause', asked('2026-03-20'))
    const response = await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${letter.number}/withdrawal`,
      headers: { authorization: `Code ${letter.code}` },
      payload: {}
    })
    expect(response.statusCode).toBe(200)
    expect(response.json<Letter>().due.pauses).toMatchObject([{ running: false, to: '2026-03-02' }])
  })

  test('all pauses of a round together are no longer than the rule of the kind', async () => {
    await at('2026-03-02')
    const letter = await assigned({ kind: 'fault', page: '/columns' })
    await done(handler, letter, 'pause', asked('2026-03-05'))
    await at('2026-03-04')
    await done(handler, letter, 'resumption')
    const again = await done(handler, letter, 'draft', { text: '先写个开头。' }, 'PUT')
    // two of the five are used
    expect(again.pausing?.latest).toBe('2026-03-09')
    const over = await act(handler, letter, 'pause', asked('2026-03-10'))
    expect([over.statusCode, slugOf(over)]).toEqual([422, 'invalid'])
    expect(over.json<{ errors: object[] }>().errors).toEqual([
      { pointer: '/until', rule: 'maximum', limit: '2026-03-09' }
    ])
    await done(handler, letter, 'pause', asked('2026-03-09'))
    await at('2026-03-10')
    await endPassedPauses(fresh.db)
    const used = await done(handler, letter, 'draft', { text: '再写一句别的。' }, 'PUT')
    expect(used.pausing).toBeNull()
    expect(slugOf(await act(handler, letter, 'pause', asked('2026-03-11')))).toBe('state-forbids')
  })

  test.each<[string, object, string]>([
    ['an unknown reason', { reason: 'no-such-reason' }, '/reason'],
    ['a day that has passed', { until: '2026-03-01' }, '/until'],
    ['today', { until: '2026-03-02' }, '/until'],
    ['a day that does not exist', { until: '2026-02-31' }, '/until']
  ])('is refused for %s', async (_name, changes, pointer) => {
    await at('2026-03-02')
    const letter = await assigned()
    const response = await act(handler, letter, 'pause', asked('2026-03-10', changes))
    expect(slugOf(response)).toBe('invalid')
    expect(response.json<{ errors: { pointer: string }[] }>().errors[0]?.pointer).toBe(pointer)
    expect(await dueEverywhere(letter)).toBe('2026-03-23')
  })

  test('over a weekend only would move nothing and is refused', async () => {
    await at('2026-03-06')
    const letter = await assigned()
    expect(slugOf(await act(handler, letter, 'pause', asked('2026-03-08')))).toBe('invalid')
  })

  test('is not for a limit that runs out today, nor for one whose day a channel set', async () => {
    await at('2026-03-02')
    const letter = await assigned({ kind: 'fault', page: '/columns' })
    await at('2026-03-05')
    expect(slugOf(await act(handler, letter, 'pause', asked('2026-03-09')))).toBe('state-forbids')
    const id = draft().id
    const registered = await clerk.send('POST', '/desk/letters', {
      id,
      source: 'hotline',
      receivedOn: '2026-03-05',
      kind: 'enquiry',
      topic: 'figures',
      title: '热线转来的一封信',
      text: '热线转来，问居民收入。',
      dueOn: '2026-03-12',
      wayBack: 'channel'
    })
    expect(registered.statusCode, registered.body).toBe(201)
    await done(clerk, { id }, 'assignment', { officeId: office })
    expect(slugOf(await act(handler, { id }, 'pause', asked('2026-03-09')))).toBe('state-forbids')
  })

  test('is for the handler and the head of the office, and for who read the newest revision', async () => {
    await at('2026-03-02')
    const letter = await assigned()
    expect(slugOf(await act(clerk, letter, 'pause', asked('2026-03-10')))).toBe('not-permitted')
    expect(slugOf(await act(stranger, letter, 'pause', asked('2026-03-10')))).toBe('not-found')
    expect(slugOf(await act(handler, letter, 'pause', asked('2026-03-10', { revision: 1 })))).toBe('changed-meanwhile')
    expect(slugOf(await act(handler, letter, 'resumption'))).toBe('state-forbids')
    await done(head, letter, 'pause', asked('2026-03-10'))
    expect(slugOf(await act(handler, letter, 'pause', asked('2026-03-11')))).toBe('state-forbids')
    await expect(
      fresh.owner.query(
        `insert into letter_pauses select gen_random_uuid(), letter_id, round, reason, words, paused_on, planned_on, longest_days
         from letter_pauses where letter_id = $1`,
        [letter.id]
      )
    ).rejects.toMatchObject({ constraint: 'one_pause_at_a_time' })
  })
})

describe('the calendar changes under a pause', () => {
  const rule = async (days: { date: string; ruling: DayRuling; name: string }[]) => {
    const { revision } = (await admin.send('GET', '/desk/calendar/2026')).json<{ revision: number }>()
    const response = await admin.send('PUT', '/desk/calendar/2026', {
      announced: true,
      days,
      source: '国办发明电〔2026〕9号',
      revision
    })
    expect(response.statusCode, response.body).toBe(200)
    await recountDueDates(fresh)
  }

  test('a day off within it moves nothing, one after it moves the due day and is told', async () => {
    await at('2026-06-01')
    const letter = await assigned()
    expect(letter.due.dueOn).toBe('2026-06-23')
    await at('2026-06-03')
    await done(handler, letter, 'pause', asked('2026-06-12'))
    expect(await dueEverywhere(letter)).toBe('2026-07-02')
    await rule([{ date: '2026-06-10', ruling: 'off', name: '临时放假' }])
    expect(await dueEverywhere(letter)).toBe('2026-07-02')
    await rule([
      { date: '2026-06-10', ruling: 'off', name: '临时放假' },
      { date: '2026-06-25', ruling: 'off', name: '临时放假' }
    ])
    expect(await dueEverywhere(letter)).toBe('2026-07-03')
    expect((await seen(letter)).events.at(-1)).toMatchObject({
      kind: 'dueMoved',
      moved: { from: '2026-07-02', to: '2026-07-03', reason: '国办发明电〔2026〕9号' }
    })
    await at('2026-06-08')
    await done(handler, letter, 'resumption')
    expect(await dueEverywhere(letter)).toBe('2026-06-30')
  })

  test('a pause that became longer than it may be ends on the day on which it is', async () => {
    await at('2026-08-03')
    const letter = await assigned({ kind: 'fault', page: '/columns' })
    await rule([{ date: '2026-08-05', ruling: 'off', name: '临时放假' }])
    // five working days without the fifth of August
    const paused = await done(handler, letter, 'pause', asked('2026-08-11'))
    expect(paused.due).toMatchObject({ dueOn: '2026-08-14', pauses: [{ to: '2026-08-11' }] })
    await rule([{ date: '2026-08-05', ruling: 'ordinary', name: '照常上班' }])
    expect((await seen(letter)).due).toMatchObject({
      dueOn: '2026-08-13',
      pauses: [{ to: '2026-08-10', running: true }]
    })
    await at('2026-08-11', '00:01')
    await endPassedPauses(fresh.db)
    expect((await seen(letter)).due).toMatchObject({ pauses: [{ to: '2026-08-10', running: false }] })
    expect(await dueEverywhere(letter)).toBe('2026-08-13')
  })

  test('a pause over the end of the year makes the day provisional', async () => {
    await at('2026-12-01')
    const letter = await assigned()
    expect(letter.due.provisional).toBe(false)
    const paused = await done(handler, letter, 'pause', asked('2026-12-25'))
    expect(paused.due.provisional).toBe(true)
    await at('2026-12-02')
    expect((await done(handler, letter, 'resumption')).due.provisional).toBe(false)
  })
})
