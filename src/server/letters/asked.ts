/** Whose request to another office is whose to read and to answer. */
import { sql } from 'kysely'
import type { Permission } from '#contract/people.ts'
import type { Staff } from '../core/sessions.ts'

/** Requests to an office within reach of this person, those that were taken back too, as a condition on `letter_contributions c`. */
export function everAskedOf(staff: Staff, permission: Permission) {
  const scope = staff.grants.get(permission)
  if (scope === 'all') return sql`true`
  if (scope === 'office' && staff.officeId) return sql`c.office_id = ${staff.officeId}`
  return sql`false`
}

/** What is still asked within reach: what was taken back shows nothing of its letter any more, neither as a line nor as an alert. */
export const askedOf = (staff: Staff, permission: Permission) =>
  sql`(${everAskedOf(staff, permission)} and c.taken_back_at is null)`
