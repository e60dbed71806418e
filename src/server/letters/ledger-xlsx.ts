/** A table as XLSX that is written while it is read: the one sheet's XML row by row into the archive, nothing kept in memory. */
import { Readable } from 'node:stream'
import yazl from 'yazl'

/** A text, a number, a day (`YYYY-MM-DD`, marked so that it sorts as a day), or nothing. */
export type Cell = string | number | { readonly day: string } | null

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

const parts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  // style 0: as it is; 1: headings; 2: days
  'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** What XML 1.0 can't hold is left out. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>]/g, (mark) => marks[mark] ?? '')

/** Days since 1899-12-30, as spreadsheets count. */
const serialOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569

/** `A` to `Z`, `AA` …: readers want each cell to say where it stands. */
const columnAt = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : columnAt(Math.floor(index / 26) - 1) + columnAt(index % 26)

function cellXml(cell: Cell, at: string, style: number): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'object') return `<c r="${at}" s="2"><v>${serialOf(cell.day)}</v></c>`
  return `<c r="${at}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

const rowXml = (cells: readonly Cell[], row: number, style = 0): string =>
  `<row r="${row}">${cells.map((cell, index) => cellXml(cell, `${columnAt(index)}${row}`, style)).join('')}</row>`

async function* sheetXml(headings: readonly string[], pages: AsyncIterable<readonly (readonly Cell[])[]>) {
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${headings.length}" width="14" customWidth="1"/></cols><sheetData>${rowXml(headings, 1, 1)}`
  let row = 1
  for await (const rows of pages) yield rows.map((cells) => rowXml(cells, (row += 1))).join('')
  yield '</sheetData></worksheet>'
}

/** The archive as a stream; what goes wrong with the rows breaks it off, and closing it stops the reading. */
export function xlsxOf(headings: readonly string[], pages: AsyncIterable<readonly (readonly Cell[])[]>): Readable {
  const archive = new yazl.ZipFile()
  const output = archive.outputStream as Readable
  for (const [name, xml] of Object.entries(parts)) archive.addBuffer(Buffer.from(head + xml), name)
  const sheet = Readable.from(sheetXml(headings, pages), { objectMode: false })
  archive.on('error', (error) => output.destroy(error as Error))
  output.once('close', () => sheet.destroy())
  archive.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  archive.end()
  return output
}
