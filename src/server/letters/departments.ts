/** The directory of other departments, to which letters are transferred. */
import { sql } from 'kysely'
import type { Department, DepartmentCard, DepartmentDraft } from '#contract/letters-departments.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'

const columns = sql`
  id, name, name_en as "nameEn", matters, matters_en as "mattersEn", telephone, site, hours, hours_en as "hoursEn", listed,
  revision, changed_at as "changedAt", demo`

/** All departments, those that letters are transferred to first, by name. */
export async function readDepartments(db: Db | Trx): Promise<Department[]> {
  const { rows } = await sql<Department>`
    select ${columns} from departments order by listed desc, name collate "C", id`.execute(db)
  return rows
}

async function departmentOf(db: Db | Trx, id: string): Promise<Department> {
  const { rows } = await sql<Department>`select ${columns} from departments where id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** What a sender is told of a department as it stands now. Throws `department-closed` for one that is absent or not listed. */
export async function cardOf(trx: Trx, id: string): Promise<DepartmentCard> {
  const { rows } = await sql<DepartmentCard>`
    select name, name_en as "nameEn", telephone, site, hours, hours_en as "hoursEn"
    from departments where id = ${id} and listed`.execute(trx)
  const [row] = rows
  if (!row) throw problem('department-closed')
  return row
}

/** A sender who is told where to turn must be able to get there, and hours are said in both languages or not at all. */
function refuseIncomplete({ telephone, site, hours, hoursEn }: DepartmentDraft): void {
  const errors = []
  if (telephone === undefined && site === undefined) errors.push({ pointer: '/telephone', rule: 'required' })
  if ((hours === undefined) !== (hoursEn === undefined))
    errors.push({ pointer: hours === undefined ? '/hours' : '/hoursEn', rule: 'required' })
  if (errors.length > 0) throw problem('invalid', { errors })
}

const trimmed = (
  draft: DepartmentDraft
): Omit<DepartmentCard, 'listed'> & Pick<Department, 'matters' | 'mattersEn'> => ({
  name: draft.name.trim(),
  nameEn: draft.nameEn.trim(),
  matters: draft.matters.trim(),
  mattersEn: draft.mattersEn.trim(),
  telephone: draft.telephone ?? null,
  site: draft.site ?? null,
  hours: draft.hours?.trim() ?? null,
  hoursEn: draft.hoursEn?.trim() ?? null
})

/** Adds a department. The same id again adds none; with other content it is `already-sent`. */
export async function addDepartment(
  db: Db,
  staff: Pick<Staff, 'id'>,
  draft: DepartmentDraft & { readonly id: string },
  { demo = false } = {}
): Promise<Department> {
  refuseIncomplete(draft)
  const entry = trimmed(draft)
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      insert into departments (id, name, name_en, matters, matters_en, telephone, site, hours, hours_en, listed, changed_by,
                               changed_at, demo)
      values (${draft.id}, ${entry.name}, ${entry.nameEn}, ${entry.matters}, ${entry.mattersEn}, ${entry.telephone}, ${entry.site},
              ${entry.hours}, ${entry.hoursEn}, ${draft.listed}, ${staff.id}, ${clock.now().toISOString()}, ${demo})
      on conflict do nothing`.execute(trx)
    const kept = await departmentOf(trx, draft.id)
    if (numAffectedRows) {
      await audit(trx, { actorId: staff.id, act: 'department.added', subjectKind: 'department', subjectId: draft.id })
      return kept
    }
    const same = Object.entries({ ...entry, listed: draft.listed }).every(
      ([key, value]) => kept[key as keyof Department] === value
    )
    if (!same) throw problem('already-sent')
    return kept
  })
}

/** Changes a department. What senders were told before stays as it was. Throws `not-found`, `changed-meanwhile`. */
export async function changeDepartment(
  db: Db,
  staff: Pick<Staff, 'id'>,
  id: string,
  draft: DepartmentDraft & { readonly revision: number }
): Promise<Department> {
  refuseIncomplete(draft)
  const entry = trimmed(draft)
  return await db.transaction().execute(async (trx) => {
    await sql`select from departments where id = ${id} for update`.execute(trx)
    if ((await departmentOf(trx, id)).revision !== draft.revision) throw problem('changed-meanwhile')
    await sql`
      update departments set name = ${entry.name}, name_en = ${entry.nameEn}, matters = ${entry.matters},
        matters_en = ${entry.mattersEn}, telephone = ${entry.telephone}, site = ${entry.site}, hours = ${entry.hours},
        hours_en = ${entry.hoursEn}, listed = ${draft.listed}, revision = revision + 1, changed_by = ${staff.id},
        changed_at = ${clock.now().toISOString()}
      where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'department.changed', subjectKind: 'department', subjectId: id })
    return await departmentOf(trx, id)
  })
}
