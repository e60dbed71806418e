/** A body as readers get it. */
import { isTag, Text, type ChildNode, type Element } from 'domhandler'
import { textContent } from 'domutils'
import { addressWorks, leavesSite, pictureOf } from './body-addresses.ts'
import type { ChartKind } from './body-allowed.ts'
import { markup } from './body-markup.ts'
import { element } from './body-structure.ts'
import { elementsOf, nodesOf } from './body-text.ts'
import { figuresIn } from './chart-figures.ts'
import { chartSvg } from './charts.ts'

export interface Printing {
  readonly articleId: string
  /** marks the terms of the glossary; it sees no chart, no data behind one and no footnote's text */
  readonly markTerms: (html: string) => string
}

// what is put in after the terms were marked stands between two signs that no body holds (`plainText`)
const placeOf = (index: number): string => `\ufdd0${index}\ufdd1`
const places = /\ufdd0(\d+)\ufdd1/g

/** Puts one element where another one stands. */
function replace(old: Element, instead: readonly ChildNode[]): void {
  const { parent } = old
  if (!parent) return
  parent.children = parent.children.flatMap((child): ChildNode[] => (child === old ? [...instead] : [child]))
  for (const one of instead) one.parent = parent
}

const named = (elements: readonly Element[], ...names: readonly string[]): Element[] =>
  elements.filter(({ name }) => names.includes(name))

/** Headings can be pointed at. */
function numberHeadings(elements: readonly Element[]): void {
  for (const [index, heading] of named(elements, 'h2', 'h3').entries()) heading.attribs['id'] = `part-${index + 1}`
}

function printPictures(elements: readonly Element[], articleId: string): void {
  for (const picture of named(elements, 'img')) {
    const found = pictureOf(picture.attribs['src'] ?? '')
    picture.attribs['src'] = found ? `/api/articles/${articleId}/files/${found.fileId}` : ''
    picture.attribs['loading'] = 'lazy'
    picture.attribs['decoding'] = 'async'
  }
}

/** A link that nobody can follow becomes its words. */
function printLinks(elements: readonly Element[]): void {
  for (const link of named(elements, 'a')) {
    const href = link.attribs['href'] ?? ''
    if (!addressWorks(href)) replace(link, link.children)
    else if (leavesSite(href)) link.attribs['rel'] = 'noopener'
  }
}

/** A cell or an item with one paragraph holds its words and no paragraph. */
function withoutParagraphs(elements: readonly Element[]): void {
  for (const holder of named(elements, 'td', 'th', 'li')) {
    const [first, ...others] = holder.children
    const lists = others.every((one) => isTag(one) && (one.name === 'ul' || one.name === 'ol'))
    if (first && isTag(first) && first.name === 'p' && lists) replace(first, first.children)
  }
}

/** Says of head cells what they are the head of, where their place tells it. */
function scopeHeads(table: Element): void {
  for (const row of named(elementsOf(table.children), 'tr')) {
    const cells = named(
      row.children.filter((child) => isTag(child)),
      'td',
      'th'
    )
    const all = cells.every(({ name }) => name === 'th')
    for (const [index, cell] of cells.entries()) {
      if (cell.name === 'th' && cell.attribs['scope'] === undefined && (all || index === 0))
        cell.attribs['scope'] = all ? 'col' : 'row'
    }
  }
}

const captionOf = (table: Element): string =>
  textContent(table.children.filter((child) => isTag(child) && child.name === 'caption'))

/** Wide tables move by themselves, by keyboard too. */
function scrolling(table: Element): Element {
  const copy = element('table', {}, table.children)
  const attribs = { class: 'table', tabindex: '0', role: 'region', 'aria-label': captionOf(table) || '表格' }
  return element('div', attribs, [copy])
}

function chartOf(table: Element): string | undefined {
  const kind = table.attribs['data-chart'] as ChartKind | undefined
  const figures = kind && figuresIn(table)
  if (!kind || !figures) return undefined
  const caption = table.children.find((child) => isTag(child) && child.name === 'caption')
  const svg = chartSvg(kind, figures, { caption: captionOf(table), unit: table.attribs['data-unit'] ?? '' })
  const words = caption && isTag(caption) ? markup([element('figcaption', {}, [...caption.children])]) : ''
  return `${svg}${words}<details><summary>数据表</summary>${markup([scrolling(table)])}</details>`
}

/** @returns what goes to the places of the charts */
function printTables(elements: readonly Element[]): string[] {
  const charts: string[] = []
  for (const table of named(elements, 'table')) {
    scopeHeads(table)
    const chart = chartOf(table)
    if (chart === undefined) replace(table, [scrolling(table)])
    else {
      replace(table, [element('figure', { class: 'chart' }, [new Text(placeOf(charts.length))])])
      charts.push(chart)
    }
  }
  return charts
}

/** @returns the list of the notes, with a link back to each mark; empty without notes */
function printNotes(elements: readonly Element[]): string {
  const notes = elements.filter(({ attribs }) => attribs['data-note'] !== undefined)
  const items = notes.map((mark, index) => {
    const number = String(index + 1)
    const attribs = {
      id: `note-${number}-mark`,
      href: `#note-${number}`,
      role: 'doc-noteref',
      'aria-label': `注${number}`
    }
    replace(mark, [element('sup', { class: 'note' }, [element('a', attribs, [new Text(number)])])])
    const back = { href: `#note-${number}-mark`, role: 'doc-backlink', 'aria-label': `回到正文注${number}处` }
    return element('li', { id: `note-${number}` }, [
      new Text(`${mark.attribs['data-note'] ?? ''} `),
      element('a', back, [new Text('↩')])
    ])
  })
  if (items.length === 0) return ''
  const list = element('ol', {}, items)
  return markup([element('section', { class: 'notes', role: 'doc-endnotes', 'aria-label': '注释' }, [list])])
}

/** What readers get of a clean body. */
export function publishedHtml(html: string, { articleId, markTerms }: Printing): string {
  const body = element('body', {}, nodesOf(html))
  const elements = elementsOf(body.children)
  numberHeadings(elements)
  printPictures(elements, articleId)
  printLinks(elements)
  withoutParagraphs(elements)
  const notes = printNotes(elements)
  const charts = printTables(elements)
  const marked = markTerms(markup(body.children))
  return `${marked.replace(places, (_all, index: string) => charts[Number(index)] ?? '')}${notes}`
}
