/** The working-day rule: one tick a working day, a gap where days are skipped. Pure geometry, drawn by DayRule.vue. */

type TickTone = 'used' | 'today' | 'left' | 'late'

export interface Tick {
  readonly x: number
  readonly tone: TickTone
}

export interface DayRuleInput {
  /** working days of the limit */
  readonly limit: number
  /** working days left after today; 0 on the last day, negative when late; null when answered */
  readonly left: number | null
  /** working days that the answer took; only read when `left` is null */
  readonly used?: number | undefined
  /** the explained days, where known: a gap stands where days between two counted ones were skipped */
  readonly days?: readonly { readonly date: string; readonly count?: number | undefined }[] | undefined
  /** today does not count (weekend, holiday): the last tick used is then not today's */
  readonly resting?: boolean | undefined
}

const step = 5
const gap = 4
/** more late ticks than this would only push the words off the line */
const mostLate = 10

/** Places the ticks; without `days` a gap stands after every fifth, counted back from the due day. */
export function ticksOf({ limit, left, used, days, resting }: DayRuleInput): Tick[] {
  const gaps = gapsBefore(limit, days)
  const done = left === null ? (used ?? limit) : limit - left
  const ticks: Tick[] = []
  let x = 0
  for (let n = 1; n <= limit; n += 1) {
    if (n > 1) x += gaps.has(n) ? step + gap : step
    ticks.push({ x, tone: n > done ? 'left' : n === done && left !== null && resting !== true ? 'today' : 'used' })
  }
  const late = left === null ? done - limit : -left
  for (let n = 1; n <= Math.min(Math.max(late, 0), mostLate); n += 1) {
    x += n === 1 ? step + gap : step
    ticks.push({ x, tone: 'late' })
  }
  return ticks
}

function gapsBefore(limit: number, days: DayRuleInput['days']): Set<number> {
  const gaps = new Set<number>()
  if (days === undefined) {
    for (let n = limit - 4; n > 1; n -= 5) gaps.add(n)
    return gaps
  }
  let skipped = false
  for (const day of days) {
    if (day.count === undefined) skipped = true
    else {
      if (skipped && day.count > 1) gaps.add(day.count)
      skipped = false
    }
  }
  return gaps
}
