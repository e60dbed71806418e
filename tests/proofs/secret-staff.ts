/** What staff type and are given, planted: names, passwords, authenticators, cookies, texts; and what fails on its way. */
import { createHmac } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { ask, finish, freshCode, signIn, signInAs, type Session } from './caller.ts'
import { askDatabase } from './stored.ts'
import type { RunningServer } from './server.ts'
import { asBytes, type Caller } from './secret-caller.ts'
import type { Desk, PlantedLetter } from './secret-letters.ts'

/** Everybody of the demo who looks at the desk afterwards. */
export interface Staff extends Desk {
  readonly secrecy: Session
  readonly admin: Session
  readonly auditor: Session
  readonly door: Session
}

/** Cookie and token of a session open the desk to whoever has them. */
const knowSession = ({ words }: Caller, session: Session): Session => {
  const [, value = ''] = session.cookie.split('=')
  words.know(`session of ${session.account}`, 'nobody', undefined, decodeURIComponent(value))
  words.know(`token of ${session.account}`, 'nobody', undefined, session.csrfToken)
  return session
}

export const staffOf = async (caller: Caller, server: RunningServer): Promise<Staff> => {
  const open = async (account: string): Promise<Session> => knowSession(caller, await signInAs(server, account))
  const registry = await open('registry')
  const offices = (await caller.call('GET', '/desk/offices', {}, { session: registry })).body as readonly {
    id: string
    name: string
  }[]
  const officeCalled = (name: string): string => offices.find((one) => one.name === name)?.id ?? ''
  return {
    registry,
    leader: await open('leader'),
    secrecy: await open('secrecy'),
    handlers: [await open('handler.accounts'), await open('handler.prices')],
    heads: [await open('head.accounts'), await open('head.prices')],
    offices: [officeCalled('综合核算科'), officeCalled('价格统计科')],
    admin: await open('admin'),
    auditor: await open('auditor'),
    door: await open('door')
  }
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The present code of an authenticator (RFC 6238). */
const oneTimeCode = (secret: string): string => {
  const bits = [...secret].map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const at = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A handler with planted name, account, passwords and authenticator, who then works on letters. */
const plantHandler = async (caller: Caller, { admin, offices }: Staff): Promise<Session> => {
  const { words } = caller
  const account = words.makeLatin('account', 'account')
  const added = await caller.call(
    'POST',
    '/desk/people',
    {},
    {
      session: admin,
      status: 201,
      body: { account, name: words.make('name of a handler', 'desk'), roles: ['handler'], officeId: offices[0] }
    }
  )
  const { password, person } = added.body as { password: string; person: { id: string } }
  words.know('generated password', 'nobody', undefined, password)
  const session = knowSession(caller, await signIn(caller.base, account, password))
  const own = words.make('own password', 'nobody')
  await caller.call('PUT', '/desk/password', {}, { session, status: 204, body: { current: password, next: own } })
  const again = await caller.call('GET', '/desk/session', {}, { session })
  session.csrfToken = (again.body as { csrfToken: string }).csrfToken
  const enrol = async (what: string): Promise<string> => {
    const begun = await caller.call(
      'POST',
      '/desk/second-factor',
      {},
      { session, status: 201, body: { password: own } }
    )
    const { secret } = begun.body as { secret: string }
    words.know(what, 'nobody', undefined, secret)
    return secret
  }
  const secret = await enrol('secret of an authenticator')
  await caller.call(
    'PUT',
    '/desk/second-factor',
    {},
    {
      session,
      status: 204,
      body: { oneTimeCode: oneTimeCode(secret) }
    }
  )
  await enrol('secret of an authenticator that is not confirmed')
  // a password that is current or next, and one at the door
  const wrong = {
    current: words.make('wrong current password', 'nobody'),
    next: words.make('unused password', 'nobody')
  }
  await caller.call('PUT', '/desk/password', {}, { session, status: 'fails', body: wrong })
  await caller.call(
    'POST',
    '/desk/session',
    {},
    {
      status: 'fails',
      body: {
        account: words.makeLatin('password in the wrong field', 'nobody'),
        password: words.make('wrong password', 'nobody')
      }
    }
  )
  await caller.call('POST', '/desk/session', {}, { status: 'fails', body: { account, password: own } })
  const reset = await caller.call('POST', '/desk/people/:id/reset', { id: person.id }, { session: admin })
  words.know('password after a reset', 'nobody', undefined, (reset.body as { password: string }).password)
  const last = (reset.body as { password: string }).password
  return knowSession(caller, await finish(caller.base, await signIn(caller.base, account, last)))
}

/** The same staff, in whose first office people with planted names write and sign. */
export const plantStaff = async (caller: Caller, staff: Staff): Promise<Staff> => {
  const { base, words } = caller
  const handler = await plantHandler(caller, staff)
  const account = words.makeLatin('account of a head', 'account')
  const name = words.make('name of a head', 'desk')
  const added = await caller.call(
    'POST',
    '/desk/people',
    {},
    {
      session: staff.admin,
      status: 201,
      body: { account, name, roles: ['officeHead'], officeId: staff.offices[0] }
    }
  )
  const { password } = added.body as { password: string }
  words.know('generated password of a head', 'nobody', undefined, password)
  const head = knowSession(caller, await finish(base, await signIn(base, account, password)))
  const address = `${words.makeLatin('address of own mail', 'sealed')}@example.gov.cn`
  await caller.call('PUT', '/desk/own-mail', {}, { session: head, body: { address } })
  return { ...staff, handlers: [handler, staff.handlers[1]], heads: [head, staff.heads[1]] }
}

/** Canned texts of an office; and what staff look for. */
export const plantTexts = async (caller: Caller, { handlers, registry }: Staff): Promise<void> => {
  const { words } = caller
  const text = (what: string) => ({
    title: words.make(`canned text: ${what}, title`, 'desk', 'texts of an office'),
    text: words.make(`canned text: ${what}, text`, 'desk', 'texts of an office'),
    forAll: false
  })
  const session = handlers[0]
  const { body } = await caller.call('POST', '/desk/texts', {}, { session, status: 201, body: text('first') })
  const { id } = body as { id: string }
  await caller.call('PUT', '/desk/texts/:id', { id }, { session, body: text('changed') })
  await caller.call(
    'GET',
    '/desk/letters',
    {},
    { session: registry, query: { search: words.make('search at the desk', 'nobody') } }
  )
  await caller.call(
    'POST',
    '/desk/contact-searches',
    {},
    { session: registry, status: 200, body: { contact: words.make('contact that is looked for', 'nobody') } }
  )
  const view = (what: string) => ({
    name: words.make(`saved view: ${what}, name`, 'desk').slice(0, 20),
    filter: { search: words.make(`saved view: ${what}, search`, 'desk') },
    shared: false
  })
  const saved = await caller.call(
    'POST',
    '/desk/letter-views',
    {},
    { session: registry, status: 201, body: view('first') }
  )
  const viewId = (saved.body as { id: string }).id
  await caller.call('PUT', '/desk/letter-views/:id', { id: viewId }, { session: registry, body: view('changed') })
  await caller.call('GET', '/answers', {}, { query: { words: words.make('search of a citizen', 'nobody') } })
  await caller.call(
    'POST',
    '/suggestions',
    {},
    { body: { text: words.make('text that is being typed', 'nobody') }, status: 200 }
  )
}

/** An address that no demo and no other caller has. */
const senderAddress = '198.51.100.213'

/** What a phone sends, but for `more`. */
const draft = (more: Readonly<Record<string, unknown>>) => ({
  id: uuidv7(),
  code: freshCode(),
  deviceToken: 'A'.repeat(43),
  kind: 'enquiry',
  title: '试用',
  text: '请问去年全市粮食产量是多少？',
  privacyNotice: '2026-11',
  ...more
})

/** Requests that fail in every way that carries what was typed; none of it may be told or written down. */
export const plantFailures = async (
  caller: Caller,
  server: RunningServer,
  { handlers }: Staff,
  letter: PlantedLetter
): Promise<void> => {
  const { base, words, refusals } = caller
  const own = (what: string): string => words.make(`of a failed request: ${what}`, 'nobody')
  words.know('address of the sender', 'nobody', undefined, senderAddress)
  const headers = {
    'x-forwarded-for': senderAddress,
    'user-agent': encodeURIComponent(own('user agent')),
    referer: `${base}/${encodeURIComponent(own('referer'))}`
  }
  const send = async (more: Readonly<Record<string, unknown>>): Promise<void> => {
    await caller.call('POST', '/letters', {}, { status: 'fails', headers, body: draft(more) })
  }
  await send({ title: `${own('title that is too long')}${'长'.repeat(80)}` })
  await send({ text: `${own('text with a character that can not be stored')}\u0000` })
  await send({ contact: { phone: own('telephone that is none') } })
  await send({ contact: { email: own('e-mail that is none') } })
  await send({ kind: own('kind that does not exist') })
  const { id } = letter
  await send({ id, title: own('title of another letter with the same id') })
  const code = freshCode()
  words.know('of a failed request: wrong code', 'nobody', undefined, code, code.replaceAll('-', ''))
  const paths: [string, string, string?][] = [
    ['GET', `/letters/${letter.number}`, `Code ${code}`],
    ['GET', `/letters/${letter.number}`, `Device ${words.makeLatin('of a failed request: token', 'nobody')}`],
    ['GET', `/letters/${encodeURIComponent(own('number'))}`],
    ['GET', `/answers/${encodeURIComponent(own('answer'))}`],
    ['GET', `/answers?words=${encodeURIComponent('词'.repeat(61) + own('words'))}`],
    ['GET', `/answers?after=${encodeURIComponent(own('after'))}`],
    ['GET', `/${encodeURIComponent(own('path'))}?x=${encodeURIComponent(own('query'))}`]
  ]
  for (const [method, path, authorization] of paths) {
    refusals.push(asBytes(await ask(base, method, path, { authorization, headers })))
  }
  const broken = await fetch(`${base}/api/letters`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: `{"title": "${own('broken JSON')}"`
  })
  refusals.push(Buffer.from(await broken.text()))
  // what nobody foresaw: the database refuses a row, and says in its refusal what stood in it
  await askDatabase(server, `alter table letter_notes add constraint proof check (text = '') not valid`)
  await caller.call(
    'POST',
    '/desk/letters/:id/notes',
    { id },
    {
      session: handlers[0],
      status: 'fails',
      body: { id: uuidv7(), text: own('note that the database refuses') }
    }
  )
  await askDatabase(server, 'alter table letter_notes drop constraint proof')
}

/** Letters arrive while the connections to the database break. Pages that were kept are made anew afterwards. */
export const whileItGoesAway = async ({ base, words, refusals }: Caller, server: RunningServer): Promise<void> => {
  const sent = Array.from({ length: 6 }, async (_, at) => {
    const word = words.make(`sent while the database went away: ${at + 1}`, 'sender', 'while the database went away')
    const answer = await ask(base, 'POST', '/letters', { body: draft({ title: `请问${word}` }) })
    // one that got through is told its own title
    if (answer.status >= 400) refusals.push(asBytes(answer))
  })
  await askDatabase(
    server,
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()`
  )
  await Promise.all(sent)
}
