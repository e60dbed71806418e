/** Lists that Word pastes as paragraphs with a bullet or a number written before them. */
import { Element, isTag, isText, type ChildNode } from 'domhandler'
import { linesOf } from './body-lines.ts'

const bullet = /^[·•●○◦▪■◆oØ§lnuvwqü\uf06c\uf06e\uf075\uf0a7\uf0b2\uf0b7\uf0d8\uf0fc-]$/
const count = /^\(?(\d{1,3})[.)、]$/

/** What Word wrote before a paragraph: the first letters of it. */
function markOf(nodes: readonly ChildNode[]): Element | undefined {
  for (const node of nodes) {
    if (isText(node) && node.data.trim() !== '') return undefined
    if (!isTag(node)) continue
    return node.name === 'mark' ? node : markOf(node.children)
  }
  return undefined
}

const lettersOf = (nodes: readonly ChildNode[]): string =>
  nodes.map((node) => (isText(node) ? node.data : isTag(node) ? lettersOf(node.children) : '')).join('')

/**
 * The list item that a paragraph of Word's is, to be joined with its neighbours; undefined: it is a paragraph. What is
 * numbered in another way (一、) keeps its number as text: a list would count it anew.
 */
export function itemOf(paragraph: Element): Element[] | undefined {
  const level = paragraph.attribs['data-level']
  const mark = level === undefined ? undefined : markOf(paragraph.children)
  if (level === undefined || !mark) return undefined
  const written = lettersOf(mark.children).replace(/\s/g, '')
  const number = count.exec(written)?.[1]
  if (number === undefined && !bullet.test(written)) return undefined
  mark.children = []
  const attribs = { level, list: number === undefined ? 'ul' : 'ol', start: number ?? '1' }
  const lines = linesOf(paragraph.children)
  return lines.length > 0 ? [new Element('li', attribs, lines)] : []
}

const add = (parent: Element, child: Element): void => {
  parent.children.push(child)
  child.parent = parent
}

function listFor({ attribs }: Element): Element {
  const { list = 'ul', start = '1' } = attribs
  return new Element(list, list === 'ol' && start !== '1' ? { start } : {})
}

/** Items that follow each other become lists, deeper ones within the item before them. */
export function joinItems(blocks: readonly Element[]): Element[] {
  const joined: Element[] = []
  let open: { readonly level: number; readonly list: Element }[] = []
  for (const block of blocks) {
    const level = block.name === 'li' ? Number(block.attribs['level']) : 0
    open = open.filter((one) => one.level < level || (one.level === level && one.list.name === block.attribs['list']))
    if (level === 0) {
      joined.push(block)
      continue
    }
    if (open.at(-1)?.level !== level) {
      const list = listFor(block)
      const last = open.at(-1)?.list.children.at(-1)
      if (last && isTag(last)) add(last, list)
      else joined.push(list)
      open.push({ level, list })
    }
    const item = new Element('li', {}, block.children)
    for (const child of item.children) child.parent = item
    open.at(-1)?.list.children.push(item)
    item.parent = open.at(-1)?.list ?? null
  }
  return joined
}
