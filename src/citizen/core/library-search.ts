/** The search through what is kept: the same question as `GET /articles` with words, answered without a network. */
import type { ArticleLine } from '#contract/articles.ts'
import { columnsFrom, readGlossary, readMark } from './library-mark.ts'
import { excerptOf, findTexts, normalised, type SearchText } from './library-words.ts'
import type { KeptList, KeptQuery } from './library.ts'
import { phone } from './phone.ts'

/** So many lines a page. */
const page = 20
/** So many texts are read at once, so that a cheap phone goes on answering to touch. */
const atOnce = 250

interface Ready {
  /** the library's mark when they were read */
  readonly mark: string
  readonly texts: readonly SearchText[]
}

let ready: Promise<Ready> | undefined

/**
 * Reads the texts into memory, about 2.5 kB each; called when a search page opens, it leaves nothing to wait for.
 * They are read again when the library has changed.
 */
export async function prepareSearch(): Promise<void> {
  await readyTexts()
}

async function readyTexts(): Promise<readonly SearchText[]> {
  const mark = await stateNow()
  const before = await ready?.catch(() => undefined)
  if (before?.mark === mark) return before.texts
  ready = readTexts().then((texts) => ({ mark, texts }))
  return (await ready).texts
}

/** Changes with every change of what is kept. */
async function stateNow(): Promise<string> {
  return `${(await readMark())?.next ?? ''} ${await (await phone()).count('plain')}`
}

/** The newest first: of texts that fit equally well it stays so. */
async function readTexts(): Promise<SearchText[]> {
  const db = await phone()
  const texts = new Map<string, SearchText>()
  let range: IDBKeyRange | null = null
  for (;;) {
    const rows = await db.getAll('plain', range, atOnce)
    for (const { id, title, head, body } of rows)
      texts.set(id, { id, title: normalised(title), head: normalised(head), body: normalised(body) })
    const last = rows.at(-1)
    if (last === undefined || rows.length < atOnce) break
    range = IDBKeyRange.lowerBound(last.id, true)
  }
  const order = await db.getAllKeysFromIndex('articles', 'byTime')
  return order.toReversed().flatMap((id) => texts.get(id) ?? [])
}

/** What is kept and fits some words, the fittest first, as of `keptAt`; undefined while nothing is kept. */
export async function searchKept(
  words: string,
  { column, kind, after }: KeptQuery = {}
): Promise<KeptList | undefined> {
  const mark = await readMark()
  if (mark === undefined) return undefined
  const terms = (await readGlossary())?.glossary.terms ?? []
  const { ids, found } = findTexts(await readyTexts(), words, terms)
  const db = await phone()
  const columns = column === undefined ? undefined : await columnsFrom(column)
  const from = after === undefined ? 0 : Number(after)
  const articles: ArticleLine[] = []
  let at = from
  for (; at < ids.length && articles.length < page; at += 1) {
    const id = ids[at] ?? ''
    const line = await db.get('articles', id)
    if (line === undefined || (kind !== undefined && line.kind !== kind)) continue
    if (columns !== undefined && !columns.includes(line.column.slug)) continue
    const body = (await db.get('plain', id))?.body ?? ''
    articles.push({ ...line, excerpt: excerptOf(body, found) ?? line.excerpt })
  }
  return { articles, words: found, next: at < ids.length ? String(at) : null, keptAt: mark.at }
}
