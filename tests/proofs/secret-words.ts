/**
 * The words of secret:planted and how they are looked for. A word is written twice, in Chinese characters and in Latin
 * letters, since the two take different ways through a program; it is looked for in every writing in which a program may
 * hand it on. Imports nothing of the program.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/**
 * Who may read it. `public`: anybody; only to see that the search finds it. `nobody`: not even those who may read the letter. `sealed`: sender and desk, and never plain in the
 * database. `sender`: sender and desk. `desk`: the desk alone. `account`: the desk, and the auditor as who did it.
 */
export type Level = 'public' | 'nobody' | 'sealed' | 'sender' | 'desk' | 'account'

export interface Secret {
  readonly name: string
  readonly level: Level
  /** the key of the letter it belongs to; none: of no letter */
  readonly letter: string | undefined
  /** each of them alone would give it away */
  readonly writings: readonly (string | Buffer)[]
  /** a word of ours, not something with a form of its own */
  readonly made: boolean
}

/** A form in which a text may be handed on; several needles where it depends on what stands before it. */
interface WayOfWriting {
  readonly name: string
  readonly needles: (text: Buffer) => readonly Buffer[]
  /** a place may then hold something before and behind the text */
  readonly sample: (text: Buffer) => Buffer
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
const units = (text: Buffer): number[] => [...text.toString('utf8')].map((letter) => letter.codePointAt(0) ?? 0)
const bytes = (text: Buffer, write: (byte: number) => string): Buffer => latin([...text].map(write).join(''))
const letters = (text: Buffer, write: (unit: number) => string): Buffer => latin(units(text).map(write).join(''))
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** What of a Base64 text is the same whatever stands around; for each of the three places where the text may begin. */
const base64 =
  (encoding: 'base64' | 'base64url') =>
  (text: Buffer): Buffer[] =>
    [0, 1, 2].map((before) => {
      const encoded = Buffer.concat([Buffer.alloc(before), text]).toString(encoding)
      return latin(encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6)))
    })

const plainly = (name: string, write: (text: Buffer) => Buffer): WayOfWriting => ({
  name,
  needles: (text) => [write(text)],
  sample: write
})

const ways: readonly WayOfWriting[] = [
  plainly('UTF-8', (text) => text),
  plainly('UTF-16', (text) => Buffer.from(text.toString('utf8'), 'utf16le')),
  plainly('UTF-16, high byte first', (text) => Buffer.from(text.toString('utf8'), 'utf16le').swap16()),
  plainly('percent', (text) => bytes(text, (byte) => `%${hex(byte, 2).toUpperCase()}`)),
  plainly('percent, small', (text) => bytes(text, (byte) => `%${hex(byte, 2)}`)),
  plainly('JSON escapes', (text) => letters(text, (unit) => `\\u${hex(unit, 4)}`)),
  plainly('JSON escapes, large', (text) => letters(text, (unit) => `\\u${hex(unit, 4).toUpperCase()}`)),
  plainly('HTML numbers', (text) => letters(text, (unit) => `&#${unit};`)),
  plainly('HTML numbers, hexadecimal', (text) => letters(text, (unit) => `&#x${hex(unit, 1)};`)),
  plainly('hexadecimal', (text) => latin(text.toString('hex'))),
  plainly('hexadecimal, large', (text) => latin(text.toString('hex').toUpperCase())),
  ...([0, 1, 2] as const).map((before): WayOfWriting => ({
    name: `Base64, ${before} bytes before`,
    needles: (text) => [base64('base64')(text)[before]!, base64('base64url')(text)[before]!],
    sample: (text) => latin(Buffer.concat([latin('~'.repeat(before)), text, latin('~~~')]).toString('base64'))
  }))
]

export const waysOfWriting = ways.map(({ name }) => name)

/** A text in a way of writing, with something around it: what the search must be able to find. */
export const sampleIn = (way: string, text: string): Buffer => {
  const found = ways.find(({ name }) => name === way)
  if (!found) throw new Error(`there is no way of writing ${way}`)
  return Buffer.concat([randomBytes(30), found.sample(Buffer.from(text, 'utf8')), randomBytes(30)])
}

interface Needle {
  readonly secret: Secret
  readonly way: string
  readonly bytes: Buffer
}

const needlesOf = (secret: Secret): Needle[] =>
  secret.writings.flatMap((writing) => {
    const text = Buffer.isBuffer(writing) ? writing : Buffer.from(writing, 'utf8')
    // bytes that are no text have no letters to be escaped
    const fitting = Buffer.isBuffer(writing) ? ways.filter(({ name }) => /^(UTF-8|hexa|Base64)/.test(name)) : ways
    return fitting.flatMap(({ name, needles }) => needles(text).map((one) => ({ secret, way: name, bytes: one })))
  })

export interface Trace {
  readonly secret: Secret
  readonly way: string
}

const placeIn = (window: number): number => Math.imul(window, 0x9e3779b1) >>> 12

/** All needles by their first four bytes, so that one walk over some bytes looks for every one of them. */
class Needles {
  readonly #byBeginning = new Map<number, Needle[]>()
  readonly #beginnings = new Uint8Array(1 << 20)

  constructor(secrets: readonly Secret[]) {
    for (const needle of secrets.flatMap(needlesOf)) {
      const beginning = needle.bytes.readInt32BE(0)
      this.#byBeginning.set(beginning, [...(this.#byBeginning.get(beginning) ?? []), needle])
      this.#beginnings[placeIn(beginning)] = 1
    }
  }

  within(place: Buffer): Map<Secret, string> {
    const found = new Map<Secret, string>()
    let window = 0
    for (let at = 0; at < place.length; at += 1) {
      window = (window << 8) | (place[at] ?? 0)
      if (this.#beginnings[placeIn(window)] === 0) continue
      for (const { secret, way, bytes: needle } of this.#byBeginning.get(window) ?? []) {
        const start = at - 3
        if (start < 0 || start + needle.length > place.length || found.has(secret)) continue
        if (place.compare(needle, 0, needle.length, start, start + needle.length) === 0) found.set(secret, way)
      }
    }
    return found
  }
}

/** Random small letters: a run of digits may look like an account or a telephone, which nobody publishes undecided. */
const randomLetters = (many: number): string =>
  Array.from({ length: many }, () => String.fromCharCode(randomInt(0x61, 0x7b))).join('')

/** All words of a run, and the search for them. */
export class Words {
  readonly secrets: Secret[] = []
  readonly #latin = `q${randomLetters(8)}`
  #needles: { readonly of: number; readonly needles: Needles } | undefined

  #add(name: string, level: Level, letter: string | undefined, writings: Secret['writings'], made: boolean): void {
    this.secrets.push({ name, level, letter, writings, made })
  }

  /** A word that stands nowhere else: Chinese characters and Latin letters. */
  make(name: string, level: Level, letter?: string): string {
    // characters that stand in no demo text
    const han = Array.from({ length: 8 }, () => String.fromCharCode(randomInt(0x8c00, 0x9f00))).join('')
    const plain = this.#plain()
    this.#add(name, level, letter, [han, plain], true)
    return `${han}${plain}`
  }

  /** A word of small Latin letters, where nothing else may stand. */
  makeLatin(name: string, level: Level, letter?: string): string {
    const plain = this.#plain()
    this.#add(name, level, letter, [plain], true)
    return plain
  }

  #plain(): string {
    return `${this.#latin}${randomLetters(10)}`
  }

  /** Takes in what has a form of its own, or was made by the server. */
  know(name: string, level: Level, letter: string | undefined, ...writings: (string | Buffer)[]): void {
    this.#add(name, level, letter, writings, false)
  }

  /** Whether any of the secrets stands in a text as it is; to see which fields were filled with them. */
  standIn(text: string): boolean {
    return this.secrets.some(({ writings }) =>
      writings.some((writing) => typeof writing === 'string' && text.includes(writing))
    )
  }

  /** The Latin writing of a made word. */
  latinOf(secret: Secret): string {
    return String(secret.writings.at(-1))
  }

  /** Every secret that stands in some bytes, in any way of writing. */
  search(place: Buffer): Trace[] {
    if (this.#needles?.of !== this.secrets.length)
      this.#needles = { of: this.secrets.length, needles: new Needles(this.secrets) }
    return [...this.#needles.needles.within(place)].map(([secret, way]) => ({ secret, way }))
  }
}

/** The Latin writing of the secret of this name. */
export const latinOf = (words: Words, name: string): string => {
  const found = words.secrets.find((secret) => secret.name === name)
  if (!found) throw new Error(`nothing was planted as ${name}`)
  return words.latinOf(found)
}

const attempt = (unpack: () => Buffer): Buffer[] => {
  try {
    return [unpack()]
  } catch {
    return []
  }
}

/** The bytes themselves, and what is packed in them: gzip, Brotli, deflate, the entries of a zip archive. */
export const unpacked = (content: Buffer): Buffer[] => {
  const layers = [content]
  if (content[0] === 0x1f && content[1] === 0x8b) layers.push(...attempt(() => gunzipSync(content)))
  else if (content.toString('latin1', 0, 4) === 'PK\x03\x04') layers.push(...entriesOf(content))
  else if (content[0] === 0x78) layers.push(...attempt(() => inflateSync(content)))
  // Brotli has no mark of its own: what is a text is none
  if (layers.length === 1 && content.length < 2_000_000) layers.push(...attempt(() => brotliDecompressSync(content)))
  return layers
}

/** What the entries of a zip archive hold, by their own headers. */
function* entriesOf(content: Buffer): Generator<Buffer> {
  for (
    let at = content.indexOf('PK\x03\x04', 0, 'latin1');
    at >= 0;
    at = content.indexOf('PK\x03\x04', at + 4, 'latin1')
  ) {
    if (at + 30 > content.length) return
    const start = at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28)
    const packed = content.subarray(start, start + content.readUInt32LE(at + 18))
    if (content.readUInt16LE(at + 8) === 8) yield* attempt(() => inflateRawSync(packed))
  }
}
