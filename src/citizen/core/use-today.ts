/** Today in Asia/Shanghai; follows midnight when the page comes back into view. */
import { onMounted, onUnmounted, type Ref, ref } from 'vue'
import { dayOf } from '#contract/calendar.ts'

export function useToday(): Ref<string> {
  const today = ref(dayOf(new Date()))
  const look = () => {
    today.value = dayOf(new Date())
  }
  onMounted(() => document.addEventListener('visibilitychange', look))
  onUnmounted(() => document.removeEventListener('visibilitychange', look))
  return today
}
