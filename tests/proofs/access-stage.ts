/** The stage of access:matrix: people of every role in one office, and letters that stand ready to be acted on. */
import {
  act,
  addPerson,
  ask,
  finish,
  revisionOf,
  sendLetter,
  signInAs,
  type HeldLetter,
  type Session
} from './caller.ts'
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

type Ready = 'received' | 'assigned' | 'drafted' | 'signing'

export interface ReadyLetter extends HeldLetter {
  readonly revision: number
}

export interface Stage {
  readonly base: string
  /** the office of every subject */
  readonly ownOffice: string
  readonly subjects: readonly Subject[]
  /** the letter that holder-own may open */
  readonly held: HeldLetter
  /** of somebody who is no subject */
  readonly otherSessionId: string
  readonly otherPersonId: string
  /** a letter in a state, at the own office or another one; the same again until it is used */
  readonly letter: (ready: Ready, relation: string) => Promise<ReadyLetter>
  readonly used: (letter: ReadyLetter) => void
  readonly anotherUnfinished: () => Promise<Session>
  /** a fresh network a time, so that one subject's failures do not slow another down */
  readonly network: () => Record<string, string>
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
  const authors = { own: await person('handler'), other: await person('handler', otherOffice) }
  const victim = await person('doorStaff')
  const sessions = (await ask(base, 'GET', '/desk/sessions', { session: victim })).body as readonly { id: string }[]

  const held = await sendLetter(base)
  const subjects: Subject[] = [
    { name: 'anonymous' },
    { name: 'holder-own', holds: held },
    { name: 'holder-other', holds: await sendLetter(base) }
  ]
  for (const name of ['unfinished', ...roles]) subjects.push({ name, session: await person(name) })

  const waiting = new Map<string, ReadyLetter>()
  const make = async (ready: Ready, other: boolean): Promise<ReadyLetter> => {
    const letter = await sendLetter(base)
    const author = other ? authors.other : authors.own
    const officeId = other ? otherOffice : ownOffice
    if (ready !== 'received') await act(base, registry, registry, letter.id, 'POST', 'assignment', { officeId })
    if (ready === 'drafted' || ready === 'signing') {
      await act(base, author, registry, letter.id, 'PUT', 'draft', { text: '答复的初稿。' })
    }
    if (ready === 'signing') await act(base, author, registry, letter.id, 'POST', 'submission')
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
    anotherUnfinished: () => person('unfinished'),
    network: () => ({ 'x-forwarded-for': `198.51.100.${++networks % 250}` })
  }
}
