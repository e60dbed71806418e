/** Brings the copies of this phone's open cases up to date, so that what is new can be marked. */
import { api } from '#ui/api.ts'
import { renewed } from './cases.ts'
import { isOpen } from './due.ts'
import { readCases } from './kept-lists.ts'
import { write } from './phone.ts'
import { refreshHeld } from './refresh-held.ts'

export async function refreshCases(): Promise<void> {
  await refreshHeld((await readCases()).filter(isOpen), async ({ number }, own) => {
    const letter = await api('GET /letters/:number', own)
    await write(['cases'], async (transaction) => {
      const cases = transaction.objectStore('cases')
      const known = await cases.get(number)
      // a case that was taken off this phone meanwhile does not come back
      if (known !== undefined) await cases.put(renewed(known, letter))
    })
  })
}
