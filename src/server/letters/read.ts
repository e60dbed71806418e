/** What the sender's and the desk's view of a letter are read from. */
import { sql } from 'kysely'
import type { DepartmentCard } from '#contract/letters-departments.ts'
import type { Ending, EventKind, LetterKind, LetterState, LetterTopic, Rating, ThreadEntry } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { changeableUntil } from './rules.ts'

export interface LetterRow {
  readonly id: string
  readonly number: string
  readonly kind: LetterKind
  readonly topic: LetterTopic
  readonly state: LetterState
  readonly revision: number
  readonly title: string
  readonly text: string
  readonly receivedAt: string
  readonly receivedOn: string
  readonly round: number
  readonly startedOn: string
  readonly dueOn: string
  readonly provisional: boolean
  readonly limit: number
  readonly officeId: string | null
  readonly office: string | null
  readonly publishConsent: boolean
  readonly page: string | null
  /** the letter that leads, where this one is answered together with others */
  readonly mergedInto: string | null
  readonly signedBy: 'office' | 'leader'
  readonly demo: boolean
}

export interface EventRow {
  readonly kind: EventKind
  readonly at: string
  readonly actor: string | null
  readonly office: string | null
  readonly reason: string | null
  readonly movedFrom: string | null
  readonly movedTo: string | null
  readonly department: string | null
  readonly card: DepartmentCard | null
  /** the number of the other letter, of `merged` and its like */
  readonly other: string | null
}

export const letterColumns = sql`
  l.id, l.number, l.kind, l.topic, l.state, l.revision, l.title, l.text, l.received_at as "receivedAt",
  l.received_on as "receivedOn", l.round, l.started_on as "startedOn", l.due_on as "dueOn", l.due_provisional as provisional,
  l.limit_days as "limit", l.office_id as "officeId", o.name as "office", l.publish_consent as "publishConsent", l.page,
  l.merged_into as "mergedInto",
  (select signed_by from letter_kinds k where k.kind = l.kind) as "signedBy", l.demo`

/** Whose letters this person may see, as a condition on `letters l`. Out of scope and absent look alike. */
export function within(staff: Staff, permission: Permission) {
  const scope = staff.grants.get(permission)
  if (scope === 'all') return sql`true`
  if (scope === 'office' && staff.officeId) return sql`l.office_id = ${staff.officeId}`
  return sql`false`
}

/** One letter within the person's scope, locked when asked; throws `not-found`. */
export async function letterFor(
  db: Db | Trx,
  staff: Staff,
  id: string,
  permission: Permission,
  lock = false
): Promise<LetterRow> {
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from letters l left join offices o on o.id = l.office_id
    where l.id = ${id} and ${within(staff, permission)} ${lock ? sql`for update of l` : sql``}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** A letter whose holder was let in, locked when asked. */
export async function letterOf(db: Db | Trx, id: string, lock = false): Promise<LetterRow> {
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from letters l left join offices o on o.id = l.office_id
    where l.id = ${id} ${lock ? sql`for update of l` : sql``}`.execute(db)
  const [row] = rows
  if (!row) throw problem('holder-unknown')
  return row
}

/** All that happened, oldest first. */
export async function eventsOf(db: Db | Trx, id: string): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.kind, e.at, p.name as actor, o.name as office, e.reason, e.moved_from as "movedFrom", e.moved_to as "movedTo", e.department,
           e.department_card as card, t.number as other
    from letter_events e left join people p on p.id = e.actor_id left join offices o on o.id = e.office_id
    left join letters t on t.id = e.other_id
    where e.letter_id = ${id} order by e.position`.execute(db)
  return rows
}

/** The first text, all messages and all signed replies, in the order of their writing. */
export async function threadOf(db: Db | Trx, letter: LetterRow): Promise<ThreadEntry[]> {
  const { rows } = await sql<ThreadEntry>`
    select m.id::text, case when m.kind = 'question' then 'bureau' else 'sender' end as "from", m.kind, m.round, m.text, m.at,
           case when m.kind = 'question' then o.name end as office
    from letter_messages m
    left join letter_events e on e.letter_id = m.letter_id and e.message_id = m.id left join offices o on o.id = e.office_id
    where m.letter_id = ${letter.id}
    union all
    select 'reply-' || r.round, 'bureau', 'reply', r.round, d.text, r.replied_at, o.name
    from letter_replies r
    join letter_drafts d on d.letter_id = r.letter_id and d.version = r.draft_version
    join offices o on o.id = r.office_id
    where r.letter_id = ${letter.id}
    order by 6, 1`.execute(db)
  const first: ThreadEntry = {
    id: 'letter',
    from: 'sender',
    kind: 'letter',
    round: 1,
    text: letter.text,
    at: letter.receivedAt,
    office: null
  }
  return [first, ...rows]
}

/** The rating of the newest reply, or null. */
export async function ratingOf(db: Db | Trx, { id, round, state }: LetterRow): Promise<Rating | null> {
  if (state !== 'answered' && state !== 'closed') return null
  const { rows } = await sql<Omit<Rating, 'changeableUntil'>>`
    select grade, reasons, comment, rated_at as "ratedAt" from letter_ratings
    where letter_id = ${id} and round = ${round}`.execute(db)
  const [row] = rows
  return row ? { ...row, changeableUntil: changeableUntil(row.ratedAt) } : null
}

/** How the letter ended without an answer, or null. */
export function endingOf({ state }: LetterRow, events: readonly EventRow[]): Ending | null {
  if (state !== 'withdrawn' && state !== 'transferred' && state !== 'refused') return null
  const end = events.findLast(({ kind }) => kind === state)
  if (!end) return null
  const ending = { kind: state, at: end.at, reason: end.reason, to: end.department }
  return end.card ? { ...ending, department: end.card } : ending
}

/** The people who wrote a version of a round's reply. */
export async function authorsOf(db: Db | Trx, id: string, round: number): Promise<string[]> {
  const { rows } = await sql<{ authorId: string }>`
    select distinct author_id as "authorId" from letter_drafts where letter_id = ${id} and round = ${round}`.execute(db)
  return rows.map((row) => row.authorId)
}
