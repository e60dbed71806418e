/** Receiving a letter: acknowledged means stored, and sending again never makes a second one. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { numberSeries, type DueDate, type LetterDraft, type LetterKind, type LetterReceipt } from '#contract/letters.ts'
import { dayOf } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { purposeKey } from '../core/keys.ts'
import { countRequest } from '../core/limits.ts'
import { problem } from '../core/problems.ts'
import { workingCalendar } from '../core/working-calendar.ts'
import { hashCode, hashDevice } from './holder.ts'
import { dueDate } from './rules.ts'

interface KeptLetter {
  id: string
  number: string
  kind: LetterKind
  title: string
  receivedAt: string
  receivedOn: string
  limit: number
  source: string
  contentDigest: Buffer
}

/** JSON with sorted keys, so that the same content has the same digest whatever the order it came in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  )
}

function digestOf(config: Config, draft: LetterDraft): Buffer {
  return createHmac('sha256', purposeKey(config.secret, 'letter-content')).update(canonical(draft)).digest()
}

function receiptOf({ id, number, kind, title, receivedAt }: Omit<LetterReceipt, 'due'>, due: DueDate): LetterReceipt {
  return { id, number, kind, title, receivedAt, due }
}

/** The receipt of an earlier sending of the same id, or undefined. Throws `already-sent` when the content differs. */
async function earlierReceipt(db: Db | Trx, draft: LetterDraft, digest: Buffer): Promise<LetterReceipt | undefined> {
  const { rows } = await sql<KeptLetter>`
    select id, number, kind, title, received_at as "receivedAt", received_on as "receivedOn",
           limit_days as "limit", limit_source as "source", content_digest as "contentDigest"
    from letters where id = ${draft.id}`.execute(db)
  const [kept] = rows
  if (!kept) return undefined
  if (!timingSafeEqual(kept.contentDigest, digest)) throw problem('already-sent')
  return receiptOf(kept, dueDate(kept.receivedOn, kept.limit, kept.source, workingCalendar))
}

/**
 * The next number of a series, such as `ZX-2026-000001`. Its own transaction, not waited for on disk: the letter's commit
 * that follows writes the log in order, so a number that was used can not come back after a crash; one that was not leaves a gap.
 */
async function nextNumber(db: Db, kind: LetterKind, year: number): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into letter_series (kind, year, last)
    select ${kind}, ${year}::integer, 1 from (select set_config('synchronous_commit', 'off', true)) as unhurried
    on conflict (kind, year) do update set last = letter_series.last + 1
    returning last`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the series of numbers gave none')
  return `${numberSeries[kind]}-${year}-${String(row.last).padStart(6, '0')}`
}

async function limitOn(db: Db, kind: LetterKind, day: string): Promise<{ limit: number; source: string }> {
  const { rows } = await sql<{ limit: number; source: string }>`
    select working_days as "limit", source from letter_limits
    where kind = ${kind} and effective_from <= ${day} order by effective_from desc limit 1`.execute(db)
  const [row] = rows
  if (!row) throw new Error(`no limit is set for ${kind} on ${day}`)
  return row
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
  const { limit, source } = await limitOn(db, draft.kind, receivedOn)
  const due = dueDate(receivedOn, limit, source, workingCalendar)
  const number = await nextNumber(db, draft.kind, Number(receivedOn.slice(0, 4)))
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      insert into letters (id, kind, number, title, text, content_digest, code_hash, device_hash, received_at, received_on,
                           limit_days, limit_source, due_on, state, demo)
      values (${draft.id}, ${draft.kind}, ${number}, ${draft.title.trim()}, ${draft.text.trim()}, ${digest},
              ${hashCode(config, draft.code)}, ${hashDevice(draft.deviceToken)}, ${receivedAt.toISOString()}, ${receivedOn},
              ${limit}, ${source}, ${due.dueOn}, 'received', ${options.demo ?? false})
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
    await sql`
      insert into letter_events (id, letter_id, position, kind, at)
      values (${uuidv7()}, ${draft.id}, 1, 'received', ${receivedAt.toISOString()})`.execute(trx)
    await audit(trx, { actorId: null, act: 'letter.received', subjectKind: 'letter', subjectId: draft.id })
    const { id, kind, title } = draft
    return receiptOf({ id, number, kind, title: title.trim(), receivedAt: receivedAt.toISOString() }, due)
  })
}

/** Receives what a phone sends. The same id again gets the first receipt; with another content, `already-sent`. */
export async function receiveLetter(context: Context, draft: LetterDraft, address: string): Promise<LetterReceipt> {
  const { db, config } = context
  const digest = digestOf(config, draft)
  const earlier = await earlierReceipt(db, draft, digest)
  if (earlier) return earlier
  await countRequest(db, config, {
    bucket: 'letters',
    key: address,
    network: true,
    limit: { most: config.lettersPerHour, seconds: 3600 }
  })
  return await storeLetter(context, draft, { digest })
}
