/** A published answer as the desk sees it: the original, the newest copy, and what was found in it. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { copyParts, type CopyDraft, type Finding, type Publication } from '#contract/answers.ts'
import { redact } from '#contract/personal-data.ts'
import type { Contact } from '#contract/letters.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Sealer } from '../core/sealed.ts'
import type { Staff } from '../core/sessions.ts'
import { contactOf } from './contact.ts'
import { findAllPersonalData } from '../core/personal-data.ts'
import { letterFor, threadOf, type LetterRow } from './read.ts'

/** What anybody will read. */
export type Copy = Pick<CopyDraft, 'title' | 'question' | 'reply' | 'kept'>

export interface KeptPublication {
  readonly id: string
  readonly state: 'proposed' | 'published' | 'withdrawn'
  readonly publishedVersion: number | null
}

export interface CopyVersion extends Copy {
  readonly version: number
  readonly authorId: string
  readonly author: string
  readonly approver: string | null
}

/** What is kept of a letter's publication, or null where none was ever proposed. */
export async function publicationOf(db: Db | Trx, letterId: string): Promise<KeptPublication | null> {
  const { rows } = await sql<KeptPublication>`
    select id, published_version as "publishedVersion",
           case when published_version is not null then 'published' when withdrawn_at is not null then 'withdrawn'
                else 'proposed' end as state
    from publications where letter_id = ${letterId}`.execute(db)
  return rows[0] ?? null
}

/** The newest version of a copy. */
export async function newestCopy(db: Db | Trx, publicationId: string): Promise<CopyVersion> {
  const { rows } = await sql<CopyVersion>`
    select v.version, v.title, v.question, v.reply, v.kept, v.author_id as "authorId", p.name as author, s.name as approver
    from publication_versions v
    join people p on p.id = v.author_id
    left join publication_approvals a on a.publication_id = v.publication_id and a.version = v.version
    left join people s on s.id = a.approver_id
    where v.publication_id = ${publicationId} order by v.version desc limit 1`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a publication without a version')
  return row
}

/** Makes the place where a letter's versions are kept. */
export async function openPublication(trx: Trx, letterId: string): Promise<KeptPublication> {
  const id = uuidv7()
  await sql`insert into publications (id, letter_id) values (${id}, ${letterId})`.execute(trx)
  return { id, state: 'proposed', publishedVersion: null }
}

interface Original {
  readonly title: string
  readonly question: string
  readonly reply: string
  /** whose reply is the newest */
  readonly round: number
}

/** The first text with its reply; follow-ups that were answered stand below, each set apart. Throws `state-forbids` before any reply. */
export async function originalOf(db: Db | Trx, letter: LetterRow): Promise<Original> {
  const thread = await threadOf(db, letter)
  const round = thread.findLast(({ kind }) => kind === 'reply')?.round
  if (round === undefined) throw problem('state-forbids')
  const said = (kind: 'letter' | 'followUp' | 'reply') =>
    thread.filter((entry) => entry.kind === kind && entry.round <= round).map(({ text }) => text)
  const [firstReply, ...laterReplies] = said('reply')
  return {
    title: letter.title,
    question: [...said('letter'), ...said('followUp').map((text) => `【追问】\n${text}`)].join('\n\n'),
    reply: [firstReply, ...laterReplies.map((text) => `【再次答复】\n${text}`)].join('\n\n'),
    round
  }
}

/** Everything in a copy that looks like personal data, or is known of its sender, with the reason where it was decided that it may stand. */
export async function findingsIn(copy: Copy, sender: Contact | null): Promise<Finding[]> {
  const reasons = new Map(copy.kept.map(({ text, reason }) => [text, reason]))
  const findings: Finding[] = []
  for (const part of copyParts) {
    for (const { kind, start, end } of await findAllPersonalData(copy[part], sender)) {
      const text = copy[part].slice(start, end)
      findings.push({ part, kind, start, end, text, kept: reasons.get(text) ?? null })
    }
  }
  return findings
}

/** Why nothing may be published of a letter, or undefined. */
export function barrier({ state, publishConsent }: LetterRow): 'state-forbids' | 'no-consent' | undefined {
  if (state !== 'answered' && state !== 'closed') return 'state-forbids'
  return publishConsent ? undefined : 'no-consent'
}

/** The copy beside its original. Where nobody kept one yet, the program proposes one: the original with all that was found hidden. */
export async function readPublication(db: Db | Trx, sealer: Sealer, staff: Staff, id: string): Promise<Publication> {
  const letter = await letterFor(db, staff, id, 'letters:publish')
  const { round: _round, ...original } = await originalOf(db, letter)
  const kept = await publicationOf(db, id)
  const newest = kept ? await newestCopy(db, kept.id) : undefined
  const sender = await contactOf(db, sealer, id)
  const hide = async (text: string) => redact(text, await findAllPersonalData(text, sender))
  const copy: Copy = newest ?? {
    title: await hide(original.title),
    question: await hide(original.question),
    reply: await hide(original.reply),
    kept: []
  }
  const findings = await findingsIn(copy, sender)
  const open = barrier(letter) === undefined
  return {
    state: kept?.state ?? 'none',
    version: newest?.version ?? 0,
    title: copy.title,
    question: copy.question,
    reply: copy.reply,
    findings,
    original,
    author: newest?.author ?? null,
    approver: newest?.approver ?? null,
    publishedAs: kept?.state === 'published' ? kept.id : null,
    publishedVersion: kept?.publishedVersion ?? null,
    mayPropose: open,
    mayApprove:
      open &&
      kept?.state !== 'withdrawn' &&
      newest !== undefined &&
      newest.approver === null &&
      newest.authorId !== staff.id &&
      findings.every((finding) => finding.kept !== null)
  }
}
