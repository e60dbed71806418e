import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { remindOfDueLetters } from '#server/letters/alerts.ts'
import { at, begin, end, fresh, kept, off, rule } from './calendar-stage.ts'
import { draft, sent } from './letter-stage.ts'

describe('a due date that moves after the desk was told', () => {
  beforeAll(() => begin('2026-11-23'))
  afterAll(end)

  test('is told anew: what was said of the old day is gone', async () => {
    const letter = draft()
    expect((await sent(fresh.app, letter)).due.dueOn).toBe('2026-12-14')
    const alertsOn = async (day: string) => {
      at(day)
      await remindOfDueLetters(fresh.db)
      const { rows } = await fresh.owner.query<{ kind: string }>(
        'select kind from letter_alerts where letter_id = $1 order by kind',
        [letter.id]
      )
      return rows.map(({ kind }) => kind)
    }
    expect(await alertsOn('2026-12-10')).toEqual(['dueSoon'])
    expect(await alertsOn('2026-12-15')).toEqual(['dueSoon', 'overdue'])
    // an announcement that came late: the whole week before was off
    at('2026-11-23')
    await rule(
      2026,
      ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11'].map((date) => off(date))
    )
    expect((await kept(letter)).dueOn).toBe('2026-12-21')
    expect(await alertsOn('2026-12-15')).toEqual([])
    expect(await alertsOn('2026-12-17')).toEqual(['dueSoon'])
    expect(await alertsOn('2026-12-22')).toEqual(['dueSoon', 'overdue'])
  })
})
