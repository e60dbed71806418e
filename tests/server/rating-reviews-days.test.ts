import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RatingMonth } from '#contract/rating-reviews.ts'
import { recountReviews } from '#server/letters/rating-reviews.ts'
import { remindOfDueReviews } from '#server/letters/rating-review-alerts.ts'
import {
  alertsOf,
  answered,
  bad,
  begin,
  callBack,
  does,
  end,
  fresh,
  on,
  opened,
  people,
  rate,
  read,
  readOwn,
  rule
} from './rating-review-stage.ts'

beforeAll(() => begin('2026-11-23'))
afterAll(end)

describe('the days of a review', () => {
  test('the desk is told when it opens, when it is due soon and when it is overdue, each once', async () => {
    const letter = await answered()
    const id = await opened(letter)
    const { alerts } = (await people.neighbour.send('GET', '/desk/alerts')).json<{ alerts: object[] }>()
    expect(alerts).toContainEqual(
      expect.objectContaining({
        kind: 'reviewOpened',
        review: id,
        letter: { id: letter.id, number: letter.number, title: letter.title, dueOn: '2026-11-30' }
      })
    )
    const remindedOn = async (day: string) => {
      await on(day)
      await remindOfDueReviews(fresh.db)
      await remindOfDueReviews(fresh.db)
      return await alertsOf(id)
    }
    expect(await remindedOn('2026-11-26')).toEqual(['reviewOpened'])
    expect(await remindedOn('2026-11-27')).toEqual(['reviewDueSoon', 'reviewOpened'])
    expect(await remindedOn('2026-12-01')).toEqual(['reviewDueSoon', 'reviewOpened', 'reviewOverdue'])
    expect(await read(people.registry, id)).toMatchObject({ workingDaysLeft: -1 })
    await on('2026-11-23')
  })

  test('are counted anew when the calendar changes; one that has ended keeps its own', async () => {
    const ended = await answered()
    await opened(ended)
    await rate(ended, { grade: 5 })
    const letter = await answered()
    const id = await opened(letter)
    await on('2026-11-30')
    await remindOfDueReviews(fresh.db)
    expect(await alertsOf(id)).toContain('reviewDueSoon')
    await on('2026-11-23')
    expect(await rule('2026-11-26', '2026-11-27')).toBeGreaterThan(0)
    const moved = await read(people.registry, id)
    expect(moved).toMatchObject({ dueOn: '2026-12-02', due: { dueOn: '2026-12-02' } })
    expect(moved.events.at(-1)).toMatchObject({
      kind: 'dueMoved',
      actor: 'admin',
      text: '国办发明电〔2026〕9号',
      moved: { from: '2026-11-30', to: '2026-12-02' }
    })
    expect(await alertsOf(id)).toEqual(['reviewOpened'])
    expect((await readOwn(letter)).review?.dueOn).toBe('2026-12-02')
    expect((await readOwn(ended)).review?.dueOn).toBe('2026-11-30')
    // nothing is left over
    expect(await recountReviews(fresh.context)).toBe(0)
  })

  test('a new limit is a new row: what runs already keeps the one that it began with', async () => {
    const before = await opened(await answered())
    await fresh.owner.query("insert into rating_review_limits values ('2026-11-23', 3, '新的期限')")
    expect(await read(people.registry, await opened(await answered()))).toMatchObject({
      due: { limit: 3, source: '新的期限' }
    })
    expect((await read(people.registry, before)).due.limit).toBe(5)
    await fresh.owner.query("delete from rating_review_limits where source = '新的期限'")
  })
})

describe('the public figures', () => {
  const figures = async (): Promise<RatingMonth[]> => {
    const response = await fresh.app.inject('/api/ratings')
    expect(response.statusCode, response.body).toBe(200)
    return response.json<{ months: RatingMonth[] }>().months
  }
  const none = { fixed: 0, ledger: 0, explained: 0, upheld: 0, excluded: 0, takenBack: 0 }

  test('count by month; an excluded rating stands apart, an answer without one has no grade', async () => {
    await on('2027-03-01', '00:00:01')
    const empty = await figures()
    expect(empty.map(({ month }) => month)).toEqual([
      ...['04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2026-${month}`),
      ...['01', '02', '03'].map((month) => `2027-${month}`)
    ])
    expect(empty.at(-1)).toEqual({
      month: '2027-03',
      grades: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 },
      rated: 0,
      satisfied: 0,
      share: 0,
      unrated: 0,
      excluded: 0,
      reviewsOpened: 0,
      reviewsEnded: 0,
      outcomes: none
    })
    await answered()
    await rate(await answered(), { grade: 5 })
    await rate(await answered(), { grade: 3 })
    await opened(await answered(), bad({ grade: 2 }))
    const excluded = await opened(await answered(), bad({ grade: 1 }))
    await callBack(excluded)
    await does(people.registry, excluded, 'decision', { decision: 'appealed', ground: 'malicious', reason: '恶意。' })
    await does(people.leader, excluded, 'ruling', { ruling: 'excluded', reason: '属实。' })
    await does(people.leader, excluded, 'feedback', { text: '不计入统计。' })
    expect((await figures()).at(-1)).toEqual({
      month: '2027-03',
      grades: { 1: 0, 2: 1, 3: 1, 4: 0, 5: 1 },
      rated: 3,
      satisfied: 2,
      share: 0.6667,
      unrated: 1,
      excluded: 1,
      reviewsOpened: 2,
      reviewsEnded: 1,
      outcomes: { ...none, excluded: 1 }
    })
    expect((await figures()).slice(0, -1)).toEqual(empty.slice(0, -1))
  })

  test('come as a table that a spreadsheet opens in the right characters', async () => {
    const response = await fresh.app.inject('/api/ratings.csv')
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(response.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const lines = response.rawPayload.toString('utf8').slice(1).split('\r\n')
    expect(lines).toHaveLength(14)
    expect(lines[0]).toMatch(/^月份,非常满意,/)
    expect(lines[12]).toBe('2027-03,1,0,1,1,0,3,66.67%,1,1,2,1,0,0,0,0,1,0')
    expect(new Set(lines.slice(0, 13).map((line) => line.split(',').length))).toEqual(new Set([18]))
    expect(lines[13]).toBe('')
  })
})
