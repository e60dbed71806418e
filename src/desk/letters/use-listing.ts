/** A message's copy for the board, while it is looked at: typed text stays in the tab until the server has it. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { boardParts, ListingDraft, type Listing } from '#contract/board.ts'
import { deskCall } from '../core/desk-call.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'
import { useSession } from '../core/session.ts'
import { reasonsOf, type TypedCopy, useMarkedCopy } from './use-marked-copy.ts'

type Typed = TypedCopy<(typeof boardParts)[number]>

function typedOf({ title, question, findings }: Listing): Typed {
  return { title, question, kept: reasonsOf(findings) }
}

export function useListing(letterId: string) {
  const place: KeptPlace = { what: 'listing', about: letterId, personId: useSession().person?.id ?? '' }
  const listing = shallowRef<Listing>()
  const typed = reactive<Typed>({ title: '', question: '', kept: [] })
  const trouble = ref<unknown>()

  const { keptReasons, ...copy } = useMarkedCopy(ListingDraft, boardParts, typed, listing)
  const isChanged = computed(
    () => listing.value !== undefined && JSON.stringify(typed) !== JSON.stringify(typedOf(listing.value))
  )
  const draft = computed<Typed>(() => ({
    title: typed.title.trim(),
    question: typed.question.trim(),
    kept: keptReasons.value
  }))

  /** Takes what the server has. */
  function show(fresh: Listing): void {
    listing.value = fresh
    Object.assign(typed, typedOf(fresh))
    forgetText(place)
  }

  /** The same, but what was typed and is not there yet stays. */
  async function load(): Promise<void> {
    trouble.value = undefined
    try {
      const fresh = await deskCall('GET /desk/letters/:id/listing', { params: { id: letterId } })
      const kept = keptText(place)
      if (kept === undefined) return show(fresh)
      listing.value = fresh
      Object.assign(typed, JSON.parse(kept.text) as Typed)
    } catch (error) {
      trouble.value = error
    }
  }

  watch(
    typed,
    () => {
      if (listing.value === undefined) return
      if (isChanged.value) keepText(place, { text: JSON.stringify(typed), basedOn: '' })
      else forgetText(place)
    },
    // kept at once: the page may be gone by the next tick
    { deep: true, flush: 'sync' }
  )

  return { listing, typed, ...copy, isChanged, draft, trouble, show, load }
}
