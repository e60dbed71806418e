/** Deleting what names the sender of a letter: on its day, or when its holder asks and nothing needs it any more. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { recordEvent } from './events.ts'
import { letterOf } from './read.ts'
import { findDueErasures, keepingOf } from './retention.ts'

/** Deletes one thing that holds a sender's contact or comes from it; tells how many rows lost something. */
type Eraser = (trx: Trx, letterId: string) => Promise<number>

const rowsOf = ({ numAffectedRows }: { readonly numAffectedRows?: bigint }): number => Number(numAffectedRows ?? 0n)

/** The sealed contact, with the keyed indexes that find it. */
const eraseSender: Eraser = async (trx, letterId) =>
  rowsOf(await sql`delete from letter_senders where letter_id = ${letterId}`.execute(trx))

/** Where word of the letter goes: chosen by its holder, with a contact or without one. */
const eraseNoticeAddresses: Eraser = async (trx, letterId) =>
  rowsOf(await sql`delete from notice_choices where letter_id = ${letterId}`.execute(trx))

/** The note on how the answer goes back: it may hold a number or an address. */
const eraseWayBack: Eraser = async (trx, letterId) =>
  rowsOf(
    await sql`
      update letter_channels set note_sealed = null
      where letter_id = ${letterId} and note_sealed is not null`.execute(trx)
  )

/** On the board, the first character of the name. */
const eraseBoardName: Eraser = async (trx, letterId) =>
  rowsOf(await sql`update board_items set sender = '' where letter_id = ${letterId} and sender <> ''`.execute(trx))

/**
 * The digest of what was typed at the desk: whoever had the keys and all the rest of it could try telephone numbers. That
 * of a phone's letter stays: it holds the phone's random token too. A registration sent again is then `already-sent`.
 */
async function eraseDigest(trx: Trx, letterId: string): Promise<void> {
  await sql`
    update letters set content_digest = ${randomBytes(32)}
    where id = ${letterId} and exists (select from letter_channels c where c.letter_id = ${letterId})`.execute(trx)
}

/**
 * All that is deleted with a letter's contact. Whoever keeps a copy of it, or anything made from it, adds its eraser here.
 * Addresses come first: once the sender is gone, the database lets go of them by itself, and they would not be counted.
 */
const erasers: readonly Eraser[] = [eraseNoticeAddresses, eraseSender, eraseWayBack, eraseBoardName]

/**
 * Deletes the contact data of a letter that the transaction has locked, with all that comes from it, and leaves an event
 * and an audit row. Where nothing is left to delete it changes nothing. The caller has checked that it may be deleted.
 */
async function eraseContact(trx: Trx, letterId: string, cause: 'schedule' | 'asked'): Promise<boolean> {
  let erased = 0
  for (const erase of erasers) erased += await erase(trx, letterId)
  if (erased === 0) return false
  await eraseDigest(trx, letterId)
  await recordEvent(trx, letterId, { kind: 'contactErased', at: clock.now(), actorId: null })
  await audit(trx, {
    actorId: null,
    act: 'letter.contactErased',
    subjectKind: 'letter',
    subjectId: letterId,
    details: { cause }
  })
  return true
}

/** Deletes all contact data whose day has come, one transaction a letter. Returns how many letters lost theirs. */
export async function eraseDueContacts(db: Db): Promise<number> {
  let erased = 0
  for (const id of await findDueErasures(db)) {
    await db.transaction().execute(async (trx) => {
      await letterOf(trx, id, true)
      // it was reopened between the two queries
      if (!(await findDueErasures(trx, id)).includes(id)) return
      if (await eraseContact(trx, id, 'schedule')) erased += 1
    })
  }
  return erased
}

/**
 * Deletes the contact data because its holder asks. Throws `state-forbids` while the letter needs it: it is open, its
 * rating is under review, or its answer has to be sent. A second time changes nothing.
 */
export async function eraseOnRequest(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await letterOf(trx, id, true)
    const { contact } = await keepingOf(trx, id)
    if (contact.barred !== null) throw problem('state-forbids')
    await eraseContact(trx, id, 'asked')
  })
}
