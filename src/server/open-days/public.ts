/** Open days as everybody reads them: from what was published, never from what is being written. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { OpenDayDraft } from '#contract/open-days-desk.ts'
import type { KeptOpenDays, OpenDay, OpenDayLine, OpenDayList } from '#contract/open-days.ts'
import { dayOf } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Db } from '../core/db.ts'
import { calendarText } from './calendar.ts'
import { picturesOf } from './pictures.ts'
import { retentionOn } from './read-booking.ts'
import { placesLeft, shownSlot, slotsByDay, slotsOf, type SlotRow } from './slots.ts'

interface ShownRow {
  readonly id: string
  readonly shown: OpenDayDraft
  readonly state: 'published' | 'cancelled'
  readonly cancelled: string | null
  readonly afterText: string
  readonly handedOut: number
  readonly attended: number
  readonly publishedAt: string
  readonly demo: boolean
}

const shownRows = sql`
  select o.id, o.shown, o.state, o.cancel_reason as cancelled, o.after_text as "afterText", o.handed_out as "handedOut",
         o.published_at as "publishedAt", o.demo,
         (select coalesce(sum(i.people), 0) from check_ins i where i.open_day_id = o.id and i.counted)::integer as attended
  from open_days o where o.shown is not null`

/** A line of a list. `title` and the like come from what is shown, or at the desk from what is written. */
export function lineOf(
  { id, state, demo }: { readonly id: string; readonly state: OpenDayLine['state']; readonly demo: boolean },
  words: Pick<OpenDayDraft, 'kind' | 'title' | 'summary' | 'place'>,
  slots: readonly SlotRow[]
): OpenDayLine {
  const now = clock.now()
  const at = now.toISOString()
  const standing = slots.filter(({ cancelled }) => cancelled === null)
  const times = standing.length > 0 ? standing : slots
  const opening = standing.filter(({ opensAt }) => opensAt > at).map(({ opensAt }) => opensAt)
  return {
    id,
    kind: words.kind,
    title: words.title,
    summary: words.summary,
    state,
    place: words.place.name,
    startsAt: times.map(({ startsAt }) => startsAt).toSorted()[0] ?? null,
    endsAt:
      times
        .map(({ endsAt }) => endsAt)
        .toSorted()
        .at(-1) ?? null,
    slots: standing.length,
    left: standing
      .filter(({ opensAt, startsAt, inviteCode }) => opensAt <= at && at < startsAt && inviteCode === null)
      .reduce((sum, slot) => sum + placesLeft(slot, now), 0),
    opensAt: opening.toSorted()[0] ?? null,
    demo
  }
}

/** So many that were are listed. */
const mostPast = 50

/** What comes, the next first, and what was, the newest first. */
export async function listOpenDays(db: Db): Promise<OpenDayList> {
  const { rows } = await sql<ShownRow>`${shownRows} order by o.published_at desc limit 200`.execute(db)
  const slots = await slotsByDay(
    db,
    rows.map(({ id }) => id)
  )
  const lines = rows.map((row) => lineOf(row, row.shown, slots.get(row.id) ?? []))
  const now = clock.now().toISOString()
  const isPast = ({ endsAt }: OpenDayLine) => endsAt !== null && endsAt <= now
  const byStart = (a: OpenDayLine, b: OpenDayLine) => (a.startsAt ?? '').localeCompare(b.startsAt ?? '')
  return {
    upcoming: lines.filter((line) => !isPast(line)).toSorted(byStart),
    past: lines
      .filter(isPast)
      .toSorted((a, b) => byStart(b, a))
      .slice(0, mostPast)
  }
}

/** One open day; undefined for a draft as for what never was. */
export async function findOpenDay(db: Db, id: string): Promise<OpenDay | undefined> {
  const { rows } = await sql<ShownRow>`${shownRows} and o.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const slots = await slotsOf(db, id)
  const { kind, title, summary, programme, place, materials, contactPhone } = row.shown
  const { days } = await retentionOn(db, clock.today())
  const { afterText, attended, handedOut } = row
  const pictures = (await picturesOf(db, id)).filter((one) => one.kind === 'shown').map(({ kind: _, ...one }) => one)
  return {
    id,
    kind,
    title,
    summary,
    programme,
    place,
    materials,
    contactPhone,
    state: row.state,
    cancelled: row.cancelled,
    slots: slots.map(shownSlot),
    after: afterText === '' && pictures.length === 0 ? null : { text: afterText, attended, handedOut, pictures },
    keepDays: days,
    now: clock.now().toISOString(),
    demo: row.demo
  }
}

/** So many that come are kept whole on a phone: some weeks, and less than a picture. */
const mostKept = 12

/** The list and those that come; without them where all is as at `since`, a digest that an earlier call gave. */
export async function openDaysToKeep(db: Db, since: string | undefined): Promise<KeptOpenDays> {
  const list = await listOpenDays(db)
  const found = await Promise.all(list.upcoming.slice(0, mostKept).map(async ({ id }) => await findOpenDay(db, id)))
  const days = found.filter((day) => day !== undefined)
  // when it was read makes no difference
  const told = JSON.stringify([list, days.map(({ now: _, ...day }) => day)])
  const revision = createHash('sha256').update(told).digest('base64url')
  return { revision, openDays: revision === since ? null : { list, days } }
}

/** The calendar that people subscribe to: what comes and what was in the last three months. */
export async function calendarFeed(db: Db, config: Config): Promise<string> {
  const { upcoming, past } = await listOpenDays(db)
  const since = new Date(clock.now().getTime() - 92 * 86_400_000).toISOString()
  const lines = [...upcoming, ...past.filter(({ endsAt }) => (endsAt ?? '') >= since)]
  const rows = await slotsByDay(
    db,
    lines.map(({ id }) => id)
  )
  const slots = await Promise.all(
    lines.map(async (line) => {
      const openDay = await findOpenDay(db, line.id)
      return (rows.get(line.id) ?? []).map((slot) => ({
        id: slot.id,
        sequence: slot.sequence,
        title: `${line.title}：${slot.title}`,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        place: openDay ? `${openDay.place.name}，${openDay.place.address}` : line.place,
        description: line.summary,
        url: `${config.publicUrl}/open-days/${line.id}`,
        cancelled: slot.cancelled !== null
      }))
    })
  )
  // the stamp moves once a day, so that who asks often is told that nothing is new
  const stampedAt = new Date(`${dayOf(clock.now())}T00:00:00+08:00`)
  return calendarText(`${config.bureau.zh}活动`, slots.flat(), { alarm: false, stampedAt })
}
