/** What starts once the first page stands: the outbox's sender and the service worker. */
import { Workbox } from 'workbox-window'
import { flush, quiet } from './outbox.ts'

/** How often the outbox is looked at while the app is open. */
const everyMs = 15_000

/** Starts both; `offer` gets what takes the new version when one waits. */
export function startLater(offer: (take: () => Promise<void>) => void): void {
  sendWhenPossible()
  if ('serviceWorker' in navigator && import.meta.env.PROD) watchVersions(offer)
}

/** At the start, when a network comes, when the app is looked at again, and on a timer: iOS has no background sync. */
function sendWhenPossible(): void {
  // a failed write leaves the item where it is: the next round tries again
  const round = () => void flush().catch(() => undefined)
  round()
  addEventListener('online', round)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') round()
  })
  setInterval(round, everyMs)
}

function watchVersions(offer: (take: () => Promise<void>) => void): void {
  const workbox = new Workbox('/sw.js', { scope: '/' })
  workbox.addEventListener('waiting', () =>
    offer(async () => {
      await quiet()
      workbox.addEventListener('controlling', () => location.reload())
      workbox.messageSkipWaiting()
    })
  )
  void workbox.register()
}
