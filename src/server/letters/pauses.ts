/** Pausing the limit of a letter, with a reason that its sender reads, and letting it run again. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { dayOf, isDay, workingDaysBetween } from '#contract/calendar.ts'
import type { PauseAsked } from '#contract/letters-pauses.ts'
import type { FieldError } from '#contract/problem.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { raiseAlert } from './alerts.ts'
import { recordEvent } from './events.ts'
import { act, type ActOn } from './handle.ts'
import { endPause, settleDue } from './paused-days.ts'
import { pauseStandOf } from './pause-stand.ts'
import { letterOf } from './read.ts'

async function reasonNamed(trx: Trx, code: string, today: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from pause_reasons where code = ${code} and (retired_on is null or retired_on > ${today})`.execute(trx)
  const [row] = rows
  if (!row) throw problem('invalid', { errors: [{ pointer: '/reason', rule: 'enum' }] })
  return row.name
}

/**
 * Pauses the limit from today on: working days after today, up to and with `until`, do not count. Throws `invalid` for a
 * reason that is not in use, for an end that leaves no working day, and for one past the longest that is allowed.
 */
export async function pauseLimit(
  db: Db,
  on: ActOn,
  { reason, words, until }: Omit<PauseAsked, 'revision'>
): Promise<void> {
  await act(db, on, 'pause', async ({ trx, letter, at, record }) => {
    const today = dayOf(at)
    const name = await reasonNamed(trx, reason, today)
    const { latest, longest, calendar } = await pauseStandOf(trx, letter, today)
    const wrong = (rule: string, limit?: string): FieldError => ({
      pointer: '/until',
      rule,
      ...(limit ? { limit } : {})
    })
    if (!isDay(until)) throw problem('invalid', { errors: [wrong('format')] })
    if (latest === null || until > latest) throw problem('invalid', { errors: [wrong('maximum', latest ?? today)] })
    if (until <= today || workingDaysBetween(today, until, calendar) < 1)
      throw problem('invalid', { errors: [wrong('minimum')] })
    await sql`
      insert into letter_pauses (id, letter_id, round, reason, words, paused_on, planned_on, longest_days)
      values (${uuidv7()}, ${letter.id}, ${letter.round}, ${reason}, ${words.trim()}, ${today}, ${until}, ${longest})`.execute(
      trx
    )
    const moved = await settleDue(trx, letter.id, letter.round)
    await record('paused', { reason: `${name}：${words.trim()}`, moved })
  })
}

/** Lets the limit run again: today is the last day that does not count. */
export async function resumeLimit(db: Db, on: ActOn): Promise<void> {
  await act(db, on, 'resume', async ({ trx, letter, at, record }) => {
    await endPause(trx, letter.id, letter.round, at)
    const moved = await settleDue(trx, letter.id, letter.round)
    await record('resumed', { moved })
  })
}

/**
 * Ends pauses whose last day has passed, one transaction each, with a line in the history and an alert. The due date was
 * counted with that day all along: a run that comes late moves nothing. Returns how many it ended.
 */
export async function endPassedPauses(db: Db): Promise<number> {
  const today = clock.today()
  const { rows } = await sql<{ id: string }>`
    select letter_id as id from letter_pauses where ended_at is null and paused_on < ${today} order by 1`.execute(db)
  let ended = 0
  for (const { id } of rows) {
    await db.transaction().execute(async (trx) => {
      const letter = await letterOf(trx, id, true)
      const { pauses } = await pauseStandOf(trx, letter, today)
      const last = pauses.at(-1)
      // somebody ended it between the two queries, or it runs on
      if (last?.running !== true || last.to >= today) return
      const at = clock.now()
      await endPause(trx, id, letter.round, at)
      const moved = await settleDue(trx, id, letter.round)
      await recordEvent(trx, id, { kind: 'resumed', at, actorId: null, moved })
      await raiseAlert(trx, letter, 'pauseEnded', at)
      await audit(trx, { actorId: null, act: 'letter.pauseEnded', subjectKind: 'letter', subjectId: id })
      ended += 1
    })
  }
  return ended
}
