/** The columns of the site: a tree of two levels. */
import { sql } from 'kysely'
import type { Column } from '#contract/articles.ts'
import type { ColumnDraft } from '#contract/articles-desk.ts'
import { audit } from '../core/audit.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { columnsChanged, noteChanges } from './changes.ts'

const columnsLock = 0x636f6c75

/** All columns, each parent before its children, with what is published there and below. */
export async function columnTree(db: Db | Trx): Promise<Column[]> {
  const { rows } = await sql<Column>`
    with counted as (select column_slug as slug, count(*)::int as articles from published_articles group by 1)
    select c.slug, c.name, c.parent,
           (select coalesce(sum(n.articles), 0)::int from counted n join columns below using (slug)
            where below.slug = c.slug or below.parent = c.slug) as articles
    from columns c left join columns p on p.slug = c.parent
    order by coalesce(p.position, c.position), coalesce(p.slug, c.slug), c.parent nulls first, c.position, c.slug`.execute(
    db
  )
  return rows
}

/** The column itself and those below it, as far as they exist. */
export async function columnsBelow(db: Db | Trx, slug: string): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from columns where slug = ${slug} or parent = ${slug}`.execute(db)
  return rows.map((row) => row.slug)
}

/** Throws `column-unknown`. */
export async function checkColumn(db: Db | Trx, slug: string): Promise<void> {
  if ((await columnsBelow(db, slug)).length === 0) throw problem('column-unknown')
}

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
