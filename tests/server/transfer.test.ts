import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HandlingFigures } from '#contract/board.ts'
import type { Department, DepartmentDraft } from '#contract/letters-departments.ts'
import { slugOf } from './desk-browser.ts'
import { act, done, merged, openBureau, own, received, type Bureau } from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
})
afterAll(async () => {
  await bureau.end()
})

const entry = (changes: Partial<DepartmentDraft> = {}) => ({
  id: uuidv7(),
  name: '市医疗保障局',
  nameEn: 'Municipal Healthcare Security Administration',
  matters: '医保缴费、报销',
  mattersEn: 'medical insurance',
  telephone: '0000-8100102',
  site: 'https://medical.city.example/',
  hours: '工作日 9:00 到 17:00',
  hoursEn: 'Working days, 9:00 to 17:00',
  listed: true,
  ...changes
})

const add = async (changes: Partial<DepartmentDraft> = {}): Promise<Department> => {
  const response = await bureau.clerk.send('POST', '/desk/departments', entry(changes))
  expect(response.statusCode, response.body).toBe(201)
  return response.json<Department>()
}

const change = async ({ id, revision }: Department, changes: Partial<DepartmentDraft> = {}) => {
  const { id: _own, ...draft } = entry(changes)
  return await bureau.clerk.send('PUT', `/desk/departments/${id}`, { ...draft, revision })
}

const reason = '医保报销由医保部门办理，这里没有您的缴费记录。'

describe('the directory of other departments', () => {
  test('is kept by the registry, read by who assigns, and by nobody else', async () => {
    const one = entry({ name: '市税务局' })
    expect((await bureau.clerk.send('POST', '/desk/departments', one)).statusCode).toBe(201)
    // a lost answer: the same again is no second one, other words are told
    expect((await bureau.clerk.send('POST', '/desk/departments', one)).statusCode).toBe(201)
    expect(slugOf(await bureau.clerk.send('POST', '/desk/departments', { ...one, matters: '别的' }))).toBe(
      'already-sent'
    )
    for (const who of [bureau.handler, bureau.head, bureau.leader])
      expect(slugOf(await who.send('POST', '/desk/departments', entry()))).toBe('not-permitted')
    const list = (await bureau.clerk.send('GET', '/desk/departments')).json<Department[]>()
    expect(list.filter(({ id }) => id === one.id)).toMatchObject([{ ...one, revision: 1 }])
    expect(slugOf(await bureau.handler.send('GET', '/desk/departments'))).toBe('not-permitted')
    const { rows } = await bureau.fresh.owner.query('select act from audit_events where subject_id = $1', [one.id])
    expect(rows).toEqual([{ act: 'department.added' }])
  })

  test('a department that nobody could reach, hours in one language, an address that is none', async () => {
    const { telephone: _t, site: _s, ...unreached } = entry()
    const { hoursEn: _h, ...oneLanguage } = entry()
    for (const body of [unreached, oneLanguage, entry({ site: 'javascript:alert(1)' }), entry({ telephone: '++' })])
      expect(slugOf(await bureau.clerk.send('POST', '/desk/departments', body))).toBe('invalid')
    const { site: _none, ...byTelephone } = entry()
    expect((await bureau.clerk.send('POST', '/desk/departments', byTelephone)).statusCode).toBe(201)
  })

  test('a change over what somebody else changed is refused', async () => {
    const one = await add()
    expect((await change(one, { telephone: '0000-8100199' })).json<Department>()).toMatchObject({
      telephone: '0000-8100199',
      revision: 2
    })
    expect(slugOf(await change(one))).toBe('changed-meanwhile')
    expect(slugOf(await change({ ...one, id: uuidv7() }))).toBe('not-found')
  })
})

describe('a letter that belongs to another department', () => {
  test('its sender reads where and how, also after the directory has changed', async () => {
    const department = await add()
    const letter = await received(bureau)
    await done(bureau, bureau.clerk, letter, 'transfer', { departmentId: department.id, reason })
    const told = {
      name: '市医疗保障局',
      nameEn: 'Municipal Healthcare Security Administration',
      telephone: '0000-8100102',
      site: 'https://medical.city.example/',
      hours: '工作日 9:00 到 17:00',
      hoursEn: 'Working days, 9:00 to 17:00'
    }
    const ending = { kind: 'transferred', reason, to: '市医疗保障局', department: told }
    expect((await own(bureau, letter)).ending).toMatchObject(ending)
    await change(department, { name: '市医保中心', telephone: '0000-0000000', listed: false })
    expect((await own(bureau, letter)).ending).toMatchObject(ending)
  })

  test('no letter goes to a department that is not listed, or is not there', async () => {
    const department = await add({ listed: false })
    const letter = await received(bureau)
    for (const departmentId of [department.id, uuidv7()])
      expect(slugOf(await act(bureau, bureau.clerk, letter, 'transfer', { departmentId, reason }))).toBe(
        'department-closed'
      )
    expect((await own(bureau, letter)).state).toBe('received')
  })

  test('letters that are answered together are transferred together, each sender is told', async () => {
    const department = await add()
    const [lead, member] = [await received(bureau), await received(bureau)]
    await merged(bureau, bureau.clerk, member, lead)
    await done(bureau, bureau.clerk, lead, 'transfer', { departmentId: department.id, reason })
    for (const letter of [lead, member])
      expect(await own(bureau, letter)).toMatchObject({
        state: 'transferred',
        ending: { to: '市医疗保障局', department: { telephone: '0000-8100102' } }
      })
  })

  test('is counted by department, in figures, their table, and the ledger', async () => {
    const { app } = bureau.fresh
    const department = await add({ name: '市教育局' })
    const before = (await app.inject('/api/figures')).json<HandlingFigures>().transfers
    expect(before.find(({ department: name }) => name === '市教育局')).toBeUndefined()
    const letters = [await received(bureau), await received(bureau)]
    for (const letter of letters)
      await done(bureau, bureau.clerk, letter, 'transfer', { departmentId: department.id, reason })
    const { transfers } = (await app.inject('/api/figures')).json<HandlingFigures>()
    expect(transfers).toContainEqual({ department: '市教育局', letters: 2 })
    expect(transfers).toContainEqual({ department: '市医疗保障局', letters: 3 })
    const table = await app.inject('/api/figures/transfers.csv')
    expect(table.body).toContain('2025-11,2026-11-24,市教育局,2\n')
    const ledger = await bureau.clerk.send('GET', `/desk/ledger.csv?search=${letters[0]!.number}`)
    expect(ledger.body.trimEnd().split(',').at(-1)).toBe('市教育局')
  })
})
