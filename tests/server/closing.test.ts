import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clock } from '#server/core/clock.ts'
import { closeAnsweredLetters } from '#server/letters/closing.ts'
import { asSender, assigned, openBureau, own, signed, type Bureau } from './together-stage.ts'

let bureau: Bureau
beforeAll(async () => {
  bureau = await openBureau()
})
afterAll(async () => await bureau.end())

/** Moves to an instant; nobody's session ends by it. */
const at = async (instant: string) => {
  clock.set(new Date(instant))
  await bureau.fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

test('a letter that is followed up and answered anew while others are closed stays open to its sender', async () => {
  const { fresh } = bureau
  const first = await assigned(bureau)
  await signed(bureau, first)
  await at('2026-11-24T10:00:00+08:00')
  const later = await assigned(bureau)
  await signed(bureau, later)
  await at('2026-12-29T09:00:00+08:00')
  const busy = await fresh.owner.connect()
  try {
    await busy.query('begin')
    await busy.query('select from letters where id = $1 for update', [first.id])
    const closing = closeAnsweredLetters(fresh.context)
    const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    await expect.poll(async () => (await fresh.owner.query(waiting)).rowCount, { timeout: 5000 }).toBe(1)
    // the job has found both, and waits for the first of them
    const message = { id: uuidv7(), kind: 'followUp', text: '还有一处没看懂。' }
    expect((await asSender(bureau, later, 'messages', message)).statusCode).toBe(201)
    await signed(bureau, later)
    await busy.query('commit')
    expect(await closing).toBe(1)
  } finally {
    busy.release()
  }
  expect([(await own(bureau, first)).state, (await own(bureau, later)).state]).toEqual(['closed', 'answered'])
})
