/** How a deadline is said: in words first, the rule only repeats it. */
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { QueuedLetter } from '#contract/letters-queue.ts'
import { monthDay } from '../core/times.ts'
import { stateWords } from './state-words.ts'

export interface DueWords {
  /** for a line of the queue */
  readonly short: string
  /** for the head of a letter, with the date */
  readonly long: string
  readonly tone: 'late' | 'soon' | 'calm' | 'done'
}

type Due = Pick<QueuedLetter, 'dueOn' | 'workingDaysLeft' | 'state' | 'provisional'>

/** `left` counts working days, so a letter that was due on Friday has 0 left on Saturday too: the date decides what is late. */
export function dueWords({ dueOn, workingDaysLeft: left, state, provisional }: Due, today: string): DueWords {
  const date = `${monthDay(dueOn)}${provisional ? '（暂定）' : ''}`
  if (left === null)
    return { short: stateWords[state], long: `${stateWords[state]}，期限是${monthDay(dueOn)}`, tone: 'done' }
  if (dueOn < today) {
    const days = left < 0 ? ` ${-left} 个工作日` : ''
    return { short: `逾期${days && ` ${-left} 天`}`, long: `${date}到期，已逾期${days}`, tone: 'late' }
  }
  if (dueOn === today) return { short: '今天到期', long: '今天 24:00 到期', tone: 'soon' }
  return { short: `剩 ${left} 天`, long: `${date}前答复，剩 ${left} 个工作日`, tone: left <= 2 ? 'soon' : 'calm' }
}

/** What the rule says to those who don't see it. */
export function ruleLabel(limit: number, left: number | null): string {
  if (left === null) return `共 ${limit} 个工作日，期限已经停了`
  return left < 0 ? `共 ${limit} 个工作日，逾期 ${-left} 个` : `共 ${limit} 个工作日，还剩 ${left} 个`
}

/** Working days that went by in the newest round: until the answer, or until today; undefined when it ended without one. */
export function workingDaysUsed({ due, rounds, workingDaysLeft }: DeskLetter): number | undefined {
  if (workingDaysLeft !== null) return due.limit - workingDaysLeft
  return rounds.at(-1)?.workingDays ?? undefined
}
