/** Acts on many letters at once: each in a transaction of its own, so that one that can't be done holds up no other. */
import { sql } from 'kysely'
import { bulkRefusals, type BulkOutcome } from '#contract/letters-queue.ts'
import type { Db } from '../core/db.ts'
import { Problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { acceptLetter, assignLetter, type ActOn } from './handle.ts'
import { within } from './read.ts'

/** A letter as somebody read it. */
interface Chosen {
  readonly id: string
  readonly revision: number
}

interface Standing {
  readonly state: string
  readonly revision: number
  readonly officeId: string | null
  /** who accepted and who assigned it last */
  readonly acceptedBy: string | null
  readonly assignedBy: string | null
}

type Outcome = BulkOutcome['outcomes'][number]['outcome']

/** How a letter within reach stands now, or undefined. */
async function standingOf(db: Db, staff: Staff, id: string): Promise<Standing | undefined> {
  const by = (kind: string) => sql`
    (select e.actor_id from letter_events e where e.letter_id = l.id and e.kind = ${kind} order by e.position desc limit 1)`
  const { rows } = await sql<Standing>`
    select l.state, l.revision, l.office_id as "officeId", ${by('accepted')} as "acceptedBy", ${by('assigned')} as "assignedBy"
    from letters l where l.id = ${id} and ${within(staff, 'letters:read')}`.execute(db)
  return rows[0]
}

const isRefusal = (slug: string): slug is (typeof bulkRefusals)[number] => bulkRefusals.some((one) => one === slug)

/**
 * Does an act on each. A refusal is the outcome of that letter and touches no other; anything else, such as a database that
 * is away, ends the call: what was done stays done, and the same call again finds it so (`isSo`).
 */
async function onEach(
  db: Db,
  staff: Staff,
  chosen: readonly Chosen[],
  isSo: (now: Standing, read: Chosen) => boolean,
  act: (on: ActOn) => Promise<void>
): Promise<BulkOutcome> {
  const outcomes: { id: string; outcome: Outcome }[] = []
  for (const read of chosen) {
    const now = await standingOf(db, staff, read.id)
    outcomes.push({ id: read.id, outcome: now && isSo(now, read) ? 'before' : await tried(act, { staff, ...read }) })
  }
  return { outcomes }
}

async function tried(act: (on: ActOn) => Promise<void>, on: ActOn): Promise<Outcome> {
  try {
    await act(on)
    return 'done'
  } catch (error) {
    if (error instanceof Problem && isRefusal(error.slug)) return error.slug
    throw error
  }
}

/** Accepts letters. One that this person accepted already, in an earlier try, is `before`. */
export async function acceptLetters(db: Db, staff: Staff, chosen: readonly Chosen[]): Promise<BulkOutcome> {
  return await onEach(
    db,
    staff,
    chosen,
    (now) => now.state !== 'received' && now.acceptedBy === staff.id,
    async (on) => await acceptLetter(db, on)
  )
}

/** Gives letters to an office. One that the office has already, as was read or by this person, is `before`. */
export async function assignLetters(
  db: Db,
  staff: Staff,
  chosen: readonly Chosen[],
  officeId: string
): Promise<BulkOutcome> {
  return await onEach(
    db,
    staff,
    chosen,
    (now, read) => now.officeId === officeId && (now.assignedBy === staff.id || now.revision === read.revision),
    async (on) => await assignLetter(db, on, officeId)
  )
}
