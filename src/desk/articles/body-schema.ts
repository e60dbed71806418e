/**
 * What a body can hold while it is written, as Tiptap extensions. The server keeps the same and nothing else: what is not
 * named here does not survive a paste.
 */
import { mergeAttributes, Node, type AnyExtension } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import StarterKit from '@tiptap/starter-kit'

/** How a table can be drawn besides. */
export const chartKinds = ['line', 'column', 'bar'] as const
export type ChartKind = (typeof chartKinds)[number]

export interface TableLook {
  readonly caption: string
  /** '' for a table that is only a table */
  readonly chart: ChartKind | ''
  readonly unit: string
}

const captionOf = (element: HTMLElement): string => element.querySelector('caption')?.textContent.trim() ?? ''

/** A table with a caption, which can ask to be drawn as a chart: `<table data-chart="line" data-unit="亿元">`. */
const ChartTable = Table.extend({
  addAttributes() {
    return {
      caption: { default: '', parseHTML: captionOf, rendered: false },
      chart: {
        default: '',
        parseHTML: (element: HTMLElement) => {
          const asked = element.dataset['chart'] ?? ''
          return (chartKinds as readonly string[]).includes(asked) ? asked : ''
        },
        renderHTML: ({ chart }: Record<string, string>) => (chart ? { 'data-chart': chart } : {})
      },
      unit: {
        default: '',
        parseHTML: (element: HTMLElement) => element.dataset['unit'] ?? '',
        renderHTML: ({ chart, unit }: Record<string, string>) => (chart && unit ? { 'data-unit': unit } : {})
      }
    }
  },
  parseHTML() {
    // the caption is an attribute here: its text must not become a cell
    return [{ tag: 'table' }, { tag: 'caption', ignore: true }]
  },
  renderHTML({ node, HTMLAttributes }) {
    const caption = String(node.attrs['caption'])
    return caption
      ? ['table', mergeAttributes(HTMLAttributes), ['caption', {}, caption], ['tbody', 0]]
      : ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]]
  }
}).configure({ resizable: false, View: null })

const span = (name: 'colspan' | 'rowspan') => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Number(element.getAttribute(name) ?? 1),
  renderHTML: (attributes: Record<string, unknown>) =>
    Number(attributes[name]) > 1 ? { [name]: String(attributes[name]) } : {}
})

/** Cells hold paragraphs; the tables' own code asks for `colwidth`, which is never set here. */
const cell = {
  content: 'paragraph+',
  addAttributes: () => ({
    colspan: span('colspan'),
    rowspan: span('rowspan'),
    colwidth: { default: null, parseHTML: () => null, rendered: false }
  })
}

/** A picture, with its words beneath where it has some: `<figure><img src alt><figcaption>…</figcaption></figure>`. */
const Picture = Image.extend({
  addAttributes() {
    const attribute = (name: 'src' | 'alt') => ({
      default: '',
      parseHTML: (element: HTMLElement) =>
        (element.localName === 'figure' ? element.querySelector('img') : element)?.getAttribute(name) ?? ''
    })
    return {
      src: attribute('src'),
      alt: attribute('alt'),
      caption: {
        default: '',
        parseHTML: (element: HTMLElement) => element.querySelector('figcaption')?.textContent.trim() ?? '',
        rendered: false
      }
    }
  },
  parseHTML() {
    return [
      { tag: 'figure', getAttrs: (element) => (element.querySelector('img[src]') ? null : false) },
      { tag: 'img[src]' }
    ]
  },
  renderHTML({ node, HTMLAttributes }) {
    const caption = String(node.attrs['caption'])
    return caption ? ['figure', ['img', HTMLAttributes], ['figcaption', {}, caption]] : ['img', HTMLAttributes]
  }
})

/** A footnote stands where it is called: `<sup data-note="…"></sup>`; numbers are given when it is shown. */
const Note = Node.create({
  name: 'note',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return {
      text: {
        default: '',
        parseHTML: (element: HTMLElement) => element.dataset['note'] ?? '',
        renderHTML: ({ text }: Record<string, string>) => ({ 'data-note': text })
      }
    }
  },
  parseHTML() {
    return [{ tag: 'sup[data-note]' }]
  },
  renderHTML({ HTMLAttributes }) {
    return ['sup', HTMLAttributes]
  }
})

/** Where a link may lead: pages, mail, telephone, and places of this site. */
export const isLinkAddress = (address: string): boolean =>
  /^(https?:\/\/[^\s/]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]{3,20}$|\/(?!\/))/i.test(address)

export const bodyExtensions = (): AnyExtension[] => [
  StarterKit.configure({
    heading: { levels: [2, 3, 4] },
    code: false,
    codeBlock: false,
    link: {
      openOnClick: false,
      defaultProtocol: 'https',
      isAllowedUri: isLinkAddress,
      HTMLAttributes: { rel: null, target: null, class: null }
    }
  }),
  ChartTable,
  TableRow,
  TableHeader.extend(cell),
  TableCell.extend(cell),
  Picture,
  Note
]
