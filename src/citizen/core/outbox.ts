/**
 * What is on its way: letters, messages to cases, bookings. An item can be changed until its first byte leaves; then it is
 * frozen until its outcome is known. Its client-made id makes sending it twice harmless. Nothing is dropped: what is
 * refused comes back to where it was written. What differs from kind to kind stands in the ways of `post-item.ts`.
 */
import type { LetterDraft, MessageDraft } from '#contract/letters.ts'
import type { BookingDraft } from '#contract/open-days.ts'
import { freshId, freshIdentity } from './begin-draft.ts'
import { renew } from './drafts.ts'
import { readOutbox } from './kept-lists.ts'
import { probe } from './network.ts'
import { alone } from './one-sender.ts'
import {
  type BookingItem,
  type BookingText,
  type Draft,
  keepForLong,
  type KeptFile,
  type LetterItem,
  type MessageItem,
  type OutboxItem,
  phone,
  type Proof,
  write
} from './phone.ts'
import { type Outcome, post, wait, wayOf } from './post-item.ts'
import { draftOf } from './post-letter.ts'
import { backStores, knownStores } from './post-way.ts'

export type { Outcome } from './post-item.ts'

/** A file that a draft names is not on this phone any more (sent from another tab, say). */
export class FilesMissingError extends Error {
  override name = 'FilesMissingError'
  readonly ids: readonly string[]

  constructor(ids: readonly string[]) {
    super('files are missing')
    this.ids = ids
  }
}

/**
 * Puts a finished draft into the outbox, in one step with taking it out of the drafts. Another tab may have put the same
 * draft there before: with the same words it is held once; other words never take the place of what may be on its way,
 * they become a draft of their own, which is returned.
 * @throws FilesMissingError when a file that it names is not kept; nothing is changed then
 */
export async function hold(draft: Draft, body: LetterDraft): Promise<Draft | undefined> {
  const item: LetterItem = { ...fresh(draft.id), route: 'POST /letters', body }
  let own: Draft | undefined
  await write(['drafts', 'outbox', 'files'], async (transaction) => {
    const earlier = await transaction.objectStore('outbox').get(draft.id)
    if (earlier !== undefined) {
      if (JSON.stringify(earlier.body) !== JSON.stringify(body)) {
        const plain = { ...draftOf(item, new Map(draft.files.map(({ id, type }) => [id, type]))), errors: [] }
        own = await renew({ ...plain, problem: 'already-sent' }, transaction.objectStore('files'))
        await transaction.objectStore('drafts').put(own)
      }
      await transaction.objectStore('drafts').delete(draft.id)
      return
    }
    const missing: string[] = []
    for (const { id } of body.attachments ?? [])
      if ((await transaction.objectStore('files').getKey(id)) === undefined) missing.push(id)
    if (missing.length > 0) throw new FilesMissingError(missing)
    await transaction.objectStore('outbox').put(item)
    await transaction.objectStore('drafts').delete(draft.id)
  })
  keepForLong()
  return own
}

/** Puts a message to a case into the outbox, in one step with emptying the case's text box. Returns its id. */
export async function holdMessage(
  message: Proof & { readonly number: string; readonly kind: MessageDraft['kind']; readonly text: string }
): Promise<string> {
  const { number, code, deviceToken, kind, text } = message
  const id = freshId()
  const item: MessageItem = {
    ...fresh(id),
    route: 'POST /letters/:number/messages',
    params: { number },
    proof: deviceToken === undefined ? { code } : { code, deviceToken },
    body: { id, kind, text }
  }
  await write(['outbox', 'messages'], async (transaction) => {
    await transaction.objectStore('outbox').put(item)
    await transaction.objectStore('messages').delete(number)
  })
  return id
}

/**
 * Puts a finished booking into the outbox, in one step with taking it out of what is being written. What another tab put
 * there before under this id stays; other words become a booking of their own, which is returned.
 */
export async function holdBooking(text: BookingText, body: BookingDraft): Promise<BookingText | undefined> {
  const { id, slotId, aim } = text
  const item: BookingItem = { ...fresh(id), route: 'POST /slots/:id/bookings', params: { id: slotId }, aim, body }
  let own: BookingText | undefined
  await write(['bookingTexts', 'outbox'], async (transaction) => {
    const texts = transaction.objectStore('bookingTexts')
    const earlier = await transaction.objectStore('outbox').get(id)
    if (earlier === undefined) await transaction.objectStore('outbox').put(item)
    else if (JSON.stringify(earlier.body) !== JSON.stringify(body)) {
      own = { ...text, ...freshIdentity(), problem: 'already-sent', errors: [], savedAt: item.heldAt }
      await texts.put(own)
    }
    await texts.delete(id)
  })
  keepForLong()
  return own
}

function fresh(id: string) {
  return { id, heldAt: new Date().toISOString(), frozen: false, tries: 0, notBefore: 0 }
}

/** Takes an item that has not begun to leave back to where it was written; false for a frozen one, which stays. */
export async function takeBack(id: string): Promise<boolean> {
  return alone('outbox', async () => {
    let back = false
    await write([...backStores], async (transaction) => {
      const item = await transaction.objectStore('outbox').get(id)
      if (item === undefined || item.frozen) return
      await wayOf(item).giveBack(item, transaction)
      await transaction.objectStore('outbox').delete(id)
      back = true
    })
    return back
  })
}

/** What reading an item back from a file found on this phone. */
export type BroughtBack =
  | { readonly kind: 'held' | 'waiting-already' | 'draft-already' }
  | { readonly kind: 'sent-already'; readonly number: string }

/** Puts an item from a file into the outbox, with its files; not when this phone knows it already. */
export async function bringBack(item: OutboxItem, files: readonly KeptFile[]): Promise<BroughtBack> {
  let found: BroughtBack = { kind: 'held' }
  const way = wayOf(item)
  await write([...knownStores], async (transaction) => {
    if ((await transaction.objectStore('outbox').getKey(item.id)) !== undefined) {
      found = { kind: 'waiting-already' }
      return
    }
    const number = await way.sentAs(item.id, transaction)
    if (number !== undefined) {
      found = { kind: 'sent-already', number }
      return
    }
    if (await way.isWritten(item.id, transaction)) {
      found = { kind: 'draft-already' }
      return
    }
    await transaction.objectStore('outbox').put(item)
    for (const file of files) await transaction.objectStore('files').put(file)
  })
  return found
}

/** Sends one item now, whatever its waiting time. Undefined when it is no longer in the outbox. */
export function sendNow(id: string): Promise<Outcome | undefined> {
  return alone('outbox', async () => {
    if ((await (await phone()).getKey('outbox', id)) === undefined) return undefined
    const network = await probe()
    const item = await (await phone()).get('outbox', id)
    if (item === undefined) return undefined
    return network === 'there' ? post(item) : wait(item, network)
  })
}

/** Sends what is due, the oldest first; stops at the first that finds no network. */
export async function flush(): Promise<void> {
  if ((await due()).length === 0) return
  await alone('outbox', async () => {
    if ((await due()).length === 0) return
    const network = await probe()
    for (const item of await due()) {
      if (network === 'there') {
        const outcome = await post(item)
        if (outcome.kind === 'waiting' && outcome.reason === 'offline') return
        // nothing is written again and again while there is no network
      } else if (network === 'no-answer' || item.lastFailure !== network) await wait(item, network)
    }
  })
}

async function due(): Promise<OutboxItem[]> {
  return (await readOutbox()).filter((item) => item.notBefore <= Date.now())
}

/** Resolves when nothing of any tab is being sent. */
export async function quiet(): Promise<void> {
  await alone('outbox', () => Promise.resolve())
}
