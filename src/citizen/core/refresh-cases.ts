/** Brings the copies of this phone's cases up to date, so that what is new can be marked; those that were read just now are left alone. */
import { api, holderHeaders } from '#ui/api.ts'
import { ProblemError } from '#ui/failures.ts'
import { hasNews, renewed } from './cases.ts'
import { isOpen } from './due.ts'
import { readCases } from './kept-lists.ts'
import { write } from './phone.ts'

const freshMs = 30_000
/** The rest has its turn the next time: a phone does not ask for a hundred letters at once. */
const mostAtOnce = 10

/** Reads open cases anew. Ends without a word where there is no network: the copies stay what they were. */
export async function refreshCases(): Promise<void> {
  const before = new Date(Date.now() - freshMs).toISOString()
  const old = (await readCases()).filter((one) => isOpen(one) && !hasNews(one) && one.keptAt < before)
  for (const one of old.toSorted((a, b) => a.keptAt.localeCompare(b.keptAt)).slice(0, mostAtOnce))
    try {
      const letter = await api('GET /letters/:number', {
        params: { number: one.number },
        headers: holderHeaders(one)
      })
      await write(['cases'], async (transaction) => {
        const cases = transaction.objectStore('cases')
        const known = await cases.get(one.number)
        // a case that was taken off this phone meanwhile does not come back
        if (known !== undefined) await cases.put(renewed(known, letter))
      })
    } catch (error) {
      // one letter that does not open any more keeps none of the others back
      if (!(error instanceof ProblemError)) return
    }
}
