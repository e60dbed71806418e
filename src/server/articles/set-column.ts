/** Adding and moving columns. */
import { sql } from 'kysely'
import type { Column } from '#contract/articles.ts'
import type { ColumnDraft } from '#contract/articles-desk.ts'
import { audit } from '../core/audit.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { columnsChanged, noteChanges } from './changes.ts'
import { columnTree } from './columns.ts'

const columnsLock = 0x636f6c75

/** A column stands on the first level, or below one that does. */
async function checkPlace(trx: Trx, slug: string, parent: string | null): Promise<void> {
  if (parent === null) return
  const { rows } = await sql<{ fits: boolean }>`
    select p.parent is null and not exists (select from columns below where below.parent = ${slug}) as fits
    from columns p where p.slug = ${parent} and p.slug <> ${slug}`.execute(trx)
  if (rows[0]?.fits !== true) throw problem('column-unknown')
}

/** Adds a column or changes its name and place. Throws `column-unknown` for a third level. */
export async function setColumn(
  db: Db,
  by: Pick<Staff, 'id'> | null,
  slug: string,
  { name, parent, position }: ColumnDraft,
  demo = false
): Promise<Column[]> {
  return await db.transaction().execute(async (trx) => {
    // one at a time: two that move at once could make a third level together
    await sql`select pg_advisory_xact_lock(${columnsLock})`.execute(trx)
    await checkPlace(trx, slug, parent)
    await sql`
      insert into columns (slug, name, parent, position, demo) values (${slug}, ${name.trim()}, ${parent}, ${position}, ${demo})
      on conflict (slug) do update set name = excluded.name, parent = excluded.parent, position = excluded.position`.execute(
      trx
    )
    await audit(trx, { actorId: by?.id ?? null, act: 'column.set', subjectKind: 'column', subjectId: slug })
    for (const revision of ['articles', 'columns']) await touch(trx, revision)
    await noteChanges(trx, [columnsChanged])
    return await columnTree(trx)
  })
}
