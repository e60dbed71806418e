/** The letter that is open: the copy kept on this phone at once, then the server's. */
import { onMounted, ref, shallowRef } from 'vue'
import { NoAnswerError, OfflineError, ProblemError } from '#ui/failures.ts'
import { keepLetter, readCase } from '../core/cases.ts'
import type { KeptCase } from '../core/phone.ts'

export function useLetter(number: string) {
  const kept = shallowRef<KeptCase>()
  /** this phone holds no code for the number */
  const unknown = ref(false)
  const failure = shallowRef<unknown>()
  /** the server has answered since the page was opened */
  const fresh = ref(false)

  async function read(): Promise<void> {
    failure.value = undefined
    try {
      kept.value = await readCase(number)
      if (kept.value === undefined) {
        unknown.value = true
        return
      }
      const { api, holderHeaders } = await import('#ui/api.ts')
      const letter = await api('GET /letters/:number', { params: { number }, headers: holderHeaders(kept.value) })
      kept.value = await keepLetter(letter, kept.value.code)
      fresh.value = true
    } catch (error) {
      failure.value = error
      if (passes(error)) addEventListener('online', () => void read(), { once: true })
    }
  }

  onMounted(read)
  return { kept, unknown, failure, fresh, read }
}

/** A failure that passes: the kept copy is then good to read. */
export function passes(error: unknown): boolean {
  return error instanceof OfflineError || error instanceof NoAnswerError || !(error instanceof ProblemError)
}
