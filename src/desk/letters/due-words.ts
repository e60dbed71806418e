/** How a deadline is said: in words first, the rule only repeats it. */
import { dayOf } from '#contract/calendar.ts'
import type { DeskLetter, QueuedLetter } from '#contract/letters.ts'
import { monthDay } from '../core/times.ts'

export interface DueWords {
  /** for a line of the queue */
  readonly short: string
  /** for the head of a letter, with the date */
  readonly long: string
  readonly tone: 'late' | 'soon' | 'calm' | 'done'
}

type Due = Pick<QueuedLetter, 'dueOn' | 'workingDaysLeft'>

/** `left` counts working days, so a letter that was due on Friday has 0 left on Saturday too: the date decides what is late. */
export function dueWords({ dueOn, workingDaysLeft: left }: Due, today: string): DueWords {
  const date = monthDay(dueOn)
  if (left === null) return { short: '已答复', long: `已答复，期限是${date}`, tone: 'done' }
  if (dueOn < today) {
    const days = left < 0 ? ` ${-left} 个工作日` : ''
    return { short: `逾期${days && ` ${-left} 天`}`, long: `${date}到期，已逾期${days}`, tone: 'late' }
  }
  if (dueOn === today) return { short: '今天到期', long: '今天 24:00 到期', tone: 'soon' }
  return { short: `剩 ${left} 天`, long: `${date}前答复，剩 ${left} 个工作日`, tone: left <= 2 ? 'soon' : 'calm' }
}

/** What the rule says to those who don't see it. */
export function ruleLabel(limit: number, left: number | null): string {
  if (left === null) return `共 ${limit} 个工作日，已答复`
  return left < 0 ? `共 ${limit} 个工作日，逾期 ${-left} 个` : `共 ${limit} 个工作日，还剩 ${left} 个`
}

/** Working days that went by: until the answer, or until today. */
export function workingDaysUsed({ due, reply, today, workingDaysLeft }: DeskLetter): number {
  if (workingDaysLeft !== null) return due.limit - workingDaysLeft
  const until = reply ? dayOf(new Date(reply.repliedAt)) : today
  return due.days.filter((day) => day.count !== undefined && day.date <= until).length
}
