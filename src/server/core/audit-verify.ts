/** Computes the whole audit chain again and says what was tampered with. */
import { sql } from 'kysely'
import { closedBefore, eventColumns, firstHash, isUnsealed, sealHash, type EventRow } from './audit-chain.ts'
import { headsSize, readHeads, type Head } from './audit-heads.ts'
import type { Db, Trx } from './db.ts'

/**
 * `edited`: an event or its seal no longer fits; `deleted`: an event or seals are gone from the middle; `inserted`: a row
 * that is too old for the place where it stands, or to be without a seal; `reordered`: seals that fit each other's events; `cut`: the chain ends before the last
 * head; `heads`: the file of heads and the chain say different things.
 */
export interface AuditFault {
  readonly kind: 'edited' | 'deleted' | 'inserted' | 'reordered' | 'cut' | 'heads'
  readonly seq?: number
  readonly eventId?: string
}

export interface AuditVerdict {
  readonly ok: boolean
  readonly sealed: number
  /** rows that wait for the next seal */
  readonly unsealed: number
  /** the first thousand of them */
  readonly faults: readonly AuditFault[]
}

const mostFaults = 1000
const batchSize = 1000

interface SealRow extends Omit<EventRow, 'id'> {
  /** the event, or null when it is gone */
  readonly id: string | null
  readonly eventId: string
  readonly seq: number
  readonly sealedAt: string
  readonly previousHash: Buffer
  readonly hash: Buffer
}

async function* seals(trx: Trx): AsyncGenerator<SealRow> {
  let after = -1
  for (;;) {
    const { rows } = await sql<SealRow>`
      select ${eventColumns}, s.event_id::text as "eventId", s.seq as "seq", s.sealed_at as "sealedAt",
             s.previous_hash as "previousHash", s.hash as "hash"
      from audit_seals s left join audit_events e on e.id = s.event_id
      where s.seq > ${after} order by s.seq limit ${batchSize}`.execute(trx)
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.seq
  }
}

/** Whether a seal that does not fit its own event fits the event or the place of another: they were exchanged. */
function fits(seal: SealRow, other: SealRow): boolean {
  const as = (seq: number, event: SealRow) =>
    event.id !== null && sealHash(seal.previousHash, seq, seal.sealedAt, { ...event, id: event.id }).equals(seal.hash)
  return as(seal.seq, other) || as(other.seq, seal)
}

/** Compares the chain, seal by seal, with the lines of the file. */
class HeadsCheck {
  readonly #lines: AsyncGenerator<Head | undefined>
  readonly #report: (fault: AuditFault) => void
  #next: Head | undefined
  #last = 0

  constructor(lines: AsyncGenerator<Head | undefined>, report: (fault: AuditFault) => void) {
    this.#lines = lines
    this.#report = report
  }

  /** Reads on to the next head that stands where a head may stand. */
  async advance(): Promise<void> {
    for (;;) {
      const line = await this.#lines.next()
      this.#next = line.done ? undefined : line.value
      if (line.done || (this.#next && this.#next.seq > this.#last)) return
      this.#report({ kind: 'heads', ...(this.#next ? { seq: this.#next.seq } : {}) })
    }
  }

  async meet(seal: SealRow): Promise<void> {
    while (this.#next && this.#next.seq <= seal.seq) {
      if (this.#next.seq === seal.seq && this.#next.hash !== seal.hash.toString('hex')) {
        this.#report({ kind: 'heads', seq: seal.seq })
      }
      this.#last = this.#next.seq
      await this.advance()
    }
  }

  /** Call after the last seal. `lastBatchFrom` is the first seal of the newest batch, whose head may still be on its way. */
  async finish(lastSeq: number, lastBatchFrom: number): Promise<void> {
    if (this.#last < lastBatchFrom - 1 && !this.#next) this.#report({ kind: 'heads', seq: this.#last + 1 })
    if (this.#next) this.#report({ kind: 'cut', seq: lastSeq + 1 })
    while (this.#next) {
      this.#last = this.#next.seq
      await this.advance()
    }
  }
}

async function verifyWithin(trx: Trx, lines: AsyncGenerator<Head | undefined>): Promise<AuditVerdict> {
  const faults: AuditFault[] = []
  const report = (fault: AuditFault) => {
    if (faults.length < mostFaults) faults.push(fault)
  }
  const heads = new HeadsCheck(lines, report)
  await heads.advance()
  const misfits: SealRow[] = []
  let sealed = 0
  let lastBatchFrom = 1
  let earlierBatchAt: string | undefined
  let before: { seq: number; hash: Buffer; sealedAt: string; faulty: boolean } | undefined
  for await (const seal of seals(trx)) {
    sealed += 1
    if (seal.sealedAt !== before?.sealedAt) {
      lastBatchFrom = seal.seq
      earlierBatchAt = before?.sealedAt
    }
    const gap = seal.seq !== (before?.seq ?? 0) + 1
    if (gap) report({ kind: 'deleted', seq: (before?.seq ?? 0) + 1 })
    else if (!seal.previousHash.equals(before?.hash ?? firstHash) && !before?.faulty) {
      report({ kind: 'edited', seq: before?.seq ?? seal.seq })
    }
    let faulty = false
    if (seal.id === null) {
      faulty = true
      report({ kind: 'deleted', seq: seal.seq, eventId: seal.eventId })
    } else {
      const hash = sealHash(seal.previousHash, seal.seq, seal.sealedAt, { ...seal, id: seal.id })
      if (!hash.equals(seal.hash)) {
        faulty = true
        if (misfits.length < mostFaults) misfits.push(seal)
      } else if (earlierBatchAt !== undefined && seal.at < closedBefore(earlierBatchAt)) {
        faulty = true
        report({ kind: 'inserted', seq: seal.seq, eventId: seal.eventId })
      }
    }
    before = { seq: seal.seq, hash: seal.hash, sealedAt: seal.sealedAt, faulty }
    await heads.meet(seal)
  }
  // only the first hundred are compared with each other: a chain that is wrong all over needs no such detail
  const compared = misfits.slice(0, 100)
  for (const seal of misfits) {
    const reordered = compared.some((other) => other !== seal && fits(seal, other))
    report({ kind: reordered ? 'reordered' : 'edited', seq: seal.seq, eventId: seal.eventId })
  }
  await heads.finish(before?.seq ?? 0, lastBatchFrom)

  const unsealed = await sql<{
    count: number
  }>`select count(*) as count from audit_events e where ${isUnsealed}`.execute(trx)
  if (before) {
    const slipped = await sql<{ id: string }>`
      select e.id::text as id from audit_events e
      where e.at < ${closedBefore(before.sealedAt)}::timestamptz and ${isUnsealed}
      order by e.at, e.id limit ${mostFaults}`.execute(trx)
    for (const { id } of slipped.rows) report({ kind: 'inserted', eventId: id })
  }
  return { ok: faults.length === 0, sealed, unsealed: unsealed.rows[0]?.count ?? 0, faults }
}

/**
 * Verifies the record against its chain and the chain against the heads in `headsFile`, in one snapshot and in flat
 * memory, beside running servers. What nobody can find: a change of rows that were not yet sealed.
 */
export async function verifyAudit(db: Db, headsFile: string): Promise<AuditVerdict> {
  // measured before the snapshot: a head is written after its seals, so none of these can be ahead of it
  const size = await headsSize(headsFile)
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => verifyWithin(trx, readHeads(headsFile, size)))
}
