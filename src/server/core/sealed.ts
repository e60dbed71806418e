/**
 * Personal fields are sealed (AES-256-GCM) before they reach the database and found again only by a keyed index of the
 * exact value. A sealed value is bound to its table, field and row: moved elsewhere it does not open.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Trx } from './db.ts'
import type { SealKey } from './keys.ts'

const version = 1
const nonceLength = 12
const tagLength = 16
const indexLength = 16

/** A sealed value that does not open: damaged, moved to another row, or under a key that is not configured. */
export class SealError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SealError'
  }
}

export interface Sealer {
  /** Seals a text under the newest key. `place` is `table/field/row id`. */
  seal(text: string, place: string): Buffer
  /** Opens what was sealed for this very place; throws SealError otherwise. */
  open(sealed: Uint8Array, place: string): string
  /** A keyed index of a value that the caller has normalised: 16 bytes, equal for equal values of one field only. */
  blindIndex(field: string, normalisedValue: string): Buffer
  /** Whether a value was sealed under another key than the newest. */
  needsResealing(sealed: Uint8Array): boolean
  /** How every value under the newest key begins. */
  readonly newestPrefix: Buffer
}

// version | length of the key's id | key's id | nonce | tag | data
const prefixOf = (keyId: string) => {
  const id = Buffer.from(keyId, 'utf8')
  return Buffer.concat([Buffer.from([version, id.length]), id])
}

/** Makes a sealer. The first key seals, all of them open. */
export function createSealer(keys: readonly SealKey[], indexKey: Buffer | KeyObject): Sealer {
  const [newest] = keys
  if (!newest) throw new Error('sealing needs a key')
  const newestPrefix = prefixOf(newest.id)
  // made once: from bytes, Node makes such a key anew at every sealing, at many times the cost of the sealing itself
  const known = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]))
  const newestKey = createSecretKey(newest.key)
  return {
    newestPrefix,
    seal(text, place) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', newestKey, nonce, { authTagLength: tagLength })
      cipher.setAAD(Buffer.concat([newestPrefix, Buffer.from(place, 'utf8')]))
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([newestPrefix, nonce, cipher.getAuthTag(), data])
    },
    open(sealed, place) {
      const value = Buffer.from(sealed)
      const idLength = value[1] ?? 0
      const prefix = value.subarray(0, 2 + idLength)
      const nonce = value.subarray(prefix.length, prefix.length + nonceLength)
      const tag = value.subarray(prefix.length + nonceLength, prefix.length + nonceLength + tagLength)
      if (value[0] !== version || tag.length !== tagLength) throw new SealError('this is not a sealed value')
      const id = prefix.toString('utf8', 2)
      const key = known.get(id)
      if (!key) throw new SealError(`the key "${id}" is not among SEAL_KEYS`)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
      decipher.setAAD(Buffer.concat([prefix, Buffer.from(place, 'utf8')]))
      decipher.setAuthTag(tag)
      try {
        const data = value.subarray(prefix.length + nonceLength + tagLength)
        return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8')
      } catch (error) {
        throw new SealError('the sealed value is damaged or belongs elsewhere', error)
      }
    },
    blindIndex(field, normalisedValue) {
      return createHmac('sha256', indexKey).update(`${field}\0${normalisedValue}`).digest().subarray(0, indexLength)
    },
    needsResealing(sealed) {
      return !newestPrefix.equals(Buffer.from(sealed).subarray(0, newestPrefix.length))
    }
  }
}

/** A column that holds sealed values; `place` is what binds a value to its row. */
export interface SealedColumn {
  readonly table: string
  readonly idColumn: string
  readonly column: string
  readonly place: (id: string) => string
}

/** Every sealed column there is. A capability that seals a new one adds it here, or rotation would pass it by. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'letter_senders',
    idColumn: 'letter_id',
    column: 'contact_sealed',
    place: (id) => `letter_senders/contact/${id}`
  },
  {
    table: 'letter_attachments',
    idColumn: 'id',
    column: 'name_sealed',
    place: (id) => `letter_attachments/name/${id}`
  },
  {
    table: 'letter_channels',
    idColumn: 'letter_id',
    column: 'note_sealed',
    place: (id) => `letter_channels/note/${id}`
  },
  {
    table: 'booking_contacts',
    idColumn: 'booking_id',
    column: 'contact_sealed',
    place: (id) => `booking_contacts/contact/${id}`
  },
  {
    table: 'notice_choices',
    idColumn: 'id',
    column: 'address_sealed',
    place: (id) => `notice_choices/address/${id}`
  },
  { table: 'people', idColumn: 'id', column: 'totp_secret_sealed', place: (id) => `people/totp/${id}` }
]

const batchSize = 200

const isOld = (one: SealedColumn, prefix: Buffer) =>
  sql`${sql.ref(one.column)} is not null and substring(${sql.ref(one.column)} from 1 for ${prefix.length}::int) <> ${prefix}`

/** How many values of all sealed columns are still under an older key. */
export async function countOldSeals(db: Db, sealer: Sealer, columns = sealedColumns): Promise<number> {
  let count = 0
  for (const one of columns) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(one.table)} where ${isOld(one, sealer.newestPrefix)}`.execute(db)
    count += rows[0]?.count ?? 0
  }
  return count
}

async function resealBatch(trx: Trx, sealer: Sealer, one: SealedColumn, after: string) {
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    select ${sql.ref(one.idColumn)} as id, ${sql.ref(one.column)} as sealed from ${sql.table(one.table)}
    where ${isOld(one, sealer.newestPrefix)} and ${sql.ref(one.idColumn)} > ${after}
    order by ${sql.ref(one.idColumn)} limit ${batchSize} for update skip locked`.execute(trx)
  const ids: string[] = []
  const values: Buffer[] = []
  for (const row of rows) {
    try {
      const place = one.place(row.id)
      values.push(sealer.seal(sealer.open(row.sealed, place), place))
      ids.push(row.id)
    } catch (error) {
      // one value that can't be opened must not keep the others under an old key
      if (!(error instanceof SealError)) throw error
    }
  }
  await sql`
    update ${sql.table(one.table)} as t set ${sql.ref(one.column)} = fresh.sealed
    from unnest(${ids}::uuid[], ${values}::bytea[]) as fresh (id, sealed)
    where t.${sql.ref(one.idColumn)} = fresh.id`.execute(trx)
  return { last: rows.at(-1)?.id, resealed: ids.length }
}

/**
 * Seals everything that is under an older key anew, in small transactions, beside a running server.
 * `left` counts what could not be: rows in use at this moment, and values whose key is no longer configured.
 */
export async function resealAll(
  db: Db,
  sealer: Sealer,
  columns = sealedColumns
): Promise<{ resealed: number; left: number }> {
  let resealed = 0
  for (const one of columns) {
    let after: string | undefined = '00000000-0000-0000-0000-000000000000'
    while (after !== undefined) {
      const start: string = after
      const batch = await db.transaction().execute((trx) => resealBatch(trx, sealer, one, start))
      resealed += batch.resealed
      after = batch.last
    }
  }
  return { resealed, left: await countOldSeals(db, sealer, columns) }
}
