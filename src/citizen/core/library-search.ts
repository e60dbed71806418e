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

interface LineText extends SearchText {
  readonly kind: string
  readonly column: string
}

interface Ready {
  /** the library's mark when they were read */
  readonly mark: string
  readonly texts: readonly LineText[]
}

let ready: Promise<Ready> | undefined

/**
 * Reads the texts into memory, about 2.5 kB each; called when a search page opens, it leaves nothing to wait for.
 * They are read again when the library has changed.
 */
export async function prepareSearch(): Promise<void> {
  await readyTexts()
}

async function readyTexts(): Promise<readonly LineText[]> {
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
async function readTexts(): Promise<LineText[]> {
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
  const lines = await db.getAllFromIndex('articles', 'byTime')
  return lines.toReversed().flatMap(({ id, kind, column }) => {
    const text = texts.get(id)
    return text === undefined ? [] : { ...text, kind, column: column.slug }
  })
}

/** What is kept and fits some words, the fittest first, as of `keptAt`; undefined while nothing is kept. */
export async function searchKept(
  words: string,
  { column, kind, after }: KeptQuery = {}
): Promise<KeptList | undefined> {
  const mark = await readMark()
  if (mark === undefined) return undefined
  const terms = (await readGlossary())?.glossary.terms ?? []
  const columns = column === undefined ? undefined : await columnsFrom(column)
  const texts = (await readyTexts()).filter(
    (text) => (kind === undefined || text.kind === kind) && (columns?.includes(text.column) ?? true)
  )
  const { ids, found } = findTexts(texts, words, terms)
  const from = after === undefined ? 0 : Number(after)
  const shown = ids.slice(from, from + page)
  const next = from + page < ids.length ? String(from + page) : null
  return { articles: await linesOf(shown, found), words: found, next, keptAt: mark.at }
}

/** Lines with the part of the text in which the words stand. One that went meanwhile is left out. */
async function linesOf(ids: readonly string[], words: readonly string[]): Promise<ArticleLine[]> {
  const transaction = (await phone()).transaction(['articles', 'plain'])
  const lines = await Promise.all(
    ids.map(async (id) => {
      const [line, plain] = await Promise.all([
        transaction.objectStore('articles').get(id),
        transaction.objectStore('plain').get(id)
      ])
      return line && { ...line, excerpt: excerptOf(plain?.body ?? '', words) ?? line.excerpt }
    })
  )
  return lines.filter((line) => line !== undefined)
}
