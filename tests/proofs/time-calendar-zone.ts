/** Judges the calendar in the time zone that this process was started in; prints what it found as JSON. */
import { dice } from './proof.ts'
import { judgeCalendar, type Kind } from './time-calendar-judge.ts'

export interface ZoneVerdict {
  /** minutes that summer's local time is behind UTC: shows that the zone is really in force */
  readonly behind: number
  readonly checked: Partial<Record<Kind, number>>
  readonly failures: readonly { readonly kind: Kind; readonly what: string }[]
}

const [draws, seed] = process.argv.slice(2).map(Number)
const checked: Partial<Record<Kind, number>> = {}
const failures: { kind: Kind; what: string }[] = []
judgeCalendar(
  (kind, good, what) => {
    checked[kind] = (checked[kind] ?? 0) + 1
    if (!good) failures.push({ kind, what })
  },
  draws ?? 0,
  dice(seed ?? 0)
)
const verdict: ZoneVerdict = { behind: new Date(2026, 6, 1).getTimezoneOffset(), checked, failures }
process.stdout.write(JSON.stringify(verdict))
