/**
 * One sender at a time over all tabs: by the browser's locks where it has them (secure contexts), else by a lease in
 * the phone's database, renewed while the work goes on and run out soon after its tab was killed.
 */
import { phone } from './phone.ts'

export type Work = 'outbox' | 'uploads' | 'library'

const leaseMs = 20_000
const renewMs = 5_000
const askMs = 500

/** Does the work when nobody else does this kind of work, waiting for that as long as needed. */
export function alone<Result>(what: Work, work: () => Promise<Result>): Promise<Result> {
  if ('locks' in navigator) return navigator.locks.request(lockOf(what), work)
  return inTurn(what, async () => {
    while (!(await takeLease(what))) await new Promise((resolve) => setTimeout(resolve, askMs))
    return await underLease(what, work)
  })
}

/** Does the work unless somebody is at it already. */
export async function aloneIfFree(what: Work, work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator)
    return navigator.locks.request(lockOf(what), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work()
    })
  return inTurn(what, async () => {
    if (await takeLease(what)) await underLease(what, work)
  })
}

const lockOf = (what: Work) => `wenzheng-${what}`

const last = new Map<Work, Promise<unknown>>()

/** One after the other within this tab. */
function inTurn<Result>(what: Work, work: () => Promise<Result>): Promise<Result> {
  const before = last.get(what) ?? Promise.resolve()
  const mine = before.then(work, work)
  last.set(what, mine)
  return mine
}

const me = crypto.getRandomValues(new Uint32Array(4)).join('-')

/** Takes or renews the lease. One that ends too far in the future was written before the clock was put back. */
async function takeLease(what: Work): Promise<boolean> {
  const transaction = (await phone()).transaction('leases', 'readwrite')
  const lease = await transaction.store.get(what)
  const left = (lease?.until ?? 0) - Date.now()
  const free = lease === undefined || lease.holder === me || left <= 0 || left > leaseMs
  if (free) await transaction.store.put({ name: what, holder: me, until: Date.now() + leaseMs })
  await transaction.done
  return free
}

async function underLease<Result>(what: Work, work: () => Promise<Result>): Promise<Result> {
  const renewing = setInterval(() => void takeLease(what).catch(() => false), renewMs)
  try {
    return await work()
  } finally {
    clearInterval(renewing)
    await giveBack(what).catch(() => undefined)
  }
}

async function giveBack(what: Work): Promise<void> {
  const transaction = (await phone()).transaction('leases', 'readwrite')
  if ((await transaction.store.get(what))?.holder === me) await transaction.store.delete(what)
  await transaction.done
}
