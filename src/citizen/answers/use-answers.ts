/** The list of published answers as somebody goes through it: by topic or by words, page after page. */
import { reactive } from 'vue'
import type { AnswerLine, AnswerList } from '#contract/answers.ts'
import type { LetterTopic } from '#contract/letters.ts'

export interface AnswerRead {
  topic: LetterTopic | undefined
  words: string
  /** undefined until the first page is there */
  answers: AnswerLine[] | undefined
  next: string | null
  reading: boolean
  /** why the newest reading failed */
  failure: unknown
}

/** As the list was left, so that coming back finds it in its place. The server never writes it: there it would be everybody's. */
let left: AnswerRead | undefined

const fresh = (first: AnswerList | undefined): AnswerRead => ({
  topic: undefined,
  words: '',
  answers: first?.answers,
  next: first?.next ?? null,
  reading: false,
  failure: undefined
})

/** @param first the page that the server put into the document; `back`: the reader comes back to the list */
export function useAnswers(first: AnswerList | undefined, back: boolean) {
  const list = reactive(back && left !== undefined ? { ...left, reading: false } : fresh(first))
  let asked = 0

  async function read(after?: string): Promise<void> {
    const mine = (asked += 1)
    const { topic, words } = list
    list.reading = true
    list.failure = undefined
    try {
      const { api } = await import('#ui/api.ts')
      const page = await api('GET /answers', {
        query: {
          ...(topic === undefined ? {} : { topic }),
          ...(words === '' ? {} : { words }),
          ...(after === undefined ? {} : { after })
        }
      })
      // something else was asked for meanwhile
      if (mine !== asked) return
      const before = after === undefined ? [] : (list.answers ?? [])
      const known = new Set(before.map(({ id }) => id))
      list.answers = [...before, ...page.answers.filter(({ id }) => !known.has(id))]
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

  return {
    list,
    /** Reads from the beginning; what was read before stays until it is known what comes of it. */
    readFirst: async (): Promise<void> => await read(),
    readMore: async (): Promise<void> => {
      if (list.next !== null && !list.reading) await read(list.next)
    },
    /** Leaves the list; it is found again as it is now. */
    leave: (): void => {
      left = { ...list }
    }
  }
}
