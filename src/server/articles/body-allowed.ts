/** Which elements and attributes a body may hold. Whatever stands in no list here does not pass. */
import sanitizeHtml from 'sanitize-html'
import { linkAddress, pictureOf } from './body-addresses.ts'
import { plainText } from './body-letters.ts'

type Attributes = Record<string, string>
interface Translated {
  tagName: string
  attribs: Attributes
}

/** Chart kinds that a table can ask to be drawn as. */
export const chartKinds = ['line', 'column', 'bar'] as const
export type ChartKind = (typeof chartKinds)[number]

/** `div` (a block of any kind) and `mark` (a bullet that Word wrote as text) are gone once the structure is tidied. */
const allowedTags = [
  ...['h2', 'h3', 'h4', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'figure', 'figcaption', 'img', 'a'],
  ...['strong', 'em', 'u', 's', 'sub', 'sup', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ...['div', 'mark']
]

const renamed: Readonly<Record<string, string>> = {
  h1: 'h2',
  h5: 'h4',
  h6: 'h4',
  b: 'strong',
  i: 'em',
  ins: 'u',
  strike: 's',
  del: 's'
}

const blocks = new Set(
  'section article header footer main aside nav center address pre dl dt dd details summary fieldset form legend'.split(
    ' '
  )
)

const dropped = ['script', 'style', 'textarea', 'option', 'xmp', 'xml', 'title', 'noscript', 'noembed', 'noframes']
const droppedToo = ['template', 'object', 'svg', 'math', 'audio', 'video', 'canvas', 'button', 'select', 'plaintext']

const number = (value: string | undefined, least: number, most: number): string | undefined => {
  const found = /^\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$/.exec(value ?? '')?.[1]
  return found !== undefined && Number(found) >= least && Number(found) <= most ? String(Number(found)) : undefined
}

/** Only what has a value. */
const attributes = (pairs: Readonly<Record<string, string | undefined>>): Attributes =>
  Object.fromEntries(Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== undefined))

const oneOf = (list: readonly string[], value: string | undefined): string | undefined =>
  value !== undefined && list.includes(value) ? value : undefined

const short = (value: string | undefined, most: number): string | undefined =>
  [...plainText(value ?? '').trim()].slice(0, most).join('').trim() || undefined

const levelInWord = (style: string | undefined): string | undefined =>
  /mso-list:\s*l\d+\s+level([1-9])/i.exec(style ?? '')?.[1]

const byTag: Readonly<Record<string, (given: Attributes) => Translated>> = {
  a: (given): Translated => {
    const href = given['href'] === undefined ? undefined : linkAddress(given['href'])
    return href === undefined ? { tagName: 'span', attribs: {} } : { tagName: 'a', attribs: { href } }
  },
  img: (given) => {
    const src = given['src'] ?? ''
    if (!pictureOf(src)) return { tagName: 'span', attribs: {} }
    const width = number(given['width'], 1, 9999)
    const height = number(given['height'], 1, 9999)
    return { tagName: 'img', attribs: attributes({ src, alt: short(given['alt'], 300) ?? '', width, height }) }
  },
  sup: (given) => ({ tagName: 'sup', attribs: attributes({ 'data-note': short(given['data-note'], 500) }) }),
  ol: (given) => ({ tagName: 'ol', attribs: attributes({ start: number(given['start'], 2, 9999) }) }),
  p: (given) => ({ tagName: 'p', attribs: attributes({ 'data-level': levelInWord(given['style']) }) }),
  span: (given) => ({
    tagName: /mso-list:\s*ignore/i.test(given['style'] ?? '') ? 'mark' : 'span',
    attribs: {}
  }),
  mark: () => ({ tagName: 'span', attribs: {} }),
  table: (given) => {
    const chart = oneOf(chartKinds, given['data-chart'])
    const unit = chart === undefined ? undefined : short(given['data-unit'], 20)
    return { tagName: 'table', attribs: attributes({ 'data-chart': chart, 'data-unit': unit }) }
  },
  td: (given) => ({ tagName: 'td', attribs: cell(given) }),
  th: (given) => ({
    tagName: 'th',
    attribs: { ...cell(given), ...attributes({ scope: oneOf(['col', 'row', 'colgroup', 'rowgroup'], given['scope']) }) }
  })
}

function cell(given: Attributes): Attributes {
  return attributes({ colspan: number(given['colspan'], 2, 100), rowspan: number(given['rowspan'], 2, 500) })
}

function translate(tag: string, given: Attributes): Translated {
  const name = renamed[tag] ?? (blocks.has(tag) ? 'div' : tag)
  return byTag[name]?.(given) ?? { tagName: name, attribs: {} }
}

/** The markup with nothing in it but what is allowed, in whatever order it stands. */
export const allowedOf = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags,
    allowedAttributes: {
      a: ['href'],
      img: ['src', 'alt', 'width', 'height'],
      sup: ['data-note'],
      ol: ['start'],
      p: ['data-level'],
      table: ['data-chart', 'data-unit'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope']
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    nonTextTags: [...dropped, ...droppedToo],
    // deeper than any text, and than what a tidied one can be
    nestingLimit: 120,
    transformTags: { '*': translate }
  })
