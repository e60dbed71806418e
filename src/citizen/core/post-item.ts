/** Posts one item of the outbox and puts what came of it in its place. Called by one sender at a time. */
import type { LetterDraft } from '#contract/letters.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import type * as Calls from '#ui/api.ts'
import { NoAnswerError, OfflineError, ProblemError } from '#ui/failures.ts'
import { freshId, freshIdentity } from './begin-draft.ts'
import { caseOf, renewed } from './cases.ts'
import { asDraft } from './drafts.ts'
import { secondsAfter } from './network.ts'
import {
  type Draft,
  type FileFacts,
  type KeptFile,
  type LetterItem,
  type MessageItem,
  type MessageText,
  type OutboxItem,
  type Upload,
  type WaitReason,
  write
} from './phone.ts'

export type Outcome =
  | { readonly kind: 'sent'; readonly number: string }
  | { readonly kind: 'waiting'; readonly reason: WaitReason }
  /** it is a draft again, with the problem */
  | { readonly kind: 'refused'; readonly problem: ProblemSlug; readonly draft?: Draft }

/** Problems that time may cure; all others mean that the text itself must be looked at again. */
const passing: readonly ProblemSlug[] = ['too-many', 'work-needed', 'unexpected', 'unavailable']

/** Longer than the longest request: a tab that was killed while it sent doesn't seem to send for ever. */
const sendingMs = 30_000

type Api = Pick<typeof Calls, 'api' | 'holderHeaders'>

/** Sends one item and keeps its outcome. */
export async function post(item: OutboxItem): Promise<Outcome> {
  const call = await import('#ui/api.ts').catch(() => undefined)
  if (call === undefined) return wait(item, 'no-answer')
  await put({ ...item, frozen: true, sendingUntil: Date.now() + sendingMs })
  try {
    const number = await (item.route === 'POST /letters' ? postLetter(item, call) : postMessage(item, call))
    return { kind: 'sent', number }
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
    return item.route === 'POST /letters' ? letterRefused(item, error) : messageRefused(item, error)
  }
}

/** From the receipt on the letter is a case, and its files are on their way: in one step. */
async function postLetter(item: LetterItem, { api }: Api): Promise<string> {
  const { body } = item
  const receipt = await api(item.route, { body }).catch(async (error: unknown) => {
    const headers = await workAskedFor(error)
    if (headers === undefined) throw error
    await put({ ...item, frozen: true, sendingUntil: Date.now() + sendingMs })
    return await api(item.route, { body, headers })
  })
  const uploads = (body.attachments ?? []).map(({ id, name, size }): Upload => ({
    id,
    letterId: body.id,
    number: receipt.number,
    deviceToken: body.deviceToken,
    name,
    size,
    sent: 0,
    state: 'waiting',
    tries: 0,
    notBefore: 0
  }))
  await write(['outbox', 'cases', 'uploads'], async (transaction) => {
    const { code, deviceToken } = body
    await transaction.objectStore('cases').put(caseOf(receipt, { code, deviceToken }))
    for (const upload of uploads) await transaction.objectStore('uploads').put(upload)
    await transaction.objectStore('outbox').delete(item.id)
  })
  return receipt.number
}

/**
 * Where the server asks for work first, it is done at once and without a word; a page that is closed meanwhile finds the
 * letter in the outbox when it is opened again, asks anew and does it then. Undefined where nothing like that was asked.
 */
async function workAskedFor(error: unknown): Promise<Record<string, string> | undefined> {
  if (!(error instanceof ProblemError) || error.work === undefined) return undefined
  const part = await import('./work.ts').catch(() => undefined)
  return await part?.doWork(error.work)
}

async function postMessage(item: MessageItem, { api, holderHeaders }: Api): Promise<string> {
  const { params, body, proof } = item
  const letter = await api(item.route, { params, body, headers: holderHeaders({ ...proof }) })
  await write(['outbox', 'cases'], async (transaction) => {
    const cases = transaction.objectStore('cases')
    const known = await cases.get(params.number)
    // a case that was taken off this phone meanwhile does not come back
    if (known !== undefined) await cases.put(renewed(known, letter))
    await transaction.objectStore('outbox').delete(item.id)
  })
  return params.number
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

/** The draft of a letter that comes back from the outbox. */
export function draftOf({ body, heldAt }: LetterItem, types: ReadonlyMap<string, string>): Draft {
  const { contact = {}, attachments = [], publishConsent, topic, ...rest } = body
  return asDraft({
    ...textsOf(rest),
    ...(topic === undefined ? {} : { topic }),
    publishConsent: publishConsent === true,
    name: contact.name ?? '',
    phone: contact.phone ?? '',
    email: contact.email ?? '',
    files: attachments.map((file): FileFacts => ({ ...file, type: types.get(file.id) ?? '' })),
    savedAt: heldAt
  })
}

function textsOf({ id, code, deviceToken, kind, title, text }: Omit<LetterDraft, 'contact' | 'attachments'>) {
  return { id, code, deviceToken, kind, title, text }
}

interface FileStore {
  get(id: string): Promise<KeptFile | undefined>
  put(file: KeptFile): Promise<unknown>
}

/** A draft as a letter of its own: another id, code and token, and copies of those of its files that are on this phone. */
export async function renew(draft: Draft, files: FileStore): Promise<Draft> {
  const own: Draft = { ...draft, ...freshIdentity(), files: [], savedAt: new Date().toISOString() }
  for (const { id: earlier } of draft.files) {
    const file = await files.get(earlier)
    if (file === undefined) continue
    const { name, type, size } = file
    const id = freshId()
    own.files.push({ id, name, type, size })
    await files.put({ ...file, id, letterId: own.id })
  }
  return own
}

interface DraftStore {
  get(id: string): Promise<Draft | undefined>
  put(draft: Draft): Promise<unknown>
}

/** Puts back the draft of an item; what another tab has kept under its id meanwhile is not written over. */
export async function giveBackDraft(
  item: LetterItem,
  { drafts, files }: { drafts: DraftStore; files: FileStore },
  refused: Pick<Draft, 'problem' | 'errors'> = {}
): Promise<Draft> {
  const kept = await Promise.all((item.body.attachments ?? []).map(({ id }) => files.get(id)))
  const there = kept.filter((file) => file !== undefined)
  let draft = draftOf(item, new Map(there.map(({ id, type }) => [id, type])))
  draft = { ...draft, ...refused, savedAt: new Date().toISOString() }
  const usedUp = refused.problem === 'already-sent'
  if (usedUp || (await drafts.get(item.id)) !== undefined) draft = await renew(draft, files)
  await drafts.put(draft)
  return draft
}

/** Back to the drafts, with what must be changed. An id that is used up is replaced, also for the files. */
async function letterRefused(item: LetterItem, { slug, errors }: ProblemError): Promise<Outcome> {
  let draft: Draft | undefined
  await write(['drafts', 'outbox', 'files', 'uploads'], async (transaction) => {
    const [drafts, files] = [transaction.objectStore('drafts'), transaction.objectStore('files')]
    const other = await drafts.get(item.id)
    draft = await giveBackDraft(item, { drafts, files }, { problem: slug, errors: [...errors] })
    const needed = new Set([...draft.files, ...(other?.files ?? [])].map(({ id }) => id))
    for (const { id } of item.body.attachments ?? []) {
      // this phone may have sent the letter under this id before: its files are still on their way
      const onItsWay = (await transaction.objectStore('uploads').getKey(id)) !== undefined
      if (!needed.has(id) && !onItsWay) await files.delete(id)
    }
    await transaction.objectStore('outbox').delete(item.id)
  })
  return { kind: 'refused', problem: slug, ...(draft === undefined ? {} : { draft }) }
}

/** Back to the case's text box; what is being written there meanwhile stays below it. */
async function messageRefused(item: MessageItem, { slug }: ProblemError): Promise<Outcome> {
  await write(['messages', 'outbox'], async (transaction) => {
    await giveBackText(transaction.objectStore('messages'), item, slug)
    await transaction.objectStore('outbox').delete(item.id)
  })
  return { kind: 'refused', problem: slug }
}

interface MessageStore {
  get(number: string): Promise<MessageText | undefined>
  put(text: MessageText): Promise<unknown>
}

/** Puts the text of a message back into the text box of its case. */
export async function giveBackText(store: MessageStore, item: MessageItem, problem?: ProblemSlug): Promise<void> {
  const { number } = item.params
  const written = (await store.get(number))?.text.trim() ?? ''
  await store.put({
    number,
    kind: item.body.kind,
    text: written === '' ? item.body.text : `${item.body.text}\n\n${written}`,
    savedAt: new Date().toISOString(),
    ...(problem === undefined ? {} : { problem })
  })
}

async function put(item: OutboxItem): Promise<void> {
  await write(['outbox'], (transaction) => transaction.objectStore('outbox').put(item))
}
