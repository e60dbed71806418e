/** Runs of letters made plain: no empty marks, no mark within its like, a paragraph where two breaks stood. */
import { Element, isTag, isText, Text, type ChildNode } from 'domhandler'
import { isBreak, isSeen, leavesOf, plainText, tidySpaces } from './body-letters.ts'

const withParents = (made: Element): Element => {
  for (const child of made.children) child.parent = made
  return made
}

/** A copy of the run without marks inside their like and without what Word left. */
function copied(nodes: readonly ChildNode[], around: readonly string[], pictures = true): ChildNode[] {
  return nodes.flatMap((node): ChildNode[] => {
    if (isText(node)) return [new Text(plainText(node.data))]
    if (!isTag(node)) return []
    const { name, attribs } = node
    if (name === 'br') return [new Element('br', {})]
    if (name === 'img' && !pictures) return [new Text(' ')]
    if (name === 'img' || attribs['data-note'] !== undefined) return [new Element(name, { ...attribs })]
    if (name === 'mark' || around.includes(name)) return copied(node.children, around, pictures)
    return [withParents(new Element(name, { ...attribs }, copied(node.children, [...around, name], pictures)))]
  })
}

/** Without what is gone; marks with nothing to see in them leave their breaks behind. */
function pruned(nodes: readonly ChildNode[], gone: ReadonlySet<ChildNode>): ChildNode[] {
  return nodes.flatMap((node): ChildNode[] => {
    if (!isTag(node) || node.children.length === 0)
      return !gone.has(node) && (isSeen(node) || isBreak(node)) ? [node] : []
    node.children = pruned(node.children, gone)
    if (!leavesOf([node]).some(isSeen)) return node.children
    return [withParents(node)]
  })
}

/** A run with its spaces right and nothing empty in it. */
function tidied(nodes: readonly ChildNode[]): ChildNode[] {
  return pruned(nodes, tidySpaces(leavesOf(nodes)))
}

/** Cut where two breaks stand together. */
function cut(nodes: readonly ChildNode[]): ChildNode[][] {
  const pieces: ChildNode[][] = [[]]
  for (const [index, node] of nodes.entries()) {
    const before = nodes[index - 1]
    const after = nodes[index + 1]
    if (isBreak(node) && ((before && isBreak(before)) || (after && isBreak(after)))) pieces.push([])
    else pieces.at(-1)?.push(node)
  }
  return pieces
}

const isPicture = (node: ChildNode): node is Element => isTag(node) && node.name === 'img'

/** The paragraphs of a run; pictures that stand alone in a line are blocks of their own. */
export function linesOf(nodes: readonly ChildNode[]): Element[] {
  return cut(tidied(copied(nodes, []))).flatMap((piece) => {
    const line = tidied(piece)
    const letters = line.filter((node) => !isBreak(node) && !(isText(node) && node.data.trim() === ''))
    if (letters.length === 0) return []
    return letters.every(isPicture) ? letters : [withParents(new Element('p', {}, line))]
  })
}

/** One line in an element of a name, as in a caption; nothing where it would be empty. `lettersOnly`: without pictures. */
export function lineIn(name: string, nodes: readonly ChildNode[], lettersOnly = false): Element[] {
  const line = tidied(copied(nodes, [], !lettersOnly))
  return line.length > 0 ? [withParents(new Element(name, {}, line))] : []
}
