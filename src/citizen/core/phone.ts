/**
 * What is kept on this phone: drafts with their files, the outbox, files on the way, cases, bookings with their tickets;
 * and the library, which is public and can be had again. One IndexedDB.
 */
import { deleteDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb'
import { keepApp } from './keep-app.ts'
import { markKept } from './kept-mark.ts'
import type {
  BookingText,
  Draft,
  KeptBooking,
  KeptCase,
  KeptFile,
  KeptLine,
  KeptPlain,
  KeptText,
  Lease,
  LibraryRow,
  MessageText,
  OutboxItem,
  SavedMark,
  Upload
} from './phone-rows.ts'
import { pictureCache } from './picture-cache.ts'

export type * from './phone-rows.ts'

export interface Phone extends DBSchema {
  drafts: { key: string; value: Draft }
  /** by the number of the case */
  messages: { key: string; value: MessageText }
  outbox: { key: string; value: OutboxItem }
  cases: { key: string; value: KeptCase }
  bookingTexts: { key: string; value: BookingText }
  /** by number */
  bookings: { key: string; value: KeptBooking }
  files: { key: string; value: KeptFile }
  uploads: { key: string; value: Upload }
  leases: { key: string; value: Lease }
  articles: {
    key: string
    value: KeptLine
    indexes: { byTime: [string, string]; byColumn: [string, string, string]; byKind: [string, string, string] }
  }
  texts: { key: string; value: KeptText }
  plain: { key: string; value: KeptPlain }
  library: { key: string; value: LibraryRow }
  saved: { key: string; value: SavedMark }
}

/** The stores of the library: public, and given up before anything of the citizen's own. */
export const libraryStores = ['articles', 'texts', 'plain', 'library', 'saved'] as const

const name = 'wenzheng'
const homePage = '/'
let opened: Promise<IDBPDatabase<Phone>> | undefined
/** this phone was cleared while the page was open: nothing that is still in its memory may be kept again */
let cleared = false

/** Opens the database once; a newer tab that must upgrade it, or clearing, closes it here. */
export function phone(): Promise<IDBPDatabase<Phone>> {
  if (cleared) return Promise.reject(new Error('this phone was cleared'))
  opened ??= openDB<Phone>(name, 4, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('drafts', { keyPath: 'id' })
        db.createObjectStore('outbox', { keyPath: 'id' })
        db.createObjectStore('cases', { keyPath: 'number' })
      }
      // rows of version 1 stay as they are: whoever reads them fills in what they lack
      if (from < 2) {
        db.createObjectStore('messages', { keyPath: 'number' })
        db.createObjectStore('files', { keyPath: 'id' })
        db.createObjectStore('uploads', { keyPath: 'id' })
        db.createObjectStore('leases', { keyPath: 'name' })
      }
      if (from < 3) {
        const lines = db.createObjectStore('articles', { keyPath: 'id' })
        lines.createIndex('byTime', ['publishedAt', 'id'])
        lines.createIndex('byColumn', ['column.slug', 'publishedAt', 'id'])
        lines.createIndex('byKind', ['kind', 'publishedAt', 'id'])
        db.createObjectStore('texts', { keyPath: 'id' })
        db.createObjectStore('plain', { keyPath: 'id' })
        db.createObjectStore('library', { keyPath: 'name' })
        db.createObjectStore('saved', { keyPath: 'id' })
      }
      db.createObjectStore('bookingTexts', { keyPath: 'id' })
      db.createObjectStore('bookings', { keyPath: 'number' })
    },
    blocking() {
      void closePhone()
    },
    terminated() {
      opened = undefined
    }
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function closePhone(): Promise<void> {
  const db = await opened?.catch(() => undefined)
  opened = undefined
  db?.close()
}

type Work<S extends StoreNames<Phone>[]> = (transaction: IDBPTransaction<Phone, S, 'readwrite'>) => Promise<unknown>

/**
 * One write over the named stores of what is the citizen's own; resolves when it is on the disk, not merely handed to it.
 * Where the phone is full the library makes room first.
 */
export async function write<const S extends StoreNames<Phone>>(stores: S[], work: Work<S[]>): Promise<void> {
  await phone()
  markKept()
  try {
    await once(stores, work, 'strict')
  } catch (error) {
    if (!isFull(error) || !(await giveUpLibrary())) throw error
    await once(stores, work, 'strict')
  }
  tellOtherTabs('changed')
}

/** One write over the library: whole or not at all, but nothing that could not be had again. What shows it is kept, too. */
export async function writeLibrary<const S extends (typeof libraryStores)[number]>(
  stores: S[],
  work: Work<S[]>
): Promise<void> {
  await once(stores, work, 'relaxed')
  keepApp()
}

async function once<S extends StoreNames<Phone>>(
  stores: S[],
  work: Work<S[]>,
  durability: 'strict' | 'relaxed'
): Promise<void> {
  const transaction = (await phone()).transaction(stores, 'readwrite', { durability })
  try {
    // a failed request rejects both: each must be awaited, or the second one is nobody's
    await Promise.all([work(transaction), transaction.done])
  } catch (error) {
    abort(transaction)
    // what ended the transaction says more than the request that it ended
    throw transaction.error ?? error
  }
}

/**
 * Gives up all of the library that can be had again, and notes that it is not brought again by itself; what the reader
 * wanted to find again stays noted. False where there was nothing to give up.
 */
export async function giveUpLibrary(): Promise<boolean> {
  if ('caches' in globalThis) await caches.delete(pictureCache)
  const db = await phone()
  if ((await db.count('texts')) === 0) return false
  const stores = ['articles', 'texts', 'plain', 'library'] as const
  const transaction = db.transaction(stores, 'readwrite')
  const clearing = stores.map((store) => transaction.objectStore(store).clear())
  await Promise.all([
    ...clearing,
    transaction.objectStore('library').put({ name: 'rest', why: 'full' }),
    transaction.done
  ])
  return true
}

/** What failed half-way must not be committed; mostly the browser has ended it already. */
function abort(transaction: { abort: () => void }): void {
  try {
    transaction.abort()
  } catch {
    // it had ended
  }
}

/**
 * Asks the browser not to give up this app's storage when room gets short, or nobody came for a week: code, text and files
 * may be nowhere else. Only pages that came over https (or from this machine) may ask. What shows them is kept, too.
 */
export function keepForLong(): void {
  keepApp()
  void (navigator as Partial<Navigator>).storage?.persist().catch(() => false)
}

/** Whether a write failed because the phone is full. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError'
}

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('wenzheng-phone')
const listeners = new Set<() => void>()
channel?.addEventListener('message', ({ data }) => {
  if (data === 'cleared') {
    cleared = true
    void closePhone()
    // a full load: what this tab still shows goes too
    location.replace(homePage)
    return
  }
  for (const listener of listeners) listener()
})

function tellOtherTabs(what: 'changed' | 'cleared'): void {
  channel?.postMessage(what)
  for (const listener of listeners) listener()
}

/** Calls back whenever anything kept here has changed, in this tab or another. */
export function onPhoneChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/**
 * Clears everything that this app keeps on the phone: database, caches, settings, the service worker. Nothing is kept
 * from then on until the page is loaded anew; the app is then as new.
 */
export async function clearPhone(): Promise<void> {
  cleared = true
  listeners.clear()
  tellOtherTabs('cleared')
  await closePhone()
  await deleteDB(name)
  localStorage.clear()
  sessionStorage.clear()
  if ('caches' in globalThis) for (const key of await caches.keys()) await caches.delete(key)
  if ('serviceWorker' in navigator)
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister()
  await deleteTraces()
}

/**
 * What was deleted above may stand in the browser's files for a while. The server's answer makes the browser delete the
 * files; without a network they go when the browser tidies up.
 */
async function deleteTraces(): Promise<void> {
  const signal = AbortSignal.timeout(5000)
  await fetch('/clear-phone', { method: 'POST', headers: { 'x-clear-phone': 'yes' }, signal }).catch(() => undefined)
}
