/** The list of published answers as somebody goes through it: cut by kind, topic and words, page after page. */
import { onBeforeUnmount, reactive } from 'vue'
import type { AnswerLine, AnswerList, AnswerQuery } from '#contract/answers.ts'

export interface AnswerRead {
  /** undefined until the first page is there */
  answers: readonly AnswerLine[] | undefined
  next: string | null
  reading: boolean
  /** why the newest reading failed */
  failure: unknown
}

/** As the list was left, by address, so that coming back finds it in its place. The server never writes it: there it would be everybody's. */
let left: { readonly at: string; readonly read: AnswerRead } | undefined

/** A page with something ahead of it is one that the reader came back to. */
const cameBack = (): boolean =>
  typeof history !== 'undefined' && (history.state as { forward?: unknown } | null)?.forward != null

/** @param carried the page that the server put into the document */
export function useAnswers(place: () => string, carried: AnswerList | undefined, query: () => AnswerQuery) {
  const before = cameBack() && left?.at === place() ? left.read : undefined
  const list = reactive<AnswerRead>(
    before
      ? { ...before, reading: false }
      : { answers: carried?.answers, next: carried?.next ?? null, reading: false, failure: undefined }
  )
  let at = place()
  let asked = 0

  async function read(after?: string): Promise<void> {
    const mine = (asked += 1)
    list.reading = true
    list.failure = undefined
    at = place()
    try {
      const { api } = await import('#ui/api.ts')
      const page = await api('GET /answers', { query: { ...query(), ...(after === undefined ? {} : { after }) } })
      // something else was asked for meanwhile
      if (mine !== asked) return
      const shown = after === undefined ? [] : (list.answers ?? [])
      const known = new Set(shown.map(({ id }) => id))
      list.answers = [...shown, ...page.answers.filter(({ id }) => !known.has(id))]
      list.next = page.next
    } catch (error) {
      if (mine !== asked) return
      list.failure = error
      // what stood there answered something else
      if (after === undefined) list.answers = undefined
    } finally {
      if (mine === asked) list.reading = false
    }
  }

  onBeforeUnmount(() => {
    left = { at, read: { ...list } }
  })

  return {
    list,
    /** Reads from the beginning; what was read before stays until it is known what comes of it. */
    readFirst: async (): Promise<void> => await read(),
    readMore: async (): Promise<void> => {
      if (list.next !== null && !list.reading) await read(list.next)
    }
  }
}
