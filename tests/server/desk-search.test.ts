import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LetterDraft } from '#contract/letters.ts'
import type { LetterQueue } from '#contract/letters-queue.ts'
import type { Replies } from '#contract/routes.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { registered, registration } from './channel-stage.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let prices: string
let clerk: Colleague
let handler: Colleague
let auditor: Colleague

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  prices = await makeOffice(db, '价格科', 1)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
  auditor = await colleague(app, db, 'auditor', ['auditor'])
})

afterAll(async () => {
  await fresh.close()
})

const letter = async (changes: Partial<LetterDraft> = {}) => {
  const written = draft(changes)
  return { ...written, ...(await sent(fresh.app, written)) }
}

const queue = async (query: Readonly<Record<string, string>>, who = clerk): Promise<LetterQueue> => {
  const response = await who.send('GET', `/desk/letters?${new URLSearchParams(query)}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<LetterQueue>()
}
const found = async (query: Readonly<Record<string, string>>, who = clerk): Promise<string[]> =>
  (await queue(query, who)).letters.map(({ id }) => id)

const assign = async (id: string, officeId: string) => {
  const response = await clerk.send('POST', `/desk/letters/${id}/assignment`, { officeId, revision: 1 })
  expect(response.statusCode, response.body).toBe(200)
}

describe('the queue is searched', () => {
  test('by any two letters of title and text, whatever words they are cut into', async () => {
    const { id } = await letter({ title: '请问抽样', text: '我在老街开了一家面馆，问GDP核算和２０２６年的口径。' })
    for (const search of ['老街', '一家面', '面馆', 'gdp', 'GDP核算', '2026年', '口径 老街', '请问抽样', '馆'])
      expect(await found({ search }), search).toContain(id)
    for (const search of ['面街', '老街 没有的词', 'gnp', '。'])
      expect(await found({ search }), search).not.toContain(id)
  })

  test('by what the sender wrote later, and no longer by what was taken out', async () => {
    const { id, number, code } = await letter({ title: '请问统计口径' })
    expect(await found({ search: '鹦鹉养殖' })).toEqual([])
    await assign(id, prices)
    const asked = await handler.send('POST', `/desk/letters/${id}/questions`, { text: '请补充说明行业。', revision: 3 })
    expect(asked.statusCode, asked.body).toBe(200)
    const supplied = await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${number}/messages`,
      headers: { authorization: `Code ${code}` },
      payload: { id: draft().id, kind: 'supplement', text: '我们是鹦鹉养殖场，去年才开业。' }
    })
    expect(supplied.statusCode, supplied.body).toBeLessThan(300)
    expect(await found({ search: '鹦鹉养殖' })).toEqual([id])
    await fresh.owner.query(`update letters set title = '已经改过' where id = $1`, [id])
    expect(await found({ search: '请问统计口径' })).not.toContain(id)
    expect(await found({ search: '已经改过' })).toEqual([id])
  })

  test('by the number, its beginning and its end, and by the number of the channel', async () => {
    const { id, number } = await letter()
    const { id: called } = await registered(clerk, registration({ source: 'hotline', outerNumber: 'GD-2026-77001' }))
    const serial = number.slice(-6)
    for (const search of [number, number.toLowerCase(), serial, String(Number(serial)), number.slice(0, -1)])
      expect(await found({ search }), search).toContain(id)
    expect(await found({ search: number })).toEqual([id])
    expect(await found({ search: 'gd-2026-77' })).toEqual([called])
  })

  test('within the reach of who asks', async () => {
    const own = await letter({ title: '羊毛衫价格' })
    const other = await letter({ title: '羊毛衫产量' })
    await assign(own.id, prices)
    expect((await found({ search: '羊毛衫' })).toSorted()).toEqual([own.id, other.id].toSorted())
    expect(await found({ search: '羊毛衫' }, handler)).toEqual([own.id])
    expect(slugOf(await auditor.send('GET', '/desk/letters?search=羊毛衫'))).toBe('not-permitted')
  })

  test('never by what names the sender, of which no word is kept', async () => {
    const { id } = await letter({ contact: { name: '欧阳修远', phone: '13912345678', email: 'xiu@example.org' } })
    for (const search of ['欧阳修远', '13912345678', 'xiu@example.org', 'example'])
      expect(await found({ search }), search).not.toContain(id)
    const { rows } = await fresh.owner.query<{ words: string }>(
      'select words::text from letter_words where letter_id = $1',
      [id]
    )
    expect(rows[0]?.words).not.toMatch(/欧阳|修远|13912345678|xiu|example/)
  })
})

describe('a contact is searched', () => {
  const sought = async (contact: string, who = clerk) => {
    const response = await who.send('POST', '/desk/contact-searches', { contact })
    expect(response.statusCode, response.body).toBe(200)
    return response.json<Replies['POST /desk/contact-searches']>().letters.map(({ id }) => id)
  }

  test('whole, however it is typed, within reach, and the record tells that somebody looked', async () => {
    const contact = { phone: '0512-6543210', email: 'Wang@Example.org' }
    const first = await letter({ contact })
    const second = await letter({ contact: { phone: '05126543210' } })
    await assign(first.id, prices)
    for (const typed of ['0512-6543210', '05126543210', ' ０５１２ 6543210 '])
      expect((await sought(typed)).toSorted(), typed).toEqual([first.id, second.id].toSorted())
    expect(await sought('wang@example.org')).toEqual([first.id])
    expect(await sought('0512-654321')).toEqual([])
    expect(await sought('05126543210', handler)).toEqual([first.id])
    const { rows } = await fresh.owner.query<{ actor: string; details: object }>(
      `select actor_id as actor, details from audit_events where act = 'letters.soughtByContact' order by at desc, id desc limit 1`
    )
    expect(rows).toEqual([{ actor: handler.id, details: {} }])
    expect(slugOf(await auditor.send('POST', '/desk/contact-searches', { contact: '13900000000' }))).toBe(
      'not-permitted'
    )
  })
})

describe('the queue is narrowed', () => {
  test('by source, office, handler and grade', async () => {
    const mark = '窄窄'
    const web = await letter({ title: `${mark}一` })
    const called = await registered(clerk, registration({ title: `${mark}二`, source: 'counter' }))
    await assign(web.id, prices)
    const kept = await handler.send('PUT', `/desk/letters/${web.id}/draft`, { text: '这样计算。', revision: 3 })
    expect(kept.statusCode, kept.body).toBe(200)
    expect(await found({ search: mark, source: 'web' })).toEqual([web.id])
    expect(await found({ search: mark, source: 'counter' })).toEqual([called.id])
    expect(await found({ search: mark, office: prices })).toEqual([web.id])
    expect(await found({ search: mark, handler: handler.id })).toEqual([web.id])
    expect(await found({ search: mark, handler: clerk.id })).toEqual([])
    expect(await found({ search: mark, grade: '1' })).toEqual([])
  })

  test('by who writes in the present round, not by who wrote before it', async () => {
    const leader = await colleague(fresh.app, fresh.db, 'leader', ['leader'])
    const { id, number, code, title } = await letter({ title: '请问两轮的口径' })
    await assign(id, prices)
    const act = async (who: Colleague, method: 'POST' | 'PUT', what: string, more: object = {}) => {
      const { revision } = (await clerk.send('GET', `/desk/letters/${id}`)).json<{ revision: number }>()
      const response = await who.send(method, `/desk/letters/${id}/${what}`, { ...more, revision })
      expect(response.statusCode, response.body).toBe(200)
    }
    await act(handler, 'PUT', 'draft', { text: '这样计算。' })
    await act(handler, 'POST', 'submission')
    await act(leader, 'POST', 'signature')
    expect(await found({ state: 'answered', search: title, handler: handler.id })).toEqual([id])
    const asked = await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${number}/messages`,
      headers: { authorization: `Code ${code}` },
      payload: { id: uuidv7(), kind: 'followUp', text: '再问一句。' }
    })
    expect(asked.statusCode, asked.body).toBe(201)
    expect(await found({ search: title })).toEqual([id])
    expect(await found({ search: title, handler: handler.id })).toEqual([])
  })

  test('by the day that it is due, and sorted by the receipt', async () => {
    const mark = '到到'
    const made = await Promise.all(['一', '二', '三'].map(async (one) => await letter({ title: `${mark}${one}` })))
    const { today } = await queue({ search: mark })
    const due = async (index: number, days: number) =>
      await fresh.owner.query(
        `update letters set due_on = $1::date + $2::integer, received_on = $1::date - $3::integer where id = $4`,
        [today, days, index, made[index]?.id]
      )
    await due(0, -1)
    await due(1, 0)
    await due(2, 6)
    const [late, now, soon] = made.map(({ id }) => id)
    expect(await found({ search: mark, due: 'overdue' })).toEqual([late])
    expect(await found({ search: mark, due: 'today' })).toEqual([now])
    expect(await found({ search: mark, due: 'week' })).toEqual([now, soon])
    expect(await found({ search: mark })).toEqual([late, now, soon])
    expect(await found({ search: mark, sort: 'newest' })).toEqual([late, now, soon])
    expect(await found({ search: mark, sort: 'oldest' })).toEqual([soon, now, late])
  })

  test('page after page in every order, none twice and none left out', async () => {
    for (let n = 0; n < 60; n += 1) await letter({ title: `页页${n}` })
    for (const sort of ['due', 'newest', 'oldest']) {
      const first = await queue({ search: '页页', sort })
      const second = await queue({ search: '页页', sort, after: first.next ?? '' })
      const ids = [...first.letters, ...second.letters].map(({ id }) => id)
      expect(new Set(ids).size, sort).toBe(60)
      expect(second.next).toBeNull()
    }
  })

  test('tells who writes replies within reach', async () => {
    const names = async (who: Colleague) =>
      (await who.send('GET', '/desk/handlers')).json<Replies['GET /desk/handlers']>()
    expect(await names(handler)).toEqual([{ id: handler.id, name: 'handler', office: '价格科' }])
    expect((await names(clerk)).map(({ id }) => id)).toEqual([handler.id])
  })
})
