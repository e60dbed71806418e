/** What a door noted reaches the server once, whatever happens on the way; and a ticket held in front of the camera is one. */
import { describe, expect, test } from 'vitest'
import type { CheckIn, CheckInResult, DoorList } from '../../src/contract/open-days-door.ts'
import { tell } from '../../src/desk/open-days/door-outbox.ts'
import { memoryStore, type DoorStore } from '../../src/desk/open-days/door-store.ts'
import { onceWhileHeld } from '../../src/desk/open-days/use-scanner.ts'

const id = (n: number) => `0193b000-0000-7000-8000-${String(n).padStart(12, '0')}`
const day = id(50)

const listAt = (at: string, openDay = day): DoorList => ({
  openDay: { id: openDay, title: '开放日' },
  key: '',
  slots: [],
  tickets: [],
  at,
  goesAt: '2999-01-01T00:00:00.000Z'
})

const checkIn = (n: number): CheckIn => ({
  id: id(n),
  slotId: id(1),
  bookingId: id(1000 + n),
  people: 1,
  at: '2026-12-05T01:00:00.000Z',
  door: '北门'
})

const filled = async (count: number, openDayId = day): Promise<DoorStore> => {
  const store = memoryStore()
  await store.keepDay({ door: '北门', list: listAt('2026-12-05T01:00:00.000Z') })
  for (let n = 0; n < count; n += 1) await store.append({ openDayId, code: null, checkIn: checkIn(n) })
  return store
}

const counted = ({ id: one }: CheckIn): CheckInResult => ({ id: one, outcome: 'counted', first: null })

describe('telling the server', () => {
  test('takes at most 200 at once, and nothing is left', async () => {
    const store = await filled(450)
    const sizes: number[] = []
    await tell(store, async (_day, checkIns) => {
      sizes.push(checkIns.length)
      return await Promise.resolve({ results: checkIns.map(counted), list: listAt('2026-12-05T02:00:00.000Z') })
    })
    expect(sizes).toEqual([200, 200, 50])
    const { outbox, day: kept } = await store.read()
    expect(outbox).toEqual([])
    expect(kept?.list.at).toBe('2026-12-05T02:00:00.000Z')
  })

  test('loses nothing when the answer is lost, and sends the same ids again', async () => {
    const store = await filled(3)
    const sent: string[][] = []
    const lost = tell(store, async (_day, checkIns) => {
      sent.push(checkIns.map((one) => one.id))
      return await Promise.reject(new Error('no answer'))
    })
    await expect(lost).rejects.toThrow('no answer')
    expect((await store.read()).outbox).toHaveLength(3)
    await tell(store, async (_day, checkIns) => {
      sent.push(checkIns.map((one) => one.id))
      return await Promise.resolve({ results: checkIns.map(counted), list: listAt('2026-12-05T02:00:00.000Z') })
    })
    expect(sent[1]).toEqual(sent[0])
    expect((await store.read()).outbox).toEqual([])
  })

  test('drops only what was answered by its id', async () => {
    const store = await filled(2)
    const answerFirst = async (_day: string, checkIns: CheckIn[]) =>
      await Promise.resolve({
        results: checkIns.filter((one) => one.id === id(0)).map(counted),
        list: listAt('2026-12-05T02:00:00.000Z')
      })
    await expect(tell(store, answerFirst)).rejects.toThrow('no check-in was answered')
    expect((await store.read()).outbox.map(({ checkIn: one }) => one.id)).toEqual([id(1)])
  })

  test('keeps what another door had let in before', async () => {
    const store = await filled(2)
    const first = { at: '2026-12-05T00:59:00.000Z', people: 1, door: '南门' }
    await tell(store, async (_day, checkIns) => {
      const results = checkIns.map((one) =>
        one.id === id(1) ? ({ id: one.id, outcome: 'double', first } as const) : counted(one)
      )
      return await Promise.resolve({ results, list: listAt('2026-12-05T02:00:00.000Z') })
    })
    const { uncounted } = await store.read()
    expect(uncounted.map(({ outgoing, result }) => [outgoing.checkIn.id, result.first?.door])).toEqual([
      [id(1), '南门']
    ])
  })

  test('of another open day does not change the list, nor does an older list', async () => {
    const store = await filled(1, id(60))
    await tell(store, async (other, checkIns) => {
      expect(other).toBe(id(60))
      return await Promise.resolve({ results: checkIns.map(counted), list: listAt('2026-12-05T02:00:00.000Z', other) })
    })
    await store.keepDay({ door: '北门', list: listAt('2026-12-05T00:00:00.000Z') })
    expect((await store.read()).day?.list).toEqual(listAt('2026-12-05T01:00:00.000Z'))
  })

  test('forgetting the day keeps what was not told; a day that is over is not there any more', async () => {
    const store = await filled(2)
    await store.forgetDay()
    expect(await store.read()).toMatchObject({ day: undefined, outbox: [{}, {}], uncounted: [] })
    await store.keepDay({
      door: '北门',
      list: { ...listAt('2026-12-05T01:00:00.000Z'), goesAt: '2026-01-01T00:00:00.000Z' }
    })
    expect((await store.read()).day).toBeUndefined()
  })
})

test('a code that is held there is read once; away for three seconds, it is another time', () => {
  let now = 0
  const fresh = onceWhileHeld(() => now)
  const at = (ms: number, text: string) => {
    now = ms
    return fresh(text)
  }
  expect(at(0, 'A')).toBe(true)
  expect([500, 2900, 5000].map((ms) => at(ms, 'A'))).toEqual([false, false, false])
  expect(at(8100, 'A')).toBe(true)
  expect(at(8200, 'B')).toBe(true)
})
