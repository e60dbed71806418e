/** Letters and messages being written, with their files. */
import { letterTopics } from '#contract/letters.ts'
import { beginDraft, freshId, freshIdentity } from './begin-draft.ts'
import { type Draft, type FileFacts, type KeptFile, type MessageText, phone, write } from './phone.ts'
import type { Mine } from './use-writing.ts'

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

/** A draft as it is kept now. */
export async function readDraft(id: string): Promise<Draft | undefined> {
  const kept = await (await phone()).get('drafts', id)
  return kept && asDraft(kept)
}

/**
 * Keeps the draft as it stands and returns when that was. A file that comes or goes does so in the same step.
 * What another tab has kept under its id meanwhile becomes a draft of its own.
 * What was merely touched, and is nowhere empty, is taken out of any reactive wrapping first.
 */
export async function saveDraft(
  draft: Draft,
  mine: Mine,
  file: { add?: KeptFile; drop?: string } = {}
): Promise<string> {
  const savedAt = new Date().toISOString()
  const plain = { ...(JSON.parse(JSON.stringify(draft)) as Draft), savedAt }
  await write(['drafts', 'files'], async (transaction) => {
    const [drafts, files] = [transaction.objectStore('drafts'), transaction.objectStore('files')]
    const there = await drafts.get(draft.id)
    if (there !== undefined && !mine.has(there.savedAt))
      await drafts.put({ ...(await renew(asDraft(there), files)), savedAt: there.savedAt })
    if (file.add !== undefined) await files.put(file.add)
    if (file.drop !== undefined) await files.delete(file.drop)
    await drafts.put(plain)
  })
  return savedAt
}

/** Forgets a draft and its files; not what another tab has made of it. */
export async function dropDraft(draft: Draft, mine: Mine): Promise<void> {
  await write(['drafts', 'files'], async (transaction) => {
    const there = await transaction.objectStore('drafts').get(draft.id)
    if (there !== undefined && !mine.has(there.savedAt)) return
    await transaction.objectStore('drafts').delete(draft.id)
    for (const { id } of draft.files) await transaction.objectStore('files').delete(id)
  })
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
      await write(['messages', 'cases'], async (transaction) => {
        // with a case that is taken off this phone its words go
        if ((await transaction.objectStore('cases').getKey(number)) !== undefined)
          await transaction.objectStore('messages').put({ number, kind, text, savedAt })
      })
      return savedAt
    },
    async drop(): Promise<void> {
      await write(['messages'], (transaction) => transaction.objectStore('messages').delete(number))
    }
  }
}
