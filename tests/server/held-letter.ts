/** A letter whose row somebody else holds for a moment, so that tests choose who gets it in which order. */
import { expect } from 'vitest'
import type { FreshApp } from './fresh-app.ts'

/** Begins both while the letter is held, the first before the second, and lets go of it when both wait. */
export const whileHeld = async <First, Second>(
  { owner }: FreshApp,
  { id }: { readonly id: string },
  first: () => Promise<First>,
  second: () => Promise<Second>
): Promise<[First, Second]> => {
  const waiting = async (count: number): Promise<void> =>
    await expect
      .poll(async () => {
        const { rows } = await owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        return rows.length
      })
      .toBe(count)
  const holder = await owner.connect()
  try {
    await holder.query('begin')
    await holder.query('select from letters where id = $1 for update', [id])
    const one = first()
    await waiting(1)
    const other = second()
    await waiting(2)
    await holder.query('commit')
    return await Promise.all([one, other])
  } finally {
    // with whatever it still holds
    holder.release(true)
  }
}
