import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { clock } from '#server/core/clock.ts'
import { remindOfDueLetters, remindOfForwarding } from '#server/letters/alerts.ts'
import { escalateOverdueLetters } from '#server/letters/escalation.ts'
import { whileHeld } from './held-letter.ts'
import { act, asSender, assigned, done, openBureau, own, signed, type Bureau } from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
  await bureau.fresh.owner.query("update staff_sessions set expires_at = '2100-01-01'")
})
afterEach(async () => await on('2026-11-24'))
afterAll(async () => {
  await bureau.end()
})

/** Moves to a day; whoever is signed in still is. */
const on = async (day: string): Promise<void> => {
  clock.set(new Date(`${day}T09:00:00+08:00`))
  await bureau.fresh.owner.query("update staff_sessions set started_at = $1, seen_at = $1, expires_at = '2100-01-01'", [
    clock.now()
  ])
}

const alertsOf = async ({ id }: { readonly id: string }): Promise<string[]> => {
  const { rows } = await bureau.fresh.owner.query<{ kind: string }>(
    'select kind from letter_alerts where letter_id = $1 order by at, kind',
    [id]
  )
  return rows.map(({ kind }) => kind)
}

const givenBack = async (letter: { readonly id: string }): Promise<void> => {
  const response = await act(bureau, bureau.handler, letter, 'give-back', { reason: '归信息化科室。' })
  expect(response.statusCode, response.body).toBe(204)
}

describe('a job that meets an act under way says what is true after it', () => {
  const pause = { reason: 'other-department', words: '在等市医保局的意见', until: '2026-12-02' }

  test('a letter that is just being paused is not due soon, and is when its new day is near', async () => {
    const { fresh, handler } = bureau
    const letter = await assigned(bureau, { kind: 'fault', page: '/columns' })
    expect((await own(bureau, letter)).due.dueOn).toBe('2026-11-27')
    await on('2026-11-25')
    const [paused] = await whileHeld(
      fresh,
      letter,
      async () => await act(bureau, handler, letter, 'pause', pause),
      async () => await remindOfDueLetters(fresh.db)
    )
    expect(paused.statusCode, paused.body).toBe(200)
    expect((await own(bureau, letter)).due.dueOn).toBe('2026-12-04')
    expect(await alertsOf(letter)).toEqual([])
    await on('2026-12-03')
    await remindOfDueLetters(fresh.db)
    expect(await alertsOf(letter)).toEqual(['dueSoon'])
  })

  test('a letter that is just being answered is not brought before who oversees all', async () => {
    const { fresh, handler, head } = bureau
    const letter = await assigned(bureau, { kind: 'fault', page: '/columns' })
    await done(bureau, handler, letter, 'draft', { text: '那一页改好了。' }, 'PUT')
    await done(bureau, handler, letter, 'submission')
    await on('2026-12-04')
    const [signature] = await whileHeld(
      fresh,
      letter,
      async () => await act(bureau, head, letter, 'signature'),
      async () => await escalateOverdueLetters(fresh.context)
    )
    expect(signature.statusCode, signature.body).toBe(200)
    expect(await alertsOf(letter)).toEqual([])
  })

  test('a letter that is just being assigned is not one that no office has', async () => {
    const { fresh, clerk, prices } = bureau
    const letter = await assigned(bureau, { kind: 'fault', page: '/columns' })
    await givenBack(letter)
    await on('2026-11-27')
    const [assignment] = await whileHeld(
      fresh,
      letter,
      async () => await act(bureau, clerk, letter, 'assignment', { officeId: prices }),
      async () => await remindOfForwarding(fresh.db)
    )
    expect(assignment.statusCode, assignment.body).toBe(200)
    expect(await alertsOf(letter)).toEqual(['givenBack'])
  })
})

test('a letter that is given back in a later round is to be forwarded from that day on', async () => {
  const { fresh } = bureau
  const letter = await assigned(bureau, { kind: 'fault', page: '/columns' })
  await signed(bureau, letter)
  await on('2026-12-07')
  const message = { id: uuidv7(), kind: 'followUp', text: '还是打不开。' }
  const asked = await asSender(bureau, letter, 'messages', message)
  expect(asked.statusCode, asked.body).toBe(201)
  await on('2026-12-08')
  await givenBack(letter)
  const notForwarded = async (day: string) => {
    await on(day)
    await remindOfForwarding(fresh.db)
    return (await alertsOf(letter)).includes('notForwarded')
  }
  expect(await notForwarded('2026-12-08')).toBe(false)
  expect(await notForwarded('2026-12-09')).toBe(false)
  expect(await notForwarded('2026-12-10')).toBe(true)
})
