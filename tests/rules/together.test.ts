/** What is done together: nobody waits without need, nobody is forgotten, nobody fails for another. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { together } from '#server/core/together.ts'

test('a lone one goes at once; who comes meanwhile goes with the next run, in order, by key, no more than may', async () => {
  const runs: [string, readonly number[]][] = []
  const double = together(3, async (key, asked: readonly number[]) => {
    runs.push([key, asked])
    await wait(5)
    return asked.map((one) => one * 2)
  })
  const told = await Promise.all([1, 2, 3, 4, 5, 6].map(async (one) => await double(one === 6 ? 'b' : 'a', one)))
  expect(told).toEqual([2, 4, 6, 8, 10, 12])
  expect(runs).toEqual([
    ['a', [1]],
    ['b', [6]],
    ['a', [2, 3, 4]],
    ['a', [5]]
  ])
  expect(await double('a', 7)).toBe(14)
})

test('where a run fails, each of it is tried alone, and only who fails alone has failed', async () => {
  const tried: number[] = []
  const strict = together(9, async (_key, asked: readonly number[]) => {
    await wait(1)
    tried.push(...asked)
    if (asked.includes(3)) throw new Error('three')
    return asked
  })
  const told = await Promise.allSettled([1, 2, 3, 4].map(async (one) => await strict('a', one)))
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(tried).toEqual([1, 2, 3, 4, 2, 3, 4])
  expect(await strict('a', 5)).toBe(5)
})

test('where nobody could succeed now all are refused at once, and a run that does not end stands in nobody’s way', async () => {
  let runs = 0
  const away = together(9, async () => {
    runs += 1
    await wait(1)
    throw Object.assign(new Error('no'), { code: '57P01' })
  })
  const refused = await Promise.allSettled([1, 2, 3, 4].map(async (one) => await away('a', one)))
  expect(refused.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  expect(runs).toBe(2)

  vi.useFakeTimers()
  try {
    const stuck = together(1, async (_key, asked: readonly number[]) =>
      asked[0] === 1 ? await new Promise<never>(() => undefined) : asked
    )
    const told = Promise.allSettled([1, 2].map(async (one) => await stuck('a', one)))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await told).toMatchObject([{ status: 'rejected', reason: { slug: 'unavailable' } }, { value: 2 }])
  } finally {
    vi.useRealTimers()
  }
})
