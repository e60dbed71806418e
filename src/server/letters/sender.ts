/** What the sender of a letter does with it after sending; the caller has checked that its holder asks. */
import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Letter, MessageDraft, RatingDraft, SenderAct } from '#contract/letters.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import { raiseAlert } from './alerts.ts'
import { recordEvent } from './events.ts'
import { takeOffBoard } from './listing.ts'
import { publicationOf } from './publication.ts'
import { withdrawPublication } from './publish.ts'
import { eventsOf, letterOf, ratingOf, type LetterRow } from './read.ts'
import { followRating } from './rating-reviews.ts'
import { readOwnLetter, senderSituation } from './read-own.ts'
import { digestOf } from './receive.ts'
import { endRound, roundsOf, startRound } from './rounds.ts'
import { senderActsIn } from './rules.ts'
import { isWhole, leaveGroup, lockTogether, membersOf } from './together.ts'

/** What a sender does, in the transaction that has locked the letter and those that are answered together with it. */
type Work = (
  trx: Trx,
  letter: LetterRow,
  may: (act: SenderAct) => Promise<boolean>,
  members: readonly LetterRow[]
) => Promise<void>

/** Locks the letter, does the work, and answers with the letter as it then stands. */
async function onLetter(context: Context, id: string, work: Work): Promise<Letter> {
  for (;;) {
    const letter = await onceOnLetter(context, id, work)
    if (letter) return letter
  }
}

/** Undefined: staff changed its group in this very moment, and nothing was done yet. */
async function onceOnLetter(context: Context, id: string, work: Work): Promise<Letter | undefined> {
  return await context.db.transaction().execute(async (trx) => {
    const locked = await lockTogether(trx, [id])
    const letter = await letterOf(trx, id, true)
    const members = await membersOf(trx, id)
    if (!isWhole(locked, letter, members)) return undefined
    const may = async (act: SenderAct) => {
      const rating = await ratingOf(trx, letter)
      const situation = senderSituation(
        letter,
        await roundsOf(trx, id),
        await eventsOf(trx, id),
        rating?.ratedAt ?? null
      )
      return senderActsIn(situation).includes(act)
    }
    await work(trx, letter, may, members)
    return await readOwnLetter(context, trx, id)
  })
}

const auditSender = async (trx: Trx, act: string, id: string) =>
  await audit(trx, { actorId: null, act, subjectKind: 'letter', subjectId: id })

/** The same id was kept before: nothing to do. Throws `already-sent` when it came with other words or for another letter. */
async function keptBefore(trx: Trx, letterId: string, message: MessageDraft, digest: Buffer): Promise<boolean> {
  const { rows } = await sql<{ letterId: string; digest: Buffer | null }>`
    select letter_id as "letterId", content_digest as digest from letter_messages where id = ${message.id}`.execute(trx)
  const [kept] = rows
  if (!kept) return false
  if (kept.letterId !== letterId || kept.digest === null || !timingSafeEqual(kept.digest, digest))
    throw problem('already-sent')
  return true
}

/**
 * Keeps what the sender adds. A follow-up to an answer starts a new limit, from now; to a closed letter it reopens it.
 * A supplement answers a question of the bureau and moves no limit. The same id again changes nothing.
 */
export async function receiveMessage(context: Context, id: string, message: MessageDraft): Promise<Letter> {
  const digest = digestOf(context.config, message)
  return await onLetter(context, id, async (trx, letter, may) => {
    if (await keptBefore(trx, id, message, digest)) return
    if (!(await may(message.kind))) throw problem('state-forbids')
    const at = clock.now()
    const followUp = message.kind === 'followUp'
    const reopening = letter.state === 'closed'
    const round = followUp ? await startRound(trx, letter, reopening ? 'reopening' : 'followUp', at) : letter.round
    const { numAffectedRows } = await sql`
      insert into letter_messages (id, letter_id, round, kind, text, content_digest, at)
      values (${message.id}, ${id}, ${round}, ${message.kind}, ${message.text.trim()}, ${digest}, ${at.toISOString()})
      on conflict (id) do nothing`.execute(trx)
    // the same id, kept for another letter in this very moment
    if (!numAffectedRows) throw problem('already-sent')
    const kind = followUp ? (reopening ? 'reopened' : 'followedUp') : 'supplied'
    await recordEvent(trx, id, { kind, at, actorId: null, messageId: message.id })
    // who signs for all of them reads this first
    if (letter.mergedInto !== null)
      await sql`update letters set revision = revision + 1 where id = ${letter.mergedInto}`.execute(trx)
    await raiseAlert(trx, { id, round }, followUp ? 'followedUp' : 'supplied', at)
    await auditSender(trx, `letter.${kind}`, id)
  })
}

/** Urges, once a round and not before half the limit has passed. A second time changes nothing. */
export async function remindBureau(context: Context, id: string): Promise<Letter> {
  return await onLetter(context, id, async (trx, letter, may) => {
    const running = (await roundsOf(trx, id)).at(-1)
    if (running?.answeredOn === null && running.remindedAt !== null) return
    if (!(await may('remind'))) throw problem('state-forbids')
    const at = clock.now()
    await sql`
      update letter_rounds set reminded_at = ${at.toISOString()} where letter_id = ${id} and round = ${letter.round}`.execute(
      trx
    )
    await recordEvent(trx, id, { kind: 'reminded', at, actorId: null })
    await raiseAlert(trx, letter, 'reminded', at)
    await auditSender(trx, 'letter.reminded', id)
  })
}

/** Withdraws a letter that was never answered. A second time changes nothing. */
export async function withdrawLetter(context: Context, id: string, reason: string | undefined): Promise<Letter> {
  return await onLetter(context, id, async (trx, letter, may, members) => {
    if (letter.state === 'withdrawn') return
    if (!(await may('withdraw'))) throw problem('state-forbids')
    const at = clock.now()
    await recordEvent(trx, id, { kind: 'withdrawn', at, actorId: null, ...(reason ? { reason: reason.trim() } : {}) })
    await endRound(trx, id, letter.round, at)
    await leaveGroup(trx, letter, members, at)
    await takeOffBoard(trx, id)
    await raiseAlert(trx, letter, 'withdrawn', at)
    await auditSender(trx, 'letter.withdrawn', id)
  })
}

/** Rates the newest reply. The two lowest grades give a reason and open a review; what was given may be changed for seven days. */
export async function rateReply(context: Context, id: string, rating: RatingDraft): Promise<Letter> {
  const reasons = rating.grade <= 2 ? (rating.reasons ?? []) : []
  if (rating.grade <= 2 && reasons.length === 0)
    throw problem('invalid', { errors: [{ pointer: '/reasons', rule: 'minItems', limit: 1 }] })
  return await onLetter(context, id, async (trx, letter, may) => {
    if (!(await may('rate'))) throw problem('state-forbids')
    const at = clock.now()
    const comment = rating.comment?.trim() ?? null
    const before = await ratingOf(trx, letter)
    await sql`
      insert into letter_ratings (letter_id, round, grade, reasons, comment, rated_at, changed_at)
      values (${id}, ${letter.round}, ${rating.grade}, ${[...reasons]}, ${comment}, ${at.toISOString()}, ${at.toISOString()})
      on conflict (letter_id, round) do update
      set grade = excluded.grade, reasons = excluded.reasons, comment = excluded.comment, changed_at = excluded.changed_at`.execute(
      trx
    )
    await recordEvent(trx, id, { kind: 'rated', at, actorId: null })
    await followRating(trx, letter, before, { grade: rating.grade, reasons: [...reasons], comment }, at)
    // the grade stands beside a published answer
    if ((await publicationOf(trx, id))?.state === 'published') await touch(trx, 'answers')
    await auditSender(trx, 'letter.rated', id)
  })
}

/** Gives or takes back the consent to publish. Taken back, what is published goes in the same transaction. */
export async function setConsent(context: Context, id: string, publish: boolean): Promise<Letter> {
  return await onLetter(context, id, async (trx, letter) => {
    if (letter.publishConsent === publish) return
    await sql`update letters set publish_consent = ${publish}, revision = revision + 1 where id = ${id}`.execute(trx)
    if (!publish) {
      await withdrawPublication(trx, id)
      await takeOffBoard(trx, id)
    }
    await auditSender(trx, publish ? 'letter.consentGiven' : 'letter.consentTakenBack', id)
  })
}
