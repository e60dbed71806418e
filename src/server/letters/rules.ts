/** What may happen to a letter, as pure rules. */
import { openStates, type DueDate, type EventKind, type LetterState, type SenderAct } from '#contract/letters.ts'
import type { Pause } from '#contract/pauses.ts'
import type { LetterAction } from '#contract/letters-desk.ts'
import type { Permission } from '#contract/people.ts'
import { deadline, workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import type { ProblemSlug } from '#contract/problem.ts'

/** What an event makes of a letter; events that are not named here leave the state as it is. */
const leadsTo: Partial<Record<EventKind, LetterState>> = {
  received: 'received',
  accepted: 'accepted',
  assigned: 'assigned',
  givenBack: 'accepted',
  draftBegun: 'drafting',
  drafted: 'signing',
  returned: 'drafting',
  answered: 'answered',
  // the office that answered goes on with it
  followedUp: 'assigned',
  reopened: 'assigned',
  closed: 'closed',
  withdrawn: 'withdrawn',
  transferred: 'transferred',
  refused: 'refused'
}

/** Where a letter stands that is answered by itself again: what was drafted for the group is not its own. */
const afterSeparation = (state: LetterState): LetterState =>
  state === 'drafting' || state === 'signing' ? 'assigned' : state

/** The state that a letter's events add up to, oldest first. */
export function stateAfter(events: readonly EventKind[]): LetterState {
  return events.reduce<LetterState>(
    (state, event) => (event === 'separated' ? afterSeparation(state) : (leadsTo[event] ?? state)),
    'received'
  )
}

/** With any of these a letter leaves its group. */
const endsTogether: readonly EventKind[] = ['separated', 'answered', 'withdrawn', 'transferred', 'refused']

/** The letter that a letter is merged into, as its events say, oldest first; null: none. */
export function leadAfter(
  events: readonly { readonly kind: EventKind; readonly otherId: string | null }[]
): string | null {
  return events.reduce<string | null>((lead, { kind, otherId }) => {
    if (kind === 'merged') return otherId
    return endsTogether.includes(kind) ? null : lead
  }, null)
}

/** Whether a limit is running. */
export const isOpen = (state: LetterState): boolean => openStates.some((open) => open === state)

const allowed: Record<LetterAction, { readonly states: readonly LetterState[]; readonly permission: Permission }> = {
  accept: { states: ['received'], permission: 'letters:assign' },
  assign: { states: ['received', 'accepted', 'assigned', 'drafting'], permission: 'letters:assign' },
  giveBack: { states: ['assigned', 'drafting'], permission: 'letters:draft' },
  ask: { states: ['assigned', 'drafting'], permission: 'letters:draft' },
  pause: { states: ['assigned', 'drafting', 'signing'], permission: 'letters:draft' },
  resume: { states: ['assigned', 'drafting', 'signing'], permission: 'letters:draft' },
  draft: { states: ['assigned', 'drafting'], permission: 'letters:draft' },
  submit: { states: ['drafting'], permission: 'letters:draft' },
  return: { states: ['signing'], permission: 'letters:sign' },
  sign: { states: ['signing'], permission: 'letters:sign' },
  transfer: { states: ['received', 'accepted'], permission: 'letters:assign' },
  refuse: { states: ['received', 'accepted'], permission: 'letters:assign' },
  close: { states: ['answered'], permission: 'letters:assign' },
  merge: { states: ['received', 'accepted', 'assigned', 'drafting'], permission: 'letters:merge' },
  separate: { states: ['accepted', 'assigned', 'drafting', 'signing'], permission: 'letters:merge' }
}

/** The permission that an act needs. */
export const permissionOf = (act: LetterAction): Permission => allowed[act].permission

/**
 * What a decision is about. `authors` are all who wrote a version of this round's reply, `signedBy` who signs this kind,
 * of a letter that leads others for all of them; `together` whether it leads, or is merged into another;
 * `pause` whether the limit stands still, or could.
 */
export interface Situation {
  readonly together: 'lead' | 'member' | null
  readonly signedBy: 'office' | 'leader'
  readonly state: LetterState
  readonly hasDraft: boolean
  readonly authors: readonly string[]
  readonly pause: 'running' | 'possible' | 'none'
}

/**
 * Whether the limit of a round stands still or could. One whose day a channel set isn't the bureau's to pause; one that
 * runs out today or has run out has nothing left that could stand still; and without a `latest` end, the round has had
 * all the pauses it may have.
 */
export function pauseIn(
  pauses: readonly Pause[],
  round: { readonly ownDue: boolean; readonly dueOn: string },
  today: string,
  latest: string | null
): Situation['pause'] {
  if (pauses.at(-1)?.running === true) return 'running'
  return round.ownDue || today >= round.dueOn || latest === null ? 'none' : 'possible'
}

/** Who acts: what this person may do with this letter, and whether with the letters of every office (a leader signs for the bureau). */
export interface Actor {
  readonly id: string
  readonly may: (permission: Permission) => boolean
  readonly everywhere: (permission: Permission) => boolean
}

/** What is done with a merged letter itself; everything else is done with the one that leads. */
const ownActs: readonly LetterAction[] = ['ask', 'pause', 'resume', 'separate']

/**
 * Why an act is refused, or undefined when it may be done. Nobody signs what this person wrote (三审三校); what is
 * written to the leader is signed by somebody who signs for the whole bureau.
 */
export function refusal(act: LetterAction, situation: Situation, actor: Actor): ProblemSlug | undefined {
  if (!actor.may(allowed[act].permission)) return 'not-permitted'
  if (act === 'sign' && situation.signedBy === 'leader' && !actor.everywhere('letters:sign')) return 'not-permitted'
  if (act === 'separate' && situation.together !== 'member') return 'state-forbids'
  if (act === 'merge' && situation.together !== null) return 'merged-already'
  if (situation.together === 'member' && !ownActs.includes(act)) return 'merged-already'
  if (!allowed[act].states.includes(situation.state)) return 'state-forbids'
  if (act === 'pause' && situation.pause !== 'possible') return 'state-forbids'
  if (act === 'resume' && situation.pause !== 'running') return 'state-forbids'
  if (act === 'submit' && !situation.hasDraft) return 'state-forbids'
  if (act === 'sign' && situation.authors.includes(actor.id)) return 'same-person'
  return undefined
}

/** What the sender's acts depend on. Days in Asia/Shanghai; `ratedAt` is when the newest reply was first rated. */
export interface SenderSituation {
  readonly state: LetterState
  readonly round: number
  readonly reminded: boolean
  readonly remindFrom: string | null
  /** the bureau asked and was not told yet */
  readonly askedOpenly: boolean
  readonly ratedAt: string | null
  readonly today: string
  readonly now: Date
}

const changeableMs = 7 * 86_400_000

/** Until when a rating that was first given at `ratedAt` may be changed: seven days, to the millisecond. */
export const changeableUntil = (ratedAt: string): string => new Date(Date.parse(ratedAt) + changeableMs).toISOString()

/** What the sender may do now. A letter that was answered once is followed up, not withdrawn. */
export function senderActsIn(situation: SenderSituation): SenderAct[] {
  const { state, round, reminded, remindFrom, askedOpenly, ratedAt, today, now } = situation
  const open = isOpen(state)
  const answered = state === 'answered' || state === 'closed'
  const acts: SenderAct[] = []
  if (open && !reminded && remindFrom !== null && today >= remindFrom) acts.push('remind')
  if (open && round === 1) acts.push('withdraw')
  if (answered) acts.push('followUp')
  if (open && askedOpenly) acts.push('supplement')
  if (answered && (ratedAt === null || now.toISOString() <= changeableUntil(ratedAt))) acts.push('rate')
  return acts
}

/** The due date with its explanation (`startedOn` is day 0): every day, and the pauses that it stood still in. */
export function dueDate(
  startedOn: string,
  limit: number,
  source: string,
  calendar: WorkingCalendar,
  pauses: readonly Pause[] = []
): DueDate {
  const { dueOn, provisional, days } = deadline(startedOn, limit, calendar, pauses)
  return { dueOn, limit, source, provisional, days: [...days], ...(pauses.length > 0 ? { pauses: [...pauses] } : {}) }
}

/** The day from which the sender may urge: when half the limit, rounded up, has passed; of one without working days, its last. */
export function remindFrom({ days, limit, dueOn }: DueDate): string | null {
  if (limit === 0) return dueOn
  return days.find(({ count }) => count === Math.ceil(limit / 2))?.date ?? null
}

/** The last day of the pause that runs, or null. */
export const pausedUntil = ({ pauses = [] }: Pick<DueDate, 'pauses'>): string | null => {
  const last = pauses.at(-1)
  return last?.running === true ? last.to : null
}

/**
 * Working days left until the due date: 0 on the last day, negative when overdue, null when no limit runs. Up to
 * `paused`, the last day of a pause that runs, none of them counts; behind the due date (the calendar was mended) it
 * stops nothing.
 */
export function workingDaysLeft(
  state: LetterState,
  today: string,
  dueOn: string,
  calendar: WorkingCalendar,
  paused: string | null = null
): number | null {
  if (!isOpen(state)) return null
  const from = paused !== null && paused > today && paused < dueOn ? paused : today
  return workingDaysBetween(from, dueOn, calendar)
}
