/** Rows of an XLSX file. What the file says of itself is looked at before it is read: cells far out would fill the memory. */
import { readSheet, type CellValue } from 'read-excel-file/node'
import { isZip, wholeTextsInZip } from '../core/file-zip.ts'
import { checkContent } from '../core/file-content.ts'
import { RefusedFile } from '../core/file-types.ts'

export { isZip as isXlsx }

const mostUnpacked = 128 * 1024 * 1024
const furthestRow = 20_000
const furthestColumn = 130
/** a sheet has no more; empty rows down to there are no harm */
const lastRowOfAll = 1_048_576

const attributesForm = /^(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*\/?$/
const placeForm = /\sr\s*=\s*["']([A-Z]{0,2})(\d{1,7})["']/

const columnNumber = (letters: string): number =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)

/** Whether a tag of a row or a cell stands at a place that a table of letters can reach. */
function isWithin(tag: string, attributes: string): boolean {
  if (!attributesForm.test(attributes)) return false
  const [place, letters = '', digits = ''] = placeForm.exec(attributes) ?? []
  // rows need not say which they are, cells must
  if (place === undefined) return tag === 'row' && !/\sr\s*=/.test(attributes)
  if (tag === 'row') return letters === '' && Number(digits) <= lastRowOfAll
  return letters !== '' && columnNumber(letters) <= furthestColumn && Number(digits) <= furthestRow
}

function refuseFarCells(bytes: Buffer): void {
  for (const text of wholeTextsInZip(bytes, mostUnpacked)) {
    if (!text.includes('sheetData')) continue
    for (const [, tag = '', attributes = ''] of text.matchAll(/<(?:[\w.-]+:)?(c|row)(?=[\s/>])([^>]*)>/g)) {
      if (!isWithin(tag, attributes)) throw new RefusedFile('too-large')
    }
  }
}

function textOf(cell: CellValue | string | null): string {
  if (cell === null) return ''
  // a day, or an instant within one: the day is what counts here
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell)
}

/** All rows of the first sheet as texts, the first row first. Throws when it can't be read. */
export async function rowsOfXlsx(bytes: Buffer): Promise<string[][]> {
  const { type } = await checkContent(bytes)
  if (type !== 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    throw new RefusedFile('type-unknown')
  refuseFarCells(bytes)
  // numbers as they are written: an outer number of twenty digits is no number to reckon with
  const rows = await readSheet(bytes, { parseNumber: (text) => text })
  return rows.map((row) => row.map(textOf))
}
