/**
 * The phone's library: every published article, the columns and the glossary, kept for reading without a network.
 * Fetch this part when it is needed (`await import`): the first page stands before it. What is read here is as of
 * `keptAt`; a page that the server itself has answered needs none of it.
 */
import type { Article, ArticleKind, ArticleLine, ArticleList, ColumnTree } from '#contract/articles.ts'
import type { Glossary } from '#contract/glossary.ts'
import { columnsFrom, lastContact, readColumns, readGlossary, readMark, restReason } from './library-mark.ts'
import { pictureBytes } from './library-pictures.ts'
import { versionOf } from './library-rows.ts'
import { phone } from './phone.ts'

export { onLibraryUpdate, updateLibrary, type Brought } from './library-update.ts'
export { dropLibrary, forgetArticle } from './library-drop.ts'
export { isSaved, saveArticle, savedArticles, seeSaved, unsaveArticle, type SavedArticle } from './library-saved.ts'
export { prepareSearch, searchKept } from './library-search.ts'

/** What lists are cut by; `after` is the `next` of the page before. */
export interface KeptQuery {
  readonly column?: string
  readonly kind?: ArticleKind
  readonly after?: string
}

/** A list as `GET /articles` gives it, as of `keptAt`. */
export interface KeptList extends ArticleList {
  readonly keptAt: string
}

export interface KeptArticle {
  readonly article: Article
  readonly keptAt: string
  readonly saved: boolean
  /** a saved one that was corrected since its reader saw it */
  readonly changed: boolean
}

/** So many lines a page, as the server's lists. */
const page = 20

/** All columns with the numbers of what is kept in them and below; undefined while nothing is kept. */
export async function keptColumns(): Promise<(ColumnTree & { readonly keptAt: string }) | undefined> {
  const db = await phone()
  const [columns, keptAt] = [await readColumns(), await lastContact()]
  if (columns.length === 0 || keptAt === undefined) return undefined
  const own = new Map<string, number>()
  for (const { slug } of columns) {
    const range = IDBKeyRange.bound([slug], [slug, []])
    own.set(slug, await db.countFromIndex('articles', 'byColumn', range))
  }
  const counted = columns.map((column) => {
    const below = columns.filter(({ parent }) => parent === column.slug)
    return { ...column, articles: [column, ...below].reduce((sum, { slug }) => sum + (own.get(slug) ?? 0), 0) }
  })
  return { columns: counted, keptAt }
}

/** A page of what is kept, the newest first, a column with those below it; undefined while nothing is kept. */
export async function keptArticles({ column, kind, after }: KeptQuery = {}): Promise<KeptList | undefined> {
  const keptAt = await lastContact()
  if (keptAt === undefined) return undefined
  const slugs = column === undefined ? [undefined] : await columnsFrom(column)
  const found: ArticleLine[] = []
  for (const slug of slugs) found.push(...(await newest(slug, kind, after)))
  const sorted = found.toSorted((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1)).slice(0, page + 1)
  const shown = sorted.slice(0, page)
  const last = shown.at(-1)
  return { articles: shown, words: [], next: sorted.length > page && last ? placeOf(last) : null, keptAt }
}

const placeOf = ({ publishedAt, id }: ArticleLine): string => `${publishedAt}~${id}`

/** One more than a page, from an index in which they stand in their order. */
async function newest(slug: string | undefined, kind: ArticleKind | undefined, after = ''): Promise<ArticleLine[]> {
  const store = (await phone()).transaction('articles').store
  const [time = '', id = ''] = after.split('~')
  const first = slug ?? kind
  const [from, to]: [string[], (string | never[])[]] =
    first === undefined
      ? [[''], after === '' ? [[]] : [time, id]]
      : [[first], after === '' ? [first, []] : [first, time, id]]
  const range = IDBKeyRange.bound(from, to, false, true)
  const index = slug === undefined ? (kind === undefined ? 'byTime' : 'byKind') : 'byColumn'
  const lines: ArticleLine[] = []
  let cursor = await store.index(index).openCursor(range, 'prev')
  while (cursor && lines.length <= page) {
    if (kind === undefined || cursor.value.kind === kind) lines.push(cursor.value)
    cursor = await cursor.continue()
  }
  return lines
}

/** An article whole, with its versions' list; undefined when it is not here. */
export async function keptArticle(id: string): Promise<KeptArticle | undefined> {
  const db = await phone()
  const [text, saved] = [await db.get('texts', id), await db.get('saved', id)]
  if (text === undefined) return undefined
  return {
    article: text.article,
    keptAt: laterOf(text.keptAt, await lastContact()),
    saved: saved !== undefined,
    changed: saved !== undefined && versionOf(text.article) > saved.seen
  }
}

const laterOf = (one: string, other = ''): string => (one > other ? one : other)

/** All terms, as of `keptAt`; undefined while they are not here. */
export async function keptGlossary(): Promise<{ readonly glossary: Glossary; readonly keptAt: string } | undefined> {
  const row = await readGlossary()
  return row === undefined ? undefined : { glossary: row.glossary, keptAt: row.at }
}

export interface LibraryState {
  readonly articles: number
  readonly terms: number
  /** about how much room it takes, in bytes; pictures of saved articles included */
  readonly bytes: number
  /** when it was last known to be as the server has it; undefined: never brought */
  readonly at: string | undefined
  /** everything is here; false while it is still being brought */
  readonly whole: boolean
  /** why nothing is brought by itself */
  readonly rest: 'cleared' | 'full' | undefined
}

/** How many, how large, as of when. */
export async function libraryState(): Promise<LibraryState> {
  const mark = await readMark()
  return {
    articles: await (await phone()).count('articles'),
    terms: (await keptGlossary())?.glossary.terms.length ?? 0,
    bytes: (await textBytes()) + (await pictureBytes()),
    at: mark?.at,
    whole: mark?.whole === true,
    rest: await restReason()
  }
}

/** A body stands once with its markup and once without; most of it is Chinese, two bytes a letter. */
async function textBytes(): Promise<number> {
  let letters = 0
  let cursor = await (await phone()).transaction('plain').store.openCursor()
  while (cursor) {
    letters += 3 * (cursor.value.body.length + cursor.value.head.length)
    cursor = await cursor.continue()
  }
  return letters * 2
}
