/**
 * The door's own database. All in it is sealed (AES-GCM) with keys that no script can read out and that lie beside it:
 * whoever copies the browser's files by parts has nothing, and deleting a key makes an end of what it sealed. The day has
 * one key, the outbox another: the day is forgotten at once, what the server has not acknowledged when it has.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { uuidv7 } from 'uuidv7'
import {
  type DoorStore,
  isNewer,
  isPast,
  type Kept,
  type KeptDay,
  type Outgoing,
  type Uncounted,
  withSlots
} from './door-store.ts'
import { doorChanged } from './door-tabs.ts'

interface Key {
  readonly id: string
  readonly key: CryptoKey
}

interface Sealed {
  readonly id: string
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: ArrayBuffer
}

interface Vault extends DBSchema {
  keys: { key: KeyName; value: Key }
  day: { key: string; value: Sealed }
  uncounted: { key: string; value: Sealed }
  outbox: { key: string; value: Sealed }
}
type KeyName = 'day' | 'outbox'

const name = 'wenzheng-door'
/** Beside the database, so that a page which isn't the door's need not open it to see that there is none. */
const mark = 'wenzheng-door'
const stores = ['keys', 'day', 'uncounted', 'outbox'] as const
type Work = IDBPTransaction<Vault, typeof stores, 'readwrite'>

let opened: Promise<IDBPDatabase<Vault>> | undefined

function vault(): Promise<IDBPDatabase<Vault>> {
  opened ??= openDB<Vault>(name, 1, {
    upgrade(db) {
      db.createObjectStore('keys')
      for (const store of ['day', 'uncounted', 'outbox'] as const) db.createObjectStore(store, { keyPath: 'id' })
    },
    blocking: () => void closeVault(),
    terminated: () => (opened = undefined)
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function closeVault(): Promise<void> {
  const db = await opened?.catch(() => undefined)
  opened = undefined
  db?.close()
}

/** Pages that came over plain http from another machine can't seal anything. */
export const canSeal = (): boolean =>
  (globalThis.crypto as Partial<Crypto>).subtle !== undefined && 'indexedDB' in globalThis

/** Whether anything of a door is kept here. */
export function isDoorKept(): boolean {
  try {
    return localStorage.getItem(mark) !== null
  } catch {
    return false
  }
}

/** Does the work in one step that is on the disk when it resolves. */
async function write<Result>(work: (transaction: Work) => Promise<Result>): Promise<Result> {
  const transaction = (await vault()).transaction(stores, 'readwrite', { durability: 'strict' })
  const [result] = await Promise.all([work(transaction), transaction.done])
  doorChanged()
  return result
}

/** The key of that name, made when there is none; of two tabs that make one at once, one is kept. */
async function keyOf(keyName: KeyName): Promise<Key> {
  const there = await (await vault()).get('keys', keyName)
  if (there) return there
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const fresh: Key = { id: uuidv7(), key }
  const transaction = (await vault()).transaction('keys', 'readwrite')
  const first = await transaction.store.get(keyName)
  if (!first) await transaction.store.put(fresh, keyName)
  await transaction.done
  localStorage.setItem(mark, 'kept')
  return first ?? fresh
}

async function seal(id: string, { key }: Key, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    key,
    new TextEncoder().encode(JSON.stringify(value))
  )
  return { id, iv, bytes }
}

async function unseal<Value>(key: Key | undefined, { iv, bytes }: Sealed): Promise<Value | undefined> {
  if (!key) return undefined
  try {
    return JSON.parse(
      new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key.key, bytes))
    ) as Value
  } catch {
    // sealed with a key that was deleted: nobody reads it any more
    return undefined
  }
}

/**
 * Seals and puts; once more where another tab has deleted the key meanwhile. Without `keyMayBeMade`, a key that is gone
 * means that all of it was forgotten, and nothing is kept again: false.
 */
async function sealed(
  keyName: KeyName,
  keyMayBeMade: boolean,
  make: (key: Key) => Promise<(transaction: Work) => Promise<unknown>>
): Promise<boolean> {
  for (let tries = 0; tries < 5; tries += 1) {
    const key = keyMayBeMade ? await keyOf(keyName) : await (await vault()).get('keys', keyName)
    if (!key) return false
    const put = await make(key)
    const stands = await write(async (transaction) => {
      const same = (await transaction.objectStore('keys').get(keyName))?.id === key.id
      if (same) await put(transaction)
      return same
    })
    if (stands) return true
  }
  throw new Error('the key of the door is deleted again and again')
}

async function read(): Promise<Kept> {
  const transaction = (await vault()).transaction(stores)
  const [dayKey, outboxKey, days, uncounted, outbox] = await Promise.all([
    transaction.objectStore('keys').get('day'),
    transaction.objectStore('keys').get('outbox'),
    transaction.objectStore('day').getAll(),
    transaction.objectStore('uncounted').getAll(),
    transaction.objectStore('outbox').getAll(),
    transaction.done
  ])
  const all = async <Value>(key: Key | undefined, rows: readonly Sealed[]) =>
    (await Promise.all(rows.map((row) => unseal<Value>(key, row)))).filter((one) => one !== undefined) as Value[]
  const [day] = await all<KeptDay>(dayKey, days)
  if (day && isPast(day)) {
    await forgetDay()
    return { day: undefined, outbox: await all<Outgoing>(outboxKey, outbox), uncounted: [] }
  }
  return {
    day: day && withSlots(day),
    outbox: await all<Outgoing>(outboxKey, outbox),
    uncounted: await all<Uncounted>(dayKey, uncounted)
  }
}

async function keepDay(day: KeptDay): Promise<void> {
  const { day: kept } = await read()
  if (kept && !isNewer(day.list, kept.list)) return
  await sealed('day', true, async (key) => {
    const row = await seal('day', key, day)
    return async (transaction) => {
      await transaction.objectStore('day').put(row)
      // what was not counted belongs to the day before
      if (kept?.list.openDay.id !== day.list.openDay.id) await transaction.objectStore('uncounted').clear()
    }
  })
}

async function append(one: Outgoing): Promise<void> {
  await sealed('outbox', true, async (key) => {
    const row = await seal(one.checkIn.id, key, one)
    return async (transaction) => await transaction.objectStore('outbox').add(row)
  })
}

const acknowledge: DoorStore['acknowledge'] = async (ids, uncounted, list) => {
  const { day } = await read()
  const now = day?.list.openDay.id === list.openDay.id && isNewer(list, day.list) ? { ...day, list } : undefined
  const kept = await sealed('day', false, async (key) => {
    const dayRow = now && (await seal('day', key, now))
    const rows = await Promise.all(uncounted.map((one) => seal(one.outgoing.checkIn.id, key, one)))
    return async (transaction) => {
      if (dayRow) await transaction.objectStore('day').put(dayRow)
      for (const row of rows) await transaction.objectStore('uncounted').put(row)
      await dropTold(transaction, ids)
    }
  })
  // the day was forgotten while this was on its way
  if (!kept && ids.length > 0) await write(async (transaction) => await dropTold(transaction, ids))
}

async function dropTold(transaction: Work, ids: readonly string[]): Promise<void> {
  for (const id of ids) await transaction.objectStore('outbox').delete(id)
}

async function forgetDay(): Promise<void> {
  const left = await write(async (transaction) => {
    await transaction.objectStore('day').clear()
    await transaction.objectStore('uncounted').clear()
    await transaction.objectStore('keys').delete('day')
    const waiting = await transaction.objectStore('outbox').count()
    if (waiting === 0) await transaction.objectStore('keys').delete('outbox')
    return waiting
  })
  if (left === 0) localStorage.removeItem(mark)
}

export const vaultStore: DoorStore = { lasting: true, read, keepDay, append, acknowledge, forgetDay }

/** The session has ended: the list goes, in every tab. */
export async function forgetDoor(): Promise<void> {
  if (canSeal() && isDoorKept()) await forgetDay()
}
