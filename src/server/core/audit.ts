/** The record of who did what and when. Ids and digests only: no name, no text, no address ever enters it. */
import { sql, type RawBuilder } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { clock } from './clock.ts'
import type { Trx } from './db.ts'

export interface AuditEntry {
  /** the member of staff; null for the system and for citizens */
  readonly actorId: string | null
  /** what was done, such as `letter.assigned` */
  readonly act: string
  readonly subjectKind: string
  readonly subjectId: string | null
  /** ids, numbers and digests that explain the act; no personal data */
  readonly details?: Readonly<Record<string, string | number | boolean>>
}

/** Adds rows (id, at, actor, act, subject's kind and id, details) as a part of the statement that is the act itself. */
export const auditRows = (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into audit_events (id, at, actor_id, act, subject_kind, subject_id, details) ${rows}`

/** Adds one row to the audit record within the transaction of the act itself, so that neither stands without the other. */
export async function audit(trx: Trx, entry: AuditEntry): Promise<void> {
  await auditRows(sql`
    values (${uuidv7()}::uuid, ${clock.now().toISOString()}::timestamptz, ${entry.actorId}::uuid, ${entry.act},
            ${entry.subjectKind}, ${entry.subjectId}, ${JSON.stringify(entry.details ?? {})}::jsonb)`).execute(trx)
}
