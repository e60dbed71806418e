import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OwnData } from '#contract/own-data.ts'
import { eraseDueContacts } from '#server/letters/erasure.ts'
import { slugOf } from './desk-browser.ts'
import { act, answer, at, begin, choose, chosen, end, fresh, people, written, type Sent } from './notice-stage.ts'

beforeAll(() => begin('2026-03-02'))
afterAll(end)

const address = 'word.only@mail.example.com'

const ask = async ({ number, code }: Sent, method: 'GET' | 'POST', what: string) =>
  await fresh.app.inject({
    method,
    url: `/api/letters/${number}/${what}`,
    headers: { authorization: `Code ${code}` },
    ...(method === 'POST' ? { payload: {} } : {})
  })
const dataOf = async (letter: Sent) => (await ask(letter, 'GET', 'own-data')).json<OwnData>()
const addressRows = async ({ id }: Sent) =>
  (await fresh.owner.query('select from notice_choices where letter_id = $1', [id])).rowCount

/** A letter without contact whose sender left an address for word of it, closed on the day. */
const closed = async () => {
  const letter = await written()
  await chosen(letter, { address })
  await answer(letter)
  await act(people.clerk, letter, 'closing')
  return letter
}

describe('an address that was left for word of a letter alone', () => {
  test('is told in the own data, whole, and that it is kept', async () => {
    await at('2026-03-02')
    const letter = await written()
    expect((await dataOf(letter)).notices).toEqual([])
    await chosen(letter, { address, language: 'en' })
    expect(await dataOf(letter)).toMatchObject({
      contact: null,
      notices: [{ channel: 'email', language: 'en', address, on: true }],
      keeping: { contact: { state: 'kept', barred: 'open', eraseOn: null } }
    })
    expect(slugOf(await ask(letter, 'POST', 'contact-erasure'))).toBe('state-forbids')
    // its holder takes it back without asking for anything else
    await chosen(letter, { on: false })
    expect(await dataOf(letter)).toMatchObject({ notices: [], keeping: { contact: { state: 'none' } } })
  })

  test('goes on the day of the contact', async () => {
    await at('2026-03-02')
    const letter = await closed()
    expect((await dataOf(letter)).keeping.contact).toMatchObject({ state: 'kept', eraseOn: '2026-09-02' })
    await at('2026-09-01', '23:59:00')
    expect(await eraseDueContacts(fresh.db)).toBe(0)
    expect(await addressRows(letter)).toBe(1)
    await at('2026-09-02', '00:01:00')
    expect(await eraseDueContacts(fresh.db)).toBe(1)
    expect(await addressRows(letter)).toBe(0)
    expect((await dataOf(letter)).keeping.contact).toMatchObject({ state: 'erased', erasedOn: '2026-09-02' })
  })

  test('goes when its holder asks, with a record, and none can be left again', async () => {
    await at('2026-03-02')
    const letter = await closed()
    const erased = (await ask(letter, 'POST', 'contact-erasure')).json<OwnData>()
    expect(erased).toMatchObject({ notices: [], keeping: { contact: { state: 'erased', erasedOn: '2026-03-02' } } })
    expect(erased.events.at(-1)).toMatchObject({ kind: 'contactErased' })
    expect(await addressRows(letter)).toBe(0)
    expect((await ask(letter, 'GET', 'notices')).json()).toEqual([])
    expect(slugOf(await choose(letter, { address }))).toBe('state-forbids')
    expect(await addressRows(letter)).toBe(0)
  })

  test('goes with the contact that stands beside it, which is counted as one erasure', async () => {
    await at('2026-03-02')
    const letter = await written({ contact: { name: '许大山', phone: '13911112222' } })
    await chosen(letter, { address })
    await answer(letter)
    await act(people.clerk, letter, 'closing')
    await at('2026-09-02')
    expect(await eraseDueContacts(fresh.db)).toBe(1)
    expect(await addressRows(letter)).toBe(0)
    expect(slugOf(await choose(letter, { address }))).toBe('state-forbids')
    await at('2026-12-01')
    expect(await eraseDueContacts(fresh.db)).toBe(0)
  })
})
