/** What staff do with a letter: each act is one transaction with its event and its audit row. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { LetterAction } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'
import { dayOf, workingDaysBetween } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { workingCalendar } from '../core/working-calendar.ts'
import { authorsOf, letterFor, type LetterRow } from './read.ts'
import { refusal, stateAfter, type EventKind } from './rules.ts'

interface Act {
  readonly trx: Trx
  readonly staff: Staff
  readonly letter: LetterRow
  readonly at: Date
}

const permissionOf: Record<LetterAction, Permission> = {
  assign: 'letters:assign',
  draft: 'letters:draft',
  submit: 'letters:draft',
  return: 'letters:sign',
  sign: 'letters:sign'
}

async function latestDraft(trx: Trx, id: string): Promise<{ version: number; authorId: string } | undefined> {
  const { rows } = await sql<{ version: number; authorId: string }>`
    select version, author_id as "authorId" from letter_drafts
    where letter_id = ${id} order by version desc limit 1`.execute(trx)
  return rows[0]
}

/** Locks the letter, checks scope, revision and rules, does the work and moves the revision on. */
async function act(
  db: Db,
  staff: Staff,
  id: string,
  revision: number,
  name: LetterAction,
  work: (act: Act) => Promise<void>,
  at: Date = clock.now()
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const letter = await letterFor(trx, staff, id, permissionOf[name], true)
    if (letter.revision !== revision) throw problem('changed-meanwhile')
    const situation = {
      state: letter.state,
      hasDraft: (await latestDraft(trx, id)) !== undefined,
      authors: await authorsOf(trx, id)
    }
    const refused = refusal(name, situation, { id: staff.id, may: (permission) => staff.grants.has(permission) })
    if (refused) throw problem(refused)
    await work({ trx, staff, letter, at })
    await audit(trx, { actorId: staff.id, act: `letter.${name}`, subjectKind: 'letter', subjectId: id })
  })
}

async function moveOn(
  { trx, staff, letter, at }: Act,
  kind: EventKind,
  details: { officeId?: string | null; reason?: string; draftVersion?: number } = {}
): Promise<void> {
  const officeId = details.officeId === undefined ? letter.officeId : details.officeId
  await sql`
    insert into letter_events (id, letter_id, position, kind, at, actor_id, office_id, draft_version, reason)
    select ${uuidv7()}, ${letter.id}, max(position) + 1, ${kind}, ${at.toISOString()}, ${staff.id}, ${officeId},
           ${details.draftVersion ?? null}::integer, ${details.reason ?? null}
    from letter_events where letter_id = ${letter.id}`.execute(trx)
  const { rows } = await sql<{ kind: EventKind }>`
    select kind from letter_events where letter_id = ${letter.id} order by position`.execute(trx)
  await sql`
    update letters set state = ${stateAfter(rows.map((row) => row.kind))}, office_id = ${officeId}, revision = revision + 1
    where id = ${letter.id}`.execute(trx)
}

/** Gives the letter to an office; again, to another one. Throws `office-closed` for an office that takes no letters. */
export async function assignLetter(
  db: Db,
  staff: Staff,
  id: string,
  officeId: string,
  revision: number,
  at?: Date
): Promise<void> {
  await act(
    db,
    staff,
    id,
    revision,
    'assign',
    async (one) => {
      const { rows } = await sql`select from offices where id = ${officeId} and takes_letters`.execute(one.trx)
      if (rows.length === 0) throw problem('office-closed')
      await moveOn(one, 'assigned', { officeId })
    },
    at
  )
}

/** Keeps a new version of the reply; the earlier ones stay. */
export async function draftReply(
  db: Db,
  staff: Staff,
  id: string,
  text: string,
  revision: number,
  at?: Date
): Promise<void> {
  await act(
    db,
    staff,
    id,
    revision,
    'draft',
    async ({ trx, letter, at: savedAt }) => {
      await sql`
      insert into letter_drafts (letter_id, version, text, author_id, saved_at)
      select ${letter.id}, coalesce(max(version), 0) + 1, ${text.trim()}, ${staff.id}, ${savedAt.toISOString()}
      from letter_drafts where letter_id = ${letter.id}`.execute(trx)
      await sql`update letters set revision = revision + 1 where id = ${letter.id}`.execute(trx)
    },
    at
  )
}

/** Hands the newest version to a signer. */
export async function submitDraft(db: Db, staff: Staff, id: string, revision: number, at?: Date): Promise<void> {
  await act(
    db,
    staff,
    id,
    revision,
    'submit',
    async (one) => {
      const draft = await latestDraft(one.trx, id)
      await moveOn(one, 'drafted', draft ? { draftVersion: draft.version } : {})
    },
    at
  )
}

/** Gives the draft back to the office with a reason. */
export async function returnDraft(
  db: Db,
  staff: Staff,
  id: string,
  reason: string,
  revision: number,
  at?: Date
): Promise<void> {
  await act(
    db,
    staff,
    id,
    revision,
    'return',
    async (one) => await moveOn(one, 'returned', { reason: reason.trim() }),
    at
  )
}

/** Signs the version that was submitted: from now on the sender reads it. */
export async function signReply(db: Db, staff: Staff, id: string, revision: number, at?: Date): Promise<void> {
  await act(
    db,
    staff,
    id,
    revision,
    'sign',
    async (one) => {
      const { trx, letter } = one
      const draft = await latestDraft(trx, id)
      if (!draft) throw problem('state-forbids')
      const repliedOn = dayOf(one.at)
      await sql`
      insert into letter_replies (letter_id, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on, working_days)
      values (${id}, ${draft.version}, ${draft.authorId}, ${staff.id}, ${letter.officeId}, ${one.at.toISOString()}, ${repliedOn},
              ${workingDaysBetween(letter.receivedOn, repliedOn, workingCalendar)})`.execute(trx)
      await moveOn(one, 'answered', { draftVersion: draft.version })
      await touch(trx, 'home')
    },
    at
  )
}
