/** Office files that are zip archives: their directory is read, and of their content only the short lists that say what they are. */
import { inflateRawSync } from 'node:zlib'
import { RefusedFile, type Checked, type KeptType } from './file-types.ts'

interface Entry {
  readonly name: string
  readonly encrypted: boolean
  readonly method: number
  readonly compressed: number
  readonly size: number
  /** where its own header begins, and where its data does */
  readonly at: number
  readonly dataAt: number
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 }
const mostEntries = 10_000
/** what all entries may be, unpacked: no document of 10 MB comes near, a bomb is far beyond */
const mostUnpacked = 512 * 1024 * 1024
const longestList = 1024 * 1024

export const isZip = (bytes: Buffer): boolean => bytes.length > 22 && bytes.readUInt32LE(0) === signatures.local

/** The end record; an archive ends with it, and nothing stands behind. */
function endOf(bytes: Buffer): { count: number; from: number; length: number } {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at -= 1) {
    if (bytes.readUInt32LE(at) !== signatures.end || at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length) continue
    return {
      count: bytes.readUInt16LE(at + 10),
      length: bytes.readUInt32LE(at + 12),
      from: bytes.readUInt32LE(at + 16)
    }
  }
  throw new RefusedFile('broken')
}

/** Values too large for their field stand in an extra one; some programs put all of them there. */
function wideValues(extra: Buffer, narrow: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return narrow.map((value) => {
      if (value !== 0xffffffff) return value
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    })
  }
  return [...narrow]
}

function entriesOf(bytes: Buffer): Entry[] {
  const end = endOf(bytes)
  if (end.count > mostEntries) throw new RefusedFile('too-large')
  const entries: Entry[] = []
  let at = end.from
  for (let left = end.count; left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== signatures.central) throw new RefusedFile('broken')
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const name = bytes.subarray(at + 46, at + 46 + nameLength)
    const [size = 0, compressed = 0, local = 0] = wideValues(
      bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength),
      [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
    )
    // a name that differs between the two headers shows one file to us and another to whoever opens it
    const ownName = bytes.subarray(local + 30, local + 30 + bytes.readUInt16LE(local + 26))
    if (bytes.readUInt32LE(local) !== signatures.local || !ownName.equals(name)) throw new RefusedFile('broken')
    const dataAt = local + 30 + ownName.length + bytes.readUInt16LE(local + 28)
    entries.push({
      name: name.toString('utf8'),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      compressed,
      size,
      at: local,
      dataAt
    })
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
  }
  if (at > end.from + end.length) throw new RefusedFile('broken')
  return entries
}

/** Refuses what unpacks to more than any document does, and entries that share their bytes, as bombs do. */
function refuseBombs(entries: readonly Entry[], directoryAt: number): void {
  if (entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked) throw new RefusedFile('too-large')
  const inOrder = entries.toSorted((a, b) => a.at - b.at)
  // the archive begins with the file: nothing else can stand before it
  if (inOrder[0]?.at !== 0) throw new RefusedFile('broken')
  for (const [index, { dataAt, compressed }] of inOrder.entries()) {
    if (dataAt + compressed > (inOrder[index + 1]?.at ?? directoryAt)) throw new RefusedFile('broken')
  }
}

/** The text of a short entry; undefined when there is no such entry. */
function listIn(bytes: Buffer, entries: readonly Entry[], name: string): string | undefined {
  const entry = entries.find((one) => one.name === name)
  if (!entry) return undefined
  const data = bytes.subarray(entry.dataAt, entry.dataAt + entry.compressed)
  if (entry.method === 0) return data.toString('utf8', 0, longestList)
  if (entry.method !== 8) throw new RefusedFile('broken')
  // whatever size the entry claims, no more than this is unpacked
  return inflateRawSync(data, { maxOutputLength: longestList }).toString('utf8')
}

const main = 'application/vnd.openxmlformats-officedocument.'
const openXml: Readonly<Record<string, KeptType>> = {
  [`${main}wordprocessingml.document.main+xml`]: `${main}wordprocessingml.document`,
  [`${main}spreadsheetml.sheet.main+xml`]: `${main}spreadsheetml.sheet`,
  [`${main}presentationml.presentation.main+xml`]: `${main}presentationml.presentation`
}

/** The types that the list gives to parts that are there: some programs list types that no part of theirs has. */
function* typesOfParts(list: string, entries: readonly Entry[]): Generator<string> {
  const parts = new Set(entries.map(({ name }) => name.toLowerCase()))
  const endings = new Set([...parts].map((name) => name.slice(name.lastIndexOf('.') + 1)))
  // no tag holds another one's beginning: a list of nothing but beginnings is then read once, not once for each of them
  for (const [tag, kind] of list.matchAll(/<(?:\w+:)?(Override|Default)\s[^<>]*>/g)) {
    const value = (attribute: string) => new RegExp(`${attribute}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? ''
    const present =
      kind === 'Override'
        ? parts.has(value('PartName').slice(1).toLowerCase())
        : endings.has(value('Extension').toLowerCase())
    if (present) yield value('ContentType')
  }
}

function openXmlType(list: string, entries: readonly Entry[]): KeptType {
  // who opens the file may read a letter written by its number, and what is said in a comment here says nothing there
  if (/&#|<!/.test(list)) throw new RefusedFile('type-unknown')
  const present = [...typesOfParts(list, entries)]
  if (present.some((type) => /macroenabled|vbaproject/i.test(type))) throw new RefusedFile('type-unknown')
  if (entries.some(({ name }) => /vbaproject\.bin$/i.test(name))) throw new RefusedFile('type-unknown')
  const known = present.map((type) => openXml[type]).find((type) => type !== undefined)
  if (!known) throw new RefusedFile('type-unknown')
  return known
}

const openDocument: ReadonlySet<string> = new Set([
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation'
] satisfies KeptType[])

function openDocumentType(bytes: Buffer, entries: readonly Entry[]): KeptType {
  const type = listIn(bytes, entries, 'mimetype') ?? ''
  const has = (pattern: RegExp) => entries.some(({ name }) => pattern.test(name))
  if (!openDocument.has(type) || !has(/^content\.xml$/)) throw new RefusedFile('type-unknown')
  if (has(/^(Basic|Scripts)\//)) throw new RefusedFile('type-unknown')
  if (/encryption-data/.test(listIn(bytes, entries, 'META-INF/manifest.xml') ?? '')) throw new RefusedFile('encrypted')
  return type as KeptType
}

// active controls and macro sheets run when the file is opened; a name that leads out of the archive is meant for whoever unpacks it
const runs = /(?:^|\/)(?:activeX|macrosheets|dialogsheets)\//i
const leadsOut = /(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[a-z]:|\0/i

/** Templates, objects and frames that would be fetched from elsewhere on opening; a link waits to be followed, so it may stay. */
const fetches = /\/(?:attachedTemplate|oleObject|frame|subDocument|image|audio|video|media)["']/i
const elsewhere = /\bTarget\s*=\s*["']\s*(?:https?:|ftp:|\\\\|file:\/\/(?:[^/]|\/\/))/i
const mostLists = 500

function refuseReach(bytes: Buffer, entries: readonly Entry[]): void {
  if (entries.some(({ name }) => runs.test(name) || leadsOut.test(name))) throw new RefusedFile('type-unknown')
  const lists = entries.filter(({ name }) => /\.rels$/i.test(name))
  if (lists.length > mostLists) throw new RefusedFile('too-large')
  for (const { name } of lists) {
    for (const [tag] of (listIn(bytes, entries, name) ?? '').matchAll(/<(?:\w+:)?Relationship\s[^<>]*>/g))
      if (fetches.test(tag) && elsewhere.test(tag)) throw new RefusedFile('type-unknown')
  }
}

function typeOf(bytes: Buffer): KeptType {
  const entries = entriesOf(bytes)
  refuseBombs(entries, endOf(bytes).from)
  if (entries.some(({ encrypted }) => encrypted)) throw new RefusedFile('encrypted')
  refuseReach(bytes, entries)
  const list = listIn(bytes, entries, '[Content_Types].xml')
  return list === undefined ? openDocumentType(bytes, entries) : openXmlType(list, entries)
}

/** Keeps an Office file (2007 and later, or OpenDocument) without macros as it is; throws RefusedFile. */
export function checkZip(bytes: Buffer): Checked {
  try {
    return { type: typeOf(bytes), content: bytes }
  } catch (error) {
    if (error instanceof RefusedFile) throw error
    // a position outside the file, or data that does not unpack
    throw new RefusedFile('broken')
  }
}

/**
 * The texts of the entries whose names fit, one after the other. What is larger than `most` bytes unpacked, and whatever
 * can't be unpacked, is passed over; so is all that comes once eight times as much was read.
 */
export function* textsInZip(bytes: Buffer, fits: RegExp, most: number): Generator<string> {
  let left = most * 8
  for (const { name, dataAt, compressed, method } of entriesOf(bytes)) {
    if (!fits.test(name) || left <= 0) continue
    const data = bytes.subarray(dataAt, dataAt + compressed)
    try {
      const plain = method === 0 ? data : inflateRawSync(data, { maxOutputLength: most })
      left -= plain.length
      yield plain.toString('utf8', 0, most)
    } catch {
      continue
    }
  }
}

/** The texts of all entries, one after the other. Refuses an archive that holds more than `most` bytes, whatever it says of itself. */
export function* wholeTextsInZip(bytes: Buffer, most: number): Generator<string> {
  let left = most
  for (const { dataAt, compressed, method } of entriesOf(bytes)) {
    const data = bytes.subarray(dataAt, dataAt + compressed)
    let plain = data
    try {
      if (method !== 0) plain = inflateRawSync(data, { maxOutputLength: Math.max(1, left) })
    } catch (error) {
      throw new RefusedFile((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken')
    }
    left -= plain.length
    if (left < 0) throw new RefusedFile('too-large')
    yield plain.toString('utf8')
  }
}
