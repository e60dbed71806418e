/** Sends what waits in the outbox, and then its files, whenever that may succeed. */
import { keepApp } from './keep-app.ts'
import { keepsAnything } from './kept-mark.ts'
import { onPhoneChange, readUploads } from './kept-lists.ts'
import { flush } from './outbox.ts'

/** How often the outbox is looked at while the app is open. */
const everyMs = 15_000

let started = false

/** At the start, when a network comes, when the app is looked at again, and on a timer: iOS has no background sync. */
export function sendWhenPossible(): void {
  if (started) return
  started = true
  round()
  if (keepsAnything()) keepApp()
  addEventListener('online', round)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') round()
  })
  setInterval(round, everyMs)
  // a letter that has just arrived leaves files to be sent
  onPhoneChange(() => void sendFiles())
}

function round(): void {
  // a failed write leaves the item where it is: the next round tries again
  void flush()
    .catch(() => undefined)
    .then(sendFiles)
}

let sendingFiles = false

/** The part that sends in pieces is fetched when there is a file to send. */
async function sendFiles(): Promise<void> {
  if (sendingFiles) return
  sendingFiles = true
  try {
    const now = Date.now()
    const due = (await readUploads()).some(
      ({ state, notBefore }) => (state === 'waiting' || state === 'sending') && notBefore <= now
    )
    if (due) await (await import('./uploads.ts')).uploadWhatIsDue()
  } catch {
    // the next round tries again
  } finally {
    sendingFiles = false
  }
}
