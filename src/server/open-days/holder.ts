/** A booking opened by whoever holds it. */
import { sql } from 'kysely'
import type { BookingContact } from '#contract/open-days.ts'
import type { Context } from '../core/context.ts'
import { type HeldCase, openAsHolder } from '../core/holder.ts'
import type { Credential } from '../core/route.ts'
import { openContact } from './read-booking.ts'

/** The id of the booking that a number and a credential open; throws `holder-unknown` or `too-many`. */
export async function openBooking(
  context: Context,
  number: string,
  credential: Credential,
  address: string
): Promise<string> {
  const look = async (asked: string): Promise<HeldCase | undefined> => {
    const { rows } = await sql<HeldCase>`
      select id, code_hash as "codeHash", device_hash as "deviceHash" from bookings where number = ${asked}`.execute(
      context.db
    )
    return rows[0]
  }
  return await openAsHolder(context, look, { number, credential, address })
}

/** What was left with a booking; null once it is erased. The caller has let its holder in. */
export async function contactOfBooking({ db, sealer }: Context, id: string): Promise<BookingContact | null> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select contact_sealed as sealed from booking_contacts where booking_id = ${id}`.execute(db)
  return openContact(sealer, id, rows[0]?.sealed ?? null)
}
