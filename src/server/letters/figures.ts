/** How letters were dealt with, month by month: what a bureau publishes of it (留言办理统计). */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { stringify } from 'csv-stringify/sync'
import type { HandlingFigures, MonthOfKind } from '#contract/board.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { SentFile } from '../core/route.ts'
import { kindNames } from './kind-names.ts'
import { guarded } from './ledger.ts'

/** So many whole months before the running one. */
const monthsBack = 12

function monthBefore(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 7)
}

/** The figures of the last twelve months and the running one. A reply counts in the month it was signed in, a letter in that of its receipt. */
export async function handlingFigures(db: Db): Promise<HandlingFigures> {
  const today = clock.today()
  const since = monthBefore(today.slice(0, 7), monthsBack)
  const first = `${since}-01`
  const { rows: months } = await sql<MonthOfKind>`
    with received as (
      select to_char(received_on, 'YYYY-MM') as month, kind, count(*) as received
      from letters where received_on >= ${first} group by 1, 2
    ), answered as (
      select to_char(r.replied_on, 'YYYY-MM') as month, l.kind, count(*) as answered,
             count(*) filter (where r.replied_on <= n.due_on) as on_time,
             round(avg(r.working_days), 1)::double precision as mean,
             count(g.grade) as rated, count(*) filter (where g.grade >= 3) as satisfied
      from letter_replies r
      join letters l on l.id = r.letter_id
      join letter_rounds n on n.letter_id = r.letter_id and n.round = r.round
      left join counted_ratings g on g.letter_id = r.letter_id and g.round = r.round and g.counted
      where r.replied_on >= ${first} group by 1, 2
    )
    select coalesce(a.month, b.month) as month, coalesce(a.kind, b.kind) as kind, coalesce(a.received, 0) as received,
           coalesce(b.answered, 0) as answered, coalesce(b.on_time, 0) as "onTime", b.mean as "meanWorkingDays",
           coalesce(b.rated, 0) as rated, coalesce(b.satisfied, 0) as satisfied
    from received a full join answered b on b.month = a.month and b.kind = a.kind
    order by 1 desc, 2`.execute(db)
  const { rows: topics } = await sql<HandlingFigures['topics'][number]>`
    select topic, count(*) as received, count(*) filter (where state in ('answered', 'closed')) as answered
    from letters where received_on >= ${first} group by 1 order by 2 desc, 1`.execute(db)
  const { rows: transfers } = await sql<HandlingFigures['transfers'][number]>`
    select department, count(*) as letters from letter_events
    where kind = 'transferred' and department is not null and at >= ${`${first}T00:00:00+08:00`}::timestamptz
    group by 1 order by 2 desc, department collate "C"`.execute(db)
  return { since, today, months, topics, transfers }
}

const columns = ['月份', '种类', '收到', '答复', '期限内答复', '平均用时（工作日）', '评价', '其中满意']

/** The months as a table that spreadsheets open: UTF-8 with a byte order mark. */
export async function figuresTable(db: Db): Promise<SentFile> {
  const { months, today } = await handlingFigures(db)
  const rows = months.map(({ month, kind, received, answered, onTime, meanWorkingDays, rated, satisfied }) => [
    month,
    kindNames[kind],
    received,
    answered,
    onTime,
    meanWorkingDays ?? '',
    rated,
    satisfied
  ])
  return tableOf(`来信办理情况-${today}.csv`, [columns, ...rows])
}

function tableOf(name: string, rows: readonly (readonly (string | number)[])[]): SentFile {
  const bytes = Buffer.from(stringify([...rows], { bom: true }))
  return { type: 'text/csv; charset=utf-8', name, bytes: bytes.length, content: Readable.from([bytes]) }
}

/** The departments that letters were transferred to, as such a table. Names are typed: none is a formula there. */
export async function transfersTable(db: Db): Promise<SentFile> {
  const { transfers, since, today } = await handlingFigures(db)
  const rows = transfers.map(({ department, letters }) => [since, today, guarded(department), letters])
  return tableOf(`转办去向-${today}.csv`, [['自', '至', '转往部门', '件数'], ...rows])
}
