/** Where a case stands against its limit, in figures and in words. */
import { type LetterState, openStates, type Round } from '#contract/letters.ts'
import type { DayRuleInput } from '#ui/day-rule.ts'
import { letterOf } from './cases.ts'
import { showDay } from './dates.ts'
import type { CaseWords } from './case-words.zh.ts'
import type { KeptCase } from './phone.ts'

export interface Standing {
  readonly state: LetterState
  /** what started the limit that is told */
  readonly round: Round['kind']
  readonly dueOn: string
  /** calendar days since the limit passed; 0 when it has not, or runs no longer */
  readonly daysOver: number
  /** calendar days until the last day; 0 on it */
  readonly daysLeft: number
  /** what the working-day rule draws; none where the limit ended without an answer */
  readonly rule: DayRuleInput | undefined
}

export interface DueSaying {
  readonly short: string
  readonly date: string
  readonly tone: 'plain' | 'soon' | 'late' | 'done'
  /** the same fact for those who don't see the rule */
  readonly rule: string
}

const dayMs = 86_400_000

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs

/** Whether a limit runs for the letter. */
export function isOpen({ state }: Pick<KeptCase, 'state'>): boolean {
  return openStates.some((open) => open === state)
}

/** Counts on the explained days of the receipt, so that it works offline and never disagrees with the calendar shown. */
export function standingOf(kept: KeptCase, today: string): Standing {
  const { state } = kept
  const { limit, dueOn, days } = kept.receipt.due
  const current = letterOf(kept)?.rounds.at(-1)
  const told = { state, round: current?.kind ?? 'first', dueOn }
  if (!isOpen(kept)) {
    const used = current?.workingDays ?? undefined
    return {
      ...told,
      daysOver: 0,
      daysLeft: 0,
      rule: used === undefined ? undefined : { limit, left: null, used, days }
    }
  }
  const daysLeft = Math.max(daysBetween(today, dueOn), 0)
  const daysOver = Math.max(daysBetween(dueOn, today), 0)
  const passed = days.filter((day) => day.count !== undefined && day.date <= today).length
  const resting = days.find((day) => day.date === today)?.count === undefined
  return { ...told, daysOver, daysLeft, rule: { limit, left: daysOver > 0 ? -1 : limit - passed, days, resting } }
}

/** Says where a case stands; `soon` is two working days or fewer. */
export function sayStanding({ state, round, dueOn, daysOver, daysLeft, rule }: Standing, words: CaseWords): DueSaying {
  const day = showDay(dueOn, words)
  if (rule === undefined) return { short: words.states[state], date: '', tone: 'done', rule: '' }
  const { limit, left, used } = rule
  if (left === null)
    return {
      short: words.states[state],
      date: words.due.answeredIn(used ?? limit),
      tone: 'done',
      rule: words.due.ruleUsed(limit, used ?? limit)
    }
  if (daysOver > 0)
    return {
      short: words.due.of(round, words.due.over(daysOver)),
      date: words.due.shouldBe(day),
      tone: 'late',
      rule: words.due.ruleOver(limit)
    }
  return {
    short: words.due.of(round, sayLeft(left, daysLeft, words)),
    date: words.due.beforeReply(day),
    tone: left <= 2 ? 'soon' : 'plain',
    rule: words.due.rule(limit, left)
  }
}

/** A day that the hotline set may be a Sunday: from Friday on no working day is left, and it is not due today yet. */
function sayLeft(workingDays: number, days: number, { due }: CaseWords): string {
  if (days === 0) return due.today
  return workingDays === 0 ? due.leftDays(days) : due.left(workingDays)
}
