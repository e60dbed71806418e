/** Posts one item of the outbox and puts what came of it in its place. Called by one sender at a time. */
import type { ProblemSlug } from '#contract/problem.ts'
import { NoAnswerError, OfflineError, ProblemError } from '#ui/failures.ts'
import { secondsAfter } from './network.ts'
import { type OutboxItem, type WaitReason, write } from './phone.ts'
import { bookingWay } from './post-booking.ts'
import { letterWay } from './post-letter.ts'
import { messageWay } from './post-message.ts'
import { backStores, type GivenBack, type Way } from './post-way.ts'

export type Outcome =
  | { readonly kind: 'sent'; readonly number: string }
  | { readonly kind: 'waiting'; readonly reason: WaitReason }
  /** it is being written again, with the problem */
  | ({ readonly kind: 'refused'; readonly problem: ProblemSlug } & GivenBack)

type Route = OutboxItem['route']

/** By which way the items of a route go. */
const ways: { readonly [R in Route]: Way<Extract<OutboxItem, { route: R }>> } = {
  'POST /letters': letterWay,
  'POST /letters/:number/messages': messageWay,
  'POST /slots/:id/bookings': bookingWay
}

/** The way of an item. That row and item have the same route is what the table's type says, and what TypeScript forgets. */
export function wayOf<Item extends OutboxItem>(item: Item): Way<Item> {
  return ways[item.route] as unknown as Way<Item>
}

/** Problems that time may cure; all others mean that the text itself must be looked at again. */
const passing: readonly ProblemSlug[] = ['too-many', 'work-needed', 'unexpected', 'unavailable']

/** Longer than the longest request: a tab that was killed while it sent doesn't seem to send for ever. */
const sendingMs = 30_000

/** Sends one item and keeps its outcome. */
export async function post(item: OutboxItem): Promise<Outcome> {
  const calls = await import('#ui/api.ts').catch(() => undefined)
  if (calls === undefined) return wait(item, 'no-answer')
  const atWork = () => put({ ...item, frozen: true, sendingUntil: Date.now() + sendingMs })
  await atWork()
  try {
    return { kind: 'sent', number: await wayOf(item).send(item, calls, atWork) }
  } catch (error) {
    // nothing had left: it may still be changed
    if (error instanceof OfflineError) return wait(item, 'offline')
    const frozen = { ...item, frozen: true }
    if (error instanceof NoAnswerError) return wait(frozen, 'no-answer')
    if (!(error instanceof ProblemError)) {
      await wait(frozen, 'unexpected')
      throw error
    }
    if (passing.includes(error.slug)) return wait(frozen, error.slug, error.retryAfter)
    return refused(item, error)
  }
}

/** Out of the outbox and back to where it is written, with what must be changed: in one step. */
async function refused(item: OutboxItem, { slug, errors }: ProblemError): Promise<Outcome> {
  let given: GivenBack = {}
  await write([...backStores], async (back) => {
    // its case was taken off this phone while it was being sent
    if ((await back.objectStore('outbox').getKey(item.id)) === undefined) return
    given = await wayOf(item).giveBack(item, back, { problem: slug, errors: [...errors] })
    await back.objectStore('outbox').delete(item.id)
  })
  return { kind: 'refused', problem: slug, ...given }
}

/** Keeps an item that could not be sent now. */
export async function wait(item: OutboxItem, reason: WaitReason, seconds?: number): Promise<Outcome> {
  // without a network nothing was tried: it goes as soon as there is one
  const tried = reason !== 'offline'
  const next: OutboxItem = {
    ...item,
    lastFailure: reason,
    tries: item.tries + (tried ? 1 : 0),
    notBefore: tried ? Date.now() + (seconds ?? secondsAfter(item.tries)) * 1000 : 0,
    sendingUntil: 0
  }
  await put(next)
  return { kind: 'waiting', reason }
}

/** Writes down how an item stands; one that was taken off this phone meanwhile does not come back. */
async function put(item: OutboxItem): Promise<void> {
  await write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    if ((await outbox.getKey(item.id)) !== undefined) await outbox.put(item)
  })
}
