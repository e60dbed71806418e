/** Letters being written. */
import { uuidv7 } from 'uuidv7'
import type { LetterKind } from '#contract/letters.ts'
import { codeFrom } from '#contract/shapes.ts'
import { type Draft, phone, write } from './phone.ts'

/** Begins a draft: its id, query code and device token are made here and now, from the system's randomness. */
export function beginDraft(kind: LetterKind): Draft {
  return { ...freshIdentity(), kind, title: '', text: '', name: '', phone: '', email: '', savedAt: '' }
}

/** A new id, code and token: an id that was used for other words is refused for ever. */
export function freshIdentity(): Pick<Draft, 'id' | 'code' | 'deviceToken'> {
  return {
    id: uuidv7(),
    code: codeFrom(crypto.getRandomValues(new Uint8Array(12))),
    deviceToken: base64url(crypto.getRandomValues(new Uint8Array(32)))
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Whether anything was written at all. */
export function isEmpty(draft: Draft): boolean {
  return [draft.title, draft.text, draft.name, draft.phone, draft.email].every((field) => field.trim() === '')
}

/** Keeps the draft as it stands and returns when that was. */
export async function saveDraft(draft: Draft): Promise<string> {
  const savedAt = new Date().toISOString()
  await write(['drafts'], (transaction) => transaction.objectStore('drafts').put({ ...draft, savedAt }))
  return savedAt
}

export async function dropDraft(id: string): Promise<void> {
  await write(['drafts'], (transaction) => transaction.objectStore('drafts').delete(id))
}

/** All drafts, the newest first. */
export async function readDrafts(): Promise<Draft[]> {
  const drafts = await (await phone()).getAll('drafts')
  return drafts.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}
