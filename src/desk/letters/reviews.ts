/** The list of reviews: which cut of it is shown, and how many wait in each. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { ReviewLine, ReviewList } from '#contract/rating-reviews.ts'
import { deskCall } from '../core/desk-call.ts'
import type { ReviewCut } from './review-words.ts'

export const useReviews = defineStore('rating-reviews', () => {
  const reviews = shallowRef<readonly ReviewLine[]>()
  const counts = shallowRef<ReviewList['counts']>()
  const today = ref('')
  const next = ref<string | null>(null)
  const trouble = ref<unknown>()
  const busy = ref(false)
  let which: ReviewCut = 'open'
  /** the newest question; answers to older ones are dropped */
  let asked = 0

  async function fetchPage(from: readonly ReviewLine[], after: string | null): Promise<void> {
    const mine = ++asked
    busy.value = true
    trouble.value = undefined
    try {
      const page = await deskCall('GET /desk/reviews', {
        query: { which, ...(after === null ? {} : { after }) }
      })
      if (mine !== asked) return
      reviews.value = [...from, ...page.reviews]
      counts.value = page.counts
      today.value = page.today
      next.value = page.next
    } catch (error) {
      if (mine === asked) trouble.value = error
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  async function show(wanted: ReviewCut): Promise<void> {
    which = wanted
    reviews.value = undefined
    await fetchPage([], null)
  }
  const refresh = () => fetchPage([], null)
  const more = () => fetchPage(reviews.value ?? [], next.value)

  return { reviews, counts, today, next, trouble, busy, show, refresh, more }
})
