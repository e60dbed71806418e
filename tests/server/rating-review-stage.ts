/** What the tests of reviews share: a bureau with two offices, answered letters, and ratings as their senders give them. */
import { expect } from 'vitest'
import type { Letter, LetterDraft, RatingDraft } from '#contract/letters.ts'
import type { Review, ReviewList } from '#contract/rating-reviews.ts'
import { clock } from '#server/core/clock.ts'
import { loadStaff } from '#server/core/sessions.ts'
import { assignLetter, draftReply, signReply, submitDraft, type ActOn } from '#server/letters/handle.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

export interface People {
  readonly registry: Colleague
  readonly clerk: Colleague
  readonly leader: Colleague
  /** wrote every answer */
  readonly drafter: Colleague
  /** signed every answer */
  readonly signer: Colleague
  /** of the same office, without a part in any answer */
  readonly neighbour: Colleague
  /** of another office */
  readonly stranger: Colleague
  readonly auditor: Colleague
  readonly admin: Colleague
}

export let fresh: FreshApp
export let people: People
let office: string

const setClock = (day: string, time = '10:00:00') => clock.set(new Date(`${day}T${time}+08:00`))

/** Moves to a day; whoever was signed in still is. */
export const on = async (day: string, time?: string): Promise<void> => {
  setClock(day, time)
  await fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

/** A bureau of its own on this day. */
export const begin = async (day: string): Promise<void> => {
  setClock(day)
  fresh = await freshApp({ LETTERS_PER_HOUR: '100000' })
  const { app, db } = fresh
  office = await makeOffice(db, '价格科', 1)
  const other = await makeOffice(db, '人口科', 2)
  people = {
    registry: await colleague(app, db, 'registry', ['registryHead']),
    clerk: await colleague(app, db, 'clerk', ['registryClerk']),
    leader: await colleague(app, db, 'leader', ['leader']),
    drafter: await colleague(app, db, 'drafter', ['handler'], office),
    signer: await colleague(app, db, 'signer', ['officeHead'], office),
    neighbour: await colleague(app, db, 'neighbour', ['handler'], office),
    stranger: await colleague(app, db, 'stranger', ['handler'], other),
    auditor: await colleague(app, db, 'auditor', ['auditor']),
    admin: await colleague(app, db, 'admin', ['administrator'])
  }
}
export const end = async (): Promise<void> => {
  await fresh.close()
  clock.set(new Date())
}

export type Sent = LetterDraft & { readonly number: string }

/** A letter that was answered: assigned by the registry, drafted by one, signed by another. */
export const answered = async (changes: Partial<LetterDraft> = {}): Promise<Sent> => {
  const { db } = fresh
  const written = draft(changes)
  const letter = { ...written, number: (await sent(fresh.app, written)).number }
  const as = async ({ id }: Colleague): Promise<ActOn> => {
    const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [
      letter.id
    ])
    return { staff: (await loadStaff(db, id))!, id: letter.id, revision: rows[0]!.revision }
  }
  await assignLetter(db, await as(people.registry), office)
  await draftReply(db, await as(people.drafter), '自有住房按虚拟租金计算。')
  await submitDraft(fresh.context, await as(people.drafter))
  await signReply(fresh.context, await as(people.signer))
  return letter
}

const call = async (letter: Sent, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
  await fresh.app.inject({
    method,
    url: `/api/letters/${letter.number}${path}`,
    headers: { authorization: `Device ${letter.deviceToken}` },
    ...(payload ? { payload } : {})
  })

export const bad = (changes: Partial<RatingDraft> = {}): RatingDraft => ({ grade: 2, reasons: ['unclear'], ...changes })

export const rate = async (letter: Sent, rating: RatingDraft): Promise<Letter> => {
  const response = await call(letter, 'PUT', '/rating', rating)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Letter>()
}

export const readOwn = async (letter: Sent): Promise<Letter> => (await call(letter, 'GET', '')).json<Letter>()

/** The reviews of a letter, the oldest first. */
export const reviewsOf = async ({ id }: Sent) => {
  const { rows } = await fresh.owner.query<{
    id: string
    state: string
    revision: number
    grade: number
    due_on: string
  }>('select id, state, revision, grade, due_on from rating_reviews where letter_id = $1 order by round, sequence', [
    id
  ])
  return rows
}

/** The only review of a letter that was just rated badly. */
export const opened = async (letter: Sent, rating = bad()): Promise<string> => {
  await rate(letter, rating)
  const reviews = await reviewsOf(letter)
  expect(reviews).toHaveLength(1)
  return reviews[0]!.id
}

export const read = async (who: Colleague, id: string): Promise<Review> => {
  const response = await who.send('GET', `/desk/reviews/${id}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Review>()
}

export const list = async (who: Colleague, which?: string): Promise<ReviewList> => {
  const response = await who.send('GET', `/desk/reviews${which ? `?which=${which}` : ''}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<ReviewList>()
}

/** Sends an act with the revision as it is now. */
export const tryTo = async (who: Colleague, id: string, what: string, body: object) => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from rating_reviews where id = $1', [
    id
  ])
  return await who.send('POST', `/desk/reviews/${id}/${what}`, { revision: rows[0]?.revision, ...body })
}

/** Does an act that will be taken. */
export const does = async (who: Colleague, id: string, what: string, body: object): Promise<Review> => {
  const response = await tryTo(who, id, what, body)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Review>()
}

export const callBack = async (id: string, who = people.registry): Promise<Review> =>
  await does(who, id, 'callback', { means: 'none', said: '没有留联系方式，按来信内容核实。' })

/** Rules days of 2026 to be off; tells how many due dates moved by it. */
export const rule = async (...dates: string[]) => {
  const { revision } = (await people.admin.send('GET', '/desk/calendar/2026')).json<{ revision: number }>()
  const days = dates.map((date) => ({ date, ruling: 'off', name: '临时放假' }))
  const body = { announced: true, days, source: '国办发明电〔2026〕9号', revision }
  const response = await people.admin.send('PUT', '/desk/calendar/2026', body)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<{ moved: number }>().moved
}

/** What the desk was told of a review. */
export const alertsOf = async (id: string) => {
  const { rows } = await fresh.owner.query<{ kind: string }>(
    'select kind from letter_alerts where review_id = $1 order by kind',
    [id]
  )
  return rows.map(({ kind }) => kind)
}
