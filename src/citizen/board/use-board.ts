/** The board as somebody goes through it: cut by topic, office and words, page after page. */
import { onBeforeUnmount, reactive } from 'vue'
import type { Board, BoardLine, BoardQuery } from '#contract/board.ts'
import { ProblemError } from '#ui/failures.ts'

export interface BoardRead {
  /** the first page with what came with it; undefined until it is there */
  first: Board | undefined
  items: readonly BoardLine[]
  next: string | null
  reading: boolean
  /** why the newest reading failed */
  failure: unknown
  /** '' where it is as the server has it */
  keptAt: string
}

/** As the board was left, by address, so that coming back finds it in its place. The server never writes it: there it would be everybody's. */
let left: { readonly at: string; readonly read: BoardRead } | undefined

/** A page with something ahead of it is one that the reader came back to. */
const cameBack = (): boolean =>
  typeof history !== 'undefined' && (history.state as { forward?: unknown } | null)?.forward != null

/** @param carried the page that the server put into the document */
export function useBoard(place: () => string, carried: Board | undefined, query: () => BoardQuery) {
  const before = cameBack() && left?.at === place() ? left.read : undefined
  const list = reactive<BoardRead>(
    before
      ? { ...before, reading: false }
      : {
          first: carried,
          items: carried?.items ?? [],
          next: carried?.next ?? null,
          reading: false,
          failure: undefined,
          keptAt: ''
        }
  )
  let at = place()
  let asked = 0

  async function readPage(after: string | undefined): Promise<Board & { readonly keptAt?: string }> {
    const asking = query()
    try {
      const { api } = await import('#ui/api.ts')
      return await api('GET /board', { query: { ...asking, ...(after === undefined ? {} : { after }) } })
    } catch (error) {
      if (error instanceof ProblemError || after !== undefined || asking.office !== undefined) throw error
      const { keptBoard } = await import('./read-kept.ts')
      const kept = await keptBoard(asking).catch(() => undefined)
      if (kept === undefined) throw error
      return kept
    }
  }

  async function read(after?: string): Promise<void> {
    const mine = (asked += 1)
    list.reading = true
    list.failure = undefined
    at = place()
    try {
      const page = await readPage(after)
      // something else was asked for meanwhile
      if (mine !== asked) return
      const shown = after === undefined ? [] : list.items
      const known = new Set(shown.map(({ id }) => id))
      list.items = [...shown, ...page.items.filter(({ id }) => !known.has(id))]
      list.next = page.next
      if (after === undefined) list.first = page
      list.keptAt = page.keptAt ?? ''
    } catch (error) {
      if (mine !== asked) return
      list.failure = error
      // what stood there answered something else
      if (after === undefined) list.first = undefined
    } finally {
      if (mine === asked) list.reading = false
    }
  }

  onBeforeUnmount(() => {
    left = { at, read: { ...list } }
  })

  return {
    list,
    readFirst: async (): Promise<void> => await read(),
    readMore: async (): Promise<void> => {
      if (list.next !== null && !list.reading) await read(list.next)
    }
  }
}
