/** The letter that is open: begun or taken up again, and kept at every pause. */
import type { LetterKind, LetterTopic } from '#contract/letters.ts'
import { beginDraft } from '../core/begin-draft.ts'
import { dropDraft, isEmpty, readDraft, saveDraft } from '../core/drafts.ts'
import { readDrafts } from '../core/kept-lists.ts'
import type { Draft } from '../core/phone.ts'
import { useWriting } from '../core/use-writing.ts'

interface FreshDraft {
  readonly kind: LetterKind
  readonly topic?: LetterTopic | undefined
  /** the page that a fault stands on */
  readonly page?: string | undefined
}

/** The text or the word that the reader had a question about: it comes with the step to the form, not in its address. */
function placeAskedFrom(): string {
  const { about } = (history.state ?? {}) as { readonly about?: unknown }
  return typeof about === 'string' ? about : ''
}

/**
 * @param wanted the id of a draft, 'new', or undefined for the newest one
 * @param fresh what a new one is, as far as the link to the form knows
 */
export function useDraft(wanted: () => string | undefined, fresh: () => FreshDraft) {
  const begin = (): Draft => {
    const { kind, topic, page } = fresh()
    return {
      ...beginDraft(kind),
      text: placeAskedFrom(),
      ...(topic === undefined ? {} : { topic }),
      ...(page === undefined ? {} : { page })
    }
  }
  return useWriting<Draft>({
    first: beginDraft(fresh().kind),
    async find(current) {
      const id = wanted()
      if (id === 'new') return begin()
      const drafts = await readDrafts().catch(() => [])
      const { kind, page } = fresh()
      // a fault of one page is not written on in what was begun on another
      const fits = (one: Draft) => one.kind === kind && (page === undefined || one.page === page)
      const found = drafts.find((one) => (id === undefined ? fits(one) : one.id === id))
      // what was typed while reading is not overwritten
      return isEmpty(current()) ? (found ?? begin()) : undefined
    },
    read: readDraft,
    isEmpty,
    save: saveDraft,
    drop: dropDraft
  })
}
