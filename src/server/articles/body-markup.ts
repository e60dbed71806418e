/** Nodes as markup. Signs that begin or end a tag are escaped in attributes too, whoever reads them later. */
import { isTag, isText, type AnyNode } from 'domhandler'

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as it stands in markup, in an attribute or outside. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)

const empty = new Set(['br', 'hr', 'img'])

/** Elements and texts as markup; nothing else is written. */
export const markup = (nodes: readonly AnyNode[]): string =>
  nodes
    .map((node) => {
      if (isText(node)) return escaped(node.data)
      if (!isTag(node)) return ''
      const attributes = Object.entries(node.attribs).map(([name, value]) => ` ${name}="${escaped(value)}"`)
      const opening = `<${node.name}${attributes.join('')}>`
      return empty.has(node.name) ? opening : `${opening}${markup(node.children)}</${node.name}>`
    })
    .join('')
