/** What staff do with a published answer: propose, approve, withdraw. Each act is one transaction with its audit row. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { CopyDraft, Publication } from '#contract/answers.ts'
import type { Contact } from '#contract/letters.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import { searchVector } from '../core/search.ts'
import type { Staff } from '../core/sessions.ts'
import { contactOf } from './contact.ts'
import {
  barrier,
  findingsIn,
  newestCopy,
  openPublication,
  originalOf,
  publicationOf,
  readPublication,
  type Copy,
  type CopyVersion
} from './publication.ts'
import { letterFor, type LetterRow } from './read.ts'

/** The letter whose answer is published, by whom. `at`: when, other than now. */
export interface PublishOn {
  readonly staff: Staff
  readonly id: string
  readonly at?: Date | undefined
}

type Act = 'proposed' | 'approved' | 'withdrawn'

async function auditAct(
  trx: Trx,
  act: Act,
  letterId: string,
  actorId: string | null,
  details: Record<string, number> = {}
): Promise<void> {
  await audit(trx, { actorId, act: `publication.${act}`, subjectKind: 'letter', subjectId: letterId, details })
}

/** Locks the letter, so that one act comes after the other, and answers with what the desk then sees. */
async function onPublication(
  { db, sealer }: Context,
  { staff, id, at = clock.now() }: PublishOn,
  work: (trx: Trx, letter: LetterRow, at: Date) => Promise<void>
): Promise<Publication> {
  return await db.transaction().execute(async (trx) => {
    await work(trx, await letterFor(trx, staff, id, 'letters:publish', true), at)
    return await readPublication(trx, sealer, staff, id)
  })
}

function refuseBarred(letter: LetterRow): void {
  const barred = barrier(letter)
  if (barred) throw problem(barred)
}

/** What of a draft is kept: spaces at the ends go, and reasons for what no longer stands in it too. */
async function copyOf({ title, question, reply, kept }: CopyDraft, sender: Contact | null): Promise<Copy> {
  const copy = { title: title.trim(), question: question.trim(), reply: reply.trim(), kept: [] }
  const found = new Set((await findingsIn(copy, sender)).map(({ text }) => text))
  return {
    ...copy,
    kept: kept.filter(({ text }) => found.has(text)).map(({ text, reason }) => ({ text, reason: reason.trim() }))
  }
}

const sameCopy = (draft: Copy, { title, question, reply, kept }: CopyVersion): boolean =>
  isDeepStrictEqual(draft, { title, question, reply, kept })

/**
 * Keeps a copy as a new version; what is public stays so until the new one is approved. The same copy again adds none.
 * Throws `changed-meanwhile` when somebody kept another one since `draft.version` was read.
 */
export async function proposeCopy(context: Context, on: PublishOn, draft: CopyDraft): Promise<Publication> {
  return await onPublication(context, on, async (trx, letter, at) => {
    refuseBarred(letter)
    const kept = await publicationOf(trx, letter.id)
    const newest = kept ? await newestCopy(trx, kept.id) : undefined
    const copy = await copyOf(draft, await contactOf(trx, context.sealer, letter.id))
    if (newest && kept?.state !== 'withdrawn' && sameCopy(copy, newest)) return
    if (draft.version !== (newest?.version ?? 0)) throw problem('changed-meanwhile')
    const publication = kept ?? (await openPublication(trx, letter.id))
    const version = draft.version + 1
    const { round } = await originalOf(trx, letter)
    await sql`
      insert into publication_versions (publication_id, version, round, title, question, reply, kept, author_id, saved_at)
      values (${publication.id}, ${version}, ${round}, ${copy.title}, ${copy.question}, ${copy.reply},
              ${JSON.stringify(copy.kept)}::jsonb, ${on.staff.id}, ${at.toISOString()})`.execute(trx)
    await sql`
      update publications set withdrawn_at = null, withdrawn_by = null, withdrawn_reason = null
      where id = ${publication.id}`.execute(trx)
    await auditAct(trx, 'proposed', letter.id, on.staff.id, { version })
  })
}

/**
 * Publishes the newest version, which another person wrote. Throws `changed-meanwhile` when `version` is not the newest,
 * `same-person` for its author, `undecided-findings` while something that looks like personal data has no reason to stand.
 */
export async function approveCopy(context: Context, on: PublishOn, version: number): Promise<Publication> {
  return await onPublication(context, on, async (trx, letter, at) => {
    refuseBarred(letter)
    const kept = await publicationOf(trx, letter.id)
    if (!kept || kept.state === 'withdrawn') throw problem('state-forbids')
    const newest = await newestCopy(trx, kept.id)
    if (newest.version !== version) throw problem('changed-meanwhile')
    if (newest.approver !== null) throw problem('state-forbids')
    if (newest.authorId === on.staff.id) throw problem('same-person')
    const found = await findingsIn(newest, await contactOf(trx, context.sealer, letter.id))
    if (found.some((finding) => finding.kept === null)) throw problem('undecided-findings')
    await sql`
      insert into publication_approvals (publication_id, version, author_id, approver_id, approved_at)
      values (${kept.id}, ${version}, ${newest.authorId}, ${on.staff.id}, ${at.toISOString()})`.execute(trx)
    const search = await searchVector(
      [
        { text: newest.title, weight: 'A' },
        { text: newest.question, weight: 'B' },
        { text: newest.reply, weight: 'C' }
      ],
      newest.title
    )
    await sql`
      update publications set published_version = ${version}, search = ${search}::tsvector,
                              published_at = coalesce(published_at, ${at.toISOString()}::timestamptz)
      where id = ${kept.id}`.execute(trx)
    await auditAct(trx, 'approved', letter.id, on.staff.id, { version })
    await touch(trx, 'answers')
  })
}

async function takeBack(
  trx: Trx,
  letterId: string,
  by: { readonly actorId: string | null; readonly reason: string | null; readonly at: Date }
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update publications set published_version = null, published_at = null, search = '', withdrawn_at = ${by.at.toISOString()},
                            withdrawn_by = ${by.actorId}::uuid, withdrawn_reason = ${by.reason}
    where letter_id = ${letterId} and published_version is not null`.execute(trx)
  if (!numAffectedRows) return false
  await auditAct(trx, 'withdrawn', letterId, by.actorId)
  await touch(trx, 'answers')
  return true
}

/** Takes a published answer back; from now on it looks as if it had never been there. */
export async function withdrawAnswer(context: Context, on: PublishOn, reason: string): Promise<Publication> {
  return await onPublication(context, on, async (trx, letter, at) => {
    const gone = await takeBack(trx, letter.id, { actorId: on.staff.id, reason: reason.trim(), at })
    if (!gone) throw problem('state-forbids')
  })
}

/** The sender took the consent back: what is published goes within the same transaction. */
export async function withdrawPublication(trx: Trx, letterId: string): Promise<void> {
  await takeBack(trx, letterId, { actorId: null, reason: null, at: clock.now() })
}
