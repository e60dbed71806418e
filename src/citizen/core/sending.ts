/** Sends what waits in the outbox whenever that may succeed. */
import { flush } from './outbox.ts'

/** How often the outbox is looked at while the app is open. */
const everyMs = 15_000

let started = false

/** At the start, when a network comes, when the app is looked at again, and on a timer: iOS has no background sync. */
export function sendWhenPossible(): void {
  if (started) return
  started = true
  // a failed write leaves the item where it is: the next round tries again
  const round = () => void flush().catch(() => undefined)
  round()
  addEventListener('online', round)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') round()
  })
  setInterval(round, everyMs)
}
