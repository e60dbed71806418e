/** The figures that a table holds: series names in its first row, categories in its first column. */
import { isTag, type Element } from 'domhandler'
import { textContent } from 'domutils'

export interface Series {
  readonly name: string
  /** one for each category; null: none was given */
  readonly values: readonly (number | null)[]
}

export interface Figures {
  readonly categories: readonly string[]
  readonly series: readonly Series[]
  /** whether every figure says that it is a percentage */
  readonly percent: boolean
}

const mostSeries = 6
const mostCategories = 60

const nothing = /^(?:|[-—–―…·.]+|无|\/|x|×)$/i

/**
 * A number as statisticians write it: 1,234.5, １２３, −0.3%, 1 234, +2.1. null: none is given there (“—”, “…”, an empty
 * cell); undefined: it is no number.
 */
export function readFigure(written: string): number | null | undefined {
  const plain = written
    .normalize('NFKC')
    .replace(/[\u2212\u2012-\u2015\uff0d]/g, '-')
    .replace(/[\s_]/g, '')
  if (nothing.test(plain)) return null
  const found = /^([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)[%‰]?$/.exec(plain)
  if (!found) return undefined
  const value = Number((found[2] ?? '').replaceAll(',', ''))
  return Number.isFinite(value) ? (found[1] === '-' ? -value : value) : undefined
}

const children = (element: Element): Element[] => element.children.filter((child) => isTag(child))

const rowsOf = (table: Element): Element[] =>
  children(table).flatMap((part) => (['thead', 'tbody', 'tfoot'].includes(part.name) ? children(part) : []))

const written = (cell: Element): string => textContent(cell).replace(/\s+/g, ' ').trim()

/** Reads a table; undefined where it holds nothing that could be drawn, or more than could be read in a chart. */
export function figuresIn(table: Element): Figures | undefined {
  const rows = rowsOf(table).map(children)
  const [head = [], ...body] = rows
  const merged = rows.flat().some(({ attribs }) => attribs['colspan'] !== undefined || attribs['rowspan'] !== undefined)
  const even = body.every((row) => row.length === head.length)
  const many = head.length - 1 > mostSeries || body.length > mostCategories
  if (merged || !even || many || head.length < 2 || body.length < 2) return undefined
  const texts = body.map((row) => row.map(written))
  const series = head.slice(1).map((cell, index) => ({
    name: written(cell),
    values: texts.map((row) => readFigure(row[index + 1] ?? ''))
  }))
  const all = series.flatMap(({ values }) => values)
  if (all.includes(undefined)) return undefined
  if (series.some(({ values }) => values.every((value) => value === null))) return undefined
  const given = texts.flatMap((row) => row.slice(1)).filter((text) => readFigure(text) !== null)
  return {
    categories: texts.map((row) => row[0] ?? ''),
    series: series as Series[],
    percent: given.every((text) => /[%％]$/.test(text))
  }
}
