/** Canned texts: of the whole bureau, or of one office. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { CannedText, CannedTextDraft } from '#contract/letters-texts.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'

interface TextRow {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly officeId: string | null
  readonly office: string | null
  readonly authorId: string
  readonly changedAt: string
}

const columns = sql`
  t.id, t.title, t.text, t.office_id as "officeId", o.name as office, t.author_id as "authorId", t.changed_at as "changedAt"`

/** The bureau's texts may be changed by their author only, an office's by anybody of the office who drafts. */
const mayChange = (staff: Staff, row: TextRow): boolean =>
  row.officeId === null ? row.authorId === staff.id : row.officeId === staff.officeId

const textOf = (staff: Staff, row: TextRow): CannedText => ({
  id: row.id,
  title: row.title,
  text: row.text,
  office: row.officeId && row.office ? { id: row.officeId, name: row.office } : null,
  changedAt: row.changedAt,
  mine: mayChange(staff, row)
})

const visible = (staff: Staff) => sql`(t.office_id is null or t.office_id = ${staff.officeId}::uuid)`

/** The texts that this person may use: the own office's, then the bureau's. */
export async function readTexts(db: Db, staff: Staff): Promise<CannedText[]> {
  const { rows } = await sql<TextRow>`
    select ${columns} from canned_texts t left join offices o on o.id = t.office_id
    where ${visible(staff)} order by t.office_id is null, t.title, t.id`.execute(db)
  return rows.map((row) => textOf(staff, row))
}

async function textFor(trx: Trx, staff: Staff, id: string): Promise<TextRow> {
  const { rows } = await sql<TextRow>`
    select ${columns} from canned_texts t left join offices o on o.id = t.office_id
    where t.id = ${id} and ${visible(staff)} for update of t`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

async function changeable(trx: Trx, staff: Staff, id: string): Promise<TextRow> {
  const row = await textFor(trx, staff, id)
  if (!mayChange(staff, row)) throw problem('not-permitted')
  return row
}

/** Whose text it becomes: the office's; the bureau's when asked by somebody who sees all letters, or who has no office. */
function officeFor(staff: Staff, { forAll }: CannedTextDraft): string | null {
  if (forAll && staff.officeId !== null && staff.grants.get('letters:read') !== 'all') throw problem('not-permitted')
  return forAll ? null : staff.officeId
}

/** Adds a text. */
export async function addText(db: Db, staff: Staff, draft: CannedTextDraft): Promise<CannedText> {
  return await db.transaction().execute(async (trx) => {
    const id = uuidv7()
    await sql`
      insert into canned_texts (id, title, text, office_id, author_id, changed_at)
      values (${id}, ${draft.title.trim()}, ${draft.text.trim()}, ${officeFor(staff, draft)}, ${staff.id}, ${clock.now().toISOString()})`.execute(
      trx
    )
    await audit(trx, { actorId: staff.id, act: 'text.added', subjectKind: 'text', subjectId: id })
    return textOf(staff, await textFor(trx, staff, id))
  })
}

/** Changes a text; throws `not-permitted` for one of the bureau's that somebody else wrote. */
export async function changeText(db: Db, staff: Staff, id: string, draft: CannedTextDraft): Promise<CannedText> {
  return await db.transaction().execute(async (trx) => {
    await changeable(trx, staff, id)
    await sql`
      update canned_texts set title = ${draft.title.trim()}, text = ${draft.text.trim()}, office_id = ${officeFor(staff, draft)},
                              changed_at = ${clock.now().toISOString()}
      where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'text.changed', subjectKind: 'text', subjectId: id })
    return textOf(staff, await textFor(trx, staff, id))
  })
}

/** Removes a text; letters that were written with it keep their words. */
export async function removeText(db: Db, staff: Staff, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await changeable(trx, staff, id)
    await sql`delete from canned_texts where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'text.removed', subjectKind: 'text', subjectId: id })
  })
}
