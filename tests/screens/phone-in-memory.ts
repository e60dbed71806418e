/** What the phone keeps, in memory: the screens' tests have no IndexedDB. Stands in for `core/phone.ts`. */
import type { KeptBooking, KeptCase } from '../../src/citizen/core/phone-rows.ts'

const stores = new Map<string, Map<string, unknown>>()
const listeners = new Set<() => void>()
const rowsOf = (name: string): Map<string, unknown> => {
  const rows = stores.get(name) ?? new Map<string, unknown>()
  stores.set(name, rows)
  return rows
}
const changed = (): void => listeners.forEach((listener) => listener())

/** The module in place of the phone's. */
export const phoneInMemory = {
  phone: async () => ({
    get: async (name: string, key: string) => rowsOf(name).get(key),
    getAll: async (name: string) => [...rowsOf(name).values()]
  }),
  async write(_names: string[], work: (transaction: unknown) => Promise<unknown>): Promise<void> {
    const objectStore = (name: string) => ({
      get: async (key: string) => rowsOf(name).get(key),
      put: async (row: { number: string }) => rowsOf(name).set(row.number, row)
    })
    await work({ objectStore })
    changed()
  },
  onPhoneChange(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
}

/** Puts nothing but these there. */
export function keepOnly(rows: { cases?: KeptCase[]; bookings?: KeptBooking[] }): void {
  stores.clear()
  for (const [name, kept] of Object.entries(rows)) for (const row of kept) rowsOf(name).set(row.number, row)
  changed()
}

export const keptCase = (number: string) => rowsOf('cases').get(number) as KeptCase
export const keptBooking = (number: string) => rowsOf('bookings').get(number) as KeptBooking
