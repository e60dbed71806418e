/** Cases that this phone can open. */
import type { EventKind, Letter, LetterReceipt } from '#contract/letters.ts'
import { beginDraft } from './begin-draft.ts'
import { type Draft, type KeptCase, phone, write } from './phone.ts'

/** Cases opened on somebody else's phone: in this page's memory only, gone when it is closed. */
const borrowed = new Map<string, KeptCase>()

export async function readCase(number: string): Promise<KeptCase | undefined> {
  return borrowed.get(number) ?? (await (await phone()).get('cases', number))
}

/** Whether the case is open on somebody else's phone, where nothing may be kept. */
export function isBorrowed(number: string): boolean {
  return borrowed.has(number)
}

/** The copy of the letter that is kept with a case; one that an earlier version of the app kept is not read any more. */
export function letterOf(kept: KeptCase): Letter | undefined {
  const { letter } = kept
  const whole = Array.isArray(letter?.thread) && Array.isArray(letter.rounds) && Array.isArray(letter.acts)
  return whole ? letter : undefined
}

/** What the server's clock shows now, as the copy tells: the phone's own may be a day off. */
export function serverNow(kept: KeptCase | undefined): Date {
  const ahead = kept ? Date.parse(letterOf(kept)?.now ?? kept.keptAt) - Date.parse(kept.keptAt) : 0
  return new Date(Date.now() + ahead)
}

/** The case of a receipt, as it is kept after sending. */
export function caseOf(receipt: LetterReceipt, proof: { code: string; deviceToken: string }): KeptCase {
  const keptAt = new Date().toISOString()
  return { number: receipt.number, ...proof, receipt, state: 'received', seenAt: receipt.receivedAt, keptAt }
}

/** What opens a case: the code, and the token where the letter was sent from here. */
type Known = Pick<KeptCase, 'number' | 'code' | 'deviceToken'>

/** A case with its newest copy. */
export function renewed(known: Known, letter: Letter): KeptCase {
  const { id, number, kind, title, receivedAt, due } = letter
  return {
    ...known,
    receipt: { id, number, kind, title, receivedAt, due },
    state: letter.state,
    letter,
    keptAt: new Date().toISOString()
  }
}

/** What the bureau did that its holder wants to know of. */
const told: readonly EventKind[] = ['accepted', 'asked', 'answered', 'dueMoved', 'closed', 'transferred', 'refused']

/** Whether something happened since the case was last opened here. */
export function hasNews(kept: KeptCase): boolean {
  const { seenAt } = kept
  if (seenAt === undefined) return false
  return letterOf(kept)?.events.some(({ kind, at }) => at > seenAt && told.includes(kind)) === true
}

/** A case with its newest copy, all of which is being looked at. */
export function seenNow(known: Known, letter: Letter): KeptCase {
  return { ...renewed(known, letter), seenAt: letter.events.at(-1)?.at ?? letter.receivedAt }
}

/** Keeps a letter that was found by its number and code. */
export async function keepLetter(letter: Letter, code: string): Promise<void> {
  const { id, number } = letter
  await write(['cases', 'drafts'], async (transaction) => {
    const cases = transaction.objectStore('cases')
    const known = await cases.get(number)
    if (known?.receipt.id === id) return await cases.put(seenNow(known, letter))
    if (known !== undefined) await transaction.objectStore('drafts').put(writtenAgain(known))
    return await cases.put(seenNow({ number, code }, letter))
  })
}

/**
 * A case whose number the bureau gave to another letter: its records were put back to a day before, and it has this one no
 * longer. What was written in it is a draft again, to be sent once more.
 */
export function writtenAgain({ receipt: { kind, title }, letter }: KeptCase): Draft {
  const text = letter?.thread.find((entry) => entry.kind === 'letter')?.text ?? ''
  return { ...beginDraft(kind), title, text, savedAt: new Date().toISOString() }
}

/** Keeps the newest copy of a letter that is being looked at; one that was left or taken off this phone meanwhile does not come back. */
export async function lookAtLetter(letter: Letter, opened: KeptCase): Promise<void> {
  const { number } = letter
  if (borrowed.has(number)) borrowed.set(number, seenNow(opened, letter))
  else
    await write(['cases'], async (transaction) => {
      const cases = transaction.objectStore('cases')
      const known = await cases.get(number)
      if (known !== undefined) await cases.put(seenNow(known, letter))
    })
}

/** The kept copy of the case is being looked at: what happened up to it is new no longer. */
export async function seeCase(number: string): Promise<void> {
  if (borrowed.has(number)) return
  await write(['cases'], async (transaction) => {
    const cases = transaction.objectStore('cases')
    const known = await cases.get(number)
    const seenAt = known && letterOf(known)?.events.at(-1)?.at
    if (known === undefined || seenAt === undefined || seenAt <= (known.seenAt ?? '')) return
    await cases.put({ ...known, seenAt })
  })
}

/** Opens a letter on somebody else's phone: nothing of it is written down. */
export function borrowLetter(letter: Letter, code: string): void {
  borrowed.set(letter.number, renewed({ number: letter.number, code }, letter))
}

/**
 * The case is not opened from here any more, until its number and code are typed again. All that belongs to it goes with
 * it, also what waits to be sent: whoever asks for it has been told.
 */
export async function forgetCase(number: string): Promise<void> {
  if (borrowed.delete(number)) return
  await write(['cases', 'messages', 'outbox', 'uploads', 'files'], async (transaction) => {
    const [outbox, uploads] = [transaction.objectStore('outbox'), transaction.objectStore('uploads')]
    for (const item of await outbox.getAll())
      if ('proof' in item && item.params.number === number) await outbox.delete(item.id)
    for (const upload of await uploads.getAll())
      if (upload.number === number) {
        await uploads.delete(upload.id)
        await transaction.objectStore('files').delete(upload.id)
      }
    await transaction.objectStore('messages').delete(number)
    await transaction.objectStore('cases').delete(number)
  })
}
