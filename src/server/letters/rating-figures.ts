/** Ratings and reviews in figures that anybody may read: by month, without anything that is anybody's. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { RatingMonth } from '#contract/rating-reviews.ts'
import { reviewOutcomes } from '#contract/own-review.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { SentFile } from '../core/route.ts'

const monthsShown = 12

/** The months that are shown, the oldest first, the running one last. */
function monthsBefore(today: string): string[] {
  const [year = 0, month = 0] = today.split('-').map(Number)
  return Array.from({ length: monthsShown }, (_, index) =>
    new Date(Date.UTC(year, month - monthsShown + index, 1)).toISOString().slice(0, 7)
  )
}

/** The month of an instant in Asia/Shanghai. */
const monthOf = (column: ReturnType<typeof sql>) => sql`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM')`

type Grade = keyof RatingMonth['grades']
type Counted = ReadonlyMap<string, number>

/** Rows of month, what and how many, as a map by both. */
const byBoth = (rows: readonly { month: string; what: string; many: number }[]): Counted =>
  new Map(rows.map(({ month, what, many }) => [`${month} ${what}`, many]))

type Row = { month: string; what: string; many: number }

/** The last twelve months. A month in which nobody rated shows zeros; nobody's silence is taken for a grade. */
export async function readRatingFigures(db: Db): Promise<RatingMonth[]> {
  const months = monthsBefore(clock.today())
  const since = `${months[0] ?? ''}-01T00:00:00+08:00`
  const ratings = await sql<Row>`
    select ${monthOf(sql`rated_at`)} as month, case when counted then grade::text else 'excluded' end as what, count(*) as many
    from counted_ratings where rated_at >= ${since}::timestamptz group by 1, 2`.execute(db)
  const unrated = await sql<Row>`
    select ${monthOf(sql`a.replied_at`)} as month, 'unrated' as what, count(*) as many from letter_replies a
    where a.replied_at >= ${since}::timestamptz
      and not exists (select from letter_ratings r where r.letter_id = a.letter_id and r.round = a.round) group by 1`.execute(
    db
  )
  const opened = await sql<Row>`
    select ${monthOf(sql`opened_at`)} as month, 'opened' as what, count(*) as many from rating_reviews
    where opened_at >= ${since}::timestamptz group by 1`.execute(db)
  const ended = await sql<Row>`
    select ${monthOf(sql`ended_at`)} as month, outcome as what, count(*) as many from rating_reviews
    where ended_at >= ${since}::timestamptz group by 1, 2`.execute(db)
  const rated = byBoth(ratings.rows)
  const others = byBoth([...unrated.rows, ...opened.rows])
  const ends = byBoth(ended.rows)
  return months.map((month) => monthFigures(month, rated, others, ends))
}

function monthFigures(month: string, ratings: Counted, others: Counted, ends: Counted): RatingMonth {
  const of = (counted: Counted, what: string): number => counted.get(`${month} ${what}`) ?? 0
  const grade = (one: Grade): number => of(ratings, String(one))
  const grades = { 1: grade(1), 2: grade(2), 3: grade(3), 4: grade(4), 5: grade(5) }
  const satisfied = grades[3] + grades[4] + grades[5]
  const rated = satisfied + grades[1] + grades[2]
  const outcomes = {
    fixed: of(ends, 'fixed'),
    ledger: of(ends, 'ledger'),
    explained: of(ends, 'explained'),
    upheld: of(ends, 'upheld'),
    excluded: of(ends, 'excluded'),
    takenBack: of(ends, 'takenBack')
  }
  return {
    month,
    grades,
    rated,
    satisfied,
    share: rated === 0 ? 0 : Math.round((satisfied / rated) * 10_000) / 10_000,
    unrated: of(others, 'unrated'),
    excluded: of(ratings, 'excluded'),
    reviewsOpened: of(others, 'opened'),
    reviewsEnded: reviewOutcomes.reduce((sum, outcome) => sum + outcomes[outcome], 0),
    outcomes
  }
}

const head = [
  '月份',
  '非常满意',
  '满意',
  '基本满意',
  '不满意',
  '非常不满意',
  '评价合计',
  '满意率',
  '未评价的答复',
  '误评或恶意，不计入',
  '差评复核立案',
  '差评复核办结',
  '即时整改',
  '列入台账限期整改',
  '解释说明',
  '复核维持',
  '复核剔除',
  '写信人改评'
]

/** The figures as a table that a spreadsheet opens in the right characters. */
export function ratingsCsv(months: readonly RatingMonth[], today: string): SentFile {
  const lines = months.map(({ month, grades, outcomes, ...one }) =>
    [
      month,
      ...([5, 4, 3, 2, 1] as const).map((grade) => grades[grade]),
      one.rated,
      `${(one.share * 100).toFixed(2)}%`,
      one.unrated,
      one.excluded,
      one.reviewsOpened,
      one.reviewsEnded,
      ...reviewOutcomes.map((outcome) => outcomes[outcome])
    ].join(',')
  )
  const content = Buffer.from(`\ufeff${[head.join(','), ...lines].join('\r\n')}\r\n`, 'utf8')
  return {
    type: 'text/csv; charset=utf-8',
    name: `好差评-${today}.csv`,
    bytes: content.length,
    content: Readable.from([content])
  }
}
