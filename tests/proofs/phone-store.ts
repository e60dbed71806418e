/** What a phone's own database holds, read by the browser itself and by nothing of the program. */
import type { Page } from '@playwright/test'

export type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** All rows of all stores; bytes are given as their number. Undefined when there is no such database. */
export const rowsOn = async (page: Page): Promise<Rows | undefined> =>
  await page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'wenzheng')) return undefined
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('wenzheng')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('closed'))
    })
    const rows: Record<string, Record<string, unknown>[]> = {}
    for (const store of db.objectStoreNames) {
      const all = await new Promise<Record<string, unknown>[]>((resolve, reject) => {
        const asked = db.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => resolve(asked.result as Record<string, unknown>[])
        asked.onerror = () => reject(asked.error ?? new Error('unread'))
      })
      rows[store] = all.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value instanceof ArrayBuffer ? value.byteLength : value])
        )
      )
    }
    db.close()
    return rows
  })
