/** Saved views: filters and order under a name, of a person or of an office. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { SavedView, ViewDraft, ViewFilter } from '#contract/letters-queue.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { inStates, matching, statesOf } from './narrowing.ts'
import { within } from './read.ts'

interface ViewRow {
  readonly id: string
  readonly name: string
  readonly filter: ViewFilter
  readonly shared: boolean
  readonly mine: boolean
}

const mostViews = 50
/** More is more than can be seen at once; counting them all would cost as much as the queue. */
const mostCounted = 100

/** How many letters a filter shows this person now, up to a hundred. */
async function countLetters(db: Db | Trx, staff: Staff, filter: ViewFilter): Promise<number> {
  const { rows } = await sql<{ letters: number }>`
    select count(*) as letters from (
      select from letters l left join letter_channels c on c.letter_id = l.id
      where ${within(staff, 'letters:read')} and ${inStates(statesOf(filter.state))} and ${matching(filter, clock.today())}
      limit ${mostCounted}) as found`.execute(db)
  return rows[0]?.letters ?? 0
}

const columns = (staff: Staff) => sql`
  v.id, v.name, v.filter, v.shared_with is not null as shared, v.owner_id = ${staff.id} as mine`

async function counted(db: Db | Trx, staff: Staff, rows: readonly ViewRow[]): Promise<SavedView[]> {
  const views: SavedView[] = []
  // one after another: many at once would take all connections
  for (const row of rows) views.push({ ...row, letters: await countLetters(db, staff, row.filter) })
  return views
}

/** The own views in their order, then those that others share with the own office; each with what it shows this reader. */
export async function readViews(db: Db, staff: Staff): Promise<SavedView[]> {
  const { rows } = await sql<ViewRow>`
    select ${columns(staff)} from letter_views v
    where v.owner_id = ${staff.id} or v.shared_with = ${staff.officeId}::uuid
    order by v.owner_id <> ${staff.id}, v.position, v.id limit ${mostViews * 2}`.execute(db)
  return await counted(db, staff, rows)
}

/** The office that a view is shared with. Throws `not-permitted` for who may not share, or has no office. */
function sharedWith(staff: Staff, { shared }: ViewDraft): string | null {
  if (!shared) return null
  if (staff.officeId === null || !staff.grants.has('letters:share')) throw problem('not-permitted')
  return staff.officeId
}

async function viewFor(trx: Trx, staff: Staff, id: string): Promise<SavedView> {
  const { rows } = await sql<ViewRow>`
    select ${columns(staff)} from letter_views v where v.id = ${id} and v.owner_id = ${staff.id}`.execute(trx)
  const [view] = await counted(trx, staff, rows)
  if (!view) throw problem('not-found')
  return view
}

/** Saves a view behind the others. Throws `invalid` beyond fifty. */
export async function addView(db: Db, staff: Staff, draft: ViewDraft): Promise<SavedView> {
  return await db.transaction().execute(async (trx) => {
    const office = sharedWith(staff, draft)
    // two saves at once would get one place
    await sql`select from people where id = ${staff.id} for update`.execute(trx)
    const { rows } = await sql<{ views: number; last: number }>`
      select count(*) as views, coalesce(max(position), 0) as last from letter_views where owner_id = ${staff.id}`.execute(
      trx
    )
    const { views = 0, last = 0 } = rows[0] ?? {}
    if (views >= mostViews)
      throw problem('invalid', { errors: [{ pointer: '/name', rule: 'maxItems', limit: mostViews }] })
    const id = uuidv7()
    await sql`
      insert into letter_views (id, owner_id, name, filter, shared_with, position, changed_at)
      values (${id}, ${staff.id}, ${draft.name.trim()}, ${JSON.stringify(draft.filter)}::jsonb, ${office}, ${last + 1},
              ${clock.now().toISOString()})`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'view.added', subjectKind: 'view', subjectId: id })
    return await viewFor(trx, staff, id)
  })
}

/** Changes an own view: another name, other filters, shared or not. Throws `not-found` for one of somebody else. */
export async function changeView(db: Db, staff: Staff, id: string, draft: ViewDraft): Promise<SavedView> {
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update letter_views set name = ${draft.name.trim()}, filter = ${JSON.stringify(draft.filter)}::jsonb,
                              shared_with = ${sharedWith(staff, draft)}, changed_at = ${clock.now().toISOString()}
      where id = ${id} and owner_id = ${staff.id}`.execute(trx)
    if (!numAffectedRows) throw problem('not-found')
    await audit(trx, { actorId: staff.id, act: 'view.changed', subjectKind: 'view', subjectId: id })
    return await viewFor(trx, staff, id)
  })
}

/** Removes an own view. Throws `not-found` for one of somebody else. */
export async function removeView(db: Db, staff: Staff, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      delete from letter_views where id = ${id} and owner_id = ${staff.id}`.execute(trx)
    if (!numAffectedRows) throw problem('not-found')
    await audit(trx, { actorId: staff.id, act: 'view.removed', subjectKind: 'view', subjectId: id })
  })
}

/** Puts own views into an order; ids of others are passed over, own ones that are not named stay behind. */
export async function orderViews(db: Db, staff: Staff, ids: readonly string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      update letter_views v set position = o.place
      from (select w.id, row_number() over (order by array_position(${[...ids]}::uuid[], w.id) nulls last, w.position, w.id) as place
            from letter_views w where w.owner_id = ${staff.id}) o
      where o.id = v.id`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'view.ordered', subjectKind: 'view', subjectId: null })
  })
}
