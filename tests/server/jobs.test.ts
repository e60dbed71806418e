import { afterAll, beforeAll, expect, test } from 'vitest'
import { clock } from '#server/core/clock.ts'
import { startJobs } from '#server/core/jobs.ts'
import { jobsOf } from '#server/work.ts'
import { assigned, openBureau, own, signed, type Bureau } from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
})
afterAll(async () => {
  await bureau.end()
})

const jobs = () => jobsOf(bureau.fresh.context, () => {})

test('a server that is never on in the small hours closes letters when it starts', async () => {
  const letter = await assigned(bureau)
  await signed(bureau, letter)
  clock.set(new Date('2027-01-04T09:00:00+08:00'))
  const errors: unknown[] = []
  const closing = jobs().filter(({ queue }) => queue === 'close-letters')
  const stop = await startJobs(bureau.fresh.owner, closing, (error) => errors.push(error))
  try {
    await expect.poll(async () => (await own(bureau, letter)).state, { timeout: 15_000 }).toBe('closed')
  } finally {
    await stop()
  }
  expect(errors).toEqual([])
})

test('nothing that is done once a day waits for its hour alone', () => {
  const onceADay = jobs().filter(({ cron }) => /^\d+ \d+ /.test(cron))
  expect(onceADay.map(({ queue }) => queue)).toContain('erase-contacts')
  expect(onceADay.filter(({ atStart }) => atStart !== true)).toEqual([])
})
