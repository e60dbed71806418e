/** One act on a letter with its state on the screen. */
import { useActOn } from '../core/use-act.ts'
import { useWords } from '../core/words.ts'
import { readWords } from './read-words.ts'
import type { Act } from './use-letter.ts'

export function useAct(act: Act) {
  const words = useWords(readWords)
  return useActOn(act, () => words.value.unclear)
}
