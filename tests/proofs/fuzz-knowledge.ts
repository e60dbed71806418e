/** The entries of fuzz:api: of the subjects' office, so that requests get past the first check. */
import { uuidv7 } from 'uuidv7'
import { ask, type Session } from './caller.ts'

/** Writes entries that wait for approval, and gives their ids. */
export const setEntries = async (base: string, session: Session, officeId: string): Promise<string[]> => {
  const reviewOn = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  const ids = Array.from({ length: 4 }, () => uuidv7())
  for (const id of ids) {
    const body = {
      ...{ topic: 'figures', title: '粮食产量在哪里查', reply: '在统计公报里可以查到。', kept: [], reviewOn, officeId },
      ...{ ownerId: null, letters: [], articles: [], version: 0 }
    }
    const { status, text } = await ask(base, 'PUT', `/desk/knowledge/${id}`, { session, body })
    if (status !== 200) throw new Error(`keeping an entry: ${status} ${text}`)
  }
  return ids
}
