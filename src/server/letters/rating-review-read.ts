/** Reviews as the desk sees them: the list and the case. */
import { sql } from 'kysely'
import { reviewActs, type Review, type ReviewLine, type ReviewList } from '#contract/rating-reviews.ts'
import { workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import type { Queries } from '#contract/routes.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarNow, calendarOf } from '../core/working-calendar.ts'
import { contactOf } from './contact.ts'
import { answerersOf, reviewColumns, reviewEventsOf, type ReviewRow } from './rating-review-events.ts'
import { barredBy, meansFor, reviewRefusal } from './rating-review-rules.ts'
import { within } from './read.ts'
import { dueDate } from './rules.ts'

interface LineRow extends ReviewRow {
  readonly number: string
  readonly title: string
  readonly office: string | null
  readonly demo: boolean
}

const lineColumns = sql`${reviewColumns}, l.number, l.title, o.name as office, l.demo`
const lines = sql`rating_reviews v join letters l on l.id = v.letter_id left join offices o on o.id = l.office_id`

const lineOf = (row: LineRow, today: string, calendar: WorkingCalendar): ReviewLine => ({
  id: row.id,
  letter: { id: row.letterId, number: row.number, title: row.title, office: row.office },
  state: row.state,
  grade: row.grade,
  openedAt: row.openedAt,
  dueOn: row.dueOn,
  provisional: row.provisional,
  workingDaysLeft: row.endedAt === null ? workingDaysBetween(today, row.dueOn, calendar) : null,
  outcome: row.outcome,
  ledgerDueOn: row.ledgerDueOn,
  settled: row.settledAt !== null,
  endedAt: row.endedAt,
  demo: row.demo
})

const pageLength = 50
const onLedger = sql`v.state = 'closed' and v.outcome = 'ledger' and v.settled_at is null`

/** The cuts of the list: what belongs to each, what it is sorted by, and whether the newest comes first. */
const cuts = {
  open: { where: sql`v.ended_at is null`, by: sql`v.due_on`, type: sql`date`, newestFirst: false },
  ledger: { where: onLedger, by: sql`v.ledger_due_on`, type: sql`date`, newestFirst: false },
  ended: { where: sql`v.ended_at is not null`, by: sql`v.ended_at`, type: sql`timestamptz`, newestFirst: true }
} as const

const places = {
  open: /^\d{4}-\d{2}-\d{2}$/,
  ledger: /^\d{4}-\d{2}-\d{2}$/,
  ended: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
}
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where the next page begins; a place that is none, or of another cut, is a wrong request. */
function placeAfter(which: keyof typeof cuts, after: string | undefined): { at: string; id: string } | undefined {
  if (after === undefined) return undefined
  const [at = '', id = ''] = after.split('~')
  const time = places[which].test(at) ? new Date(at) : undefined
  const exists = time !== undefined && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(at.slice(0, 10))
  if (!exists || !uuid.test(id)) throw problem('bad-request')
  return { at, id }
}

/** The list within the reader's reach, a page of it. */
export async function readReviews(db: Db, staff: Staff, query: Queries['GET /desk/reviews']): Promise<ReviewList> {
  const scope = within(staff, 'letters:review')
  const which = query.which ?? 'open'
  const { where, by, type, newestFirst } = cuts[which]
  const place = placeAfter(which, query.after)
  const direction = newestFirst ? sql`desc` : sql`asc`
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ${lines}
    where ${scope} and ${where}
      and ${place ? sql`(${by}, v.id) ${newestFirst ? sql`<` : sql`>`} (${place.at}::${type}, ${place.id}::uuid)` : sql`true`}
    order by ${by} ${direction}, v.id ${direction} limit ${pageLength + 1}`.execute(db)
  const counted = await sql<ReviewList['counts']>`
    select count(*) filter (where v.ended_at is null) as open, count(*) filter (where ${onLedger}) as ledger,
           count(*) filter (where v.ended_at is not null) as ended
    from rating_reviews v join letters l on l.id = v.letter_id where ${scope}`.execute(db)
  const { calendar } = await calendarNow(db)
  const today = clock.today()
  const last = rows.length > pageLength ? rows[pageLength - 1] : undefined
  const sortedBy = last && { open: last.dueOn, ledger: last.ledgerDueOn, ended: last.endedAt }[which]
  return {
    reviews: rows.slice(0, pageLength).map((row) => lineOf(row, today, calendar)),
    counts: counted.rows[0] ?? { open: 0, ledger: 0, ended: 0 },
    today,
    next: last && sortedBy ? `${sortedBy}~${last.id}` : null
  }
}

/** One review with what this person may do now; throws `not-found` for one out of reach. */
export async function readReview(context: Context, staff: Staff, id: string): Promise<Review> {
  const { db, sealer } = context
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ${lines} where v.id = ${id} and ${within(staff, 'letters:review')}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  const events = await reviewEventsOf(db, id)
  const { calendar } = await calendarNow(db)
  const today = clock.today()
  const situation = {
    state: row.state,
    outcome: row.outcome,
    settled: row.settledAt !== null,
    answerers: await answerersOf(db, row.letterId, row.round),
    proposedBy: events.findLast(({ kind }) => kind === 'appealed')?.actorId ?? null
  }
  const goesOn = row.endedAt === null || (row.outcome === 'ledger' && row.settledAt === null)
  return {
    ...lineOf(row, today, calendar),
    revision: row.revision,
    round: row.round,
    reasons: row.reasons,
    comment: row.comment,
    due: dueDate(row.startedOn, row.limit, row.source, await calendarOf(db, row.calendarRevision)),
    startedOn: row.startedOn,
    today,
    ground: row.ground,
    means: meansFor(await contactOf(db, sealer, row.letterId)),
    events: events.map(({ actorId: _actorId, ...event }) => event),
    actions: reviewActs.filter((act) => reviewRefusal(act, situation, staff.id) === undefined),
    barred: goesOn ? barredBy(situation, staff.id) : null
  }
}
