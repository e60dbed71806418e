/** Reads copies of what this phone can open anew, the oldest first; those that were read just now are left alone. */
import { holderHeaders } from '#ui/api.ts'
import { ProblemError } from '#ui/failures.ts'
import type { Proof } from './phone.ts'
import type { Own } from './use-held.ts'

interface Held extends Proof {
  readonly number: string
  readonly keptAt: string
}

const freshMs = 30_000
/** The rest has its turn the next time: a phone does not ask for a hundred letters at once. */
const mostAtOnce = 10

/** What did not open is not tried again until the app is loaded anew: wrong codes slow down everybody on the same network. */
const shut = new Set<string>()
const keyOf = ({ number, code }: Held): string => `${number} ${code}`

/** A copy from the future was kept while the phone's clock was ahead: it may be of any age, and counts as the oldest. */
function ageOf({ keptAt }: Held): number {
  const age = Date.now() - Date.parse(keptAt)
  return age < 0 ? Number.MAX_SAFE_INTEGER : age
}

/** `read` asks for one and keeps it. Ends without a word where there is no network: the copies stay what they were. */
export async function refreshHeld<One extends Held>(
  held: readonly One[],
  read: (one: One, own: Own) => Promise<void>
): Promise<void> {
  const old = held.filter((one) => ageOf(one) >= freshMs && !shut.has(keyOf(one)))
  for (const one of old.toSorted((a, b) => ageOf(b) - ageOf(a)).slice(0, mostAtOnce))
    try {
      await read(one, { params: { number: one.number }, headers: holderHeaders(one) })
    } catch (error) {
      // one that does not open any more keeps none of the others back
      if (!(error instanceof ProblemError)) return
      if (error.slug === 'holder-unknown') shut.add(keyOf(one))
    }
}
