import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plusDays } from '#contract/calendar.ts'
import { remindOfDueReviews } from '#server/letters/rating-review-alerts.ts'
import { whileHeld } from './held-letter.ts'
import { alertsOf, answered, begin, end, fresh, on, opened, people, read, rule } from './rating-review-stage.ts'

describe('the job that reminds of reviews', () => {
  beforeEach(() => begin('2026-11-23'))
  afterEach(end)

  test('tells before a long closure what is due on the first day after it', async () => {
    const id = await opened(await answered())
    await rule(...Array.from({ length: 19 }, (_, days) => plusDays('2026-11-30', days)))
    expect((await read(people.registry, id)).dueOn).toBe('2026-12-21')
    await on('2026-11-26')
    await remindOfDueReviews(fresh.db)
    expect(await alertsOf(id)).toEqual(['reviewOpened'])
    await on('2026-11-27')
    await remindOfDueReviews(fresh.db)
    expect(await alertsOf(id)).toEqual(['reviewDueSoon', 'reviewOpened'])
  })

  test('calls nothing overdue whose day is just being moved', async () => {
    const letter = await answered()
    const id = await opened(letter)
    await on('2026-12-01')
    const [moved] = await whileHeld(
      fresh,
      letter,
      async () => await rule('2026-11-26', '2026-11-27'),
      async () => await remindOfDueReviews(fresh.db)
    )
    expect(moved).toBeGreaterThan(0)
    expect((await read(people.registry, id)).dueOn).toBe('2026-12-02')
    expect(await alertsOf(id)).toEqual(['reviewOpened'])
    await on('2026-12-03')
    await remindOfDueReviews(fresh.db)
    expect(await alertsOf(id)).toEqual(['reviewOpened', 'reviewOverdue'])
  })
})
