/**
 * Letters on their way. An item can be changed until its first byte leaves; then it is frozen until its outcome is
 * known. Its client-made id makes sending it twice harmless. Nothing is dropped: what is refused becomes a draft again.
 */
import type { LetterDraft, LetterReceipt } from '#contract/letters.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import { NoAnswerError, OfflineError, ProblemError } from '#ui/failures.ts'
import { freshIdentity } from './begin-draft.ts'
import { caseOf } from './cases.ts'
import { readOutbox } from './kept-lists.ts'
import { type Draft, type OutboxItem, phone, write } from './phone.ts'

export type Outcome =
  | { readonly kind: 'sent'; readonly receipt: LetterReceipt }
  | { readonly kind: 'waiting'; readonly reason: NonNullable<OutboxItem['lastFailure']> }
  | { readonly kind: 'refused'; readonly draft: Draft }

/** Problems that time may cure; all others mean that the letter itself must be looked at again. */
const passing: readonly ProblemSlug[] = ['too-many', 'unexpected', 'unavailable']

/** Waiting times between tries, in seconds; the last one repeats. */
const waits = [5, 15, 30, 60, 120, 300]

/** Puts a finished draft into the outbox, in one step with taking it out of the drafts. */
export async function hold(draft: Draft, body: LetterDraft): Promise<void> {
  const item: OutboxItem = {
    id: draft.id,
    route: 'POST /letters',
    body,
    heldAt: new Date().toISOString(),
    frozen: false,
    tries: 0,
    notBefore: 0
  }
  await write(['drafts', 'outbox'], async (transaction) => {
    await transaction.objectStore('outbox').put(item)
    await transaction.objectStore('drafts').delete(draft.id)
  })
}

/** Takes an item that has not begun to leave back to the drafts; a frozen one stays. */
export async function takeBack(id: string): Promise<Draft | undefined> {
  return alone(async () => {
    const item = await (await phone()).get('outbox', id)
    if (item === undefined || item.frozen) return undefined
    const draft = draftOf(item)
    await toDrafts(item.id, draft)
    return draft
  })
}

/** Sends one item now, whatever its waiting time. Undefined when it is no longer in the outbox. */
export function sendNow(id: string): Promise<Outcome | undefined> {
  return alone(async () => {
    const item = await (await phone()).get('outbox', id)
    return item === undefined ? undefined : send(item)
  })
}

/** Sends what is due, the oldest first; stops at the first that finds no network. */
export async function flush(): Promise<void> {
  if ((await readOutbox()).length === 0) return
  await alone(async () => {
    for (const item of await readOutbox()) {
      if (item.notBefore > Date.now()) continue
      const outcome = await send(item)
      if (outcome.kind === 'waiting' && outcome.reason === 'offline') return
    }
  })
}

/** Resolves when no letter of any tab is being sent. */
export async function quiet(): Promise<void> {
  await alone(() => Promise.resolve())
}

let last: Promise<unknown> = Promise.resolve()

/** One sender at a time: over all tabs where the browser has locks (secure contexts), else within this one. */
function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  if ('locks' in navigator) return navigator.locks.request('wenzheng-outbox', work)
  const mine = last.then(work, work)
  last = mine
  return mine
}

async function send(item: OutboxItem): Promise<Outcome> {
  if (!navigator.onLine) return wait(item, 'offline')
  const call = await import('#ui/api.ts').catch(() => undefined)
  if (call === undefined) return wait(item, 'no-answer')
  await put({ ...item, frozen: true })
  try {
    const receipt = await call.api(item.route, { body: item.body })
    await write(['outbox', 'cases'], async (transaction) => {
      await transaction.objectStore('cases').put(caseOf(receipt, item.body))
      await transaction.objectStore('outbox').delete(item.id)
    })
    return { kind: 'sent', receipt }
  } catch (error) {
    if (error instanceof OfflineError) return wait(item, 'offline')
    if (!(error instanceof ProblemError)) {
      if (error instanceof NoAnswerError) return wait({ ...item, frozen: true }, 'no-answer')
      throw error
    }
    if (passing.includes(error.slug)) return wait({ ...item, frozen: true }, error.slug, error.retryAfter)
    const identity = error.slug === 'already-sent' ? freshIdentity() : {}
    const draft: Draft = { ...draftOf(item), ...identity, problem: error.slug, errors: [...error.errors] }
    await toDrafts(item.id, draft)
    return { kind: 'refused', draft }
  }
}

async function wait(
  item: OutboxItem,
  reason: NonNullable<OutboxItem['lastFailure']>,
  seconds = waits[Math.min(item.tries, waits.length - 1)] ?? 300
): Promise<Outcome> {
  // without a network nothing was tried: it goes as soon as there is one
  const tried = reason !== 'offline'
  await put({
    ...item,
    lastFailure: reason,
    tries: item.tries + (tried ? 1 : 0),
    notBefore: tried ? Date.now() + seconds * 1000 : 0
  })
  return { kind: 'waiting', reason }
}

function draftOf({ body, heldAt }: OutboxItem): Draft {
  const { id, code, deviceToken, kind, title, text, contact = {} } = body
  const { name = '', phone: number = '', email = '' } = contact
  return { id, code, deviceToken, kind, title, text, name, phone: number, email, savedAt: heldAt }
}

async function put(item: OutboxItem): Promise<void> {
  await write(['outbox'], (transaction) => transaction.objectStore('outbox').put(item))
}

async function toDrafts(itemId: string, draft: Draft): Promise<void> {
  await write(['drafts', 'outbox'], async (transaction) => {
    await transaction.objectStore('drafts').put({ ...draft, savedAt: new Date().toISOString() })
    await transaction.objectStore('outbox').delete(itemId)
  })
}
