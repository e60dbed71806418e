/**
 * The text of a PDF, as far as it stands in it as text: shown by fonts that say which signs they show (ToUnicode), or whose
 * codes are Unicode or GBK. Which font shows which line is not followed: each line is read in all ways, so that most of what
 * comes out is nonsense, and what is written is among it. Scanned pages, drawn letters and rare filters are not seen.
 */
import { constants, inflateSync } from 'node:zlib'

const largestStream = 8 * 1024 * 1024
const mostText = 24 * 1024 * 1024
const mostFonts = 40

/** The streams that may hold text, unpacked. */
function* streamsOf(bytes: Buffer): Generator<string> {
  const file = bytes.toString('latin1')
  let left = mostText
  for (const found of file.matchAll(/(?<!end)stream\r?\n/g)) {
    const from = found.index + found[0].length
    const to = file.indexOf('endstream', from)
    const head = file.slice(Math.max(0, found.index - 1000), found.index)
    const dictionary = head.slice(Math.max(0, head.lastIndexOf(' obj')))
    if (to < 0 || /\/Subtype\s*\/Image|\/(?:DCT|JPX|CCITTFax|JBIG2|LZW|ASCII85|RunLength)Decode/.test(dictionary))
      continue
    const data = bytes.subarray(from, to)
    let text = ''
    try {
      const options = { maxOutputLength: largestStream, finishFlush: constants.Z_SYNC_FLUSH }
      text = /\/FlateDecode|\/Fl\b/.test(dictionary)
        ? inflateSync(data, options).toString('latin1')
        : data.toString('latin1', 0, largestStream)
    } catch {
      continue
    }
    left -= text.length
    if (left < 0) return
    yield text
  }
}

interface Font {
  readonly signs: ReadonlyMap<number, string>
  /** whether its codes are two bytes long */
  readonly wide: boolean
}

const mostSigns = 70_000

const hexText = (hex: string): string => {
  const bytes = Buffer.from(hex.replace(/\s/g, ''), 'hex')
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : ''
}

/** What a ToUnicode map says of the codes of its font. */
function fontOf(map: string): Font {
  const signs = new Map<number, string>()
  for (const [, block = ''] of map.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, code = '', sign = ''] of block.matchAll(/<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f\s]+)>/g))
      signs.set(Number.parseInt(code, 16), hexText(sign))
  for (const [, block = ''] of map.matchAll(/beginbfrange([^]*?)endbfrange/g)) {
    const ranges = /<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]{2,4})>\s*(?:<([0-9A-Fa-f]{4})>|\[([^\]]*)\])/g
    for (const [, from = '', to = '', start, list] of block.matchAll(ranges)) {
      const first = Number.parseInt(from, 16)
      const last = Math.min(Number.parseInt(to, 16), first + 0xffff)
      const listed = [...(list ?? '').matchAll(/<([0-9A-Fa-f\s]+)>/g)].map(([, sign = '']) => hexText(sign))
      for (let code = first; code <= last && signs.size < mostSigns; code += 1) {
        const sign =
          start === undefined ? listed[code - first] : String.fromCharCode(Number.parseInt(start, 16) + code - first)
        if (sign !== undefined) signs.set(code, sign)
      }
    }
  }
  return { signs, wide: /<[0-9A-Fa-f]{4}>\s*</.test(map) }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The bytes of a string as it is written in a page. */
function bytesOf(token: string): Buffer {
  if (token.startsWith('<')) return Buffer.from(token.slice(1, -1).replace(/\s/g, '').padEnd(2, '0'), 'hex')
  const plain = token
    .slice(1, -1)
    .replace(/\\(?:([0-7]{1,3})|\r?\n|([^]))/g, (_all, octal?: string, letter?: string) =>
      octal === undefined
        ? (escapes[letter ?? ''] ?? letter ?? '')
        : String.fromCharCode(Number.parseInt(octal, 8) & 255)
    )
  return Buffer.from(plain, 'latin1')
}

const tokens = /\((?:\\[^]|[^\\()])*\)|<[0-9A-Fa-f\s]*>|-?\d*\.?\d+|[A-Za-z'"*]+/g

/** The lines of a page, as bytes: whatever is moved up or down begins a new one. */
function linesOf(page: string): Buffer[] {
  const lines: Buffer[][] = [[]]
  let numbers: string[] = []
  let height: string | undefined
  for (const [token] of page.matchAll(tokens)) {
    if (token.startsWith('(') || token.startsWith('<')) lines.at(-1)?.push(bytesOf(token))
    else if (/^[-\d.]/.test(token)) {
      numbers.push(token)
      continue
    } else {
      const level = numbers.at(-1)
      const moved = token === 'Td' || token === 'TD' ? Number(level) !== 0 : token === 'Tm' ? level !== height : false
      if (token === 'Tm') height = level
      if (moved || token === 'T*' || token === "'" || token === '"') lines.push([])
      numbers = []
    }
  }
  return lines.map((parts) => Buffer.concat(parts)).filter((line) => line.length > 1)
}

function readBy({ signs, wide }: Font, line: Buffer): string {
  let text = ''
  for (let at = 0; at + (wide ? 1 : 0) < line.length; at += wide ? 2 : 1)
    text += signs.get(wide ? line.readUInt16BE(at) : line.readUInt8(at)) ?? ''
  return text
}

const gbk = new TextDecoder('gbk')

/** The lines of a PDF, each in all the ways in which it can be read. */
export function* textsInPdf(bytes: Buffer): Generator<string> {
  const fonts: Font[] = []
  const pages: Buffer[][] = []
  for (const stream of streamsOf(bytes)) {
    if (/beginbf(?:char|range)/.test(stream)) {
      if (fonts.length < mostFonts) fonts.push(fontOf(stream))
    } else if (/T[jJ]\b|['"]\s/.test(stream)) pages.push(linesOf(stream))
  }
  for (const lines of pages) {
    for (const font of fonts) yield lines.map((line) => readBy(font, line)).join('\n')
    yield lines.map((line) => gbk.decode(line)).join('\n')
    yield lines
      .filter((line) => line.length % 2 === 0)
      .map((line) => Buffer.from(line).swap16().toString('utf16le'))
      .join('\n')
  }
}
