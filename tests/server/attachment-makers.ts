/** Files as people send them, and as nobody should: made here, byte by byte where no library writes them. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'
import sharp from 'sharp'

/**
 * A photograph as iPhones store it: left red, right blue, 64×40, with EXIF that names a camera and a place. Made once from such
 * a JPEG by `heif-enc -q 60` of libheif 1.15 (x265): nothing here writes HEVC.
 */
export const heic = readFileSync(new URL('files/photo.heic', import.meta.url))

/** A JPEG, left red, right blue, that says where it was taken, and that it lies on its side. */
export const jpegWithGps = async (): Promise<Buffer> => {
  const left = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#d02020' } })
    .png()
    .toBuffer()
  return await sharp({ create: { width: 120, height: 80, channels: 3, background: '#2040d0' } })
    .composite([{ input: left, left: 0, top: 0 }])
    .withExif({
      IFD0: { Make: 'Secret Camera' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '121/1 28/1 0/1' }
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** A picture of one colour, in any format that sharp writes. */
export const picture = async (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff', size = 80): Promise<Buffer> =>
  await sharp({ create: { width: size, height: size, channels: 3, background: '#208040' } })
    .toFormat(format)
    .toBuffer()

/** Noise does not compress: a JPEG of some hundred kilobytes. */
export const largeJpeg = async (): Promise<Buffer> =>
  await sharp(randomBytes(900 * 700 * 3), { raw: { width: 900, height: 700, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer()

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A PNG that claims to be of any size; its few bytes unpack to nothing like it. */
export const pngOfSize = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateRawSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0))
  ])
}

/** A PDF of one empty page; `more` stands in its trailer. */
export const pdf = (more = ''): Buffer => {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const place = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const start = text.length
  text += `xref\n0 4\n0000000000 65535 f \n${table}trailer\n<< /Size 4 /Root 1 0 R ${more}>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A PDF of any length; what is kept of it is what was sent. */
export const longPdf = (length: number): Buffer => {
  const end = pdf()
  const mark = '%PDF-1.7\n%'
  const filling = randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length - mark.length - end.length - 1)
  return Buffer.concat([Buffer.from(`${mark}${filling}\n`), end])
}

interface ZipEntry {
  readonly name: string
  readonly data: Buffer | string
  readonly stored?: boolean
  readonly encrypted?: boolean
  /** what the headers say of the size, instead of the truth */
  readonly claims?: number
  /** what its own header calls it, instead of the directory's name */
  readonly ownName?: string
}

/** A zip archive. */
export const zip = (entries: readonly ZipEntry[]): Buffer => {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, data, stored, encrypted, claims, ownName } of entries) {
    const plain = Buffer.from(data)
    const packed = stored ? plain : deflateRawSync(plain)
    const own = Buffer.from(ownName ?? name)
    const title = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(encrypted ? 1 : 0, 6)
    local.writeUInt16LE(stored ? 0 : 8, 8)
    local.writeUInt32LE(crc32(plain), 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(claims ?? plain.length, 22)
    local.writeUInt16LE(own.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    local.copy(central, 6, 4, 26)
    central.writeUInt16LE(title.length, 28)
    central.writeUInt32LE(at, 42)
    directory.push(central, title)
    parts.push(local, own, packed)
    at += local.length + own.length + packed.length
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const main = 'application/vnd.openxmlformats-officedocument.'

/** `[Content_Types].xml` of a document whose main part is of a type. */
export const contentTypes = (part: string, type: string): string =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="${type}"/></Types>`

const office =
  (part: string, type: string) =>
  (more: readonly ZipEntry[] = []) =>
    zip([
      { name: '[Content_Types].xml', data: contentTypes(part, `${main}${type}.main+xml`) },
      { name: '_rels/.rels', data: '<Relationships/>' },
      { name: part, data: `<document>${'正文 '.repeat(50)}</document>` },
      ...more
    ])

export const docx = office('word/document.xml', 'wordprocessingml.document')
export const xlsx = office('xl/workbook.xml', 'spreadsheetml.sheet')
export const pptx = office('ppt/presentation.xml', 'presentationml.presentation')

/** An OpenDocument file. */
export const openDocument = (kind: 'text' | 'spreadsheet', more: readonly ZipEntry[] = []): Buffer =>
  zip([
    { name: 'mimetype', data: `application/vnd.oasis.opendocument.${kind}`, stored: true },
    { name: 'content.xml', data: '<content/>' },
    ...more
  ])

/** A compound file [MS-CFB] with these streams at its top, each in sectors of its own, and one storage that holds `below`. */
export const compound = (streams: Readonly<Record<string, Buffer>>, below?: readonly [string, string]): Buffer => {
  const sector = 512
  const padded = Object.entries(streams).map(([name, data]) => {
    // what is shorter than 4096 would have to lie in the container of short streams
    const length = Math.max(4096, Math.ceil(data.length / sector) * sector)
    return { name, data: Buffer.concat([data, Buffer.alloc(length - data.length)]) }
  })
  const names = ['Root Entry', ...padded.map(({ name }) => name), ...(below ?? [])]
  const directoryLength = Math.ceil(names.length / 4)
  const table: number[] = [0xfffffffd]
  const chain = (length: number) => {
    const start = table.length
    for (let left = length; left > 0; left -= 1) table.push(left === 1 ? 0xfffffffe : table.length + 1)
    return start
  }
  const directoryAt = chain(directoryLength)
  const starts = padded.map(({ data }) => chain(data.length / sector))
  const directory = Buffer.alloc(directoryLength * sector)
  const last = padded.length + (below ? 1 : 0)
  for (const [index, name] of names.entries()) {
    const entry = directory.subarray(index * 128)
    entry.write(name, 0, 'utf16le')
    entry.writeUInt16LE(name.length * 2 + 2, 64)
    const inside = below !== undefined && index === names.length - 1
    entry.writeUInt8(index === 0 ? 5 : index === names.length - 2 && below ? 1 : 2, 66)
    entry.writeUInt32LE(0xffffffff, 68)
    // the entries of one level hang on each other's right
    entry.writeUInt32LE(index === 0 || inside || index >= last ? 0xffffffff : index + 1, 72)
    const child = index === 0 ? 1 : below && index === names.length - 2 ? names.length - 1 : 0xffffffff
    entry.writeUInt32LE(child, 76)
    const start = starts[index - 1]
    entry.writeUInt32LE(start ?? 0xfffffffe, 116)
    entry.writeUInt32LE(padded[index - 1]?.data.length ?? 0, 120)
  }
  const header = Buffer.alloc(sector, 0xff)
  header.fill(0, 0, 76)
  header.write('d0cf11e0a1b11ae1', 0, 'hex')
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(directoryAt, 48)
  header.writeUInt32LE(4096, 56)
  header.writeUInt32LE(0xfffffffe, 60)
  header.writeUInt32LE(0xfffffffe, 68)
  header.writeUInt32LE(0, 76)
  const allocation = Buffer.alloc(sector, 0xff)
  for (const [index, next] of table.entries()) allocation.writeUInt32LE(next, index * 4)
  return Buffer.concat([header, allocation, directory, ...padded.map(({ data }) => data)])
}

/** The beginning of a Word document's main stream. */
export const wordStream = (encrypted = false): Buffer => {
  const block = Buffer.alloc(512)
  block.writeUInt16LE(0xa5ec, 0)
  block.writeUInt16LE(encrypted ? 0x100 : 0, 10)
  return block
}

/** The first records of a workbook. */
export const workbookStream = (password = false): Buffer => {
  const records = [[0x809, Buffer.alloc(16)], ...(password ? [[0x2f, Buffer.alloc(6)]] : []), [0x42, Buffer.alloc(2)]]
  return Buffer.concat(
    (records as [number, Buffer][]).map(([id, data]) => {
      const head = Buffer.alloc(4)
      head.writeUInt16LE(id, 0)
      head.writeUInt16LE(data.length, 2)
      return Buffer.concat([head, data])
    })
  )
}
