/**
 * access:matrix. Every route of the API × every subject × every relation is asked over HTTP, and the answer compared
 * with `access.csv`, which people wrote: one line a route, subjects, relation and what is expected.
 * `allowed` is the success of the route; 409 means: may, but the letter's state does not allow it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../step.ts'
import { attempts } from './access-attempts.ts'
import { roles, setStage } from './access-stage.ts'
import { ask, type Answer } from './caller.ts'
import type { Plant } from './plant.ts'
import { dice, prove } from './proof.ts'
import { startServer } from './server.ts'

interface Row {
  readonly route: string
  readonly subject: string
  /** with whom the subject stands in the line */
  readonly subjects: string
  readonly relation: string
  readonly expected: string
}

const [, ...lines] = readFileSync(join(root, 'tests/proofs/access.csv'), 'utf8').trim().split('\n')
const rows: Row[] = lines.flatMap((line) => {
  const [route = '', subjects = '', relation = '', expected = ''] = line.split(',')
  return subjects.split(' ').map((subject) => ({ route, subject, subjects, relation, expected }))
})

/** What the API says it has: `METHOD /path/:name`, without `/api`. */
const routesOf = async (base: string): Promise<string[]> => {
  const { paths } = (await ask(base, 'GET', '/openapi.json')).body as { paths: Record<string, Record<string, unknown>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replace(/^\/api/, '').replace(/\{(\w+)\}/g, ':$1')}`
    )
  )
}

/** Every route, subject and relation stands in the table once. */
const holes = (routes: readonly string[], subjects: readonly string[]): string[] => {
  const found: string[] = []
  for (const route of new Set([...routes, ...rows.map((row) => row.route), ...Object.keys(attempts)])) {
    if (!routes.includes(route)) found.push(`${route} is no route of the API`)
    if (!attempts[route]) found.push(`${route} is never asked`)
    const here = rows.filter((row) => row.route === route)
    if (here.length === 0) found.push(`${route} has no row in access.csv`)
    const relations = new Set(here.map(({ relation }) => relation))
    // what a holder sends carries its own proof in a header, which no foreign page can add; suggesting changes nothing,
    // and a device's cookie of the board goes nowhere from a foreign page
    const changes =
      !/^(GET \/|(POST|PUT) \/(letters|slots|bookings)|POST \/(suggestions|board\/:id\/supports|desk\/session)|PUT \/answers\/:id\/vote$)/.test(
        route
      )
    if (changes && !relations.has('no-token')) found.push(`${route} has no row for a request without token`)
    for (const relation of relations) {
      for (const subject of subjects) {
        const times = here.filter((row) => row.relation === relation && row.subject === subject).length
        if (times !== 1) found.push(`${route}, ${subject}, ${relation} stands in access.csv ${times} times`)
      }
    }
  }
  for (const { route, subject, expected } of rows) {
    if (!subjects.includes(subject)) found.push(`${route} names an unknown subject ${subject}`)
    if (!/^(allowed|401|403|404|409)$/.test(expected)) found.push(`${route} expects ${expected}`)
  }
  return found
}

/** Of those who may, one a route and relation, others with another seed: it uses up what was made for it, and takes the most time. */
const someWhoMay = (seed: number): Row[] => {
  const may = Map.groupBy(
    rows.filter(({ expected }) => expected === 'allowed'),
    ({ route, relation }) => `${route} ${relation}`
  )
  return [...may.values()].flatMap((those) => those[seed % those.length] ?? [])
}

/**
 * What one refusal shows that another may show as well: that each kind of guard stands before the route, and that this
 * guard knows this subject, which all routes with the same people share. A letter's place and its state are looked at
 * after the role, so only there a relation is a refusal of its own.
 */
const shownBy = ({ route, subject, subjects, relation, expected }: Row): readonly string[] => {
  const place = relation === 'no-token' || expected === '404' || expected === '409' ? relation : 'any'
  const who = expected === '401' ? 'no session' : roles.includes(subject) ? 'a role' : subject
  return [`${route} ${place} ${expected} ${who}`, `${subjects} ${place} ${expected} ${subject}`]
}

/** Some who may, and refusals that together show all that the whole table shows, others with another seed. */
const shortRows = (seed: number): Row[] => {
  const numbers = dice(seed)
  const asked = new Set(someWhoMay(seed))
  const refused = rows.filter(({ expected }) => expected !== 'allowed').map((row) => ({ row, at: numbers.next() }))
  const seen = new Set<string>()
  for (const { row } of refused.toSorted((one, other) => one.at - other.at)) {
    const shows = shownBy(row)
    if (shows.some((what) => !seen.has(what))) asked.add(row)
    for (const what of shows) seen.add(what)
  }
  return rows.filter((row) => asked.has(row))
}

const outcomeOf = (answers: readonly Answer[]): string => {
  const outcomes = answers.map(({ status, headers, text }) => {
    if (status < 300) return 'allowed'
    const problem = headers['content-type']?.startsWith('application/problem+json') ?? false
    return problem ? String(status) : `${status} without a problem: ${text.slice(0, 80)}`
  })
  return [...new Set(outcomes)].join(' and ')
}

/** All guards at once; each must leave its own kind of trace. */
const plants: readonly Plant[] = [
  {
    file: 'src/server/core/route.ts',
    guard: "if (!staff.grants.has(permission)) throw problem('not-permitted')",
    instead: ''
  },
  {
    file: 'src/server/core/route.ts',
    guard: "if (request.method !== 'GET') await checkCsrf(request, reply)",
    instead: ''
  },
  {
    file: 'src/server/core/route.ts',
    guard: "if (staff.unfinished && !ownAccount.test(path)) throw problem('account-unfinished')",
    instead: ''
  },
  { file: 'src/server/letters/read.ts', guard: "if (scope === 'all') return sql`true`", instead: 'return sql`true`' },
  {
    file: 'src/server/core/holder.ts',
    guard: 'timingSafeEqual(kept, shown) && row !== undefined',
    instead: 'row !== undefined'
  }
]

const showing = ['GET /letters/:number', 'GET /desk/letters/:id', 'GET /desk/people', 'POST /desk/people']

const kinds: Readonly<Record<string, (row: Row) => boolean>> = {
  'a role without the permission': ({ expected, subject, relation }) =>
    expected === '403' && subject !== 'unfinished' && relation !== 'no-token',
  'a request without token': ({ expected, relation }) => expected === '403' && relation === 'no-token',
  'an unfinished account': ({ expected, subject, relation }) =>
    expected === '403' && subject === 'unfinished' && relation !== 'no-token',
  "another office's letter": ({ expected, relation }) => expected === '404' && relation === 'other-office',
  "another sender's letter": ({ expected, subject }) => expected === '404' && subject === 'holder-other'
}

await prove('access:matrix', async ({ plant, form, seed }) => {
  const server = await startServer({ settings: { TRUSTED_PROXIES: '127.0.0.1' }, plants: plant ? plants : [] })
  const stage = await setStage(server)
  const routes = await routesOf(server.base)
  const failures = holes(
    routes,
    stage.subjects.map(({ name }) => name)
  )
  const wrong: Row[] = []
  let requests = 0
  // with the guards out, a few routes show all that must be seen
  const judged = plant ? rows.filter(({ route }) => showing.includes(route)) : form === 'short' ? shortRows(seed) : rows
  for (const row of judged) {
    const subject = stage.subjects.find(({ name }) => name === row.subject)
    const attempt = attempts[row.route]
    if (!subject || !attempt) continue
    const answers = await attempt(stage, { subject, relation: row.relation })
    requests += answers.length
    const outcome = outcomeOf(answers)
    if (outcome === row.expected) continue
    wrong.push(row)
    failures.push(`${row.route}, ${row.subject}, ${row.relation}: expected ${row.expected}, got ${outcome}`)
  }
  const asked = new Set(rows.map(({ route }) => route))
  return {
    figures: {
      routes: `${routes.filter((route) => asked.has(route)).length} of ${routes.length}`,
      subjects: stage.subjects.length,
      'rows left out': plant ? 0 : rows.length - judged.length,
      'requests judged': requests,
      mismatches: wrong.length
    },
    checked: judged.length + failures.length - wrong.length,
    failures,
    notCaught: plant ? Object.keys(kinds).filter((kind) => !wrong.some((row) => kinds[kind]?.(row))) : []
  }
})
