/** Visits to reading places: how many people came on a day and what for, and the figures of a year. */
import { sql } from 'kysely'
import { isDay, plusDays } from '#contract/calendar.ts'
import type { FieldError } from '#contract/problem.ts'
import {
  visitDaysBack,
  type ReadingFigures,
  type ReadingVisit,
  type ReadingVisitDraft
} from '#contract/reading-places-desk.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'

/** So many are shown of those that were noted last. */
const mostLast = 8

const rowsOf = sql`
  select v.id, v.day, v.purpose, v.people, jsonb_build_object('id', r.id, 'name', r.name) as place, p.name as "notedBy",
         v.noted_at as "notedAt", v.withdrawn_at as "withdrawnAt"
  from reading_visits v join reading_places r on r.id = v.place_id join people p on p.id = v.noted_by`

/** The visits that were noted last, the newest first. */
export async function lastVisits(db: Db): Promise<ReadingVisit[]> {
  const { rows } = await sql<ReadingVisit>`${rowsOf} order by v.noted_at desc, v.id desc limit ${mostLast}`.execute(db)
  return rows
}

async function visitOf(trx: Trx, id: string): Promise<ReadingVisit | undefined> {
  const { rows } = await sql<ReadingVisit>`${rowsOf} where v.id = ${id}`.execute(trx)
  return rows[0]
}

function wrongDay(day: string): FieldError | undefined {
  if (!isDay(day)) return { pointer: '/day', rule: 'format', limit: 'date' }
  const today = clock.today()
  const earliest = plusDays(today, -visitDaysBack)
  if (day > today) return { pointer: '/day', rule: 'maximum', limit: today }
  return day < earliest ? { pointer: '/day', rule: 'minimum', limit: earliest } : undefined
}

/** Throws `not-found`, and `state-forbids` for a day on which the place was given up already. */
async function refuseGivenUp(trx: Trx, placeId: string, day: string): Promise<void> {
  const { rows } = await sql<{ open: boolean }>`
    select closed_on is null or closed_on >= ${day} as open from reading_places where id = ${placeId} for share`.execute(
    trx
  )
  if (!rows[0]) throw problem('not-found')
  if (!rows[0].open) throw problem('state-forbids')
}

/** Stores a visit unless its id is there already; whether its day can be is for the caller to say. */
export async function storeVisit(
  trx: Trx,
  staff: Pick<Staff, 'id'>,
  placeId: string,
  { id, day, purpose, people }: ReadingVisitDraft,
  { at = clock.now(), demo = false } = {}
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into reading_visits (id, place_id, day, purpose, people, noted_by, noted_at, demo)
    values (${id}, ${placeId}, ${day}, ${purpose}, ${people}, ${staff.id}, ${at.toISOString()}, ${demo})
    on conflict do nothing`.execute(trx)
  if (numAffectedRows)
    await audit(trx, { actorId: staff.id, act: 'readingVisit.noted', subjectKind: 'readingVisit', subjectId: id })
}

/**
 * Notes a visit. The same id again notes none; with other content it is `already-sent`. Throws `invalid` for a day to come or
 * long past, `not-found`, and `state-forbids` where the place was given up.
 */
export async function noteVisit(
  db: Db,
  staff: Pick<Staff, 'id'>,
  placeId: string,
  draft: ReadingVisitDraft
): Promise<ReadingVisit> {
  const { id, day, purpose, people } = draft
  return await db.transaction().execute(async (trx) => {
    const known = await visitOf(trx, id)
    if (!known) {
      const wrong = wrongDay(day)
      if (wrong) throw problem('invalid', { errors: [wrong] })
      await refuseGivenUp(trx, placeId, day)
      await storeVisit(trx, staff, placeId, draft)
    }
    const kept = known ?? (await visitOf(trx, id))
    const same = kept?.place.id === placeId && kept.day === day && kept.purpose === purpose && kept.people === people
    if (!same) throw problem('already-sent')
    return kept
  })
}

/** Takes a visit out of the count; the row stays. Once it is withdrawn, doing it again changes nothing. Throws `not-found`. */
export async function withdrawVisit(db: Db, staff: Pick<Staff, 'id'>, id: string): Promise<ReadingVisit> {
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update reading_visits set withdrawn_by = ${staff.id}, withdrawn_at = ${clock.now().toISOString()}
      where id = ${id} and withdrawn_at is null`.execute(trx)
    if (numAffectedRows)
      await audit(trx, { actorId: staff.id, act: 'readingVisit.withdrawn', subjectKind: 'readingVisit', subjectId: id })
    const kept = await visitOf(trx, id)
    if (!kept) throw problem('not-found')
    return kept
  })
}

/** The figures of a year, by the day of a visit; what was withdrawn is not in them. A place stood from the day it was added on. */
export async function figuresOf(db: Db, year: number): Promise<ReadingFigures> {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const { rows: places } = await sql<ReadingFigures['byPlace'][number] & { readonly stood: boolean }>`
    select r.id, r.name, coalesce(sum(v.people), 0)::integer as people,
           (r.added_at at time zone 'Asia/Shanghai')::date <= ${last} and (r.closed_on is null or r.closed_on > ${first}) as stood
    from reading_places r
    left join reading_visits v on v.place_id = r.id and v.withdrawn_at is null and v.day between ${first} and ${last}
    group by r.id order by r.added_at, r.id`.execute(db)
  const { rows: counts } = await sql<{
    readonly month: number
    readonly purpose: keyof ReadingFigures['byPurpose']
    readonly people: number
  }>`
    select extract(month from day)::integer as month, purpose, sum(people)::integer as people from reading_visits
    where withdrawn_at is null and day between ${first} and ${last} group by 1, 2`.execute(db)
  const sumOf = (which: (one: (typeof counts)[number]) => boolean): number =>
    counts.filter(which).reduce((sum, { people }) => sum + people, 0)
  const of = (wanted: keyof ReadingFigures['byPurpose']): number => sumOf(({ purpose }) => purpose === wanted)
  return {
    year,
    places: places.filter(({ stood }) => stood).length,
    people: sumOf(() => true),
    byPlace: places
      .filter(({ stood, people }) => stood || people > 0)
      .map(({ id, name, people }) => ({ id, name, people })),
    byMonth: Array.from({ length: 12 }, (_, index) => sumOf(({ month }) => month === index + 1)),
    byPurpose: { read: of('read'), copy: of('copy'), help: of('help') }
  }
}
