/** One act with its state on the screen: being done, or why it was not. */
import { ref, shallowRef } from 'vue'
import { sayFailure, type Saying } from '#ui/failures.ts'
import { failureWords } from './failure-words.ts'
import type { Act } from './use-held.ts'
import { useWords } from './words.ts'

/** @param unclear what is said when no answer came, and nobody knows whether it was done */
export function useActOn<Thing>(act: Act<Thing>, unclear: () => Saying) {
  const failures = useWords(failureWords)
  const acting = ref(false)
  const trouble = shallowRef<Saying>()

  /** True when it was done; else `trouble` says why not. */
  async function run(...[send, isDone]: Parameters<Act<Thing>>): Promise<boolean> {
    if (acting.value) return false
    acting.value = true
    trouble.value = undefined
    const outcome = await act(send, isDone)
    acting.value = false
    if (!outcome.done) trouble.value = outcome.unclear ? unclear() : sayFailure(outcome.error, failures.value)
    return outcome.done
  }

  return { acting, trouble, run }
}
