/** A text cut at the places that look like personal data, so that each place can be shown as what it is. */
import type { PersonalDataKind } from '#contract/answers.ts'
import { findPersonalData } from '#contract/personal-data.ts'

export interface MarkedPiece {
  readonly text: string
  /** undefined: nothing was found here */
  readonly kind?: PersonalDataKind
}

/** All of the text, piece by piece. */
export function markPersonalData(text: string): MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let done = 0
  for (const { kind, start, end } of findPersonalData(text)) {
    if (start > done) pieces.push({ text: text.slice(done, start) })
    pieces.push({ text: text.slice(start, end), kind })
    done = end
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
}
