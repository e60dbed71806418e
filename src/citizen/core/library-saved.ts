/** Articles that the reader saved: listed first, with their pictures, and told when they are corrected. */
import type { ArticleLine } from '#contract/articles.ts'
import { markKept } from './kept-mark.ts'
import { dropPictures, keepPictures } from './library-pictures.ts'
import { rowsOf, versionOf } from './library-rows.ts'
import { keepForLong, phone, writeLibrary } from './phone.ts'

export interface SavedArticle {
  readonly line: ArticleLine
  readonly savedAt: string
  /** it was corrected since its reader saw it */
  readonly changed: boolean
}

/**
 * Saves an article with its pictures; one that is not in the library yet is asked for. Returns when its text is kept.
 * @throws what `api` throws, and when the phone is full (`isFull`)
 */
export async function saveArticle(id: string): Promise<void> {
  const now = new Date().toISOString()
  const kept = await (await phone()).get('texts', id)
  const article = kept?.article ?? (await ask(id))
  const rows = kept === undefined ? rowsOf(article, now) : undefined
  await writeLibrary(['articles', 'texts', 'plain', 'saved'], async (transaction) => {
    const mark = { id, savedAt: now, seen: versionOf(article) }
    await Promise.all([
      ...(rows === undefined
        ? []
        : [
            transaction.objectStore('articles').put(rows.line),
            transaction.objectStore('texts').put(rows.text),
            transaction.objectStore('plain').put(rows.plain)
          ]),
      transaction.objectStore('saved').put(mark)
    ])
  })
  markKept()
  keepForLong()
  await keepPictures(article)
}

async function ask(id: string) {
  const { api } = await import('#ui/api.ts')
  return await api('GET /articles/:id', { params: { id } })
}

/** No longer saved: its pictures go, its text stays in the library as all others. */
export async function unsaveArticle(id: string): Promise<void> {
  await writeLibrary(['saved'], (transaction) => transaction.objectStore('saved').delete(id))
  await dropPictures([id])
}

export async function isSaved(id: string): Promise<boolean> {
  return (await (await phone()).getKey('saved', id)) !== undefined
}

/** Notes that the reader has seen this version of an article, where it is saved. */
export async function seeSaved(id: string, version: number): Promise<void> {
  const mark = await (await phone()).get('saved', id)
  if (mark === undefined || mark.seen >= version) return
  await writeLibrary(['saved'], async (transaction) => {
    const now = await transaction.objectStore('saved').get(id)
    if (now !== undefined) await transaction.objectStore('saved').put({ ...now, seen: version })
  })
}

/** What is saved, the newest first. */
export async function savedArticles(): Promise<SavedArticle[]> {
  const db = await phone()
  const found: SavedArticle[] = []
  for (const { id, savedAt, seen } of await db.getAll('saved')) {
    const line = await db.get('articles', id)
    if (line !== undefined) found.push({ line, savedAt, changed: line.version > seen })
  }
  return found.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}
