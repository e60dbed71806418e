import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attachment } from '#contract/letters.ts'
import {
  compound,
  contentTypes,
  docx,
  heic,
  jpegWithGps,
  largeJpeg,
  openDocument,
  pdf,
  picture,
  pngOfSize,
  pptx,
  wordStream,
  workbookStream,
  xlsx,
  zip
} from './attachment-makers.ts'
import { download, listening, sendFile } from './attachment-stage.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  await listening(fresh)
})

afterAll(async () => {
  await fresh.close()
})

/** Where the bytes of a file stand, in whatever folder. */
const placesOf = ({ id }: Attachment) =>
  readdirSync(fresh.config.dataDir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes(id))
    .map((path) => path.replace(/^.*\//, ''))

/** What is still on its way when a file is decided: removing what was sent. */
const settled = async (file: Attachment, names: string[]) =>
  await expect.poll(() => placesOf(file), { timeout: 5000 }).toEqual(names)

const colourAt = async (bytes: Buffer, left: number, top: number): Promise<'red' | 'blue'> => {
  const pixel = await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer()
  return (pixel[0] ?? 0) > (pixel[2] ?? 0) ? 'red' : 'blue'
}

describe('pictures are made anew', () => {
  test('where a photo was taken and with what is gone, and it stands upright', async () => {
    const photo = await jpegWithGps()
    expect(photo.includes('Secret Camera')).toBe(true)
    expect((await sharp(photo).metadata()).exif).toBeDefined()
    const { sender, file } = await sendFile(fresh, photo, 'IMG_0001.JPG')
    expect(file).toMatchObject({ state: 'kept', type: 'image/jpeg', name: 'IMG_0001.JPG', reason: null })
    const { body } = await download(fresh, sender)
    expect(body.length).toBe(file.size)
    const { exif, xmp, icc, iptc, width, height, orientation } = await sharp(body).metadata()
    expect([exif, xmp, icc, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(body.includes('Secret Camera')).toBe(false)
    // 6: what was left is now above
    expect([width, height]).toEqual([80, 120])
    expect([await colourAt(body, 40, 5), await colourAt(body, 40, 115)]).toEqual(['red', 'blue'])
  })

  test('what was sent is not left lying about beside what is kept', async () => {
    const { file } = await sendFile(fresh, await jpegWithGps())
    await settled(file, [`${file.id}.kept`])
  })

  test('HEIC becomes a JPEG without its place, and gets its name', async () => {
    expect(heic.includes('Secret Camera')).toBe(true)
    const { sender, file } = await sendFile(fresh, heic, '照片 (1).HEIC')
    expect(file).toMatchObject({ state: 'kept', type: 'image/jpeg' })
    const { body, headers } = await download(fresh, sender)
    expect(decodeURIComponent(headers['content-disposition'] ?? '')).toBe(`attachment; filename*=UTF-8''照片 (1).jpg`)
    const { format, width, height, exif } = await sharp(body).metadata()
    expect([format, width, height, exif]).toEqual(['jpeg', 64, 40, undefined])
    expect([await colourAt(body, 5, 20), await colourAt(body, 60, 20)]).toEqual(['red', 'blue'])
    expect(body.includes('Secret Camera')).toBe(false)
  })

  test.each([
    ['a PNG', 'png', 'image/png'],
    ['a WebP', 'webp', 'image/jpeg'],
    ['a GIF', 'gif', 'image/png']
  ] as const)('%s becomes what every desk can open', async (_name, format, type) => {
    const { sender, file } = await sendFile(fresh, await picture(format))
    expect(file).toMatchObject({ state: 'kept', type })
    expect((await sharp((await download(fresh, sender)).body).metadata()).format).toBe(type.slice('image/'.length))
  })

  test('a picture larger than any screen shrinks; of a moving one the first picture stays', async () => {
    const large = await sendFile(fresh, await picture('png', 5000))
    expect((await sharp((await download(fresh, large.sender)).body).metadata()).width).toBe(4096)
    const frames = await Promise.all(
      ['#ff0000', '#00ff00'].map(
        async (background) =>
          await sharp({ create: { width: 20, height: 20, channels: 3, background } })
            .png()
            .toBuffer()
      )
    )
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(2)
    const still = await sendFile(fresh, moving)
    const { height, pages } = await sharp((await download(fresh, still.sender)).body).metadata()
    expect([height, pages]).toEqual([20, undefined])
  })

  test('a program behind the end of a picture does not come with it', async () => {
    const both = Buffer.concat([
      await picture('jpeg'),
      zip([{ name: 'Evil.class', data: 'class' }]),
      Buffer.from('<?php system(1) ?>')
    ])
    const { sender, file } = await sendFile(fresh, both)
    expect(file.state).toBe('kept')
    const { body } = await download(fresh, sender)
    expect([body.includes('php'), body.includes('Evil')]).toEqual([false, false])
  })
})

describe('documents are kept as they are', () => {
  test.each([
    ['PDF', pdf(), 'application/pdf'],
    ['Word', docx(), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['Excel', xlsx(), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['PowerPoint', pptx(), 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ['Writer', openDocument('text'), 'application/vnd.oasis.opendocument.text'],
    ['Calc', openDocument('spreadsheet'), 'application/vnd.oasis.opendocument.spreadsheet'],
    ['Word 97', compound({ WordDocument: wordStream() }), 'application/msword'],
    ['Excel 97', compound({ Workbook: workbookStream() }), 'application/vnd.ms-excel'],
    [
      'Excel 97 with a Word document in it',
      compound({ Workbook: workbookStream() }, ['MBD0001', 'WordDocument']),
      'application/vnd.ms-excel'
    ],
    [
      'PowerPoint 97',
      compound({ 'PowerPoint Document': Buffer.alloc(600), 'Current User': Buffer.alloc(40) }),
      'application/vnd.ms-powerpoint'
    ]
  ])('%s', async (_name, bytes, type) => {
    const { sender, file } = await sendFile(fresh, bytes, '材料')
    expect(file).toMatchObject({ state: 'kept', type, size: bytes.length, received: bytes.length })
    const { body, headers, status } = await download(fresh, sender)
    expect(status).toBe(200)
    expect(body.equals(bytes)).toBe(true)
    expect(headers).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store'
    })
    expect(headers['content-encoding']).toBeUndefined()
  })

  test('a PDF with some bytes behind its end is still one', async () => {
    expect((await sendFile(fresh, Buffer.concat([pdf(), Buffer.from('\n\0\0 sent by a printer')]))).file.state).toBe(
      'kept'
    )
  })
})

const bomb = () =>
  docx(
    Array.from({ length: 6 }, (_, index) => ({
      name: `word/media/${index}.bin`,
      data: Buffer.alloc(4_000_000),
      claims: 120_000_000
    }))
  )

const overlapping = () => {
  // two names for one piece of the archive, as bombs are made without claiming much
  const bytes = zip([
    { name: 'aa', data: 'x'.repeat(500) },
    { name: 'aa', data: 'x'.repeat(500) }
  ])
  const directory = bytes.readUInt32LE(bytes.length - 6)
  bytes.writeUInt32LE(0, directory + 46 + 2 + 42)
  return bytes
}

const macroTypes = contentTypes('word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml')

const hostile: readonly [string, () => Buffer | Promise<Buffer>, string][] = [
  ['a script that calls itself a picture', () => Buffer.from('<?php system($_GET[0]); ?>'), 'type-unknown'],
  [
    'a script with the mark of a JPEG',
    () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<?php system(1) ?>'.repeat(20))]),
    'broken'
  ],
  ['a page that calls itself a PDF', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'type-unknown'],
  [
    'a page with a PDF further down',
    () => Buffer.concat([Buffer.from('<script>alert(1)</script>\n'), pdf()]),
    'type-unknown'
  ],
  ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'type-unknown'],
  [
    'an SVG behind an XML declaration',
    () => Buffer.from('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'),
    'type-unknown'
  ],
  ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200), Buffer.from('PE\0\0')]), 'type-unknown'],
  [
    'a program of Linux',
    () => Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(200)]),
    'type-unknown'
  ],
  ['plain text', () => Buffer.from('只是一段文字，不是文件。'), 'type-unknown'],
  ['bytes without meaning', () => randomBytes(5000), 'type-unknown'],
  ['a TIFF, which nobody asked for', async () => await picture('tiff'), 'type-unknown'],
  ['an AVIF, which nobody asked for', async () => await picture('avif'), 'type-unknown'],
  ['a JPEG cut short', async () => (await largeJpeg()).subarray(0, 100_000), 'broken'],
  ['a HEIC cut short', () => heic.subarray(0, 700), 'broken'],
  [
    'a HEIC whose picture is rubbish',
    () => Buffer.concat([heic.subarray(0, 520), Buffer.alloc(heic.length - 520, 0x55)]),
    'broken'
  ],
  ['a picture of 50,000 × 50,000', () => pngOfSize(50_000, 50_000), 'too-large'],
  ['a picture that lies about its size', () => pngOfSize(4000, 4000), 'broken'],
  [
    'a zip that only calls itself docx',
    () => zip([{ name: 'word/document.xml', data: '<document/>' }]),
    'type-unknown'
  ],
  [
    'a docx whose list names a part that is not there',
    () =>
      zip([
        {
          name: '[Content_Types].xml',
          data: contentTypes(
            'word/document.xml',
            'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
          )
        }
      ]),
    'type-unknown'
  ],
  ['a zip bomb named docx', bomb, 'too-large'],
  ['a zip whose entries share their bytes', overlapping, 'broken'],
  [
    'a bomb in the list of types',
    () => zip([{ name: '[Content_Types].xml', data: Buffer.alloc(9_000_000, 32), claims: 100 }]),
    'broken'
  ],
  [
    'a zip that shows one name and holds another',
    () => docx([{ name: 'a.txt', ownName: 'b.txt', data: 'x' }]),
    'broken'
  ],
  ['a docx behind a program', () => Buffer.concat([Buffer.from('MZ'), docx()]), 'type-unknown'],
  ['a docx with something behind its end', () => Buffer.concat([docx(), Buffer.from('<script>')]), 'broken'],
  ['a docx cut short', () => docx().subarray(0, 500), 'broken'],
  ['a docx with macros', () => docx([{ name: 'word/vbaProject.bin', data: 'macro' }]), 'type-unknown'],
  [
    'a docx whose macros have another name',
    () => {
      const list = contentTypes(
        'word/document.xml',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
      ).replace('<Override', '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override')
      return zip([
        { name: '[Content_Types].xml', data: list },
        { name: 'word/document.xml', data: '<d/>' },
        { name: 'word/harmless.bin', data: 'macro' }
      ])
    },
    'type-unknown'
  ],
  [
    'a docm named docx',
    () =>
      zip([
        { name: '[Content_Types].xml', data: macroTypes },
        { name: 'word/document.xml', data: '<d/>' }
      ]),
    'type-unknown'
  ],
  ['a Java archive', () => zip([{ name: 'META-INF/MANIFEST.MF', data: 'Manifest-Version: 1.0' }]), 'type-unknown'],
  ['a zip with a password', () => docx([{ name: 'word/secret.xml', data: 'x', encrypted: true }]), 'encrypted'],
  [
    'a docx with a password',
    () => compound({ EncryptionInfo: Buffer.alloc(300), EncryptedPackage: Buffer.alloc(5000) }),
    'encrypted'
  ],
  [
    'an OpenDocument with a password',
    () => openDocument('text', [{ name: 'META-INF/manifest.xml', data: '<manifest:encryption-data/>' }]),
    'encrypted'
  ],
  [
    'an OpenDocument with macros',
    () => openDocument('text', [{ name: 'Basic/Standard/Module1.xml', data: 'x' }]),
    'type-unknown'
  ],
  ['a Word 97 file with a password', () => compound({ WordDocument: wordStream(true) }), 'encrypted'],
  ['an Excel 97 file with a password', () => compound({ Workbook: workbookStream(true) }), 'encrypted'],
  [
    'an Excel 97 file with macros',
    () => compound({ Workbook: workbookStream() }, ['VBA', '_VBA_PROJECT']),
    'type-unknown'
  ],
  [
    'an installer',
    () =>
      compound({ '\u4840\u3b3f\u43f2\u4438\u45b1': Buffer.alloc(800), '\u0005SummaryInformation': Buffer.alloc(100) }),
    'type-unknown'
  ],
  [
    'a compound file that goes in circles',
    () => {
      const bytes = compound({ WordDocument: wordStream() })
      bytes.writeUInt32LE(1, 512 + 4)
      return bytes
    },
    'broken'
  ],
  ['a compound file cut short', () => compound({ WordDocument: wordStream() }).subarray(0, 2000), 'broken'],
  ['a PDF with a password', () => pdf('/Encrypt 5 0 R '), 'encrypted'],
  ['a PDF cut short', () => pdf().subarray(0, 300), 'broken'],
  ['a PDF that is a zip archive too', () => Buffer.concat([pdf(), zip([{ name: 'x', data: 'x' }])]), 'broken']
]

describe('what may not be sent is refused by its content, with the reason, and nothing of it is left', () => {
  test.each(hostile)('%s', async (_name, make, reason) => {
    const { sender, file } = await sendFile(fresh, await make(), '材料.pdf')
    expect([file.state, file.reason, file.type]).toEqual(['refused', reason, null])
    expect((await download(fresh, sender)).status).toBe(404)
    await settled(file, [])
  })
})
