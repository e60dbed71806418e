/** What changed between two versions of a body: block by block, then the characters of those that were rewritten. */
import { compareTexts, type TextPiece } from '../core/compare-texts.ts'

/** What a block is to its readers: a row of a table is one, so that a changed figure is found in its row. */
export type BlockKind = 'heading' | 'paragraph' | 'item' | 'quote' | 'row' | 'caption' | 'picture' | 'note'

export interface Block {
  readonly kind: BlockKind
  readonly text: string
  /** what doesn't show in the text: weight, level, addresses of links and pictures */
  readonly form: string
}

export interface BlockChange {
  readonly kind: BlockKind
  readonly change: 'same' | 'changed' | 'restyled' | 'removed' | 'added'
  readonly pieces: readonly TextPiece[]
}

const kinds: Readonly<Record<string, BlockKind>> = {
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  p: 'paragraph',
  li: 'item',
  blockquote: 'quote',
  tr: 'row',
  caption: 'caption',
  figcaption: 'caption',
  img: 'picture'
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The marks and addresses inside a block, in their order. */
const formOf = (element: Element): string =>
  [element, ...element.querySelectorAll('*')]
    .filter(({ localName }) => localName !== 'p' && localName !== 'tbody' && localName !== 'thead')
    .map((one) => `${one.localName}${one.getAttribute('href') ?? ''}${one.getAttribute('src') ?? ''}`)
    .join(' ')

/** A row's cells stand apart from each other. */
const rowText = (row: Element): string => [...row.children].map((cell) => squeezed(cell.textContent)).join(' │ ')

/** An item's text without the list below it. */
function ownText(element: Element): string {
  const copy = element.cloneNode(true) as Element
  for (const inner of copy.querySelectorAll('ul, ol, table, img')) inner.remove()
  return squeezed(copy.textContent)
}

function textOf(element: Element, kind: BlockKind): string {
  if (kind === 'picture') return element.getAttribute('alt') ?? ''
  return kind === 'row' ? rowText(element) : ownText(element)
}

const notesOf = (element: Element): Block[] =>
  [...element.querySelectorAll('sup[data-note]')].map((note) => ({
    kind: 'note',
    text: note.getAttribute('data-note') ?? '',
    form: ''
  }))

function collect(element: Element, into: Block[]): void {
  const kind = kinds[element.localName]
  if (kind !== undefined) {
    const text = textOf(element, kind)
    if (text !== '' || kind === 'picture') into.push({ kind, text, form: formOf(element) })
    if (kind !== 'item') into.push(...notesOf(element))
  }
  // what has its own text is told as a whole; a list in an item, a picture in a figure stand for themselves
  for (const child of element.children) {
    const inside = kind === 'item' || kind === 'quote' ? child.localName !== 'p' : true
    if (kind === 'row' || kind === 'heading' || !inside) continue
    collect(child, into)
  }
}

/** The blocks of a body in reading order. */
export function blocksOf(html: string): Block[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const blocks: Block[] = []
  for (const child of body.children) collect(child, blocks)
  return blocks
}

const pairsOf = (text: string): Set<string> => {
  const letters = [...text]
  return new Set(letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`))
}

/** How much of two texts is alike, 0 to 1, by their pairs of neighbouring characters. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1
  const [mine, theirs] = [pairsOf(one), pairsOf(other)]
  if (mine.size === 0 || theirs.size === 0) return 0
  const common = [...mine].filter((pair) => theirs.has(pair)).length
  return (2 * common) / (mine.size + theirs.size)
}

/** Below this two blocks are not the same one rewritten, but one that went and one that came. */
const leastLikeness = 0.3

const weightOf = (before: Block, after: Block): number => {
  if (before.kind !== after.kind) return 0
  const alike = likeness(before.text, after.text)
  return alike < leastLikeness ? 0 : alike
}

function told(before: Block, after: Block): BlockChange {
  const { kind, text } = after
  if (before.text !== text) return { kind, change: 'changed', pieces: compareTexts(before.text, text) }
  const change = before.form === after.form ? 'same' : 'restyled'
  return { kind, change, pieces: [{ kind: 'same', text }] }
}

const gone = ({ kind, text }: Block): BlockChange => ({ kind, change: 'removed', pieces: [{ kind: 'removed', text }] })
const come = ({ kind, text }: Block): BlockChange => ({ kind, change: 'added', pieces: [{ kind: 'added', text }] })

/** Pairs the blocks of two passages so that as much as possible is alike, in the order of both. */
function align(before: readonly Block[], after: readonly Block[]): BlockChange[] {
  const width = after.length + 1
  const best = new Float64Array((before.length + 1) * width)
  const at = (row: number, column: number): number => best[row * width + column] ?? 0
  const weights = before.map((old) => after.map((fresh) => weightOf(old, fresh)))
  const weight = (row: number, column: number): number => weights[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const paired = weight(row, column) > 0 ? at(row + 1, column + 1) + weight(row, column) : 0
      best[row * width + column] = Math.max(paired, at(row + 1, column), at(row, column + 1))
    }
  const changes: BlockChange[] = []
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    const old = before[row]
    const fresh = after[column]
    const pair = weight(row, column)
    if (old && fresh && pair > 0 && at(row, column) === at(row + 1, column + 1) + pair) {
      changes.push(told(old, fresh))
      row += 1
      column += 1
    } else if (old && (!fresh || at(row + 1, column) >= at(row, column + 1))) {
      changes.push(gone(old))
      row += 1
    } else if (fresh) {
      changes.push(come(fresh))
      column += 1
    }
  }
  return changes
}

const isSame = (one: Block | undefined, other: Block | undefined): boolean =>
  one !== undefined && one.kind === other?.kind && one.text === other.text && one.form === other.form

/** Every block of both bodies in reading order, and what became of it. */
export function compareBodies(before: string, after: string): BlockChange[] {
  const [old, fresh] = [blocksOf(before), blocksOf(after)]
  // what stands at both ends unchanged needs no comparison
  let head = 0
  while (isSame(old[head], fresh[head])) head += 1
  let tail = 0
  while (tail < Math.min(old.length, fresh.length) - head && isSame(old.at(-1 - tail), fresh.at(-1 - tail))) tail += 1
  const kept = ({ kind, text }: Block): BlockChange => ({ kind, change: 'same', pieces: [{ kind: 'same', text }] })
  return [
    ...fresh.slice(0, head).map(kept),
    ...align(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...fresh.slice(fresh.length - tail).map(kept)
  ]
}

/** How many places were added and removed, over all blocks. */
export function countChanges(changes: readonly Pick<BlockChange, 'pieces'>[]): { added: number; removed: number } {
  const count = (kind: 'added' | 'removed') =>
    changes.reduce((sum, { pieces }) => sum + pieces.filter((piece) => piece.kind === kind).length, 0)
  return { added: count('added'), removed: count('removed') }
}
