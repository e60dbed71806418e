/** How the demo's articles are written down: what each of them says about itself, and its body piece by piece. */
import type { ArticleContent, ArticleState } from '#contract/articles-desk.ts'
import type { ArticleKind } from '#contract/articles.ts'

/** What an author fills in; an article's pictures and files are no part of the demo. */
type Written = Omit<ArticleContent, 'interprets' | 'attachments' | 'correctionNote' | 'kept'>

export interface DemoArticle extends Written {
  /** how other demo articles name it */
  readonly key: string
  readonly kind: ArticleKind
  /** the key of a demo office */
  readonly officeKey: string
  readonly state: Exclude<ArticleState, 'withdrawn'>
  /** so many days before today it was published; of a scheduled one, minus the days until then; of others, when it was written */
  readonly daysAgo: number
  /** keys of the documents that it explains */
  readonly interprets: readonly string[]
  /** why it was sent back to its author */
  readonly returnedBecause?: string
}

type Told = 'key' | 'kind' | 'officeKey' | 'daysAgo' | 'column' | 'title' | 'summary' | 'keywords'

/** An article of which only what is told differs from the usual: published, open to all, no document. */
export const article = (
  told: Pick<DemoArticle, Told> & Partial<Omit<DemoArticle, Told | 'body'>>,
  ...blocks: readonly string[]
): DemoArticle => ({
  state: 'published',
  source: null,
  documentNumber: null,
  writtenOn: null,
  validity: null,
  effectiveOn: null,
  expiresOn: null,
  validityNote: null,
  disclosure: 'open',
  disclosureBasis: null,
  disclosureReason: null,
  noInterpretation: null,
  interprets: [],
  ...told,
  body: blocks.join('')
})

export const p = (text: string): string => `<p>${text}</p>`
export const h2 = (text: string): string => `<h2>${text}</h2>`
export const h3 = (text: string): string => `<h3>${text}</h3>`
export const ul = (...items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${p(item)}</li>`).join('')}</ul>`
export const ol = (...items: readonly string[]): string =>
  `<ol>${items.map((item) => `<li>${p(item)}</li>`).join('')}</ol>`

/** The mark of a footnote. */
export const note = (text: string): string => `<sup data-note="${text}"></sup>`

const row = (cells: readonly string[], tag: 'th' | 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${p(cell)}</${tag}>`).join('')}</tr>`

/** A table; the cells of a row stand between `|`. With `chart` it is drawn, and its figures are in `unit`. */
export const table = (
  { caption, chart, unit }: { caption: string; chart?: 'line' | 'column' | 'bar'; unit?: string },
  head: string,
  ...rows: readonly string[]
): string => {
  const drawn = chart && unit ? ` data-chart="${chart}" data-unit="${unit}"` : ''
  const cells = (line: string) => line.split('|').map((cell) => cell.trim())
  const body = rows.map((line) => row(cells(line), 'td')).join('')
  return `<table${drawn}><caption>${caption}</caption><thead>${row(cells(head), 'th')}</thead><tbody>${body}</tbody></table>`
}
