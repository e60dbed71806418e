/** The map of the site for search engines (sitemaps.org, 0.9): pages that stay, columns, and every published article. */
import { sql } from 'kysely'
import type { Db } from '../core/db.ts'
import { escapeHtml, inLanguage, languageTag } from '../core/page-head.ts'
import { languages } from '#contract/pages.ts'

/** So many addresses may stand in one file. */
const mostInOne = 50_000

export interface MapAddress {
  readonly path: string
  /** when it last changed; null where nobody knows */
  readonly changedAt: string | null
}

const staying = [
  '/',
  '/columns',
  '/catalogue',
  '/glossary',
  '/answers',
  '/board',
  '/figures',
  '/open-days',
  '/reading-places',
  '/privacy'
]

/** All addresses that the map lists. */
export async function publishedAddresses(db: Db): Promise<MapAddress[]> {
  const { rows: columns } = await sql<{ slug: string }>`select slug from columns order by position, slug`.execute(db)
  const { rows: articles } = await sql<{ id: string; changedAt: string }>`
    select article_id as id, coalesce(corrected_at, published_at) as "changedAt"
    from published_articles order by published_at desc, article_id desc`.execute(db)
  return [
    ...staying.map((path) => ({ path, changedAt: null })),
    ...columns.map(({ slug }) => ({ path: `/columns/${slug}`, changedAt: null })),
    ...articles.map(({ id, changedAt }) => ({ path: `/articles/${id}`, changedAt }))
  ]
}

/** As many files as are needed. */
export function partsOf(addresses: readonly MapAddress[]): MapAddress[][] {
  const parts: MapAddress[][] = []
  for (let from = 0; from < addresses.length; from += mostInOne) parts.push(addresses.slice(from, from + mostInOne))
  return parts
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** One file: each address in both languages. */
export function mapPart(publicUrl: string, addresses: readonly MapAddress[]): string {
  const entry = ({ path, changedAt }: MapAddress) => {
    const others = languages.map(
      (one) =>
        `<xhtml:link rel="alternate" hreflang="${languageTag[one]}" href="${escapeHtml(publicUrl + inLanguage(one, path))}"/>`
    )
    const changed = changedAt === null ? '' : `<lastmod>${changedAt}</lastmod>`
    return `<url><loc>${escapeHtml(publicUrl + path)}</loc>${changed}${others.join('')}</url>\n`
  }
  return `${head}<urlset ${namespace} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${addresses.map(entry).join('')}</urlset>\n`
}

/** The list of the files, where one is not enough. */
export function mapIndex(publicUrl: string, parts: number): string {
  const entries = Array.from(
    { length: parts },
    (_, part) => `<sitemap><loc>${escapeHtml(`${publicUrl}/sitemaps/${part + 1}.xml`)}</loc></sitemap>\n`
  )
  return `${head}<sitemapindex ${namespace}>\n${entries.join('')}</sitemapindex>\n`
}
