/**
 * The text of a PDF, as far as it stands in it as text: shown by fonts that say which signs they show (ToUnicode), or whose
 * codes are Unicode or GBK. Pages are not laid out: where a name is given to several fonts, all of them are tried, and some
 * of what comes out is nonsense. Scanned pages, drawn letters and rare filters are not seen.
 */
import { constants, inflateSync } from 'node:zlib'

const largestStream = 8 * 1024 * 1024
const mostText = 24 * 1024 * 1024
const mostFonts = 400
const mostTries = 12

interface Part {
  readonly number: number
  readonly dictionary: string
  /** of a stream that may hold text */
  readonly text: string
}

const skipped = /\/Subtype\s*\/Image|\/(?:DCT|JPX|CCITTFax|JBIG2|LZW|ASCII85|RunLength)Decode|\/FontFile|\/Length1\b/

function unpacked(dictionary: string, data: Buffer): string {
  if (skipped.test(dictionary)) return ''
  if (!/\/FlateDecode|\/Fl\b/.test(dictionary)) return data.toString('latin1', 0, largestStream)
  try {
    const options = { maxOutputLength: largestStream, finishFlush: constants.Z_SYNC_FLUSH }
    return inflateSync(data, options).toString('latin1')
  } catch {
    return ''
  }
}

/** The objects of a file: their dictionaries, and of streams what they hold. */
function* partsOf(bytes: Buffer): Generator<Part> {
  const file = bytes.toString('latin1')
  let left = mostText
  for (const found of file.matchAll(/\b(\d{1,7})\s+\d{1,5}\s+obj\b/g)) {
    const from = found.index + found[0].length
    const piece = file.slice(from, from + 20_000)
    const [dictionary = ''] = /^[^]*?(?=endobj|(?<!end)stream\r?\n|$)/.exec(piece) ?? []
    const opening = /^stream\r?\n/.exec(piece.slice(dictionary.length))?.[0]
    const dataAt = from + dictionary.length + (opening?.length ?? 0)
    const end = opening === undefined ? -1 : file.indexOf('endstream', dataAt)
    const text = end < 0 || left < 0 ? '' : unpacked(dictionary, bytes.subarray(dataAt, end))
    left -= text.length
    yield { number: Number(found[1]), dictionary, text }
    if (/\/Type\s*\/ObjStm/.test(dictionary)) yield* partsWithin(dictionary, text)
  }
}

/** Objects that stand within a stream. */
function* partsWithin(dictionary: string, text: string): Generator<Part> {
  const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1] ?? 0)
  const pairs = [...text.slice(0, first).matchAll(/(\d+)\s+(\d+)/g)].map(([, number, at]) => [
    Number(number),
    Number(at)
  ])
  for (const [index, [number = 0, at = 0]] of pairs.entries())
    yield { number, dictionary: text.slice(first + at, first + (pairs[index + 1]?.[1] ?? text.length)), text: '' }
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
  return { signs, wide: /begincodespacerange\s*<[0-9A-Fa-f]{4}>/.test(map) }
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

const tokens = /\((?:\\[^]|[^\\()])*\)|<[0-9A-Fa-f\s]*>|-?\d*\.?\d+|\/[^\s/<>[\]()]+|[A-Za-z'"*]+/g

interface Run {
  /** what the page calls the font */
  readonly font: string
  readonly codes: Buffer
}

/** The lines of a page: whatever is moved up or down begins a new one. */
function linesOf(page: string): Run[][] {
  const lines: Run[][] = [[]]
  let numbers: string[] = []
  let height: string | undefined
  let name = ''
  let font = ''
  for (const [token] of page.matchAll(tokens)) {
    // what is to be copied instead of a sign stands beside the sign
    if (token.startsWith('<FEFF')) continue
    if (token.startsWith('(') || token.startsWith('<')) lines.at(-1)?.push({ font, codes: bytesOf(token) })
    else if (/^[-\d.]/.test(token)) numbers.push(token)
    else if (token.startsWith('/')) name = token.slice(1)
    else {
      const level = numbers.at(-1)
      const moved = token === 'Td' || token === 'TD' ? Number(level) !== 0 : token === 'Tm' ? level !== height : false
      if (token === 'Tm') height = level
      if (token === 'Tf') font = name
      if (moved || token === 'T*' || token === "'" || token === '"') lines.push([])
      numbers = []
    }
  }
  return lines.filter((line) => line.length > 0)
}

function readBy({ signs, wide }: Font, codes: Buffer): string {
  let text = ''
  for (let at = 0; at + (wide ? 1 : 0) < codes.length; at += wide ? 2 : 1)
    text += signs.get(wide ? codes.readUInt16BE(at) : codes.readUInt8(at)) ?? ''
  return text
}

const gbk = new TextDecoder('gbk')

const readPlainly = (codes: Buffer, asGbk: boolean): string =>
  asGbk || codes.length % 2 === 1 ? gbk.decode(codes) : Buffer.from(codes).swap16().toString('utf16le')

/** The fonts that each name stands for, on whatever page. */
function fontsByName(parts: readonly Part[]): Map<string, Font[]> {
  const byNumber = new Map(parts.map((part) => [part.number, part]))
  const maps = parts.filter(({ text }) => /beginbf(?:char|range)/.test(text)).slice(0, mostFonts)
  const fonts = new Map(maps.map(({ number, text }) => [number, fontOf(text)]))
  const byName = new Map<string, Font[]>()
  for (const { dictionary } of parts) {
    for (const [, inline, number] of dictionary.matchAll(/\/Font\s*(?:<<([^<>]*)>>|(\d+)\s+\d+\s+R)/g)) {
      const list = inline ?? byNumber.get(Number(number))?.dictionary ?? ''
      for (const [, name = '', of] of list.matchAll(/\/([^\s/<>[\]()]+)\s+(\d+)\s+\d+\s+R/g)) {
        const map = /\/ToUnicode\s+(\d+)/.exec(byNumber.get(Number(of))?.dictionary ?? '')?.[1]
        const font = fonts.get(Number(map))
        const known = byName.get(name) ?? []
        if (font && !known.includes(font)) byName.set(name, [...known, font])
      }
    }
  }
  return byName
}

/** The lines of a PDF, in as many ways as they can be read. */
export function* textsInPdf(bytes: Buffer): Generator<string> {
  const parts = [...partsOf(bytes)]
  const fonts = fontsByName(parts)
  const ways = Math.min(mostTries, Math.max(2, ...[...fonts.values()].map(({ length }) => length)))
  for (const { text } of parts) {
    if (!/\bT[jJ]\b|['"]\s/.test(text) || /beginbf(?:char|range)/.test(text)) continue
    const lines = linesOf(text)
    for (let way = 0; way < ways; way += 1)
      yield lines
        .map((line) =>
          line
            .map(({ font, codes }) => {
              const known = fonts.get(font) ?? []
              const one = known[Math.min(way, known.length - 1)]
              return one ? readBy(one, codes) : readPlainly(codes, way % 2 === 1)
            })
            .join('')
        )
        .join('\n')
  }
}
