/** Counts down the seconds for which the server takes no further try. */
import { onBeforeUnmount, ref, type Ref } from 'vue'

export function useWaitingTime(): { left: Ref<number>; start: (seconds: number) => void } {
  const left = ref(0)
  let timer = 0
  const start = (seconds: number) => {
    window.clearInterval(timer)
    left.value = seconds
    timer = window.setInterval(() => {
      left.value -= 1
      if (left.value <= 0) window.clearInterval(timer)
    }, 1000)
  }
  onBeforeUnmount(() => window.clearInterval(timer))
  return { left, start }
}
