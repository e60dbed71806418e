/** Letters being written. */
import { type Draft, write } from './phone.ts'

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
