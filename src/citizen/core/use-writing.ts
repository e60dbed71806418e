/** What is being written: begun or taken up again, and kept at every pause. */
import { onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import { onPhoneChange } from './kept-lists.ts'

/** A pause in typing, in milliseconds. */
const pauseMs = 400
/** After so many milliseconds a phone that had no room is asked again. */
const againMs = 2000

interface Written {
  readonly id: string
  savedAt: string
}

/** When a row was kept that this form has kept or taken up: one of any other instant is another tab's. */
export type Mine = ReadonlySet<string>

export interface Writing<W extends Written> {
  /** the same as on the server; what the phone knows comes when the form stands */
  readonly first: W
  /** what is to take the place of what stands there; undefined leaves that */
  readonly find: (current: () => W) => Promise<W | undefined>
  /** the row as it is kept now */
  readonly read: (id: string) => Promise<W | undefined>
  readonly isEmpty: (written: W) => boolean
  /** keeps it and returns when that was; what another tab has kept under its id is not lost */
  readonly save: (written: W, mine: Mine) => Promise<string>
  readonly drop: (written: W, mine: Mine) => Promise<void>
}

export function useWriting<W extends Written>({ first, find, read, isEmpty, save: keep, drop }: Writing<W>) {
  const draft = ref(first) as Ref<W>
  const takenUp = ref('')
  const savedAt = ref('')
  const unsaved = ref(false)
  const mine = new Set<string>()
  let changed = false
  /** how many writings are under way */
  let writing = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  // what is being put in place by the app is no change of the writer
  let placing = false

  async function place(next: W): Promise<void> {
    placing = true
    draft.value = next
    savedAt.value = next.savedAt
    takenUp.value = next.savedAt
    mine.add(next.savedAt)
    changed = false
    await Promise.resolve()
    placing = false
  }

  async function open(): Promise<void> {
    const found = await find(() => draft.value)
    if (found !== undefined) await place(found)
  }

  /** Takes up what another tab has written on it, unless something stands here that is not kept yet. */
  async function follow(): Promise<void> {
    const there = await read(draft.value.id)
    if (there === undefined || changed || writing > 0 || there.id !== draft.value.id) return
    if (!mine.has(there.savedAt)) await place(there)
  }

  /** One writing of it or of what belongs to it. */
  async function keeping(write: (mine: Mine) => Promise<string>): Promise<void> {
    writing += 1
    try {
      kept(await write(mine))
    } finally {
      writing -= 1
    }
  }

  /** Keeps the draft now; an emptied one is dropped. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!changed) return
    changed = false
    try {
      if (isEmpty(draft.value)) {
        if (savedAt.value !== '') await drop(draft.value, mine)
        kept('')
      } else await keeping(() => keep(draft.value, mine))
    } catch {
      changed = true
      unsaved.value = true
      timer = setTimeout(() => void save(), againMs)
    }
  }

  /** It was kept at this instant; '' when there was nothing to keep. */
  function kept(at: string): void {
    savedAt.value = at
    mine.add(at)
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
  let stop: (() => void) | undefined
  onMounted(() => {
    stop = onPhoneChange(() => void follow().catch(() => undefined))
    document.addEventListener('visibilitychange', hide)
    addEventListener('pagehide', hide)
    void open()
  })
  onBeforeUnmount(() => {
    stop?.()
    document.removeEventListener('visibilitychange', hide)
    removeEventListener('pagehide', hide)
    void save().finally(() => clearTimeout(timer))
  })

  return { draft, takenUp, savedAt, unsaved, open, place, save, keeping, letGo, mine }
}
