/** A list of articles as somebody goes through it, page after page; without a network, what is kept on this phone. */
import { onBeforeUnmount, reactive } from 'vue'
import type { ArticleLine } from '#contract/articles.ts'
import { ProblemError } from '#ui/failures.ts'

/** A page of a list, with whatever else came with it. */
export interface ListPage {
  readonly articles: readonly ArticleLine[]
  readonly next: string | null
  /** it comes from the phone's library, as of this instant */
  readonly keptAt?: string
}

export interface ListRead<P extends ListPage> {
  /** undefined until the first page is there */
  articles: ArticleLine[] | undefined
  next: string | null
  /** the first page with what came with it */
  first: P | undefined
  reading: boolean
  /** why the newest reading failed */
  failure: unknown
  /** '' where it is as the server has it */
  keptAt: string
}

/** How a list is read; `kept` gives what this phone keeps of it, or nothing. */
export interface ListSource<P extends ListPage> {
  ask(after: string | undefined): Promise<P>
  kept(after: string | undefined): Promise<P | undefined>
}

/** As lists were left, by address, so that coming back finds them in their place. The server never writes it: there it would be everybody's. */
const left = new Map<string, ListRead<ListPage>>()
const mostLeft = 8

const fresh = <P extends ListPage>(first: P | undefined): ListRead<P> => ({
  articles: first && [...first.articles],
  next: first?.next ?? null,
  first,
  reading: false,
  failure: undefined,
  keptAt: first?.keptAt ?? ''
})

/** A page with something ahead of it is one that the reader came back to. */
const cameBack = (): boolean =>
  typeof history !== 'undefined' && (history.state as { forward?: unknown } | null)?.forward != null

/**
 * @param place the list's address: coming back to it finds the list as it was left
 * @param carried the page that the server put into the document
 */
export function useArticles<P extends ListPage>(place: () => string, carried: P | undefined, source: ListSource<P>) {
  const before = cameBack() ? (left.get(place()) as ListRead<P> | undefined) : undefined
  const list = reactive(before ? { ...before, reading: false } : fresh(carried)) as ListRead<P>
  let at = place()
  let asked = 0

  async function page(after: string | undefined): Promise<P> {
    try {
      return await source.ask(after)
    } catch (error) {
      if (error instanceof ProblemError) throw error
      const kept = await source.kept(after).catch(() => undefined)
      if (kept === undefined) throw error
      return kept
    }
  }

  async function read(after?: string): Promise<void> {
    const mine = (asked += 1)
    list.reading = true
    list.failure = undefined
    try {
      const found = await page(after)
      // something else was asked for meanwhile
      if (mine !== asked) return
      const shown = after === undefined ? [] : (list.articles ?? [])
      const known = new Set(shown.map(({ id }) => id))
      list.articles = [...shown, ...found.articles.filter(({ id }) => !known.has(id))]
      list.next = found.next
      list.keptAt = found.keptAt ?? ''
      if (after === undefined) list.first = found
    } catch (error) {
      if (mine !== asked) return
      list.failure = error
      // what stood there answered something else
      if (after === undefined) list.articles = undefined
    } finally {
      if (mine === asked) list.reading = false
    }
  }

  function leave(): void {
    left.delete(at)
    left.set(at, { ...list })
    for (const oldest of left.keys()) if (left.size > mostLeft) left.delete(oldest)
  }
  onBeforeUnmount(leave)

  return {
    list,
    /** Reads from the beginning; what was read before stays until it is known what comes of it. */
    readFirst: async (): Promise<void> => {
      at = place()
      await read()
    },
    readMore: async (): Promise<void> => {
      // a page kept here and one of the server don't follow each other
      if (list.next !== null && !list.reading) await read(list.next)
    }
  }
}
