import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { Entry } from '#contract/knowledge.ts'
import type { Replies } from '#contract/routes.ts'
import { clock } from '#server/core/clock.ts'
import { remindOfDueEntries } from '#server/letters/knowledge-alerts.ts'
import { helpfulnessFactor } from '#server/letters/knowledge-votes.ts'
import { answered, openBureau, published, stage, suggest } from './answer-stage.ts'
import { slugOf } from './desk-browser.ts'
import {
  approveEntry,
  confirmEntry,
  entries,
  entryDraft,
  inDays,
  kept,
  publicEntry,
  publicly,
  reader,
  withdrawEntry
} from './knowledge-stage.ts'
import { colleague } from './staff.ts'

openBureau()

describe('looking at it again', () => {
  /** The day has come by which it is to be looked at: everybody's sessions would not live so long. */
  const comes = async (id: string, day = clock.today()) =>
    await stage().fresh.owner.query('update knowledge_entries set review_on = $2 where id = $1', [id, day])

  const alerts = async (who = stage().handler) =>
    (await who.send('GET', '/desk/alerts')).json<Replies['GET /desk/alerts']>().alerts.filter(({ entry }) => entry)

  test('the owner is told on the day, once, and no more when it was confirmed', async () => {
    const { fresh, handler, head, stranger } = stage()
    const { id } = await publicEntry({ reviewOn: inDays(30), ownerId: handler.id, title: '到期要核对的一条' })
    await remindOfDueEntries(fresh.db)
    expect(await alerts()).toEqual([])
    await comes(id)
    await remindOfDueEntries(fresh.db)
    await remindOfDueEntries(fresh.db)
    const told = await alerts()
    expect(told).toMatchObject([
      { kind: 'entryDue', seen: false, entry: { id, title: '到期要核对的一条', reviewOn: clock.today() } }
    ])
    // its owner alone
    expect(await alerts(head)).toEqual([])
    expect(await alerts(stranger)).toEqual([])
    const seen = await handler.send('POST', '/desk/alerts/seen', { ids: told.map((one) => one.id) })
    expect(seen.statusCode).toBe(204)
    expect((await alerts())[0]?.seen).toBe(true)
    const due = await entries(handler, { show: 'due' })
    expect(due.entries.map((one) => one.id)).toEqual([id])
    expect(due.due).toBe(1)
    const confirmed = (await confirmEntry(handler, id, 1, inDays(365))).json<Entry>()
    expect(confirmed).toMatchObject({
      due: { on: inDays(365), late: false },
      checkedOn: clock.today(),
      confirmations: [{ by: 'handler', reviewOn: inDays(365) }]
    })
    expect((await publicly(id))?.repliedOn).toBe(clock.today())
    expect(await alerts()).toEqual([])
    expect((await entries(handler, { show: 'due' })).entries).toEqual([])
    await comes(id, inDays(-1))
    await remindOfDueEntries(fresh.db)
    expect(await alerts()).toHaveLength(1)
    await withdrawEntry(head, id)
  })

  test('where nobody is named, or the one who was has left, the office is told', async () => {
    const { fresh, office, head } = stage()
    const leaver = await colleague(fresh.app, fresh.db, 'leaver', ['handler'], office)
    const named = await publicEntry({ reviewOn: inDays(1), ownerId: leaver.id })
    const unnamed = await publicEntry({ reviewOn: inDays(1) })
    for (const { id } of [named, unnamed]) await comes(id)
    await remindOfDueEntries(fresh.db)
    const ids = async () => (await alerts()).map(({ entry }) => entry?.id)
    expect(await ids()).toEqual([unnamed.id])
    await sql`update people set disabled_at = now() where id = ${leaver.id}`.execute(fresh.db)
    expect((await ids()).toSorted()).toEqual([named.id, unnamed.id].toSorted())
    for (const { id } of [named, unnamed]) await withdrawEntry(head, id)
  })

  test('only what is public is confirmed, as it stands now, and to a day that is to come', async () => {
    const { head } = stage()
    const { id } = await kept(entryDraft())
    expect(slugOf(await confirmEntry(head, id, 1, inDays(9)))).toBe('state-forbids')
    await approveEntry(head, id, 1)
    expect(slugOf(await confirmEntry(head, id, 2, inDays(9)))).toBe('changed-meanwhile')
    expect(slugOf(await confirmEntry(head, id, 1, clock.today()))).toBe('invalid')
  })
})

describe('helpful or not', () => {
  test('is counted once a device; who changes his mind is counted once all the same', async () => {
    const { id } = await publicEntry()
    const [one, another] = [reader(), reader()]
    expect((await one(id, true)).json()).toEqual({ helpful: 1, unhelpful: 0 })
    expect((await one(id, true)).json()).toEqual({ helpful: 1, unhelpful: 0 })
    expect((await another(id, true)).json()).toEqual({ helpful: 2, unhelpful: 0 })
    expect((await one(id, false)).json()).toEqual({ helpful: 1, unhelpful: 1 })
    expect((await publicly(id))?.votes).toEqual({ helpful: 1, unhelpful: 1 })
  })

  test('from one network only so often, and on public entries only', async () => {
    const { id } = await kept(entryDraft())
    const { letter } = await answered()
    const copy = await published(letter.id)
    for (const other of [id, copy, uuidv7()])
      expect(slugOf(await reader('203.0.113.77')(other, true))).toBe('not-found')
    const votes = []
    for (let n = 0; n < 58; n += 1) votes.push(slugOf(await reader('203.0.113.77')(id, true)))
    expect(votes.slice(0, 57).every((slug) => slug === 'not-found')).toBe(true)
    expect(votes.at(-1)).toBe('too-many')
  })

  test('moves what is offered a little, and never past what is much likelier', async () => {
    expect(helpfulnessFactor({ helpful: 0, unhelpful: 0 })).toBe(1)
    expect(helpfulnessFactor({ helpful: 1, unhelpful: 0 })).toBeLessThan(1.01)
    expect(helpfulnessFactor({ helpful: 100_000, unhelpful: 0 })).toBeLessThanOrEqual(1.1)
    expect(helpfulnessFactor({ helpful: 0, unhelpful: 100_000 })).toBeGreaterThanOrEqual(0.9)
    const one = await publicEntry({ title: '蚕茧收购价在哪查', question: '', reply: '在农产品价格里查。' })
    const two = await publicEntry({ title: '蚕茧收购价在哪查', question: '', reply: '在农产品价格里查。' })
    const far = await publicEntry({ title: '收购价是什么', question: '', reply: '是收购时付的价。' })
    const order = async () => (await suggest('蚕茧收购价在哪查')).map(({ id }) => id)
    const [first, second] = await order()
    expect([first, second].toSorted()).toEqual([one.id, two.id].toSorted())
    for (let n = 0; n < 3; n += 1) {
      await reader('203.0.113.80')(second ?? '', true)
      await reader('203.0.113.81')(far.id, true)
    }
    expect((await order()).slice(0, 2)).toEqual([second, first])
  })
})

describe('the list at the desk', () => {
  test('shows what waits, what is public and what was withdrawn, within reach, page after page', async () => {
    const { clerk, handler, stranger } = stage()
    const own = stranger.session.person.office?.name
    expect((await entries(stranger)).entries.every(({ office }) => office === own)).toBe(true)
    const waiting = await kept(entryDraft({ title: '等着批准的一条' }))
    const shown = async (query: Record<string, string>) => (await entries(handler, query)).entries.map(({ id }) => id)
    expect(await shown({ show: 'waiting' })).toContain(waiting.id)
    expect(await shown({ show: 'published' })).not.toContain(waiting.id)
    expect(await shown({ search: '着批' })).toEqual([waiting.id])
    expect(await shown({ search: '%' })).toEqual([])
    expect(await shown({ topic: 'reporting' })).toEqual([])
    const all: string[] = []
    for (let n = 0; n < 55; n += 1) await kept(entryDraft({ title: `分页的第${n}条` }))
    let after: string | null = ''
    while (after !== null) {
      const page = await entries(clerk, after === '' ? {} : { after })
      all.push(...page.entries.map(({ id }) => id))
      after = page.next
    }
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(55)
  })

  test('owners are people at work who keep entries, of offices within reach', async () => {
    const owners = async (who = stage().handler) =>
      (await who.send('GET', '/desk/knowledge-owners')).json<Replies['GET /desk/knowledge-owners']>()
    expect(await owners()).toEqual([
      {
        id: stage().office,
        name: '价格科',
        people: [expect.objectContaining({ name: 'handler' }), expect.objectContaining({ name: 'head' })]
      }
    ])
    expect((await owners(stage().clerk)).map(({ name }) => name)).toEqual(['价格科', '住户科'])
  })
})
