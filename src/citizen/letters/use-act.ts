/** One act with its state on the screen: being done, or why it was not. */
import { ref, shallowRef } from 'vue'
import { sayFailure, type Saying } from '#ui/failures.ts'
import { failureWords } from '../core/failure-words.ts'
import { useWords } from '../core/words.ts'
import { readWords } from './read-words.ts'
import type { Act } from './use-letter.ts'

export function useAct(act: Act) {
  const words = useWords(readWords)
  const failures = useWords(failureWords)
  const acting = ref(false)
  const trouble = shallowRef<Saying>()

  /** True when it was done; else `trouble` says why not. */
  async function run(...[send, isDone]: Parameters<Act>): Promise<boolean> {
    if (acting.value) return false
    acting.value = true
    trouble.value = undefined
    const outcome = await act(send, isDone)
    acting.value = false
    if (!outcome.done) trouble.value = outcome.unclear ? words.value.unclear : sayFailure(outcome.error, failures.value)
    return outcome.done
  }

  return { acting, trouble, run }
}
