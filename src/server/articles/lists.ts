/** Lists of published articles: the newest, those that fit some words, the catalogue. */
import { sql, type RawBuilder } from 'kysely'
import type { ArticleLine, ArticleList, ArticleQuery, Catalogue, CatalogueQuery } from '#contract/articles.ts'
import type { Db } from '../core/db.ts'
import { excerptOf } from '../core/excerpt.ts'
import { fittest, type Synonyms } from '../core/fittest.ts'
import { problem } from '../core/problems.ts'
import { columnsBelow } from './columns.ts'

const pageLength = 20

interface LineRow extends Omit<ArticleLine, 'excerpt' | 'column'> {
  readonly summary: string
  readonly columnSlug: string
  readonly columnName: string
}

const lineColumns = sql`
  p.article_id as id, p.kind, p.title, p.summary, p.column_slug as "columnSlug", c.name as "columnName", o.name as office,
  p.document_number as "documentNumber", p.index_number as "indexNumber", p.validity, p.published_at as "publishedAt",
  p.corrected_at as "correctedAt", p.demo`

const published = sql`
  published_articles p join columns c on c.slug = p.column_slug join offices o on o.id = p.office_id`

const lineOf = ({ summary, columnSlug, columnName, ...row }: LineRow, words: readonly string[] = []): ArticleLine => ({
  ...row,
  excerpt: excerptOf(summary, words),
  column: { slug: columnSlug, name: columnName }
})

const newestCursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f-]{36})$/

/** A page of what holds `condition`, the newest first. Throws `bad-request` for a mark that was never given out. */
async function newest(
  db: Db,
  condition: RawBuilder<unknown>,
  after: string | undefined
): Promise<Pick<ArticleList, 'articles' | 'next'>> {
  const [, at, id] = after === undefined ? [] : (newestCursor.exec(after) ?? [])
  if (after !== undefined && at === undefined) throw problem('bad-request')
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ${published}
    where ${condition} and ${at && id ? sql`(p.published_at, p.article_id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by p.published_at desc, p.article_id desc limit ${pageLength + 1}`.execute(db)
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    articles: shown.map((row) => lineOf(row)),
    next: rows.length > pageLength && last ? `${last.publishedAt}~${last.id}` : null
  }
}

/** What a column or a kind leaves of `published_articles p`. */
async function cut(db: Db, { column, kind }: Pick<ArticleQuery, 'column' | 'kind'>): Promise<RawBuilder<unknown>> {
  const inColumn = column ? sql`p.column_slug = any (${await columnsBelow(db, column)}::text[])` : sql`true`
  return kind ? sql`${inColumn} and p.kind = ${kind}` : inColumn
}

const fitCursor = /^(\d{1,6}\.\d{4})~([0-9a-f-]{36})$/

async function search(db: Db, words: string, query: ArticleQuery, synonyms: Synonyms): Promise<ArticleList> {
  const [, fitness, id] = query.after === undefined ? [] : (fitCursor.exec(query.after) ?? [])
  if (query.after !== undefined && fitness === undefined) throw problem('bad-request')
  const narrowed = query.column !== undefined || query.kind !== undefined
  const found = await fittest(db, words, {
    table: 'published_articles',
    id: 'article_id',
    narrow: narrowed ? sql`join published_articles p on p.article_id = found.id and ${await cut(db, query)}` : sql``,
    most: pageLength + 1,
    after: fitness !== undefined && id !== undefined ? { fitness, id } : undefined,
    loose: { synonyms }
  })
  const shown = found.fits.slice(0, pageLength)
  const last = shown.at(-1)
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ${published}
    where p.article_id = any (${shown.map((fit) => fit.id)}::uuid[])`.execute(db)
  const lines = new Map(rows.map((row) => [row.id, lineOf(row, found.words)]))
  return {
    articles: shown.flatMap((fit) => lines.get(fit.id) ?? []),
    words: [...found.words],
    next: found.fits.length > pageLength && last ? `${last.fitness}~${last.id}` : null
  }
}

/** A page of published articles: the newest first, or with words the fittest first. */
export async function listArticles(db: Db, query: ArticleQuery, synonyms: Synonyms): Promise<ArticleList> {
  if (query.words !== undefined) return await search(db, query.words, query, synonyms)
  return { ...(await newest(db, await cut(db, query), query.after)), words: [] }
}

interface FacetRow {
  readonly facet: keyof Catalogue['facets']
  readonly value: string
  readonly name: string
  readonly articles: number
}

/** The conditions of a catalogue's query, each under the name of its facet. */
async function conditionsOf(
  db: Db,
  query: CatalogueQuery
): Promise<Record<keyof Catalogue['facets'], RawBuilder<unknown>>> {
  const { column, kind, office, year, validity } = query
  return {
    column: column ? sql`p.column_slug = any (${await columnsBelow(db, column)}::text[])` : sql`true`,
    kind: kind ? sql`p.kind = ${kind}` : sql`true`,
    office: office ? sql`p.office_id = ${office}` : sql`true`,
    year: year
      ? sql`p.published_at >= (${`${year}-01-01T00:00:00+08:00`})::timestamptz
            and p.published_at < (${`${Number(year) + 1}-01-01T00:00:00+08:00`})::timestamptz`
      : sql`true`,
    validity: validity ? sql`p.validity = ${validity}` : sql`true`
  }
}

const yearOf = sql`to_char(p.published_at at time zone 'Asia/Shanghai', 'YYYY')`

/** The catalogue, cut by facets; each facet counts what the others leave. */
export async function readCatalogue(db: Db, query: CatalogueQuery): Promise<Catalogue> {
  const conditions = await conditionsOf(db, query)
  const names = Object.keys(conditions) as (keyof typeof conditions)[]
  const all = (but?: string) =>
    sql.join(
      names.filter((name) => name !== but).map((name) => conditions[name]),
      sql` and `
    )
  const values = {
    column: [sql`p.column_slug`, sql`c.name`],
    kind: [sql`p.kind`, sql`p.kind`],
    office: [sql`p.office_id::text`, sql`o.name`],
    year: [yearOf, yearOf],
    validity: [sql`p.validity`, sql`p.validity`]
  } as const
  const counts = names.map(
    (name) => sql`
      select ${sql.lit(name)} as facet, ${values[name][0]} as value, ${values[name][1]} as name, count(*)::int as articles
      from ${published} where ${all(name)} and ${values[name][0]} is not null group by 2, 3`
  )
  const { rows } = await sql<FacetRow>`${sql.join(counts, sql` union all `)} order by 1, 4 desc, 2 desc`.execute(db)
  const total = await sql<{ total: number }>`select count(*)::int as total from ${published} where ${all()}`.execute(db)
  const facet = (name: FacetRow['facet']) =>
    rows.filter((row) => row.facet === name).map(({ value, name: said, articles }) => ({ value, name: said, articles }))
  return {
    ...(await newest(db, all(), query.after)),
    total: total.rows[0]?.total ?? 0,
    facets: {
      column: facet('column'),
      kind: facet('kind'),
      office: facet('office'),
      year: facet('year').sort((a, b) => b.value.localeCompare(a.value)),
      validity: facet('validity')
    }
  }
}
