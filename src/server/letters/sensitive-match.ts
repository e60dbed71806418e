/**
 * Finding words of a list in what somebody wrote. Both are read alike: full width, case, and what stands between the
 * letters (spaces, points, marks that nobody sees) make no difference.
 */
import type { WordGrade } from '#contract/sensitive-words.ts'

export interface ListedWord {
  /** as `normalWord` reads it */
  readonly normal: string
  readonly grade: WordGrade
}

/** Offsets are UTF-16 units of the text as it was written. */
export interface WordPlace extends ListedWord {
  readonly start: number
  readonly end: number
}

interface ReadLetter {
  readonly letter: string
  readonly start: number
  readonly end: number
}

const counts = /[\p{L}\p{N}]/u
const latin = /[a-z0-9]/

function lettersOf(text: string): ReadLetter[] {
  const read: ReadLetter[] = []
  let start = 0
  for (const point of text) {
    const end = start + point.length
    for (const letter of point.normalize('NFKC').toLowerCase())
      if (counts.test(letter)) read.push({ letter, start, end })
    start = end
  }
  return read
}

/** A word as it is looked for. */
export const normalWord = (word: string): string =>
  lettersOf(word)
    .map(({ letter }) => letter)
    .join('')

interface Branch {
  readonly next: Map<string, Branch>
  word?: ListedWord
}

/** A list that texts can be held against: one step a letter, however many words it has. */
export type WordTree = Branch

/** Makes a list ready. */
export function wordTree(words: readonly ListedWord[]): WordTree {
  const root: Branch = { next: new Map() }
  for (const word of words) {
    let at = root
    for (const letter of word.normal) {
      const next = at.next.get(letter) ?? { next: new Map<string, Branch>() }
      at.next.set(letter, next)
      at = next
    }
    at.word = word
  }
  return root
}

/** Latin words and numbers stand for themselves: `ass` is not in `class`. */
function cutsLatin(text: string, { normal, start, end }: WordPlace): boolean {
  const beside = (side: string | undefined) => side !== undefined && latin.test(side.normalize('NFKC').toLowerCase())
  return (
    (latin.test(normal.at(0) ?? '') && beside(text[start - 1])) ||
    (latin.test(normal.at(-1) ?? '') && beside(text[end]))
  )
}

const covers = (one: WordPlace, other: WordPlace): boolean =>
  one !== other &&
  one.start <= other.start &&
  one.end >= other.end &&
  (one.grade === 'hold' || other.grade === 'mark') &&
  (one.end - one.start > other.end - other.start || one.normal.length > other.normal.length)

/** Every place that holds a word; one within a longer word that weighs as much is left out. In the order of the text. */
export function findWords(text: string, tree: WordTree): WordPlace[] {
  const read = lettersOf(text)
  const places: WordPlace[] = []
  for (const [from, { start }] of read.entries()) {
    let at: Branch | undefined = tree
    for (let to = from; at !== undefined && to < read.length; to += 1) {
      const letter: ReadLetter | undefined = read[to]
      at = letter === undefined ? undefined : at.next.get(letter.letter)
      if (at?.word === undefined || letter === undefined) continue
      const place = { ...at.word, start, end: letter.end }
      if (!cutsLatin(text, place)) places.push(place)
    }
  }
  // places that can cover each other begin near each other: no word is longer than forty letters
  return places.filter((place) => !places.some((other) => covers(other, place)))
}
