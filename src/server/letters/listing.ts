/** Looking at messages before anybody reads them (先审后发): what is shown is a copy, with what looks like personal data hidden. */
import { sql } from 'kysely'
import { boardParts, type Listing, type ListingDraft } from '#contract/board.ts'
import type { Contact, Letter } from '#contract/letters.ts'
import { redact } from '#contract/personal-data.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { findAllPersonalData } from '../core/personal-data.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import { searchVector } from '../core/search.ts'
import type { Staff } from '../core/sessions.ts'
import { contactOf } from './contact.ts'
import { recordEvent } from './events.ts'
import { letterFor, type LetterRow } from './read.ts'
import { refuseUnlooked, wordsIn, wordStand } from './sensitive-words.ts'

/** Which message, by whom; `at`: when, other than now. */
export interface ListOn {
  readonly staff: Staff
  readonly id: string
  readonly at?: Date | undefined
}

interface KeptItem {
  readonly title: string
  readonly question: string
  readonly sender: string
  readonly kept: readonly { readonly text: string; readonly reason: string }[]
  readonly listed: boolean
  readonly supports: number
  readonly moderator: string
}

type BoardCopy = Pick<KeptItem, 'title' | 'question' | 'kept'>

async function itemOf(db: Db | Trx, id: string): Promise<KeptItem | undefined> {
  const { rows } = await sql<KeptItem>`
    select b.title, b.question, b.sender, b.kept, b.listed_at is not null as listed, b.supports, p.name as moderator
    from board_items b join people p on p.id = b.moderator_id where b.letter_id = ${id}`.execute(db)
  return rows[0]
}

/** How the board names a sender: the first character of a name, or nothing. */
export function maskedName(contact: Contact | null): string {
  const [first] = [...(contact?.name?.trim() ?? '')]
  return first === undefined ? '' : `${first}**`
}

async function findingsIn(copy: BoardCopy, sender: Contact | null): Promise<Listing['findings']> {
  const reasons = new Map(copy.kept.map(({ text, reason }) => [text, reason]))
  const findings: Listing['findings'] = []
  for (const part of boardParts)
    for (const { kind, start, end } of await findAllPersonalData(copy[part], sender)) {
      const text = copy[part].slice(start, end)
      findings.push({ part, kind, start, end, text, kept: reasons.get(text) ?? null })
    }
  return findings
}

const barred = ({ state, publishConsent }: LetterRow): 'state-forbids' | 'no-consent' | undefined => {
  if (state === 'withdrawn') return 'state-forbids'
  return publishConsent ? undefined : 'no-consent'
}

/** What the program proposes: the original with all that was found hidden. */
async function proposalOf({ title, text }: LetterRow, sender: Contact | null): Promise<BoardCopy> {
  const hide = async (whole: string) => redact(whole, await findAllPersonalData(whole, sender))
  return { title: await hide(title), question: await hide(text), kept: [] }
}

/** The copy beside the original. Where nobody kept one yet, the program proposes one. */
export async function readListing(
  { db, sealer }: Pick<Context, 'db' | 'sealer'>,
  staff: Staff,
  id: string
): Promise<Listing> {
  const letter = await letterFor(db, staff, id, 'letters:moderate')
  if (letter.kind !== 'message') throw problem('state-forbids')
  const item = await itemOf(db, id)
  const sender = await contactOf(db, sealer, id)
  const copy = item ?? (await proposalOf(letter, sender))
  const original = { title: letter.title, question: letter.text }
  return {
    state: item === undefined ? 'none' : item.listed ? 'listed' : 'unlisted',
    title: copy.title,
    question: copy.question,
    sender: maskedName(sender),
    original,
    findings: await findingsIn(copy, sender),
    moderator: item?.moderator ?? null,
    mayList: barred(letter) === undefined,
    ...(await wordStand(db, staff, id, await wordsIn(db, original, copy))),
    supports: item?.supports ?? 0
  }
}

async function onListing(
  context: Context,
  { staff, id, at = clock.now() }: ListOn,
  revision: number,
  work: (trx: Trx, letter: LetterRow, at: Date) => Promise<void>
): Promise<Listing> {
  await context.db.transaction().execute(async (trx) => {
    const letter = await letterFor(trx, staff, id, 'letters:moderate', true)
    if (letter.kind !== 'message') throw problem('state-forbids')
    if (letter.revision !== revision) throw problem('changed-meanwhile')
    await work(trx, letter, at)
    await touch(trx, 'board')
  })
  return await readListing(context, staff, id)
}

/**
 * Puts a message on the board, or another copy of it in its place. Throws `no-consent`, `undecided-findings` while
 * something that looks like personal data has no reason to stand, `second-look-needed` while nobody else has decided upon
 * the words to be held, `changed-meanwhile` for an older `revision`.
 */
export async function listMessage(context: Context, on: ListOn, draft: ListingDraft): Promise<Listing> {
  return await onListing(context, on, draft.revision, async (trx, letter, at) => {
    const bar = barred(letter)
    if (bar) throw problem(bar)
    const sender = await contactOf(trx, context.sealer, letter.id)
    const copy = { title: draft.title.trim(), question: draft.question.trim(), kept: draft.kept }
    const findings = await findingsIn(copy, sender)
    if (findings.some(({ kept }) => kept === null)) throw problem('undecided-findings')
    const original = { title: letter.title, question: letter.text }
    await refuseUnlooked(trx, on.staff, letter.id, await wordsIn(trx, original, copy))
    const texts = new Set(findings.map(({ text }) => text))
    const kept = draft.kept
      .filter(({ text }) => texts.has(text))
      .map(({ text, reason }) => ({ text, reason: reason.trim() }))
    const search = await searchVector([
      { text: copy.title, weight: 'A' },
      { text: copy.question, weight: 'B' }
    ])
    await sql`
      insert into board_items (letter_id, title, question, sender, kept, moderator_id, listed_at, search)
      values (${letter.id}, ${copy.title}, ${copy.question}, ${maskedName(sender)}, ${JSON.stringify(kept)}::jsonb, ${on.staff.id},
              ${at.toISOString()}, ${search}::tsvector)
      on conflict (letter_id) do update
      set title = excluded.title, question = excluded.question, sender = excluded.sender, kept = excluded.kept,
          moderator_id = excluded.moderator_id, listed_at = coalesce(board_items.listed_at, excluded.listed_at),
          search = excluded.search`.execute(trx)
    await recordEvent(trx, letter.id, { kind: 'listed', at, actorId: on.staff.id })
    await audit(trx, { actorId: on.staff.id, act: 'letter.listed', subjectKind: 'letter', subjectId: letter.id })
  })
}

/** Keeps a message off the board, or takes it off; the sender reads the reason, the letter is answered all the same. */
export async function unlistMessage(
  context: Context,
  on: ListOn,
  { reason, revision }: { readonly reason: string; readonly revision: number }
): Promise<Listing> {
  return await onListing(context, on, revision, async (trx, letter, at) => {
    if ((await itemOf(trx, letter.id))?.listed === false) throw problem('state-forbids')
    const sender = await contactOf(trx, context.sealer, letter.id)
    const { title, question } = await proposalOf(letter, sender)
    await sql`
      insert into board_items (letter_id, title, question, sender, kept, moderator_id)
      values (${letter.id}, ${title}, ${question}, ${maskedName(sender)}, '[]', ${on.staff.id})
      on conflict (letter_id) do update set listed_at = null, moderator_id = excluded.moderator_id, search = ''`.execute(
      trx
    )
    await recordEvent(trx, letter.id, { kind: 'unlisted', at, actorId: on.staff.id, reason: reason.trim() })
    await audit(trx, { actorId: on.staff.id, act: 'letter.unlisted', subjectKind: 'letter', subjectId: letter.id })
  })
}

/** The sender took consent or letter back: what stood on the board goes in the same transaction, out of its search too. */
export async function takeOffBoard(trx: Trx, letterId: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update board_items set listed_at = null, search = '' where letter_id = ${letterId} and listed_at is not null`.execute(
    trx
  )
  if (numAffectedRows) await touch(trx, 'board')
}

/** Where a message stands as its sender sees it, with the reason why it is kept off the board; null for other kinds. */
export async function boardStandOf(db: Db | Trx, { id, kind }: LetterRow): Promise<Letter['board']> {
  if (kind !== 'message') return null
  const { rows } = await sql<{ listed: boolean; reason: string | null }>`
    select b.listed_at is not null as listed,
           (select e.reason from letter_events e where e.letter_id = b.letter_id and e.kind = 'unlisted'
            order by e.position desc limit 1) as reason
    from board_items b where b.letter_id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return { state: 'none', reason: null }
  return row.listed ? { state: 'listed', reason: null } : { state: 'unlisted', reason: row.reason }
}
