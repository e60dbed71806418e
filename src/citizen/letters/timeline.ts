/** The way of a letter as its sender sees it: the steps, and what was written and done, round by round. */
import { showInstant } from '../core/instants.ts'
import type { Ending, EventKind, Letter, LetterState, Round, ThreadEntry } from '#contract/letters.ts'

/** When something was written. Of a letter that was registered only the day is known, and kept as its beginning. */
export function sayWhen(instant: string): string {
  const shown = showInstant(instant)
  return new Date(instant).getTime() % 86_400_000 === 16 * 3_600_000 ? shown.slice(0, 10) : shown
}

/** The steps of a letter that is answered; a letter at its desk is in hand, drafted or not. */
const way = ['received', 'accepted', 'assigned', 'signing', 'answered', 'closed'] as const

export interface Step {
  readonly state: LetterState
  readonly look: 'past' | 'now' | 'later'
  /** where the letter stands, also when nothing more will happen */
  readonly current: boolean
}

/** How far along the way an event proves that the letter came. */
const reached: Partial<Record<EventKind, number>> = { accepted: 1, assigned: 2, drafted: 3, answered: 4 }

const isEnd = (state: LetterState): state is Ending['kind'] =>
  state === 'withdrawn' || state === 'transferred' || state === 'refused'

/** The six steps, or those that were gone before another end. `events` are known once the letter was read. */
export function stepsOf(state: LetterState, events: readonly { readonly kind: EventKind }[]): Step[] {
  if (isEnd(state)) {
    const last = Math.max(0, ...events.map(({ kind }) => reached[kind] ?? 0))
    const gone = way.slice(0, last + 1).map((step): Step => ({ state: step, look: 'past', current: false }))
    return [...gone, { state, look: 'past', current: true }]
  }
  const at = way.findIndex((step) => step === (state === 'drafting' ? 'assigned' : state))
  return way.map((step, index) => ({
    state: step,
    // what is closed is done, not under way
    look: index < at || state === 'closed' ? 'past' : index === at ? 'now' : 'later',
    current: index === at
  }))
}

type PublicEvent = Letter['events'][number]

/** Events that are told as a line of their own; the others are told by what was written, or by the steps. */
const told = [
  'accepted',
  'assigned',
  'drafted',
  'reminded',
  'dueMoved',
  'paused',
  'resumed',
  'contactErased',
  'closed',
  'withdrawn',
  'transferred',
  'refused',
  'merged',
  'separated'
] as const satisfies EventKind[]
export type ToldKind = (typeof told)[number]

/** Whether an event has words of its own. */
export const isTold = (event: PublicEvent): event is PublicEvent & { kind: ToldKind } =>
  told.some((kind) => kind === event.kind)

export type ThreadPart =
  | { readonly kind: 'entry'; readonly at: string; readonly entry: ThreadEntry }
  | { readonly kind: 'event'; readonly at: string; readonly event: PublicEvent & { readonly kind: ToldKind } }

export interface ThreadRound {
  readonly round: Round
  readonly parts: readonly ThreadPart[]
}

/** What was written and done in each round, the first round first, in the order of time. */
export function threadOf({ rounds, thread, events }: Pick<Letter, 'rounds' | 'thread' | 'events'>): ThreadRound[] {
  const parts = new Map<number, ThreadPart[]>(rounds.map(({ round }) => [round, []]))
  for (const entry of thread) parts.get(entry.round)?.push({ kind: 'entry', at: entry.at, entry })
  let round = 1
  for (const event of events) {
    if (event.kind === 'followedUp' || event.kind === 'reopened') round += 1
    if (isTold(event)) parts.get(round)?.push({ kind: 'event', at: event.at, event })
  }
  return rounds.map((one) => ({
    round: one,
    // entries were put in first: at the same instant the text comes before what it led to
    parts: (parts.get(one.round) ?? []).toSorted((a, b) => a.at.localeCompare(b.at))
  }))
}

/** How the due day of the round that runs was moved by the calendar, in the order of time; pauses tell their own. */
export function movesOf({ events }: Pick<Letter, 'events'>): NonNullable<PublicEvent['moved']>[] {
  const start = events.findLastIndex(({ kind }) => kind === 'followedUp' || kind === 'reopened')
  return events.slice(start + 1).flatMap(({ kind, moved }) => (kind === 'dueMoved' && moved !== null ? [moved] : []))
}
