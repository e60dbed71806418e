/** The list of letters: what is shown, how many wait in each state. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { openStates, type LetterKind, type LetterTopic } from '#contract/letters.ts'
import type { LetterQueue, QueuedLetter } from '#contract/letters-queue.ts'
import { deskCall } from '../core/desk-call.ts'
import type { QueueTab } from './state-words.ts'

interface QueueFilter {
  readonly state?: QueueTab
  readonly kind?: LetterKind
  readonly topic?: LetterTopic
  readonly search?: string
}

export const useLetterQueue = defineStore('letter-queue', () => {
  const letters = shallowRef<readonly QueuedLetter[]>()
  const counts = shallowRef<LetterQueue['counts']>()
  const today = ref('')
  const next = ref<string | null>(null)
  const trouble = ref<unknown>()
  const busy = ref(false)
  let filter: QueueFilter = {}
  /** the newest question; answers to older ones are dropped */
  let asked = 0

  const open = computed(() => {
    const known = counts.value
    return known && openStates.reduce((sum, state) => sum + known[state], 0)
  })

  /** Fetches until at least `length` letters are there, so that a long list keeps its place. */
  async function fetchPages(length: number, from: readonly QueuedLetter[], after: string | null): Promise<void> {
    const mine = ++asked
    busy.value = true
    trouble.value = undefined
    try {
      let shown = from
      let position = after
      do {
        const page = await deskCall('GET /desk/letters', {
          query: { ...filter, ...(position === null ? {} : { after: position }) }
        })
        if (mine !== asked) return
        shown = [...shown, ...page.letters]
        position = page.next
        counts.value = page.counts
        today.value = page.today
      } while (shown.length < length && position !== null)
      letters.value = shown
      next.value = position
    } catch (error) {
      if (mine === asked) trouble.value = error
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  async function show(wanted: QueueFilter): Promise<void> {
    filter = wanted
    letters.value = undefined
    await fetchPages(1, [], null)
  }

  const refresh = () => fetchPages(letters.value?.length ?? 1, [], null)
  const more = () => fetchPages((letters.value?.length ?? 0) + 1, letters.value ?? [], next.value)

  return { letters, counts, open, today, next, trouble, busy, show, refresh, more }
})
