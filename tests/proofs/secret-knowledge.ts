/** An entry that nobody approved, and one that was public without these words and was withdrawn: nobody outside reads them. */
import { uuidv7 } from 'uuidv7'
import type { Caller } from './secret-caller.ts'
import type { Desk } from './secret-letters.ts'

export const plantKnowledge = async (caller: Caller, desk: Desk): Promise<void> => {
  const { words } = caller
  const session = desk.handlers[0]
  const word = (what: string): string => words.make(`entry: ${what}`, 'desk')
  const plain = {
    ...{ topic: 'figures', title: '粮食产量看哪里', question: '', reply: '在统计公报里可以查到。', kept: [] },
    ...{ officeId: desk.offices[0], ownerId: null, letters: [], articles: [], version: 0 },
    reviewOn: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  }
  const mail = `${words.makeLatin('entry: e-mail that may stand', 'desk')}@example.com`
  const body = {
    ...plain,
    title: `粮食产量${word('title')}`,
    question: `产量多少${word('question')}`,
    reply: `粮食产量为 62.4 万吨。${word('reply')}，来信 ${mail}`,
    kept: [{ text: mail, reason: word('why it may stand') }]
  }
  await caller.call('PUT', '/desk/knowledge/:id', { id: uuidv7() }, { session, body })
  const id = uuidv7()
  await caller.call('PUT', '/desk/knowledge/:id', { id }, { session, body: plain })
  const approval = { session: desk.registry, body: { version: 1 } }
  await caller.call('POST', '/desk/knowledge/:id/approval', { id }, approval)
  const withdrawal = { session, body: { reason: word('why it was withdrawn') } }
  await caller.call('POST', '/desk/knowledge/:id/withdrawal', { id }, withdrawal)
  const search = words.make('search for an entry', 'nobody')
  await caller.call('GET', '/desk/knowledge', {}, { session, query: { search } })
}
