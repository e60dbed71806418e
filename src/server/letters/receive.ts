/** Receiving a letter: acknowledged means stored, and sending again never makes a second one. */
import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import {
  numberSeries,
  type DueDate,
  type LetterDraft,
  type LetterKind,
  type LetterReceipt,
  type MessageDraft
} from '#contract/letters.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import { dayOf } from '#contract/calendar.ts'
import { admit, type Sender } from '../core/admission.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import { contentDigest } from '../core/content-digest.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { hashCode, hashDevice } from '../core/holder.ts'
import { nextNumbers as numbersOf } from '../core/numbers.ts'
import { problem } from '../core/problems.ts'
import { declareAttachments } from './attachments.ts'
import { countDue, keepRound, limitOn, roundsOf } from './rounds.ts'

interface KeptLetter {
  id: string
  number: string
  kind: LetterKind
  title: string
  receivedAt: string
  contentDigest: Buffer
}

/** A keyed digest of what a phone sent. */
export function digestOf(config: Config, content: LetterDraft | MessageDraft | LetterRegistration): Buffer {
  return contentDigest(config, 'letter-content', content)
}

function receiptOf({ id, number, kind, title, receivedAt }: Omit<LetterReceipt, 'due'>, due: DueDate): LetterReceipt {
  return { id, number, kind, title, receivedAt, due }
}

/** The receipt of an earlier sending of the same id, with the due date as it is now, or undefined. Throws `already-sent` when the content differs. */
async function earlierReceipt(db: Db | Trx, draft: LetterDraft, digest: Buffer): Promise<LetterReceipt | undefined> {
  const { rows } = await sql<KeptLetter>`
    select l.id, l.number, l.kind, l.title, l.received_at as "receivedAt", l.content_digest as "contentDigest"
    from letters l where l.id = ${draft.id}`.execute(db)
  const [kept] = rows
  if (!kept) return undefined
  if (!timingSafeEqual(kept.contentDigest, digest)) throw problem('already-sent')
  const [first] = await roundsOf(db, kept.id)
  if (!first) throw new Error('a letter without a round')
  return receiptOf(kept, first.due)
}

/** The next numbers of a kind of letters, such as `ZX-2026-000001`. */
export const nextNumbers = async (db: Db, kind: LetterKind, year: number, many: number): Promise<string[]> =>
  await numbersOf(db, { kind, prefix: numberSeries[kind] }, year, many)

async function nextNumber(db: Db, kind: LetterKind, year: number): Promise<string> {
  const [number] = await nextNumbers(db, kind, year, 1)
  if (number === undefined) throw new Error('the series of numbers gave none')
  return number
}

/** Stores one letter in one transaction: letter, sealed contact, event, audit. Returns its receipt. */
export async function storeLetter(
  context: Context,
  draft: LetterDraft,
  options: { at?: Date; demo?: boolean; digest?: Buffer } = {}
): Promise<LetterReceipt> {
  const { db, config, sealer } = context
  const receivedAt = options.at ?? clock.now()
  const receivedOn = dayOf(receivedAt)
  const digest = options.digest ?? digestOf(config, draft)
  const limit = await limitOn(db, draft.kind, receivedOn)
  const due = await countDue(db, receivedOn, limit)
  const number = await nextNumber(db, draft.kind, Number(receivedOn.slice(0, 4)))
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      insert into letters (id, kind, topic, number, title, text, page, content_digest, code_hash, device_hash, received_at, received_on,
                           started_on, limit_days, limit_source, due_on, due_provisional, publish_consent, state, demo)
      values (${draft.id}, ${draft.kind}, ${draft.topic ?? 'other'}, ${number}, ${draft.title.trim()}, ${draft.text.trim()}, ${draft.page ?? null}, ${digest},
              ${hashCode(config, draft.code)}, ${hashDevice(draft.deviceToken)}, ${receivedAt.toISOString()}, ${receivedOn},
              ${receivedOn}, ${limit.limit}, ${limit.source}, ${due.dueOn}, ${due.provisional}, ${draft.publishConsent ?? false},
              'received', ${options.demo ?? false})
      on conflict (id) do nothing`.execute(trx)
    if (!numAffectedRows) {
      const earlier = await earlierReceipt(trx, draft, digest)
      if (!earlier) throw problem('unavailable', { retryAfter: 1 })
      return earlier
    }
    const { contact } = draft
    if (contact && Object.keys(contact).length > 0) {
      await sql`
        insert into letter_senders (letter_id, contact_sealed, phone_index, email_index)
        values (${draft.id}, ${sealer.seal(JSON.stringify(contact), `letter_senders/contact/${draft.id}`)},
                ${contact.phone ? sealer.blindIndex('phone', contact.phone.replace('-', '')) : null},
                ${contact.email ? sealer.blindIndex('email', contact.email.toLowerCase()) : null})`.execute(trx)
    }
    await declareAttachments(trx, context, draft.id, draft.attachments)
    await keepRound(trx, draft.id, { round: 1, kind: 'first', startedAt: receivedAt }, limit, due)
    await sql`
      insert into letter_events (id, letter_id, position, kind, at)
      values (${uuidv7()}, ${draft.id}, 1, 'received', ${receivedAt.toISOString()})`.execute(trx)
    await audit(trx, { actorId: null, act: 'letter.received', subjectKind: 'letter', subjectId: draft.id })
    const { id, kind, title } = draft
    return receiptOf({ id, number, kind, title: title.trim(), receivedAt: receivedAt.toISOString() }, due)
  })
}

/** What a kind needs or has no use for, which no shape says; throws `invalid`. */
function refuseMisfit({ kind, publishConsent, page }: LetterDraft): void {
  if (kind === 'message' && publishConsent !== true)
    throw problem('invalid', { errors: [{ pointer: '/publishConsent', rule: 'required' }] })
  if (kind !== 'fault' && page !== undefined)
    throw problem('invalid', { errors: [{ pointer: '/page', rule: 'additionalProperties' }] })
}

/**
 * Receives what a phone sends. The same id again gets the first receipt; with another content, `already-sent`.
 * Throws `too-many` or `work-needed` when more comes than people write.
 */
export async function receiveLetter(context: Context, draft: LetterDraft, sender: Sender): Promise<LetterReceipt> {
  const { db, config } = context
  refuseMisfit(draft)
  const digest = digestOf(config, draft)
  const earlier = await earlierReceipt(db, draft, digest)
  if (earlier) return earlier
  await admit(context, { what: 'letters', id: draft.id }, sender)
  return await storeLetter(context, draft, { digest })
}
