/** The queue of the desk: a page of letters after another, and how many stand in each state. */
import { sql, type RawBuilder } from 'kysely'
import type { LetterQueue, QueueCounts, QueuedLetter } from '#contract/letters-queue.ts'
import type { Queries, Replies } from '#contract/routes.ts'
import type { LetterKind } from '#contract/letters.ts'
import { workingDaysBetween } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { answerToSend } from './channel.ts'
import { endedStates, inStates, matching, statesOf } from './narrowing.ts'
import { letterColumns, within, type LetterRow } from './read.ts'
import { pausesThatRun } from './paused-days.ts'
import { workingDaysLeft } from './rules.ts'

const pageLength = 50

interface QueueRow extends LetterRow {
  readonly reminded: boolean
  readonly filesMissing: number
  readonly listing: QueuedLetter['listing']
  readonly source: QueuedLetter['source']
  readonly outerNumber: string | null
  readonly wayBack: QueuedLetter['wayBack']
  readonly answerToSend: boolean
  readonly together: QueuedLetter['together']
  readonly ownDue: boolean
}

/** Lines of the letters whose ids `page` selects. */
async function linesOf(db: Db, page: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select ${letterColumns},
           coalesce(n.reminded_at is not null, false) as reminded,
           (select count(*) from letter_attachments a where a.letter_id = l.id and a.state = 'awaited') as "filesMissing",
           case when l.kind = 'message' then coalesce(
             (select case when b.listed_at is null then 'unlisted' else 'listed' end from board_items b where b.letter_id = l.id),
             'none') end as listing,
           coalesce(c.source, 'web') as source, c.outer_number as "outerNumber", c.way_back as "wayBack",
           ${answerToSend} as "answerToSend",
           case when l.merged_into is not null then 'member'
                when exists (select from letters m where m.merged_into = l.id) then 'lead' end as together,
           coalesce(n.own_due_on is not null, false) as "ownDue"
    from (${page}) as page
    join letters l on l.id = page.id
    left join letter_rounds n on n.letter_id = l.id and n.round = l.round
    left join offices o on o.id = l.office_id left join letter_channels c on c.letter_id = l.id
    order by ${order}`.execute(db)
  return rows
}

/** Rows as the desk shows them today. */
async function shownLines(db: Db, rows: readonly QueueRow[], today: string): Promise<QueuedLetter[]> {
  const { calendar } = await calendarNow(db)
  const stillUntil = await pausesThatRun(db, rows, calendar)
  return rows.map((row) => ({
    ...row,
    // of a day that the channel set, the working days up to it: what is left must fit in
    limit: row.ownDue ? workingDaysBetween(row.startedOn, row.dueOn, calendar) : row.limit,
    workingDaysLeft: workingDaysLeft(row.state, today, row.dueOn, calendar, stillUntil(row)),
    pausedUntil: stillUntil(row)
  }))
}

const orders = {
  due: { day: sql`l.due_on`, after: sql`>`, by: sql`l.due_on, l.id`, place: 'dueOn' },
  oldest: { day: sql`l.received_on`, after: sql`>`, by: sql`l.received_on, l.id`, place: 'receivedOn' },
  newest: { day: sql`l.received_on`, after: sql`<`, by: sql`l.received_on desc, l.id desc`, place: 'receivedOn' }
} as const

/**
 * A page of the queue; what it is narrowed by see `narrowing.ts`. The page's ids are found first, by the place behind the
 * last one (a day and an id), and only then its lines put together. Only a first page counts: that reads an index of all letters.
 */
export async function readQueue(db: Db, staff: Staff, query: Queries['GET /desk/letters']): Promise<LetterQueue> {
  const today = clock.today()
  const order = orders[query.sort ?? 'due']
  const [afterDay, afterId] = query.after?.split('~') ?? []
  const page = sql`
    select l.id
    from letters l left join letter_channels c on c.letter_id = l.id
    where ${within(staff, 'letters:read')} and ${inStates(statesOf(query.state))} and ${matching(query, today)}
      and ${afterDay && afterId ? sql`(${order.day}, l.id) ${order.after} (${afterDay}::date, ${afterId}::uuid)` : sql`true`}
    order by ${order.by} limit ${pageLength + 1}`
  const [rows, counts] = await Promise.all([
    linesOf(db, page, order.by),
    query.after ? null : countStates(db, staff, query.kind)
  ])
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    letters: await shownLines(db, shown, today),
    counts,
    today,
    next: rows.length > pageLength && last ? `${last[order.place]}~${last.id}` : null
  }
}

async function countStates(db: Db, staff: Staff, kind: LetterKind | undefined): Promise<QueueCounts> {
  const { rows } = await sql<{ state: keyof QueueCounts; letters: number }>`
    select case when l.state = any (${[...endedStates]}) then 'ended' else l.state end as state, sum(l.letters)::integer as letters
    from (select l.state, count(*) as letters from letters l
          where ${within(staff, 'letters:read')} and ${kind ? sql`l.kind = ${kind}` : sql`true`} group by 1) l group by 1`.execute(
    db
  )
  const counts = { received: 0, accepted: 0, assigned: 0, drafting: 0, signing: 0, answered: 0, ended: 0 }
  for (const { state, letters } of rows) counts[state] = letters
  return counts
}

const mostOfContact = 100

/**
 * Letters within reach whose sender gave exactly this telephone number or e-mail address, the newest first. Nothing is
 * decrypted: the keyed index of what was typed is compared. That somebody looked is on record, for what is not.
 */
export async function findByContact(
  { db, sealer }: Context,
  staff: Staff,
  contact: string
): Promise<Replies['POST /desk/contact-searches']> {
  const typed = contact.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  const today = clock.today()
  await db.transaction().execute(async (trx) => {
    await audit(trx, { actorId: staff.id, act: 'letters.soughtByContact', subjectKind: 'letters', subjectId: null })
  })
  const page = sql`
    select l.id
    from letter_senders s join letters l on l.id = s.letter_id
    where (s.phone_index = ${sealer.blindIndex('phone', typed.replaceAll('-', ''))}
           or s.email_index = ${sealer.blindIndex('email', typed)})
      and ${within(staff, 'letters:read')}
    order by ${orders.newest.by} limit ${mostOfContact}`
  return { letters: await shownLines(db, await linesOf(db, page, orders.newest.by), today), today }
}
