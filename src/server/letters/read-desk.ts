/** A letter as the desk sees it: the whole case. */
import { sql } from 'kysely'
import { letterActions, type DeskLetter, type ReplyVersion } from '#contract/letters-desk.ts'
import type { Permission } from '#contract/people.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { attachmentsOf } from './attachments.ts'
import { channelOf } from './channel.ts'
import { contactOf } from './contact.ts'
import { contributionsOf } from './contributions.ts'
import { notesOf } from './notes.ts'
import { pausingOf, pauseStandOf } from './pause-stand.ts'
import { publicationOf } from './publication.ts'
import { endingOf, eventsOf, letterFor, ratingOf, threadOf } from './read.ts'
import { togetherOf } from './read-together.ts'
import { keepingOf } from './retention.ts'
import { roundsOf } from './rounds.ts'
import { pausedUntil, refusal, workingDaysLeft } from './rules.ts'
import { membersOf, situationOf } from './together.ts'

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

/** The review of a bad rating that isn't at its end, or null. */
async function runningReviewOf(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from rating_reviews where letter_id = ${id} and ended_at is null order by round desc limit 1`.execute(db)
  return rows[0]?.id ?? null
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
  const members = await membersOf(db, id)
  const situation = await situationOf(db, letter, members, { hasDraft: draft !== undefined, today })
  const mayPause = refusal('pause', situation, { id: staff.id, may, everywhere }) === undefined
  return {
    id: letter.id,
    number: letter.number,
    kind: letter.kind,
    topic: letter.topic,
    state: letter.state,
    page: letter.page,
    signedBy: situation.signedBy,
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
    together: await togetherOf(db, letter, members),
    contributions: await contributionsOf(db, id),
    thread: await threadOf(db, letter),
    attachments: await attachmentsOf(db, context, id),
    draft: draft ?? null,
    signer: await signerOf(db, id),
    rating: await ratingOf(db, letter),
    review: may('letters:review') ? await runningReviewOf(db, id) : null,
    ending: endingOf(letter, events),
    publishConsent: letter.publishConsent,
    publication: publication?.state ?? null,
    events: events.map(({ kind, at, actor, office, reason, movedFrom, movedTo, department, other }) => ({
      kind,
      at,
      actor,
      office,
      reason:
        [movedFrom && movedTo ? `${movedFrom} → ${movedTo}` : null, department, other, reason]
          .filter(Boolean)
          .join('：') || null
    })),
    notes: await notesOf(db, id),
    actions: letterActions.filter((act) => refusal(act, situation, { id: staff.id, may, everywhere }) === undefined),
    demo: letter.demo
  }
}
