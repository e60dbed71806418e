/** The draft that is open: begun or taken up again, and kept at every pause. */
import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import type { LetterKind, LetterTopic } from '#contract/letters.ts'
import { beginDraft } from '../core/begin-draft.ts'
import { dropDraft, isEmpty, saveDraft } from '../core/drafts.ts'
import { readDrafts } from '../core/kept-lists.ts'
import type { Draft } from '../core/phone.ts'

/** A pause in typing, in milliseconds. */
const pauseMs = 400
/** After so many milliseconds a phone that had no room is asked again. */
const againMs = 2000

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
  // the same as on the server; what the phone knows comes when the form stands
  const draft = ref<Draft>(beginDraft(fresh().kind))
  const takenUp = ref('')
  const savedAt = ref('')
  const unsaved = ref(false)
  let changed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  // what is being put in place by the app is no change of the writer
  let placing = false

  async function place(next: Draft): Promise<void> {
    placing = true
    draft.value = next
    savedAt.value = next.savedAt
    takenUp.value = next.savedAt
    changed = false
    await Promise.resolve()
    placing = false
  }

  async function open(): Promise<void> {
    const id = wanted()
    if (id === 'new') return place(begin())
    const drafts = await readDrafts().catch(() => [])
    const { kind } = fresh()
    const found = drafts.find((one) => (id === undefined ? one.kind === kind : one.id === id))
    // what was typed while reading is not overwritten
    if (found !== undefined && isEmpty(draft.value)) await place(found)
  }

  /** Keeps the draft now; an emptied one is dropped. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!changed) return
    changed = false
    try {
      if (isEmpty(draft.value)) {
        await dropDraft(draft.value)
        kept('')
      } else kept(await saveDraft(draft.value))
    } catch {
      changed = true
      unsaved.value = true
      timer = setTimeout(() => void save(), againMs)
    }
  }

  /** It was kept at this instant; '' when there was nothing to keep. */
  function kept(at: string): void {
    savedAt.value = at
    unsaved.value = false
  }

  /** The draft went elsewhere: nothing more is to be kept. */
  function letGo(): void {
    clearTimeout(timer)
    changed = false
  }

  watch(
    draft,
    () => {
      if (placing) return
      changed = true
      clearTimeout(timer)
      timer = setTimeout(() => void save(), pauseMs)
    },
    { deep: true }
  )
  const hide = () => void save()
  onMounted(() => {
    document.addEventListener('visibilitychange', hide)
    addEventListener('pagehide', hide)
    void open()
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hide)
    removeEventListener('pagehide', hide)
    void save().finally(() => clearTimeout(timer))
  })

  return { draft, takenUp, savedAt, unsaved, open, place, save, kept, letGo }
}
