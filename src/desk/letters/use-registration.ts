/** The form of a registration: kept in the tab while it is typed, sent once, told with number and code. */
import { computed, nextTick, reactive, ref, shallowRef, watch } from 'vue'
import type { RegisteredLetter } from '#contract/letters-channels.ts'
import { dayOf } from '#contract/calendar.ts'
import { deskCall } from '../core/desk-call.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'
import { useSession } from '../core/session.ts'
import { isProblem } from '../core/trouble.ts'
import { useNow } from '../core/use-now.ts'
import { usualWay } from './channel-words.ts'
import { useLetterQueue } from './queue.ts'
import {
  bodyOf,
  faultsFrom,
  faultsOf,
  freshRegistration,
  isUnwritten,
  registrationFrom,
  type RegistrationField
} from './registration.ts'

export function useRegistration() {
  const queue = useLetterQueue()
  const now = useNow()
  const today = computed(() => dayOf(new Date(now.value)))
  const place: KeptPlace = { what: 'registration', about: 'new', personId: useSession().person?.id ?? '' }
  const typed = reactive(registrationFrom(keptText(place)?.text ?? '') ?? freshRegistration())
  const wrong = ref<Partial<Record<RegistrationField, string>>>({})
  /** the number of the letter that has the outer number already */
  const taken = ref('')
  /** an earlier sending of this form got through, and other words were typed since */
  const sentBefore = ref(false)
  const trouble = ref<unknown>()
  const busy = ref(false)
  const told = shallowRef<RegisteredLetter>()

  const isEmpty = computed(() => isUnwritten(typed))
  /** today, until another day is chosen or somebody begins to write: a letter that is sent after midnight came the day before */
  const receivedOn = computed({
    get: () => typed.receivedOn || today.value,
    set: (wanted: string) => (typed.receivedOn = isEmpty.value && wanted === today.value ? '' : wanted)
  })
  watch(isEmpty, (empty) => {
    const day = receivedOn.value
    if (!empty) typed.receivedOn = day
    else if (day === today.value) typed.receivedOn = ''
  })

  // kept at once: the page may be gone by the next tick
  watch(typed, (kept) => keepText(place, { text: JSON.stringify(kept), basedOn: '' }), { flush: 'sync' })
  // what is mended is wrong no longer; what is not complained of yet is left alone until it is sent
  watch(typed, () => {
    const left = faultsOf(typed, today.value)
    wrong.value = Object.fromEntries(Object.entries(left).filter(([name]) => name in wrong.value))
  })
  watch(
    () => typed.source,
    (source) => {
      typed.wayBack = usualWay[source]
      taken.value = ''
    }
  )

  /** An empty form, of the same channel: the next letter mostly comes by it too. */
  function begin() {
    const { source, wayBack } = typed
    Object.assign(typed, { ...freshRegistration(), source, wayBack })
    wrong.value = {}
    taken.value = ''
    sentBefore.value = false
    trouble.value = undefined
    told.value = undefined
    forgetText(place)
  }

  async function showFaults() {
    await nextTick()
    const [first] = Object.keys(wrong.value)
    if (first !== undefined) document.getElementById(`registration-${first}`)?.focus()
  }

  function understand(error: unknown) {
    if (isProblem(error, 'already-registered')) {
      taken.value = String(error.errors[0]?.limit ?? '')
      wrong.value = { outerNumber: `${taken.value} 就是这个编号，不用再登记` }
    } else if (isProblem(error, 'already-sent')) sentBefore.value = true
    else if (isProblem(error, 'invalid')) wrong.value = faultsFrom(error.errors)
    else trouble.value = error
  }

  async function send() {
    if (busy.value) return
    trouble.value = undefined
    taken.value = ''
    wrong.value = faultsOf(typed, today.value)
    if (Object.keys(wrong.value).length > 0) {
      await showFaults()
      return
    }
    busy.value = true
    try {
      told.value = await deskCall('POST /desk/letters', { body: bodyOf(typed, today.value) })
      forgetText(place)
      void queue.refresh()
    } catch (error) {
      understand(error)
      await showFaults()
    } finally {
      busy.value = false
    }
  }

  return { today, typed, receivedOn, wrong, taken, sentBefore, trouble, busy, told, isEmpty, begin, send }
}
