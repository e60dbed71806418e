/** In the elder view the form asks one question a screen; elsewhere it stands whole. */
import { computed, nextTick, onBeforeUnmount, ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'
import { settings } from '../core/settings.ts'

export const steps = ['title', 'text', 'files', 'topic', 'contact', 'publish', 'agree'] as const
export type Step = (typeof steps)[number]

/** The question that a field of the body belongs to. */
export function stepOf(pointer: string): Step {
  if (pointer.startsWith('/contact')) return 'contact'
  if (pointer.startsWith('/attachments')) return 'files'
  return steps.find((one) => pointer === `/${one}`) ?? 'title'
}

export function useSteps() {
  const router = useRouter()
  const index = ref(0)
  /** the question that is asked now; undefined where the form stands whole */
  const step = computed(() => (settings.elder ? steps[index.value] : undefined))
  const isLast = computed(() => step.value === undefined || index.value === steps.length - 1)
  const asks = (one: Step): boolean => step.value === undefined || step.value === one

  async function go(to: Step): Promise<void> {
    index.value = steps.indexOf(to)
    if (step.value === undefined) return
    await nextTick()
    scrollTo({ top: 0 })
    document.getElementById('step-asks')?.focus({ preventScroll: true })
  }

  /** To the question before; false at the first one. */
  function back(): boolean {
    const before = step.value === undefined ? undefined : steps[index.value - 1]
    if (before === undefined) return false
    void go(before)
    return true
  }

  async function next(): Promise<void> {
    await go(steps[index.value + 1] ?? 'agree')
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

  return { step, index, isLast, asks, go, back, next }
}
