/** Open days at the desk: written by one, published by another. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { DeskOpenDay, DeskSlot, OpenDayDraft, OpenDayFigures } from '#contract/open-days-desk.ts'
import type { OpenDayLine } from '#contract/open-days.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { callOff } from './desk-slots.ts'
import { attendanceGoesOn, picturesOf } from './pictures.ts'
import { lineOf } from './public.ts'
import { slotsByDay, slotsOf } from './slots.ts'

interface DeskRow {
  readonly id: string
  readonly draft: OpenDayDraft
  readonly state: DeskOpenDay['state']
  readonly cancelled: string | null
  readonly unpublished: boolean
  readonly revision: number
  readonly changedById: string
  readonly changedBy: string
  readonly changedAt: string
  readonly publishedAt: string | null
  readonly afterText: string
  readonly handedOut: number
  readonly demo: boolean
}

/** What is written of `open_days o`, in the shape of the contract: what is shown is a copy of it. */
const written = sql`
  jsonb_build_object('kind', o.kind, 'title', o.title, 'summary', o.summary, 'programme', o.programme,
    'place', jsonb_build_object('name', o.place_name, 'address', o.place_address, 'directions', o.place_directions,
                                'accessibility', o.place_accessibility),
    'materials', o.materials, 'contactPhone', o.contact_phone)`

const deskRows = sql`
  select o.id, ${written} as draft, o.state, o.cancel_reason as cancelled, o.shown is distinct from ${written} as unpublished,
         o.revision, o.changed_by as "changedById", p.name as "changedBy", o.changed_at as "changedAt",
         o.published_at as "publishedAt", o.after_text as "afterText", o.handed_out as "handedOut", o.demo
  from open_days o join people p on p.id = o.changed_by`

async function deskRow(db: Db | Trx, id: string): Promise<DeskRow> {
  const { rows } = await sql<DeskRow>`${deskRows} where o.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** All of them, drafts and what was included, the newest begun first. */
export async function listForDesk(db: Db): Promise<OpenDayLine[]> {
  const { rows } = await sql<DeskRow>`${deskRows} order by o.id desc limit 500`.execute(db)
  const slots = await slotsByDay(
    db,
    rows.map(({ id }) => id)
  )
  return rows.map((row) => lineOf(row, row.draft, slots.get(row.id) ?? []))
}

async function deskSlots(db: Db | Trx, id: string): Promise<DeskSlot[]> {
  const { rows } = await sql<DeskSlot>`
    select s.id, s.title, s.starts_at as "startsAt", s.ends_at as "endsAt", s.meeting_point as "meetingPoint", s.capacity,
           s.party_most as "partyMost", s.opens_at as "opensAt", s.change_until as "changeUntil",
           s.offer_minutes as "offerMinutes", s.invite_code is not null as invited, s.invite_code as "inviteCode",
           s.cancel_reason as cancelled, s.taken, s.revision,
           (select count(*) from bookings b where b.slot_id = s.id and b.state = 'waiting') as "waitingParties",
           (select coalesce(sum(b.people), 0) from bookings b where b.slot_id = s.id and b.state = 'waiting')::integer as "waitingPeople",
           (select coalesce(sum(i.people), 0) from check_ins i where i.slot_id = s.id and i.counted)::integer as "checkedIn"
    from slots s where s.open_day_id = ${id} order by s.starts_at, s.id`.execute(db)
  return rows
}

/** So many comments are shown, the newest first. */
const mostComments = 200

/** One open day with all that staff see of it. */
export async function readForDesk(db: Db | Trx, staff: Staff, id: string): Promise<DeskOpenDay> {
  const row = await deskRow(db, id)
  const slots = await deskSlots(db, id)
  const { rows } = await sql<{ overall: number; understood: number; comment: string | null }>`
    select f.overall, f.understood, f.comment from booking_feedbacks f join bookings b on b.id = f.booking_id
    join slots s on s.id = b.slot_id where s.open_day_id = ${id} order by f.at desc`.execute(db)
  const mean = (of: (one: (typeof rows)[number]) => number): number | null =>
    rows.length === 0 ? null : Math.round((rows.reduce((sum, one) => sum + of(one), 0) / rows.length) * 10) / 10
  return {
    id,
    ...row.draft,
    state: row.state,
    cancelled: row.cancelled,
    unpublished: row.unpublished,
    revision: row.revision,
    changedBy: row.changedBy,
    changedAt: row.changedAt,
    publishedAt: row.publishedAt,
    slots,
    after: {
      text: row.afterText,
      handedOut: row.handedOut,
      attended: slots.reduce((sum, { checkedIn }) => sum + checkedIn, 0),
      feedbacks: rows.length,
      overall: mean(({ overall }) => overall),
      understood: mean(({ understood }) => understood),
      comments: rows
        .map(({ comment }) => comment)
        .filter((comment) => comment !== null)
        .slice(0, mostComments),
      pictures: await picturesOf(db, id),
      attendanceGoesOn: await attendanceGoesOn(db, id)
    },
    mayPublish: staff.grants.has('openDays:publish') && row.changedById !== staff.id && row.state !== 'cancelled',
    demo: row.demo
  }
}

const columnsOf = ({ kind, title, summary, programme, place, materials, contactPhone }: OpenDayDraft) => sql`
  ${kind}, ${title.trim()}, ${summary.trim()}, ${programme}, ${place.name.trim()}, ${place.address.trim()},
  ${place.directions.trim()}, ${place.accessibility.trim()}, ${JSON.stringify(materials)}::jsonb, ${contactPhone.trim()}`

/** Begins an open day; nobody outside sees it until another person has published it. Returns its id. */
export async function beginOpenDay(trx: Trx, staffId: string, draft: OpenDayDraft, demo = false): Promise<string> {
  const id = uuidv7()
  await sql`
    insert into open_days (kind, title, summary, programme, place_name, place_address, place_directions, place_accessibility,
                           materials, contact_phone, id, changed_by, changed_at, demo)
    values (${columnsOf(draft)}, ${id}, ${staffId}, ${clock.now().toISOString()}, ${demo})`.execute(trx)
  await audit(trx, { actorId: staffId, act: 'openDay.begun', subjectKind: 'openDay', subjectId: id })
  return id
}

/** Locks the row and refuses what somebody else changed meanwhile, or what is cancelled. */
async function locked(trx: Trx, id: string, revision?: number): Promise<void> {
  const { rows } = await sql<{ revision: number; state: string }>`
    select revision, state from open_days where id = ${id} for update`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  if (revision !== undefined && row.revision !== revision) throw problem('changed-meanwhile')
  if (row.state === 'cancelled') throw problem('state-forbids')
}

/** Changes what is written; what is public stays until it is published again. Throws `changed-meanwhile`, `state-forbids`. */
export async function changeOpenDay(
  { db }: Context,
  staff: Staff,
  id: string,
  { draft, revision }: { readonly draft: OpenDayDraft; readonly revision: number }
): Promise<DeskOpenDay> {
  return await db.transaction().execute(async (trx) => {
    await locked(trx, id, revision)
    await sql`
      update open_days set (kind, title, summary, programme, place_name, place_address, place_directions, place_accessibility,
                            materials, contact_phone) = (select ${columnsOf(draft)}),
                           revision = revision + 1, changed_by = ${staff.id}, changed_at = ${clock.now().toISOString()}
      where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'openDay.changed', subjectKind: 'openDay', subjectId: id })
    return await readForDesk(trx, staff, id)
  })
}

/** Publishes what is written. Throws `same-person` for who wrote it last, whom the database refuses as well. */
export async function publishOpenDay(
  context: Context,
  staff: Staff,
  id: string,
  revision: number
): Promise<DeskOpenDay> {
  return await context.db.transaction().execute(async (trx) => {
    await locked(trx, id, revision)
    const { changedById } = await deskRow(trx, id)
    if (changedById === staff.id) throw problem('same-person')
    await sql`
      update open_days o set shown = ${written}, state = 'published', published_by = ${staff.id},
                             published_at = ${clock.now().toISOString()}, revision = revision + 1
      where id = ${id}`.execute(trx)
    await audit(trx, { actorId: staff.id, act: 'openDay.published', subjectKind: 'openDay', subjectId: id })
    await touch(trx, 'open-days')
    return await readForDesk(trx, staff, id)
  })
}

/** Cancels it with all its slots; a draft that nobody has seen is cancelled without a word to anybody. */
export async function cancelOpenDay(context: Context, staff: Staff, id: string, reason: string): Promise<DeskOpenDay> {
  return await context.db.transaction().execute(async (trx) => {
    await locked(trx, id)
    const { state } = await deskRow(trx, id)
    if (state === 'draft') throw problem('state-forbids')
    for (const { id: slotId, cancelled, endsAt } of await slotsOf(trx, id))
      if (cancelled === null && endsAt > clock.now().toISOString()) await callOff(trx, staff.id, slotId, reason)
    await sql`
      update open_days set state = 'cancelled', cancel_reason = ${reason.trim()}, revision = revision + 1 where id = ${id}`.execute(
      trx
    )
    await audit(trx, { actorId: staff.id, act: 'openDay.cancelled', subjectKind: 'openDay', subjectId: id })
    await touch(trx, 'open-days')
    return await readForDesk(trx, staff, id)
  })
}

/** Writes what it was. */
export async function writeAfter(
  { db }: Context,
  staff: Staff,
  id: string,
  { text, handedOut }: { readonly text: string; readonly handedOut: number }
): Promise<DeskOpenDay> {
  return await db.transaction().execute(async (trx) => {
    const { state } = await deskRow(trx, id)
    if (state !== 'published') throw problem('state-forbids')
    await sql`
      update open_days set after_text = ${text.trim()}, handed_out = ${handedOut}, revision = revision + 1 where id = ${id}`.execute(
      trx
    )
    await audit(trx, { actorId: staff.id, act: 'openDay.after', subjectKind: 'openDay', subjectId: id })
    await touch(trx, 'open-days')
    return await readForDesk(trx, staff, id)
  })
}

/** The figures of a year: of slots that began in it, in Shanghai's time, and were not cancelled. */
export async function figuresOf(db: Db, year: number): Promise<OpenDayFigures> {
  const { rows } = await sql<Omit<OpenDayFigures, 'year'>>`
    with held as (
      select s.id, s.open_day_id, s.capacity,
             (select coalesce(sum(b.people), 0) from bookings b where b.slot_id = s.id and b.state = 'placed') as booked,
             (select coalesce(sum(i.people), 0) from check_ins i where i.slot_id = s.id and i.counted) as attended,
             -- whichever slot they were let in to
             (select coalesce(sum(i.people), 0) from check_ins i join bookings b on b.id = i.booking_id
              where b.slot_id = s.id and b.state = 'placed' and i.counted) as came,
             (select coalesce(sum(i.people), 0) from check_ins i
              where i.slot_id = s.id and i.counted and i.booking_id is null) as walk_ins
      from slots s join open_days o on o.id = s.open_day_id
      where o.shown is not null and coalesce(s.cancel_reason, o.cancel_reason) is null and s.ends_at <= ${clock.now().toISOString()}
        and extract(year from s.starts_at at time zone 'Asia/Shanghai') = ${year})
    select (select count(distinct open_day_id) from held)::integer as held, (select count(*) from held)::integer as slots,
           (select coalesce(sum(capacity), 0) from held)::integer as places,
           (select coalesce(sum(booked), 0) from held)::integer as booked,
           (select coalesce(sum(attended), 0) from held)::integer as attended,
           (select coalesce(sum(walk_ins), 0) from held)::integer as "walkIns",
           (select coalesce(sum(greatest(0, booked - came)), 0) from held where attended > 0)::integer as "noShows",
           (select coalesce(sum(o.handed_out), 0) from open_days o where o.id in (select open_day_id from held))::integer as "handedOut",
           (select count(*) from booking_feedbacks f join bookings b on b.id = f.booking_id
            where b.slot_id in (select id from held))::integer as feedbacks,
           (select round(avg(f.overall), 1)::float8 from booking_feedbacks f join bookings b on b.id = f.booking_id
            where b.slot_id in (select id from held)) as overall`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the figures gave no row')
  return { year, ...row }
}
