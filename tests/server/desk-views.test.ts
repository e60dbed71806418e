import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SavedView, ViewDraft } from '#contract/letters-queue.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let prices: string
let households: string
let clerk: Colleague
let handler: Colleague
let head: Colleague
let other: Colleague

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  prices = await makeOffice(db, '价格科', 1)
  households = await makeOffice(db, '住户科', 2)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
  head = await colleague(app, db, 'head', ['officeHead'], prices)
  other = await colleague(app, db, 'other', ['officeHead'], households)
  for (const [n, office] of [prices, prices, households].entries()) {
    const letter = draft({ title: `牛奶价格第 ${n} 问`, topic: 'figures' })
    await sent(app, letter)
    const given = await clerk.send('POST', `/desk/letters/${letter.id}/assignment`, { officeId: office, revision: 1 })
    expect(given.statusCode, given.body).toBe(200)
  }
})

afterAll(async () => {
  await fresh.close()
})

const view = (changes: Partial<ViewDraft> = {}): ViewDraft => ({
  name: '牛奶',
  filter: { search: '牛奶', sort: 'newest' },
  shared: false,
  ...changes
})

const save = async (who: Colleague, draftOfView: ViewDraft): Promise<SavedView> => {
  const response = await who.send('POST', '/desk/letter-views', draftOfView)
  expect(response.statusCode, response.body).toBe(201)
  return response.json<SavedView>()
}
const views = async (who: Colleague): Promise<SavedView[]> =>
  (await who.send('GET', '/desk/letter-views')).json<SavedView[]>()

describe('a saved view', () => {
  test('keeps filters and order, and counts what it shows its reader', async () => {
    const kept = await save(clerk, view())
    expect(kept).toEqual({
      id: kept.id,
      name: '牛奶',
      filter: { search: '牛奶', sort: 'newest' },
      shared: false,
      mine: true,
      letters: 3
    })
    expect(await views(clerk)).toEqual([kept])
    expect(await views(handler)).toEqual([])
    await clerk.send('DELETE', `/desk/letter-views/${kept.id}`)
    expect(await views(clerk)).toEqual([])
  })

  test('is shared by a head with the own office, where each counts within his own reach', async () => {
    const kept = await save(head, view({ shared: true }))
    expect(kept).toMatchObject({ shared: true, mine: true, letters: 2 })
    expect(await views(handler)).toEqual([{ ...kept, mine: false }])
    expect(await views(other)).toEqual([])
    expect(await views(clerk)).toEqual([])
    expect(slugOf(await handler.send('POST', '/desk/letter-views', view({ shared: true })))).toBe('not-permitted')
    expect(slugOf(await handler.send('PUT', `/desk/letter-views/${kept.id}`, view()))).toBe('not-found')
    expect(slugOf(await handler.send('DELETE', `/desk/letter-views/${kept.id}`))).toBe('not-found')
    const own = await head.send('PUT', `/desk/letter-views/${kept.id}`, view({ name: '奶价' }))
    expect(own.json()).toMatchObject({ name: '奶价', shared: false })
    expect(await views(handler)).toEqual([])
  })

  test('is put into an order; ids of others change nothing', async () => {
    const [one, two, three] = [
      await save(handler, view({ name: '一' })),
      await save(handler, view({ name: '二' })),
      await save(handler, view({ name: '三' }))
    ]
    const foreign = await save(other, view({ name: '别人的' }))
    const ordered = await handler.send('PUT', '/desk/letter-view-order', { ids: [three.id, foreign.id, one.id] })
    expect(ordered.statusCode, ordered.body).toBe(204)
    expect((await views(handler)).map(({ name }) => name)).toEqual(['三', '一', '二'])
    expect((await views(other)).map(({ name }) => name)).toEqual(['别人的'])
    expect(two.id).not.toBe(one.id)
  })

  test('holds no more than the queue can be narrowed by, and each act is on record', async () => {
    expect(slugOf(await clerk.send('POST', '/desk/letter-views', view({ name: ' ' })))).toBe('invalid')
    const strange = { ...view(), filter: { contact: '13900000000' } }
    expect(slugOf(await clerk.send('POST', '/desk/letter-views', strange))).toBe('invalid')
    const { id } = await save(clerk, view())
    await clerk.send('PUT', `/desk/letter-views/${id}`, view({ name: '改名' }))
    await clerk.send('DELETE', `/desk/letter-views/${id}`)
    const { rows } = await fresh.owner.query(
      'select act, actor_id as actor, details from audit_events where subject_id = $1 order by at, id',
      [id]
    )
    expect(rows).toEqual(
      ['view.added', 'view.changed', 'view.removed'].map((act) => ({ act, actor: clerk.id, details: {} }))
    )
  })

  test('beyond fifty no more are taken', async () => {
    await fresh.owner.query(
      `insert into letter_views (id, owner_id, name, filter, position, changed_at)
       select gen_random_uuid(), $1, 'n', '{}', n, now() from generate_series(1, 50) n`,
      [other.id]
    )
    expect(slugOf(await other.send('POST', '/desk/letter-views', view()))).toBe('invalid')
  })
})
