/** What staff do with an entry of the knowledge: keep, approve, confirm, withdraw. Each act is one transaction with its audit row. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { isDay, plusDays } from '#contract/calendar.ts'
import type { Entry, EntryDraft } from '#contract/knowledge.ts'
import type { FieldError } from '#contract/problem.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import { searchVector } from '../core/search.ts'
import type { Staff } from '../core/sessions.ts'
import { entryFindings, entryFor, readEntry, versionsOf, type EntryRow, type EntryVersion } from './knowledge.ts'
import { within } from './read.ts'

/** The entry, and by whom. `at`: when, other than now. */
export interface KeepOn {
  readonly staff: Staff
  readonly id: string
  readonly at?: Date | undefined
}

type Act = 'kept' | 'approved' | 'confirmed' | 'withdrawn'

async function auditAct(
  trx: Trx,
  act: Act,
  { staff, id }: KeepOn,
  details: Record<string, number | string> = {}
): Promise<void> {
  await audit(trx, { actorId: staff.id, act: `knowledge.${act}`, subjectKind: 'entry', subjectId: id, details })
}

const invalid = (pointer: string, rule: string, limit?: string) =>
  problem('invalid', { errors: [{ pointer, rule, ...(limit === undefined ? {} : { limit }) } satisfies FieldError] })

/** Nobody puts a text off for longer than this. */
const furthestReviewDays = 3 * 366

/** Throws `invalid` for a day that there is not, that is over, or that is too far away. */
function checkReviewDay(day: string, today: string): void {
  if (!isDay(day)) throw invalid('/reviewOn', 'format', 'date')
  if (day <= today) throw invalid('/reviewOn', 'minimum', plusDays(today, 1))
  const furthest = plusDays(today, furthestReviewDays)
  if (day > furthest) throw invalid('/reviewOn', 'maximum', furthest)
}

/** Throws `invalid` for an office out of reach, or an owner who does not work there. */
async function checkOwner(
  trx: Trx,
  staff: Staff,
  { officeId, ownerId }: Pick<EntryDraft, 'officeId' | 'ownerId'>
): Promise<void> {
  const everywhere = staff.grants.get('knowledge:keep') === 'all'
  const { rows } = await sql<{ right: boolean }>`
    select ${ownerId}::uuid is null or exists (
             select from people p where p.id = ${ownerId} and p.office_id = o.id and p.disabled_at is null) as "right"
    from offices o where o.id = ${officeId} and ${everywhere ? sql`true` : sql`o.id = ${staff.officeId}`}`.execute(trx)
  const [row] = rows
  if (!row) throw invalid('/officeId', 'enum')
  if (!row.right) throw invalid('/ownerId', 'enum')
}

/** Makes the sources those that were named. What the person may not see was not named by it, and stays. */
async function setSources(trx: Trx, { staff, id }: KeepOn, { letters, articles }: EntryDraft): Promise<boolean> {
  const reach = within(staff, 'letters:read')
  const found = await sql<{ id: string; number: string }>`
    select l.id, l.number from letters l where l.number = any (${[...letters]}::text[]) and ${reach}`.execute(trx)
  const unknown = letters.findIndex((number) => !found.rows.some((row) => row.number === number))
  if (unknown !== -1) throw invalid(`/letters/${unknown}`, 'enum')
  const read = await sql<{ id: string }>`
    select article_id as id from published_articles where article_id = any (${[...articles]}::uuid[])`.execute(trx)
  const missing = articles.findIndex((article) => !read.rows.some((row) => row.id === article))
  if (missing !== -1) throw invalid(`/articles/${missing}`, 'enum')
  const letterIds = found.rows.map((row) => row.id)
  const gone = await sql`
    delete from knowledge_sources s where entry_id = ${id}
      and (s.article_id in (select article_id from published_articles where article_id <> all (${[...articles]}::uuid[]))
           or s.letter_id in (select l.id from letters l where ${reach} and l.id <> all (${letterIds}::uuid[])))`.execute(
    trx
  )
  const added = await sql`
    insert into knowledge_sources (entry_id, letter_id, article_id)
    select ${id}::uuid, letter, null::uuid from unnest(${letterIds}::uuid[]) as t (letter)
    union all select ${id}::uuid, null::uuid, article from unnest(${[...articles]}::uuid[]) as t (article)
    on conflict do nothing`.execute(trx)
  return (gone.numAffectedRows ?? 0n) > 0n || (added.numAffectedRows ?? 0n) > 0n
}

/** What of a draft is a version of its own: who stands for an entry, and where it came from, are none. */
const textOf = ({ topic, title, question = '', reply, kept, reviewOn }: EntryDraft | EntryVersion) => ({
  topic,
  title: title.trim(),
  question: question
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n'),
  reply: reply.trim(),
  kept: kept.map((one) => ({ text: one.text, reason: one.reason.trim() })),
  reviewOn
})

/**
 * Keeps an entry. Another text is a new version, and what is public stays so until that is approved; office, owner and
 * sources count at once. The same again changes nothing. Throws `changed-meanwhile` when somebody kept another text since
 * `draft.version` was read, `invalid` for a day, an owner or a source that can't be, `not-found` out of scope.
 */
export async function keepEntry(context: Context, on: KeepOn, draft: EntryDraft): Promise<Entry> {
  const { staff, id, at = clock.now() } = on
  return await context.db.transaction().execute(async (trx) => {
    await checkOwner(trx, staff, draft)
    const begun =
      draft.version === 0 &&
      ((
        await sql`
          insert into knowledge_entries (id, office_id, owner_id, created_at, demo)
          values (${id}, ${draft.officeId}, ${draft.ownerId}, ${at.toISOString()},
                  (select demo from offices where id = ${draft.officeId}))
          on conflict do nothing`.execute(trx)
      ).numAffectedRows ?? 0n) > 0n
    const entry = await entryFor(trx, staff, id, true)
    const newest = begun ? undefined : (await versionsOf(trx, id))[0]
    const moved = await setSources(trx, on, draft)
    const text = textOf(draft)
    // reasons for what no longer stands in the text go
    const found = new Set((await entryFindings(trx, context.sealer, id, text)).map((one) => one.text))
    const copy = { ...text, kept: text.kept.filter((one) => found.has(one.text)) }
    const same = newest !== undefined && entry.state !== 'withdrawn' && isDeepStrictEqual(copy, textOf(newest))
    if (!same) {
      if (draft.version !== (newest?.version ?? 0)) throw problem('changed-meanwhile')
      checkReviewDay(copy.reviewOn, clock.today())
      await sql`
        insert into knowledge_versions (entry_id, version, topic, title, question, reply, kept, review_on, author_id, saved_at)
        values (${id}, ${draft.version + 1}, ${copy.topic}, ${copy.title}, ${copy.question}, ${copy.reply},
                ${JSON.stringify(copy.kept)}::jsonb, ${copy.reviewOn}, ${staff.id}, ${at.toISOString()})`.execute(trx)
    }
    const handed = entry.officeId !== draft.officeId || entry.ownerId !== draft.ownerId
    if (!same || handed || moved) {
      await sql`
        update knowledge_entries set office_id = ${draft.officeId}, owner_id = ${draft.ownerId}, withdrawn_at = null,
                                     withdrawn_by = null, withdrawn_reason = null
        where id = ${id}`.execute(trx)
      await auditAct(trx, 'kept', on, { version: same ? draft.version : draft.version + 1 })
      if (entry.state === 'published') await touch(trx, 'answers')
    }
    return await readEntry(trx, context.sealer, staff, id)
  })
}

/** Locks the entry, so that one act comes after the other, and answers with what the desk then sees. */
async function onEntry(
  { db, sealer }: Context,
  on: KeepOn,
  work: (trx: Trx, entry: EntryRow, at: Date) => Promise<void>
): Promise<Entry> {
  return await db.transaction().execute(async (trx) => {
    await work(trx, await entryFor(trx, on.staff, on.id, true), on.at ?? clock.now())
    await touch(trx, 'answers')
    return await readEntry(trx, sealer, on.staff, on.id)
  })
}

/**
 * Publishes the newest version, which another person wrote. Throws `changed-meanwhile` when `version` is not the newest,
 * `same-person` for its author, `undecided-findings` while something that looks like personal data has no reason to stand,
 * `invalid` when the day by which it would be looked at again is over.
 */
export async function approveEntry(context: Context, on: KeepOn, version: number): Promise<Entry> {
  return await onEntry(context, on, async (trx, entry, at) => {
    const [newest] = await versionsOf(trx, on.id)
    if (entry.state === 'withdrawn') throw problem('state-forbids')
    if (newest.version !== version) throw problem('changed-meanwhile')
    if (newest.approver !== null) throw problem('state-forbids')
    if (newest.authorId === on.staff.id) throw problem('same-person')
    const findings = await entryFindings(trx, context.sealer, on.id, newest)
    if (findings.some(({ kept }) => kept === null)) throw problem('undecided-findings')
    checkReviewDay(newest.reviewOn, clock.today())
    await sql`
      insert into knowledge_approvals (entry_id, version, author_id, approver_id, approved_at)
      values (${on.id}, ${version}, ${newest.authorId}, ${on.staff.id}, ${at.toISOString()})`.execute(trx)
    const search = await searchVector(
      [
        { text: newest.title, weight: 'A' },
        { text: newest.question, weight: 'B' },
        { text: newest.reply, weight: 'C' }
      ],
      `${newest.title}\n${newest.question}`
    )
    await sql`
      update knowledge_entries set published_version = ${version}, search = ${search}::tsvector, checked_on = ${clock.today()},
                                   review_on = ${newest.reviewOn},
                                   published_at = coalesce(published_at, ${at.toISOString()}::timestamptz)
      where id = ${on.id}`.execute(trx)
    await auditAct(trx, 'approved', on, { version })
  })
}

/**
 * Somebody looked at the public version, and it is still right: the day of the next look moves. Throws `state-forbids`
 * where nothing is public, `changed-meanwhile` when another version is public by now, `invalid` for a day that can't be.
 */
export async function confirmEntry(
  context: Context,
  on: KeepOn,
  { version, reviewOn }: { readonly version: number; readonly reviewOn: string }
): Promise<Entry> {
  return await onEntry(context, on, async (trx, entry, at) => {
    if (entry.publishedVersion === null) throw problem('state-forbids')
    if (entry.publishedVersion !== version) throw problem('changed-meanwhile')
    checkReviewDay(reviewOn, clock.today())
    await sql`
      insert into knowledge_confirmations (id, entry_id, at, person_id, review_on)
      values (${uuidv7()}, ${on.id}, ${at.toISOString()}, ${on.staff.id}, ${reviewOn})`.execute(trx)
    await sql`
      update knowledge_entries set review_on = ${reviewOn}, checked_on = ${clock.today()} where id = ${on.id}`.execute(
      trx
    )
    await auditAct(trx, 'confirmed', on, { version, reviewOn })
  })
}

/** Takes a public entry back; from now on it looks as if it had never been there. Throws `state-forbids` where none is public. */
export async function withdrawEntry(context: Context, on: KeepOn, reason: string): Promise<Entry> {
  return await onEntry(context, on, async (trx, entry, at) => {
    if (entry.state !== 'published') throw problem('state-forbids')
    await sql`
      update knowledge_entries
      set published_version = null, published_at = null, checked_on = null, review_on = null, search = '',
          withdrawn_at = ${at.toISOString()}, withdrawn_by = ${on.staff.id}, withdrawn_reason = ${reason.trim()}
      where id = ${on.id}`.execute(trx)
    await auditAct(trx, 'withdrawn', on)
  })
}
