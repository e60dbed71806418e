/** Where a case stands against its limit, in figures and in words. */
import type { DueDate, Letter } from '#contract/letters.ts'
import { showDay } from './dates.ts'
import type { CaseWords } from './case-words.zh.ts'

export interface DueFigures {
  readonly limit: number
  readonly dueOn: string
  readonly days: DueDate['days']
  /** working days after today; -1 when the limit has passed; null when answered */
  readonly left: number | null
  /** working days that the answer took, where it is known */
  readonly used: number | undefined
  /** calendar days since the limit passed, else 0 */
  readonly daysOver: number
  /** today is a day that does not count */
  readonly resting: boolean
}

export interface DueSaying {
  readonly short: string
  readonly date: string
  readonly tone: 'plain' | 'soon' | 'late' | 'done'
  /** the same fact for those who don't see the rule */
  readonly rule: string
}

const dayMs = 86_400_000

/** Counts on the explained days of the receipt, so that it works offline and never disagrees with the calendar shown. */
export function dueFigures(due: DueDate, today: string, reply: Letter['reply'], answered: boolean): DueFigures {
  const { limit, dueOn, days } = due
  const used = reply?.workingDays
  const daysOver = today > dueOn ? (Date.parse(today) - Date.parse(dueOn)) / dayMs : 0
  const passed = days.filter((day) => day.count !== undefined && day.date <= today).length
  const resting = days.find((day) => day.date === today)?.count === undefined
  const left = answered ? null : daysOver > 0 ? -1 : limit - passed
  return { limit, dueOn, days, left, used, daysOver: answered ? 0 : daysOver, resting }
}

/** Says the figures; `soon` is two working days or fewer. */
export function sayDue(figures: DueFigures, words: CaseWords): DueSaying {
  const { limit, left, used, daysOver } = figures
  const day = showDay(figures.dueOn, words)
  if (left === null) {
    const date = used === undefined ? '' : words.due.answeredIn(used)
    return { short: words.due.answered, date, tone: 'done', rule: words.due.ruleUsed(limit, used ?? limit) }
  }
  if (daysOver > 0) {
    const date = words.due.shouldBe(day)
    return { short: words.due.over(daysOver), date, tone: 'late', rule: words.due.ruleOver(limit) }
  }
  return {
    short: left === 0 ? words.due.today : words.due.left(left),
    date: words.due.beforeReply(day),
    tone: left <= 2 ? 'soon' : 'plain',
    rule: words.due.rule(limit, left)
  }
}
