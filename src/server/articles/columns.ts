/** The columns of the site: a tree of two levels. */
import { sql } from 'kysely'
import type { Column } from '#contract/articles.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'

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
