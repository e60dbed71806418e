/** In the elder view the form asks one question a screen; elsewhere it stands whole. */
import { computed, nextTick, onBeforeUnmount, ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'
import type { LetterKind } from '#contract/letters.ts'
import { settings } from '../core/settings.ts'

const steps = ['title', 'text', 'files', 'topic', 'contact', 'publish', 'agree'] as const
export type Step = (typeof steps)[number]

/** The questions of a kind: a fault has no topic, and nothing of it is published. */
const stepsOf = (kind: LetterKind): readonly Step[] =>
  kind === 'fault' ? steps.filter((step) => step !== 'topic' && step !== 'publish') : steps

/** The question that a field of the body belongs to. */
export function stepOf(pointer: string): Step {
  if (pointer.startsWith('/contact')) return 'contact'
  if (pointer.startsWith('/attachments')) return 'files'
  if (pointer === '/publishConsent') return 'publish'
  return steps.find((one) => pointer === `/${one}`) ?? 'title'
}

export function useSteps(kind: () => LetterKind) {
  const router = useRouter()
  const index = ref(0)
  const all = computed(() => stepsOf(kind()))
  /** the question that is asked now; undefined where the form stands whole */
  const step = computed(() => (settings.elder ? all.value[index.value] : undefined))
  const isLast = computed(() => step.value === undefined || index.value === all.value.length - 1)
  const asks = (one: Step): boolean => (step.value === undefined ? all.value.includes(one) : step.value === one)

  async function go(to: Step): Promise<void> {
    index.value = Math.max(0, all.value.indexOf(to))
    if (step.value === undefined) return
    await nextTick()
    scrollTo({ top: 0 })
    document.getElementById('step-asks')?.focus({ preventScroll: true })
  }

  /** To the question before; false at the first one. */
  function back(): boolean {
    const before = step.value === undefined ? undefined : all.value[index.value - 1]
    if (before === undefined) return false
    void go(before)
    return true
  }

  async function next(): Promise<void> {
    await go(all.value[index.value + 1] ?? 'agree')
  }

  // the phone's own key for the way back goes to the question before, too; a link that is tapped leaves the form
  let keyed = false
  onBeforeUnmount(
    router.options.history.listen(() => {
      keyed = true
    })
  )
  const wasKeyed = (): boolean => {
    const was = keyed
    keyed = false
    return was
  }
  onBeforeRouteUpdate(() => {
    wasKeyed()
  })
  onBeforeRouteLeave(() => !(wasKeyed() && back()))

  return { all, step, index, isLast, asks, go, back, next }
}
