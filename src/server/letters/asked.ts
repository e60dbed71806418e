/** Whose request to another office is whose to read and to answer. */
import { sql } from 'kysely'
import type { Permission } from '#contract/people.ts'
import type { Staff } from '../core/sessions.ts'

/** Which requests this person may see as one of the office that is asked, as a condition on `letter_contributions c`. */
export function askedOf(staff: Staff, permission: Permission) {
  const scope = staff.grants.get(permission)
  if (scope === 'all') return sql`true`
  if (scope === 'office' && staff.officeId) return sql`c.office_id = ${staff.officeId}`
  return sql`false`
}
