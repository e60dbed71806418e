/** What the tests of the calendar share: a bureau on a day, with two administrators. */
import { expect } from 'vitest'
import { type CalendarChange, type CalendarYear } from '#contract/calendar-desk.ts'
import { type WorkingCalendar } from '#contract/calendar.ts'
import { type Letter, type LetterDraft } from '#contract/letters.ts'
import { syncAnnouncedDays } from '#server/core/announced-days.ts'
import { clock } from '#server/core/clock.ts'
import { announcedCalendar } from '#server/core/working-calendar.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { open } from './letter-stage.ts'
import { colleague, type Colleague } from './staff.ts'

export const source = '国办发明电〔2026〕9号'
export type Day = { date: string; ruling: 'off' | 'work' | 'ordinary'; name: string }
export const off = (date: string, name = '临时放假'): Day => ({ date, ruling: 'off', name })

export let fresh: FreshApp
export let admin: Colleague
export let otherAdmin: Colleague

export const at = (day: string) => clock.set(new Date(`${day}T10:00:00+08:00`))

/** A bureau of its own on this day, with two administrators; nothing was ever ruled by hand. */
export const begin = async (day: string): Promise<void> => {
  at(day)
  fresh = await freshApp({ LETTERS_PER_HOUR: '100000' })
  admin = await colleague(fresh.app, fresh.db, 'admin', ['administrator'])
  otherAdmin = await colleague(fresh.app, fresh.db, 'other-admin', ['administrator'])
}
export const end = async (): Promise<void> => {
  await fresh.close()
  clock.set(new Date())
}

export const year = async (of = 2026, who = admin): Promise<CalendarYear> => {
  const response = await who.send('GET', `/desk/calendar/${of}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<CalendarYear>()
}
export const put = async (of: number, changes: object, who = admin) =>
  await who.send('PUT', `/desk/calendar/${of}`, { announced: true, days: [], source, ...changes })

/** Rules days as the calendar stands. */
export const rule = async (of: number, days: Day[], announced = true): Promise<CalendarChange> => {
  const { revision } = await year(of)
  const response = await put(of, { days, announced, revision })
  expect(response.statusCode, response.body).toBe(200)
  return response.json<CalendarChange>()
}

export const seen = async (letter: LetterDraft, number: string): Promise<Letter> => {
  const response = await open(fresh.app, number, `Code ${letter.code}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Letter>()
}

/** What the tables hold of a letter: its due date at both places, and what was written down about a move. */
export const kept = async ({ id }: LetterDraft) => {
  const { rows } = await fresh.owner.query<{
    dueOn: string
    roundDueOn: string
    provisional: boolean
    roundProvisional: boolean
    calendarRevision: number
    revision: number
    moves: { from: string; to: string; reason: string; actor: string | null; position: number }[]
    audited: { from: string; to: string }[]
  }>(
    `select l.due_on as "dueOn", n.due_on as "roundDueOn", l.due_provisional as provisional, n.due_provisional as "roundProvisional",
            n.calendar_revision as "calendarRevision", l.revision,
            (select coalesce(json_agg(json_build_object('from', moved_from, 'to', moved_to, 'reason', reason, 'actor', actor_id,
               'position', position) order by position), '[]') from letter_events where letter_id = l.id and kind = 'dueMoved') as moves,
            (select coalesce(json_agg(json_build_object('from', details->>'from', 'to', details->>'to') order by at, id), '[]')
             from audit_events where subject_id = l.id::text and act = 'letter.dueMoved') as audited
     from letters l join letter_rounds n on n.letter_id = l.id and n.round = l.round where l.id = $1`,
    [id]
  )
  const [row] = rows
  if (!row) throw new Error('no such letter')
  return row
}

export const sync = async (release: string, changes: Partial<WorkingCalendar>): Promise<boolean> => {
  const client = await fresh.owner.connect()
  try {
    await client.query('begin')
    const calendar = { ...announcedCalendar, ...changes }
    const added = await syncAnnouncedDays(client, { source: `chinese-days ${release}`, calendar })
    await client.query('commit')
    return added
  } finally {
    client.release()
  }
}
