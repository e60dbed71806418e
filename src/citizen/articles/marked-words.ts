/** A text in pieces, the words that were looked for apart. */

interface Piece {
  readonly text: string
  readonly found: boolean
}

const quoted = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, (mark) => `\\${mark}`)

/** Cuts a text at `words`, the longest first; capitals are the same as small letters. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  const wanted = words.filter((word) => word !== '').toSorted((one, other) => other.length - one.length)
  if (wanted.length === 0) return [{ text, found: false }]
  return text
    .split(new RegExp(`(${wanted.map(quoted).join('|')})`, 'giu'))
    .map((piece, index) => ({ text: piece, found: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
