/** The way of a letter out of the outbox, and back to the drafts. */
import { caseOf, writtenAgain } from './cases.ts'
import { asDraft, renew } from './drafts.ts'
import { type Draft, type FileFacts, type LetterItem, type Upload, write } from './phone.ts'
import { afterWork, type Back, type Refusal, type Way } from './post-way.ts'

export const letterWay: Way<LetterItem> = {
  /** From the receipt on the letter is a case, and its files are on their way: in one step. */
  async send(item, { api }, atWork) {
    const { body } = item
    const receipt = await afterWork(
      (headers) => api(item.route, { body, ...(headers === undefined ? {} : { headers }) }),
      atWork
    )
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
    await write(['outbox', 'cases', 'drafts', 'uploads'], async (transaction) => {
      const { code, deviceToken } = body
      const cases = transaction.objectStore('cases')
      const known = await cases.get(receipt.number)
      if (known !== undefined && known.receipt.id !== receipt.id)
        await transaction.objectStore('drafts').put(writtenAgain(known))
      await cases.put(caseOf(receipt, { code, deviceToken }))
      for (const upload of uploads) await transaction.objectStore('uploads').put(upload)
      await transaction.objectStore('outbox').delete(item.id)
    })
    return receipt.number
  },

  /** Back to the drafts, with what must be changed. What was never sent keeps all its files. */
  async giveBack(item, back, refusal) {
    const [drafts, files] = [back.objectStore('drafts'), back.objectStore('files')]
    const other = await drafts.get(item.id)
    const draft = await giveBackDraft(item, back, refusal)
    if (refusal === undefined) return { draft }
    const needed = new Set([...draft.files, ...(other?.files ?? [])].map(({ id }) => id))
    for (const { id } of item.body.attachments ?? []) {
      // this phone may have sent the letter under this id before: its files are still on their way
      const onItsWay = (await back.objectStore('uploads').getKey(id)) !== undefined
      if (!needed.has(id) && !onItsWay) await files.delete(id)
    }
    return { draft }
  },

  async sentAs(id, known) {
    const all = await known.objectStore('cases').getAll()
    return all.find(({ receipt }) => receipt.id === id)?.number
  },

  async isWritten(id, known) {
    return (await known.objectStore('drafts').getKey(id)) !== undefined
  }
}

/** Puts back the draft of an item; what another tab has kept under its id meanwhile is not written over. */
async function giveBackDraft(item: LetterItem, back: Back, refusal?: Refusal): Promise<Draft> {
  const [drafts, files] = [back.objectStore('drafts'), back.objectStore('files')]
  const kept = await Promise.all((item.body.attachments ?? []).map(({ id }) => files.get(id)))
  const there = kept.filter((file) => file !== undefined)
  let draft = draftOf(item, new Map(there.map(({ id, type }) => [id, type])))
  draft = { ...draft, ...refusal, savedAt: new Date().toISOString() }
  // an id that is used up is replaced, also for the files
  const usedUp = refusal?.problem === 'already-sent'
  if (usedUp || (await drafts.get(item.id)) !== undefined) draft = await renew(draft, files)
  await drafts.put(draft)
  return draft
}

/** The draft of a letter that comes back from the outbox. */
export function draftOf({ body, heldAt }: LetterItem, types: ReadonlyMap<string, string>): Draft {
  const { contact = {}, attachments = [], publishConsent, privacyNotice: _seen, ...rest } = body
  return asDraft({
    ...rest,
    publishConsent: publishConsent === true,
    name: contact.name ?? '',
    phone: contact.phone ?? '',
    email: contact.email ?? '',
    files: attachments.map((file): FileFacts => ({ ...file, type: types.get(file.id) ?? '' })),
    savedAt: heldAt
  })
}
