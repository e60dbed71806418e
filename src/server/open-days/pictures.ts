/** Pictures of an open day. What is shown is smaller than a phone needs it; a list of signatures stays readable. */
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { DeskPicture } from '#contract/open-days-desk.ts'
import { type PictureKind, pictureMost } from '#contract/open-days.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { fileNameFor } from '../core/file-types.ts'
import { removeFiles } from '../core/files.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { SentFile } from '../core/route.ts'
import { checkSentPicture } from '../core/sent-files.ts'
import type { Staff } from '../core/sessions.ts'

/** Pixels of the longer side. */
const sides = { shown: 1280, attendance: 2400 } as const satisfies Record<PictureKind, number>

/** A picture that is not whole by then never will be: its file, if there is one, goes. */
const wholeWithinMs = 3_600_000

/** Under which name a picture is stored. */
const storedName = (id: string): string => `${id}.picture`

/** The pictures of an open day, each kind in its order. */
export async function picturesOf(db: Db | Trx, openDayId: string): Promise<DeskPicture[]> {
  const { rows } = await sql<DeskPicture>`
    select id, kind, caption, width, height from open_day_pictures
    where open_day_id = ${openDayId} and goes_at is null order by kind, position, id`.execute(db)
  return rows
}

/**
 * When the pictures of attendance are erased: with what names those who booked the last slot, by the rule in force on that
 * day. A join for `open_days o`, which gives `goes.day`.
 */
export const attendanceGoes: RawBuilder<unknown> = sql`
  cross join lateral (
    select (coalesce(max(s.ends_at), o.published_at) at time zone 'Asia/Shanghai')::date as day
    from slots s where s.open_day_id = o.id) last
  cross join lateral (
    select last.day + r.days as day from booking_retention r
    where r.effective_from <= last.day order by r.effective_from desc limit 1) goes`

/** The day on which the pictures of attendance are erased; null for what was never published. */
export async function attendanceGoesOn(db: Db | Trx, openDayId: string): Promise<string | null> {
  const { rows } = await sql<{ day: string }>`
    select goes.day from open_days o ${attendanceGoes} where o.id = ${openDayId}`.execute(db)
  return rows[0]?.day ?? null
}

/** Locks the open day; throws `state-forbids` where nothing is written of what it was, as for the text. */
async function locked(trx: Trx, openDayId: string): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from open_days where id = ${openDayId} for update`.execute(trx)
  const [row] = rows
  if (!row) throw problem('not-found')
  if (row.state !== 'published') throw problem('state-forbids')
}

/** Locks the open day, and throws `invalid` where no more pictures of the kind can be added. */
async function lockedWithRoom(trx: Trx, openDayId: string, kind: PictureKind): Promise<void> {
  await locked(trx, openDayId)
  const { rows } = await sql<{ there: number }>`
    select count(*) as there from open_day_pictures
    where open_day_id = ${openDayId} and kind = ${kind} and goes_at is null`.execute(trx)
  if ((rows[0]?.there ?? 0) >= pictureMost)
    throw problem('invalid', { errors: [{ pointer: '', rule: 'maxItems', limit: pictureMost }] })
}

export interface NewPicture {
  readonly kind: PictureKind
  readonly caption: string
  readonly bytes: Buffer
}

/**
 * Adds a picture behind the others of its kind; it is made anew, so that nothing is left of where and by whom it was taken.
 * Throws `file-refused`, `state-forbids`, `invalid` beyond the last one.
 */
export async function addPicture(
  { db, files }: Context,
  staff: Staff,
  openDayId: string,
  { kind, caption, bytes }: NewPicture
): Promise<void> {
  await db.transaction().execute(async (trx) => await lockedWithRoom(trx, openDayId, kind))
  const { content, width, height } = await checkSentPicture(bytes, sides[kind])
  const id = uuidv7()
  const now = clock.now()
  const keep = async (trx: Trx, goesAt: string | null): Promise<void> => {
    await lockedWithRoom(trx, openDayId, kind)
    await sql`
      insert into open_day_pictures (id, open_day_id, kind, position, caption, width, height, bytes, sha256, goes_at, added_by, added_at)
      select ${id}, ${openDayId}, ${kind}, coalesce(max(position), 0) + 1, ${caption.trim()}, ${width}, ${height}, ${content.length},
             ${createHash('sha256').update(content).digest()}, ${goesAt}::timestamptz, ${staff.id}, ${now.toISOString()}
      from open_day_pictures where open_day_id = ${openDayId} and kind = ${kind}
      on conflict (id) do update set goes_at = excluded.goes_at`.execute(trx)
  }
  // its row first, as one that goes: what a crash leaves of it is found and removed, whatever it shows
  await db.transaction().execute(async (trx) => await keep(trx, new Date(now.getTime() + wholeWithinMs).toISOString()))
  await files.put(
    storedName(id),
    (async function* () {
      yield content
    })()
  )
  await db.transaction().execute(async (trx) => {
    await keep(trx, null)
    await audit(trx, {
      actorId: staff.id,
      act: 'openDay.pictureAdded',
      subjectKind: 'openDay',
      subjectId: openDayId,
      details: { picture: id, kind, bytes: content.length }
    })
    await touch(trx, 'open-days')
  })
}

export interface Arranged {
  readonly kind: PictureKind
  readonly pictures: readonly { readonly id: string; readonly caption: string }[]
}

/** Puts all pictures of a kind in the order given, with these captions. Throws `changed-meanwhile` where they are not all of them. */
export async function arrangePictures(
  { db }: Context,
  staff: Staff,
  openDayId: string,
  { kind, pictures }: Arranged
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await locked(trx, openDayId)
    const there = (await picturesOf(trx, openDayId)).filter((one) => one.kind === kind).map(({ id }) => id)
    const given = new Set(pictures.map(({ id }) => id))
    if (given.size !== there.length || pictures.length !== there.length || !there.every((id) => given.has(id)))
      throw problem('changed-meanwhile')
    for (const [index, { id, caption }] of pictures.entries())
      await sql`
        update open_day_pictures set position = ${index + 1}, caption = ${caption.trim()} where id = ${id}`.execute(trx)
    await audit(trx, {
      actorId: staff.id,
      act: 'openDay.picturesArranged',
      subjectKind: 'openDay',
      subjectId: openDayId,
      details: { kind }
    })
    await touch(trx, 'open-days')
  })
}

/** Takes a picture away, of a cancelled open day too; nobody sees it from then on, and its file goes. Throws `not-found`. */
export async function removePicture(
  context: Context,
  staff: Staff,
  openDayId: string,
  pictureId: string
): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update open_day_pictures set goes_at = ${clock.now().toISOString()}
      where id = ${pictureId} and open_day_id = ${openDayId} and goes_at is null`.execute(trx)
    if (!numAffectedRows) throw problem('not-found')
    await audit(trx, {
      actorId: staff.id,
      act: 'openDay.pictureRemoved',
      subjectKind: 'openDay',
      subjectId: openDayId,
      details: { picture: pictureId }
    })
    await touch(trx, 'open-days')
  })
  await sweepPictures(context)
}

/** Removes the files of pictures that go, then their rows; while a backup runs they are left to the job. */
export async function sweepPictures({ db, files }: Context): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from open_day_pictures where goes_at <= ${clock.now().toISOString()}`.execute(db)
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0 && (await removeFiles(db, files, ids.map(storedName))))
    await sql`delete from open_day_pictures where id = any (${ids}::uuid[]) and goes_at is not null`.execute(db)
}

/**
 * Opens a picture for sending. `everybody`: only what is shown, with a mark by which a reader's copy is asked about each
 * time, so that what was taken away vanishes at once. Throws `not-found`.
 */
export async function openPicture(
  { db, files }: Context,
  openDayId: string,
  pictureId: string,
  everybody: boolean
): Promise<SentFile> {
  const { rows } = await sql<{ caption: string; sha256: Buffer }>`
    select p.caption, p.sha256 from open_day_pictures p join open_days o on o.id = p.open_day_id
    where p.id = ${pictureId} and p.open_day_id = ${openDayId} and p.goes_at is null
      and (${!everybody} or (p.kind = 'shown' and o.shown is not null))`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  const file = await files.open(storedName(pictureId))
  if (!file) throw new Error('a picture of an open day is not in its place')
  return {
    ...file,
    name: fileNameFor(row.caption, 'image/jpeg'),
    type: 'image/jpeg',
    inline: true,
    ...(everybody ? { etag: `"${row.sha256.toString('base64url')}"` } : {})
  }
}
