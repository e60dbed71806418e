/** The files of a letter: declared with it, listed, and read by its sender and at the desk. */
import { sql } from 'kysely'
import type { Attachment, DeclaredAttachment } from '#contract/letters.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { SentFile } from '../core/route.ts'
import { fileNameFor, type KeptType } from '../core/file-types.ts'

const namePlace = (id: string) => `letter_attachments/name/${id}`

/** What was sent, under which name it is stored until it is checked. */
export const rawName = (id: string): string => `${id}.raw`

/** What is kept of it. */
export const keptName = (id: string): string => `${id}.kept`

/**
 * Notes the files that a letter announces, within the letter's transaction. Throws `already-sent` when an id stands twice
 * or belongs to another letter.
 */
export async function declareAttachments(
  trx: Trx,
  { sealer }: Context,
  letterId: string,
  declared: readonly DeclaredAttachment[] = []
): Promise<void> {
  for (const [index, { id, name, size }] of declared.entries()) {
    const { numAffectedRows } = await sql`
      insert into letter_attachments (id, letter_id, position, name_sealed, declared_size, changed_at)
      values (${id}, ${letterId}, ${index + 1}, ${sealer.seal(name, namePlace(id))}, ${size}, ${clock.now().toISOString()})
      on conflict (id) do nothing`.execute(trx)
    if (!numAffectedRows) throw problem('already-sent')
  }
}

interface AttachmentRow extends Omit<Attachment, 'name'> {
  readonly nameSealed: Buffer
}

/** The files of a letter in the order of their naming, with what has become of each. */
export async function attachmentsOf(db: Db | Trx, { sealer }: Context, letterId: string): Promise<Attachment[]> {
  const { rows } = await sql<AttachmentRow>`
    select id, name_sealed as "nameSealed", coalesce(size, declared_size) as size, received, type, state, reason
    from letter_attachments where letter_id = ${letterId} order by position`.execute(db)
  return rows.map(({ nameSealed, ...row }) => ({ ...row, name: sealer.open(nameSealed, namePlace(row.id)) }))
}

/** Opens one kept file of a letter for sending; the caller has checked that the reader may see this letter. Throws `not-found`. */
export async function openAttachment(
  { db, sealer, files }: Context,
  letterId: string,
  attachmentId: string
): Promise<SentFile> {
  const { rows } = await sql<{ nameSealed: Buffer; type: KeptType }>`
    select name_sealed as "nameSealed", type from letter_attachments
    where id = ${attachmentId} and letter_id = ${letterId} and state = 'kept'`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  const file = await files.open(keptName(attachmentId))
  if (!file) throw new Error('a file that is kept is not in its place')
  const name = sealer.open(row.nameSealed, namePlace(attachmentId))
  return { ...file, type: row.type, name: fileNameFor(name, row.type) }
}
