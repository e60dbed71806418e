import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BulkOutcome } from '#contract/letters-queue.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let prices: string
let households: string
let clerk: Colleague
let second: Colleague
let handler: Colleague

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  prices = await makeOffice(db, '价格科', 1)
  households = await makeOffice(db, '住户科', 2)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  second = await colleague(app, db, 'second', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
})

afterAll(async () => {
  await fresh.close()
})

interface Read {
  readonly id: string
  readonly revision: number
}

const letters = async (many: number): Promise<Read[]> => {
  const read: Read[] = []
  for (let n = 0; n < many; n += 1) {
    const letter = draft()
    await sent(fresh.app, letter)
    read.push({ id: letter.id, revision: 1 })
  }
  return read
}

const bulk = async (path: string, body: object, who = clerk): Promise<string[]> => {
  const response = await who.send('POST', `/desk/${path}`, body)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<BulkOutcome>().outcomes.map(({ outcome }) => outcome)
}
const assign = async (read: readonly Read[], officeId = prices, who = clerk) =>
  await bulk('bulk-assignments', { letters: read, officeId }, who)

/** State, office, revision, the kinds of its events, and how many audit rows of the act each letter has. */
const standing = async (read: readonly Read[], act: string) => {
  const { rows } = await fresh.owner.query<Readonly<Record<string, unknown>>>(
    `select l.state, l.office_id as office, l.revision,
            (select string_agg(e.kind, ' ' order by e.position) from letter_events e where e.letter_id = l.id) as events,
            (select count(*)::int from audit_events a where a.subject_id = l.id::text and a.act = $2) as audited
     from letters l where l.id = any ($1) order by array_position($1, l.id)`,
    [read.map(({ id }) => id), act]
  )
  return rows
}

describe('many letters at once', () => {
  test('are assigned each with its own event, revision and audit row', async () => {
    const read = await letters(3)
    expect(await assign(read)).toEqual(['done', 'done', 'done'])
    const each = { state: 'assigned', office: prices, revision: 3, events: 'received accepted assigned', audited: 1 }
    expect(await standing(read, 'letter.assign')).toEqual([each, each, each])
  })

  test('one that cannot be done says why and holds up no other', async () => {
    const read = await letters(5)
    const [quicker, ended, , unknown] = read
    expect(await assign([quicker!], households, second)).toEqual(['done'])
    const refused = await second.send('POST', `/desk/letters/${ended!.id}/refusal`, {
      reason: '不属于受理范围',
      revision: 1
    })
    expect(refused.statusCode, refused.body).toBe(200)
    const asked = read.map((one) => (one === unknown ? { ...one, id: uuidv7() } : one))
    const endedNow = asked.map((one) => (one.id === ended!.id ? { ...one, revision: 2 } : one))
    expect(await assign(endedNow)).toEqual(['changed-meanwhile', 'state-forbids', 'done', 'not-found', 'done'])
    const [first, , third, left] = await standing(read, 'letter.assign')
    expect(first).toMatchObject({ office: households, revision: 3 })
    expect(third).toMatchObject({ office: prices, audited: 1 })
    expect(left).toMatchObject({ state: 'received', revision: 1, events: 'received', audited: 0 })
  })

  test('asked for again it changes nothing', async () => {
    const read = await letters(3)
    expect(await assign(read.slice(0, 2))).toEqual(['done', 'done'])
    const before = await standing(read, 'letter.assign')
    expect(await assign(read)).toEqual(['before', 'before', 'done'])
    expect((await standing(read, 'letter.assign')).slice(0, 2)).toEqual(before.slice(0, 2))
    expect(await assign([read[0]!, read[0]!])).toEqual(['before', 'before'])
    // what an office has as it was read needs nothing
    expect(await assign([{ ...read[0]!, revision: 3 }], prices, second)).toEqual(['before'])
  })

  test('what somebody else has given elsewhere meanwhile stays there', async () => {
    const [one] = await letters(1)
    await assign([one!])
    expect(await assign([{ ...one!, revision: 3 }], households, second)).toEqual(['done'])
    expect(await assign([one!])).toEqual(['changed-meanwhile'])
    expect(await standing([one!], 'letter.assign')).toMatchObject([{ office: households }])
  })

  test('an office that takes no letters gets none', async () => {
    const read = await letters(2)
    const closed = await makeOffice(fresh.db, '撤了的科', 9)
    await fresh.owner.query('update offices set takes_letters = false where id = $1', [closed])
    expect(await assign(read, closed)).toEqual(['office-closed', 'office-closed'])
    expect(await standing(read, 'letter.assign')).toMatchObject([{ state: 'received' }, { state: 'received' }])
  })

  test('are accepted, and those that were are told apart from those that somebody else accepted', async () => {
    const read = await letters(3)
    expect(await bulk('bulk-acceptances', { letters: [read[0]] }, second)).toEqual(['done'])
    expect(await bulk('bulk-acceptances', { letters: read })).toEqual(['changed-meanwhile', 'done', 'done'])
    expect(await bulk('bulk-acceptances', { letters: read })).toEqual(['changed-meanwhile', 'before', 'before'])
    const each = { state: 'accepted', revision: 2, events: 'received accepted', audited: 1 }
    expect(await standing(read, 'letter.accept')).toMatchObject([each, each, each])
  })

  test('two clerks at once give each letter to one office only', async () => {
    const read = await letters(6)
    const [mine, theirs] = await Promise.all([assign(read), assign(read.toReversed(), households, second)])
    for (const [index, one] of mine.entries()) {
      const other = theirs.toReversed()[index]
      expect([one, other].toSorted()).toEqual(['changed-meanwhile', 'done'])
    }
    for (const row of await standing(read, 'letter.assign')) expect(row).toMatchObject({ revision: 3, audited: 1 })
  })

  test('is for who assigns letters, and for a hundred at most', async () => {
    const [one] = await letters(1)
    const body = { letters: [one], officeId: prices }
    expect(slugOf(await handler.send('POST', '/desk/bulk-assignments', body))).toBe('not-permitted')
    expect(slugOf(await handler.send('POST', '/desk/bulk-acceptances', { letters: [one] }))).toBe('not-permitted')
    const many = Array.from({ length: 101 }, () => ({ id: uuidv7(), revision: 1 }))
    expect(slugOf(await clerk.send('POST', '/desk/bulk-assignments', { letters: many, officeId: prices }))).toBe(
      'invalid'
    )
    expect(slugOf(await clerk.send('POST', '/desk/bulk-assignments', { letters: [], officeId: prices }))).toBe(
      'invalid'
    )
  })
})
