/** The files of the draft that is open: kept on the phone the moment they are chosen. */
import { onBeforeUnmount, type Ref, ref, watch } from 'vue'
import { freshId } from '../core/begin-draft.ts'
import { readFile, saveDraft } from '../core/drafts.ts'
import { type Draft, type FileFacts, isFull, keepForLong, type KeptFile } from '../core/phone.ts'
import type { Mine } from '../core/use-writing.ts'
import { type FileTrouble, fileTrouble, mostFiles, sendableName } from './file-rules.ts'
import { shrinkPicture } from './pictures.ts'

/** Why a file was not added. */
export interface NotAdded {
  readonly name: string
  readonly why: FileTrouble | 'too-many' | 'unreadable' | 'phone-full' | 'not-kept'
}

/** @param keeping one writing of the draft */
export function useFiles(draft: Ref<Draft>, keeping: (write: (mine: Mine) => Promise<string>) => Promise<void>) {
  /** addresses of pictures to look at, by file */
  const thumbs = ref(new Map<string, string>())
  /** how many are still being read and made smaller */
  const busy = ref(0)
  const notAdded = ref<NotAdded[]>([])
  let gone = false
  let turn: Promise<unknown> = Promise.resolve()

  function look(file: KeptFile): void {
    if (gone || !file.type.startsWith('image/') || thumbs.value.has(file.id)) return
    thumbs.value.set(file.id, URL.createObjectURL(new Blob([file.bytes], { type: file.type })))
  }

  function unlook(id: string): void {
    const address = thumbs.value.get(id)
    if (address === undefined) return
    URL.revokeObjectURL(address)
    thumbs.value.delete(id)
  }

  /** Adds what was chosen, one after the other; what can't be added is told by name. */
  async function add(chosen: readonly File[]): Promise<void> {
    // the draft that was open when they were chosen, whatever is opened meanwhile
    const target = draft.value
    notAdded.value = []
    busy.value += chosen.length
    // all of them stand in line before the first is at work: who waits for the line waits for all
    for (const file of chosen)
      turn = turn
        .then(() => addOne(target, file))
        .catch((): NotAdded['why'] => 'not-kept')
        .then((why) => {
          busy.value -= 1
          if (why !== undefined) notAdded.value = [...notAdded.value, { name: file.name, why }]
        })
    await turn
  }

  async function addOne(target: Draft, chosen: File): Promise<NotAdded['why'] | undefined> {
    if (target.files.length >= mostFiles) return 'too-many'
    // a picture that is too large may be small enough after it was made smaller
    const file = fileTrouble(chosen) === 'kind' ? chosen : await shrinkPicture(chosen)
    const trouble = fileTrouble(file)
    if (trouble !== undefined) return trouble
    const bytes = await file.arrayBuffer().catch(() => undefined)
    if (bytes === undefined || bytes.byteLength !== file.size) return 'unreadable'
    const facts: FileFacts = { id: freshId(), name: sendableName(file.name), type: file.type, size: file.size }
    const row: KeptFile = { ...facts, letterId: target.id, bytes }
    // named first: a save of the text that runs at the same time then keeps the name, too
    target.files.push(facts)
    try {
      await keeping((mine) => saveDraft(target, mine, { add: row }))
    } catch (error) {
      target.files = target.files.filter(({ id }) => id !== facts.id)
      return isFull(error) ? 'phone-full' : 'not-kept'
    }
    look(row)
    keepForLong()
    return undefined
  }

  async function remove(id: string): Promise<void> {
    const target = draft.value
    notAdded.value = []
    target.files = target.files.filter((file) => file.id !== id)
    unlook(id)
    await keeping((mine) => saveDraft(target, mine, { drop: id }))
  }

  /** Shows the files of the draft that was opened; what another tab has sent meanwhile is no longer here. */
  async function open(): Promise<void> {
    const target = draft.value
    const rows = await Promise.all(target.files.map(({ id }) => readFile(id)))
    const there = rows.filter((row) => row !== undefined)
    if (draft.value !== target) return
    for (const id of thumbs.value.keys()) if (!there.some((row) => row.id === id)) unlook(id)
    there.forEach(look)
    const missing = target.files.filter(({ id }) => !there.some((row) => row.id === id))
    if (missing.length === 0) return
    target.files = target.files.filter((file) => !missing.includes(file))
    notAdded.value = missing.map(({ name }) => ({ name, why: 'unreadable' }))
  }

  watch(draft, () => void open().catch(() => undefined))
  onBeforeUnmount(() => {
    gone = true
    for (const id of [...thumbs.value.keys()]) unlook(id)
  })

  /** Resolves when everything that was chosen is kept, or told not to be. */
  async function settled(): Promise<void> {
    await turn
  }

  return { thumbs, busy, notAdded, add, remove, open, settled }
}
