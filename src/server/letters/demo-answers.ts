/** Publishes the demo's answers the way staff do: one proposes, another approves. */
import { sql } from 'kysely'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Staff } from '../core/sessions.ts'
import { readPublication } from './publication.ts'
import { approveCopy, proposeCopy } from './publish.ts'

const hour = 3_600_000

/** Never later than now. */
const after = (instant: string, hours: number): Date =>
  new Date(Math.min(Date.parse(instant) + hours * hour, clock.now().getTime()))

/**
 * Publishes the demo's answered letters whose senders agreed, all but the newest: that one waits for approval, so that
 * this step can be tried too. Both people must reach all letters.
 */
export async function publishDemoAnswers(context: Context, author: Staff, approver: Staff): Promise<void> {
  const { rows } = await sql<{ id: string; repliedAt: string }>`
    select l.id, r.replied_at as "repliedAt" from letters l join letter_replies r on r.letter_id = l.id and r.round = l.round
    where l.demo and l.publish_consent and l.state in ('answered', 'closed') order by r.replied_at, l.id`.execute(
    context.db
  )
  for (const [place, { id, repliedAt }] of rows.entries()) {
    const { title, question, reply, version } = await readPublication(context.db, context.sealer, author, id)
    const draft = { title, question, reply, kept: [], version }
    const proposed = await proposeCopy(context, { staff: author, id, at: after(repliedAt, 18) }, draft)
    if (place < rows.length - 1)
      await approveCopy(context, { staff: approver, id, at: after(repliedAt, 20) }, proposed.version)
  }
}
