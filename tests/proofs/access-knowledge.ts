/** access:matrix for the knowledge: entries that stand ready, and one attempt a route. */
import { uuidv7 } from 'uuidv7'
import { ask, type Answer, type Asking, type Session } from './caller.ts'
import type { Attempt, Case } from './access-attempts.ts'

type EntryReady = 'proposed' | 'published'

export interface Entries {
  /** a fresh entry a time: at the subjects' office or another one, written by somebody who is no subject */
  readonly ready: (ready: EntryReady, relation: string) => Promise<ReadyEntry>
}

export interface ReadyEntry {
  readonly id: string
  readonly title: string
  readonly draft: Readonly<Record<string, unknown>>
}

interface Makers {
  readonly authors: Readonly<Record<'own' | 'other', Session>>
  readonly offices: Readonly<Record<'own' | 'other', string>>
  readonly registry: Session
}

const need = ({ status, text }: Answer, what: string): void => {
  if (status >= 300) throw new Error(`${what}: ${status} ${text}`)
}

const soon = (): string => new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)

export const prepareEntries = (base: string, { authors, offices, registry }: Makers): Entries => ({
  ready: async (ready, relation) => {
    const where = relation === 'other-office' ? 'other' : 'own'
    const id = uuidv7()
    // letters alone: a row of digits could be somebody's telephone number, which no title may hold
    const title = `粮食产量在哪里查 ${id.slice(-12).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`
    const draft = {
      ...{ topic: 'figures', title, question: '', reply: '在统计公报里可以查到。', kept: [], reviewOn: soon() },
      ...{ officeId: offices[where], ownerId: null, letters: [], articles: [], version: 0 }
    }
    const path = `/desk/knowledge/${id}`
    need(await ask(base, 'PUT', path, { session: authors[where], body: draft }), 'keeping an entry')
    if (ready === 'published')
      need(await ask(base, 'POST', `${path}/approval`, { session: registry, body: { version: 1 } }), 'approving it')
    // who may not write for another office must not be told by that alone
    return { id, title, draft: { ...draft, officeId: offices.own, version: 1 } }
  }
})

const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
  withoutToken: relation === 'no-token'
})

const onEntry =
  (
    ready: EntryReady,
    method: string,
    what: string,
    body?: (entry: ReadyEntry) => Readonly<Record<string, unknown>>
  ): Attempt =>
  async ({ base, entries }, one) => {
    const entry = await entries.ready(ready, one.relation)
    const asking = { ...shown(one), ...(body ? { body: body(entry) } : {}) }
    return [await ask(base, method, `/desk/knowledge/${entry.id}${what}`, asking)]
  }

const readList: Attempt = async ({ base, entries }, one) => {
  const { id, title } = await entries.ready('proposed', one.relation)
  const answer = await ask(base, 'GET', `/desk/knowledge?search=${encodeURIComponent(title)}`, shown(one))
  if (answer.status !== 200) return [answer]
  if ((answer.body as { entries: readonly { id: string }[] }).entries.some((entry) => entry.id === id)) return [answer]
  // an entry that the list leaves out is not there for this reader
  return [{ ...answer, status: 404, headers: { 'content-type': 'application/problem+json' } }]
}

const vote: Attempt = async ({ base, entries, network }, one) => {
  const { id } = await entries.ready('published', 'own-office')
  const asking = { ...shown(one), headers: network(), body: { helpful: true } }
  return [await ask(base, 'PUT', `/answers/${id}/vote`, asking)]
}

const owners: Attempt = async ({ base }, one) => [
  await ask(base, 'GET', '/desk/knowledge-owners', shown(one)),
  await ask(base, 'HEAD', '/desk/knowledge-owners', shown(one))
]

const propose: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'answered', one.relation)
  return [await ask(stage.base, 'GET', `/desk/letters/${letter.id}/entry`, shown(one))]
}

export const knowledgeAttempts: Readonly<Record<string, Attempt>> = {
  'PUT /answers/:id/vote': vote,
  'GET /desk/knowledge': readList,
  'GET /desk/knowledge-owners': owners,
  'GET /desk/letters/:id/entry': propose,
  'GET /desk/knowledge/:id': onEntry('proposed', 'GET', ''),
  'PUT /desk/knowledge/:id': onEntry('proposed', 'PUT', '', ({ draft }) => ({ ...draft, reply: '公报里有。' })),
  'POST /desk/knowledge/:id/approval': onEntry('proposed', 'POST', '/approval', () => ({ version: 1 })),
  'POST /desk/knowledge/:id/confirmation': onEntry('published', 'POST', '/confirmation', () => ({
    version: 1,
    reviewOn: soon()
  })),
  'POST /desk/knowledge/:id/withdrawal': onEntry('published', 'POST', '/withdrawal', () => ({ reason: '口径变了' }))
}
