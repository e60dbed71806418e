/** Letters and messages being written, with their files. */
import { letterTopics } from '#contract/letters.ts'
import { beginDraft } from './begin-draft.ts'
import { type Draft, type FileFacts, type KeptFile, type MessageText, phone, write } from './phone.ts'

/** Whether anything was written or added at all. */
export function isEmpty(draft: Draft): boolean {
  const fields = [draft.title, draft.text, draft.name, draft.phone, draft.email]
  return draft.files.length === 0 && fields.every((field) => field.trim() === '')
}

/**
 * A kept draft as the form of today takes it: what an earlier version did not know yet gets its default,
 * what is no longer known or of another kind is left out.
 */
export function asDraft(kept: Partial<Draft> & Pick<Draft, 'id' | 'code' | 'deviceToken'>): Draft {
  const { topic, files, publishConsent, ...rest } = kept
  const empty = beginDraft(rest.kind ?? 'enquiry')
  const texts = { title: '', text: '', name: '', phone: '', email: '', savedAt: '' }
  for (const field of Object.keys(texts) as (keyof typeof texts)[])
    if (typeof rest[field] === 'string') texts[field] = rest[field]
  return {
    ...empty,
    ...rest,
    ...texts,
    ...(letterTopics.some((one) => one === topic) && topic !== undefined ? { topic } : {}),
    files: Array.isArray(files) ? files.filter(isFileFacts) : [],
    publishConsent: publishConsent === true
  }
}

function isFileFacts(file: Partial<FileFacts> | null): file is FileFacts {
  return typeof file?.id === 'string' && typeof file.name === 'string' && typeof file.size === 'number'
}

/**
 * Keeps the draft as it stands and returns when that was. A file that comes or goes does so in the same step.
 * What was merely touched, and is nowhere empty, is taken out of any reactive wrapping first.
 */
export async function saveDraft(draft: Draft, file: { add?: KeptFile; drop?: string } = {}): Promise<string> {
  const savedAt = new Date().toISOString()
  const plain = { ...(JSON.parse(JSON.stringify(draft)) as Draft), savedAt }
  await write(['drafts', 'files'], async (transaction) => {
    if (file.add !== undefined) await transaction.objectStore('files').put(file.add)
    if (file.drop !== undefined) await transaction.objectStore('files').delete(file.drop)
    await transaction.objectStore('drafts').put(plain)
  })
  return savedAt
}

/** Forgets a draft and its files. */
export async function dropDraft(draft: Draft): Promise<void> {
  await write(['drafts', 'files'], async (transaction) => {
    await transaction.objectStore('drafts').delete(draft.id)
    for (const { id } of draft.files) await transaction.objectStore('files').delete(id)
  })
}

/** The bytes of a file, as long as they are on this phone. */
export async function readFile(id: string): Promise<KeptFile | undefined> {
  return (await phone()).get('files', id)
}

/** The message that is being written to a case; a refused one comes back here with its problem. */
export function messageDraft(number: string) {
  return {
    async read(): Promise<MessageText | undefined> {
      return (await phone()).get('messages', number)
    },
    async save(kind: MessageText['kind'], text: string): Promise<string> {
      const savedAt = new Date().toISOString()
      await write(['messages'], (transaction) =>
        transaction.objectStore('messages').put({ number, kind, text, savedAt })
      )
      return savedAt
    },
    async drop(): Promise<void> {
      await write(['messages'], (transaction) => transaction.objectStore('messages').delete(number))
    }
  }
}
