/** The open day of a page: what came with the page, then what the server says now, or what this phone keeps of it. */
import { onMounted, ref, shallowRef, watch } from 'vue'
import type { OpenDay } from '#contract/open-days.ts'
import { ProblemError } from '#ui/failures.ts'
import { useServerClock } from './use-server-clock.ts'

/** @param carried what the server rendered, places as they were then */
export function useOpenDay(id: () => string, carried?: OpenDay) {
  const day = shallowRef<OpenDay | undefined>(carried?.id === id() ? carried : undefined)
  const { now, set: setClock } = useServerClock(day.value?.now)
  const failure = shallowRef<unknown>()
  const gone = ref(false)
  /** '' where it is as the server has it, or had it when the page was made */
  const keptAt = ref('')

  async function read(): Promise<void> {
    failure.value = undefined
    gone.value = false
    const wanted = id()
    try {
      const { api } = await import('#ui/api.ts')
      const found = await api('GET /open-days/:id', { params: { id: wanted } })
      if (wanted !== id()) return
      day.value = found
      keptAt.value = ''
      setClock(found.now)
      const { keepOpenDays } = await import('../core/kept-open-days.ts')
      await keepOpenDays({ day: found }).catch(() => undefined)
    } catch (error) {
      if (wanted !== id()) return
      if (error instanceof ProblemError && (error.slug === 'not-found' || error.slug === 'bad-request')) {
        day.value = undefined
        gone.value = true
      } else if (day.value === undefined && !(await readKept(error, wanted))) failure.value = error
    }
  }

  async function readKept(error: unknown, wanted: string): Promise<boolean> {
    if (error instanceof ProblemError) return false
    const { keptOpenDay } = await import('../core/kept-open-days.ts')
    const kept = await keptOpenDay(wanted).catch(() => undefined)
    if (kept === undefined || wanted !== id()) return false
    day.value = kept
    keptAt.value = kept.now
    return true
  }

  onMounted(() => void read())
  watch(id, () => {
    day.value = undefined
    void read()
  })
  return { day, now, failure, gone, keptAt, read }
}
