/** The only source of time in the server. Settable for journeys; production refuses it (`config.ts`). */
import { dayOf } from '#contract/calendar.ts'

let offsetMs = 0

export const clock = {
  /** The present instant. */
  now(): Date {
    return new Date(Date.now() + offsetMs)
  },
  /** Today in Asia/Shanghai, `YYYY-MM-DD`. */
  today(): string {
    return dayOf(clock.now())
  },
  /** Moves the clock so that it shows `instant` now; it goes on from there. */
  set(instant: Date): void {
    offsetMs = instant.getTime() - Date.now()
  }
}
