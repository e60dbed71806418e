/** Reading letters: what the sender sees, what the desk sees. */
import { sql } from 'kysely'
import type { Contact, DeskLetter, Letter, LetterKind, LetterQueue, LetterState } from '#contract/letters.ts'
import { letterActions } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { workingCalendar } from '../core/working-calendar.ts'
import { dueDate, refusal, workingDaysLeft, type EventKind } from './rules.ts'

export interface LetterRow {
  id: string
  number: string
  kind: LetterKind
  state: LetterState
  revision: number
  title: string
  text: string
  receivedAt: string
  receivedOn: string
  dueOn: string
  limit: number
  source: string
  officeId: string | null
  office: string | null
  demo: boolean
}

interface EventRow {
  kind: EventKind
  at: string
  actor: string | null
  office: string | null
  reason: string | null
}

interface ReplyRow {
  text: string
  office: string
  signer: string
  repliedAt: string
  workingDays: number
}

const letterColumns = sql`
  l.id, l.number, l.kind, l.state, l.revision, l.title, l.text, l.received_at as "receivedAt", l.received_on as "receivedOn",
  l.due_on as "dueOn", l.limit_days as "limit", l.limit_source as "source", l.office_id as "officeId", o.name as "office", l.demo`

/** Whose letters this person may see, as a condition on `letters l`. Out of scope and absent look alike. */
function within(staff: Staff, permission: Permission) {
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

async function eventsOf(db: Db | Trx, id: string): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.kind, e.at, p.name as actor, o.name as office, e.reason
    from letter_events e left join people p on p.id = e.actor_id left join offices o on o.id = e.office_id
    where e.letter_id = ${id} order by e.position`.execute(db)
  return rows
}

async function replyOf(db: Db | Trx, id: string): Promise<ReplyRow | undefined> {
  const { rows } = await sql<ReplyRow>`
    select d.text, o.name as office, p.name as signer, r.replied_at as "repliedAt", r.working_days as "workingDays"
    from letter_replies r
    join letter_drafts d on d.letter_id = r.letter_id and d.version = r.draft_version
    join offices o on o.id = r.office_id join people p on p.id = r.signer_id
    where r.letter_id = ${id}`.execute(db)
  return rows[0]
}

/** The people who wrote a version of the reply. */
export async function authorsOf(db: Db | Trx, id: string): Promise<string[]> {
  const { rows } = await sql<{ authorId: string }>`
    select distinct author_id as "authorId" from letter_drafts where letter_id = ${id}`.execute(db)
  return rows.map((row) => row.authorId)
}

/** What the sender sees: offices, no names of staff, nothing of the inner work. */
export async function readOwnLetter(db: Db, id: string): Promise<Letter> {
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from letters l left join offices o on o.id = l.office_id where l.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw problem('holder-unknown')
  const events = await eventsOf(db, id)
  const reply = await replyOf(db, id)
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    title: row.title,
    text: row.text,
    receivedAt: row.receivedAt,
    today: clock.today(),
    due: dueDate(row.receivedOn, row.limit, row.source, workingCalendar),
    events: events.flatMap(({ kind, at, office }) => (kind === 'returned' ? [] : [{ kind, at, office }])),
    reply: reply
      ? { text: reply.text, office: reply.office, repliedAt: reply.repliedAt, workingDays: reply.workingDays }
      : null
  }
}

/** All that the desk shows of a letter, with what this person may do now. */
export async function readDeskLetter(context: Context, staff: Staff, id: string): Promise<DeskLetter> {
  const { db, sealer } = context
  const row = await letterFor(db, staff, id, 'letters:read')
  const events = await eventsOf(db, id)
  const reply = await replyOf(db, id)
  const authors = await authorsOf(db, id)
  const drafts = await sql<{ version: number; text: string; savedAt: string; authorId: string; author: string }>`
    select d.version, d.text, d.saved_at as "savedAt", d.author_id as "authorId", p.name as author
    from letter_drafts d join people p on p.id = d.author_id
    where d.letter_id = ${id} order by d.version desc limit 1`.execute(db)
  const [draft] = drafts.rows
  const senders = await sql<{ contact: Buffer }>`
    select contact_sealed as contact from letter_senders where letter_id = ${id}`.execute(db)
  const sealed = senders.rows[0]?.contact
  const today = clock.today()
  const may = (permission: Permission) => {
    const scope = staff.grants.get(permission)
    return scope === 'all' || (scope === 'office' && staff.officeId === row.officeId)
  }
  const situation = { state: row.state, hasDraft: draft !== undefined, authors }
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    revision: row.revision,
    title: row.title,
    text: row.text,
    contact: sealed ? (JSON.parse(sealer.open(sealed, `letter_senders/contact/${id}`)) as Contact) : null,
    receivedAt: row.receivedAt,
    today,
    due: dueDate(row.receivedOn, row.limit, row.source, workingCalendar),
    workingDaysLeft: workingDaysLeft(row.state, today, row.dueOn, workingCalendar),
    office: row.officeId && row.office ? { id: row.officeId, name: row.office } : null,
    draft: draft
      ? {
          version: draft.version,
          text: draft.text,
          savedAt: draft.savedAt,
          author: { id: draft.authorId, name: draft.author }
        }
      : null,
    reply: reply ? { text: reply.text, repliedAt: reply.repliedAt, signer: reply.signer } : null,
    events,
    actions: letterActions.filter((act) => refusal(act, situation, { id: staff.id, may }) === undefined),
    demo: row.demo
  }
}

const pageLength = 50

/** The queue: what is open, most urgent first; `state` shows one state only, `search` looks in number and title. */
export async function readQueue(
  db: Db,
  staff: Staff,
  query: { state?: LetterState; search?: string; after?: string }
): Promise<LetterQueue> {
  const scope = within(staff, 'letters:read')
  const [afterDay, afterId] = query.after?.split('~') ?? []
  const text = query.search ? `%${query.search.replace(/[\\%_]/g, '\\$&')}%` : undefined
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from letters l left join offices o on o.id = l.office_id
    where ${scope}
      and ${query.state ? sql`l.state = ${query.state}` : sql`l.state <> 'answered'`}
      and ${text ? sql`(l.title ilike ${text} or l.number ilike ${text})` : sql`true`}
      and ${afterDay && afterId ? sql`(l.due_on, l.id) > (${afterDay}::date, ${afterId}::uuid)` : sql`true`}
    order by l.due_on, l.id limit ${pageLength + 1}`.execute(db)
  const counted = await sql<{ state: LetterState; letters: number }>`
    select l.state, count(*) as letters from letters l where ${scope} group by l.state`.execute(db)
  const counts = { received: 0, assigned: 0, signing: 0, answered: 0 }
  for (const { state, letters } of counted.rows) counts[state] = letters
  const today = clock.today()
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    letters: shown.map(({ id, number, kind, state, title, office, receivedOn, dueOn, limit, demo }) => ({
      id,
      number,
      kind,
      state,
      title,
      office,
      receivedOn,
      dueOn,
      limit,
      demo,
      workingDaysLeft: workingDaysLeft(state, today, dueOn, workingCalendar)
    })),
    counts,
    today,
    next: rows.length > pageLength && last ? `${last.dueOn}~${last.id}` : null
  }
}
