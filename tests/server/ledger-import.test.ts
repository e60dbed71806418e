import { buffer } from 'node:stream/consumers'
import { stringify } from 'csv-stringify/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import yazl from 'yazl'
import { plusDays } from '#contract/calendar.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { ImportColumns } from '#contract/letters-ledger.ts'
import { clock } from '#server/core/clock.ts'
import { xlsxOf, type Cell } from '#server/letters/ledger-xlsx.ts'
import { importFile, imported, look, looked, map, register, registration } from './channel-stage.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let clerk: Colleague
let handler: Colleague

beforeAll(async () => {
  fresh = await freshApp()
  clerk = await colleague(fresh.app, fresh.db, 'clerk', ['registryClerk'])
  handler = await colleague(fresh.app, fresh.db, 'handler', ['handler'], await makeOffice(fresh.db, '价格科'))
})
afterAll(async () => await fresh.close())
beforeEach(async () => {
  await fresh.owner.query('delete from letter_import_mappings')
})

const today = (): string => clock.today()
const headings = ['工单编号', '受理时间', '标题', '诉求内容', '市民姓名', '联系电话', '办结时限', '区划']
const columns: ImportColumns = [
  { column: '工单编号', field: 'outerNumber' },
  { column: '受理时间', field: 'receivedOn' },
  { column: '标题', field: 'title' },
  { column: '诉求内容', field: 'text' },
  { column: '市民姓名', field: 'name' },
  { column: '联系电话', field: 'phone' },
  { column: '办结时限', field: 'dueOn' }
]

let made = 0
/** A row of the hotline's table that nobody else has. */
const row = (changes: Readonly<Record<number, string>> = {}): string[] => {
  made += 1
  const cells = [
    `GD${made}`,
    `${today()} 09:30:00`,
    `问产量${made}`,
    `请问全市去年的粮食产量？第${made}件`,
    '王女士',
    '13900000001',
    '',
    '姑苏区'
  ]
  return cells.map((cell, at) => changes[at] ?? cell)
}

const csv = (rows: readonly (readonly string[])[], first: readonly string[] = headings): string =>
  stringify([first, ...rows].map((cells) => [...cells]))
const utf8 = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(csv(rows))

const xlsx = async (rows: readonly (readonly Cell[])[], first: readonly string[] = headings): Promise<Buffer> =>
  await buffer(
    xlsxOf(
      first,
      (async function* () {
        yield rows
      })()
    )
  )

const count = async (source = 'hotline'): Promise<number> => {
  const { rows } = await fresh.owner.query<{ count: number }>(
    'select count(*)::integer as count from letter_channels where source = $1',
    [source]
  )
  return rows[0]?.count ?? 0
}

/** The letter with an outer number, as the desk sees it. */
const withNumber = async (outerNumber: string): Promise<DeskLetter> => {
  const { rows } = await fresh.owner.query<{ id: string }>(
    'select letter_id as id from letter_channels where outer_number = $1',
    [outerNumber]
  )
  return (await clerk.send('GET', `/desk/letters/${rows[0]?.id ?? 'none'}`)).json<DeskLetter>()
}

describe('the look before the import', () => {
  test('guesses by the headings, shows what each column would become, and keeps nothing', async () => {
    const before = await count()
    const good = row({ 1: today().replaceAll('-', '/') })
    const seen = await looked(clerk, 'hotline', utf8([good, row({ 5: '12', 1: '昨天' })]))
    expect(seen).toMatchObject({ headings, rows: 2, missing: [], mapping: { revision: 0 } })
    expect(seen.mapping.columns.toSorted((a, b) => (a.field < b.field ? -1 : 1))).toEqual(
      columns.toSorted((a, b) => (a.field < b.field ? -1 : 1))
    )
    expect(seen.first[0]?.cells.map(({ becomes }) => becomes)).toEqual([
      good[0],
      today(),
      good[2],
      good[3],
      '王女士',
      '13900000001',
      null,
      null
    ])
    expect(seen.first[1]?.cells.map(({ reason }) => reason)).toEqual([
      null,
      '不是日期，要写成 2026-11-23 这样',
      null,
      null,
      null,
      '不是电话号码',
      null,
      null
    ])
    expect(await count()).toBe(before)
  })

  test('offers the mapping that was said last, and says what is missing', async () => {
    const revision = await map(clerk, 'hotline', columns.slice(0, 3))
    const seen = await looked(clerk, 'hotline', utf8([row()]))
    expect(seen).toMatchObject({ mapping: { columns: columns.slice(0, 3), revision }, missing: ['text'] })
    expect((await looked(clerk, 'weibo', utf8([row()]))).mapping.revision).toBe(0)
  })

  test('a mapping is said over the one that was read, each column and field once', async () => {
    const revision = await map(clerk, 'hotline', columns)
    const put = async (body: object) => slugOf(await clerk.send('PUT', '/desk/import-mappings/hotline', body))
    expect(await put({ columns, revision: 0 })).toBe('changed-meanwhile')
    expect(await put({ columns, revision: revision + 1 })).toBe('changed-meanwhile')
    expect(await put({ columns: [columns[0], columns[0]], revision })).toBe('invalid')
    expect(slugOf(await clerk.send('PUT', '/desk/import-mappings/weibo', { columns, revision: 3 }))).toBe(
      'changed-meanwhile'
    )
    expect(await map(clerk, 'hotline', columns, revision)).toBe(revision + 1)
  })
})

describe('the import', () => {
  test('takes good rows in with number, limit, contact and the hotline’s own due day', async () => {
    const dueOn = plusDays(today(), 3)
    const one = row({ 6: dueOn })
    const mapping = await map(clerk, 'hotline', columns)
    expect(await imported(clerk, 'hotline', mapping, utf8([one, row()]))).toEqual({
      rows: 2,
      added: 2,
      known: 0,
      broken: []
    })
    expect(await withNumber(one[0] ?? '')).toMatchObject({
      title: one[2],
      state: 'received',
      contact: { name: '王女士', phone: '13900000001' },
      channel: { source: 'hotline', outerNumber: one[0], wayBack: 'channel', registeredBy: 'clerk' },
      due: { dueOn },
      rounds: [{ ownDue: { reason: '12345 热线交办时限' } }],
      events: [{ kind: 'received', actor: 'clerk' }]
    })
    const { rows } = await fresh.owner.query<{ details: object }>(
      `select details from audit_events where act = 'letters.imported' order by at desc limit 1`
    )
    expect(rows[0]?.details).toEqual({ source: 'hotline', rows: 2, added: 2, known: 0, broken: 0 })
  })

  test('tells broken rows with line, column and reason, and takes in all others', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    const tooLong = '字'.repeat(2001)
    const file = utf8([
      row(),
      row({ 1: '13/31/2026' }),
      row({ 2: '一' }),
      row({ 3: '' }),
      row({ 3: tooLong, 5: 'abc' }),
      row({ 1: plusDays(today(), 1) }),
      row({ 1: plusDays(today(), -61) }),
      row({ 6: plusDays(today(), -1) }),
      row({ 3: '第一行\n第二行，问产量' }),
      Array<string>(8).fill(''),
      row({ 3: '有\0的内容，问产量' })
    ])
    const { rows, added, broken } = await imported(clerk, 'hotline', mapping, file)
    expect([rows, added]).toEqual([10, 2])
    expect(broken).toEqual([
      { line: 3, column: '受理时间', reason: '不是日期，要写成 2026-11-23 这样' },
      { line: 4, column: '标题', reason: '标题要 2 到 60 个字' },
      { line: 5, column: '诉求内容', reason: '没有填内容' },
      { line: 6, column: '诉求内容', reason: '内容要 5 到 2000 个字' },
      { line: 6, column: '联系电话', reason: '不是电话号码' },
      { line: 7, column: '受理时间', reason: '收到日期在今天以后' },
      { line: 8, column: '受理时间', reason: '收到日期早于 60 天' },
      { line: 9, column: '办结时限', reason: '办结期限早于收到日期' },
      { line: 12, column: '诉求内容', reason: '有存不了的字符' }
    ])
  })

  test('the same file again adds none, with outer numbers and without, mended rows only', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    const without = row({ 0: '' })
    const wrong = row({ 5: '1' })
    const rows = [row(), without, row(), wrong, without]
    expect(await imported(clerk, 'hotline', mapping, utf8(rows))).toMatchObject({ added: 3, known: 1 })
    const before = await count()
    expect(await imported(clerk, 'hotline', mapping, utf8(rows))).toMatchObject({ added: 0, known: 4 })
    expect(await imported(clerk, 'hotline', mapping, await xlsx(rows))).toMatchObject({ added: 0, known: 4 })
    expect(await count()).toBe(before)
    const mended = rows.map((cells) => (cells === wrong ? cells.with(5, '13900000002') : cells))
    expect(await imported(clerk, 'hotline', mapping, utf8(mended))).toMatchObject({ added: 1, known: 4, broken: [] })
    const another = without.with(4, '李先生')
    expect(await imported(clerk, 'hotline', mapping, utf8([another]))).toMatchObject({ added: 1, known: 0 })
  })

  test('a letter that was registered by hand is known by its outer number', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    const one = row()
    const body = registration({ source: 'hotline', outerNumber: one[0] ?? '' })
    expect((await register(clerk, body)).statusCode).toBe(201)
    expect(await imported(clerk, 'hotline', mapping, utf8([one]))).toMatchObject({ added: 0, known: 1 })
  })

  test('the same file four times at once is in once', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    const file = utf8(Array.from({ length: 150 }, (_, n) => row(n % 3 === 0 ? { 0: '' } : {})))
    const before = await count()
    const all = await Promise.all([1, 2, 3, 4].map(async () => await imported(clerk, 'hotline', mapping, file)))
    expect(all.reduce((sum, { added }) => sum + added, 0)).toBe(150)
    expect(await count()).toBe(before + 150)
  })

  test('reads UTF-8 with a mark and without, GB18030, and XLSX with days and long numbers', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    const first = row()
    const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8([first])])
    expect(await imported(clerk, 'hotline', mapping, bom)).toMatchObject({ added: 1, broken: [] })
    // 工单编号,受理时间,诉求内容 and 请问产量 in GB18030
    const gb = Buffer.concat([
      Buffer.from('b9a4b5a5b1e0bac5', 'hex'),
      Buffer.from(','),
      Buffer.from('cadcc0edcab1bce4', 'hex'),
      Buffer.from(','),
      Buffer.from('cbdfc7f3c4dac8dd', 'hex'),
      Buffer.from(`\r\nGB1,${today()},`),
      Buffer.from('c7ebcecab2fac1bf', 'hex'),
      Buffer.from('12345\r\n')
    ])
    expect(await imported(clerk, 'hotline', mapping, gb)).toMatchObject({ added: 1, broken: [] })
    expect(await withNumber('GB1')).toMatchObject({ title: '请问产量12345' })
    const long = '20261123000012345678'
    const cells: Cell[] = row().with(0, long)
    const file = await xlsx([cells.with(1, { day: today() })])
    expect(await imported(clerk, 'hotline', mapping, file)).toMatchObject({ added: 1, broken: [] })
    expect((await withNumber(long)).channel.outerNumber).toBe(long)
  })

  test('5,000 rows with 50 broken come in in one go, in many transactions', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    const rows = Array.from({ length: 5000 }, (_, n) =>
      row(n % 100 === 7 ? { 5: '不详' } : n % 10 === 0 ? { 0: '' } : {})
    )
    const before = await count()
    const heap = process.memoryUsage().heapUsed
    const outcome = await imported(clerk, 'hotline', mapping, utf8(rows))
    expect([outcome.rows, outcome.added, outcome.known, outcome.broken.length]).toEqual([5000, 4950, 0, 50])
    expect(outcome.broken[1]).toEqual({ line: 109, column: '联系电话', reason: '不是电话号码' })
    expect(await count()).toBe(before + 4950)
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(300_000_000)
    const kept = await fresh.owner.query<{ transactions: number; numbers: number; events: number; rounds: number }>(
      `select count(distinct c.xmin::text)::integer as transactions, count(distinct l.number)::integer as numbers,
              (select count(*)::integer from letter_events) as events, (select count(*)::integer from letter_rounds) as rounds
       from letter_channels c join letters l on l.id = c.letter_id`
    )
    const [all] = kept.rows
    expect(all?.transactions).toBeGreaterThan(49)
    expect([all?.numbers, all?.events, all?.rounds]).toEqual([all?.rounds, all?.rounds, all?.rounds])
    expect(await imported(clerk, 'hotline', mapping, utf8(rows))).toMatchObject({ added: 0, known: 4950 })
  }, 120_000)

  test('is refused for another mapping than the one that was looked at, and for a table that lacks a column', async () => {
    const mapping = await map(clerk, 'hotline', columns)
    expect(slugOf(await importFile(clerk, 'hotline', mapping + 1, utf8([row()])))).toBe('changed-meanwhile')
    expect(slugOf(await importFile(clerk, 'weibo', 1, utf8([row()])))).toBe('changed-meanwhile')
    const lacking = await importFile(clerk, 'hotline', mapping, Buffer.from(csv([['GD']], ['工单编号'])))
    expect(slugOf(lacking)).toBe('invalid')
    expect(slugOf(await importFile(handler, 'hotline', mapping, utf8([row()])))).toBe('not-permitted')
  })

  test('another channel sets no due day', async () => {
    const mapping = await map(clerk, 'wechat', columns)
    const { broken } = await imported(clerk, 'wechat', mapping, utf8([row({ 6: today() })]))
    expect(broken).toEqual([{ line: 2, column: '办结时限', reason: '只有 12345 热线的来件能自带期限' }])
  })
})

describe('what is no table', () => {
  const refused = async (bytes: Buffer): Promise<string | undefined> => slugOf(await look(clerk, 'hotline', bytes))

  const archive = async (sheet: string): Promise<Buffer> => {
    const zip = new yazl.ZipFile()
    const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
    const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const parts: Record<string, string> = {
      '[Content_Types].xml': `<Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/></Types>`,
      'xl/workbook.xml': `<workbook xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': sheet
    }
    for (const [name, xml] of Object.entries(parts)) zip.addBuffer(Buffer.from(xml), name)
    zip.end()
    return await buffer(zip.outputStream)
  }
  const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`

  test('is told in one word: pictures, broken archives, nothing, too many rows', async () => {
    expect(await refused(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toBe('table-unreadable')
    expect(await refused(Buffer.from('504b0304'.padEnd(80, '0'), 'hex'))).toBe('table-unreadable')
    expect(await refused(Buffer.from(' \n,\n'))).toBe('table-unreadable')
    expect(await refused(Buffer.from(`内容\n${'一行内容\n'.repeat(10_001)}`))).toBe('table-unreadable')
    expect(slugOf(await clerk.send('POST', '/desk/import-looks?source=hotline'))).toBe('bad-request')
  })

  test('cells and rows far out do not fill the memory', async () => {
    const good = await archive(sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>内容</t></is></c></row>'))
    expect((await look(clerk, 'hotline', good)).statusCode).toBe(200)
    for (const far of [
      '<row r="1"><c r="XFD1"><v>1</v></c></row>',
      '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
      '<row r="9999999999"/>',
      '<row r="1e9"/>',
      '<row a=">" r="1e9"></row>',
      '<row r="1"><c><v>1</v></c></row>'
    ])
      expect(await refused(await archive(sheet(far))), far).toBe('table-unreadable')
    const bomb = await archive(sheet(' '.repeat(140 * 1024 * 1024)))
    expect(await refused(bomb)).toBe('table-unreadable')
  })
})
