/** The stage of access:matrix: people of every role in one office, and letters that stand ready to be acted on. */
import {
  act,
  addPerson,
  ask,
  finish,
  revisionOf,
  sendLetterWithFile,
  signInAs,
  type LetterWithFile,
  type Session
} from './caller.ts'
import { prepareArticles, type Articles } from './access-articles.ts'
import { prepareEntries, type Entries } from './access-knowledge.ts'
import { prepareReviews, type Reviews } from './access-reviews.ts'
import type { Subject } from './access-attempts.ts'
import type { RunningServer } from './server.ts'

export const roles = [
  'handler',
  'officeHead',
  'registryClerk',
  'registryHead',
  'secrecyReviewer',
  'leader',
  'enforcementOfficer',
  'doorStaff',
  'administrator',
  'auditor'
]

export type Ready = 'received' | 'assigned' | 'drafted' | 'signing' | 'answered' | 'proposed' | 'published'

const until: readonly Ready[] = ['received', 'assigned', 'drafted', 'signing', 'answered', 'proposed', 'published']

export interface ReadyLetter extends LetterWithFile {
  readonly revision: number
}

export interface Stage {
  readonly base: string
  /** the office of every subject */
  readonly ownOffice: string
  readonly subjects: readonly Subject[]
  /** the letter that holder-own may open */
  readonly held: LetterWithFile
  /** from now on the holder holds another letter */
  readonly holdAnother: () => Promise<void>
  /** of somebody who is no subject */
  readonly otherSessionId: string
  readonly otherPersonId: string
  /** a letter in a state, at the own office or another one; the same again until it is used */
  readonly letter: (ready: Ready, relation: string) => Promise<ReadyLetter>
  readonly used: (letter: ReadyLetter) => void
  readonly anotherUnfinished: () => Promise<Session>
  readonly administrator: Session
  readonly registry: Session
  readonly leader: Session
  readonly articles: Articles
  readonly reviews: Reviews
  readonly entries: Entries
  /** canned texts: of the subjects' office, of another, of the bureau; a fresh one a time */
  readonly text: (relation: string) => Promise<string>
  /** a fresh network a time, so that one subject's failures do not slow another down */
  readonly network: () => Record<string, string>
}

/** Proposes the copy that the program made, as it is. */
const propose = async (base: string, session: Session, id: string): Promise<void> => {
  const path = `/desk/letters/${id}/publication`
  const { title, question, reply } = (await ask(base, 'GET', path, { session })).body as Record<string, string>
  const body = { title, question, reply, kept: [], version: 0 }
  const { status, text } = await ask(base, 'PUT', path, { session, body })
  if (status !== 200) throw new Error(`proposing a copy: ${status} ${text}`)
}

const approve = async (base: string, session: Session, id: string): Promise<void> => {
  const path = `/desk/letters/${id}/publication/approval`
  const { status, text } = await ask(base, 'POST', path, { session, body: { version: 1 } })
  if (status !== 200) throw new Error(`approving a copy: ${status} ${text}`)
}

interface Office {
  readonly id: string
}

/** Sets the stage on a fresh server. It must trust 127.0.0.1 as a proxy. */
export const setStage = async (server: RunningServer): Promise<Stage> => {
  const { base } = server
  const administrator = await signInAs(server, 'admin')
  const registry = await signInAs(server, 'registry')
  const offices = (await ask(base, 'GET', '/desk/offices', { session: registry })).body as readonly Office[]
  const [ownOffice = '', otherOffice = ''] = offices.slice(-2).map(({ id }) => id)

  let people = 0
  const person = async (name: string, officeId = ownOffice): Promise<Session> => {
    const unfinished = name === 'unfinished'
    people += 1
    const account = `${name.toLowerCase()}.${people}`
    // what holds the unfinished one back must be that alone
    const session = await addPerson(base, administrator, { account, roles: unfinished ? roles : [name], officeId })
    return unfinished ? session : await finish(base, session)
  }
  const leader = await person('leader')
  const authors = { own: await person('handler'), other: await person('handler', otherOffice) }
  // who writes for the whole bureau sees all letters
  const both = { account: 'editor.0', roles: ['handler', 'registryClerk'], officeId: ownOffice }
  const editor = await finish(base, await addPerson(base, administrator, both))
  const victim = await person('doorStaff')
  const sessions = (await ask(base, 'GET', '/desk/sessions', { session: victim })).body as readonly { id: string }[]

  const held = await sendLetterWithFile(base)
  const subjects: Subject[] = [
    { name: 'anonymous' },
    { name: 'holder-own', holds: held },
    { name: 'holder-other', holds: await sendLetterWithFile(base) }
  ]
  for (const name of ['unfinished', ...roles]) subjects.push({ name, session: await person(name) })

  const waiting = new Map<string, ReadyLetter>()
  const make = async (ready: Ready, other: boolean): Promise<ReadyLetter> => {
    const letter = await sendLetterWithFile(base)
    const author = other ? authors.other : authors.own
    const officeId = other ? otherOffice : ownOffice
    const reached = (state: Ready): boolean => until.indexOf(ready) >= until.indexOf(state)
    if (reached('assigned')) await act(base, registry, registry, letter.id, 'POST', 'assignment', { officeId })
    if (reached('drafted')) await act(base, author, registry, letter.id, 'PUT', 'draft', { text: '答复的初稿。' })
    if (reached('signing')) await act(base, author, registry, letter.id, 'POST', 'submission')
    if (reached('answered')) await act(base, leader, registry, letter.id, 'POST', 'signature')
    if (reached('proposed')) await propose(base, author, letter.id)
    if (reached('published')) await approve(base, registry, letter.id)
    return { ...letter, revision: await revisionOf(base, registry, letter.id) }
  }

  let networks = 0
  return {
    base,
    ownOffice,
    subjects,
    held,
    otherSessionId: sessions[0]?.id ?? '',
    otherPersonId: (await person('doorStaff')).personId,
    letter: async (ready, relation) => {
      const key = `${ready} ${relation === 'other-office'}`
      const letter = waiting.get(key) ?? (await make(ready, relation === 'other-office'))
      waiting.set(key, letter)
      return letter
    },
    used: (letter) => {
      for (const [key, one] of waiting) if (one === letter) waiting.delete(key)
    },
    administrator,
    registry,
    leader,
    articles: await prepareArticles(base, administrator, { own: ownOffice, other: otherOffice }),
    entries: prepareEntries(base, { authors, offices: { own: ownOffice, other: otherOffice }, registry }),
    reviews: prepareReviews(base, {
      registry,
      answered: async (other) => await make('answered', other),
      author: authors.own
    }),
    holdAnother: async () => {
      Object.assign(held, await sendLetterWithFile(base))
    },
    text: async (relation) => {
      const session = relation === 'other-office' ? authors.other : relation === 'bureau' ? editor : authors.own
      const body = { title: '常用语', text: '感谢来信。', forAll: relation === 'bureau' }
      return ((await ask(base, 'POST', '/desk/texts', { session, body })).body as { id: string }).id
    },
    anotherUnfinished: () => person('unfinished'),
    network: () => ({ 'x-forwarded-for': `198.51.100.${++networks % 250}` })
  }
}
