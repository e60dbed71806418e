/** Letters as the desk sees them: the case and the queue. */
import { sql } from 'kysely'
import {
  letterActions,
  type DeskLetter,
  type LetterQueue,
  type QueuedLetter,
  type ReplyVersion
} from '#contract/letters-desk.ts'
import type { Permission } from '#contract/people.ts'
import type { Queries } from '#contract/routes.ts'
import { openStates, type LetterKind } from '#contract/letters.ts'
import { workingDaysBetween } from '#contract/calendar.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { attachmentsOf } from './attachments.ts'
import { answerToSend, channelOf } from './channel.ts'
import { contactOf } from './contact.ts'
import { notesOf } from './notes.ts'
import { pausingOf, pauseStandOf } from './pause-stand.ts'
import { keptPausesOf } from './paused-days.ts'
import { pausesFrom } from './pause-rules.ts'
import { publicationOf } from './publication.ts'
import {
  authorsOf,
  endingOf,
  eventsOf,
  letterColumns,
  letterFor,
  ratingOf,
  threadOf,
  within,
  type LetterRow
} from './read.ts'
import { keepingOf } from './retention.ts'
import { roundsOf } from './rounds.ts'
import { isOpen, pausedUntil, refusal, workingDaysLeft } from './rules.ts'

interface VersionRow {
  readonly version: number
  readonly round: number
  readonly text: string
  readonly savedAt: string
  readonly authorId: string
  readonly author: string
}

async function versionsOf(db: Db, id: string, most?: { round: number }): Promise<ReplyVersion[]> {
  const { rows } = await sql<VersionRow>`
    select d.version, d.round, d.text, d.saved_at as "savedAt", d.author_id as "authorId", p.name as author
    from letter_drafts d join people p on p.id = d.author_id
    where d.letter_id = ${id} ${most ? sql`and d.round = ${most.round}` : sql``}
    order by d.version desc ${most ? sql`limit 1` : sql``}`.execute(db)
  return rows.map(({ authorId, author, ...version }) => ({ ...version, author: { id: authorId, name: author } }))
}

/** All kept versions of the reply, the newest first. */
export async function readDrafts(db: Db, staff: Staff, id: string): Promise<ReplyVersion[]> {
  await letterFor(db, staff, id, 'letters:read')
  return await versionsOf(db, id)
}

async function signerOf(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select p.name from letter_replies r join people p on p.id = r.signer_id
    where r.letter_id = ${id} order by r.round desc limit 1`.execute(db)
  return rows[0]?.name ?? null
}

/** All that the desk shows of a letter, with what this person may do now. */
export async function readDeskLetter(context: Context, staff: Staff, id: string): Promise<DeskLetter> {
  const { db } = context
  const letter = await letterFor(db, staff, id, 'letters:read')
  const events = await eventsOf(db, id)
  const rounds = await roundsOf(db, id)
  const running = rounds.at(-1)
  if (!running) throw new Error('a letter without a round')
  const [draft] = await versionsOf(db, id, { round: letter.round })
  const publication = await publicationOf(db, id)
  const { calendar } = await calendarNow(db)
  const today = clock.today()
  const may = (permission: Permission) => {
    const scope = staff.grants.get(permission)
    return scope === 'all' || (scope === 'office' && staff.officeId === letter.officeId)
  }
  const { contact } = await keepingOf(db, id)
  const pause = await pauseStandOf(db, letter, today)
  const everywhere = (permission: Permission) => staff.grants.get(permission) === 'all'
  const situation = {
    state: letter.state,
    signedBy: letter.signedBy,
    hasDraft: draft !== undefined,
    authors: await authorsOf(db, id, letter.round),
    pause: pause.stand
  }
  const mayPause = refusal('pause', situation, { id: staff.id, may, everywhere }) === undefined
  return {
    id: letter.id,
    number: letter.number,
    kind: letter.kind,
    topic: letter.topic,
    state: letter.state,
    page: letter.page,
    signedBy: letter.signedBy,
    revision: letter.revision,
    title: letter.title,
    contact: await contactOf(db, context.sealer, id),
    contactErasedOn: contact.erasedOn,
    contactEraseOn: contact.eraseOn,
    channel: await channelOf(db, context.sealer, letter, events),
    receivedAt: letter.receivedAt,
    today,
    due: running.due,
    workingDaysLeft: workingDaysLeft(letter.state, today, running.due.dueOn, calendar, pausedUntil(running.due)),
    rounds,
    pausing: mayPause ? await pausingOf(db, pause, today) : null,
    office: letter.officeId && letter.office ? { id: letter.officeId, name: letter.office } : null,
    thread: await threadOf(db, letter),
    attachments: await attachmentsOf(db, context, id),
    draft: draft ?? null,
    signer: await signerOf(db, id),
    rating: await ratingOf(db, letter),
    ending: endingOf(letter, events),
    publishConsent: letter.publishConsent,
    publication: publication?.state ?? null,
    events: events.map(({ kind, at, actor, office, reason, movedFrom, movedTo, department }) => ({
      kind,
      at,
      actor,
      office,
      reason:
        [movedFrom && movedTo ? `${movedFrom} → ${movedTo}` : null, department, reason].filter(Boolean).join('：') ||
        null
    })),
    notes: await notesOf(db, id),
    actions: letterActions.filter((act) => refusal(act, situation, { id: staff.id, may, everywhere }) === undefined),
    demo: letter.demo
  }
}

const pageLength = 50
export const endedStates = ['closed', 'withdrawn', 'transferred', 'refused'] as const

function statesOf(state: Queries['GET /desk/letters']['state']): readonly string[] {
  if (state === undefined) return openStates
  return state === 'ended' ? endedStates : [state]
}

interface QueueRow extends LetterRow {
  readonly reminded: boolean
  readonly filesMissing: number
  readonly listing: QueuedLetter['listing']
  readonly source: QueuedLetter['source']
  readonly outerNumber: string | null
  readonly wayBack: QueuedLetter['wayBack']
  readonly answerToSend: boolean
  readonly ownDue: boolean
}

/** What the queue and the ledger are narrowed by, as a condition on `letters l`. */
export function matching({ kind, topic, search }: Pick<Queries['GET /desk/letters'], 'kind' | 'topic' | 'search'>) {
  const text = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : undefined
  return sql`
    ${kind ? sql`l.kind = ${kind}` : sql`true`}
    and ${topic ? sql`l.topic = ${topic}` : sql`true`}
    and ${text ? sql`(l.title ilike ${text} or l.number ilike ${text} or c.outer_number ilike ${text})` : sql`true`}`
}

/** The queue: what is open, most urgent first; `state` shows one state only, `search` looks in number and title. */
export async function readQueue(db: Db, staff: Staff, query: Queries['GET /desk/letters']): Promise<LetterQueue> {
  const scope = within(staff, 'letters:read')
  const [afterDay, afterId] = query.after?.split('~') ?? []
  const { rows } = await sql<QueueRow>`
    select ${letterColumns},
           exists (select from letter_rounds n where n.letter_id = l.id and n.round = l.round and n.reminded_at is not null) as reminded,
           (select count(*) from letter_attachments a where a.letter_id = l.id and a.state = 'awaited') as "filesMissing",
           case when l.kind = 'message' then coalesce(
             (select case when b.listed_at is null then 'unlisted' else 'listed' end from board_items b where b.letter_id = l.id),
             'none') end as listing,
           coalesce(c.source, 'web') as source, c.outer_number as "outerNumber", c.way_back as "wayBack",
           ${answerToSend} as "answerToSend",
           exists (select from letter_rounds n where n.letter_id = l.id and n.round = l.round and n.own_due_on is not null) as "ownDue"
    from letters l left join offices o on o.id = l.office_id left join letter_channels c on c.letter_id = l.id
    where ${scope}
      and l.state = any (${[...statesOf(query.state)]})
      and ${matching(query)}
      and ${afterDay && afterId ? sql`(l.due_on, l.id) > (${afterDay}::date, ${afterId}::uuid)` : sql`true`}
    order by l.due_on, l.id limit ${pageLength + 1}`.execute(db)
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  const pauses = await keptPausesOf(
    db,
    shown.map(({ id }) => id)
  )
  const stillUntil = ({ id, round, state }: QueueRow): string | null =>
    isOpen(state) ? pausedUntil({ pauses: pausesFrom(pauses.get(`${id}/${round}`) ?? [], calendar) }) : null
  return {
    letters: shown.map((row): QueuedLetter => ({
      ...row,
      // of a day that the channel set, the working days up to it: what is left must fit in
      limit: row.ownDue ? workingDaysBetween(row.startedOn, row.dueOn, calendar) : row.limit,
      workingDaysLeft: workingDaysLeft(row.state, today, row.dueOn, calendar, stillUntil(row)),
      pausedUntil: stillUntil(row)
    })),
    counts: await countStates(db, staff, query.kind),
    today,
    next: rows.length > pageLength && last ? `${last.dueOn}~${last.id}` : null
  }
}

async function countStates(db: Db, staff: Staff, kind: LetterKind | undefined): Promise<LetterQueue['counts']> {
  const { rows } = await sql<{ state: keyof LetterQueue['counts']; letters: number }>`
    select case when l.state = any (${[...endedStates]}) then 'ended' else l.state end as state, count(*) as letters
    from letters l
    where ${within(staff, 'letters:read')} and ${kind ? sql`l.kind = ${kind}` : sql`true`} group by 1`.execute(db)
  const counts = { received: 0, accepted: 0, assigned: 0, drafting: 0, signing: 0, answered: 0, ended: 0 }
  for (const { state, letters } of rows) counts[state] = letters
  return counts
}
