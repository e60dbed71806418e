/** What the server counted yesterday is wrong on a page that stays open over midnight. */
import { watch } from 'vue'
import { dayOf } from '#contract/calendar.ts'
import { useNow } from './use-now.ts'

/** The server's clock may be a little behind this computer's: asked too early it would still say yesterday. */
const marginMs = 60_000

/** Calls `read` when a new day has begun while the page is open, whether anybody looks at it or not. */
export function onNewDay(read: () => unknown): void {
  const now = useNow()
  watch(
    () => dayOf(new Date(now.value - marginMs)),
    () => void read()
  )
}
