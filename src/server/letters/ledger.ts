/** The ledger: one row a letter with all its days, without what names the sender. Read in pages, so that no length fills the memory. */
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { sql, type RawBuilder } from 'kysely'
import type { LetterSource } from '#contract/channels.ts'
import type { LetterKind, LetterState, LetterTopic } from '#contract/letters.ts'
import type { LedgerQuery } from '#contract/letters-ledger.ts'
import { openStates } from '#contract/letters.ts'
import { dayOf, workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { SentFile } from '../core/route.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarOf } from '../core/working-calendar.ts'
import { kindNames } from './kind-names.ts'
import { topicNames } from './import-fields.ts'
import { xlsxOf, type Cell } from './ledger-xlsx.ts'
import { endedStates, inStates, matching } from './narrowing.ts'
import { within } from './read.ts'

interface LedgerRow {
  readonly id: string
  readonly number: string
  readonly kind: LetterKind
  readonly source: LetterSource
  readonly outerNumber: string | null
  readonly topic: LetterTopic
  readonly title: string
  readonly office: string | null
  readonly state: LetterState
  readonly receivedOn: string
  readonly startedOn: string
  readonly acceptedAt: string | null
  readonly assignedAt: string | null
  readonly dueOn: string
  readonly dueReason: string | null
  readonly ownDue: boolean
  readonly repliedOn: string | null
  readonly workingDays: number | null
  readonly limit: number
  readonly round: number
  readonly grade: number | null
  readonly department: string | null
  readonly endedAt: string | null
  readonly calendarRevision: number
}

const sourceNames: Readonly<Record<LetterSource, string>> = {
  web: '网站',
  wechat: '微信公众号',
  toutiao: '今日头条',
  weibo: '微博',
  phone: '电话',
  hotline: '12345 热线',
  counter: '窗口',
  post: '邮寄'
}
const stateNames: Readonly<Record<LetterState, string>> = {
  received: '待受理',
  accepted: '待分办',
  assigned: '待起草',
  drafting: '起草中',
  signing: '待签发',
  answered: '已答复',
  closed: '已办结',
  withdrawn: '已撤回',
  transferred: '已转办',
  refused: '不予受理'
}

const day = (date: string | null): Cell => (date === null ? null : { day: date })
const dayAt = (instant: string | null): Cell => (instant === null ? null : { day: dayOf(new Date(instant)) })

/** A text that a spreadsheet would take for a formula is marked as a text. */
export const guarded = (text: string): string => (/^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text)

/** Working days from one day to another by the calendar of a revision. */
type Counter = (revision: number, from: string, to: string) => Promise<number>

/** Letters share days: what was counted once is not counted again. */
function counterOf(db: Db): Counter {
  const calendars = new Map<number, Promise<WorkingCalendar>>()
  const counted = new Map<string, number>()
  return async (revision, from, to) => {
    const calendar = calendars.get(revision) ?? calendarOf(db, revision)
    calendars.set(revision, calendar)
    const key = `${revision} ${from} ${to}`
    const days = counted.get(key) ?? workingDaysBetween(from, to, await calendar)
    if (counted.size >= mostCounted) counted.clear()
    counted.set(key, days)
    return days
  }
}
const mostCounted = 2000

/** Whether the limit was kept: until the answer, or until today while it runs; nothing where a letter ended without an answer. */
async function timeliness(row: LedgerRow, count: Counter, today: string): Promise<Kept> {
  const open = openStates.some((state) => state === row.state)
  const until = row.repliedOn ?? (open ? today : null)
  if (until === null) return { words: '', late: null }
  if (until <= row.dueOn) return { words: open ? '在办' : '按时', late: null }
  return { words: open ? '逾期在办' : '逾期', late: await count(row.calendarRevision, row.dueOn, until) }
}

interface Kept {
  readonly words: string
  readonly late: number | null
}

/** All columns, in their order: heading and cell. */
const columns: readonly (readonly [string, (row: LedgerRow, kept: Kept) => Cell])[] = [
  ['编号', ({ number }) => number],
  ['类别', ({ kind }) => kindNames[kind]],
  ['来源', ({ source }) => sourceNames[source]],
  ['外部编号', ({ outerNumber }) => outerNumber],
  ['主题', ({ topic }) => topicNames[topic]],
  ['标题', ({ title }) => title],
  ['承办科室', ({ office }) => office],
  ['状态', ({ state }) => stateNames[state]],
  ['收到日期', ({ receivedOn }) => day(receivedOn)],
  ['受理日期', ({ acceptedAt }) => dayAt(acceptedAt)],
  ['分办日期', ({ assignedAt }) => dayAt(assignedAt)],
  ['到期日期', ({ dueOn }) => day(dueOn)],
  ['期限由来', ({ dueReason }) => dueReason],
  ['答复日期', ({ repliedOn }) => day(repliedOn)],
  ['用时（工作日）', ({ workingDays }) => workingDays],
  ['期限（工作日）', ({ limit }) => limit],
  ['是否按时', (_row, { words }) => words],
  ['逾期（工作日）', (_row, { late }) => late],
  ['答复次数', ({ round }) => round],
  ['评价', ({ grade }) => grade],
  ['办结日期', ({ endedAt }) => dayAt(endedAt)],
  ['转往部门', ({ department }) => department]
]

const headings = columns.map(([heading]) => heading)

function statesOf(state: LedgerQuery['state']): RawBuilder<unknown> {
  if (state === undefined) return sql`true`
  const states = state === 'open' ? openStates : state === 'ended' ? endedStates : [state]
  return inStates(states)
}

const rowsAtOnce = 500

interface Place {
  readonly receivedOn: string
  readonly id: string
}

/** The next rows in the order of receipt. A letter's place never changes, so none is passed over or told twice. */
async function pageAfter(db: Db, staff: Staff, query: LedgerQuery, place: Place | undefined): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select l.id, l.number, l.kind, coalesce(c.source, 'web') as source, c.outer_number as "outerNumber", l.topic, l.title,
           o.name as office, l.state, l.received_on as "receivedOn", l.started_on as "startedOn", e.accepted as "acceptedAt",
           e.assigned as "assignedAt", l.due_on as "dueOn", coalesce(n.own_due_reason, n.limit_source) as "dueReason",
           n.own_due_on is not null as "ownDue", r.replied_on as "repliedOn",
           r.working_days as "workingDays", l.limit_days as "limit", l.round, g.grade,
           case when l.state = any (${[...endedStates]}) then e.ended end as "endedAt", e.department, n.calendar_revision as "calendarRevision"
    from (select l.id from letters l left join letter_channels c on c.letter_id = l.id
          where ${within(staff, 'letters:read')} and ${statesOf(query.state)} and ${matching(query, clock.today())}
            and ${place ? sql`(l.received_on, l.id) > (${place.receivedOn}::date, ${place.id}::uuid)` : sql`true`}
          order by l.received_on, l.id limit ${rowsAtOnce}) as page
    join letters l on l.id = page.id
    join letter_rounds n on n.letter_id = l.id and n.round = l.round
    left join letter_channels c on c.letter_id = l.id
    left join offices o on o.id = l.office_id
    left join letter_replies r on r.letter_id = l.id and r.round = l.round
    left join letter_ratings g on g.letter_id = l.id and g.round = l.round
    left join lateral (
      select min(at) filter (where kind = 'accepted') as accepted, max(at) filter (where kind = 'assigned') as assigned,
             max(at) filter (where kind in ('closed', 'withdrawn', 'transferred', 'refused')) as ended,
             max(department) filter (where kind = 'transferred') as department
      from letter_events where letter_id = l.id) e on true
    order by l.received_on, l.id`.execute(db)
  return rows
}

async function cellsOf(row: LedgerRow, count: Counter, today: string): Promise<Cell[]> {
  const kept = await timeliness(row, count, today)
  // of a day that the channel set, the working days up to it
  const limit = row.ownDue ? await count(row.calendarRevision, row.startedOn, row.dueOn) : row.limit
  return columns.map(([, cell]) => {
    const value = cell({ ...row, limit }, kept)
    return typeof value === 'string' ? guarded(value) : value
  })
}

async function* ledgerPages(db: Db, staff: Staff, query: LedgerQuery): AsyncGenerator<Cell[][]> {
  const today = clock.today()
  const count = counterOf(db)
  let place: Place | undefined
  for (;;) {
    const rows = await pageAfter(db, staff, query, place)
    if (rows.length > 0) yield await Promise.all(rows.map(async (row) => await cellsOf(row, count, today)))
    if (rows.length < rowsAtOnce) return
    place = rows.at(-1)
  }
}

const plain = (cell: Cell): string | number => (cell === null ? '' : typeof cell === 'object' ? cell.day : cell)

async function* csvOf(pages: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  // the mark in front tells spreadsheets that it is UTF-8
  yield `\uFEFF${stringify([headings], { record_delimiter: 'windows' })}`
  for await (const rows of pages)
    yield stringify(
      rows.map((row) => row.map(plain)),
      { record_delimiter: 'windows' }
    )
}

const forms = {
  csv: {
    type: 'text/csv; charset=utf-8',
    content: (pages: AsyncIterable<Cell[][]>) => Readable.from(csvOf(pages), { objectMode: false })
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: (pages: AsyncIterable<Cell[][]>) => xlsxOf(headings, pages)
  }
} as const

/** The ledger of what this person may read, as a file that is made while it is sent. Who took it is on record. */
export async function exportLedger(
  db: Db,
  staff: Staff,
  query: LedgerQuery,
  form: keyof typeof forms
): Promise<SentFile> {
  await db.transaction().execute(async (trx) => {
    await audit(trx, {
      actorId: staff.id,
      act: 'letters.exported',
      subjectKind: 'letters',
      subjectId: null,
      details: { form, state: query.state ?? 'all', topic: query.topic ?? 'all', searched: query.search !== undefined }
    })
  })
  const { type, content } = forms[form]
  return { type, name: `来信台账-${clock.today()}.${form}`, content: content(ledgerPages(db, staff, query)) }
}
