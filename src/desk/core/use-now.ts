/** What time it is, looked at every half minute. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export function useNow(): Ref<number> {
  const now = ref(Date.now())
  let timer = 0
  onMounted(() => (timer = window.setInterval(() => (now.value = Date.now()), 30_000)))
  onBeforeUnmount(() => window.clearInterval(timer))
  return now
}
