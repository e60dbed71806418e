/** The service worker of the door page alone: with it, the page opens without a network. */
import { onMounted, ref, type Ref } from 'vue'

/** Whether the page can be opened without a network by now. */
export function useDoorWorker(): Ref<boolean> {
  const ready = ref(false)
  onMounted(async () => {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
    try {
      await navigator.serviceWorker.register('/desk/door-sw.js', { scope: '/desk/door' })
      await navigator.serviceWorker.ready
      ready.value = true
    } catch {
      // the page says itself that it must stay open
    }
  })
  return ready
}
