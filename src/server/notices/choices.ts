/** Where word goes: chosen by the holder of a letter or a booking and by staff for themselves, ended by the link in any message. */
import { createHash, createHmac } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { Contact } from '#contract/letters.ts'
import { isNoticeAddress, maskAddress, type NoticeChannel, noticeChannels } from '#contract/notice-texts.ts'
import type { NoticeChoice, OwnNotices, StaffMail } from '#contract/notices.ts'
import type { Language } from '#contract/pages.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Context } from '../core/context.ts'
import { asBytea, type Db, type Trx } from '../core/db.ts'
import { purposeKey } from '../core/keys.ts'
import { placeOf } from '../core/notices.ts'
import { problem } from '../core/problems.ts'
import { leaves } from './drivers.ts'

/** What stands in the link of a message: made from the id of the choice, kept as a hash only, and nobody can guess it. */
export const tokenOf = (config: Config, choiceId: string): string =>
  createHmac('sha256', purposeKey(config.secret, 'notice-link')).update(choiceId).digest('base64url')

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A letter or a booking whose holder chooses. */
type Held = { readonly letterId: string } | { readonly bookingId: string }

/** Whose choice it is. */
type Owner = Held | { readonly personId: string }

interface ChoiceRow {
  readonly id: string
  readonly channel: NoticeChannel
  readonly language: Language
  readonly address: Buffer
  readonly off: boolean
}

const ofOwner = (owner: Owner) => {
  if ('letterId' in owner) return sql`letter_id = ${owner.letterId}`
  return 'bookingId' in owner ? sql`booking_id = ${owner.bookingId}` : sql`person_id = ${owner.personId}`
}

async function choicesOf(db: Db | Trx, owner: Owner): Promise<ChoiceRow[]> {
  const { rows } = await sql<ChoiceRow>`
    select id, channel, language, address_sealed as address, turned_off_at is not null as off
    from notice_choices where ${ofOwner(owner)}`.execute(db)
  return rows
}

interface Wish {
  readonly channel: NoticeChannel
  readonly language: Language
  readonly address: string
}

/** Keeps a choice. Another address gets another link, so that the old one's ends nothing of the new one's; what waits goes to the new one. */
async function keepChoice({ config, sealer }: Context, trx: Trx, owner: Owner, wish: Wish): Promise<void> {
  const known = (await choicesOf(trx, owner)).find(({ channel }) => channel === wish.channel)
  if (known && sealer.open(known.address, placeOf(known.id)) === wish.address) {
    await sql`
      update notice_choices set language = ${wish.language}, turned_off_at = null where id = ${known.id}`.execute(trx)
    return
  }
  const id = uuidv7()
  const letterId = 'letterId' in owner ? owner.letterId : null
  const bookingId = 'bookingId' in owner ? owner.bookingId : null
  const personId = 'personId' in owner ? owner.personId : null
  // two in a row for the same owner and channel may not stand: the old one makes room first, and what waits is kept by hand
  const waiting = known
    ? await sql<{ id: string }>`select id from notices where choice_id = ${known.id} and state = 'waiting'`.execute(trx)
    : undefined
  if (known) await sql`delete from notice_choices where id = ${known.id}`.execute(trx)
  await sql`
    insert into notice_choices (id, letter_id, booking_id, person_id, channel, language, address_sealed, token_hash)
    values (${id}, ${letterId}::uuid, ${bookingId}::uuid, ${personId}::uuid, ${wish.channel}, ${wish.language},
            ${sealer.seal(wish.address, placeOf(id))}, ${hashToken(tokenOf(config, id))})`.execute(trx)
  const moved = (waiting?.rows ?? []).map((one) => one.id)
  await sql`update notices set choice_id = ${id} where id = any (${moved}::uuid[])`.execute(trx)
}

/** Nothing is kept of a channel that its owner turned off; what waits is dropped when its turn comes. */
async function dropChoice(trx: Trx, owner: Owner, channel: NoticeChannel): Promise<void> {
  await sql`delete from notice_choices where ${ofOwner(owner)} and channel = ${channel}`.execute(trx)
}

/** The address of a channel in what was left with it, where messages can be sent to it. */
function contactFor(channel: NoticeChannel, contact: Contact | null): string | undefined {
  const address = channel === 'email' ? contact?.email : contact?.phone
  return address !== undefined && isNoticeAddress(channel, address) ? address : undefined
}

/** What a holder was let in to, with what was left with it. */
export interface OwnCase {
  readonly of: Held
  readonly contact: Contact | null
}

/**
 * The channels by which word of it can leave the house; what belongs to the demonstration has none, nor has a letter or a
 * booking whose contact was erased, so that no address is kept of it again.
 */
async function channelsFor(db: Db | Trx, config: Config, of: Held): Promise<NoticeChannel[]> {
  const { rows } = await (
    'letterId' in of
      ? sql`
          select from letters l where l.id = ${of.letterId} and not l.demo and not exists (
            select from letter_events e where e.letter_id = l.id and e.kind = 'contactErased')`
      : sql`select from bookings b join booking_contacts c on c.booking_id = b.id where b.id = ${of.bookingId} and not b.demo`
  ).execute(db)
  return rows.length === 0 ? [] : noticeChannels.filter((channel) => leaves(config, channel))
}

/** What is chosen for a letter or a booking; addresses masked. */
export async function readOwnNotices(context: Context, db: Db | Trx, own: OwnCase): Promise<OwnNotices> {
  const chosen = await choicesOf(db, own.of)
  return (await channelsFor(db, context.config, own.of)).map((channel) => {
    const row = chosen.find((one) => one.channel === channel)
    const contact = contactFor(channel, own.contact)
    return {
      channel,
      on: row !== undefined && !row.off,
      language: row?.language ?? 'zh',
      address: row ? maskAddress(channel, context.sealer.open(row.address, placeOf(row.id))) : null,
      contact: contact === undefined ? null : maskAddress(channel, contact)
    }
  })
}

/** One after the other: two phones of one holder may choose at once, and what was left with a booking may be erased just now. */
async function lockHeld(trx: Trx, of: Held): Promise<void> {
  if ('letterId' in of) await sql`select from letters where id = ${of.letterId} for update`.execute(trx)
  else {
    // the booking first, as whoever erases at its holder's wish does
    await sql`select from bookings where id = ${of.bookingId} for key share`.execute(trx)
    await sql`select from booking_contacts where booking_id = ${of.bookingId} for update`.execute(trx)
  }
}

/**
 * Sets one channel of a letter or a booking. Throws `state-forbids` for a channel by which nothing leaves, `invalid` for an
 * address that messages of the channel can't be sent to, or where none is known.
 */
export async function chooseNotices(context: Context, own: OwnCase, choice: NoticeChoice): Promise<OwnNotices> {
  const { channel, language } = choice
  const { of } = own
  return await context.db.transaction().execute(async (trx) => {
    await lockHeld(trx, of)
    if (!choice.on) await dropChoice(trx, of, channel)
    else {
      if (!(await channelsFor(trx, context.config, of)).includes(channel)) throw problem('state-forbids')
      const known = (await choicesOf(trx, of)).find((one) => one.channel === channel)
      const kept = known && context.sealer.open(known.address, placeOf(known.id))
      const address = choice.address ?? kept ?? contactFor(channel, own.contact)
      if (address === undefined) throw problem('invalid', { errors: [{ pointer: '/address', rule: 'required' }] })
      if (!isNoticeAddress(channel, address))
        throw problem('invalid', { errors: [{ pointer: '/address', rule: 'pattern' }] })
      await keepChoice(context, trx, of, { channel, language, address })
    }
    const act = choice.on ? 'notices.on' : 'notices.off'
    const subject =
      'letterId' in of
        ? { subjectKind: 'letter', subjectId: of.letterId }
        : { subjectKind: 'booking', subjectId: of.bookingId }
    await audit(trx, { actorId: null, act, ...subject, details: { channel } })
    return await readOwnNotices(context, trx, own)
  })
}

/** Word of a booking, and where it may go: what was left with it. */
interface BookingToTell {
  readonly bookingId: string
  readonly contact: Contact
  readonly language: Language
}

/**
 * What is left with a booking is left for this: word of it goes there, by every channel that leaves the house. A statement for
 * the one that writes the bookings, which stand in `booked` there.
 */
export function tellOfBookings({ config, sealer }: Context, to: readonly BookingToTell[]): RawBuilder<unknown> {
  const rows = to.flatMap(({ bookingId, contact, language }) =>
    noticeChannels.flatMap((channel) => {
      const address = contactFor(channel, contact)
      if (address === undefined || !leaves(config, channel)) return []
      const id = uuidv7()
      const sealed = sealer.seal(address, placeOf(id))
      return [
        { id, bookingId, channel, language, address: asBytea(sealed), token: asBytea(hashToken(tokenOf(config, id))) }
      ]
    })
  )
  return sql`
    insert into notice_choices (id, booking_id, channel, language, address_sealed, token_hash)
    select v.id, booked.id, v.channel, v.language, v.address, v.token
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (
      id uuid, "bookingId" uuid, channel text, language text, address bytea, token bytea)
    join booked on booked.id = v."bookingId"`
}

/** Where a person's own mail goes. */
export async function readOwnMail({ config, sealer }: Context, db: Db | Trx, personId: string): Promise<StaffMail> {
  const row = (await choicesOf(db, { personId })).find(({ channel }) => channel === 'email')
  return {
    available: leaves(config, 'email'),
    on: row !== undefined && !row.off,
    address: row ? sealer.open(row.address, placeOf(row.id)) : null
  }
}

/** Sets or removes the address of a person's own mail. Throws `invalid`. */
export async function setOwnMail(context: Context, personId: string, address: string | null): Promise<StaffMail> {
  if (address !== null && !isNoticeAddress('email', address))
    throw problem('invalid', { errors: [{ pointer: '/address', rule: 'pattern' }] })
  return await context.db.transaction().execute(async (trx) => {
    await sql`select from people where id = ${personId} for update`.execute(trx)
    if (address === null) await dropChoice(trx, { personId }, 'email')
    else await keepChoice(context, trx, { personId }, { channel: 'email', language: 'zh', address })
    const act = address === null ? 'notices.off' : 'notices.on'
    await audit(trx, { actorId: personId, act, subjectKind: 'person', subjectId: personId })
    return await readOwnMail(context, trx, personId)
  })
}

/** What a link in a message leads to: about which letter or booking (null: a person's own mail), and whether messages still come. */
export interface Linked {
  readonly number: string | null
  readonly booking: boolean
  readonly on: boolean
}

/** What a link stands for; undefined once its address was changed or removed, as for one that never was. */
export async function readLinked(db: Db, token: string): Promise<Linked | undefined> {
  const { rows } = await sql<Linked>`
    select coalesce(l.number, b.number) as number, b.id is not null as booking, c.turned_off_at is null as on
    from notice_choices c left join letters l on l.id = c.letter_id left join bookings b on b.id = c.booking_id where c.token_hash = ${hashToken(token)}`.execute(
    db
  )
  return rows[0]
}

/** Ends the messages of a link, or lets them come again; a second time changes nothing. False when the link stands for nothing. */
export async function turnLinked(db: Db, token: string, on: boolean): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      id: string
      letterId: string | null
      personId: string | null
      bookingId: string | null
      on: boolean
    }>`
      select id, letter_id as "letterId", person_id as "personId", booking_id as "bookingId", turned_off_at is null as on
      from notice_choices where token_hash = ${hashToken(token)} for update`.execute(trx)
    const [row] = rows
    if (!row) return false
    if (row.on === on) return true
    await sql`
      update notice_choices set turned_off_at = ${on ? null : clock.now().toISOString()}::timestamptz
      where id = ${row.id}`.execute(trx)
    await audit(trx, {
      actorId: row.personId,
      act: on ? 'notices.on' : 'notices.off',
      subjectKind: row.bookingId !== null ? 'booking' : row.letterId === null ? 'person' : 'letter',
      subjectId: row.bookingId ?? row.letterId ?? row.personId
    })
    return true
  })
}
