/** What staff do with a letter: each act is one transaction with its event and its audit row. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { LetterAction } from '#contract/letters-desk.ts'
import { dayOf } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { raiseAlert } from './alerts.ts'
import { recordEvent, type NewEvent } from './events.ts'
import { letterFor, type LetterRow } from './read.ts'
import { endRound, workingDaysIn } from './rounds.ts'
import { cardOf } from './departments.ts'
import { permissionOf, refusal } from './rules.ts'
import { lockTogether, membersOf, refuseNamesIn, sharedKinds, situationOf } from './together.ts'

/** Which letter is acted upon, by whom; `revision` is the one that was read. `at`: when, other than now. */
export interface ActOn {
  readonly staff: Staff
  readonly id: string
  readonly revision: number
  readonly at?: Date | undefined
}

/** An act that is under way, in its transaction. */
export interface Act {
  readonly trx: Trx
  readonly staff: Staff
  readonly letter: LetterRow
  /** the letters that are answered together with it */
  readonly members: readonly LetterRow[]
  readonly at: Date
  /** Adds the event of this act, to all of them where it is theirs too. */
  readonly record: (kind: NewEvent['kind'], details?: Partial<NewEvent>) => Promise<void>
}

interface NewestDraft {
  readonly version: number
  readonly text: string
  readonly authorId: string
  readonly begunAt: string
  readonly submitted: boolean
}

async function newestDraft(trx: Trx, { id, round }: Pick<LetterRow, 'id' | 'round'>): Promise<NewestDraft | undefined> {
  const { rows } = await sql<NewestDraft>`
    select version, text, author_id as "authorId", begun_at as "begunAt", submitted from letter_drafts
    where letter_id = ${id} and round = ${round} order by version desc limit 1`.execute(trx)
  return rows[0]
}

/** What is done to all letters that are answered together. */
const forAll: readonly LetterAction[] = ['assign', 'giveBack', 'submit', 'return', 'sign', 'transfer', 'refuse']

/** Locks the letter, checks scope, revision and rules, does the work and leaves an audit row. */
export async function act(
  db: Db,
  { staff, id, revision, at = clock.now() }: ActOn,
  name: LetterAction,
  work: (act: Act) => Promise<void>
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // what is out of reach is not locked either: it would take as long as what is there
    await letterFor(trx, staff, id, permissionOf(name))
    await lockTogether(trx, [id])
    const letter = await letterFor(trx, staff, id, permissionOf(name), true)
    if (letter.revision !== revision) throw problem('changed-meanwhile')
    const members = await membersOf(trx, id)
    const hasDraft = (await newestDraft(trx, letter)) !== undefined
    const situation = await situationOf(trx, letter, members, { hasDraft, today: dayOf(at) })
    const refused = refusal(name, situation, {
      id: staff.id,
      may: (permission) => staff.grants.has(permission),
      everywhere: (permission) => staff.grants.get(permission) === 'all'
    })
    if (refused) throw problem(refused)
    const record: Act['record'] = async (kind, details = {}) => {
      await recordEvent(trx, id, { kind, at, actorId: staff.id, ...details })
      if (!sharedKinds.includes(kind)) return
      // versions are those of the letter that leads
      const { draftVersion: _own, ...shared } = details
      for (const member of members) await recordEvent(trx, member.id, { kind, at, actorId: staff.id, ...shared })
    }
    await work({ trx, staff, letter, members, at, record })
    await audit(trx, { actorId: staff.id, act: `letter.${name}`, subjectKind: 'letter', subjectId: id })
    if (!forAll.includes(name)) return
    for (const member of members)
      await audit(trx, {
        actorId: staff.id,
        act: `letter.${name}`,
        subjectKind: 'letter',
        subjectId: member.id,
        details: { lead: id }
      })
  })
}

/** Accepts the letter: from now on the sender reads that it is being dealt with. */
export async function acceptLetter(db: Db, on: ActOn): Promise<void> {
  await act(db, on, 'accept', async ({ record }) => await record('accepted'))
}

/** Gives the letter to an office, accepting it first; again, to another one. Throws `office-closed` for one that takes no letters. */
export async function assignLetter(db: Db, on: ActOn, officeId: string): Promise<void> {
  await act(db, on, 'assign', async ({ trx, letter, record }) => {
    const { rows } = await sql`select from offices where id = ${officeId} and takes_letters`.execute(trx)
    if (rows.length === 0) throw problem('office-closed')
    if (letter.state === 'received') await record('accepted')
    await record('assigned', { officeId })
  })
}

/** Gives the letter back to the registry: another office must answer it. */
export async function giveBack(db: Db, on: ActOn, reason: string): Promise<void> {
  await act(db, on, 'giveBack', async ({ trx, letter, at, record }) => {
    await record('givenBack', { officeId: null, reason: reason.trim() })
    await raiseAlert(trx, letter, 'givenBack', at)
  })
}

/** Asks the sender. The limit goes on running: no rule lets a question pause it. */
export async function askSender(db: Db, on: ActOn, text: string): Promise<void> {
  await act(db, on, 'ask', async ({ trx, letter, staff, at, record }) => {
    const messageId = uuidv7()
    await sql`
      insert into letter_messages (id, letter_id, round, kind, text, author_id, at)
      values (${messageId}, ${letter.id}, ${letter.round}, 'question', ${text.trim()}, ${staff.id}, ${at.toISOString()})`.execute(
      trx
    )
    await record('asked', { messageId })
  })
}

/** How long one person goes on with one version of a draft before another is kept. */
const versionMs = 15 * 60_000

/** Keeps the reply as it stands: in the newest version while the same person goes on with it, else in a new one. */
export async function draftReply(db: Db, on: ActOn, text: string): Promise<void> {
  await act(db, on, 'draft', async ({ trx, letter, staff, at, record }) => {
    const newest = await newestDraft(trx, letter)
    const goesOn =
      newest !== undefined &&
      !newest.submitted &&
      newest.authorId === staff.id &&
      at.getTime() - Date.parse(newest.begunAt) < versionMs
    if (goesOn) {
      await sql`
        update letter_drafts set text = ${text.trim()}, saved_at = ${at.toISOString()}
        where letter_id = ${letter.id} and version = ${newest.version}`.execute(trx)
    } else {
      await sql`
        insert into letter_drafts (letter_id, round, version, text, author_id, begun_at, saved_at)
        select ${letter.id}, ${letter.round}, coalesce(max(version), 0) + 1, ${text.trim()}, ${staff.id}, ${at.toISOString()},
               ${at.toISOString()}
        from letter_drafts where letter_id = ${letter.id}`.execute(trx)
    }
    if (letter.state === 'assigned') await record('draftBegun')
    else await sql`update letters set revision = revision + 1 where id = ${letter.id}`.execute(trx)
  })
}

/** What answering needs: whom a reply may not name stands sealed. */
type Answering = Pick<Context, 'db' | 'sealer'>

/** Hands the newest version to a signer; it is not written in any more. Throws `names-a-sender` where it goes to several. */
export async function submitDraft({ db, sealer }: Answering, on: ActOn): Promise<void> {
  await act(db, on, 'submit', async ({ trx, letter, members, record }) => {
    const draft = await newestDraft(trx, letter)
    if (!draft) throw problem('state-forbids')
    await refuseNamesIn(trx, sealer, draft.text, [letter, ...members])
    await sql`
      update letter_drafts set submitted = true where letter_id = ${letter.id} and version = ${draft.version}`.execute(
      trx
    )
    await record('drafted', { draftVersion: draft.version })
  })
}

/** Gives the draft back to the office with a reason. */
export async function returnDraft(db: Db, on: ActOn, reason: string): Promise<void> {
  await act(db, on, 'return', async ({ record }) => await record('returned', { reason: reason.trim() }))
}

interface SignedReply {
  readonly version: number
  readonly drafterId: string
  readonly signerId: string
  readonly officeId: string | null
  readonly at: Date
}

/** Gives a letter its reply: the limit of its round ends, counted by its own calendar. */
async function giveReply(trx: Trx, letter: LetterRow, reply: SignedReply): Promise<void> {
  const today = dayOf(reply.at)
  // a clock that was put back over midnight makes no answer earlier than its letter
  const repliedOn = today < letter.startedOn ? letter.startedOn : today
  await sql`
    insert into letter_replies (letter_id, round, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on, working_days)
    values (${letter.id}, ${letter.round}, ${reply.version}, ${reply.drafterId}, ${reply.signerId}, ${reply.officeId},
            ${reply.at.toISOString()}, ${repliedOn}, ${await workingDaysIn(trx, letter.id, letter.round, repliedOn)})`.execute(
    trx
  )
  await recordEvent(trx, letter.id, {
    kind: 'answered',
    at: reply.at,
    actorId: reply.signerId,
    officeId: reply.officeId,
    draftVersion: reply.version
  })
  await endRound(trx, letter.id, letter.round, reply.at)
}

/** Every version that the letter which leads has of this round becomes one of a letter that it leads: who wrote is known there too. Returns the newest. */
async function takeVersions(trx: Trx, lead: LetterRow, letter: LetterRow): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into letter_drafts (letter_id, round, version, text, author_id, begun_at, saved_at, submitted)
    select ${letter.id}, ${letter.round},
           (select coalesce(max(version), 0) from letter_drafts where letter_id = ${letter.id}) + row_number() over (order by d.version),
           d.text, d.author_id, d.begun_at, d.saved_at, true
    from letter_drafts d where d.letter_id = ${lead.id} and d.round = ${lead.round}
    returning version`.execute(trx)
  return Math.max(...rows.map(({ version }) => version))
}

/**
 * Signs the version that was submitted: from now on the sender reads it, and the sender of each letter that is answered
 * together with it reads an own one.
 */
export async function signReply({ db, sealer }: Answering, on: ActOn): Promise<void> {
  await act(db, on, 'sign', async ({ trx, letter, members, staff, at }) => {
    const draft = await newestDraft(trx, letter)
    if (!draft) throw problem('state-forbids')
    await refuseNamesIn(trx, sealer, draft.text, [letter, ...members])
    const reply = { drafterId: draft.authorId, signerId: staff.id, officeId: letter.officeId, at }
    for (const member of members) {
      const version = await takeVersions(trx, letter, member)
      await giveReply(trx, member, { ...reply, version })
    }
    await giveReply(trx, letter, { ...reply, version: draft.version })
    await touch(trx, 'home')
  })
}

/** Tells the sender which department to turn to and how it is reached; the letter ends here. Throws `department-closed`. */
export async function transferLetter(db: Db, on: ActOn, departmentId: string, reason: string): Promise<void> {
  await act(db, on, 'transfer', async ({ trx, letter, members, at, record }) => {
    const card = await cardOf(trx, departmentId)
    await record('transferred', { department: card.name, card, reason: reason.trim() })
    for (const each of [letter, ...members]) await endRound(trx, each.id, each.round, at)
    await touch(trx, 'home')
  })
}

/** Refuses the letter; the sender reads the reason. */
export async function refuseLetter(db: Db, on: ActOn, reason: string): Promise<void> {
  await act(db, on, 'refuse', async ({ trx, letter, members, at, record }) => {
    await record('refused', { reason: reason.trim() })
    for (const each of [letter, ...members]) await endRound(trx, each.id, each.round, at)
  })
}

/** Closes an answered letter; the sender may reopen it. */
export async function closeLetter(db: Db, on: ActOn): Promise<void> {
  await act(db, on, 'close', async ({ record }) => await record('closed'))
}
