import { describe, expect, test } from 'vitest'
import type { KeptFile, LetterItem, MessageItem } from '../../src/citizen/core/phone-rows.ts'
import { itemFileName, readItemFile, writeItemFile } from '../../src/citizen/me/item-file.ts'

const id = '0193b000-0000-7000-8000-00000000a001'
const fileId = '0193b000-0000-7000-8000-00000000a002'
const bytes = new Uint8Array([0, 255, 13, 10, 34, 92, 128]).buffer

const letter: LetterItem = {
  id,
  route: 'POST /letters',
  body: {
    id,
    code: '0123-4567-89AB',
    deviceToken: 'a'.repeat(43),
    kind: 'enquiry',
    topic: 'figures',
    title: '“引号”和\\反斜杠',
    text: '第一行\n第二行 😀',
    contact: { phone: '13800000000' },
    attachments: [{ id: fileId, name: '图 1.png', size: bytes.byteLength }],
    publishConsent: true,
    privacyNotice: '2026-11'
  },
  heldAt: '2026-11-24T01:02:03.004Z',
  frozen: true,
  tries: 4,
  notBefore: 99,
  lastFailure: 'no-answer'
}
const file: KeptFile = { id: fileId, letterId: id, name: '图 1.png', type: 'image/png', size: bytes.byteLength, bytes }

const message: MessageItem = {
  id,
  route: 'POST /letters/:number/messages',
  params: { number: 'ZX-2026-000123' },
  proof: { code: '0123-4567-89AB' },
  body: { id, kind: 'followUp', text: '再问一句' },
  heldAt: '2026-11-24T01:02:03.004Z',
  frozen: false,
  tries: 0,
  notBefore: 0
}

interface Content {
  item: { body: Record<string, unknown> }
  files: object[]
}

/** The file of a letter with something in it changed. */
const changed = async (change: (content: Content) => unknown): Promise<Blob> => {
  const content = JSON.parse(await (await writeItemFile(letter, [file])).text()) as Content
  change(content)
  return new Blob([JSON.stringify(content)])
}

describe('an item of the outbox as a file', () => {
  test('comes back as it was, bytes and all, with waiting times of its own', async () => {
    const read = await readItemFile(await writeItemFile(letter, [file]))
    if (typeof read === 'string') throw new Error(read)
    const { lastFailure: _, ...kept } = letter
    expect(read.item).toEqual({ ...kept, tries: 0, notBefore: 0 })
    expect(read.files.map(({ bytes: _bytes, ...facts }) => facts)).toEqual([
      { id: fileId, letterId: id, name: '图 1.png', type: 'image/png', size: 7 }
    ])
    expect([...new Uint8Array(read.files[0]?.bytes ?? new ArrayBuffer())]).toEqual([...new Uint8Array(bytes)])
  })

  test('may be a message to a case', async () => {
    const read = await readItemFile(await writeItemFile(message, []))
    expect(typeof read === 'string' ? read : read.item).toEqual(message)
  })

  test('is named by its id, not by what it is about', () => {
    expect(itemFileName(letter)).toBe(`wenzheng-${id}.json`)
  })

  test.each([
    ['a field that nobody knows', (content) => Object.assign(content, { more: 1 })],
    ['a letter that lacks its text', ({ item }) => Reflect.deleteProperty(item.body, 'text')],
    ['a letter with a field too many', ({ item }) => Object.assign(item.body, { state: 'answered' })],
    ['an id of another form', ({ item }) => Object.assign(item.body, { id: '../../etc' })],
    ['a code that is none', ({ item }) => Object.assign(item.body, { code: '<script>' })],
    ['another route', ({ item }) => Object.assign(item, { route: 'DELETE /letters' })],
    ['a file that is absent', (content) => Object.assign(content, { files: [] })],
    ['a file that is shorter than it says', ({ files }) => Object.assign(files[0] ?? {}, { base64: 'AA==' })],
    ['a file whose bytes are no base64', ({ files }) => Object.assign(files[0] ?? {}, { base64: '%%%%' })],
    ['a file of another name', ({ files }) => Object.assign(files[0] ?? {}, { name: 'x.exe' })],
    ['a file with a type that is none', ({ files }) => Object.assign(files[0] ?? {}, { type: 'text/html;x="<"' })],
    ['an instant that is none', ({ item }) => Object.assign(item, { heldAt: 'yesterday' })]
  ] satisfies [string, (content: Content) => unknown][])('is refused with %s', async (_, change) => {
    expect(await readItemFile(await changed(change))).toBe('broken')
  })

  test('is refused when it was cut off', async () => {
    const whole = await (await writeItemFile(letter, [file])).text()
    expect(await readItemFile(new Blob([whole.slice(0, -20)]))).toBe('broken')
  })

  test('of a newer version is told apart from a broken one', async () => {
    expect(await readItemFile(await changed((content) => Object.assign(content, { version: 2 })))).toBe('newer')
  })

  test.each(['', 'null', '[]', '{}', 'hello', '{"format":"something else"}'])('is not ours: %s', async (text) => {
    expect(await readItemFile(new Blob([text]))).toBe('not-ours')
  })
})
