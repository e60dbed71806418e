/**
 * Letters on the same matter, answered together: one leads, and what is done with it is done with all. Each keeps its
 * number, its clock and its own answer, and nothing of one is told to the sender of another.
 */
import { sql } from 'kysely'
import { dayOf } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { raiseAlert } from './alerts.ts'
import { contactOf } from './contact.ts'
import { recordEvent, type NewEvent } from './events.ts'
import { tellingOffices } from './inner-days.ts'
import { pauseStandOf } from './pause-stand.ts'
import { authorsOf, letterColumns, letterFor, type LetterRow } from './read.ts'
import { refusal, type Actor, type Situation } from './rules.ts'

/**
 * Locks letters and whatever is answered together with them, always in the order of their ids, so that two transactions
 * never wait for each other. Returns what was locked. A group may have changed until then: each change moves the revision
 * of the letter that leads, by which staff notice it; who has no revision looks with `isWhole`.
 */
export async function lockTogether(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from letters
    where id in (select unnest(${[...ids]}::uuid[])
                 union select id from letters where merged_into = any (${[...ids]}::uuid[])
                 union select merged_into from letters where id = any (${[...ids]}::uuid[]))
    order by id for update`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Whether a letter and all that is answered together with it are among those that were locked. */
export function isWhole(locked: readonly string[], letter: LetterRow, members: readonly LetterRow[]): boolean {
  return (
    (letter.mergedInto === null || locked.includes(letter.mergedInto)) && members.every(({ id }) => locked.includes(id))
  )
}

/** The letters that one leads, the nearest due date first. */
export async function membersOf(db: Db | Trx, id: string): Promise<LetterRow[]> {
  const { rows } = await sql<LetterRow>`
    select ${letterColumns} from letters l left join offices o on o.id = l.office_id
    where l.merged_into = ${id} order by l.due_on, l.id`.execute(db)
  return rows
}

/** What the rules must know of a letter and those that it leads: the strictest signer, and all who wrote for any of them. */
export async function situationOf(
  db: Db | Trx,
  letter: LetterRow,
  members: readonly LetterRow[],
  { hasDraft, today }: { readonly hasDraft: boolean; readonly today: string }
): Promise<Situation> {
  const all = [letter, ...members]
  const authors = await Promise.all(all.map(async ({ id, round }) => await authorsOf(db, id, round)))
  return {
    state: letter.state,
    together: letter.mergedInto !== null ? 'member' : members.length > 0 ? 'lead' : null,
    signedBy: all.some(({ signedBy }) => signedBy === 'leader') ? 'leader' : 'office',
    hasDraft,
    authors: [...new Set(authors.flat())],
    pause: (await pauseStandOf(db, letter, today)).stand
  }
}

/** What becomes of the letter that leads becomes of all that it leads. The answer is given to each by itself. */
export const sharedKinds: readonly NewEvent['kind'][] = [
  'assigned',
  'givenBack',
  'draftBegun',
  'drafted',
  'returned',
  'transferred',
  'refused'
]

const permits = (staff: Staff): Actor => ({
  id: staff.id,
  may: (permission) => staff.grants.has(permission),
  everywhere: (permission) => staff.grants.get(permission) === 'all'
})

/** A fault of the site is mended, everything else is explained: the two have no answer in common. */
const isCompatible = (one: LetterRow, other: LetterRow): boolean => (one.kind === 'fault') === (other.kind === 'fault')

/**
 * What stands on the board is answered in public. A letter whose sender did not agree to that is not answered by the same
 * words, and the other way round.
 */
async function consentsDiffer(trx: Trx, letters: readonly LetterRow[]): Promise<boolean> {
  if (letters.every(({ publishConsent }) => publishConsent === letters[0]?.publishConsent)) return false
  const { rows } = await sql`
    select from board_items where letter_id = any (${letters.map(({ id }) => id)}::uuid[]) and listed_at is not null`.execute(
    trx
  )
  return rows.length > 0
}

/** The events that bring a letter to where the one stands that leads it from now on. */
async function followLead(letter: LetterRow, lead: LetterRow, record: Recorder): Promise<void> {
  if (lead.officeId === null) {
    if (letter.officeId !== null) await record(letter, 'givenBack', { officeId: null })
    return
  }
  const moves = letter.officeId !== lead.officeId || (lead.state === 'assigned' && letter.state !== 'assigned')
  if (moves) await record(letter, 'assigned', { officeId: lead.officeId })
  const begins = moves || letter.state === 'assigned'
  if (begins && (lead.state === 'drafting' || lead.state === 'signing')) await record(letter, 'draftBegun')
  if (lead.state === 'signing') await record(letter, 'drafted')
}

type Recorder = (letter: LetterRow, kind: NewEvent['kind'], details?: Partial<NewEvent>) => Promise<void>

const recorder =
  (trx: Trx, staff: Staff, at: Date): Recorder =>
  async (letter, kind, details = {}) =>
    await recordEvent(trx, letter.id, { kind, at, actorId: staff.id, ...details })

/** Two letters as they were read. */
export interface Pair {
  readonly staff: Staff
  readonly id: string
  readonly revision: number
  readonly leadId: string
  readonly leadRevision: number
  readonly at?: Date | undefined
}

/** Locks both letters and checks scope and revisions. Throws `not-found`, `changed-meanwhile`. */
async function bothOf(trx: Trx, pair: Pair): Promise<{ letter: LetterRow; lead: LetterRow }> {
  for (const id of [pair.id, pair.leadId]) await letterFor(trx, pair.staff, id, 'letters:merge')
  await lockTogether(trx, [pair.id, pair.leadId])
  const letter = await letterFor(trx, pair.staff, pair.id, 'letters:merge', true)
  const lead = await letterFor(trx, pair.staff, pair.leadId, 'letters:merge', true)
  if (letter.revision !== pair.revision || lead.revision !== pair.leadRevision) throw problem('changed-meanwhile')
  return { letter, lead }
}

/**
 * Answers a letter together with another, which leads. Both are accepted by that. Throws `merged-already` where either is
 * in a group that it doesn't lead, or the letter itself leads others; `not-together` for kinds or consents that don't go
 * together; `state-forbids` where either is not open, or the letter's own reply waits for a signature.
 */
export async function mergeLetters(db: Db, pair: Pair): Promise<void> {
  const { staff, at = clock.now() } = pair
  if (pair.id === pair.leadId) throw problem('not-together')
  await db.transaction().execute(async (trx) => {
    const { letter, lead } = await bothOf(trx, pair)
    const situation = await situationOf(trx, letter, await membersOf(trx, letter.id), {
      hasDraft: false,
      today: dayOf(at)
    })
    const refused = refusal('merge', situation, permits(staff))
    if (refused) throw problem(refused)
    if (lead.mergedInto !== null) throw problem('merged-already')
    if (!leading.includes(lead.state)) throw problem('state-forbids')
    const all = [letter, lead, ...(await membersOf(trx, lead.id))]
    if (!isCompatible(letter, lead) || (await consentsDiffer(trx, all))) throw problem('not-together')
    const record = recorder(trx, staff, at)
    if (lead.state === 'received') await record(lead, 'accepted')
    if (letter.state === 'received') await record(letter, 'accepted')
    await followLead(letter, lead, record)
    await tellingOffices(trx, [letter.id, lead.id], async () => await record(letter, 'merged', { otherId: lead.id }))
    await record(lead, 'memberJoined', { otherId: letter.id })
    await auditBoth(trx, staff.id, 'letter.merge', letter.id, lead.id)
  })
}

const leading: readonly string[] = ['received', 'accepted', 'assigned', 'drafting', 'signing']

async function auditBoth(trx: Trx, actorId: string | null, act: string, id: string, leadId: string): Promise<void> {
  await audit(trx, { actorId, act, subjectKind: 'letter', subjectId: id, details: { lead: leadId } })
  await audit(trx, { actorId, act, subjectKind: 'letter', subjectId: leadId, details: { member: id } })
}

/** Answers a letter by itself again, any time before the answer; the office that has the group keeps it. */
export async function separateLetter(db: Db, pair: Omit<Pair, 'leadId'>): Promise<void> {
  const { staff, id, at = clock.now() } = pair
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ leadId: string | null }>`
      select merged_into as "leadId" from letters where id = ${id}`.execute(trx)
    const leadId = rows[0]?.leadId
    if (!leadId) {
      await letterFor(trx, staff, id, 'letters:merge')
      throw problem('state-forbids')
    }
    const { letter, lead } = await bothOf(trx, { ...pair, leadId })
    const situation = await situationOf(trx, letter, [], { hasDraft: false, today: dayOf(at) })
    const refused = refusal('separate', situation, permits(staff))
    if (refused) throw problem(refused)
    const record = recorder(trx, staff, at)
    await record(letter, 'separated', { otherId: lead.id })
    await record(lead, 'memberLeft', { otherId: letter.id })
    await auditBoth(trx, staff.id, 'letter.separate', letter.id, lead.id)
  })
}

/**
 * The sender took a letter back, in a transaction that has locked its group. A merged one leaves; where the one that leads
 * is taken back, each of the others is answered by itself again, and the desk is told.
 */
export async function leaveGroup(trx: Trx, letter: LetterRow, members: readonly LetterRow[], at: Date): Promise<void> {
  if (letter.mergedInto !== null)
    await recordEvent(trx, letter.mergedInto, { kind: 'memberLeft', at, actorId: null, otherId: letter.id })
  for (const member of members) {
    await recordEvent(trx, member.id, { kind: 'separated', at, actorId: null, otherId: letter.id })
    await recordEvent(trx, letter.id, { kind: 'memberLeft', at, actorId: null, otherId: member.id })
    await raiseAlert(trx, member, 'separated', at)
    await audit(trx, { actorId: null, act: 'letter.separate', subjectKind: 'letter', subjectId: member.id })
  }
}

/** What a contact could be told by, however it is written: letters and digits, in small. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}]/gu, '')

/**
 * A reply that goes to several senders names none of them and no letter's number. Throws `names-a-sender`.
 * A name of one character says nothing and is passed over.
 */
export async function refuseNamesIn(
  trx: Trx,
  sealer: Context['sealer'],
  text: string,
  letters: readonly LetterRow[]
): Promise<void> {
  if (letters.length < 2) return
  const said = bare(text)
  for (const { id, number } of letters) {
    const { name, phone, email } = (await contactOf(trx, sealer, id)) ?? {}
    const names = [number, name, phone, email].map((one) => bare(one ?? '')).filter((one) => one.length > 1)
    if (names.some((one) => said.includes(one))) throw problem('names-a-sender')
  }
}
