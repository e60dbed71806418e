/** Small files made to cost the server its memory or its time, and what is hidden from the search for macros. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentTypes, zip } from './attachment-makers.ts'
import { listening, sendFile } from './attachment-stage.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  await listening(fresh)
})

afterAll(async () => {
  await fresh.close()
})

const document = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

const listed = (list: string) =>
  zip([
    { name: '[Content_Types].xml', data: list },
    { name: 'word/document.xml', data: '<d/>' },
    { name: 'word/harmless.bin', data: 'macro' }
  ])

/** Ten megabytes whose every sector names the first one as a part of the table of sectors, 127 times. */
const echoing = () => {
  const sectors = 20_000
  const bytes = Buffer.alloc(512 * (sectors + 1))
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  bytes.writeUInt16LE(9, 30)
  bytes.fill(0xff, 76, 512)
  bytes.writeUInt32LE(0xfffffffe, 48)
  bytes.writeUInt32LE(0, 68)
  for (let sector = 0; sector < sectors; sector += 1)
    bytes.writeUInt32LE(sector + 1 < sectors ? sector + 1 : 0xfffffffe, 512 * (sector + 2) - 4)
  return bytes
}

const manyParts = () =>
  zip([
    {
      name: '[Content_Types].xml',
      data: `<Types>${'<Default Extension="q" ContentType="a"/>'.repeat(24_000)}</Types>`
    },
    ...Array.from({ length: 9000 }, (_, index) => ({ name: `word/${index}.xml`, data: 'x', stored: true }))
  ])

test.each([
  ['a compound file whose table names one sector millions of times', echoing, 'broken'],
  ['a list of types that is nothing but beginnings', () => listed('<Override '.repeat(100_000)), 'type-unknown'],
  ['a long list of types beside thousands of parts', manyParts, 'type-unknown'],
  [
    'a list that spells its macros in numbers',
    () =>
      listed(
        contentTypes('word/document.xml', document).replace(
          '<Override',
          '<Default Extension="bin" ContentType="application/vnd.ms-office.vba&#80;roject"/><Override'
        )
      ),
    'type-unknown'
  ]
])('%s', async (_name, make, reason) => {
  const { file } = await sendFile(fresh, make(), '材料.docx')
  expect([file.state, file.reason]).toEqual(['refused', reason])
})
