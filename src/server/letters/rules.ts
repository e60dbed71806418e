/** What may happen to a letter, as pure rules. */
import type { DueDate, LetterAction, LetterState } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'
import { deadline, workingDaysBetween, type WorkingCalendar } from '#contract/calendar.ts'
import type { ProblemSlug } from '#contract/problem.ts'

export type EventKind = 'received' | 'assigned' | 'drafted' | 'returned' | 'answered'

/** The state that a letter's events add up to, oldest first. */
export function stateAfter(events: readonly EventKind[]): LetterState {
  let state: LetterState = 'received'
  for (const event of events) {
    if (event === 'received') state = 'received'
    else if (event === 'assigned' || event === 'returned') state = 'assigned'
    else if (event === 'drafted') state = 'signing'
    else state = 'answered'
  }
  return state
}

const allowed: Record<LetterAction, { readonly states: readonly LetterState[]; readonly permission: Permission }> = {
  assign: { states: ['received', 'assigned'], permission: 'letters:assign' },
  draft: { states: ['assigned'], permission: 'letters:draft' },
  submit: { states: ['assigned'], permission: 'letters:draft' },
  return: { states: ['signing'], permission: 'letters:sign' },
  sign: { states: ['signing'], permission: 'letters:sign' }
}

/** What a decision is about. `authors` are all who wrote a version of the reply. */
export interface Situation {
  readonly state: LetterState
  readonly hasDraft: boolean
  readonly authors: readonly string[]
}

/** Why an act is refused, or undefined when it may be done. Nobody signs what this person wrote (三审三校). */
export function refusal(
  act: LetterAction,
  situation: Situation,
  actor: { readonly id: string; readonly may: (permission: Permission) => boolean }
): ProblemSlug | undefined {
  if (!actor.may(allowed[act].permission)) return 'not-permitted'
  if (!allowed[act].states.includes(situation.state)) return 'state-forbids'
  if (act === 'submit' && !situation.hasDraft) return 'state-forbids'
  if (act === 'sign' && situation.authors.includes(actor.id)) return 'same-person'
  return undefined
}

/** The due date with its explanation (`received` is day 0). */
export function dueDate(receivedOn: string, limit: number, source: string, calendar: WorkingCalendar): DueDate {
  const { dueOn, provisional, days } = deadline(receivedOn, limit, calendar)
  return { dueOn, limit, source, provisional, days: [...days] }
}

/** Working days left until the due date: 0 on the last day, negative when overdue, null once answered. */
export function workingDaysLeft(
  state: LetterState,
  today: string,
  dueOn: string,
  calendar: WorkingCalendar
): number | null {
  return state === 'answered' ? null : workingDaysBetween(today, dueOn, calendar)
}
