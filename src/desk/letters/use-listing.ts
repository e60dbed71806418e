/** A message's copy for the board, while it is looked at: typed text stays in the tab until the server has it. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { boardParts, ListingDraft, type Listing } from '#contract/board.ts'
import { redactPlace } from '#contract/personal-data.ts'
import { brokenRule } from '#ui/rules-for.ts'
import { deskCall } from '../core/desk-call.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'
import { useSession } from '../core/session.ts'
import { findMarked } from './text-marks.ts'

type Typed = Pick<ListingDraft, 'title' | 'question' | 'kept'>
type Found = Listing['findings'][number]

function typedOf({ title, question, findings }: Listing): Typed {
  const reasons = new Map(findings.flatMap(({ text, kept }) => (kept === null ? [] : [[text, kept] as const])))
  return { title, question, kept: [...reasons].map(([text, reason]) => ({ text, reason })) }
}

export function useListing(letterId: string) {
  const place: KeptPlace = { what: 'listing', about: letterId, personId: useSession().person?.id ?? '' }
  const listing = shallowRef<Listing>()
  const typed = reactive<Typed>({ title: '', question: '', kept: [] })
  const trouble = ref<unknown>()

  const findings = computed<Found[]>(() => {
    const reasons = new Map(typed.kept.map(({ text, reason }) => [text, reason]))
    return boardParts.flatMap((part) =>
      findMarked(typed[part], listing.value?.findings ?? []).map(({ kind, start, end }) => {
        const text = typed[part].slice(start, end)
        return { part, kind, start, end, text, kept: reasons.get(text) ?? null }
      })
    )
  })
  const undecided = computed(() => findings.value.filter(({ kept }) => kept === null).length)
  const faults = computed(() =>
    Object.fromEntries(boardParts.map((part) => [part, brokenRule(ListingDraft, part, typed[part])]))
  )
  const fits = computed(() => boardParts.every((part) => faults.value[part] === undefined))
  const isChanged = computed(
    () => listing.value !== undefined && JSON.stringify(typed) !== JSON.stringify(typedOf(listing.value))
  )
  const draft = computed<Typed>(() => {
    const found = new Set(findings.value.map(({ text }) => text))
    return {
      title: typed.title.trim(),
      question: typed.question.trim(),
      kept: typed.kept.filter(({ text }) => found.has(text))
    }
  })

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

  /** Hides one place. */
  function hide({ part, kind, start, end, text }: Found): void {
    typed[part] = typed[part].slice(0, start) + redactPlace(text, kind) + typed[part].slice(end)
  }

  /** Lets a text stand wherever it stands, and says why. */
  function keep(text: string, reason: string): void {
    typed.kept = [...typed.kept.filter((one) => one.text !== text), { text, reason }]
  }

  function unkeep(text: string): void {
    typed.kept = typed.kept.filter((one) => one.text !== text)
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

  return {
    listing,
    typed,
    findings,
    undecided,
    faults,
    fits,
    isChanged,
    draft,
    trouble,
    show,
    load,
    hide,
    keep,
    unkeep
  }
}
