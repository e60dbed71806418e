/** The register of reading places: as everybody reads it, and as the desk changes it. A change is public at once. */
import { sql } from 'kysely'
import { openingDays, openingErrors } from '#contract/opening.ts'
import type { DeskReadingPlace, ReadingPlaceDraft } from '#contract/reading-places-desk.ts'
import type { ReadingPlaceList } from '#contract/reading-places.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarNow } from '../core/working-calendar.ts'

/** The name of the revision that public pages hear of. */
export const placesRevision = 'reading-places'

const written = sql.raw('name, address, directions, accessibility, phone, offers, rule, hours, closures')

/** What was written, in the order of `written`. */
const valuesOf = ({
  name,
  address,
  directions,
  accessibility,
  phone,
  offers,
  rule,
  ...times
}: ReadingPlaceDraft) => sql`
  ${name.trim()}, ${address.trim()}, ${directions.trim()}, ${accessibility.trim()}, ${phone.trim()}, ${offers.trim()},
  ${rule.trim()}, ${JSON.stringify(times.hours)}::jsonb, ${JSON.stringify(times.closures)}::jsonb`

const rowsOf = sql`
  select r.id, r.name, r.address, r.directions, r.accessibility, r.phone, r.offers, r.rule, r.hours, r.closures,
         r.closed_on as "closedOn", r.revision, p.name as "changedBy", r.changed_at as "changedAt", r.demo
  from reading_places r join people p on p.id = r.changed_by`

/** The places that stand, in the order in which they were added, each with its next days by the calendar in force. */
export async function listReadingPlaces(db: Db): Promise<ReadingPlaceList> {
  const { rows } = await sql<DeskReadingPlace>`${rowsOf} where r.closed_on is null order by r.added_at, r.id`.execute(
    db
  )
  const { calendar } = await calendarNow(db)
  const today = clock.today()
  // who changed it, and how often, is the desk's business: the page carries what stands here
  const places = rows.map(({ closedOn: _, revision: _revision, changedBy: _by, changedAt: _at, ...row }) => ({
    ...row,
    closures: row.closures.filter(({ to }) => to >= today).toSorted((a, b) => a.from.localeCompare(b.from)),
    days: openingDays(row, calendar, today)
  }))
  return { places }
}

/** All of them, those that were given up last. */
export async function listForDesk(db: Db): Promise<DeskReadingPlace[]> {
  const { rows } = await sql<DeskReadingPlace>`${rowsOf} order by r.closed_on is not null, r.added_at, r.id`.execute(db)
  return rows
}

async function placeOf(trx: Trx, id: string): Promise<DeskReadingPlace> {
  const { rows } = await sql<DeskReadingPlace>`${rowsOf} where r.id = ${id}`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

function refuseWrongTimes(draft: ReadingPlaceDraft): void {
  const errors = openingErrors(draft)
  if (errors.length > 0) throw problem('invalid', { errors })
}

/**
 * Adds a place. The same id again adds none; with other content it is `already-sent`. Throws `invalid` for times that
 * contradict each other.
 */
export async function addReadingPlace(
  db: Db,
  staff: Pick<Staff, 'id'>,
  draft: ReadingPlaceDraft & { readonly id: string },
  { demo = false } = {}
): Promise<DeskReadingPlace> {
  refuseWrongTimes(draft)
  const { id } = draft
  const now = clock.now().toISOString()
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      insert into reading_places (${written}, id, added_at, changed_by, changed_at, demo)
      values (${valuesOf(draft)}, ${id}, ${now}, ${staff.id}, ${now}, ${demo}) on conflict do nothing`.execute(trx)
    if (numAffectedRows) {
      await audit(trx, { actorId: staff.id, act: 'readingPlace.added', subjectKind: 'readingPlace', subjectId: id })
      await touch(trx, placesRevision)
    } else {
      const { rows } = await sql`
        select from reading_places where id = ${id} and (${written}) is not distinct from (${valuesOf(draft)})`.execute(
        trx
      )
      if (rows.length === 0) throw problem('already-sent')
    }
    return await placeOf(trx, id)
  })
}

/** Locks the row and refuses what somebody else changed meanwhile, or a place that was given up. */
async function locked(trx: Trx, id: string, revision: number): Promise<void> {
  const { rows } = await sql<{ revision: number; closed: boolean }>`
    select revision, closed_on is not null as closed from reading_places where id = ${id} for update`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  if (row.revision !== revision) throw problem('changed-meanwhile')
  if (row.closed) throw problem('state-forbids')
}

/** Changes a place. Throws `not-found`, `changed-meanwhile`, `state-forbids` once it is given up, and `invalid`. */
export async function changeReadingPlace(
  db: Db,
  staff: Pick<Staff, 'id'>,
  id: string,
  draft: ReadingPlaceDraft & { readonly revision: number }
): Promise<DeskReadingPlace> {
  refuseWrongTimes(draft)
  return await db.transaction().execute(async (trx) => {
    await locked(trx, id, draft.revision)
    await sql`
      update reading_places set (${written}) = (select ${valuesOf(draft)}), revision = revision + 1,
                                changed_by = ${staff.id}, changed_at = ${clock.now().toISOString()}
      where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'readingPlace.changed', subjectKind: 'readingPlace', subjectId: id })
    await touch(trx, placesRevision)
    return await placeOf(trx, id)
  })
}

/** Gives a place up from today on. Throws `not-found`, `changed-meanwhile`, and `state-forbids` when it is already. */
export async function giveUpReadingPlace(
  db: Db,
  staff: Pick<Staff, 'id'>,
  id: string,
  revision: number
): Promise<DeskReadingPlace> {
  return await db.transaction().execute(async (trx) => {
    await locked(trx, id, revision)
    await sql`
      update reading_places set closed_on = ${clock.today()}, revision = revision + 1, changed_by = ${staff.id},
                                changed_at = ${clock.now().toISOString()}
      where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'readingPlace.givenUp', subjectKind: 'readingPlace', subjectId: id })
    await touch(trx, placesRevision)
    return await placeOf(trx, id)
  })
}
