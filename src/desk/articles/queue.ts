/** The list of articles: what is shown, how many stand where. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { ArticleKind } from '#contract/articles.ts'
import type { ArticleQueue, QueuedArticle, QueueTab } from '#contract/articles-desk.ts'
import { deskCall } from '../core/desk-call.ts'

interface ArticleFilter {
  readonly tab?: QueueTab
  readonly kind?: ArticleKind
  readonly search?: string
}

export const useArticleQueue = defineStore('article-queue', () => {
  const articles = shallowRef<readonly QueuedArticle[]>()
  const counts = shallowRef<ArticleQueue['counts']>()
  const next = ref<string | null>(null)
  const trouble = ref<unknown>()
  const busy = ref(false)
  let filter: ArticleFilter = {}
  /** the newest question; answers to older ones are dropped */
  let asked = 0

  /** Fetches until at least `length` articles are there, so that a long list keeps its place. */
  async function fetchPages(length: number, from: readonly QueuedArticle[], after: string | null): Promise<void> {
    const mine = ++asked
    busy.value = true
    trouble.value = undefined
    try {
      let shown = from
      let position = after
      do {
        const page = await deskCall('GET /desk/articles', {
          query: { ...filter, ...(position === null ? {} : { after: position }) }
        })
        if (mine !== asked) return
        shown = [...shown, ...page.articles]
        position = page.next
        counts.value = page.counts
      } while (shown.length < length && position !== null)
      articles.value = shown
      next.value = position
    } catch (error) {
      if (mine === asked) trouble.value = error
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  async function show(wanted: ArticleFilter): Promise<void> {
    filter = wanted
    articles.value = undefined
    await fetchPages(1, [], null)
  }

  const refresh = () => fetchPages(articles.value?.length ?? 1, [], null)
  const more = () => fetchPages((articles.value?.length ?? 0) + 1, articles.value ?? [], next.value)

  return { articles, counts, next, trouble, busy, show, refresh, more }
})
