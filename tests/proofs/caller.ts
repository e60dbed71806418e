/** How proofs speak to a server: over HTTP, as citizens and staff do, with real sessions. Imports nothing of the program. */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { RunningServer } from './server.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** undefined when it is no JSON */
  readonly body: unknown
}

/** A signed-in member of staff; `cookie` follows what the server sets. */
export interface Session {
  readonly account: string
  password: string
  cookie: string
  csrfToken: string
  readonly personId: string
}

export interface Asking {
  readonly session?: Session | undefined
  /** `Code …` or `Device …` */
  readonly authorization?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** leaves the token against forged requests out */
  readonly withoutToken?: boolean
  readonly signal?: AbortSignal
}

export interface HeldLetter {
  readonly id: string
  readonly code: string
  readonly deviceToken: string
  readonly number: string
}

/** A letter whose one file has arrived. */
export interface LetterWithFile extends HeldLetter {
  readonly fileId: string
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isBytes = (body: unknown): body is Uint8Array => body instanceof Uint8Array

/** Asks once. Bytes are sent as they are. `path` is without `/api`. Throws when no answer comes. */
export const ask = async (base: string, method: string, path: string, asking: Asking = {}): Promise<Answer> => {
  const { session, authorization, body, headers = {}, withoutToken = false, signal } = asking
  const response = await fetch(`${base}/api${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(session ? { cookie: session.cookie } : {}),
      ...(session && !withoutToken ? { 'x-csrf-token': session.csrfToken } : {}),
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined
        ? {}
        : { 'content-type': isBytes(body) ? 'application/octet-stream' : 'application/json' }),
      ...headers
    },
    ...(body === undefined ? {} : { body: isBytes(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    ...(signal ? { signal } : {})
  })
  const text = await response.text()
  // of the desk's session alone: the board has a cookie of its own
  const cookies = response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => cookie.startsWith('wenzheng-desk='))
  if (session && cookies.length > 0) session.cookie = cookies.join('; ')
  return { status: response.status, headers: Object.fromEntries(response.headers), text, body: jsonOf(text) }
}

const need = (answer: Answer, status: number, what: string): Answer => {
  if (answer.status === status) return answer
  throw new Error(`${what}: ${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`)
}

interface SessionTold {
  readonly csrfToken: string
  readonly mustSetPassword: boolean
  readonly person: { readonly id: string }
}

/** Signs in. The account may be unfinished afterwards (see `finish`). */
export const signIn = async (base: string, account: string, password: string): Promise<Session> => {
  const session: Session = { account, password, cookie: '', csrfToken: '', personId: '' }
  const answer = need(
    await ask(base, 'POST', '/desk/session', { session, withoutToken: true, body: { account, password } }),
    201,
    `signing in as ${account}`
  )
  const { csrfToken, person } = answer.body as SessionTold
  return { ...session, csrfToken, personId: person.id }
}

/** Sets an own password where one is asked for, so that the desk opens. */
export const finish = async (base: string, session: Session): Promise<Session> => {
  const told = need(await ask(base, 'GET', '/desk/session', { session }), 200, 'own session').body as SessionTold
  if (!told.mustSetPassword) return session
  const next = randomBytes(18).toString('base64url')
  const body = { current: session.password, next }
  need(await ask(base, 'PUT', '/desk/password', { session, body }), 204, `own password of ${session.account}`)
  session.password = next
  const after = need(await ask(base, 'GET', '/desk/session', { session }), 200, 'own session').body as SessionTold
  session.csrfToken = after.csrfToken
  return session
}

/** Signs in as the demo's `account`. */
export const signInAs = async (server: RunningServer, account: string): Promise<Session> => {
  const found = server.accounts.find((one) => one.account === account)
  if (!found) throw new Error(`the server has printed no account ${account}:\n${server.output()}`)
  return await finish(server.base, await signIn(server.base, account, found.password))
}

/** Adds a member of staff as an administrator does, and signs this person in for the first time. */
export const addPerson = async (
  base: string,
  administrator: Session,
  person: { readonly account: string; readonly roles: readonly string[]; readonly officeId?: string }
): Promise<Session> => {
  const body = { name: '试用', ...person }
  const answer = need(await ask(base, 'POST', '/desk/people', { session: administrator, body }), 201, 'adding a person')
  return await signIn(base, person.account, (answer.body as { password: string }).password)
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A query code as a phone makes it. */
export const freshCode = (): string =>
  [...randomBytes(12)]
    .map((byte) => alphabet.charAt(byte % 32))
    .join('')
    .replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')

/** What a phone sends for a letter; `more` goes before it. */
export const letterDraft = (more: Readonly<Record<string, unknown>> = {}) => ({
  id: uuidv7(),
  code: freshCode(),
  deviceToken: randomBytes(32).toString('base64url'),
  kind: 'enquiry',
  title: `试用来信 ${randomBytes(4).toString('hex')}`,
  text: '请问去年全市粮食产量是多少？',
  privacyNotice: '2026-11',
  ...more
})

/** Sends a letter as a citizen; `more` goes before what a draft is made of. */
export const sendLetter = async (base: string, more: Readonly<Record<string, unknown>> = {}): Promise<HeldLetter> => {
  const body = letterDraft(more)
  const answer = need(await ask(base, 'POST', '/letters', { body }), 201, 'sending a letter')
  return {
    id: body.id,
    code: body.code,
    deviceToken: body.deviceToken,
    number: (answer.body as { number: string }).number
  }
}

/** The smallest picture there is. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

/** Sends a file after its letter, in one piece, by the tus protocol; resolves when the server has looked at it. */
const sendFile = async (base: string, { deviceToken, number, fileId }: LetterWithFile): Promise<void> => {
  const headers = { authorization: `Device ${deviceToken}`, 'tus-resumable': '1.0.0' }
  const made = await fetch(`${base}/api/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(picture.length),
      'upload-metadata': `attachment ${Buffer.from(fileId).toString('base64')}`
    }
  })
  if (made.status !== 201) throw new Error(`beginning an upload: ${made.status} ${await made.text()}`)
  const sent = await fetch(`${base}/api/uploads/${fileId}`, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: picture
  })
  if (sent.status !== 204) throw new Error(`sending a file: ${sent.status} ${await sent.text()}`)
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await ask(base, 'GET', `/letters/${number}`, { authorization: headers.authorization })
    const [file] = (body as { attachments: readonly { state: string }[] }).attachments
    if (file?.state === 'kept') return
    await wait(50)
  }
  throw new Error('the server did not keep the file')
}

/** Sends a letter with one file, as a citizen who agrees to publication. */
export const sendLetterWithFile = async (base: string): Promise<LetterWithFile> => {
  const fileId = uuidv7()
  const attachments = [{ id: fileId, name: '图.png', size: picture.length }]
  const letter = { ...(await sendLetter(base, { kind: 'message', publishConsent: true, attachments })), fileId }
  await sendFile(base, letter)
  return letter
}

/** An act of the desk on a letter in its present revision. Throws unless it is done. */
export const act = async (
  base: string,
  session: Session,
  reader: Session,
  id: string,
  method: string,
  what: string,
  body: Readonly<Record<string, unknown>> = {}
): Promise<void> => {
  const revision = await revisionOf(base, reader, id)
  need(await ask(base, method, `/desk/letters/${id}/${what}`, { session, body: { ...body, revision } }), 200, what)
}

/** The revision that an act must send back. */
export const revisionOf = async (base: string, reader: Session, id: string): Promise<number> =>
  (
    need(await ask(base, 'GET', `/desk/letters/${id}`, { session: reader }), 200, 'reading a letter').body as {
      revision: number
    }
  ).revision
