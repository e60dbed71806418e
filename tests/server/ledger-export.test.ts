import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plusDays } from '#contract/calendar.ts'
import type { LetterDraft } from '#contract/letters.ts'
import { clock } from '#server/core/clock.ts'
import { guarded } from '#server/letters/ledger.ts'
import { registered, registration } from './channel-stage.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let clerk: Colleague
let handler: Colleague
let head: Colleague
let auditor: Colleague
let prices: string

beforeAll(async () => {
  clock.set(new Date('2026-11-24T10:00:00+08:00'))
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  prices = await makeOffice(db, '=价格科', 1)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
  head = await colleague(app, db, 'head', ['officeHead'], prices)
  auditor = await colleague(app, db, 'auditor', ['auditor'])
})
afterAll(async () => {
  await fresh.close()
  clock.set(new Date())
})

const act = async (who: Colleague, id: string, path: string, body: object = {}, method: 'POST' | 'PUT' = 'POST') => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [id])
  const response = await who.send(method, `/desk/letters/${id}/${path}`, { ...body, revision: rows[0]?.revision ?? 1 })
  expect(response.statusCode, response.body).toBe(200)
}

const answered = async (id: string): Promise<void> => {
  await act(clerk, id, 'assignment', { officeId: prices })
  await act(handler, id, 'draft', { text: '去年的产量已在公报中公布。' }, 'PUT')
  await act(handler, id, 'submission')
  await act(head, id, 'signature')
}

const web = async (changes: Partial<LetterDraft> = {}) => {
  const letter = draft(changes)
  return { ...letter, ...(await sent(fresh.app, letter)) }
}

type Line = Record<string, string>

/** The ledger as CSV, read back. */
const csv = async (query = '', who = clerk): Promise<Line[]> => {
  const response = await who.send('GET', `/desk/ledger.csv${query}`)
  expect(response.statusCode, response.body).toBe(200)
  return parse<Line>(response.rawPayload, { bom: true, columns: true })
}

const lineOf = async (number: string, query = ''): Promise<Line | undefined> =>
  (await csv(query)).find((line) => line['编号'] === number)

describe('the ledger', () => {
  test('has a row for each letter with all its days, as CSV with a mark in front and as XLSX', async () => {
    const told = await registered(
      clerk,
      registration({
        source: 'hotline',
        receivedOn: '2026-11-20',
        outerNumber: 'GD-1',
        dueOn: '2026-11-23',
        contact: { name: '钱女士', phone: '13900000009', email: 'q@example.com' },
        wayBackNote: '请寄到干将路 1 号'
      })
    )
    await answered(told.id)
    await act(clerk, told.id, 'closing')
    const { number } = await web({ topic: 'census' })
    expect(await lineOf(told.number)).toEqual({
      编号: told.number,
      类别: '咨询',
      来源: '12345 热线',
      外部编号: 'GD-1',
      主题: '数据',
      标题: '去年的粮食产量是多少',
      承办科室: "'=价格科",
      状态: '已办结',
      收到日期: '2026-11-20',
      受理日期: '2026-11-24',
      分办日期: '2026-11-24',
      到期日期: '2026-11-23',
      期限由来: '12345 热线交办时限',
      答复日期: '2026-11-24',
      '用时（工作日）': '2',
      '期限（工作日）': '1',
      是否按时: '逾期',
      '逾期（工作日）': '1',
      答复次数: '1',
      评价: '',
      办结日期: '2026-11-24',
      转往部门: ''
    })
    expect(await lineOf(number)).toMatchObject({
      来源: '网站',
      主题: '普查',
      状态: '待受理',
      是否按时: '在办',
      评价: ''
    })

    const plain = await clerk.send('GET', '/desk/ledger.csv')
    expect([...plain.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(plain.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(plain.headers['content-disposition']).toMatch(/^attachment; .*\.csv$/)
    const book = await clerk.send('GET', '/desk/ledger.xlsx')
    const rows = await readSheet(book.rawPayload)
    const lines = parse(plain.rawPayload, { bom: true })
    expect(
      rows.map((row) =>
        row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? '')))
      )
    ).toEqual(lines)
    for (const body of [plain.body, JSON.stringify(rows)])
      expect(body).not.toMatch(/钱女士|13900000009|q@example|干将路|打来电话/)
  })

  test('is narrowed as the queue is', async () => {
    const other = await web({ title: '农业普查怎么填', topic: 'census' })
    const done = await web({ title: '农业产量怎么算', topic: 'methods' })
    await answered(done.id)
    const numbers = async (query: string) => (await csv(query)).map((line) => line['编号'])
    expect(await numbers('?search=农业')).toEqual([other.number, done.number])
    expect(await numbers('?search=农业&state=open')).toEqual([other.number])
    expect(await numbers('?search=农业&state=answered')).toEqual([done.number])
    expect(await numbers('?search=农业&topic=methods')).toEqual([done.number])
    expect(await numbers('?state=signing')).toEqual([])
    expect(await numbers('?search=gd-1&state=ended')).toHaveLength(1)
    expect(slugOf(await clerk.send('GET', '/desk/ledger.csv?state=none'))).toBe('bad-request')
  })

  test('shows an office its own letters only, and nobody what the role may not read', async () => {
    const open = await web()
    const own = await web({ title: '本科室的一件' })
    await answered(own.id)
    const numbers = (await csv('', handler)).map((line) => line['编号'])
    expect(numbers).toContain(own.number)
    expect(numbers).not.toContain(open.number)
    for (const form of ['csv', 'xlsx'])
      expect(slugOf(await auditor.send('GET', `/desk/ledger.${form}`))).toBe('not-permitted')
  })

  test('says what was late and by how much, and what is late now', async () => {
    const late = await web({ title: '要逾期的一件' })
    const withdrawn = await web({ title: '撤回的一件' })
    await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${withdrawn.number}/withdrawal`,
      headers: { authorization: `Code ${withdrawn.code}` },
      payload: {}
    })
    for (const table of ['letters', 'letter_rounds'])
      await fresh.owner.query(
        `update ${table} set due_on = '2026-11-19' where ${table === 'letters' ? 'id' : 'letter_id'} = $1`,
        [late.id]
      )
    expect(await lineOf(late.number)).toMatchObject({ 是否按时: '逾期在办', '逾期（工作日）': '3', 答复日期: '' })
    expect(await lineOf(withdrawn.number)).toMatchObject({ 状态: '已撤回', 是否按时: '', 办结日期: '2026-11-24' })
    await answered(late.id)
    expect(await lineOf(late.number)).toMatchObject({ 是否按时: '逾期', '逾期（工作日）': '3', 答复日期: '2026-11-24' })
  })

  test('cells that a spreadsheet would take for a formula are texts', async () => {
    const titles = ['=1+1+cmd|/C calc', '+8613900000000', '-2+3', '@SUM(A1)', '＝1+1']
    for (const title of titles) {
      const { number } = await web({ title })
      expect((await lineOf(number))?.['标题']).toBe(`'${title}`)
    }
    const rows = await readSheet((await clerk.send('GET', '/desk/ledger.xlsx')).rawPayload)
    const cells = rows.flat().filter((cell) => typeof cell === 'string')
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
    expect(cells).toEqual(expect.arrayContaining(titles.map((title) => `'${title}`)))
    expect(['\ta', '\ra', '\na', 'a=1', ''].map(guarded)).toEqual(["'\ta", "'\ra", "'\na", 'a=1', ''])
  })

  test('who took it is on record; asking for its head alone makes none', async () => {
    const count = async () => {
      const { rows } = await fresh.owner.query<{ details: object; actor: string }>(
        `select details, actor_id as actor from audit_events where act = 'letters.exported' order by at, id`
      )
      return rows
    }
    const before = (await count()).length
    await csv('?state=open&search=农业')
    const after = await count()
    expect(after).toHaveLength(before + 1)
    expect(after.at(-1)).toEqual({
      details: { form: 'csv', state: 'open', topic: 'all', searched: true },
      actor: clerk.id
    })
  })

  test('5,000 letters in the order of their receipt, none left out and none twice', async () => {
    await fresh.owner.query(
      `with made as (
         insert into letters (id, kind, number, title, text, content_digest, code_hash, device_hash, received_at, received_on,
                              started_on, limit_days, limit_source, due_on, state)
         select ('01990000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'enquiry', 'ZX-2025-' || lpad(n::text, 6, '0'),
                '旧信 ' || n, '很多封信里的一封。', '', '', '', '2025-03-01'::timestamptz + n % 7 * interval '1 day',
                '2025-03-01'::date + n % 7, '2025-03-01'::date + n % 7, 15, '期限', '2025-03-24', 'received'
         from generate_series(1, 5000) n returning id, received_at, received_on)
       insert into letter_rounds select id, 1, 'first', received_at, received_on, 15, '期限', '2025-03-24', false, 0 from made`
    )
    const lines = (await csv('?search=旧信')).map((line) => `${line['收到日期']} ${line['编号']}`)
    expect(lines).toHaveLength(5000)
    expect(lines).toEqual(lines.toSorted())
    expect(new Set(lines).size).toBe(5000)
    const book = await clerk.send('GET', '/desk/ledger.xlsx?search=旧信')
    expect(await readSheet(book.rawPayload)).toHaveLength(5001)
    expect(lines[0]?.slice(0, 10)).toBe(plusDays('2025-02-28', 1))
  }, 60_000)
})
