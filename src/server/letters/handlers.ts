/** Who writes replies: what the queue can be narrowed by. */
import { sql } from 'kysely'
import type { Replies } from '#contract/routes.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'

/** Who may write replies, within reach: the own office's for who sees its letters only. */
export async function readHandlers(db: Db, staff: Staff): Promise<Replies['GET /desk/handlers']> {
  const everywhere = staff.grants.get('letters:read') === 'all'
  const { rows } = await sql<Replies['GET /desk/handlers'][number]>`
    select p.id, p.name, o.name as office
    from people p left join offices o on o.id = p.office_id
    where p.disabled_at is null and ${everywhere ? sql`true` : sql`p.office_id = ${staff.officeId}::uuid`}
      and exists (select from person_roles r join role_grants g on g.role = r.role
                  where r.person_id = p.id and g.permission = 'letters:draft')
    order by o.position nulls last, o.name, p.name, p.id`.execute(db)
  return rows
}
