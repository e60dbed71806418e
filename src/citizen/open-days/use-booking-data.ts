/** What the bureau keeps of a booking: read as its holder, taken along, deleted. Nothing of it is kept on the phone. */
import { ref, shallowRef } from 'vue'
import type { OwnBookingData } from '#contract/open-days.ts'
import type * as Calls from '#ui/api.ts'
import { OfflineError } from '#ui/failures.ts'
import { readBooking } from '../core/bookings.ts'
import { saveBlob } from '../core/save-blob.ts'
import type { Own } from '../core/use-held.ts'

type Work = 'read' | 'take' | 'erase'

export function useBookingData(number: string) {
  const data = shallowRef<OwnBookingData>()
  const failure = shallowRef<unknown>()
  const busy = ref<Work>()

  async function call(what: Work, work: (calls: typeof Calls, own: Own) => Promise<void>): Promise<boolean> {
    if (busy.value !== undefined) return false
    busy.value = what
    failure.value = undefined
    try {
      const kept = await readBooking(number)
      if (kept === undefined) return false
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
      data.value = await api('GET /bookings/:number/own-data', own)
    })
  const take = () =>
    call('take', async ({ api }, own) => {
      const all = await api('GET /bookings/:number/own-data', own)
      data.value = all
      saveBlob(new Blob([JSON.stringify(all, undefined, 2)], { type: 'application/json' }), `${number}.json`)
    })
  const erase = () =>
    call('erase', async ({ api }, own) => {
      data.value = await api('POST /bookings/:number/contact-erasure', own)
    })
  return { data, failure, busy, read, take, erase }
}
