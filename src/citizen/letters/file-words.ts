/** What is said of a file of a letter: how far it has come, or why it was not taken. */
import type { Attachment } from '#contract/letters.ts'
import type { Upload } from '../core/phone.ts'
import type { ReadWords } from './read-words.zh.ts'

/** Where a file stands; nothing is said of one that is there. What this phone is sending now is newer than what was read. */
export function sayFile(
  { id, state, size, received, reason }: Attachment,
  uploads: readonly Pick<Upload, 'id' | 'sent' | 'state'>[],
  { files }: ReadWords
): string {
  if (state === 'refused') return reason === null ? files.states.refused : files.refusals[reason]
  if (state !== 'awaited') return files.states[state]
  const upload = uploads.find((one) => one.id === id)
  const percent = (bytes: number) => Math.min(99, Math.floor((bytes / size) * 100))
  if (upload?.state === 'sending') return files.onItsWay(percent(Math.max(upload.sent, received)))
  return received > 0 ? files.partly(percent(received)) : files.states.awaited
}
