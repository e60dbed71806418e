/**
 * The structure of a body made plain: blocks hold blocks or lines, lines hold letters, and nothing is empty. It changes no
 * attribute and lets nothing in; what may stand in a body at all is decided before (`body-allowed.ts`).
 */
import { Element, isTag, isText, Text, type AnyNode, type ChildNode } from 'domhandler'
import { leavesOf } from './body-letters.ts'
import { linesOf, lineIn } from './body-lines.ts'
import { joinItems, itemOf } from './body-word-lists.ts'

const lineTags = new Set(['a', 'strong', 'em', 'u', 's', 'sub', 'sup', 'br', 'img', 'mark'])

/** How deep lists, quotations and tables may stand in each other; what is deeper stands beside. */
const deepest = 6

/** Where a block stands. */
interface Place {
  readonly depth: number
  readonly inTable: boolean
  readonly inFigure: boolean
}

export const element = (name: string, attribs: Record<string, string>, children: ChildNode[]): Element => {
  const made = new Element(name, attribs, children)
  for (const child of children) child.parent = made
  return made
}

const holdsBlocks = (node: Element): boolean =>
  node.children.some((child) => isTag(child) && (!lineTags.has(child.name) || holdsBlocks(child)))

const isOfLines = (node: AnyNode): boolean =>
  isText(node) || (isTag(node) && lineTags.has(node.name) && !holdsBlocks(node))

/** All letters below a node, whatever blocks they stand in, with a space between them. */
const lettersBelow = (nodes: readonly ChildNode[]): ChildNode[] =>
  nodes.flatMap((node) =>
    !isTag(node) || isOfLines(node) ? [node] : [new Text(' '), ...lettersBelow(node.children), new Text(' ')]
  )

function listOf(list: Element, place: Place): Element[] {
  const items: Element[] = []
  const add = (children: Element[]) => {
    if (children.length > 0) items.push(element('li', {}, children))
  }
  for (const child of list.children) {
    if (!isTag(child)) add(blocksOf([child], place))
    else if (child.name === 'li') add(blocksOf(child.children, place))
    else if ((child.name === 'ul' || child.name === 'ol') && items.length > 0) {
      // a list beside the items belongs to the one before it
      const last = items.at(-1)
      last?.children.push(...blocksOf([child], place))
      for (const one of last?.children ?? []) one.parent = last ?? null
    } else add(blocksOf([child], place))
  }
  return items.length > 0 ? [element(list.name, { ...list.attribs }, items)] : []
}

const sections = ['thead', 'tbody', 'tfoot']

function rowOf(row: Element, place: Place): Element[] {
  const cells = row.children
    .filter((child) => isTag(child))
    .map((cell) =>
      cell.name === 'td' || cell.name === 'th'
        ? element(cell.name, { ...cell.attribs }, blocksOf(cell.children, place))
        : element('td', {}, blocksOf([cell], place))
    )
  return cells.length > 0 ? [element('tr', {}, cells)] : []
}

/** Rows, and cells that stand without one, of a part of a table. */
function rowsOf(part: Element, place: Place): Element[] {
  return part.children
    .filter((child) => isTag(child))
    .flatMap((child) => {
      if (child.name === 'tr') return rowOf(child, place)
      return child.name === 'td' || child.name === 'th' ? rowOf(element('tr', {}, [child]), place) : []
    })
}

function tableOf(table: Element, place: Place): Element[] {
  const inside = { ...place, inTable: true }
  const parts = table.children.filter((child) => isTag(child))
  const caption = parts.find(({ name }) => name === 'caption')
  const words = caption ? lineIn('caption', lettersBelow(caption.children)) : []
  const loose = parts.filter(({ name }) => ['tr', 'td', 'th'].includes(name))
  const body = [...parts, ...(loose.length > 0 ? [element('tbody', {}, loose)] : [])]
  const made = sections.flatMap((section) => {
    const rows = body.filter(({ name }) => name === section).flatMap((part) => rowsOf(part, inside))
    return rows.length > 0 ? [element(section, {}, rows)] : []
  })
  return made.length > 0 ? [element('table', { ...table.attribs }, [...words, ...made])] : blocksOf(words, place)
}

function figureOf(figure: Element, place: Place): Element[] {
  const caption = figure.children.find((child) => isTag(child) && child.name === 'figcaption')
  const inside = blocksOf(
    figure.children.filter((child) => child !== caption),
    { ...place, inFigure: true }
  )
  const below = caption && isTag(caption) ? lettersBelow(caption.children) : []
  if (!inside.some(({ name }) => ['img', 'table', 'blockquote'].includes(name))) return [...inside, ...linesOf(below)]
  return [element('figure', {}, [...inside, ...lineIn('figcaption', below)])]
}

/** A heading, and behind it the pictures that stood in it. */
function headingOf(heading: Element): Element[] {
  const below = lettersBelow(heading.children)
  const pictures = leavesOf(linesOf(below)).filter((leaf) => isTag(leaf) && leaf.name === 'img')
  return [...lineIn(heading.name, below, true), ...(pictures as Element[])]
}

function blockOf(block: Element, place: Place): Element[] {
  const inside = { ...place, depth: place.depth + 1 }
  const beside = () => blocksOf(block.children, place)
  const deeper = place.depth < deepest
  switch (block.name) {
    case 'p':
      if (holdsBlocks(block)) return beside()
      return itemOf(block) ?? linesOf(block.children)
    case 'h2':
    case 'h3':
    case 'h4':
      return headingOf(block)
    case 'hr':
      return [element('hr', {}, [])]
    case 'ul':
    case 'ol':
      return deeper ? listOf(block, inside) : beside()
    case 'blockquote': {
      const quoted = deeper ? blocksOf(block.children, inside) : []
      return deeper ? (quoted.length > 0 ? [element('blockquote', {}, quoted)] : []) : beside()
    }
    case 'table':
      return deeper && !place.inTable ? tableOf(block, inside) : beside()
    case 'figure':
      return deeper && !place.inFigure ? figureOf(block, inside) : beside()
    default:
      return beside()
  }
}

function blocksOf(nodes: readonly ChildNode[], place: Place): Element[] {
  const blocks: Element[] = []
  let line: ChildNode[] = []
  const end = () => {
    blocks.push(...linesOf(line))
    line = []
  }
  for (const node of nodes) {
    if (isOfLines(node)) line.push(node)
    else if (isTag(node)) {
      end()
      blocks.push(...blockOf(node, place))
    }
  }
  end()
  return joinItems(blocks)
}

/** The blocks of a body. */
export const structured = (nodes: readonly ChildNode[]): Element[] =>
  blocksOf(nodes, { depth: 0, inTable: false, inFigure: false })
