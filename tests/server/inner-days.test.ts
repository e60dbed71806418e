import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AskedContribution, ContributionCase } from '#contract/contributions.ts'
import type { Alert } from '#contract/letters-desk.ts'
import { clock } from '#server/core/clock.ts'
import { slugOf } from './desk-browser.ts'
import { colleague, type Colleague } from './staff.ts'
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
  type Bureau
} from './together-stage.ts'

let bureau: Bureau
let admin: Colleague

/** Moves to a day; whoever is signed in still is. */
const on = async (day: string): Promise<void> => {
  clock.set(new Date(`${day}T09:00:00+08:00`))
  await bureau.fresh.owner.query("update staff_sessions set started_at = $1, seen_at = $1, expires_at = '2100-01-01'", [
    clock.now()
  ])
}

beforeAll(async () => {
  bureau = await openBureau()
  admin = await colleague(bureau.fresh.app, bureau.fresh.db, 'admin', ['administrator'])
})
afterEach(async () => await on('2026-11-24'))
afterAll(async () => {
  await bureau.end()
})

const asked = async (letter: { readonly id: string }, dueOn: string): Promise<string> => {
  const id = uuidv7()
  const request = { id, kind: 'part', officeId: bureau.households, request: '请写一段收入调查怎么抽样。', dueOn }
  for (let time = 0; time < 2; time += 1) {
    const response = await bureau.handler.send('POST', `/desk/letters/${letter.id}/contributions`, request)
    expect(response.statusCode, response.body).toBe(200)
  }
  return id
}

const read = async (id: string): Promise<ContributionCase> =>
  (await bureau.other.send('GET', `/desk/contributions/${id}`)).json<ContributionCase>()

const lines = async (): Promise<AskedContribution[]> =>
  (await bureau.other.send('GET', '/desk/contributions')).json<AskedContribution[]>()

const lineOf = async (id: string): Promise<AskedContribution | undefined> =>
  (await lines()).find((one) => one.id === id)

const alertsOf = async (id: string): Promise<Alert[]> =>
  (await bureau.other.send('GET', '/desk/alerts'))
    .json<{ alerts: Alert[] }>()
    .alerts.filter(({ contribution }) => contribution === id)

/** The asked office has looked at what it was told. */
const look = async (id: string): Promise<void> => {
  const ids = (await alertsOf(id)).map((alert) => alert.id)
  await bureau.other.send('POST', '/desk/alerts/seen', { ids })
  expect(await alertsOf(id)).toMatchObject([{ seen: true }])
}

describe('the inner day comes before the due date, also when that comes nearer', () => {
  test('by a pause that ends at once; the asked office is told', async () => {
    const { handler } = bureau
    const letter = await assigned(bureau)
    const pause = { reason: 'other-department', words: '在等市医保局的意见', until: '2026-12-11' }
    expect((await done(bureau, handler, letter, 'pause', pause)).due.dueOn).toBe('2027-01-04')
    const [early, late] = [await asked(letter, '2026-12-10'), await asked(letter, '2026-12-28')]
    for (const id of [early, late]) await look(id)
    await on('2026-11-25')
    expect((await done(bureau, handler, letter, 'resumption')).due.dueOn).toBe('2026-12-16')
    expect(await read(late)).toMatchObject({ dueOn: '2026-12-15', overdue: false })
    expect(await lineOf(late)).toMatchObject({ dueOn: '2026-12-15' })
    expect((await seen(handler, letter)).contributions.map(({ dueOn }) => dueOn)).toEqual(['2026-12-10', '2026-12-15'])
    expect(await alertsOf(late)).toMatchObject([{ kind: 'contributionAsked', seen: false }])
    expect(await alertsOf(early)).toMatchObject([{ seen: true }])
    await on('2026-12-16')
    expect(await read(late)).toMatchObject({ overdue: true })
  })

  test('by merging with a letter that is due before it', async () => {
    const { clerk, handler } = bureau
    await on('2026-11-17')
    const early = await received(bureau)
    await on('2026-11-24')
    const letter = await assigned(bureau)
    const id = await asked(letter, '2026-12-14')
    await look(id)
    await merged(bureau, clerk, early, letter)
    expect((await own(bureau, early)).due.dueOn).toBe('2026-12-08')
    expect(await read(id)).toMatchObject({ dueOn: '2026-12-07' })
    expect(await alertsOf(id)).toMatchObject([{ seen: false }])
    // what was asked on the letter that is led is wanted for the common answer too
    const [lead, member] = [await assigned(bureau), await assigned(bureau)]
    const ofMember = await asked(member, '2026-12-14')
    await done(bureau, handler, lead, 'pause', { reason: 'other-department', words: '等意见', until: '2026-11-27' })
    await merged(bureau, clerk, member, lead)
    expect(await read(ofMember)).toMatchObject({ dueOn: '2026-12-14' })
    await merged(bureau, clerk, await oldOne(), lead)
    expect(await read(ofMember)).toMatchObject({ dueOn: '2026-12-07' })
    expect(await alertsOf(ofMember)).toMatchObject([{ seen: false }])
  })

  const oldOne = async () => {
    await on('2026-11-17')
    const letter = await received(bureau)
    await on('2026-11-24')
    return letter
  }

  test('by a day of the calendar; where the due date has come, it is the day of asking at the earliest', async () => {
    const letter = await assigned(bureau)
    const late = await asked(letter, '2026-12-14')
    await look(late)
    const { revision } = (await admin.send('GET', '/desk/calendar/2026')).json<{ revision: number }>()
    const days = [{ date: '2026-12-05', ruling: 'work', name: '调休' }]
    const body = { announced: true, days, source: '国办发明电〔2026〕9号', revision }
    expect((await admin.send('PUT', '/desk/calendar/2026', body)).statusCode).toBe(200)
    expect(await read(late)).toMatchObject({ dueOn: '2026-12-13', letter: { due: { dueOn: '2026-12-14' } } })
    expect(await alertsOf(late)).toMatchObject([{ seen: false }])
    await on('2026-12-14')
    const today = await asked(letter, '2026-12-14')
    expect(await read(today)).toMatchObject({ dueOn: '2026-12-14', overdue: false })
  })
})

describe('a request that the round has ended without', () => {
  const part = '样本按住址随机抽取，每季度轮换一部分。'
  const give = async (id: string) =>
    await bureau.other.send('POST', `/desk/contributions/${id}/versions`, { text: part, version: 0 })

  test('is overdue no more, nor in the round that follows, and stands behind what is wanted', async () => {
    const letter = await assigned(bureau)
    const first = await asked(letter, '2026-11-26')
    await on('2026-11-30')
    expect(await read(first)).toMatchObject({ state: 'asked', overdue: true, mayGive: true })
    await signed(bureau, letter)
    const lapsed = { state: 'lapsed', overdue: false }
    expect(await read(first)).toMatchObject({ ...lapsed, mayGive: false })
    const message = { id: uuidv7(), kind: 'followUp', text: '那么抽样呢？' }
    expect((await asSender(bureau, letter, 'messages', message)).statusCode).toBe(201)
    const second = await asked(letter, '2026-12-10')
    expect(await read(first)).toMatchObject({ ...lapsed, mayGive: false })
    expect((await seen(bureau.handler, letter)).contributions).toMatchObject([lapsed, { state: 'asked' }])
    const order = (await lines()).map(({ id }) => id)
    expect(order.indexOf(first)).toBeGreaterThan(order.indexOf(second))
    expect(await lineOf(first)).toMatchObject(lapsed)
    expect(slugOf(await give(first))).toBe('state-forbids')
    expect((await give(second)).statusCode).toBe(200)
  })
})
