import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slugOf } from './desk-browser.ts'
import { answered, bad, begin, does, end, fresh, list, opened, people, read, tryTo } from './rating-review-stage.ts'

// a Monday
beforeAll(() => begin('2026-11-23'))
afterAll(end)

const phone = { contact: { name: '李某某', phone: '13700000009' } }

describe('nobody judges an own answer', () => {
  test('who drafted and who signed are refused at every step, and told why', async () => {
    const id = await opened(await answered())
    const steps = [
      ['callback', { means: 'none', said: '没有留。' }],
      ['decision', { decision: 'ledger', reason: '要改。', ledgerDueOn: '2026-12-31' }],
      ['feedback', { text: '月底前改好。' }],
      ['settlement', { text: '改好了。' }]
    ] as const
    for (const [what, body] of steps) {
      for (const who of [people.drafter, people.signer]) {
        const refused = await tryTo(who, id, what, body)
        expect([refused.statusCode, slugOf(refused)], what).toEqual([409, 'same-person'])
        expect(await read(who, id)).toMatchObject({ actions: [], barred: 'answerer' })
      }
      await does(people.neighbour, id, what, body)
    }
  })

  test('nor can the application let them, whatever its program says', async () => {
    const letter = await answered(phone)
    const id = await opened(letter)
    let position = 100
    const insert = async (kind: string, actor: string, more: Record<string, string> = {}) => {
      const columns = { text: '说明', ...more }
      position += 1
      await sql`
        insert into rating_review_events (id, review_id, position, kind, at, actor_id, ${sql.join(
          Object.keys(columns).map((name) => sql.ref(name))
        )})
        values (${uuidv7()}, ${id}, ${position}, ${kind}, now(), ${actor}, ${sql.join(Object.values(columns))})`.execute(
        fresh.db
      )
    }
    const called = { means: 'phone', called_at: '2026-11-23T02:00:00Z' }
    for (const { id: actor } of [people.drafter, people.signer]) {
      await expect(insert('calledBack', actor, called)).rejects.toThrow(/reviewed by who answered/)
    }
    await expect(insert('calledBack', people.registry.id, { ...called, means: 'none' })).rejects.toThrow(
      /not called back by what was left/
    )
    await expect(insert('decided', people.registry.id, { outcome: 'fixed' })).rejects.toThrow(/not the next step/)
    await insert('calledBack', people.registry.id, called)
    await expect(insert('decided', people.signer.id, { outcome: 'fixed' })).rejects.toThrow(/reviewed by who answered/)
    await insert('appealed', people.clerk.id, { ground: 'mistaken' })
    await expect(insert('ruled', people.clerk.id, { outcome: 'excluded' })).rejects.toThrow(/ruled by who proposed/)
    await expect(insert('ruled', people.drafter.id, { outcome: 'excluded' })).rejects.toThrow(
      /reviewed by who answered/
    )
    await insert('ruled', people.registry.id, { outcome: 'excluded' })
    await expect(insert('fedBack', people.signer.id)).rejects.toThrow(/reviewed by who answered/)
    // and by no other way
    const byHand = async (change: ReturnType<typeof sql>) =>
      await sql`update rating_reviews set ${change} where id = ${id}`.execute(fresh.db)
    await expect(byHand(sql`outcome = 'excluded'`)).rejects.toThrow(/permission denied/)
    await expect(byHand(sql`state = 'closed', ended_at = now()`)).rejects.toThrow(/permission denied/)
    await expect(sql`delete from rating_reviews`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`delete from rating_review_events`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update rating_review_events set text = 'x'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(
      sql`insert into rating_reviews (id, letter_id, round, sequence, grade, reasons, opened_at, started_on, limit_days,
                                      limit_source, due_on, due_provisional, calendar_revision)
          values (${uuidv7()}, ${letter.id}, 1, 2, 1, '{late}', now(), now(), 5, 'x', now(), false, 0)`.execute(
        fresh.db
      )
    ).rejects.toThrow(/one_open_review_a_round/)
  })
})

describe('who sees a review', () => {
  test('another office sees nothing of it, and may do nothing', async () => {
    const id = await opened(await answered())
    for (const which of [undefined, 'ledger', 'ended'])
      expect((await list(people.stranger, which)).reviews, which).toEqual([])
    expect((await list(people.stranger)).counts).toEqual({ open: 0, ledger: 0, ended: 0 })
    const reading = await people.stranger.send('GET', `/desk/reviews/${id}`)
    expect([reading.statusCode, slugOf(reading)]).toEqual([404, 'not-found'])
    const acting = await tryTo(people.stranger, id, 'callback', { means: 'none', said: '没有留。' })
    expect([acting.statusCode, slugOf(acting)]).toEqual([404, 'not-found'])
    const alerts = (await people.stranger.send('GET', '/desk/alerts')).json<{ alerts: unknown[] }>()
    expect(alerts.alerts).toEqual([])
    expect((await list(people.neighbour)).reviews.map((one) => one.id)).toContain(id)
  })

  test('without the permission nobody does', async () => {
    for (const who of [people.auditor, people.admin])
      expect(slugOf(await who.send('GET', '/desk/reviews'))).toBe('not-permitted')
  })

  test('a review that was never opened looks like one out of reach', async () => {
    const id = uuidv7()
    expect(slugOf(await people.registry.send('GET', `/desk/reviews/${id}`))).toBe('not-found')
    expect(slugOf(await tryTo(people.registry, id, 'feedback', { revision: 1, text: '没有。' }))).toBe('not-found')
  })

  test('a place in the list that is none is a wrong request', async () => {
    for (const after of [
      '2026-02-30~019ac000-0000-7000-8000-000000000000',
      '2026-11-23~x',
      '2026-11-23T00:00:00.000Z~a'
    ])
      expect((await people.registry.send('GET', `/desk/reviews?after=${after}`)).statusCode, after).toBe(400)
  })
})

test('the audit record says who did what with which review, and holds no word of anybody', async () => {
  const letter = await answered(phone)
  const id = await opened(letter, bad({ comment: '绝不该出现在审计里的话' }))
  await does(people.registry, id, 'callback', { means: 'phone', said: '绝不该出现在审计里的回访' })
  await does(people.registry, id, 'decision', { decision: 'explained', reason: '绝不该出现在审计里的理由' })
  await does(people.registry, id, 'feedback', { text: '绝不该出现在审计里的反馈' })
  const { rows } = await fresh.owner.query<{ act: string; actor: string | null; row: string }>(
    'select act, actor_id as actor, a::text as row from audit_events a where subject_id = $1 order by at, id',
    [id]
  )
  expect(rows.map(({ act, actor }) => [act, actor])).toEqual([
    ['review.opened', null],
    ['review.calledBack', people.registry.id],
    ['review.decided', people.registry.id],
    ['review.fedBack', people.registry.id]
  ])
  for (const { row } of rows) expect(row).not.toMatch(/绝不|13700000009|李某某/)
  // what names the sender can go, and everything else still stands
  await fresh.owner.query('delete from letter_senders where letter_id = $1', [letter.id])
  expect(await read(people.registry, id)).toMatchObject({ state: 'closed', means: ['none'] })
})
