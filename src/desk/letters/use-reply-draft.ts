/** The text of a reply while it is written: kept in the tab at every key, saved at every pause. */
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { DeskLetter } from '#contract/letters-desk.ts'
import { countCharacters } from '#ui/rules-for.ts'
import { deskCall } from '../core/desk-call.ts'
import { useSession } from '../core/session.ts'
import { isProblem } from '../core/trouble.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'
import type { OpenedLetter } from './use-letter.ts'

export type Draft = NonNullable<DeskLetter['draft']>

/** Bounds of `ReplyText` in the contract, in characters. */
export const replyBounds = { shortest: 5, longest: 10_000 } as const

/** Which saving a draft is from: a version goes on for a while in one hand, so its number alone doesn't tell. */
const stampOf = (draft: Draft | null): string => draft?.savedAt ?? ''

/** A pause long enough that what is saved is a thought, not a syllable. */
const pauseMs = 3000

interface ReplyDraft {
  readonly text: Ref<string>
  readonly length: ComputedRef<number>
  readonly fits: ComputedRef<boolean>
  /** typed but not on the server yet */
  readonly isUnsaved: ComputedRef<boolean>
  readonly saving: Ref<boolean>
  readonly trouble: Ref<unknown>
  /** a version that somebody else saved while this text was typed */
  readonly theirs: Ref<Draft | undefined>
  /** the text was found in the tab: it had not reached the server */
  readonly wasKept: boolean
  /** Saves what is typed; resolves to whether the server has all of it. */
  readonly save: () => Promise<boolean>
  readonly takeTheirs: () => void
}

export function useReplyDraft(opened: OpenedLetter, letterId: string): ReplyDraft {
  const session = useSession()
  const place: KeptPlace = { what: 'reply', about: letterId, personId: session.person?.id ?? '' }
  const known = shallowRef<Draft | null>(opened.letter.value?.draft ?? null)
  const kept = keptText(place)
  const text = ref(kept?.text ?? known.value?.text ?? '')
  const theirs = shallowRef<Draft | undefined>(
    kept && known.value && kept.basedOn !== stampOf(known.value) ? known.value : undefined
  )
  const saving = ref(false)
  const trouble = ref<unknown>()

  const length = computed(() => countCharacters(text.value.trim()))
  const fits = computed(() => length.value >= replyBounds.shortest && length.value <= replyBounds.longest)
  const isUnsaved = computed(() => text.value.trim() !== (known.value?.text ?? '').trim())

  let timer = 0
  let running: Promise<boolean> | undefined

  async function put(letter: DeskLetter): Promise<boolean> {
    const sent = text.value
    saving.value = true
    trouble.value = undefined
    try {
      const fresh = await deskCall('PUT /desk/letters/:id/draft', {
        params: { id: letterId },
        body: { text: sent, revision: letter.revision }
      })
      known.value = fresh.draft
      theirs.value = undefined
      opened.letter.value = fresh
      if (text.value === sent) forgetText(place)
      return !isUnsaved.value
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')) await opened.seeChange()
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
    const letter = opened.letter.value
    // while somebody else's change waits to be looked at, nothing is written over it
    if (!letter?.actions.includes('draft') || !fits.value || opened.changed.value) return false
    running = put(letter)
    try {
      return await running
    } finally {
      running = undefined
    }
  }

  const saveSoon = () => void save()

  function takeTheirs(): void {
    text.value = theirs.value?.text ?? text.value
    theirs.value = undefined
  }

  watch(text, (now) => {
    if (isUnsaved.value) keepText(place, { text: now, basedOn: stampOf(known.value) })
    else forgetText(place)
    window.clearTimeout(timer)
    timer = window.setTimeout(saveSoon, pauseMs)
  })

  // a version that isn't ours: it replaces an untouched text, and stands beside one that was typed
  watch(opened.letter, (letter) => {
    const draft = letter?.draft ?? null
    if (!letter || stampOf(draft) === stampOf(known.value)) return
    const untouched = !isUnsaved.value
    known.value = draft
    if (untouched) text.value = draft?.text ?? ''
    else theirs.value = draft ?? undefined
  })

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
    if (session.standing === 'signed-in' && !opened.gone.value) saveSoon()
  })

  return { text, length, fits, isUnsaved, saving, trouble, theirs, wasKept: kept !== undefined, save, takeTheirs }
}
