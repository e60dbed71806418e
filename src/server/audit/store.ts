/** Reads the audit record for the auditor. */
import { sql } from 'kysely'
import type { AuditEvent } from '#contract/audit.ts'
import type { Db } from '../core/db.ts'

const pageSize = 100

export interface AuditPage {
  readonly events: AuditEvent[]
  /** how many rows are sealed */
  readonly sealed: number
  /** `before` of the next page; null at the end */
  readonly next: string | null
}

/** A page of the record, newest first; `before` is the last event of the page before. */
export async function readAudit(
  db: Db,
  { before, subjectId }: { before?: string | undefined; subjectId?: string | undefined }
): Promise<AuditPage> {
  const { rows } = await sql<AuditEvent>`
    select e.id as "id", e.at as "at", coalesce(p.account, e.actor_id::text) as "actor", e.act as "act",
           e.subject_kind as "subjectKind", e.subject_id as "subjectId", s.seq as "seal"
    from audit_events e
    left join people p on p.id = e.actor_id
    left join audit_seals s on s.event_id = e.id
    where ${before ? sql`(e.at, e.id) < (select at, id from audit_events where id = ${before})` : sql`true`}
      and ${subjectId ? sql`e.subject_id = ${subjectId}` : sql`true`}
    order by e.at desc, e.id desc limit ${pageSize + 1}`.execute(db)
  const sealed = await sql<{ seq: number }>`select coalesce(max(seq), 0) as seq from audit_seals`.execute(db)
  const events = rows.slice(0, pageSize)
  return { events, sealed: sealed.rows[0]?.seq ?? 0, next: rows.length > pageSize ? (events.at(-1)?.id ?? null) : null }
}
