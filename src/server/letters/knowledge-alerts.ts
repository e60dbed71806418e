/** What the desk is told of the knowledge: that an entry is to be looked at again. Its owner is told; where that is nobody at work, its office. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { entriesWithin } from './knowledge.ts'

/** Raises an alert for each public entry that is to be looked at by today, once for each such day. */
export async function remindOfDueEntries(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string; reviewOn: string }>`
    select k.id, k.review_on as "reviewOn" from knowledge_entries k
    where k.published_version is not null and k.review_on <= ${clock.today()}
      and not exists (select from letter_alerts a where a.entry_id = k.id and a.entry_review_on = k.review_on)`.execute(
    db
  )
  for (const { id, reviewOn } of rows)
    await sql`
      insert into letter_alerts (id, kind, at, entry_id, entry_review_on)
      values (${uuidv7()}, 'entryDue', ${clock.now().toISOString()}, ${id}, ${reviewOn}) on conflict do nothing`.execute(
      db
    )
}

/**
 * Which alerts about an entry are for this person, as a condition on `letter_alerts a` left-joined with
 * `knowledge_entries k`. An entry that was confirmed, changed or withdrawn meanwhile wants nothing any more.
 */
export function alertsOfOwner(staff: Staff) {
  return sql`
    (a.entry_id is not null and k.review_on = a.entry_review_on and ${entriesWithin(staff)}
     and (k.owner_id = ${staff.id}
          or (k.office_id = ${staff.officeId}
              and not exists (select from people p where p.id = k.owner_id and p.disabled_at is null))))`
}
