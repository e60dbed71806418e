/** Entries of the knowledge as the desk sees them: the list, one entry, and what one could be made of an answered letter. */
import { sql } from 'kysely'
import { copyParts } from '#contract/answers.ts'
import { plusDays } from '#contract/calendar.ts'
import type { Entry, EntryDraft, EntryList, EntryProposal, EntryState } from '#contract/knowledge.ts'
import type { Contact } from '#contract/letters.ts'
import { redact } from '#contract/personal-data.ts'
import type { Queries, Replies } from '#contract/routes.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { findAllPersonalData } from '../core/personal-data.ts'
import type { Sealer } from '../core/sealed.ts'
import type { Staff } from '../core/sessions.ts'
import { contactOf } from './contact.ts'
import { findingsIn, originalOf, type Copy } from './publication.ts'
import { letterFor, within } from './read.ts'

const pageLength = 50

/** After so many days an entry is looked at again, where nobody chose another day. */
export const usualReviewDays = 365

/** Whose entries this person may see, as a condition on `knowledge_entries k`. Out of scope and absent look alike. */
export function entriesWithin(staff: Staff) {
  const scope = staff.grants.get('knowledge:keep')
  if (scope === 'all') return sql`true`
  if (scope === 'office' && staff.officeId) return sql`k.office_id = ${staff.officeId}`
  return sql`false`
}

export interface EntryRow {
  readonly id: string
  readonly state: EntryState
  readonly publishedVersion: number | null
  readonly officeId: string
  readonly office: string
  readonly ownerId: string | null
  readonly owner: string | null
  readonly checkedOn: string | null
  readonly reviewOn: string | null
  readonly withdrawnReason: string | null
  readonly helpful: number
  readonly unhelpful: number
}

const stateOf = sql<EntryState>`
  case when k.published_version is not null then 'published' when k.withdrawn_at is not null then 'withdrawn'
       else 'proposed' end`

/** One entry within the person's scope, locked when asked; throws `not-found`. */
export async function entryFor(db: Db | Trx, staff: Staff, id: string, lock = false): Promise<EntryRow> {
  const { rows } = await sql<EntryRow>`
    select k.id, ${stateOf} as state, k.published_version as "publishedVersion", k.office_id as "officeId", o.name as office,
           k.owner_id as "ownerId", p.name as owner, k.checked_on as "checkedOn", k.review_on as "reviewOn",
           k.withdrawn_reason as "withdrawnReason", k.helpful, k.unhelpful
    from knowledge_entries k join offices o on o.id = k.office_id left join people p on p.id = k.owner_id
    where k.id = ${id} and ${entriesWithin(staff)} ${lock ? sql`for update of k` : sql``}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** A text of an entry that was kept, with who wrote it and who approved it. */
export interface EntryVersion extends Copy {
  readonly version: number
  readonly topic: EntryDraft['topic']
  readonly reviewOn: string
  readonly authorId: string
  readonly author: string
  readonly savedAt: string
  readonly approver: string | null
}

/** All versions of an entry, the newest first; there is always one. */
export async function versionsOf(db: Db | Trx, id: string): Promise<readonly [EntryVersion, ...EntryVersion[]]> {
  const { rows } = await sql<EntryVersion>`
    select v.version, v.topic, v.title, v.question, v.reply, v.kept, v.review_on as "reviewOn", v.author_id as "authorId",
           p.name as author, v.saved_at as "savedAt", s.name as approver
    from knowledge_versions v
    join people p on p.id = v.author_id
    left join knowledge_approvals a on a.entry_id = v.entry_id and a.version = v.version
    left join people s on s.id = a.approver_id
    where v.entry_id = ${id} order by v.version desc`.execute(db)
  const [newest, ...earlier] = rows
  if (!newest) throw new Error('an entry without a version')
  return [newest, ...earlier]
}

/** Everything in an entry that looks like personal data, or is known of the senders of the letters it came from. */
export async function entryFindings(db: Db | Trx, sealer: Sealer, id: string, copy: Copy): Promise<Entry['findings']> {
  const { rows } = await sql<{ letterId: string }>`
    select letter_id as "letterId" from knowledge_sources where entry_id = ${id} and letter_id is not null`.execute(db)
  const senders: (Contact | null)[] = []
  for (const { letterId } of rows) senders.push(await contactOf(db, sealer, letterId))
  const found = new Map<string, Entry['findings'][number]>()
  for (const sender of senders.length === 0 ? [null] : senders)
    for (const one of await findingsIn(copy, sender)) {
      const place = `${one.part} ${one.start}`
      const known = found.get(place)
      // the same name found once short and once whole is hidden whole
      if (known === undefined || known.end < one.end) found.set(place, one)
    }
  const order = (one: Entry['findings'][number]) => copyParts.indexOf(one.part) * 1e6 + one.start
  return [...found.values()].toSorted((a, b) => order(a) - order(b))
}

/** One entry with all that is needed to act; throws `not-found` out of scope. */
export async function readEntry(db: Db | Trx, sealer: Sealer, staff: Staff, id: string): Promise<Entry> {
  const row = await entryFor(db, staff, id)
  const versions = await versionsOf(db, id)
  const [newest] = versions
  const letters = await sql<Entry['letters'][number]>`
    select l.id, l.number, l.title from knowledge_sources s join letters l on l.id = s.letter_id
    where s.entry_id = ${id} and ${within(staff, 'letters:read')} order by l.number`.execute(db)
  const articles = await sql<Entry['articles'][number]>`
    select a.article_id as id, a.title from knowledge_sources s join published_articles a on a.article_id = s.article_id
    where s.entry_id = ${id} order by a.title`.execute(db)
  const confirmations = await sql<Entry['confirmations'][number]>`
    select p.name as by, c.at, c.review_on as "reviewOn" from knowledge_confirmations c join people p on p.id = c.person_id
    where c.entry_id = ${id} order by c.at desc limit 20`.execute(db)
  const findings = await entryFindings(db, sealer, id, newest)
  return {
    id,
    state: row.state,
    version: newest.version,
    publishedVersion: row.publishedVersion,
    topic: newest.topic,
    title: newest.title,
    question: newest.question,
    reply: newest.reply,
    findings,
    office: { id: row.officeId, name: row.office },
    owner: row.ownerId !== null && row.owner !== null ? { id: row.ownerId, name: row.owner } : null,
    reviewOn: newest.reviewOn,
    due: row.reviewOn === null ? null : { on: row.reviewOn, late: row.reviewOn <= clock.today() },
    checkedOn: row.checkedOn,
    letters: letters.rows,
    articles: articles.rows,
    versions: versions.map(({ version, author, savedAt, approver, title, question, reply }) => ({
      version,
      author,
      savedAt,
      approver,
      title,
      question,
      reply
    })),
    confirmations: confirmations.rows,
    withdrawnReason: row.withdrawnReason,
    helpful: row.helpful,
    unhelpful: row.unhelpful,
    mayApprove:
      row.state !== 'withdrawn' &&
      newest.approver === null &&
      newest.authorId !== staff.id &&
      findings.every(({ kept }) => kept !== null),
    mayConfirm: row.state === 'published'
  }
}

/** What is not public has no day to be looked at again: it stands last. */
const noDay = '9999-12-31'
const waits = sql`
  (k.withdrawn_at is null and v.version > coalesce(k.published_version, 0))`

const shows = {
  due: () => sql`k.published_version is not null and k.review_on <= ${clock.today()}`,
  waiting: () => waits,
  published: () => sql`k.published_version is not null`,
  withdrawn: () => sql`k.withdrawn_at is not null`
} as const

/** Entries within reach, the first to be looked at again first. `search` is a part of the title or of the ways it is asked. */
export async function listEntries(
  db: Db,
  staff: Staff,
  { show, topic, search, after }: Queries['GET /desk/knowledge']
): Promise<EntryList> {
  const [day, id] = after?.split('~') ?? []
  const today = clock.today()
  const newest = sql`
    knowledge_entries k
    join lateral (select version, topic, title, question from knowledge_versions v
                  where v.entry_id = k.id order by version desc limit 1) v on true`
  const like = search === undefined ? undefined : `%${search.replace(/[\\%_]/g, String.raw`\$&`)}%`
  const { rows } = await sql<EntryList['entries'][number]>`
    select k.id, ${stateOf} as state, ${waits} as waiting, v.topic, v.title, o.name as office, p.name as owner,
           k.review_on as "reviewOn", coalesce(k.review_on <= ${today}, false) as due, k.helpful, k.unhelpful
    from ${newest} join offices o on o.id = k.office_id left join people p on p.id = k.owner_id
    where ${entriesWithin(staff)} and ${show ? shows[show]() : sql`true`} and ${topic ? sql`v.topic = ${topic}` : sql`true`}
      and ${like === undefined ? sql`true` : sql`(v.title ilike ${like} or v.question ilike ${like})`}
      and ${day && id ? sql`(coalesce(k.review_on, ${noDay}::date), k.id) > (${day}::text::date, ${id}::uuid)` : sql`true`}
    order by coalesce(k.review_on, ${noDay}::date), k.id limit ${pageLength + 1}`.execute(db)
  const counts = await sql<Pick<EntryList, 'due' | 'waiting'>>`
    select count(*) filter (where ${shows.due()}) as due, count(*) filter (where ${waits}) as waiting
    from ${newest} where ${entriesWithin(staff)}`.execute(db)
  const entries = rows.slice(0, pageLength)
  const last = entries.at(-1)
  return {
    entries,
    next: rows.length > pageLength && last ? `${last.reviewOn ?? noDay}~${last.id}` : null,
    ...(counts.rows[0] ?? { due: 0, waiting: 0 })
  }
}

/** Offices within reach with their people who may stand for an entry: those who keep entries and are still at work. */
export async function readOwners(db: Db, staff: Staff): Promise<Replies['GET /desk/knowledge-owners']> {
  const scope = staff.grants.get('knowledge:keep')
  const { rows } = await sql<Replies['GET /desk/knowledge-owners'][number]>`
    select o.id, o.name, coalesce((
      select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name, p.id) from people p
      where p.office_id = o.id and p.disabled_at is null
        and exists (select from person_roles r join role_grants g on g.role = r.role
                    where r.person_id = p.id and g.permission = 'knowledge:keep')), '[]') as people
    from offices o where ${scope === 'all' ? sql`true` : sql`o.id = ${staff.officeId}`} order by o.position, o.id`.execute(
    db
  )
  return rows
}

/**
 * What an entry could be made of an answered letter: its newest reply, with all that was found hidden. What its sender
 * wrote is proposed only where this was agreed to (个人信息保护法 25: what is published needs a consent of its own).
 * Throws `state-forbids` before any reply, `not-found` out of scope.
 */
export async function proposeEntry(db: Db, sealer: Sealer, staff: Staff, letterId: string): Promise<EntryProposal> {
  const letter = await letterFor(db, staff, letterId, 'knowledge:keep')
  const { title, reply } = await originalOf(db, letter)
  const sender = await contactOf(db, sealer, letterId)
  const hide = async (text: string) => redact(text, await findAllPersonalData(text, sender))
  const copy: Copy = {
    title: letter.publishConsent ? await hide(title) : '',
    question: '',
    reply: await hide(reply),
    kept: []
  }
  const { rows } = await sql<EntryProposal['entries'][number]>`
    select k.id, ${stateOf} as state,
           (select v.title from knowledge_versions v where v.entry_id = k.id order by v.version desc limit 1) as title
    from knowledge_sources s join knowledge_entries k on k.id = s.entry_id
    where s.letter_id = ${letterId} and ${entriesWithin(staff)} order by k.created_at, k.id`.execute(db)
  return {
    number: letter.number,
    consent: letter.publishConsent,
    topic: letter.topic,
    title: copy.title,
    reply: copy.reply,
    officeId: letter.officeId,
    reviewOn: plusDays(clock.today(), usualReviewDays),
    findings: await findingsIn(copy, sender),
    entries: rows
  }
}
