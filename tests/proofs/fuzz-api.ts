/**
 * fuzz:api. Thousands of malformed requests as anonymous, holder and staff: never an answer 5xx, never a trace of SQL,
 * stack, path or module, every failure one of the closed list of problems, and the server alive afterwards.
 */
import { act, addPerson, ask, finish, sendLetter, signInAs, type Session } from './caller.ts'
import { shooter, type ApiDocument, type Known, type Shot } from './fuzz-requests.ts'
import { setArticles } from './fuzz-articles.ts'
import { setEntries } from './fuzz-knowledge.ts'
import { setReviews } from './fuzz-reviews.ts'
import { fire, type Reply } from './fuzz-wire.ts'
import type { Plant } from './plant.ts'
import { dice, prove } from './proof.ts'
import { startServer, type RunningServer } from './server.ts'

/** What may go wrong at the API, by status: written by hand, as a reader of the contract knows it. */
const problems: Readonly<Record<number, readonly string[]>> = {
  400: ['bad-request', 'bad-text'],
  401: ['not-signed-in', 'sign-in-failed', 'one-time-code-needed'],
  403: ['account-unfinished', 'csrf-token-wrong', 'not-permitted'],
  404: ['not-found', 'holder-unknown'],
  405: ['method-not-allowed'],
  406: ['not-acceptable'],
  409: [
    'already-sent',
    'already-registered',
    'account-taken',
    'changed-meanwhile',
    'state-forbids',
    'same-person',
    'undecided-findings',
    'second-look-needed',
    'no-consent',
    'checks-block',
    'column-unknown',
    'calendar-contradicts',
    'office-closed',
    'merged-already',
    'not-together',
    'names-a-sender',
    'department-closed',
    'day-too-late'
  ],
  413: ['too-large'],
  415: ['media-type-unknown'],
  422: ['invalid', 'file-refused', 'table-unreadable'],
  428: ['work-needed'],
  429: ['too-many']
}
const fields = ['type', 'title', 'status', 'instance', 'errors', 'retryAfter', 'work']

/** What no answer may hold, failure or not. */
const inside = (server: RunningServer): RegExp[] => [
  new RegExp([process.cwd(), server.dataDir].map((path) => path.replaceAll('/', '\\/')).join('|')),
  /node_modules|node:internal|FST_ERR|ERR_[A-Z]+_[A-Z]+|SQLSTATE|HPE_[A-Z]/,
  /\n\s+at .+:\d+:\d+/
]

/** What no failure may hold; answers that went well may quote what somebody wrote. */
const talk = [
  /\b(select|insert|update|delete)\b[^"]{0,80}\b(from|into|set|where)\b/i,
  /invalid (byte|input)|syntax error|violates|constraint|relation "|column "|duplicate key|\bpg_|postgres|kysely|fastify|ajv/i,
  /\b\w+\.(ts|js|mjs|vue):\d+|\bfile:\/\/|\bError:|"stack"|\bat (async )?\w+ \(/
]

type Fault = 'answers 5xx' | 'traces of the inside' | 'failures outside the closed list' | 'requests without an answer'

/** What is wrong with an answer, by kind. */
const judge = (
  reply: Reply,
  at: { target: string; method: string; broken: boolean },
  server: RunningServer
): [Fault, string][] => {
  const { status, text, body } = reply
  // Node closes the connection of who asks for a tunnel
  if (status === undefined) return at.broken || at.method === 'CONNECT' ? [] : [['requests without an answer', '']]
  const faults: [Fault, string][] = []
  // the API's own description and its page are made of names and examples
  const described = at.target.startsWith('/api/docs')
  const patterns = [...(described ? [] : inside(server)), ...(status < 400 ? [] : talk)]
  const leak = patterns.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined)
  if (leak !== undefined) faults.push(['traces of the inside', leak.trim().slice(0, 100)])
  if (status >= 500) faults.push(['answers 5xx', `${status} ${body.slice(0, 160)}`])
  const said = status < 400 ? undefined : outsideTheList(reply, at)
  if (said !== undefined) faults.push(['failures outside the closed list', said])
  return faults
}

/** Why a failure is none of the closed list; undefined when it is one. */
const outsideTheList = (
  { status = 0, headers, body }: Reply,
  at: { target: string; method: string }
): string | undefined => {
  const type = headers['content-type'] ?? ''
  if (status === 404 && type.startsWith('text/html') && !at.target.startsWith('/api/')) return undefined
  if (!type.startsWith('application/problem+json')) return `${status} as ${type || 'nothing'}: ${body.slice(0, 160)}`
  if (at.method === 'HEAD') return undefined
  const document = JSON.parse(body) as Record<string, unknown>
  const slug = String(document['type']).replace('/problems/', '')
  if (!problems[status]?.includes(slug)) return `${status} is no ${slug}`
  const odd =
    Object.keys(document).some((key) => !fields.includes(key)) || document['status'] !== status || !document['instance']
  return odd ? `an odd problem: ${body.slice(0, 160)}` : undefined
}

/** Who asks. `renew` opens the session again when a request has ended it. */
interface Subject {
  readonly name: string
  readonly headers: () => readonly (readonly [string, string])[]
  readonly renew?: () => Promise<void>
}

const roles = ['handler', 'officeHead', 'registryHead', 'secrecyReviewer', 'leader', 'administrator', 'auditor']

const setStage = async (server: RunningServer): Promise<{ subjects: Subject[]; known: Known }> => {
  const { base } = server
  const administrator = await signInAs(server, 'admin')
  const offices = (await ask(base, 'GET', '/desk/offices', { session: administrator })).body as readonly {
    id: string
  }[]
  const officeIds = offices.map(({ id }) => id)
  const officeId = officeIds.at(-1) ?? ''
  let people = 0
  const staff = async (name: string, unfinished = false): Promise<Subject> => {
    const open = async (): Promise<Session> => {
      people += 1
      const account = `fuzz.${people}`
      const person = await addPerson(base, administrator, { account, roles: unfinished ? roles : [name], officeId })
      return unfinished ? person : await finish(base, person)
    }
    let session = await open()
    let renewing: Promise<void> | undefined
    return {
      name,
      headers: () => [
        ['cookie', session.cookie],
        ['x-csrf-token', session.csrfToken]
      ],
      // somebody new: wrong passwords tried by the trial itself slow the old account down
      renew: () =>
        (renewing ??= open().then((fresh) => {
          session = fresh
          renewing = undefined
        }))
    }
  }
  const subjects = [{ name: 'anonymous', headers: () => [] }, await staff('unfinished', true)] as Subject[]
  for (const role of roles) subjects.push(await staff(role))

  const registry = await signInAs(server, 'registry')
  const letters = await Promise.all(Array.from({ length: 12 }, () => sendLetter(base)))
  const author = await finish(
    base,
    await addPerson(base, administrator, { account: 'fuzz.author', roles: ['handler'], officeId })
  )
  for (const [index, { id }] of letters.slice(0, 9).entries()) {
    await act(base, registry, registry, id, 'POST', 'assignment', { officeId })
    if (index > 3) continue
    await act(base, author, registry, id, 'PUT', 'draft', { text: '答复的初稿。' })
    await act(base, author, registry, id, 'POST', 'submission')
  }
  const reviewIds = await setReviews(base, { administrator, registry, officeId, letters: letters.slice(2, 4) })
  const entryIds = await setEntries(base, author, officeId)
  const articles = await setArticles(server, { author, administrator, officeId })
  const holds = letters.slice(-2).flatMap(({ code, deviceToken }) => [`Code ${code}`, `Device ${deviceToken}`])
  let turn = 0
  subjects.push({ name: 'holder', headers: () => [['authorization', holds[(turn += 1) % holds.length] ?? '']] })
  // those whose passwords and sessions may be taken away
  const victims = await Promise.all(
    ['a', 'b'].map((name) =>
      addPerson(base, administrator, { account: `victim.${name}`, roles: ['doorStaff'], officeId })
    )
  )
  const ids = letters.map(({ id }) => id)
  const values: Readonly<Record<string, readonly unknown[]>> = {
    officeId: officeIds,
    number: letters.slice(-2).map(({ number }) => number),
    revision: [1, 2, 2, 3, 3, 4, 4, 5],
    lead: ids,
    leadRevision: [1, 2, 2, 3, 3, 4, 4, 5],
    account: ['victim.a', 'nobody', 'fuzz.new'],
    before: ids,
    ...articles.values
  }
  const known: Known = (route, name) => {
    if (name === 'id' && route.includes('/people/')) return victims.map(({ personId }) => personId)
    if (name === 'id' && route.includes('/desk/letters/')) return ids
    if (name === 'id' && route.includes('/desk/reviews/')) return reviewIds
    if (name === 'id' && /\/(answers|desk\/knowledge)\/:id/.test(route)) return entryIds
    if (name === 'id' && /\/articles\/:id/.test(route))
      return route.includes('/desk/') ? articles.ids : articles.publicIds
    if (name === 'slug' && route.includes('/glossary/')) return ['cpi', 'gdp', 'none']
    if (name === 'version' && route.includes('/versions/')) return ['1', '2', '9']
    // a new account name each time is what the schema makes by itself
    if (name === 'account' && route === 'POST /desk/people') return undefined
    return values[name]
  }
  return { subjects, known }
}

const plants: readonly Plant[] = [
  {
    file: 'src/server/core/problems.ts',
    guard: 'const found = asProblem(error)',
    instead: `if (!(error instanceof Problem)) return reply.code(error.statusCode ?? 500).send({ message: error.message, stack: error.stack })
    const found = asProblem(error)`
  }
]
const plantShows: readonly Fault[] = ['answers 5xx', 'traces of the inside', 'failures outside the closed list']

const authorsAndSigners = ['handler', 'officeHead', 'registryHead', 'secrecyReviewer', 'leader']

/** Half of the requests come from somebody who may: what lies behind the guard must be reached too. */
const likely = (route: string): readonly string[] => {
  if (/\/desk\/import/.test(route)) return ['registryHead']
  if (route.includes('/desk/departments')) return ['registryHead']
  if (/\/desk\/(letters|ledger|reviews|contributions|knowledge)/.test(route))
    return ['handler', 'officeHead', 'registryHead', 'leader']
  if (/\/desk\/(articles|policies|columns)/.test(route)) return authorsAndSigners
  if (route.includes('/desk/notices')) return ['registryHead', 'administrator']
  if (route.includes('/desk/people')) return ['administrator']
  if (route.includes('/desk/audit')) return ['auditor']
  return route === 'GET /letters/:number' ? ['holder'] : roles
}

/** These cost a password hash or a new session each. */
const dear = /^(POST \/desk\/(session|people|people\/:id\/reset)|DELETE \/desk\/session)$/

/** A request as one can read it. */
const summary = ({ method, target, headers, body }: Shot): string => {
  const head = headers.map(([name, value]) => `${name}: ${value.slice(0, 30)}`).join(', ')
  return `${method} ${target.slice(0, 100)} ${head.slice(0, 100)} ${body?.toString('latin1', 0, 60) ?? ''}`.replace(
    /\s+/g,
    ' '
  )
}

await prove('fuzz:api', async ({ form, plant, seed }) => {
  const wanted = plant ? 1500 : { short: 1500, normal: 12_000, long: 100_000 }[form]
  const server = await startServer({ settings: { TRUSTED_PROXIES: '127.0.0.1' }, plants: plant ? plants : [] })
  const { subjects, known } = await setStage(server)
  const document = (await ask(server.base, 'GET', '/openapi.json')).body as ApiDocument
  const numbers = dice(seed)
  const shoot = shooter(document, known, numbers)
  const failures: string[] = []
  const byStatus = new Map<string, number>()
  const byFault = new Map<Fault, number>()
  const reached = new Set<string>()
  let fired = 0
  const one = async (): Promise<void> => {
    fired += 1
    let next = shoot()
    while (dear.test(next.route) && numbers.chance(0.8)) next = shoot()
    const { route, shot } = next
    const may = likely(route)
    const subject = numbers.pick(numbers.chance(0.5) ? subjects.filter(({ name }) => may.includes(name)) : subjects)
    // each from a network of its own, so that limits do not end the trial early
    const network = `2001:db8:${numbers.below(65_536).toString(16)}::1`
    const more = [...subject.headers(), ['x-forwarded-for', network]] as const
    const reply = await fire(server.port, shot, more)
    const kind = reply.status === undefined ? 'no answer to what is no request' : `${Math.floor(reply.status / 100)}xx`
    byStatus.set(kind, (byStatus.get(kind) ?? 0) + 1)
    if (reply.status !== undefined && reply.status < 300) reached.add(route)
    for (const [fault, what] of judge(reply, shot, server)) {
      byFault.set(fault, (byFault.get(fault) ?? 0) + 1)
      failures.push(`${fault}: ${summary(shot)} as ${subject.name} → ${what}`)
    }
    const lost = reply.status === 401 && reply.body.includes('not-signed-in')
    if (subject.renew && (lost || (reply.status === 204 && shot.method === 'DELETE'))) {
      const { status } = await ask(server.base, 'GET', '/desk/session', {
        headers: Object.fromEntries(subject.headers())
      })
      if (status === 401) await subject.renew()
    }
  }
  const worker = async (): Promise<void> => {
    while (fired < wanted) await one()
  }
  await Promise.all(Array.from({ length: 12 }, worker))
  const { status } = await fetch(`${server.base}/readyz`)
  if (status !== 200 || server.process.exitCode !== null) failures.push(`the server is not ready afterwards: ${status}`)
  const routes = Object.values(document.paths).flatMap((operations) => Object.keys(operations)).length
  reached.delete('elsewhere')
  return {
    figures: {
      requests: fired,
      ...Object.fromEntries([...byStatus].sort(([a], [b]) => a.localeCompare(b))),
      'routes that a request got through to': `${reached.size} of ${routes}`,
      ...Object.fromEntries(
        ([...plantShows, 'requests without an answer'] as const).map((fault) => [fault, byFault.get(fault) ?? 0])
      )
    },
    checked: fired + 1,
    failures,
    notCaught: plant ? plantShows.filter((fault) => !byFault.has(fault)) : []
  }
})
