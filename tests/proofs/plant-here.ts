/** Plants in this very process, for proofs that call the guarded code themselves. */
import type { Plant } from './plant.ts'

/** Call it before the guarded source is first imported. */
export const plantHere = async (plants: readonly Plant[]): Promise<void> => {
  process.env['PROOF_PLANTS'] = JSON.stringify(plants)
  // read anew under another address: the proof's own parts have read it already, without plants
  await import(`${new URL('plant.ts', import.meta.url).href}?here`)
}
