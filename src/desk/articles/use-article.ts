/** One opened article: loading it, acting on it, and noticing that somebody else changed it meanwhile. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { ElMessage } from 'element-plus'
import type { DeskArticle } from '#contract/articles-desk.ts'
import { deskCall } from '../core/desk-call.ts'
import { isProblem } from '../core/trouble.ts'
import { useArticleQueue } from './queue.ts'

export interface OpenedArticle {
  readonly article: ShallowRef<DeskArticle | undefined>
  /** the article as it is now, when an act was refused because somebody had changed it */
  readonly changed: ShallowRef<DeskArticle | undefined>
  readonly trouble: Ref<unknown>
  readonly busy: Ref<boolean>
  readonly load: () => Promise<void>
  /** Does one act; `say` tells what came of it. Resolves to whether it was done. */
  readonly act: (call: () => Promise<DeskArticle>, say: (now: DeskArticle) => string) => Promise<boolean>
  /** Fetches what the article is now, to be looked at before it replaces what is on the page. */
  readonly seeChange: () => Promise<void>
  readonly takeChange: () => void
}

/** The server publishes a moment after the time has come. */
const afterTimeMs = 1500
/** No longer than this ahead: a page that is left open for days must not keep its session alive. */
const longestAheadMs = 30 * 60_000
/** One that waits for its document is not asked for forever. */
const mostLooks = 6

export function useArticle(id: string): OpenedArticle {
  const queue = useArticleQueue()
  const params = { id }
  const article = shallowRef<DeskArticle>()
  const changed = shallowRef<DeskArticle>()
  const trouble = ref<unknown>()
  const busy = ref(false)

  async function load() {
    trouble.value = undefined
    try {
      article.value = await deskCall('GET /desk/articles/:id', { params })
      changed.value = undefined
    } catch (error) {
      trouble.value = error
    }
  }

  async function seeChange() {
    try {
      changed.value = await deskCall('GET /desk/articles/:id', { params })
    } catch (error) {
      trouble.value = error
    }
  }

  function takeChange() {
    article.value = changed.value ?? article.value
    changed.value = undefined
    void queue.refresh()
  }

  async function act(call: () => Promise<DeskArticle>, say: (now: DeskArticle) => string) {
    if (busy.value) return false
    busy.value = true
    trouble.value = undefined
    try {
      const now = await call()
      article.value = now
      changed.value = undefined
      ElMessage({ message: say(now), type: 'success', duration: 2000 })
      void queue.refresh()
      return true
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')) await seeChange()
      else trouble.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  // a scheduled article becomes public by itself: whoever has it open sees it
  let timer = 0
  let looks = 0
  watch(article, (now) => {
    window.clearTimeout(timer)
    if (now?.state !== 'scheduled' || now.publishAt === null) {
      looks = 0
      return
    }
    const ahead = new Date(now.publishAt).getTime() - Date.now()
    if (ahead > longestAheadMs || looks >= mostLooks) return
    if (ahead <= 0) looks += 1
    timer = window.setTimeout(() => void load().then(() => queue.refresh()), Math.max(ahead, 0) + afterTimeMs)
  })
  onScopeDispose(() => window.clearTimeout(timer))

  return { article, changed, trouble, busy, load, act, seeChange, takeChange }
}
