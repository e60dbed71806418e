/** Which column of a channel's tables is which field: said once, offered the next time. */
import { sql } from 'kysely'
import type { ChannelSource } from '#contract/channels.ts'
import type { ImportColumns, ImportMapping } from '#contract/letters-ledger.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'

/** What was said last of a channel's tables, or undefined. */
export async function keptMapping(db: Db, source: ChannelSource): Promise<ImportMapping | undefined> {
  const { rows } = await sql<ImportMapping>`
    select columns, revision from letter_import_mappings where source = ${source}`.execute(db)
  return rows[0]
}

const doubled = (values: readonly string[]): boolean => new Set(values).size !== values.length

/** Keeps a mapping. `revision` is the one that was read, 0 before there was any; throws `changed-meanwhile` for another. */
export async function keepMapping(
  db: Db,
  staff: Staff,
  source: ChannelSource,
  { columns, revision }: { readonly columns: ImportColumns; readonly revision: number }
): Promise<ImportMapping> {
  if (doubled(columns.map(({ column }) => column)) || doubled(columns.map(({ field }) => field)))
    throw problem('invalid', { errors: [{ pointer: '/columns', rule: 'uniqueItems' }] })
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      insert into letter_import_mappings (source, columns, revision, changed_by, changed_at)
      select ${source}, ${JSON.stringify(columns)}::jsonb, 1, ${staff.id}::uuid, ${clock.now().toISOString()}
      where ${revision}::integer = 0 or exists (select from letter_import_mappings m where m.source = ${source})
      on conflict (source) do update
      set columns = excluded.columns, revision = letter_import_mappings.revision + 1, changed_by = excluded.changed_by,
          changed_at = excluded.changed_at
      where letter_import_mappings.revision = ${revision}`.execute(trx)
    if (!numAffectedRows) throw problem('changed-meanwhile')
    await audit(trx, {
      actorId: staff.id,
      act: 'letters.mapped',
      subjectKind: 'letters',
      subjectId: null,
      details: { source, revision: revision + 1 }
    })
    return { columns, revision: revision + 1 }
  })
}
