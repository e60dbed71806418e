/** The letters of a body: what is not seen goes, spaces are one space. */
import { isTag, isText, type AnyNode, type ChildNode } from 'domhandler'

// zero-width marks, soft hyphens, direction marks that turn a line around, noncharacters (two of them are ours while we print)
const unseen = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff]/gu
const spaces = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f]+/g
const wide = '[\\u3000-\\u9fff\\uf900-\\ufaff\\uff00-\\uffee]'
// where a line of Chinese was broken in the source there is no space
const broken = new RegExp(`(${wide})[ \\u00a0]*\\n\\s*(?=${wide})`, 'g')

/** A text as it is stored. Spaces at its ends stay: what stands beside it is not known here. */
export const plainText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\r\n\f\v]+/g, '\n')
    .replace(broken, '$1')
    .replace(/[\n\t]/g, ' ')
    .replace(unseen, '')
    .replace(spaces, ' ')

/** What is seen in a run of text: letters, breaks, pictures and marks of notes, in their order. */
export function leavesOf(nodes: readonly AnyNode[]): ChildNode[] {
  return nodes.flatMap((node): ChildNode[] => {
    if (isText(node)) return [node]
    if (!isTag(node)) return []
    return node.children.length === 0 ? [node] : leavesOf(node.children)
  })
}

export const isBreak = (node: AnyNode): boolean => isTag(node) && node.name === 'br'

/** Letters, a picture or the mark of a note: what a run is worth keeping for. */
export const isSeen = (leaf: AnyNode): boolean =>
  isText(leaf)
    ? leaf.data !== ''
    : isTag(leaf) && (leaf.name === 'img' || (leaf.name === 'sup' && leaf.attribs['data-note'] !== undefined))

/** Takes the spaces off the end of what was passed, and the breaks where it is the end of all (`gone`). */
function trimEnd(passed: ChildNode[], gone?: Set<ChildNode>): void {
  for (let leaf = passed.at(-1); leaf; leaf = passed.at(-1)) {
    if (isText(leaf)) {
      leaf.data = leaf.data.replace(/[ \u3000]+$/, '')
      if (leaf.data !== '') return
    } else if (gone && isBreak(leaf)) gone.add(leaf)
    else return
    passed.pop()
  }
}

/**
 * Makes the spaces of a run right, in place: none at its ends and around breaks, one elsewhere.
 * @returns the breaks at its ends, which are to go
 */
export function tidySpaces(leaves: readonly ChildNode[]): ReadonlySet<ChildNode> {
  const passed: ChildNode[] = []
  const gone = new Set<ChildNode>()
  for (const leaf of leaves) {
    const last = passed.at(-1)
    if (isText(leaf)) {
      if (!last || isBreak(last)) leaf.data = leaf.data.replace(/^[ \u3000]+/, '')
      else if (isText(last) && last.data.endsWith(' ')) leaf.data = leaf.data.replace(/^ +/, '')
      if (leaf.data !== '') passed.push(leaf)
    } else if (!isBreak(leaf)) {
      if (isSeen(leaf)) passed.push(leaf)
    } else {
      trimEnd(passed)
      if (passed.length === 0) gone.add(leaf)
      else passed.push(leaf)
    }
  }
  trimEnd(passed, gone)
  return gone
}
