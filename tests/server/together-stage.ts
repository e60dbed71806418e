/** What the tests of cases that belong together share: a bureau with two offices, its people, and letters on their way. */
import { uuidv7 } from 'uuidv7'
import { expect } from 'vitest'
import type { Letter, LetterDraft } from '#contract/letters.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import { clock } from '#server/core/clock.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, open, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

export interface Bureau {
  readonly fresh: FreshApp
  readonly prices: string
  readonly households: string
  readonly clerk: Colleague
  readonly handler: Colleague
  readonly other: Colleague
  readonly head: Colleague
  readonly leader: Colleague
  readonly end: () => Promise<void>
}

/** An entry of the directory of departments. */
export const labour = {
  id: uuidv7(),
  name: '市人力资源和社会保障局',
  nameEn: 'Labour',
  matters: '工伤认定',
  mattersEn: 'injuries',
  telephone: '0000-8100101',
  listed: true
}

export type Sent = LetterDraft & { readonly number: string }

/** Opens the bureau on a Tuesday morning. */
export const openBureau = async (): Promise<Bureau> => {
  clock.set(new Date('2026-11-24T09:00:00+08:00'))
  const fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  const prices = await makeOffice(db, '价格科', 1)
  const households = await makeOffice(db, '住户科', 2)
  return {
    fresh,
    prices,
    households,
    clerk: await colleague(app, db, 'clerk', ['registryClerk']),
    handler: await colleague(app, db, 'handler', ['handler'], prices),
    other: await colleague(app, db, 'other', ['handler'], households),
    head: await colleague(app, db, 'head', ['officeHead'], prices),
    leader: await colleague(app, db, 'leader', ['leader']),
    end: async () => {
      await fresh.close()
      clock.set(new Date())
    }
  }
}

export const revisionOf = async ({ fresh }: Bureau, id: string): Promise<number> => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [id])
  return rows[0]?.revision ?? 1
}

/** Acts on a letter as it stands. */
export const act = async (
  bureau: Bureau,
  who: Colleague,
  { id }: { readonly id: string },
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' = 'POST'
) => await who.send(method, `/desk/letters/${id}/${path}`, { ...body, revision: await revisionOf(bureau, id) })

export const done = async (...args: Parameters<typeof act>): Promise<DeskLetter> => {
  const response = await act(...args)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<DeskLetter>()
}

export const received = async ({ fresh }: Bureau, changes: Partial<LetterDraft> = {}): Promise<Sent> => {
  const letter = draft(changes)
  return { ...letter, number: (await sent(fresh.app, letter)).number }
}

export const assigned = async (bureau: Bureau, changes: Partial<LetterDraft> = {}): Promise<Sent> => {
  const letter = await received(bureau, changes)
  await done(bureau, bureau.clerk, letter, 'assignment', { officeId: bureau.prices })
  return letter
}

export const merge = async (bureau: Bureau, who: Colleague, letter: { id: string }, lead: { id: string }) =>
  await act(bureau, who, letter, 'merging', { lead: lead.id, leadRevision: await revisionOf(bureau, lead.id) })

export const merged = async (...args: Parameters<typeof merge>): Promise<DeskLetter> => {
  const response = await merge(...args)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<DeskLetter>()
}

/** A letter as its sender reads it. */
export const own = async ({ fresh }: Bureau, { number, code }: Sent): Promise<Letter> =>
  (await open(fresh.app, number, `Code ${code}`)).json<Letter>()

/** What a sender does. */
export const asSender = async (
  { fresh }: Bureau,
  { number, code }: Sent,
  path: string,
  payload: object = {},
  method: 'POST' | 'PUT' = 'POST'
) =>
  await fresh.app.inject({
    method,
    url: `/api/letters/${number}/${path}`,
    headers: { authorization: `Code ${code}` },
    payload
  })

/** A letter at the desk. */
export const seen = async (who: Colleague, { id }: { readonly id: string }): Promise<DeskLetter> =>
  (await who.send('GET', `/desk/letters/${id}`)).json<DeskLetter>()

export const reply = '自有住房按虚拟租金计算，权重按消费支出定。'

/** Drafted by the handler, signed by the head of the office. */
export const signed = async (bureau: Bureau, lead: { readonly id: string }): Promise<DeskLetter> => {
  const { handler, head } = bureau
  await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
  await done(bureau, handler, lead, 'submission')
  return await done(bureau, head, lead, 'signature')
}

/** A letter of a week ago, with another sender, merged into one of today. */
export const pair = async (bureau: Bureau): Promise<{ lead: Sent; member: Sent }> => {
  clock.set(new Date('2026-11-17T09:00:00+08:00'))
  const member = await received(bureau, {
    title: '自己的房子算不算房租',
    text: '我家自己住的房子没有租金，算不算？',
    contact: { name: '钱小满', phone: '13900000021' }
  })
  clock.set(new Date('2026-11-24T09:00:00+08:00'))
  const lead = await assigned(bureau, { contact: { name: '赵大年', phone: '13900000022', email: 'zhao@example.com' } })
  await merged(bureau, bureau.clerk, member, lead)
  return { lead, member }
}

/** What happened to a letter, oldest first. */
export const kindsOf = async ({ fresh }: Bureau, { id }: { readonly id: string }): Promise<string[]> => {
  const { rows } = await fresh.owner.query<{ kind: string }>(
    'select kind from letter_events where letter_id = $1 order by position',
    [id]
  )
  return rows.map(({ kind }) => kind)
}
