/** A table as it was uploaded: CSV in UTF-8 or GB18030, or XLSX. The first line holds the headings. */
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { problem } from '../core/problems.ts'
import { isXlsx, rowsOfXlsx } from './table-xlsx.ts'

export interface TableRow {
  /** as spreadsheets count; the headings are line 1 */
  readonly line: number
  readonly cells: readonly string[]
}

export interface Table {
  /** each once; an empty one is a column without a name */
  readonly headings: readonly string[]
  readonly rows: readonly TableRow[]
}

const mostRows = 10_000
const mostColumns = 100
const longestHeading = 60
/** more of a cell is no use: no field takes so much, and its being too long is told all the same */
const longestCell = 5000

/** The text of a CSV file: UTF-8 where it can be, with or without a mark in front; else GB18030, as spreadsheets write it in China. */
function textOf(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      continue
    }
  }
  throw problem('table-unreadable')
}

/** In pieces, so that the parser gives other requests their turn. */
function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536)
}

/** Bytes of something else read as letters of some language too, but hardly without such characters at their beginning. */
const isText = (text: string): boolean => !/[\0-\x08\x0e-\x1f\x7f]/.test(text.slice(0, 512))

async function rowsOfCsv(bytes: Buffer): Promise<string[][]> {
  const text = textOf(bytes)
  if (!isText(text)) throw problem('table-unreadable')
  const parser = parse({
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: 200_000
  })
  const rows: string[][] = []
  for await (const row of Readable.from(piecesOf(text)).pipe(parser)) {
    rows.push(row as string[])
    if (rows.length > mostRows * 2) throw problem('table-unreadable')
  }
  return rows
}

const plain = (cell: string): string => cell.slice(0, longestCell).replace(/\r\n?/g, '\n').trim()

/** Each heading once: a second column of the same name gets a number. */
function headingsOf(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell) => {
    const name = cell.replace(/\s+/g, ' ').slice(0, longestHeading)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return name === '' || count === 1 ? name : `${name.slice(0, longestHeading - 5)} (${count})`
  })
}

/** Reads a table. Throws `table-unreadable` for what is none, or has too many rows or columns. */
export async function readTable(bytes: Buffer): Promise<Table> {
  const all = await (isXlsx(bytes) ? rowsOfXlsx(bytes) : rowsOfCsv(bytes)).catch((error: unknown) => {
    throw problem('table-unreadable', {}, error)
  })
  const [first = [], ...rest] = all.map((row) => row.map(plain))
  const headings = headingsOf(first)
  const rows = rest
    .map((cells, index) => ({ line: index + 2, cells: headings.map((_, column) => cells[column] ?? '') }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const fits = headings.some((name) => name !== '') && headings.length <= mostColumns && rows.length <= mostRows
  if (!fits) throw problem('table-unreadable')
  return { headings, rows }
}
