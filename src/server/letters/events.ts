/** The record of a letter: every act adds an event, and the letter's state is what its events say. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { DepartmentCard } from '#contract/letters-departments.ts'
import type { EventKind } from '#contract/letters.ts'
import type { Trx } from '../core/db.ts'
import { touch } from '../core/revisions.ts'
import { leadAfter, stateAfter } from './rules.ts'

/** One event. `officeId` is the office that has the letter from now on; left out, the one that has it. */
export interface NewEvent {
  readonly kind: EventKind
  readonly at: Date
  /** the member of staff; null for the sender and for the system */
  readonly actorId: string | null
  readonly officeId?: string | null
  readonly reason?: string
  readonly draftVersion?: number
  readonly messageId?: string
  /** where the letter was transferred to, and how that department is reached */
  readonly department?: string
  readonly card?: DepartmentCard
  /** of `merged` and its like: the other letter */
  readonly otherId?: string
  /** how the due date moved by it */
  readonly moved?: { readonly from: string; readonly to: string } | null
}

/** What changes nothing for those who work on the letter: it must not tell them that somebody was quicker. */
const quiet: readonly EventKind[] = ['reminded', 'rated']

/** Adds an event to a letter that the transaction has locked, and moves state, office and revision on. */
export async function recordEvent(trx: Trx, letterId: string, event: NewEvent): Promise<void> {
  const office =
    event.officeId === undefined
      ? sql`(select office_id from letters where id = ${letterId})`
      : sql`${event.officeId}::uuid`
  await sql`
    insert into letter_events (id, letter_id, position, kind, at, actor_id, office_id, draft_version, reason, message_id, department,
                               department_card, other_id, moved_from, moved_to)
    select ${uuidv7()}, ${letterId}, max(position) + 1, ${event.kind}, ${event.at.toISOString()}, ${event.actorId}::uuid, ${office},
           ${event.draftVersion ?? null}::integer, ${event.reason ?? null}, ${event.messageId ?? null}::uuid, ${event.department ?? null},
           ${event.card ? JSON.stringify(event.card) : null}::jsonb, ${event.otherId ?? null}::uuid,
           ${event.moved?.from ?? null}::date, ${event.moved?.to ?? null}::date
    from letter_events where letter_id = ${letterId}`.execute(trx)
  const { rows } = await sql<{ kind: EventKind; otherId: string | null }>`
    select kind, other_id as "otherId" from letter_events where letter_id = ${letterId} order by position`.execute(trx)
  await sql`
    update letters set state = ${stateAfter(rows.map(({ kind }) => kind))}, office_id = ${office},
                       merged_into = ${leadAfter(rows)}::uuid, revision = revision + ${quiet.includes(event.kind) ? 0 : 1}
    where id = ${letterId}`.execute(trx)
  // the board shows where a message is
  const { rows: shown } = await sql`
    select from board_items where letter_id = ${letterId} and listed_at is not null`.execute(trx)
  if (shown.length > 0) await touch(trx, 'board')
}
