/** Internal notes: seen at the desk only, never changed. */
import { sql } from 'kysely'
import type { DeskLetter } from '#contract/letters-desk.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { problem } from '../core/problems.ts'
import { letterFor } from './read.ts'

/** The notes of a letter, oldest first. */
export async function notesOf(db: Db, id: string): Promise<DeskLetter['notes']> {
  const { rows } = await sql<DeskLetter['notes'][number]>`
    select n.id, p.name as author, n.text, n.at from letter_notes n join people p on p.id = n.author_id
    where n.letter_id = ${id} order by n.at, n.id`.execute(db)
  return rows
}

/** Adds a note. The same id again adds none; with other words, on another letter or by another hand it is `already-sent`. */
export async function addNote(db: Db, staff: Staff, id: string, note: { id: string; text: string }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await letterFor(trx, staff, id, 'letters:read')
    const text = note.text.trim()
    const { numAffectedRows } = await sql`
      insert into letter_notes (id, letter_id, author_id, text, at)
      values (${note.id}, ${id}, ${staff.id}, ${text}, ${clock.now().toISOString()}) on conflict do nothing`.execute(
      trx
    )
    if (numAffectedRows) {
      await audit(trx, { actorId: staff.id, act: 'letter.note', subjectKind: 'letter', subjectId: id })
      return
    }
    const { rows } = await sql`
      select from letter_notes where id = ${note.id} and letter_id = ${id} and author_id = ${staff.id} and text = ${text}`.execute(
      trx
    )
    if (rows.length === 0) throw problem('already-sent')
  })
}
