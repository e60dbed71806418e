/** Published articles as anybody reads them. Everything here comes from `published_articles`: what isn't there isn't public. */
import { sql } from 'kysely'
import type { Article, ArticleFile, ArticleRef, EarlierVersion, PublishedVersion } from '#contract/articles.ts'
import type { Db, Trx } from '../core/db.ts'

/** What of an article no list asks for. */
export interface ArticleFacts extends Pick<
  Article,
  'source' | 'writtenOn' | 'effectiveOn' | 'expiresOn' | 'validityNote' | 'picture'
> {
  readonly attachments: ArticleFile[]
}

const mostRelated = 4

// a page's address comes unchecked
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface ArticleRow extends Pick<
  Article,
  | 'id'
  | 'kind'
  | 'indexNumber'
  | 'title'
  | 'summary'
  | 'html'
  | 'office'
  | 'documentNumber'
  | 'validity'
  | 'keywords'
  | 'minutes'
  | 'publishedAt'
  | 'correctedAt'
  | 'demo'
> {
  readonly facts: ArticleFacts
  readonly columnSlug: string
  readonly columnName: string
}

/** A thing that belongs to one of several articles. */
type Of<Thing> = Thing & { readonly articleId: string }

function byArticle<Thing>(rows: readonly Of<Thing>[]): (id: string) => Omit<Of<Thing>, 'articleId'>[] {
  const groups = Map.groupBy(rows, ({ articleId }) => articleId)
  return (id) => (groups.get(id) ?? []).map(({ articleId: _, ...thing }) => thing)
}

async function versionsOf(db: Db | Trx, ids: readonly string[]) {
  const { rows } = await sql<Of<PublishedVersion>>`
    select e.article_id as "articleId", e.edition as version, e.published_at as "publishedAt", e.note
    from article_editions e join published_articles p on p.article_id = e.article_id and e.edition >= p.first_edition
    where e.article_id = any (${ids}::uuid[]) order by e.edition desc`.execute(db)
  return byArticle<PublishedVersion>(rows)
}

const refColumns = sql`
  other.article_id as id, other.kind, other.title, other.document_number as "documentNumber",
  other.published_at as "publishedAt"`

/** The published documents that these interpretations explain. */
async function interpretedOf(db: Db | Trx, ids: readonly string[]) {
  const { rows } = await sql<Of<ArticleRef>>`
    select p.article_id as "articleId", ${refColumns}
    from published_articles p cross join unnest(p.interprets) with ordinality as i (id, n)
    join published_articles other on other.article_id = i.id
    where p.article_id = any (${ids}::uuid[]) order by i.n`.execute(db)
  return byArticle<ArticleRef>(rows)
}

/** The published interpretations of these documents. */
async function interpretationsOf(db: Db | Trx, ids: readonly string[]) {
  const { rows } = await sql<Of<ArticleRef>>`
    select i.id as "articleId", ${refColumns}
    from published_articles other cross join unnest(other.interprets) as i (id)
    where other.interprets && ${ids}::uuid[] and i.id = any (${ids}::uuid[])
    order by other.published_at`.execute(db)
  return byArticle<ArticleRef>(rows)
}

/** Articles by their ids, as far as they are public, without what is related. */
export async function findArticles(db: Db | Trx, ids: readonly string[]): Promise<Article[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ArticleRow>`
    select p.article_id as id, p.kind, p.index_number as "indexNumber", p.title, p.summary, p.html, p.facts,
           p.column_slug as "columnSlug", c.name as "columnName", o.name as office, p.document_number as "documentNumber",
           p.validity, p.keywords, p.minutes, p.published_at as "publishedAt", p.corrected_at as "correctedAt", p.demo
    from published_articles p join columns c on c.slug = p.column_slug join offices o on o.id = p.office_id
    where p.article_id = any (${ids}::uuid[])`.execute(db)
  const found = rows.map(({ id }) => id)
  const [versions, interprets, interpretedBy] = [
    await versionsOf(db, found),
    await interpretedOf(db, found),
    await interpretationsOf(db, found)
  ]
  return rows.map(({ facts, columnSlug, columnName, ...row }) => ({
    ...row,
    ...facts,
    column: { slug: columnSlug, name: columnName },
    versions: versions(row.id),
    interprets: interprets(row.id),
    interpretedBy: interpretedBy(row.id),
    related: []
  }))
}

/** Other articles that share keywords, or else the column; those that are linked already are left out. */
async function relatedOf(db: Db, { id, keywords, column, interprets, interpretedBy }: Article): Promise<ArticleRef[]> {
  const known = [id, ...interprets.map((one) => one.id), ...interpretedBy.map((one) => one.id)]
  const { rows } = await sql<ArticleRef>`
    select ${refColumns} from (
      (select other.*, 1 as near from published_articles other where other.keywords && ${keywords}::text[]
       order by other.published_at desc limit ${mostRelated + known.length})
      union all
      (select other.*, 2 as near from published_articles other where other.column_slug = ${column.slug}
       order by other.published_at desc limit ${mostRelated + known.length})) other
    where other.article_id <> all (${known}::uuid[])
    group by other.article_id, other.kind, other.title, other.document_number, other.published_at
    order by min(other.near), other.published_at desc limit ${mostRelated}`.execute(db)
  return rows
}

/** One published article; undefined for one that was withdrawn, is not public yet, or never was. */
export async function findArticle(db: Db, id: string): Promise<Article | undefined> {
  if (!uuid.test(id)) return undefined
  const [article] = await findArticles(db, [id])
  return article ? { ...article, related: await relatedOf(db, article) } : undefined
}

/** How an article that is public read before it was corrected; undefined where there is no such version. */
export async function findEarlier(db: Db, id: string, version: string): Promise<EarlierVersion | undefined> {
  if (!uuid.test(id) || !/^[1-9]\d{0,3}$/.test(version)) return undefined
  const { rows } = await sql<EarlierVersion>`
    select e.article_id as id, e.edition as version, e.title, e.html, e.published_at as "publishedAt",
           later.published_at as "replacedAt", later.note
    from article_editions e
    join published_articles p on p.article_id = e.article_id and e.edition >= p.first_edition
    join article_editions later on later.article_id = e.article_id and later.edition = e.edition + 1
    where e.article_id = ${id} and e.edition = ${Number(version)}`.execute(db)
  return rows[0]
}
