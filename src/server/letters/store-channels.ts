/** Storing letters that came by another channel, one or many in a transaction. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { hotlineDueReason } from '#contract/channels.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import { dayOf } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { hashCode, hashDevice } from '../core/holder.ts'
import { digestOf, nextNumbers } from './receive.ts'
import { countDue, limitOn, type Limit } from './rounds.ts'

export interface NewChannelLetter {
  readonly registration: LetterRegistration
  /** the query code, which is stored as a hash only */
  readonly code: string
  /** of an imported row without an outer number */
  readonly rowDigest?: Buffer | undefined
}

const hex = (bytes: Buffer | undefined): string | null => bytes?.toString('hex') ?? null

/** The limits of the days that letters came in on; most came in on a few. */
async function limitsOf(db: Db, letters: readonly NewChannelLetter[]): Promise<Map<string, Limit>> {
  const days = new Set(letters.map(({ registration }) => registration.receivedOn))
  const limits = new Map<string, Limit>()
  for (const day of days) limits.set(day, await limitOn(db, 'enquiry', day))
  return limits
}

/** A number for each letter, in the series of the year it came in. */
async function numbersOf(db: Db, letters: readonly NewChannelLetter[]): Promise<Map<NewChannelLetter, string>> {
  const years = Map.groupBy(letters, ({ registration }) => Number(registration.receivedOn.slice(0, 4)))
  const numbers = new Map<NewChannelLetter, string>()
  for (const [year, those] of years) {
    const taken = await nextNumbers(db, 'enquiry', year, those.length)
    for (const [index, number] of taken.entries()) {
      const letter = those[index]
      if (letter) numbers.set(letter, number)
    }
  }
  return numbers
}

/** What is sealed of a letter, and how its contact is found again. */
function sealedParts({ sealer }: Context, { id, contact, wayBackNote }: LetterRegistration) {
  const given = contact && Object.keys(contact).length > 0 ? contact : undefined
  return {
    contact: hex(given && sealer.seal(JSON.stringify(given), `letter_senders/contact/${id}`)),
    phone: hex(given?.phone ? sealer.blindIndex('phone', given.phone.replace('-', '')) : undefined),
    email: hex(given?.email ? sealer.blindIndex('email', given.email.toLowerCase()) : undefined),
    note: hex(wayBackNote ? sealer.seal(wayBackNote.trim(), `letter_channels/note/${id}`) : undefined)
  }
}

/** The rows of letters as the statements below take them. Numbers are taken here: one that is not used leaves a gap. */
export async function prepareChannelLetters(context: Context, letters: readonly NewChannelLetter[]): Promise<string> {
  const { db, config } = context
  const now = clock.now()
  const today = dayOf(now)
  const limits = await limitsOf(db, letters)
  const numbers = await numbersOf(db, letters)
  const rows = await Promise.all(
    letters.map(async (letter) => {
      const { registration, code, rowDigest } = letter
      const { id, receivedOn, dueOn } = registration
      const limit = limits.get(receivedOn)
      if (!limit) throw new Error(`no limit was read for ${receivedOn}`)
      const counted = await countDue(db, receivedOn, limit)
      return {
        id,
        number: numbers.get(letter),
        kind: registration.kind,
        topic: registration.topic,
        title: registration.title.trim(),
        text: registration.text.trim(),
        digest: hex(digestOf(config, registration)),
        code: hex(hashCode(config, code)),
        // no phone sent it: nobody holds such a token
        device: hex(hashDevice(randomBytes(32).toString('base64url'))),
        received_at: receivedOn === today ? now.toISOString() : `${receivedOn}T00:00:00.000+08:00`,
        received_on: receivedOn,
        limit_days: limit.limit,
        limit_source: limit.source,
        calendar: limit.calendarRevision,
        due_on: dueOn ?? counted.dueOn,
        provisional: dueOn === undefined && counted.provisional,
        own_due_on: dueOn ?? null,
        own_due_reason: dueOn === undefined ? null : (registration.dueReason?.trim() ?? hotlineDueReason),
        source: registration.source,
        outer_number: registration.outerNumber ?? null,
        row_digest: hex(rowDigest),
        way_back: registration.wayBack,
        ...sealedParts(context, registration),
        event_id: uuidv7(),
        audit_id: uuidv7()
      }
    })
  )
  return JSON.stringify(rows)
}

const columns = sql`
  id uuid, number text, kind text, topic text, title text, text text, digest text, code text, device text,
  received_at timestamptz, received_on date, limit_days integer, limit_source text, calendar integer, due_on date,
  provisional boolean, own_due_on date, own_due_reason text, source text, outer_number text, row_digest text, way_back text,
  contact text, phone text, email text, note text, event_id uuid, audit_id uuid`

/**
 * Stores prepared letters: letter, sealed contact, channel, round, event, audit. A letter that is there already makes the
 * database refuse all of them (23505).
 */
export async function storeChannelLetters(trx: Trx, actorId: string, rows: string): Promise<void> {
  const letters = sql`jsonb_to_recordset(${rows}::jsonb) as r (${columns})`
  const now = clock.now().toISOString()
  await sql`
    insert into letters (id, kind, topic, number, title, text, content_digest, code_hash, device_hash, received_at, received_on,
                         started_on, limit_days, limit_source, due_on, due_provisional, publish_consent, state, demo)
    select id, kind, topic, number, title, text, decode(digest, 'hex'), decode(code, 'hex'), decode(device, 'hex'), received_at,
           received_on, received_on, limit_days, limit_source, due_on, provisional, false, 'received', false
    from ${letters}`.execute(trx)
  await sql`
    insert into letter_senders (letter_id, contact_sealed, phone_index, email_index)
    select id, decode(contact, 'hex'), decode(phone, 'hex'), decode(email, 'hex') from ${letters}
    where contact is not null`.execute(trx)
  await sql`
    insert into letter_channels (letter_id, source, outer_number, row_digest, way_back, note_sealed, registered_by, registered_at)
    select id, source, outer_number, decode(row_digest, 'hex'), way_back, decode(note, 'hex'), ${actorId}::uuid, ${now}
    from ${letters}`.execute(trx)
  await sql`
    insert into letter_rounds (letter_id, round, kind, started_at, started_on, limit_days, limit_source, due_on, due_provisional,
                               calendar_revision, own_due_on, own_due_reason)
    select id, 1, 'first', received_at, received_on, limit_days, limit_source, due_on, provisional, calendar, own_due_on,
           own_due_reason
    from ${letters}`.execute(trx)
  await sql`
    insert into letter_events (id, letter_id, position, kind, at, actor_id)
    select event_id, id, 1, 'received', ${now}, ${actorId}::uuid from ${letters}`.execute(trx)
  await sql`
    insert into audit_events (id, at, actor_id, act, subject_kind, subject_id, details)
    select audit_id, ${now}, ${actorId}::uuid, 'letter.registered', 'letter', id, jsonb_build_object('source', source)
    from ${letters}`.execute(trx)
}
