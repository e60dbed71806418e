/** The server's clock on a page: what opens at a second opens by it, not by the phone's. */
import { onMounted, onUnmounted, type Ref, ref } from 'vue'

const everyMs = 1000

/** @param first what the page was rendered with, so that taking it over finds the same */
export function useServerClock(first: string | undefined): {
  now: Readonly<Ref<number>>
  /** the server has just said what time it is */
  set: (instant: string) => void
} {
  const now = ref(first === undefined ? Date.now() : Date.parse(first))
  let ahead = 0
  const look = () => {
    now.value = Date.now() + ahead
  }
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    look()
    timer = setInterval(look, everyMs)
  })
  onUnmounted(() => clearInterval(timer))
  return {
    now,
    set: (instant) => {
      ahead = Date.parse(instant) - Date.now()
      look()
    }
  }
}
