/** What is kept of an article: its line for lists, its text, and its words without markup for the search. */
import type { Article } from '#contract/articles.ts'
import type { KeptLine, KeptPlain, KeptText } from './phone.ts'

/** The three rows of an article, kept and given up together. */
export interface ArticleRows {
  readonly line: KeptLine
  readonly text: KeptText
  readonly plain: KeptPlain
}

/** The rows of an article as it came from the server. */
export function rowsOf(article: Article, keptAt: string): ArticleRows {
  const { id, kind, title, summary, column, office, documentNumber, indexNumber, validity, keywords, demo } = article
  const { publishedAt, correctedAt } = article
  const line: KeptLine = {
    ...{ id, kind, title, excerpt: summary, column, office, documentNumber, indexNumber, validity },
    ...{ publishedAt, correctedAt, demo, version: versionOf(article) }
  }
  const head = [summary, ...keywords, documentNumber ?? '', indexNumber, office, column.name].join('\n')
  return { line, text: { id, article, keptAt }, plain: { id, title, head, body: textOf(article.html) } }
}

/** The number of the version that is public now. */
export const versionOf = ({ versions }: Article): number => versions[0]?.version ?? 1

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** What a reader reads of safe markup; charts say the same as their tables. */
function textOf(html: string): string {
  return html
    .replace(/<svg\b[\s\S]*?<\/svg>/g, ' ')
    .replace(/<\/?(?:p|h\d|li|ul|ol|td|th|tr|table|figure|figcaption|blockquote|div|br|hr)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (all, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? all
      return String.fromCodePoint(decimal === undefined ? parseInt(hex ?? '20', 16) : Number(decimal))
    })
    .replace(/\s+/g, ' ')
    .trim()
}
