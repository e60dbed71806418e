/** Who wrote a letter, as far as this person said; it is kept sealed and apart from the text. */
import { sql } from 'kysely'
import type { Contact } from '#contract/letters.ts'
import type { Db, Trx } from '../core/db.ts'
import type { Sealer } from '../core/sealed.ts'

/** The contact of a letter, opened; null where none was given or it was erased. */
export async function contactOf(db: Db | Trx, sealer: Sealer, id: string): Promise<Contact | null> {
  const { rows } = await sql<{ contact: Buffer }>`
    select contact_sealed as contact from letter_senders where letter_id = ${id}`.execute(db)
  const [row] = rows
  return row ? (JSON.parse(sealer.open(row.contact, `letter_senders/contact/${id}`)) as Contact) : null
}
