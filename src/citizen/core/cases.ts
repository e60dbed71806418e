/** Cases that this phone can open. */
import type { Letter, LetterReceipt } from '#contract/letters.ts'
import { type KeptCase, phone, write } from './phone.ts'

export async function readCase(number: string): Promise<KeptCase | undefined> {
  return (await phone()).get('cases', number)
}

/** The case of a receipt, as it is kept after sending. */
export function caseOf(receipt: LetterReceipt, proof: { code: string; deviceToken: string }): KeptCase {
  return { number: receipt.number, ...proof, receipt, state: 'received', keptAt: new Date().toISOString() }
}

/** Keeps the newest copy of a letter, and the code it was opened with when this phone didn't have it yet. */
export async function keepLetter(letter: Letter, code: string): Promise<KeptCase> {
  const known = await readCase(letter.number)
  const { id, number, kind, title, receivedAt, due } = letter
  const kept: KeptCase = {
    ...(known ?? { number, code }),
    receipt: { id, number, kind, title, receivedAt, due },
    state: letter.state,
    letter,
    keptAt: new Date().toISOString()
  }
  await write(['cases'], (transaction) => transaction.objectStore('cases').put(kept))
  return kept
}

export async function forgetCase(number: string): Promise<void> {
  await write(['cases'], (transaction) => transaction.objectStore('cases').delete(number))
}
