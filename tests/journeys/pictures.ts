/** Pictures to send: real PNG files, made of noise, so that they are as large as they say. */
import { randomFillSync } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

const piece = (name: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}

/** A picture of noise; three bytes a pixel that no compression makes smaller. */
export const noise = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a channel, red green blue
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc((width * 3 + 1) * height)
  randomFillSync(rows)
  // each row begins with its filter: none
  for (let row = 0; row < height; row += 1) rows[row * (width * 3 + 1)] = 0
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    piece('IHDR', header),
    piece('IDAT', deflateSync(rows, { level: 1 })),
    piece('IEND', Buffer.alloc(0))
  ])
}

/** As a file field takes it. */
export const picture = (
  name: string,
  width: number,
  height: number
): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: 'image/png',
  buffer: noise(width, height)
})
