/** Today in Asia/Shanghai; follows midnight, also on a page that stays in view: the last day of a limit ends with it. */
import { onMounted, onUnmounted, type Ref, ref, watch } from 'vue'
import { dayOf } from '#contract/calendar.ts'

const everyMs = 30_000

/** @param now by which clock; where that depends on something shown, today follows it */
export function useToday(now: () => Date): Readonly<Ref<string>> {
  const today = ref(dayOf(now()))
  const look = () => {
    today.value = dayOf(now())
  }
  watch(now, look)
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    document.addEventListener('visibilitychange', look)
    timer = setInterval(look, everyMs)
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', look)
    clearInterval(timer)
  })
  return today
}
