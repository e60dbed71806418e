/**
 * What changed between two versions of a text: sentences first, then the characters of those that were rewritten. A number
 * or a Latin word is one sign: a figure that was changed is read as a whole.
 */

export interface TextPiece {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Above this many comparisons a rewritten passage is shown as a whole: no page may stand still over it. */
const mostComparisons = 1_000_000

const sentencesOf = (text: string): string[] => text.match(/[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$/g) ?? []

/** The longest common subsequence, told as pieces; neighbours of the same kind are not joined yet. */
function align(before: readonly string[], after: readonly string[]): TextPiece[] {
  const width = after.length + 1
  const common = new Uint16Array((before.length + 1) * width)
  const at = (row: number, column: number): number => common[row * width + column] ?? 0
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      common[row * width + column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))

  const pieces: TextPiece[] = []
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    const old = before[row]
    const fresh = after[column]
    if (old !== undefined && old === fresh) {
      pieces.push({ kind: 'same', text: old })
      row += 1
      column += 1
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      pieces.push({ kind: 'removed', text: old })
      row += 1
    } else {
      pieces.push({ kind: 'added', text: fresh ?? '' })
      column += 1
    }
  }
  return pieces
}

/** Neighbours of one kind become one piece; between two that are the same, what was removed stands before what was added. */
function join(pieces: readonly TextPiece[]): TextPiece[] {
  const joined: TextPiece[] = []
  let removed = ''
  let added = ''
  const settle = () => {
    if (removed) joined.push({ kind: 'removed', text: removed })
    if (added) joined.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const { kind, text } of pieces) {
    if (kind === 'removed') removed += text
    else if (kind === 'added') added += text
    else {
      settle()
      const last = joined.at(-1)
      if (last?.kind === 'same') joined[joined.length - 1] = { kind, text: last.text + text }
      else joined.push({ kind, text })
    }
  }
  settle()
  return joined
}

const signsOf = (text: string): string[] => text.match(/\d+(?:[.,]\d+)*%?|[A-Za-z]+|[\s\S]/gu) ?? []

function refine(removed: string, added: string): TextPiece[] {
  const before = signsOf(removed)
  const after = signsOf(added)
  if (before.length * after.length > mostComparisons)
    return [
      { kind: 'removed', text: removed },
      { kind: 'added', text: added }
    ]
  return align(before, after)
}

/** The pieces of both texts in reading order: without `added` they are `before`, without `removed` they are `after`. */
export function compareTexts(before: string, after: string): TextPiece[] {
  const bySentence = join(align(sentencesOf(before), sentencesOf(after)))
  const pieces: TextPiece[] = []
  for (let index = 0; index < bySentence.length; index += 1) {
    const piece = bySentence[index] as TextPiece
    const next = bySentence[index + 1]
    if (piece.kind === 'removed' && next?.kind === 'added') {
      pieces.push(...refine(piece.text, next.text))
      index += 1
    } else pieces.push(piece)
  }
  return join(pieces)
}
