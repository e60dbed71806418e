import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice } from './staff.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp()
})

afterAll(async () => {
  await fresh.close()
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
    for (const table of [
      'letter_events',
      'audit_events',
      'audit_seals',
      'letter_replies',
      'letter_drafts',
      'letter_messages',
      'letter_rounds',
      'letter_notes'
    ]) {
      await expect(sql`delete from ${sql.table(table)}`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    }
    await expect(sql`update letter_events set kind = 'answered'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update audit_events set act = 'nothing'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
    await expect(sql`update letters set text = 'another'`.execute(fresh.db)).rejects.toThrow(/permission denied/)
  })

  test('the application can not let an author sign, nor change what was submitted', async () => {
    const office = await makeOffice(fresh.db, '价格科', 1)
    const [first, second, signer] = [
      await colleague(fresh.app, fresh.db, 'first', ['handler'], office),
      await colleague(fresh.app, fresh.db, 'second', ['handler'], office),
      await colleague(fresh.app, fresh.db, 'signer', ['officeHead'], office)
    ]
    const { id } = draft()
    await sent(fresh.app, draft({ id }))
    const version = async (number: number, author: string, submitted: boolean) =>
      await sql`
        insert into letter_drafts (letter_id, round, version, text, author_id, begun_at, saved_at, submitted)
        values (${id}, 1, ${number}, '这是答复。', ${author}, now(), now(), ${submitted})`.execute(fresh.db)
    await version(1, first.id, false)
    await version(2, second.id, true)
    const sign = async (drafter: string, by: string, number = 2) =>
      await sql`
        insert into letter_replies (letter_id, round, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on,
                                    working_days)
        values (${id}, 1, ${number}, ${drafter}, ${by}, ${office}, now(), now(), 1)`.execute(fresh.db)
    await expect(sign(second.id, second.id)).rejects.toThrow(/drafter_is_not_signer/)
    // another one's name for the author
    await expect(sign(first.id, second.id)).rejects.toThrow(/drafter_wrote_it/)
    await expect(sign(signer.id, second.id)).rejects.toThrow(/drafter_wrote_it/)
    await expect(sign(first.id, signer.id)).rejects.toThrow(/drafter_wrote_it/)
    // the author of an earlier version
    await expect(sign(second.id, first.id)).rejects.toThrow(/signed by an author/)
    const change = async (change: ReturnType<typeof sql>, number: number) =>
      await sql`update letter_drafts set ${change} where letter_id = ${id} and version = ${number}`.execute(fresh.db)
    await change(sql`text = '改过的答复。'`, 1)
    await change(sql`submitted = true`, 2)
    await expect(change(sql`text = '签发以后换掉的答复。'`, 2)).rejects.toThrow(/does not change/)
    await expect(change(sql`submitted = false`, 2)).rejects.toThrow(/does not change/)
    await sign(second.id, signer.id)
  })
})
