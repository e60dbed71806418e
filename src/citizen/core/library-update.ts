/**
 * Brings the library up to date by the feed of changes, page by page: each page and the mark behind it are kept in one
 * step, so that a phone that dies between two pages goes on where it was. What was withdrawn goes from everything.
 */
import type { LibraryChanges } from '#contract/articles.ts'
import { api } from '#ui/api.ts'
import { ProblemError } from '#ui/failures.ts'
import { keepBroughtOpenDays, openDaysRevision } from './kept-open-days.ts'
import { forgetArticle } from './library-drop.ts'
import { readGlossary, readKeptBoard, readMark, restReason } from './library-mark.ts'
import { dropPictures, tidyPictures } from './library-pictures.ts'
import { rowsOf } from './library-rows.ts'
import { aloneIfFree } from './one-sender.ts'
import { giveUpLibrary, isFull, libraryStores, phone, writeLibrary } from './phone.ts'

/** How old the library may be when the app is looked at again. */
const freshForMs = 10 * 60_000
/** The glossary changes with editions of the law, not by the hour. */
const glossaryForMs = 24 * 3_600_000
/** Below this much room nothing large is begun. */
const roomNeeded = 40_000_000

/** `busy`: another tab is at it; `resting`: nothing but what is saved is looked after; `full`: no room. */
export type Brought = 'current' | 'busy' | 'resting' | 'full'

let started = false

/** From now on, while the app is open: at once, when a network comes, and when the app is looked at again. */
export function keepLibraryCurrent(): void {
  if (started) return
  started = true
  quietly()
  addEventListener('online', quietly)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void whenOld().catch(() => undefined)
  })
}

/** Without a network, or without an answer, the library stays as it is. */
function quietly(): void {
  void updateLibrary().catch(() => undefined)
}

async function whenOld(): Promise<void> {
  const at = (await readMark())?.at
  if (at === undefined || Date.now() - Date.parse(at) > freshForMs) await updateLibrary()
}

/**
 * Brings everything that is new. `asked`: the reader wants it now, whatever it costs and although it was cleared before.
 * @throws what `api` throws; what came until then is kept
 */
export async function updateLibrary({ asked = false } = {}): Promise<Brought> {
  let brought: Brought = 'busy'
  try {
    await aloneIfFree('library', async () => {
      brought = await bring(asked)
    })
  } finally {
    for (const listener of listeners) listener()
  }
  return brought
}

const listeners = new Set<() => void>()

/** Calls back after every update of this tab, whatever came of it. */
export function onLibraryUpdate(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

async function bring(asked: boolean): Promise<Brought> {
  if (asked) await writeLibrary(['library'], (transaction) => transaction.objectStore('library').delete('rest'))
  const mark = await readMark()
  const thrifty = !asked && savesData() && mark?.whole !== true
  if (thrifty || (await restReason()) !== undefined) {
    await lookAfterSaved()
    return 'resting'
  }
  try {
    if (mark?.whole !== true && !(await hasRoom())) throw new DOMException('too little room', 'QuotaExceededError')
    await bringChanges()
    await bringGlossary(asked)
    await bringBoard()
    await bringOpenDays()
  } catch (error) {
    if (!isFull(error)) throw error
    await giveUpLibrary()
    return 'full'
  }
  await tidyPictures()
  return 'current'
}

/** The reader has asked the browser to load little. */
function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
}

async function hasRoom(): Promise<boolean> {
  const room = await (navigator as Partial<Navigator>).storage?.estimate().catch(() => undefined)
  return room?.quota === undefined || room.quota - (room.usage ?? 0) > roomNeeded
}

async function bringChanges(): Promise<void> {
  for (;;) {
    const since = (await readMark())?.next
    const changes = await ask(since)
    await keep(changes, since)
    await dropPictures(changes.gone)
    if (!changes.more) return
    await idle()
  }
}

/** A mark that the server can't read is none. */
async function ask(since: string | undefined): Promise<LibraryChanges> {
  try {
    return await api('GET /library/changes', { query: since === undefined ? {} : { since } })
  } catch (error) {
    if (since === undefined || !(error instanceof ProblemError) || error.slug !== 'bad-request') throw error
    return { ...(await api('GET /library/changes', { query: {} })), reset: true }
  }
}

/** One page of changes with its mark: all of it or nothing. Nothing either where the mark was moved meanwhile. */
async function keep({ reset, articles, gone, columns, next, more }: LibraryChanges, since: string | undefined) {
  const at = new Date().toISOString()
  const rows = articles.map((article) => rowsOf(article, at))
  await writeLibrary([...libraryStores], async (transaction) => {
    const library = transaction.objectStore('library')
    const before = await library.get('mark')
    const mark = before?.name === 'mark' ? before : undefined
    if (mark?.next !== since || (await library.get('rest')) !== undefined) throw new Error('the library was changed')
    const doing: Promise<unknown>[] = []
    const sweep = reset || mark?.sweep === true
    if (reset)
      for (const store of ['articles', 'texts', 'plain'] as const) doing.push(transaction.objectStore(store).clear())
    for (const { line, text, plain } of rows)
      doing.push(
        transaction.objectStore('articles').put(line),
        transaction.objectStore('texts').put(text),
        transaction.objectStore('plain').put(plain)
      )
    for (const id of gone)
      for (const store of ['articles', 'texts', 'plain', 'saved'] as const)
        doing.push(transaction.objectStore(store).delete(id))
    if (columns !== null) doing.push(library.put({ name: 'columns', columns }))
    const whole = !more || (mark?.whole === true && !reset)
    doing.push(
      library.put({
        name: 'mark',
        next,
        whole,
        at: more ? (mark?.at ?? at) : at,
        ...(sweep && more ? { sweep } : {})
      })
    )
    await Promise.all(doing)
    if (!sweep || more) return
    for (const id of await transaction.objectStore('saved').getAllKeys())
      if ((await transaction.objectStore('texts').getKey(id)) === undefined)
        await transaction.objectStore('saved').delete(id)
  })
}

async function bringGlossary(asked: boolean): Promise<void> {
  const kept = await readGlossary()
  if (!asked && kept !== undefined && Date.now() - Date.parse(kept.at) < glossaryForMs) return
  const glossary = await api('GET /glossary')
  const at = new Date().toISOString()
  await writeLibrary(['library'], (transaction) =>
    transaction.objectStore('library').put({ name: 'glossary', glossary, at })
  )
}

/** Whole, so that what was taken off the board goes from the phone. */
async function bringBoard(): Promise<void> {
  const kept = await readKeptBoard()
  const { revision, board } = await api('GET /library/board', {
    query: kept === undefined ? {} : { since: kept.revision }
  })
  const now = board ?? kept?.board
  if (now === undefined) return
  const at = new Date().toISOString()
  await writeLibrary(['library'], (transaction) =>
    transaction.objectStore('library').put({ name: 'board', revision, board: now, at })
  )
}

/** The calendar and those that come, so that place and programme are at hand on the way there. */
async function bringOpenDays(): Promise<void> {
  const since = await openDaysRevision()
  await keepBroughtOpenDays(await api('GET /library/open-days', { query: since === undefined ? {} : { since } }))
}

/** Without the feed: what is saved is asked about, one after the other. */
async function lookAfterSaved(): Promise<void> {
  const db = await phone()
  for (const id of await db.getAllKeys('saved')) {
    try {
      const article = await api('GET /articles/:id', { params: { id } })
      const { line, text, plain } = rowsOf(article, new Date().toISOString())
      await writeLibrary(['articles', 'texts', 'plain'], (transaction) =>
        Promise.all([
          transaction.objectStore('articles').put(line),
          transaction.objectStore('texts').put(text),
          transaction.objectStore('plain').put(plain)
        ])
      )
    } catch (error) {
      if (!(error instanceof ProblemError) || error.slug !== 'not-found') throw error
      await forgetArticle(id)
    }
  }
  await tidyPictures()
}

/** Until the page has nothing else to do. */
async function idle(): Promise<void> {
  await new Promise<unknown>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: 2000 })
    else setTimeout(resolve, 100)
  })
}
