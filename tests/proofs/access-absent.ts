/**
 * access:absent. "Not there" and "not yours" are asked in turn, and must not be told apart: same status, same body
 * (but the request's id), same headers. How long both took is printed, never judged: machines are noisy.
 * Told apart by time: the chance that a slower one of the two is the existing one; 0.50 is a guess.
 */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { act, addPerson, ask, finish, freshCode, sendLetter, signInAs, type Answer, type HeldLetter } from './caller.ts'
import type { Plant } from './plant.ts'
import { median, prove } from './proof.ts'
import { startServer, type RunningServer } from './server.ts'

interface Pair {
  readonly name: string
  readonly notYours: (turn: number) => Promise<Answer>
  readonly notThere: (turn: number) => Promise<Answer>
  /** fewer, where a question is dear or slowed down */
  readonly atMost?: number
}

let networks = 0
/** Every question comes from a network of its own, so that failures add up nowhere. */
const network = (): Record<string, string> => {
  networks += 1
  return { 'x-forwarded-for': `2001:db8:${(networks >> 8).toString(16)}:${(networks & 255).toString(16)}::1` }
}

const missingNumber = (turn: number): string => `ZX-2026-${String(900_000 + turn).padStart(6, '0')}`

const desk = async (server: RunningServer): Promise<Pair[]> => {
  const { base } = server
  const administrator = await signInAs(server, 'admin')
  const registry = await signInAs(server, 'registry')
  const offices = (await ask(base, 'GET', '/desk/offices', { session: registry })).body as readonly { id: string }[]
  const [own, other] = offices.slice(-2).map(({ id }) => id)
  const person = async (account: string, roles: string[], officeId?: string) =>
    await finish(base, await addPerson(base, administrator, { account, roles, ...(officeId ? { officeId } : {}) }))
  const handler = await person('reader', ['handler'], own)
  const head = await person('signer', ['officeHead'], own)
  const author = await person('author', ['handler'], other)
  const letter = await sendLetter(base)
  await act(base, registry, registry, letter.id, 'POST', 'assignment', { officeId: other })
  await act(base, author, registry, letter.id, 'PUT', 'draft', { text: '答复的初稿。' })
  await act(base, author, registry, letter.id, 'POST', 'submission')
  const fresh = await sendLetter(base)
  const sessions = (await ask(base, 'GET', '/desk/sessions', { session: author })).body as readonly { id: string }[]
  const session = sessions[0]?.id ?? ''

  const pair = (
    name: string,
    notYours: (id: string) => Promise<Answer>,
    ids: readonly string[] = [letter.id, fresh.id]
  ): Pair => ({
    name,
    notYours: (turn) => notYours(ids[turn % ids.length] ?? ''),
    notThere: () => notYours(uuidv7())
  })
  const body = { revision: 5 }
  return [
    pair('reading a letter', (id) => ask(base, 'GET', `/desk/letters/${id}`, { session: handler })),
    pair('drafting', (id) =>
      ask(base, 'PUT', `/desk/letters/${id}/draft`, { session: handler, body: { ...body, text: '答复的初稿。' } })
    ),
    pair('submitting', (id) => ask(base, 'POST', `/desk/letters/${id}/submission`, { session: handler, body })),
    pair('returning', (id) =>
      ask(base, 'POST', `/desk/letters/${id}/return`, { session: head, body: { ...body, reason: '请补充' } })
    ),
    pair('signing', (id) => ask(base, 'POST', `/desk/letters/${id}/signature`, { session: head, body })),
    pair('ending a session', (id) => ask(base, 'DELETE', `/desk/sessions/${id}`, { session: handler }), [session])
  ]
}

const outside = (server: RunningServer, held: readonly HeldLetter[]): Pair[] => {
  const { base } = server
  const number = (turn: number): string => held[turn % held.length]?.number ?? ''
  const open = (at: string, authorization?: string): Promise<Answer> =>
    ask(base, 'GET', `/letters/${at}`, { authorization, headers: network() })
  const pair = (name: string, credential: () => string | undefined, atMost?: number): Pair => ({
    name,
    notYours: (turn) => open(number(turn), credential()),
    notThere: (turn) => open(missingNumber(turn % held.length), credential()),
    ...(atMost ? { atMost } : {})
  })
  const password = (): string => randomBytes(12).toString('base64url')
  const knock = (account: string): Promise<Answer> =>
    ask(base, 'POST', '/desk/session', { body: { account, password: password() }, headers: network() })
  const accounts = server.accounts.map(({ account }) => account)
  return [
    // ten wrong codes slow a number down, there or not
    pair('a wrong code', () => `Code ${freshCode()}`, held.length * 10),
    pair('a wrong phone', () => `Device ${randomBytes(32).toString('base64url')}`),
    pair('a code that can be none', () => 'Code 123'),
    pair('no code', () => undefined),
    {
      name: 'a wrong code, over and over',
      notYours: () => open(number(0), `Code ${freshCode()}`),
      notThere: () => open(missingNumber(0), `Code ${freshCode()}`),
      atMost: 15
    },
    {
      name: 'signing in',
      notYours: (turn) => knock(accounts[turn % accounts.length] ?? ''),
      notThere: (turn) => knock(`nobody.${turn % accounts.length}`),
      atMost: accounts.length * 2
    }
  ]
}

/** All that may not differ. How long to wait differs by the second that passes between the two. */
const faceOf = ({ status, headers, text }: Answer): string[] => {
  const kept = Object.entries(headers).filter(([name]) => !['date', 'x-request-id', 'retry-after'].includes(name))
  const document = JSON.parse(text) as Record<string, unknown>
  const alike = { ...document, instance: 'x', ...('retryAfter' in document ? { retryAfter: 'x' } : {}) }
  const retry = 'retry-after' in headers ? 'retry-after' : ''
  const shapes = kept.map(([name, value]) => (name === 'content-length' && retry ? name : `${name}: ${value}`))
  return [String(status), ...shapes.sort(), retry, JSON.stringify(alike)]
}

/** The lines that stand in one of the two alone; empty when they are alike. */
const difference = (yours: readonly string[], there: readonly string[]): string => {
  const only = (a: readonly string[], b: readonly string[]): string => a.filter((line) => !b.includes(line)).join(' | ')
  return yours.join('\n') === there.join('\n')
    ? ''
    : `not yours: ${only(yours, there)}; not there: ${only(there, yours)}`
}

/** How likely a number of `a` is greater than one of `b`: 0.5 when nothing tells them apart. */
const greater = (a: readonly number[], b: readonly number[]): number => {
  const wins = a.reduce((sum, x) => sum + b.reduce((more, y) => more + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0)
  return wins / (a.length * b.length)
}

const timed = async (question: () => Promise<Answer>): Promise<{ answer: Answer; ms: number }> => {
  const started = performance.now()
  const answer = await question()
  return { answer, ms: performance.now() - started }
}

const plants: readonly Plant[] = [
  {
    file: 'src/server/letters/read.ts',
    guard: "if (!row) throw problem('not-found')",
    instead:
      "if (!row) throw problem((await sql`select from letters where id = ${id}`.execute(db)).rows.length > 0 ? 'not-permitted' : 'not-found')"
  },
  {
    file: 'src/server/core/holder.ts',
    guard: "throw problem('holder-unknown')",
    instead: "throw problem(row ? 'holder-unknown' : 'not-found')"
  }
]
const plantsShow = ['reading a letter', 'signing', 'a wrong code', 'a wrong phone']

await prove('access:absent', async ({ form, plant }) => {
  // what a plant shows, it shows at once
  const turns = plant ? 10 : { short: 30, normal: 400, long: 3000 }[form]
  const server = await startServer({
    settings: { TRUSTED_PROXIES: '127.0.0.1' },
    plants: plant ? plants : []
  })
  const held: HeldLetter[] = []
  for (let n = 0; n < Math.ceil(turns / 10); n += 1) held.push(await sendLetter(server.base))
  const figures: Record<string, string> = {}
  const failures: string[] = []
  const told = new Set<string>()
  let checked = 0
  for (const { name, notYours, notThere, atMost = turns } of [...(await desk(server)), ...outside(server, held)]) {
    const times = { yours: [] as number[], there: [] as number[] }
    let statuses = ''
    for (let turn = 0; turn < Math.min(turns, atMost); turn += 1) {
      // neither is always the first: who comes second finds warm caches
      const first = turn % 2 === 0
      const a = await timed(() => (first ? notYours(turn) : notThere(turn)))
      const b = await timed(() => (first ? notThere(turn) : notYours(turn)))
      const [yours, there] = first ? [a, b] : [b, a]
      checked += 1
      times.yours.push(yours.ms)
      times.there.push(there.ms)
      statuses = String(there.answer.status)
      if (there.answer.status < 400) failures.push(`${name}: what is not there was answered with ${statuses}`)
      const differs = difference(faceOf(yours.answer), faceOf(there.answer))
      if (differs === '') continue
      told.add(name)
      failures.push(`${name}: ${differs}`)
    }
    const [yours, there] = [median(times.yours), median(times.there)]
    figures[`${name} (${statuses})`] =
      `${times.yours.length} pairs, not yours ${yours.toFixed(2)} ms, not there ${there.toFixed(2)} ms, ` +
      `ratio ${(yours / there).toFixed(2)}, told apart by time ${greater(times.yours, times.there).toFixed(2)}`
  }
  return {
    figures,
    checked,
    failures,
    notCaught: plant ? plantsShow.filter((name) => !told.has(name)) : []
  }
})
