/** What is kept on this phone: drafts, the outbox, cases with their query codes. One IndexedDB. */
import { deleteDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb'
import type { Letter, LetterDraft, LetterKind, LetterReceipt, LetterState } from '#contract/letters.ts'
import type { FieldError, ProblemSlug } from '#contract/problem.ts'
import { markKept } from './kept-mark.ts'

/** A letter being written. Ids and code are made when it is begun, and go with it until it is sent. */
export interface Draft {
  readonly id: string
  readonly code: string
  readonly deviceToken: string
  readonly kind: LetterKind
  title: string
  text: string
  name: string
  phone: string
  email: string
  savedAt: string
  /** what the server refused when it was sent */
  problem?: ProblemSlug
  errors?: FieldError[]
}

/** A letter on its way. `frozen` from the moment its first byte may have left, until the outcome is known. */
export interface OutboxItem {
  readonly id: string
  readonly route: 'POST /letters'
  readonly body: LetterDraft
  readonly heldAt: string
  frozen: boolean
  tries: number
  /** not before this instant (ms since the epoch) */
  notBefore: number
  lastFailure?: 'offline' | 'no-answer' | ProblemSlug
}

/** A case that this phone can open. `deviceToken` is there when it was sent from here. */
export interface KeptCase {
  readonly number: string
  readonly code: string
  readonly deviceToken?: string
  readonly receipt: LetterReceipt
  state: LetterState
  /** the last copy that was read, for reading without a network */
  letter?: Letter
  keptAt: string
}

export interface Phone extends DBSchema {
  drafts: { key: string; value: Draft }
  outbox: { key: string; value: OutboxItem }
  cases: { key: string; value: KeptCase }
}

const name = 'wenzheng'
let opened: Promise<IDBPDatabase<Phone>> | undefined

/** Opens the database once; a newer tab that must upgrade it, or clearing, closes it here. */
export function phone(): Promise<IDBPDatabase<Phone>> {
  opened ??= openDB<Phone>(name, 1, {
    upgrade(db) {
      db.createObjectStore('drafts', { keyPath: 'id' })
      db.createObjectStore('outbox', { keyPath: 'id' })
      db.createObjectStore('cases', { keyPath: 'number' })
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
  const db = await opened
  opened = undefined
  db?.close()
}

/** One write over the named stores; resolves when it is on the disk, not merely handed to it. */
export async function write<const S extends StoreNames<Phone>>(
  stores: S[],
  work: (transaction: IDBPTransaction<Phone, S[], 'readwrite'>) => Promise<unknown>
): Promise<void> {
  markKept()
  const transaction = (await phone()).transaction(stores, 'readwrite', { durability: 'strict' })
  // a failed request rejects both: each must be awaited, or the second one is nobody's
  await Promise.all([work(transaction), transaction.done])
  tellOtherTabs()
}

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('wenzheng-phone')
const listeners = new Set<() => void>()
channel?.addEventListener('message', () => {
  for (const listener of listeners) listener()
})

function tellOtherTabs(): void {
  channel?.postMessage('changed')
  for (const listener of listeners) listener()
}

/** Calls back whenever anything kept here has changed, in this tab or another. */
export function onPhoneChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Clears everything that this app keeps on the phone: database, caches, settings. The app is then as new. */
export async function clearPhone(): Promise<void> {
  await closePhone()
  await deleteDB(name)
  localStorage.clear()
  sessionStorage.clear()
  if ('caches' in globalThis) for (const key of await caches.keys()) await caches.delete(key)
  channel?.postMessage('changed')
}
