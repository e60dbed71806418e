import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { HandlingFigures } from '#contract/board.ts'
import { clock } from '#server/core/clock.ts'
import { assigned, done, openBureau, own, signed, type Bureau } from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
})
afterEach(() => clock.set(new Date('2026-11-24T09:00:00+08:00')))
afterAll(async () => {
  await bureau.end()
})

const afterMidnight = new Date('2026-11-24T00:00:20+08:00')
const beforeMidnight = new Date('2026-11-23T23:59:50+08:00')

describe('a clock that is put right over midnight', () => {
  test('makes no answer that came before its letter', async () => {
    clock.set(afterMidnight)
    const letter = await assigned(bureau, { kind: 'fault', page: '/columns' })
    clock.set(beforeMidnight)
    await signed(bureau, letter)
    expect((await own(bureau, letter)).rounds).toMatchObject([{ answeredOn: '2026-11-24', workingDays: 0 }])
    const { months } = (await bureau.fresh.app.inject('/api/figures')).json<HandlingFigures>()
    expect(months.find(({ kind }) => kind === 'fault')).toMatchObject({ answered: 1, onTime: 1, meanWorkingDays: 0 })
  })

  test('lets a pause end that began after midnight', async () => {
    clock.set(afterMidnight)
    const letter = await assigned(bureau)
    const pause = { reason: 'other-department', words: '在等市医保局的意见', until: '2026-11-27' }
    await done(bureau, bureau.handler, letter, 'pause', pause)
    clock.set(beforeMidnight)
    const { due } = await done(bureau, bureau.handler, letter, 'resumption')
    expect(due).toMatchObject({ dueOn: '2026-12-15', pauses: [{ from: '2026-11-24', to: '2026-11-24' }] })
  })
})
