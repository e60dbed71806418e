import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeskLetter, Letter, LetterDraft, LetterQueue } from '#contract/letters.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, open, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let prices: string
let households: string
let clerk: Colleague
let handler: Colleague
let otherHandler: Colleague
let head: Colleague
let leader: Colleague
let auditor: Colleague

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  prices = await makeOffice(db, '价格科', 1)
  households = await makeOffice(db, '住户科', 2)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
  otherHandler = await colleague(app, db, 'other', ['handler'], households)
  head = await colleague(app, db, 'head', ['officeHead'], prices)
  leader = await colleague(app, db, 'leader', ['leader'])
  auditor = await colleague(app, db, 'auditor', ['auditor'])
})

afterAll(async () => {
  await fresh.close()
})

const answer = async (letter: LetterDraft): Promise<void> => {
  const path = `/desk/letters/${letter.id}`
  expect((await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })).statusCode).toBe(200)
  expect(
    (await handler.send('PUT', `${path}/draft`, { text: '自有住房按虚拟租金计算。', revision: 2 })).statusCode
  ).toBe(200)
  expect((await handler.send('POST', `${path}/submission`, { revision: 3 })).statusCode).toBe(200)
  expect((await head.send('POST', `${path}/signature`, { revision: 4 })).statusCode).toBe(200)
}

describe('the desk answers', () => {
  test('assigned, drafted, signed by another person, read by the citizen', async () => {
    const letter = draft({ contact: { phone: '13900000001' } })
    const { number } = await sent(fresh.app, letter)
    await answer(letter)
    const read = (await open(fresh.app, number, `Code ${letter.code}`)).json<Letter>()
    expect(read.state).toBe('answered')
    expect(read.reply).toMatchObject({ text: '自有住房按虚拟租金计算。', office: '价格科', workingDays: 0 })
    expect(read.events.map((event) => event.kind)).toEqual(['received', 'assigned', 'drafted', 'answered'])
    expect(JSON.stringify(read)).not.toContain('handler')
    const seen = (await head.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    expect(seen.contact).toEqual({ phone: '13900000001' })
    expect(seen.actions).toEqual([])
  })

  test('a draft is given back with a reason, written anew and signed', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const path = `/desk/letters/${letter.id}`
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    await handler.send('PUT', `${path}/draft`, { text: '第一稿的答复内容。', revision: 2 })
    await handler.send('POST', `${path}/submission`, { revision: 3 })
    const returned = await leader.send('POST', `${path}/return`, { reason: '缺少依据', revision: 4 })
    expect(returned.json<DeskLetter>()).toMatchObject({ state: 'assigned', revision: 5 })
    const seen = (await handler.send('GET', path)).json<DeskLetter>()
    expect(seen.events.at(-1)).toMatchObject({ kind: 'returned', reason: '缺少依据' })
    expect(seen.actions).toEqual(['draft', 'submit'])
    await handler.send('PUT', `${path}/draft`, { text: '第二稿补上了依据。', revision: 5 })
    await handler.send('POST', `${path}/submission`, { revision: 6 })
    expect((await leader.send('POST', `${path}/signature`, { revision: 7 })).json<DeskLetter>().reply?.text).toBe(
      '第二稿补上了依据。'
    )
  })

  test('nobody signs what this person drafted, not even past the server', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const path = `/desk/letters/${letter.id}`
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    await head.send('PUT', `${path}/draft`, { text: '科长自己写的一稿。', revision: 2 })
    await head.send('POST', `${path}/submission`, { revision: 3 })
    const refused = await head.send('POST', `${path}/signature`, { revision: 4 })
    expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'same-person'])
    const past = sql`
      insert into letter_replies (letter_id, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on, working_days)
      values (${letter.id}, 1, ${head.id}, ${head.id}, ${prices}, now(), current_date, 0)`.execute(fresh.db)
    await expect(past).rejects.toThrow(/drafter_is_not_signer/)
  })

  test('two people at once: the second is told and nothing is overwritten', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const path = `/desk/letters/${letter.id}`
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    const both = await Promise.all([
      handler.send('PUT', `${path}/draft`, { text: '经办写的答复。', revision: 2 }),
      head.send('PUT', `${path}/draft`, { text: '科长写的答复。', revision: 2 })
    ])
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 409])
    const { rows } = await fresh.owner.query('select version from letter_drafts where letter_id = $1', [letter.id])
    expect(rows).toHaveLength(1)
  })

  test('an act that the state does not allow, an office that is not there, a letter that is not there', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const path = `/desk/letters/${letter.id}`
    const nowhere = await clerk.send('POST', `${path}/assignment`, { officeId: uuidv7(), revision: 1 })
    expect(slugOf(nowhere)).toBe('office-closed')
    const early = await leader.send('POST', `${path}/signature`, { revision: 1 })
    expect([early.statusCode, slugOf(early)]).toEqual([409, 'state-forbids'])
    expect((await leader.send('GET', `/desk/letters/${uuidv7()}`)).statusCode).toBe(404)
    expect((await leader.send('GET', '/desk/letters/not-an-id')).statusCode).toBe(400)
  })

  test('an office sees its own letters only; what it may not see looks absent', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const path = `/desk/letters/${letter.id}`
    expect((await handler.send('GET', path)).statusCode).toBe(404)
    await clerk.send('POST', `${path}/assignment`, { officeId: prices, revision: 1 })
    expect((await handler.send('GET', path)).statusCode).toBe(200)
    expect((await otherHandler.send('GET', path)).statusCode).toBe(404)
    expect(
      (await otherHandler.send('PUT', `${path}/draft`, { text: '别的科室的答复。', revision: 2 })).statusCode
    ).toBe(404)
    expect((await auditor.send('GET', path)).statusCode).toBe(403)
    expect((await handler.send('POST', `${path}/assignment`, { officeId: households, revision: 2 })).statusCode).toBe(
      403
    )
  })

  test('the queue: open letters by due date, a page after the other, by state and by word', async () => {
    const titles = Array.from({ length: 55 }, (_, i) => `分页用的来信第${i}封`)
    for (const title of titles) await sent(fresh.app, draft({ title }))
    const first = (
      await clerk.send('GET', '/desk/letters?search=' + encodeURIComponent('分页用的'))
    ).json<LetterQueue>()
    expect(first.letters).toHaveLength(50)
    const rest = (
      await clerk.send(
        'GET',
        `/desk/letters?search=${encodeURIComponent('分页用的')}&after=${encodeURIComponent(first.next ?? '')}`
      )
    ).json<LetterQueue>()
    expect(rest.next).toBeNull()
    expect(new Set([...first.letters, ...rest.letters].map((letter) => letter.title))).toEqual(new Set(titles))
    const answered = (await clerk.send('GET', '/desk/letters?state=answered')).json<LetterQueue>()
    expect(answered.letters.every((letter) => letter.state === 'answered' && letter.workingDaysLeft === null)).toBe(
      true
    )
    expect(answered.counts.answered).toBeGreaterThan(0)
    expect((await clerk.send('GET', '/desk/letters?search=%25')).json<LetterQueue>().letters).toEqual([])
  })
})

describe('what the database holds', () => {
  test('codes, tokens and contacts are not in it in the clear', async () => {
    const letter = draft({ contact: { name: '不该看见的名字', phone: '13700000007', email: 'secret@example.com' } })
    await sent(fresh.app, letter)
    const { rows: tables } = await fresh.owner.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`
    )
    for (const { name } of tables) {
      const { rows } = await fresh.owner.query<{ row: string }>(`select t::text as row from ${name} t`)
      const text = rows.map((row) => row.row).join('\n')
      for (const secret of [letter.code, letter.deviceToken, '不该看见的名字', '13700000007', 'secret@example.com']) {
        expect(text.includes(secret), `${secret} in ${name}`).toBe(false)
      }
    }
  })

  test('the application can not change or delete what happened', async () => {
    for (const table of ['letter_events', 'audit_events', 'audit_seals', 'letter_replies', 'letter_drafts']) {
      await expect(sql`delete from ${sql.table(table)}`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    }
    await expect(sql`update letter_events set kind = 'answered'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update audit_events set act = 'nothing'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update letters set text = 'another'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
  })
})
