/** A text cut at the places that look like personal data, so that each place can be shown as what it is. */
import type { PersonalDataKind } from '#contract/answers.ts'
import type { WordGrade } from '#contract/sensitive-words.ts'
import { findPersonalData, type PersonalDataPlace } from '#contract/personal-data.ts'

export interface MarkedPiece {
  readonly text: string
  /** undefined: nothing was found here */
  readonly kind?: PersonalDataKind
  /** a word of the list, as the server found it */
  readonly grade?: WordGrade
}

/** A text that the server found to look like personal data: names, which only its dictionary knows. */
export interface KnownText {
  readonly kind: PersonalDataKind
  readonly text: string
}

/** What looks like personal data by its shape, and wherever a known text stands. */
export function findMarked(text: string, known: readonly KnownText[]): PersonalDataPlace[] {
  const places = known.flatMap(({ kind, text: wanted }) => {
    const starts: number[] = []
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) starts.push(at)
    return starts.map((start) => ({ kind, start, end: start + wanted.length }))
  })
  return findPersonalData(text, places)
}

/** All of the text, piece by piece. */
export function markPersonalData(text: string, known: readonly KnownText[] = []): MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let done = 0
  for (const { kind, start, end } of findMarked(text, known)) {
    if (start > done) pieces.push({ text: text.slice(done, start) })
    pieces.push({ text: text.slice(start, end), kind })
    done = end
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
}

/** Where a word of the list stands in a text. */
export interface ListedPlace {
  readonly start: number
  readonly end: number
  readonly grade: WordGrade
}

/** The same pieces, cut once more at words of the list; what looks like personal data stays one piece. */
export function markWords(pieces: readonly MarkedPiece[], places: readonly ListedPlace[]): MarkedPiece[] {
  const marked: MarkedPiece[] = []
  let begin = 0
  for (const piece of pieces) {
    const end = begin + piece.text.length
    let done = begin
    for (const place of piece.kind ? [] : places) {
      if (place.start < done || place.end > end) continue
      if (place.start > done) marked.push({ text: piece.text.slice(done - begin, place.start - begin) })
      marked.push({ text: piece.text.slice(place.start - begin, place.end - begin), grade: place.grade })
      done = place.end
    }
    if (done < end) marked.push(done === begin ? piece : { text: piece.text.slice(done - begin) })
    begin = end
  }
  return marked
}
