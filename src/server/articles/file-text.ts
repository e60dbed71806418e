/** What a file says, as far as a program that doesn't lay it out can read it: to look for marks in it, not to show it. */
import { textsInZip } from '../core/file-zip.ts'
import { textsInPdf } from './file-text-pdf.ts'

const largestPart = 16 * 1024 * 1024

const openXmlParts =
  /^(?:word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|xl\/(?:sharedStrings|workbook|comments\d*)\.xml|xl\/worksheets\/[^/]+\.xml|xl\/drawings\/[^/]+\.xml|ppt\/(?:slides|notesSlides|slideMasters|slideLayouts)\/[^/]+\.xml|docProps\/(?:core|app|custom)\.xml)$/
const openDocumentParts = /^(?:content|styles|meta)\.xml$/

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const letterOf = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '')

const decoded = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return letterOf(Number.parseInt(hex, 16))
      if (decimal !== undefined) return letterOf(Number(decimal))
      return named[name ?? ''] ?? all
    }
  )

/** Runs of one paragraph belong together; paragraphs, cells and properties stand in lines of their own. */
const withoutTags = (xml: string): string =>
  decoded(
    xml
      .replace(
        /<\/?(?:w:p|a:p|si|is|text:p|text:h|[a-zA-Z]+:(?:title|subject|creator|keywords|description|category)|odd\w+|even\w+|w:br|a:br|text:line-break)\b[^<>]*>/g,
        '\n'
      )
      .replace(/<(?:w:tab|text:tab|text:s)\b[^<>]*>/g, ' ')
      .replace(/<sheet\b[^<>]*\bname="([^"]*)"[^<>]*>/g, '\n$1\n')
      .replace(/<\/?[A-Za-z][^<>]*>/g, '')
  )

/** Office files of before 2007 hold their text in runs of two bytes a sign, among much else. */
function* textInCompound(bytes: Buffer): Generator<string> {
  const piece = 1024 * 1024
  for (let at = 0; at < bytes.length; at += piece) {
    // pieces overlap, so that no line is cut in two
    const text = bytes.toString('utf16le', at, Math.min(bytes.length, at + piece + 512))
    yield text.replace(
      /[^\t\r\n\u0020-\u007e\u2010-\u2040\u2600-\u26ff\u2b50\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/g,
      '\n'
    )
  }
}

/** The texts of a file of a kept type, part by part. A picture says nothing; a scanned page is one. */
export function* textsIn(type: string, bytes: Buffer): Generator<string> {
  if (type === 'application/pdf') yield* textsInPdf(bytes)
  else if (type.startsWith('application/vnd.openxmlformats'))
    for (const xml of textsInZip(bytes, openXmlParts, largestPart)) yield withoutTags(xml)
  else if (type.startsWith('application/vnd.oasis'))
    for (const xml of textsInZip(bytes, openDocumentParts, largestPart)) yield withoutTags(xml)
  else if (!type.startsWith('image/')) yield* textInCompound(bytes)
}
