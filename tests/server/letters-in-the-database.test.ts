import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'

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
})
