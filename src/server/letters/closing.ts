/** Answered letters that nobody follows up are closed. */
import { sql } from 'kysely'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { recordEvent } from './events.ts'
import { letterOf } from './read.ts'

/** Closes letters whose newest reply is older than the settings say, one transaction each. Returns how many. */
export async function closeAnsweredLetters({ db, config }: Context): Promise<number> {
  const before = new Date(clock.now().getTime() - config.closeAfterDays * 86_400_000).toISOString()
  const due = async (one: Db | Trx, only?: string) => {
    const { rows } = await sql<{ id: string }>`
      select l.id from letters l join letter_replies r on r.letter_id = l.id and r.round = l.round
      where l.state = 'answered' and r.replied_at < ${before} and ${only ? sql`l.id = ${only}` : sql`true`}
      order by r.replied_at, l.id`.execute(one)
    return rows
  }
  let closed = 0
  for (const { id } of await due(db)) {
    await db.transaction().execute(async (trx) => {
      await letterOf(trx, id, true)
      // it was followed up between the two queries, and perhaps answered anew
      if ((await due(trx, id)).length === 0) return
      await recordEvent(trx, id, { kind: 'closed', at: clock.now(), actorId: null })
      await audit(trx, { actorId: null, act: 'letter.close', subjectKind: 'letter', subjectId: id })
      closed += 1
    })
  }
  return closed
}
