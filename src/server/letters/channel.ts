/** By which channel a letter came, and the way its answer goes back: read, and recorded once it went. */
import { sql } from 'kysely'
import { plusDays } from '#contract/calendar.ts'
import type { AnswerWay, LetterSource } from '#contract/channels.ts'
import type { EventKind, LetterState } from '#contract/letters.ts'
import type { LetterChannel } from '#contract/letters-desk.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Sealer } from '../core/sealed.ts'
import { raiseAlert } from './alerts.ts'
import type { ActOn } from './handle.ts'
import { recordEvent } from './events.ts'
import { eventsOf, letterFor, type EventRow } from './read.ts'

interface ChannelRow {
  readonly source: LetterSource
  readonly outerNumber: string | null
  readonly registeredBy: string
  readonly wayBack: AnswerWay
  readonly note: Buffer | null
}

async function channelRow(db: Db | Trx, id: string): Promise<ChannelRow | undefined> {
  const { rows } = await sql<ChannelRow>`
    select c.source, c.outer_number as "outerNumber", p.name as "registeredBy", c.way_back as "wayBack", c.note_sealed as note
    from letter_channels c join people p on p.id = c.registered_by where c.letter_id = ${id}`.execute(db)
  return rows[0]
}

/** The record that the newest answer went, or null. */
function sentEvent<E extends { readonly kind: EventKind }>(events: readonly E[]): E | null {
  const answered = events.findLastIndex(({ kind }) => kind === 'answered')
  const sent = events.findLastIndex(({ kind }) => kind === 'answerSent')
  return (answered >= 0 && sent > answered ? events[sent] : undefined) ?? null
}

const isAnswered = (state: LetterState): boolean => state === 'answered' || state === 'closed'

/** The channel of a letter; one that came by the web form is answered there. */
export async function channelOf(
  db: Db | Trx,
  sealer: Sealer,
  letter: { readonly id: string; readonly state: LetterState },
  events: readonly EventRow[]
): Promise<LetterChannel> {
  const row = await channelRow(db, letter.id)
  const sent = sentEvent(events)
  return {
    source: row?.source ?? 'web',
    outerNumber: row?.outerNumber ?? null,
    registeredBy: row?.registeredBy ?? null,
    wayBack: row?.wayBack ?? null,
    wayBackNote: row?.note ? sealer.open(row.note, `letter_channels/note/${letter.id}`) : null,
    answerToSend: row !== undefined && isAnswered(letter.state) && sent === null,
    answerSent: sent ? { by: sent.actor ?? '', at: sent.at } : null
  }
}

/** For the queue, on `letters l` with `letter_channels c`: answered, and nobody recorded that the answer went. */
export const answerToSend = sql`
  (c.letter_id is not null and l.state in ('answered', 'closed') and not exists (
     select from letter_events s where s.letter_id = l.id and s.kind = 'answerSent' and s.position >
       (select max(a.position) from letter_events a where a.letter_id = l.id and a.kind = 'answered')))`

/** Days after its signature from which the desk is told that an answer did not go out. */
const daysToSend = 3

/** Raises an alert for each answer that nobody passed on for some days, once a round: what it goes by is kept as long as that. */
export async function remindOfAnswersToSend(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string; round: number }>`
    select l.id, l.round from letters l join letter_channels c on c.letter_id = l.id
    join letter_replies r on r.letter_id = l.id and r.round = l.round
    where ${answerToSend} and r.replied_on <= ${plusDays(clock.today(), -daysToSend)}
      and not exists (select from letter_alerts a where a.letter_id = l.id and a.round = l.round and a.kind = 'answerToSend')`.execute(
    db
  )
  for (const row of rows) await raiseAlert(db, row, 'answerToSend', clock.now())
}

/** Records that the signed answer went to the sender by the way that the letter names; once for each answer. */
export async function recordAnswerSent(
  db: Db,
  { staff, id, revision, at = clock.now() }: ActOn,
  note?: string
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const letter = await letterFor(trx, staff, id, 'letters:read', true)
    if (letter.revision !== revision) throw problem('changed-meanwhile')
    const open = isAnswered(letter.state) && sentEvent(await eventsOf(trx, id)) === null
    if (!open || !(await channelRow(trx, id))) throw problem('state-forbids')
    const reason = note?.trim()
    await recordEvent(trx, id, { kind: 'answerSent', at, actorId: staff.id, ...(reason ? { reason } : {}) })
    await audit(trx, { actorId: staff.id, act: 'letter.answerSent', subjectKind: 'letter', subjectId: id })
  })
}
