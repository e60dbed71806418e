/** The copy of a letter that anybody will read, while it is worked on: typed text stays in the tab until the server has it. */
import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import { ElMessage } from 'element-plus'
import { CopyDraft, copyParts, type Publication } from '#contract/answers.ts'
import { deskCall } from '../core/desk-call.ts'
import { useSession } from '../core/session.ts'
import { isProblem } from '../core/trouble.ts'
import type { CopyPart } from './finding-words.ts'
import { reasonsOf, type TypedCopy, useMarkedCopy } from './use-marked-copy.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'

type Typed = TypedCopy<CopyPart>

/** What the server keeps of a copy, in the shape in which it is typed. */
function typedOf({ title, question, reply, findings }: Publication): Typed {
  return { title, question, reply, kept: reasonsOf(findings) }
}

export function usePublication(letterId: string) {
  const session = useSession()
  const place: KeptPlace = { what: 'copy', about: letterId, personId: session.person?.id ?? '' }
  const params = { id: letterId }
  const publication = shallowRef<Publication>()
  /** a version that somebody else kept while this one was typed */
  const theirs = shallowRef<Publication>()
  const typed = reactive<Typed>({ title: '', question: '', reply: '', kept: [] })
  const trouble = ref<unknown>()
  const busy = ref(false)

  const { keptReasons, ...copy } = useMarkedCopy(CopyDraft, copyParts, typed, publication)

  const draft = computed<Typed>(() => ({
    title: typed.title.trim(),
    question: typed.question.trim(),
    reply: typed.reply.trim(),
    kept: keptReasons.value
  }))
  const isUnsaved = computed(
    () => publication.value !== undefined && JSON.stringify(draft.value) !== JSON.stringify(typedOf(publication.value))
  )

  function put(copy: Typed): void {
    Object.assign(typed, copy)
  }

  function show(fresh: Publication): void {
    publication.value = fresh
    theirs.value = undefined
    put(typedOf(fresh))
    forgetText(place)
  }

  /** Takes what the server has; what is typed and not there yet stays, beside a newer version of somebody else. */
  async function load(): Promise<void> {
    trouble.value = undefined
    try {
      const fresh = await deskCall('GET /desk/letters/:id/publication', { params })
      const kept = keptText(place)
      if (kept === undefined) return show(fresh)
      put(JSON.parse(kept.text) as Typed)
      publication.value = fresh
      if (kept.basedOn !== String(fresh.version)) theirs.value = fresh
    } catch (error) {
      trouble.value = error
    }
  }

  /** Does one act. `ofTyped`: with what is typed; after any other act, what is typed and not kept yet stays. */
  async function act(call: () => Promise<Publication>, said: string, ofTyped = false): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    trouble.value = undefined
    try {
      const typing = !ofTyped && isUnsaved.value
      const fresh = await call()
      if (typing) publication.value = fresh
      else show(fresh)
      ElMessage({ message: said, type: 'success', duration: 2000 })
      return true
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')) await load()
      trouble.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  const version = () => publication.value?.version ?? 0
  const save = async () =>
    await act(
      () => deskCall('PUT /desk/letters/:id/publication', { params, body: { ...draft.value, version: version() } }),
      '存好了',
      true
    )
  const approve = async () =>
    await act(
      () => deskCall('POST /desk/letters/:id/publication/approval', { params, body: { version: version() } }),
      '公开了'
    )
  const withdraw = async (reason: string) =>
    await act(
      () => deskCall('POST /desk/letters/:id/publication/withdrawal', { params, body: { reason } }),
      '撤下了，现在谁也看不到'
    )

  watch(
    typed,
    () => {
      if (publication.value === undefined) return
      if (isUnsaved.value) keepText(place, { text: JSON.stringify(typed), basedOn: String(version()) })
      else forgetText(place)
    },
    // kept at once: the page may be gone by the next tick
    { deep: true, flush: 'sync' }
  )

  function warnBeforeClosing(event: BeforeUnloadEvent): void {
    if (isUnsaved.value) event.preventDefault()
  }
  onMounted(() => {
    window.addEventListener('beforeunload', warnBeforeClosing)
    void load()
  })
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warnBeforeClosing))

  return {
    publication,
    theirs,
    typed,
    ...copy,
    isUnsaved,
    trouble,
    busy,
    load,
    save,
    approve,
    withdraw,
    takeTheirs: () => theirs.value && show(theirs.value)
  }
}
