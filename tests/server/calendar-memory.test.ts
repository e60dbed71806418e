import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calendarNow, calendarOf } from '#server/core/working-calendar.ts'
import { off, fresh, admin, begin, end, rule } from './calendar-stage.ts'

describe('the calendar in memory', () => {
  beforeAll(() => begin('2026-11-23'))
  afterAll(end)

  test('is loaded once a revision, in a transaction too', async () => {
    const first = await calendarOf(fresh.db, 1)
    expect(await calendarOf(fresh.db, 1)).toBe(first)
    await fresh.db.transaction().execute(async (trx) => expect(await calendarOf(trx, 1)).toBe(first))
  })

  test('keeps nothing of a revision that was rolled back', async () => {
    const { revision, calendar } = await calendarNow(fresh.db)
    const undone = fresh.db.transaction().execute(async (trx) => {
      await sql`insert into calendar_revisions values (${revision + 1}, now(), '撤回的通知', true, ${admin.id})`.execute(
        trx
      )
      await sql`insert into calendar_days values (${revision + 1}, '2026-12-02', 'off', '放假')`.execute(trx)
      expect((await calendarNow(trx)).calendar.holidays['2026-12-02']).toBe('放假')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await calendarNow(fresh.db)).toEqual({ revision, calendar })
    await rule(2026, [off('2026-12-03')])
    expect((await calendarOf(fresh.db, revision + 1)).holidays).not.toHaveProperty('2026-12-02')
  })
})
