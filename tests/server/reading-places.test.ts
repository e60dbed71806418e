/** Reading places over HTTP: the register, what everybody reads of it, visits and figures. */
import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '#contract/people.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import type {
  DeskReadingPlace,
  ReadingFigures,
  ReadingPlaceDraft,
  ReadingVisit,
  ReadingVisitDraft
} from '#contract/reading-places-desk.ts'
import type { ReadingPlace, ReadingPlaceList } from '#contract/reading-places.ts'
import { clock } from '#server/core/clock.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { colleague, type Colleague } from './staff.ts'

/** Tuesday, 12:00 in Shanghai. */
const noon = new Date('2026-12-01T04:00:00.000Z')
const today = '2026-12-01'

let fresh: FreshApp
let clerk: Colleague
let head: Colleague
let door: Colleague
let leader: Colleague

let people = 0
const person = async (role: Role) =>
  await colleague(fresh.app, fresh.db, `${role.toLowerCase()}.${(people += 1)}`, [role])

/** Sessions end while the clock jumps: whoever works afterwards signs in anew. */
const signAllIn = async () => {
  clerk = await person('registryClerk')
  head = await person('registryHead')
  door = await person('doorStaff')
}

beforeAll(async () => {
  clock.set(noon)
  fresh = await freshApp()
  await signAllIn()
  leader = await person('leader')
})
afterEach(() => clock.set(noon))
afterAll(async () => {
  clock.set(new Date())
  await fresh.close()
})

const draftOf = (changes: Partial<ReadingPlaceDraft> = {}): ReadingPlaceDraft => ({
  name: '统计局大厅',
  address: '示例路 1 号',
  directions: '',
  accessibility: '东门有坡道',
  phone: '010-12345678',
  offers: '公报、年鉴\n复印',
  rule: '',
  hours: {
    workday: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '17:00' }
    ],
    restday: []
  },
  closures: [],
  ...changes
})

const added = async (changes: Partial<ReadingPlaceDraft> = {}): Promise<DeskReadingPlace> => {
  const response = await clerk.send('POST', '/desk/reading-places', { id: uuidv7(), ...draftOf(changes) })
  expect(response.statusCode, response.body).toBe(201)
  return response.json<DeskReadingPlace>()
}

const listed = async (): Promise<ReadingPlace[]> =>
  (await fresh.app.inject({ url: '/api/reading-places' })).json<ReadingPlaceList>().places

const shown = async (id: string): Promise<ReadingPlace | undefined> => (await listed()).find((one) => one.id === id)

const errorsOf = (response: Awaited<ReturnType<Colleague['send']>>) => response.json<ProblemDocument>().errors

const visitOf = (changes: Partial<ReadingVisitDraft> = {}): ReadingVisitDraft => ({
  id: uuidv7(),
  day: today,
  purpose: 'read',
  people: 2,
  ...changes
})

const note = async (placeId: string, draft: ReadingVisitDraft, who = door) =>
  await who.send('POST', `/desk/reading-places/${placeId}/visits`, draft)

describe('the register', () => {
  test('what is added is public at once, in the order of adding, with fourteen days worked out', async () => {
    const closures = [
      { from: '2026-12-20', to: '2026-12-21', reason: '年底盘点' },
      { from: '2026-12-02', to: '2026-12-03', reason: '库房消毒' },
      { from: '2026-11-02', to: '2026-11-30', reason: '已经过去的装修' }
    ]
    const one = await added({ name: ' 第一处 ', closures })
    const two = await added({ name: '第二处' })
    expect(one).toMatchObject({
      name: '第一处',
      closedOn: null,
      revision: 1,
      changedBy: clerk.session.person.name,
      demo: false
    })
    const places = await listed()
    expect(places.map(({ id }) => id)).toEqual([one.id, two.id])
    expect(places[0]?.closures.map(({ reason }) => reason)).toEqual(['库房消毒', '年底盘点'])
    expect(places[0]?.days).toHaveLength(14)
    expect(places[0]?.days.slice(0, 5)).toEqual([
      { day: today, kind: 'workday', name: null, spans: one.hours.workday, closure: null },
      { day: '2026-12-02', kind: 'workday', name: null, spans: [], closure: '库房消毒' },
      { day: '2026-12-03', kind: 'workday', name: null, spans: [], closure: '库房消毒' },
      { day: '2026-12-04', kind: 'workday', name: null, spans: one.hours.workday, closure: null },
      { day: '2026-12-05', kind: 'weekend', name: null, spans: [], closure: null }
    ])
    expect(JSON.stringify(places)).not.toContain('changedBy')
  })

  test('sent again it is added once; another content under the same id is refused', async () => {
    const body = { id: uuidv7(), ...draftOf({ closures: [{ from: today, to: today, reason: '停电' }] }) }
    const first = await clerk.send('POST', '/desk/reading-places', body)
    const again = await head.send('POST', '/desk/reading-places', body)
    expect([again.statusCode, again.json()]).toEqual([201, first.json()])
    expect(slugOf(await clerk.send('POST', '/desk/reading-places', { ...body, name: '别处' }))).toBe('already-sent')
    expect((await listed()).filter(({ id }) => id === body.id)).toHaveLength(1)
    const acts = await fresh.owner.query(`select act from audit_events where subject_id = $1`, [body.id])
    expect(acts.rows).toEqual([{ act: 'readingPlace.added' }])
  })

  test('a change needs the revision that was read, and is public at once', async () => {
    const { id, revision } = await added()
    const change = { ...draftOf({ phone: '010-87654321' }), revision }
    const changed = await head.send('PUT', `/desk/reading-places/${id}`, change)
    expect(changed.json()).toMatchObject({
      phone: '010-87654321',
      revision: revision + 1,
      changedBy: head.session.person.name
    })
    expect((await shown(id))?.phone).toBe('010-87654321')
    expect(slugOf(await clerk.send('PUT', `/desk/reading-places/${id}`, change))).toBe('changed-meanwhile')
    expect(slugOf(await clerk.send('PUT', `/desk/reading-places/${uuidv7()}`, change))).toBe('not-found')
  })

  test('hours and closures that contradict themselves are refused at their field', async () => {
    const hours = {
      workday: [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '10:00' }
      ],
      restday: []
    }
    const closures = [{ from: '2026-12-09', to: '2026-12-08', reason: '停电' }]
    const wrong = [
      { pointer: '/hours/workday/1/from', rule: 'after', limit: '12:00' },
      { pointer: '/hours/workday/1/to', rule: 'after', limit: '11:00' },
      { pointer: '/closures/0/to', rule: 'notBefore', limit: '2026-12-09' }
    ]
    const refused = await clerk.send('POST', '/desk/reading-places', { id: uuidv7(), ...draftOf({ hours, closures }) })
    expect([refused.statusCode, slugOf(refused), errorsOf(refused)]).toEqual([422, 'invalid', wrong])
    const { id, revision } = await added()
    const change = await clerk.send('PUT', `/desk/reading-places/${id}`, {
      ...draftOf({ hours, closures }),
      revision
    })
    expect([slugOf(change), errorsOf(change)]).toEqual(['invalid', wrong])
    const unreadable = { workday: [{ from: '9:00', to: '24:00' }], restday: [] }
    const shape = await clerk.send('POST', '/desk/reading-places', { id: uuidv7(), ...draftOf({ hours: unreadable }) })
    expect(errorsOf(shape)?.map(({ pointer }) => pointer)).toEqual(['/hours/workday/0/from', '/hours/workday/0/to'])
    expect((await shown(id))?.hours).toEqual(draftOf().hours)
  })

  test('a place that is given up is public no more, stays at the desk, and is not changed again', async () => {
    const { id, revision } = await added()
    const path = `/desk/reading-places/${id}/giving-up`
    expect(slugOf(await clerk.send('POST', path, { revision: revision + 1 }))).toBe('changed-meanwhile')
    const gone = await clerk.send('POST', path, { revision })
    expect(gone.json()).toMatchObject({ closedOn: today, revision: revision + 1 })
    expect(await shown(id)).toBeUndefined()
    const desk = (await door.send('GET', '/desk/reading-places')).json<DeskReadingPlace[]>()
    expect(desk.at(-1)).toMatchObject({ id, closedOn: today })
    const change = { ...draftOf(), revision: revision + 1 }
    expect(slugOf(await clerk.send('PUT', `/desk/reading-places/${id}`, change))).toBe('state-forbids')
    expect(slugOf(await clerk.send('POST', path, { revision: revision + 1 }))).toBe('state-forbids')
  })

  test('the register is the registry’s; the counter notes visits alone; others have nothing of it', async () => {
    const { id, revision } = await added()
    const write = { id: uuidv7(), ...draftOf() }
    expect(slugOf(await door.send('POST', '/desk/reading-places', write))).toBe('not-permitted')
    expect(slugOf(await door.send('POST', `/desk/reading-places/${id}/giving-up`, { revision }))).toBe('not-permitted')
    expect(slugOf(await leader.send('GET', '/desk/reading-places'))).toBe('not-permitted')
    expect(slugOf(await note(id, visitOf(), leader))).toBe('not-permitted')
    expect((await note(id, visitOf(), head)).statusCode).toBe(201)
  })
})

describe('visits', () => {
  beforeEach(signAllIn)

  const count = async (year = 2026) => (await door.send('GET', `/desk/reading-figures/${year}`)).json<ReadingFigures>()

  test('sent again a visit counts once; another content under the same id is refused', async () => {
    const { id: placeId } = await added()
    const before = await count()
    const draft = visitOf({ people: 3 })
    const [one, two] = await Promise.all([note(placeId, draft), note(placeId, draft)])
    expect([one, two].map(({ statusCode }) => statusCode)).toEqual([201, 201])
    expect(one.json()).toEqual(two.json())
    const notedBy = door.session.person.name
    expect(one.json()).toMatchObject({ ...draft, place: { id: placeId }, notedBy, withdrawnAt: null })
    expect((await count()).people).toBe(before.people + 3)
    for (const other of [{ people: 4 }, { purpose: 'copy' }, { day: '2026-11-30' }] as const)
      expect(slugOf(await note(placeId, { ...draft, ...other }))).toBe('already-sent')
    const elsewhere = await added()
    expect(slugOf(await note(elsewhere.id, draft))).toBe('already-sent')
    // told again when the day has gone too far back to be noted anew
    clock.set(new Date('2027-02-01T04:00:00.000Z'))
    await signAllIn()
    expect((await note(placeId, draft)).statusCode).toBe(201)
    expect((await count()).people).toBe(before.people + 3)
  })

  test('a day to come and one too long ago are refused, and so is a place that is not there', async () => {
    const { id } = await added()
    const wrong = async (day: string) => errorsOf(await note(id, visitOf({ day })))
    expect(await wrong('2026-12-02')).toEqual([{ pointer: '/day', rule: 'maximum', limit: today }])
    expect(await wrong('2026-10-30')).toEqual([{ pointer: '/day', rule: 'minimum', limit: '2026-10-31' }])
    expect(await wrong('2026-11-31')).toEqual([{ pointer: '/day', rule: 'format', limit: 'date' }])
    expect((await note(id, visitOf({ day: '2026-10-31' }))).statusCode).toBe(201)
    expect(slugOf(await note(uuidv7(), visitOf()))).toBe('not-found')
    for (const people of [0, 201]) expect(slugOf(await note(id, visitOf({ people })))).toBe('invalid')
  })

  test('of a place that was given up are noted for its last days only', async () => {
    const { id, revision } = await added()
    await clerk.send('POST', `/desk/reading-places/${id}/giving-up`, { revision })
    expect((await note(id, visitOf())).statusCode).toBe(201)
    clock.set(new Date('2026-12-02T04:00:00.000Z'))
    await signAllIn()
    expect((await note(id, visitOf({ day: today }))).statusCode).toBe(201)
    expect(slugOf(await note(id, visitOf({ day: '2026-12-02' })))).toBe('state-forbids')
  })

  test('one that was withdrawn stays in sight and out of the count', async () => {
    const { id: placeId } = await added()
    const { people: before } = await count()
    const draft = visitOf({ people: 7 })
    await note(placeId, draft)
    const withdraw = async () => await head.send('POST', `/desk/reading-visits/${draft.id}/withdrawal`)
    const first = await withdraw()
    expect(first.json<ReadingVisit>().withdrawnAt).toMatch(/^2026-12-01T04:/)
    expect((await withdraw()).json()).toEqual(first.json())
    expect((await count()).people).toBe(before)
    const last = (await clerk.send('GET', '/desk/reading-visits')).json<ReadingVisit[]>()
    expect(last).toContainEqual(first.json())
    const times = last.map(({ notedAt }) => notedAt)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(slugOf(await head.send('POST', `/desk/reading-visits/${uuidv7()}/withdrawal`))).toBe('not-found')
    const { rows } = await fresh.owner.query('select act from audit_events where subject_id = $1 order by at, act', [
      draft.id
    ])
    expect(rows).toEqual([{ act: 'readingVisit.noted' }, { act: 'readingVisit.withdrawn' }])
  })

  test('are counted by the year of their day, by place, month and purpose', async () => {
    clock.set(new Date('2029-01-10T04:00:00.000Z'))
    await signAllIn()
    const body = { id: uuidv7(), ...draftOf({ name: '新的一处' }) }
    await clerk.send('POST', '/desk/reading-places', body)
    const visits = [
      { day: '2028-12-31', purpose: 'read', people: 5 },
      { day: '2029-01-01', purpose: 'read', people: 2 },
      { day: '2029-01-09', purpose: 'copy', people: 1 },
      { day: '2029-01-10', purpose: 'help', people: 4 },
      { day: '2029-01-10', purpose: 'read', people: 10 }
    ] as const
    for (const visit of visits) expect((await note(body.id, visitOf(visit))).statusCode).toBe(201)
    const now = await count(2029)
    const standing = (await listed()).length
    expect(now).toMatchObject({
      year: 2029,
      places: standing,
      people: 17,
      byMonth: [17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      byPurpose: { read: 12, copy: 1, help: 4 }
    })
    expect(now.byPlace).toHaveLength(standing)
    expect(now.byPlace.at(-1)).toEqual({ id: body.id, name: '新的一处', people: 17 })
    const before = await count(2028)
    // it was added a year later, and is named for its visit all the same
    expect(before).toMatchObject({ places: standing - 1, people: 5 })
    expect(before.byMonth[11]).toBe(5)
    expect(before.byPlace.at(-1)).toEqual({ id: body.id, name: '新的一处', people: 5 })
    expect(await count(2025)).toMatchObject({ places: 0, people: 0, byPlace: [] })
    expect(slugOf(await door.send('GET', '/desk/reading-figures/1999'))).toBe('bad-request')
  })
})
