/** What readers say of an entry: whether it helped. Once a device. */
import { sql } from 'kysely'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'

export interface Votes {
  readonly helpful: number
  readonly unhelpful: number
}

/** So many made-up votes, half of them good, stand beside the real ones: a few readers move little. */
const madeUp = 10

/** How far helpfulness moves what is offered, up or down, at the very most. */
const furthest = 0.1

/** What fitness is multiplied by: 1 where nobody said anything, between 0.9 and 1.1 at most, so that likeness goes first. */
export function helpfulnessFactor({ helpful, unhelpful }: Votes): number {
  const share = (helpful + madeUp / 2) / (helpful + unhelpful + madeUp)
  return 1 + (share - 0.5) * 2 * furthest
}

/** Counts what a device says of an entry; a second time replaces the first. Throws `not-found` for what is no public entry. */
export async function voteOn(db: Db, id: string, device: Buffer, helpful: boolean): Promise<Votes> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<Votes>`
      select helpful, unhelpful from knowledge_entries where id = ${id} and published_version is not null for update`.execute(
      trx
    )
    const [before] = rows
    if (!before) throw problem('not-found')
    const said = await sql<{ helpful: boolean }>`
      select helpful from knowledge_votes where entry_id = ${id} and device = ${device}`.execute(trx)
    const earlier = said.rows[0]?.helpful
    if (earlier === helpful) return before
    await sql`
      insert into knowledge_votes (entry_id, device, helpful, at)
      values (${id}, ${device}, ${helpful}, ${clock.now().toISOString()})
      on conflict (entry_id, device) do update set helpful = excluded.helpful, at = excluded.at`.execute(trx)
    const other = earlier === undefined ? 0 : 1
    const counted = await sql<Votes>`
      update knowledge_entries set helpful = helpful + ${helpful ? 1 : -other}, unhelpful = unhelpful + ${helpful ? -other : 1}
      where id = ${id} returning helpful, unhelpful`.execute(trx)
    await touch(trx, 'answers')
    return counted.rows[0] ?? before
  })
}
