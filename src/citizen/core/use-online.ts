/** Whether the device says that it has a network. True on the server and until mounted. */
import { onMounted, onUnmounted, type Ref, ref } from 'vue'

export function useOnline(): Ref<boolean> {
  const online = ref(true)
  const look = () => {
    online.value = navigator.onLine
  }
  onMounted(() => {
    look()
    addEventListener('online', look)
    addEventListener('offline', look)
  })
  onUnmounted(() => {
    removeEventListener('online', look)
    removeEventListener('offline', look)
  })
  return online
}
