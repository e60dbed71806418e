/** A letter as its sender sees it: offices, no names of staff, nothing of the inner work. */
import { dayOf } from '#contract/calendar.ts'
import type { EventKind, Letter, Round } from '#contract/letters.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { attachmentsOf } from './attachments.ts'
import { boardStandOf } from './listing.ts'
import { publicationOf } from './publication.ts'
import { endingOf, eventsOf, letterOf, ratingOf, threadOf, type EventRow, type LetterRow } from './read.ts'
import { ownReviewOf } from './rating-reviews.ts'
import { keepingOf } from './retention.ts'
import { roundsOf } from './rounds.ts'
import { pausedUntil, remindFrom, senderActsIn, workingDaysLeft, type SenderSituation } from './rules.ts'

/** What happens between the people of the bureau alone. */
const inner: readonly EventKind[] = [
  'givenBack',
  'returned',
  'draftBegun',
  'listed',
  'unlisted',
  'answerSent',
  // that others wrote the same is no matter of the one whose letter leads
  'memberJoined',
  'memberLeft'
]

function publicEvent({ kind, at, office, reason, movedFrom, movedTo }: EventRow): Letter['events'] {
  if (inner.includes(kind)) return []
  const moved = movedFrom && movedTo ? { from: movedFrom, to: movedTo, reason: reason ?? '' } : null
  return [{ kind, at, office, moved }]
}

/** What the sender's acts depend on, from what was read. */
export function senderSituation(
  letter: LetterRow,
  rounds: readonly Round[],
  events: readonly EventRow[],
  ratedAt: string | null
): SenderSituation {
  const running = rounds.at(-1)
  const asked = events.findLastIndex(({ kind }) => kind === 'asked')
  const told = events.findLastIndex(({ kind }) => kind === 'supplied' || kind === 'answered')
  return {
    state: letter.state,
    round: letter.round,
    reminded: running?.remindedAt !== null,
    remindFrom: running ? remindFrom(running.due) : null,
    askedOpenly: asked > told,
    ratedAt,
    today: clock.today(),
    now: clock.now()
  }
}

/** Reads an own letter; the caller has checked that its holder asks. */
export async function readOwnLetter(context: Context, db: Db | Trx, id: string): Promise<Letter> {
  const letter = await letterOf(db, id)
  const events = await eventsOf(db, id)
  const rounds = await roundsOf(db, id)
  const rating = await ratingOf(db, letter)
  const running = rounds.at(-1)
  if (!running) throw new Error('a letter without a round')
  const { calendar } = await calendarNow(db)
  const now = clock.now()
  const today = dayOf(now)
  const publication = await publicationOf(db, id)
  const review = await ownReviewOf(db, id)
  return {
    id: letter.id,
    number: letter.number,
    kind: letter.kind,
    topic: letter.topic,
    state: letter.state,
    title: letter.title,
    receivedAt: letter.receivedAt,
    today,
    now: now.toISOString(),
    due: running.due,
    workingDaysLeft: workingDaysLeft(letter.state, today, running.due.dueOn, calendar, pausedUntil(running.due)),
    rounds,
    office: letter.office,
    ...(letter.mergedInto === null ? {} : { together: true as const }),
    events: events.flatMap(publicEvent),
    thread: await threadOf(db, letter),
    attachments: await attachmentsOf(db, context, id),
    rating,
    ...(review ? { review } : {}),
    ending: endingOf(letter, events),
    publishConsent: letter.publishConsent,
    publishedAs: publication?.state === 'published' ? publication.id : null,
    keeping: await keepingOf(db, id),
    board: await boardStandOf(db, letter),
    acts: senderActsIn(senderSituation(letter, rounds, events, rating?.ratedAt ?? null)),
    remindFrom: running.answeredOn === null ? remindFrom(running.due) : null
  }
}
