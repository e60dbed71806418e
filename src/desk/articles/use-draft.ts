/** An article while it is written: kept in the tab at every key, saved at every pause. */
import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { DeskArticle } from '#contract/articles-desk.ts'
import { deskCall } from '../core/desk-call.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'
import { useSession } from '../core/session.ts'
import { isProblem } from '../core/trouble.ts'
import {
  contentFaults,
  contentOf,
  sameContent,
  typedOf,
  type ContentFaults,
  type TypedContent
} from './typed-content.ts'
import type { OpenedArticle } from './use-article.ts'
import { useArticleQueue } from './queue.ts'

/** A pause long enough that what is saved is a thought, not a syllable. */
const pauseMs = 2000

/** Where what is typed of an article waits for the server. */
export const draftPlace = (articleId: string, personId: string): KeptPlace => ({
  what: 'article',
  about: articleId,
  personId
})

export interface ArticleDraft {
  readonly typed: TypedContent
  readonly faults: ComputedRef<ContentFaults>
  /** typed but not on the server yet */
  readonly isUnsaved: ComputedRef<boolean>
  readonly saving: Ref<boolean>
  readonly trouble: Ref<unknown>
  /** a version that somebody else saved while this one was typed */
  readonly theirs: Ref<DeskArticle | undefined>
  /** the text was found in the tab: it had not reached the server */
  readonly wasKept: boolean
  /** Saves what is typed; resolves to whether the server has all of it. */
  readonly save: () => Promise<boolean>
  /** Goes on with what is typed here: it becomes the next version. */
  readonly keepMine: () => Promise<boolean>
  readonly takeTheirs: () => void
}

export function useDraft(opened: OpenedArticle, first: DeskArticle): ArticleDraft {
  const session = useSession()
  const queue = useArticleQueue()
  const params = { id: first.id }
  const place = draftPlace(first.id, session.person?.id ?? '')
  const kept = keptText(place)
  /** what the server had when the typing began: `savedAt` tells two savings of one version apart */
  const base = shallowRef(first)
  const saved = shallowRef(typedOf(first.content))
  const typed = reactive(kept ? (JSON.parse(kept.text) as TypedContent) : typedOf(first.content))
  const theirs = shallowRef<DeskArticle | undefined>(
    kept && kept.basedOn !== first.savedAt && !sameContent(typed, saved.value) ? first : undefined
  )
  const saving = ref(false)
  const trouble = ref<unknown>()

  const faults = computed(() => contentFaults(typed))
  const fits = computed(() => Object.keys(faults.value).length === 0)
  const isUnsaved = computed(() => !sameContent(typed, saved.value))

  let timer = 0
  let running: Promise<boolean> | undefined

  /** Somebody saved first, or the article went on: what it is now stands beside what is typed. */
  async function seeTheirs(): Promise<void> {
    await opened.seeChange()
    const now = opened.changed.value
    if (now?.may.includes('save')) theirs.value = now
  }

  async function put(): Promise<boolean> {
    const sent = JSON.parse(JSON.stringify(typed)) as TypedContent
    saving.value = true
    trouble.value = undefined
    try {
      const fresh = await deskCall('PUT /desk/articles/:id/draft', {
        params,
        body: { version: base.value.version, savedAt: base.value.savedAt, content: contentOf(sent) }
      })
      // the server may write the same body in other words: what was sent is what counts as saved
      saved.value = sent
      base.value = fresh
      opened.article.value = fresh
      void queue.refresh()
      if (!isUnsaved.value) forgetText(place)
      return !isUnsaved.value
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')) await seeTheirs()
      else trouble.value = error
      return false
    } finally {
      saving.value = false
    }
  }

  async function save(): Promise<boolean> {
    window.clearTimeout(timer)
    if (running) await running
    if (!isUnsaved.value) return true
    // while somebody else's version waits to be looked at, nothing is written over it
    if (!fits.value || theirs.value || opened.changed.value) return false
    running = put()
    try {
      return await running
    } finally {
      running = undefined
    }
  }

  const saveSoon = () => void save()

  async function keepMine(): Promise<boolean> {
    const now = theirs.value
    if (now === undefined) return false
    base.value = now
    saved.value = typedOf(now.content)
    theirs.value = undefined
    if (opened.changed.value) opened.takeChange()
    return await save()
  }

  function takeTheirs(): void {
    const now = theirs.value
    if (now === undefined) return
    base.value = now
    saved.value = typedOf(now.content)
    Object.assign(typed, typedOf(now.content))
    theirs.value = undefined
    if (opened.changed.value) opened.takeChange()
  }

  watch(
    typed,
    () => {
      if (isUnsaved.value) keepText(place, { text: JSON.stringify(typed), basedOn: base.value.savedAt })
      else forgetText(place)
      window.clearTimeout(timer)
      timer = window.setTimeout(saveSoon, pauseMs)
    },
    // kept at once: the page may be gone by the next tick
    { deep: true, flush: 'sync' }
  )

  function warnBeforeClosing(event: BeforeUnloadEvent) {
    if (isUnsaved.value) event.preventDefault()
  }

  onMounted(() => {
    window.addEventListener('online', saveSoon)
    window.addEventListener('beforeunload', warnBeforeClosing)
    document.addEventListener('visibilitychange', saveSoon)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('online', saveSoon)
    window.removeEventListener('beforeunload', warnBeforeClosing)
    document.removeEventListener('visibilitychange', saveSoon)
    window.clearTimeout(timer)
    if (session.standing === 'signed-in') saveSoon()
  })

  return { typed, faults, isUnsaved, saving, trouble, theirs, wasKept: kept !== undefined, save, keepMine, takeTheirs }
}
