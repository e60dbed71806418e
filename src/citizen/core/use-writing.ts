/** What is being written: begun or taken up again, and kept at every pause. */
import { onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'

/** A pause in typing, in milliseconds. */
const pauseMs = 400
/** After so many milliseconds a phone that had no room is asked again. */
const againMs = 2000

interface Written {
  savedAt: string
}

export interface Writing<W extends Written> {
  /** the same as on the server; what the phone knows comes when the form stands */
  readonly first: W
  /** what is to take the place of what stands there; undefined leaves that */
  readonly find: (current: () => W) => Promise<W | undefined>
  readonly isEmpty: (written: W) => boolean
  /** keeps it and returns when that was */
  readonly save: (written: W) => Promise<string>
  readonly drop: (written: W) => Promise<void>
}

export function useWriting<W extends Written>({ first, find, isEmpty, save: keep, drop }: Writing<W>) {
  const draft = ref(first) as Ref<W>
  const takenUp = ref('')
  const savedAt = ref('')
  const unsaved = ref(false)
  let changed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  // what is being put in place by the app is no change of the writer
  let placing = false

  async function place(next: W): Promise<void> {
    placing = true
    draft.value = next
    savedAt.value = next.savedAt
    takenUp.value = next.savedAt
    changed = false
    await Promise.resolve()
    placing = false
  }

  async function open(): Promise<void> {
    const found = await find(() => draft.value)
    if (found !== undefined) await place(found)
  }

  /** Keeps the draft now; an emptied one is dropped. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!changed) return
    changed = false
    try {
      if (isEmpty(draft.value)) {
        if (savedAt.value !== '') await drop(draft.value)
        kept('')
      } else kept(await keep(draft.value))
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
