/** Office files of before 2007 are compound files [MS-CFB], as are installers, e-mails and encrypted newer ones: the directory tells. */
import { RefusedFile, type Checked, type KeptType } from './file-types.ts'

const magic = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const lastRegular = 0xfffffffa
const noEntry = 0xffffffff

export const isCompound = (bytes: Buffer): boolean => bytes.length >= 1536 && bytes.subarray(0, 8).equals(magic)

interface Entry {
  readonly name: string
  readonly left: number
  readonly right: number
  readonly child: number
  readonly start: number
  readonly size: number
}

/** A compound file opened: its directory, and the beginning of any stream. Reading outside the file throws. */
class Compound {
  readonly #bytes: Buffer
  readonly #shift: number
  readonly #next: readonly number[]
  readonly entries: readonly Entry[]

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#shift = bytes.readUInt16LE(30)
    if (this.#shift !== 9 && this.#shift !== 12) throw new RefusedFile('broken')
    this.#next = this.#allocation()
    this.entries = this.#chain(bytes.readUInt32LE(48)).flatMap((sector) => this.#entriesIn(this.#sector(sector)))
  }

  #sector(index: number): Buffer {
    const size = 1 << this.#shift
    const from = (index + 1) * size
    if (from >= this.#bytes.length) throw new RefusedFile('broken')
    return this.#bytes.subarray(from, from + size)
  }

  #numbers(sector: Buffer): number[] {
    return Array.from({ length: sector.length >> 2 }, (_, index) => sector.readUInt32LE(index * 4))
  }

  /** For each sector the one that goes on from it. The sectors of this table are listed in the header, and on from there. */
  #allocation(): number[] {
    const listed = this.#numbers(this.#bytes.subarray(76, 512))
    const seen = new Set<number>()
    for (let more = this.#bytes.readUInt32LE(68); more <= lastRegular; more = listed.pop() ?? noEntry) {
      if (seen.has(more)) throw new RefusedFile('broken')
      seen.add(more)
      // the last number of such a sector names the next one
      listed.push(...this.#numbers(this.#sector(more)))
    }
    const sectors = listed.filter((index) => index <= lastRegular)
    // one of them named again and again would make gigabytes of a few megabytes
    if (new Set(sectors).size < sectors.length) throw new RefusedFile('broken')
    return sectors.flatMap((index) => this.#numbers(this.#sector(index)))
  }

  #chain(start: number): number[] {
    const chain: number[] = []
    const most = (this.#bytes.length >> this.#shift) + 1
    for (let at = start; at <= lastRegular; at = this.#next[at] ?? noEntry) {
      if (chain.push(at) > most) throw new RefusedFile('broken')
    }
    return chain
  }

  #entriesIn(sector: Buffer): Entry[] {
    return Array.from({ length: sector.length >> 7 }, (_, index) => {
      const entry = sector.subarray(index * 128, index * 128 + 128)
      const length = Math.min(64, Math.max(0, entry.readUInt16LE(64) - 2))
      return {
        name: entry.toString('utf16le', 0, length),
        left: entry.readUInt32LE(68),
        right: entry.readUInt32LE(72),
        child: entry.readUInt32LE(76),
        start: entry.readUInt32LE(116),
        size: entry.readUInt32LE(120)
      }
    })
  }

  /** What stands at the top; a document within a document is further down and says nothing about the whole. */
  top(): Map<string, Entry> {
    const found = new Map<string, Entry>()
    const seen = new Set<number>()
    const waiting = [this.entries[0]?.child ?? noEntry]
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const entry = this.entries[index]
      if (!entry || seen.has(index)) continue
      seen.add(index)
      found.set(entry.name, entry)
      waiting.push(entry.left, entry.right)
    }
    return found
  }

  /** The first bytes of a stream, up to a sector; a stream whose sectors are not all there is broken. */
  beginning({ start, size }: Entry): Buffer {
    const cutoff = this.#bytes.readUInt32LE(56)
    if (size >= cutoff) {
      const chain = this.#chain(start)
      if (chain.length << this.#shift < size) throw new RefusedFile('broken')
      this.#sector(chain.at(-1) ?? noEntry)
      return this.#sector(start)
    }
    // short streams lie together, in pieces of 64 bytes, in the stream of the root
    const container = this.#chain(this.entries[0]?.start ?? noEntry)[(start * 64) >> this.#shift]
    return this.#sector(container ?? noEntry).subarray((start * 64) & ((1 << this.#shift) - 1), 1 << this.#shift)
  }
}

/** Whether a workbook's records [MS-XLS 2.4] name a password right at their beginning. */
function hasPassword(workbook: Buffer): boolean {
  for (let at = 0; at + 4 <= workbook.length; at += 4 + workbook.readUInt16LE(at + 2)) {
    const record = workbook.readUInt16LE(at)
    if (record === 0x2f) return true
    // FILEPASS stands before everything but the beginning and the write protection
    if (record !== 0x809 && record !== 0x86) return false
  }
  return false
}

function typeOf(bytes: Buffer): KeptType {
  const file = new Compound(bytes)
  const top = file.top()
  if (top.has('EncryptedPackage')) throw new RefusedFile('encrypted')
  if (file.entries.some(({ name }) => name === '_VBA_PROJECT')) throw new RefusedFile('type-unknown')
  const word = top.get('WordDocument')
  if (word) {
    // [MS-DOC 2.5.2]: bit 8 of the flags of the file information block
    if ((file.beginning(word).readUInt16LE(10) & 0x100) !== 0) throw new RefusedFile('encrypted')
    return 'application/msword'
  }
  const workbook = top.get('Workbook') ?? top.get('Book')
  if (workbook) {
    if (hasPassword(file.beginning(workbook))) throw new RefusedFile('encrypted')
    return 'application/vnd.ms-excel'
  }
  const slides = top.get('PowerPoint Document')
  const user = top.get('Current User')
  if (slides && user) {
    file.beginning(slides)
    // [MS-PPT 2.3.2]: the token of the current user tells of encryption
    if (file.beginning(user).readUInt32LE(12) === 0xf3d1c4df) throw new RefusedFile('encrypted')
    return 'application/vnd.ms-powerpoint'
  }
  throw new RefusedFile('type-unknown')
}

/** Keeps a Word, Excel or PowerPoint file of before 2007 without macros as it is; throws RefusedFile. */
export function checkCompound(bytes: Buffer): Checked {
  try {
    return { type: typeOf(bytes), content: bytes }
  } catch (error) {
    if (error instanceof RefusedFile) throw error
    throw new RefusedFile('broken')
  }
}
