/** The own data of a letter: read as its holder, taken along, contact details deleted. Nothing of it is kept on the phone. */
import { onMounted, ref, shallowRef } from 'vue'
import type { OwnData } from '#contract/own-data.ts'
import type * as Calls from '#ui/api.ts'
import { OfflineError } from '#ui/failures.ts'
import { isBorrowed, readCase } from '../core/cases.ts'
import type { Own } from './use-letter.ts'
import { saveBlob } from '../core/save-blob.ts'

export function useOwnData(number: string) {
  const data = shallowRef<OwnData>()
  const failure = shallowRef<unknown>()
  /** this phone holds no code for the number */
  const unknown = ref(false)
  const busy = ref<'read' | 'take' | 'erase'>()

  async function call(what: 'read' | 'take' | 'erase', work: (calls: typeof Calls, own: Own) => Promise<void>) {
    if (busy.value !== undefined) return false
    busy.value = what
    failure.value = undefined
    try {
      const kept = await readCase(number)
      if (kept === undefined) {
        unknown.value = true
        return false
      }
      const calls = await import('#ui/api.ts').catch((cause: unknown) => {
        throw new OfflineError('the program is not here yet', { cause })
      })
      await work(calls, { params: { number }, headers: calls.holderHeaders(kept) })
      return true
    } catch (error) {
      failure.value = error
      return false
    } finally {
      busy.value = undefined
    }
  }

  const read = () =>
    call('read', async ({ api }, own) => {
      data.value = await api('GET /letters/:number/own-data', own)
    })
  const take = () =>
    call('take', async ({ apiFile }, own) => {
      saveBlob(await apiFile('GET /letters/:number/own-data.zip', own), `${number}.zip`)
    })
  const erase = () =>
    call('erase', async ({ api }, own) => {
      data.value = await api('POST /letters/:number/contact-erasure', own)
    })
  onMounted(() => void read())
  return { data, failure, unknown, busy, borrowed: isBorrowed(number), read, take, erase }
}
