/** The days by which other offices give what they were asked for. They follow due dates that come nearer. */
import { sql } from 'kysely'
import { openStates } from '#contract/letters.ts'
import { clock } from '../core/clock.ts'
import type { Trx } from '../core/db.ts'
import { raiseAlert } from './alerts.ts'

/**
 * The inner day of `letter_contributions c` on `letters l`: the one that was asked for; where it no longer lies before the
 * nearest due date of all that are answered together, the day before that, but never one before the asking.
 */
export const innerDay = sql`
  least(c.due_on, greatest(
    (c.asked_at at time zone 'Asia/Shanghai')::date,
    least((select n.due_on from letter_rounds n where n.letter_id = c.letter_id and n.round = c.round),
          (select min(m.due_on) from letters m
           where c.round = l.round and (m.merged_into = coalesce(l.merged_into, l.id) or m.id = l.merged_into))) - 1))`

/** Whether `letter_contributions c` is for the round of `letters l` that runs: of one that ended nothing is wanted any more. */
export const isWanted = sql`(l.state = any (${[...openStates]}) and c.round = l.round)`

interface Request {
  readonly id: string
  readonly letterId: string
  readonly round: number
  readonly day: string
}

/** What waits to be given on letters, those that lead them, and those that they lead. */
async function waitingOn(trx: Trx, letterIds: readonly string[]): Promise<Request[]> {
  const ids = [...letterIds]
  const { rows } = await sql<Request>`
    select c.id, c.letter_id as "letterId", c.round, ${innerDay} as day
    from letter_contributions c join letters l on l.id = c.letter_id
    where c.letter_id in (select unnest(${ids}::uuid[])
                          union select id from letters where merged_into = any (${ids}::uuid[])
                          union select merged_into from letters where id = any (${ids}::uuid[]))
      and ${isWanted} and c.taken_back_at is null
      and not exists (select from letter_contribution_versions v where v.contribution_id = c.id)
    order by c.id`.execute(trx)
  return rows
}

/**
 * Does what may bring the due date of letters nearer, in a transaction that has locked them together (`lockTogether`), and
 * tells the asked offices anew where their day came nearer by it.
 */
export async function tellingOffices<Done>(
  trx: Trx,
  letterIds: readonly string[],
  work: () => Promise<Done>
): Promise<Done> {
  const before = new Map((await waitingOn(trx, letterIds)).map(({ id, day }) => [id, day]))
  const done = await work()
  if (before.size === 0) return done
  for (const { id, letterId, round, day } of await waitingOn(trx, letterIds)) {
    if (day >= (before.get(id) ?? day)) continue
    // who has seen it saw another day
    await sql`delete from letter_alerts where contribution_id = ${id} and kind = 'contributionAsked'`.execute(trx)
    await raiseAlert(trx, { id: letterId, round }, 'contributionAsked', clock.now(), id)
  }
  return done
}
