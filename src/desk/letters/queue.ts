/** The list of letters: what is shown, how many wait in each state, which are chosen. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { openStates } from '#contract/letters.ts'
import type { QueueCounts, QueuedLetter, ViewFilter } from '#contract/letters-queue.ts'
import { deskCall } from '../core/desk-call.ts'

export const useLetterQueue = defineStore('letter-queue', () => {
  const letters = shallowRef<readonly QueuedLetter[]>()
  const counts = shallowRef<QueueCounts>()
  const today = ref('')
  const next = ref<string | null>(null)
  const trouble = ref<unknown>()
  const busy = ref(false)
  /** the ids of those that are chosen to be dealt with at once */
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  /** a telephone number or an address that is looked for instead of the queue; it stays on this page alone */
  const contact = ref('')
  let filter: ViewFilter = {}
  /** the newest question; answers to older ones are dropped */
  let asked = 0

  const open = computed(() => {
    const known = counts.value
    return known && openStates.reduce((sum, state) => sum + known[state], 0)
  })
  const chosenLetters = computed(() => letters.value?.filter(({ id }) => chosen.value.has(id)) ?? [])

  /** Does the newest question; what an older one brings is dropped. */
  async function latest(ask: (isLatest: () => boolean) => Promise<void>): Promise<void> {
    const mine = ++asked
    busy.value = true
    trouble.value = undefined
    try {
      await ask(() => mine === asked)
    } catch (error) {
      if (mine === asked) trouble.value = error
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  /** Fetches until at least `length` letters are there, so that a long list keeps its place. */
  async function fetchPages(length: number, from: readonly QueuedLetter[], after: string | null): Promise<void> {
    await latest(async (isLatest) => {
      let shown = from
      let position = after
      do {
        const page = await deskCall('GET /desk/letters', {
          query: { ...filter, ...(position === null ? {} : { after: position }) }
        })
        if (!isLatest()) return
        shown = [...shown, ...page.letters]
        position = page.next
        counts.value = page.counts ?? counts.value
        today.value = page.today
      } while (shown.length < length && position !== null)
      letters.value = shown
      next.value = position
    })
  }

  async function fetchByContact(): Promise<void> {
    await latest(async (isLatest) => {
      const found = await deskCall('POST /desk/contact-searches', { body: { contact: contact.value } })
      if (!isLatest()) return
      letters.value = found.letters
      today.value = found.today
      next.value = null
    })
  }

  async function show(wanted: ViewFilter): Promise<void> {
    filter = wanted
    contact.value = ''
    letters.value = undefined
    chooseNone()
    await fetchPages(1, [], null)
  }

  /** Shows the letters whose sender gave exactly this contact. */
  async function showContact(typed: string): Promise<void> {
    contact.value = typed
    letters.value = undefined
    chooseNone()
    await fetchByContact()
  }

  const refresh = () => (contact.value === '' ? fetchPages(letters.value?.length ?? 1, [], null) : fetchByContact())
  const more = () => fetchPages((letters.value?.length ?? 0) + 1, letters.value ?? [], next.value)

  function choose(ids: readonly string[], wanted: boolean): void {
    const named = new Set(ids)
    chosen.value = new Set(wanted ? [...chosen.value, ...ids] : [...chosen.value].filter((id) => !named.has(id)))
  }
  function chooseNone(): void {
    chosen.value = new Set()
  }

  return {
    letters,
    counts,
    open,
    today,
    next,
    trouble,
    busy,
    chosen,
    chosenLetters,
    contact,
    show,
    showContact,
    refresh,
    more,
    choose,
    chooseNone
  }
})
