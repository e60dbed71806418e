/** In the elder view a form asks one question a screen; elsewhere it stands whole. */
import { computed, nextTick, onBeforeUnmount, ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'
import { settings } from './settings.ts'

/** @param steps the questions in their order; what they are may change while the form is open */
export function useSteps<Step extends string>(steps: () => readonly Step[]) {
  const router = useRouter()
  const index = ref(0)
  const all = computed(steps)
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
    const after = all.value[index.value + 1]
    if (after !== undefined) await go(after)
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
