/**
 * The desk with 100,000 letters: the queue of one who sees all and of one who sees an office, its filters, orders and deep
 * pages, the search, the letter page, alerts, board and figures, over HTTP as somebody who is signed in; then the ledger as
 * files, with the memory of the process watched.
 */
import { cpus, loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { fillLetters, phoneOf } from './bench-letters.ts'
import { residentMemory } from './bench-memory.ts'
import { median, seconds, whole, type Figure } from './bench-table.ts'
import { ask, signInAs, type Session } from './caller.ts'
import { dice } from './proof.ts'
import { cleanUp, startServer, type RunningServer } from './server.ts'
import { openStored } from './stored.ts'

const few = 50_000
const many = 100_000
const times = 200
const reach = 100

const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`
const percentile = (taken: readonly number[], share: number): number =>
  taken.toSorted((a, b) => a - b)[Math.floor(taken.length * share)] ?? NaN

/** What is asked: the n-th of many askings. */
interface Question {
  readonly what: string
  readonly path: (n: number) => string
  readonly body?: (n: number) => unknown
}

interface Line {
  readonly id: string
  readonly title: string
  readonly number: string
  readonly outerNumber: string | null
}
interface Page {
  readonly letters: readonly Line[]
  readonly next: string | null
}

async function page(base: string, session: Session, query: string): Promise<Page> {
  const answer = await ask(base, 'GET', `/desk/letters${query}`, { session })
  if (answer.status !== 200) throw new Error(`${query}: ${answer.status} ${answer.text}`)
  return answer.body as Page
}

/** Marks of pages far down, so that a deep page is asked for as somebody who scrolls does. */
async function marksDown(base: string, session: Session, query: string, pages: number): Promise<string[]> {
  const marks: string[] = []
  for (let at = await page(base, session, query); at.next && marks.length < pages;) {
    marks.push(at.next)
    at = await page(base, session, `${query}&after=${at.next}`)
  }
  return marks
}

async function questions(base: string, session: Session): Promise<Question[]> {
  const { letters } = await page(base, session, '?state=ended&sort=newest')
  const open = await page(base, session, '?')
  const marks = await marksDown(base, session, '?state=ended&sort=oldest', 40)
  const openMarks = await marksDown(base, session, '?', 10)
  const line = (n: number): Line => letters[n % letters.length]!
  const words = letters.map(({ title }) => title.slice(2, 6))
  const offices = (await ask(base, 'GET', '/desk/offices', { session })).body as readonly { id: string }[]
  const handlers = (await ask(base, 'GET', '/desk/handlers', { session })).body as readonly { id: string }[]
  const of = <V>(list: readonly V[], n: number): V => list[n % list.length]!
  const plain = (what: string, path: string): Question => ({ what, path: () => path })
  const told = letters.filter(({ outerNumber }) => outerNumber !== null)
  return [
    plain('the first page', '/desk/letters'),
    plain('ended, the first page', '/desk/letters?state=ended'),
    ...(openMarks.length > 0
      ? [{ what: 'a following page', path: (n: number) => `/desk/letters?after=${of(openMarks, n)}` }]
      : []),
    {
      what: 'a deep page of those that ended',
      path: (n) => `/desk/letters?state=ended&sort=oldest&after=${of(marks, n)}`
    },
    plain('by kind', '/desk/letters?kind=mailbox&state=ended'),
    plain('by topic', '/desk/letters?topic=census&state=ended'),
    plain('by source', '/desk/letters?source=hotline&state=ended'),
    { what: 'by office', path: (n) => `/desk/letters?office=${of(offices, n).id}` },
    { what: 'by handler', path: (n) => `/desk/letters?state=ended&handler=${of(handlers, n).id}` },
    ...['overdue', 'today', 'week'].map((due) => plain(`due: ${due}`, `/desk/letters?due=${due}`)),
    plain('by grade', '/desk/letters?state=ended&grade=1'),
    plain('by all of them', '/desk/letters?state=ended&kind=enquiry&topic=surveys&source=phone&grade=2&sort=newest'),
    ...['newest', 'oldest'].map((sort) => plain(`sorted: ${sort}`, `/desk/letters?state=ended&sort=${sort}`)),
    {
      what: 'search: words of a title',
      path: (n) => `/desk/letters?state=ended&search=${encodeURIComponent(of(words, n))}`
    },
    plain('search: a word of nearly all', `/desk/letters?state=ended&search=${encodeURIComponent('请问')}`),
    plain('search: a word of very many, open', `/desk/letters?search=${encodeURIComponent('调查')}`),
    plain('search: one letter alone', `/desk/letters?state=ended&search=${encodeURIComponent('税')}`),
    plain('search: a word of none', `/desk/letters?state=ended&search=${encodeURIComponent('鹦鹉螺')}`),
    { what: 'search: the number', path: (n) => `/desk/letters?state=ended&search=${line(n).number}` },
    { what: 'search: its end', path: (n) => `/desk/letters?state=ended&search=${line(n).number.slice(-5)}` },
    {
      what: 'search: the number of the channel',
      path: (n) => `/desk/letters?state=ended&search=${of(told, n).outerNumber ?? 'W2'}`
    },
    {
      what: 'search: a telephone number',
      path: () => '/desk/contact-searches',
      body: (n) => ({ contact: phoneOf(many - 5 * (n % 800)) })
    },
    { what: 'a letter', path: (n) => `/desk/letters/${of([...open.letters, ...letters], n).id}` },
    plain('alerts', '/desk/alerts'),
    plain('saved views, five with counts', '/desk/letter-views')
  ]
}

async function taken(base: string, session: Session, { path, body }: Question, askings = times): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < askings; n += 1) {
    const began = performance.now()
    const answer = await ask(base, body ? 'POST' : 'GET', path(n), { session, ...(body ? { body: body(n) } : {}) })
    found.push(performance.now() - began)
    if (answer.status !== 200) throw new Error(`${path(n)}: ${answer.status} ${answer.text}`)
  }
  return found
}

const line = (what: string, found: readonly number[], gate = true): Figure => {
  const p95 = percentile(found, 0.95)
  return {
    what,
    figure: `p50 ${milliseconds(median(found))}, p95 ${milliseconds(p95)}`,
    wanted: `p95 ≤ ${reach} ms`,
    met: p95 <= reach,
    gate
  }
}

/** Five views of its owner, as somebody would keep them. */
async function saveViews(base: string, session: Session): Promise<void> {
  const filters = [
    {},
    { due: 'overdue' },
    { search: '调查' },
    { state: 'ended', kind: 'mailbox' },
    { source: 'hotline' }
  ]
  for (const [n, filter] of filters.entries()) {
    const answer = await ask(base, 'POST', '/desk/letter-views', {
      session,
      body: { name: `视图 ${n}`, filter, shared: false }
    })
    if (answer.status !== 201) throw new Error(`saving a view: ${answer.status} ${answer.text}`)
  }
}

/** It takes minutes: a line a figure says that it goes on, and how. */
const tell = (what: string): void => {
  process.stderr.write(`  ${what}\n`)
}

/** The alerts of so many letters at once are a morning's work for the jobs: nothing is measured before it is done. */
async function settled(stored: Client): Promise<void> {
  const alerts = async (): Promise<number> =>
    (await stored.query<{ n: number }>('select count(*)::int as n from letter_alerts')).rows[0]?.n ?? 0
  let [before, still] = [-1, 0]
  while (still < 4) {
    const now = await alerts()
    still = now === before ? still + 1 : 0
    before = now
    await wait(5000)
  }
  await stored.query('vacuum analyze')
}

/** How long everything takes at the desk of one person. */
export async function deskTimes(base: string, who: string, session: Session): Promise<Figure[]> {
  await saveViews(base, session)
  const figures: Figure[] = []
  for (const question of await questions(base, session)) {
    const figure = line(`${who}: ${question.what}`, await taken(base, session, question))
    tell(`${figure.what}: ${figure.figure}`)
    figures.push(figure)
  }
  return figures
}

/** What public pages are made of, asked for past their caches; these fail nothing here. */
export async function publicTimes(base: string, session: Session): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const path of ['/board', '/figures'])
    figures.push(line(`anybody: ${path}`, await taken(base, session, { what: path, path: () => path }), false))
  return figures
}

interface Export {
  readonly bytes: number
  readonly ms: number
  /** of the process, above what it had before */
  readonly grown: number
}

/** Takes the ledger as a browser does, byte after byte, and watches the process meanwhile. */
async function exported({ base, process: child }: RunningServer, session: Session, form: string): Promise<Export> {
  const memory = () => residentMemory(child.pid!) ?? NaN
  await wait(3000)
  const before = memory()
  let [peak, bytes] = [before, 0]
  const watch = setInterval(() => (peak = Math.max(peak, memory())), 20)
  const began = performance.now()
  try {
    const answer = await fetch(`${base}/api/desk/ledger.${form}`, { headers: { cookie: session.cookie } })
    if (answer.status !== 200 || !answer.body) throw new Error(`the ledger as ${form}: ${answer.status}`)
    for await (const part of answer.body) bytes += part.length
  } finally {
    clearInterval(watch)
  }
  return { bytes, ms: performance.now() - began, grown: peak - before }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

/** Memory is flat when twice the letters take no more than a little more. */
const mayGrow = 40_000_000

async function exportFigures(letters: number, server: RunningServer, session: Session, small?: Map<string, Export>) {
  const found = new Map<string, Export>()
  const figures: Figure[] = []
  for (const form of ['csv', 'xlsx']) {
    // the first warms what every later one uses; chance only adds to what the process holds
    if (!small) await exported(server, session, form)
    const [one, other] = [await exported(server, session, form), await exported(server, session, form)]
    const grown = Math.min(one.grown, other.grown)
    found.set(form, { ...one, grown })
    const before = small?.get(form)
    figures.push({
      what: `ledger of ${whole(letters)} as ${form}`,
      figure: `${seconds(one.ms)}, ${megabytes(one.bytes)}, memory + ${megabytes(grown)}`,
      ...(before && {
        wanted: `no more than + ${megabytes(before.grown + mayGrow)}`,
        met: grown <= before.grown + mayGrow,
        gate: true
      })
    })
  }
  return { found, figures }
}

/** All figures of the desk. */
export async function benchDesk(): Promise<readonly Figure[]> {
  try {
    const server = await startServer({ settings: { LOG_LEVEL: 'info' } })
    const stored = await openStored(server)
    try {
      const registry = await signInAs(server, 'registry')
      const handler = await signInAs(server, 'handler.prices')
      const throws = dice(5)
      await fillLetters(stored, server.dataDir, throws, few)
      await settled(stored)
      tell(`${whole(few)} letters`)
      const half = await exportFigures(few, server, registry)
      await fillLetters(stored, server.dataDir, throws, many - few, few)
      await settled(stored)
      tell(`${whole(many)} letters`)
      const all = await exportFigures(many, server, registry, half.found)
      return [
        ...(await deskTimes(server.base, 'registry', registry)),
        ...(await deskTimes(server.base, 'handler', handler)),
        ...(await publicTimes(server.base, registry)),
        ...half.figures,
        ...all.figures,
        { what: 'machine, at the end', figure: `${cpus().length} processors, load ${loadavg()[0]?.toFixed(1) ?? ''}` }
      ]
    } finally {
      await stored.end()
      await server.stop()
    }
  } finally {
    await cleanUp()
  }
}
