/**
 * The audit record as a hash chain: a job seals new rows in the order in which they were committed. Audit rows
 * themselves are never written a second time. `audit-verify.ts` computes it all again.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { appendHead, lastHead, type Head } from './audit-heads.ts'
import { clock } from './clock.ts'
import type { Db, Trx } from './db.ts'

/** Rows that commit later than this after their own time are taken for slipped in. Longer than any transaction may last. */
const lateMinutes = 10
const batchSize = 500
const lockNumber = 0x61756474
/** What the first seal takes for the hash before it. */
export const firstHash = Buffer.alloc(32)

/** The columns of an event `e` as the database itself writes them, so that no change of a column can hide in a conversion. */
export const eventColumns = sql`
  e.id::text as "id", to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "at", e.actor_id::text as "actorId",
  e.act as "act", e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.details::text as "details"`

export interface EventRow {
  readonly id: string
  readonly at: string
  readonly actorId: string | null
  readonly act: string
  readonly subjectKind: string
  readonly subjectId: string | null
  readonly details: string
}

/** The hash of one seal: over the hash before it, its own place and time, and every column of its event. */
export function sealHash(previous: Buffer, seq: number, sealedAt: string, event: EventRow): Buffer {
  const columns = [event.id, event.at, event.actorId, event.act, event.subjectKind, event.subjectId, event.details]
  return createHash('sha256')
    .update(JSON.stringify([previous.toString('hex'), seq, sealedAt, ...columns]))
    .digest()
}

interface LastSeal {
  readonly seq: number
  readonly hash: Buffer
  readonly sealedAt: string
}

async function lastSeal(db: Db): Promise<LastSeal | undefined> {
  const { rows } = await sql<LastSeal>`
    select seq as "seq", hash as "hash", sealed_at as "sealedAt" from audit_seals order by seq desc limit 1`.execute(db)
  return rows[0]
}

/** The time before which nothing is sealed any more, given the newest seal. */
export const closedBefore = (sealedAt: string) => new Date(Date.parse(sealedAt) - lateMinutes * 60_000).toISOString()

/** For events named `e`. */
export const isUnsealed = sql`not exists (select from audit_seals s where s.event_id = e.id)`

async function sealBatch(trx: Trx): Promise<{ sealed: number; head: Head | undefined }> {
  const last = await lastSeal(trx)
  const from = last ? closedBefore(last.sealedAt) : '-infinity'
  const { rows } = await sql<EventRow>`
    select ${eventColumns} from audit_events e
    where e.at >= ${from}::timestamptz and ${isUnsealed}
    order by e.at, e.id limit ${batchSize}`.execute(trx)
  let seq = last?.seq ?? 0
  let hash = last?.hash ?? firstHash
  const sealedAt = clock.now().toISOString()
  const seals = rows.map((event) => {
    const previous = hash
    seq += 1
    hash = sealHash(previous, seq, sealedAt, event)
    return { seq, event_id: event.id, previous: previous.toString('hex'), hash: hash.toString('hex') }
  })
  if (seals.length > 0) {
    await sql`
      insert into audit_seals (seq, event_id, sealed_at, previous_hash, hash)
      select seq, event_id, ${sealedAt}, decode(previous, 'hex'), decode(hash, 'hex')
      from json_to_recordset(${JSON.stringify(seals)}::json)
        as seal (seq bigint, event_id uuid, previous text, hash text)`.execute(trx)
  }
  const at = seals.length > 0 ? sealedAt : last?.sealedAt
  return { sealed: seals.length, head: at === undefined ? undefined : { seq, hash: hash.toString('hex'), at } }
}

/**
 * Seals every committed row that is not sealed yet and writes the head of each batch to `headsFile`. Several processes
 * may call it at once: they take turns. A head that a crash kept from being written is written first.
 * Returns how many rows were sealed.
 */
export async function sealAudit(db: Db, headsFile: string): Promise<number> {
  return db.connection().execute(async (connection) => {
    // held over the commit, so that the lines of the file stand in the order of the chain
    await sql`select pg_advisory_lock(${lockNumber})`.execute(connection)
    try {
      const behind = await lastSeal(connection)
      const known = await lastHead(headsFile)
      if (behind && behind.seq > (known?.seq ?? 0)) {
        await appendHead(headsFile, { seq: behind.seq, hash: behind.hash.toString('hex'), at: behind.sealedAt })
      }
      let total = 0
      for (;;) {
        const { sealed, head } = await connection.transaction().execute(sealBatch)
        if (sealed === 0 || !head) return total
        await appendHead(headsFile, head)
        total += sealed
      }
    } finally {
      await sql`select pg_advisory_unlock(${lockNumber})`.execute(connection)
    }
  })
}
