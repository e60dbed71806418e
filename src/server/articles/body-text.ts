/** What a body says, without its markup. Bodies here are clean ones (`cleanBody`). */
import { isTag, isText, type AnyNode, type ChildNode, type Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import { pictureOf } from './body-addresses.ts'

/** The nodes of a body. */
export const nodesOf = (html: string): ChildNode[] => parseDocument(html).children

/** All elements below these nodes, in the order of the text. */
export const elementsOf = (nodes: readonly AnyNode[]): Element[] =>
  nodes.flatMap((node) => (isTag(node) ? [node, ...elementsOf(node.children)] : []))

const blocks = new Set(
  'p h2 h3 h4 li blockquote table caption thead tbody tfoot tr figure figcaption ul ol hr img'.split(' ')
)

/** What stands in an address to be dialled or written to, where the text beside it says something else. */
function hiddenAddress({ attribs }: Element, letters: string): string {
  const address = /^(?:mailto|tel):([^?]*)/i.exec(attribs['href'] ?? '')?.[1] ?? ''
  return address === '' || letters.includes(address) ? '' : `（${address}）`
}

function said(nodes: readonly ChildNode[]): string {
  return nodes
    .map((node) => {
      if (isText(node)) return node.data
      if (!isTag(node)) return ''
      const { name, attribs } = node
      if (name === 'br') return '\n'
      if (name === 'img') return `\n${attribs['alt'] ?? ''}\n`
      if (attribs['data-note'] !== undefined) return `（注：${attribs['data-note']}）`
      const inside = said(node.children)
      if (name === 'td' || name === 'th') return `${inside.trim().replace(/\s*\n\s*/g, ' ')} `
      if (name === 'a') return `${inside}${hiddenAddress(node, inside)}`
      return blocks.has(name) ? `\n${inside}\n` : inside
    })
    .join('')
}

/**
 * The text of a body, a line a block and a row: letters, alternative texts, footnotes, and the addresses behind links for
 * mail and telephone. All that readers could come to know is in it.
 */
export const textOf = (html: string): string =>
  said(nodesOf(html))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

const lettersAMinute = 400

/** About how long reading takes, in minutes: signs of Chinese and words of other scripts count alike. */
export function minutesToRead(text: string): number {
  const read = text.match(/[\p{Script=Han}]|[\p{L}\p{N}]+/gu)?.length ?? 0
  return Math.max(1, Math.round(read / lettersAMinute))
}

/** The ids of the files that a body shows as pictures, each once. */
export const fileIdsIn = (html: string): string[] => [
  ...new Set(
    elementsOf(nodesOf(html)).flatMap(({ name, attribs }) =>
      name === 'img' ? (pictureOf(attribs['src'] ?? '')?.fileId ?? []) : []
    )
  )
]
