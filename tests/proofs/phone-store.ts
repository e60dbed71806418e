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

/** All that a script of the site can still read. */
export const withinReach = async (page: Page): Promise<string> =>
  JSON.stringify([
    await rowsOn(page),
    await page.evaluate(async () => {
      const kept: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request))?.text())
      }
      return kept
    })
  ])
