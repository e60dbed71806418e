/**
 * suggest:quality. Questions as citizens type them into the title of a letter, against 84 entries of the knowledge, written
 * by one person and asked by another from the topics alone: a suggestion is right when the entry that was expected is among
 * the three that are offered. Every third question is held out, and its words are never printed. It fails under 80 % of
 * either part. The plant turns the order round.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { root } from '../step.ts'
import { ask, signInAs, type Session } from './caller.ts'
import type { Plant } from './plant.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { startServer, type RunningServer } from './server.ts'

const least = 0.8
const most = 3

const plants: readonly (Plant & { readonly what: string })[] = [
  {
    what: 'the least fit first',
    file: 'src/server/core/fittest.ts',
    guard: 'order by found.fitness desc, id desc',
    instead: 'order by found.fitness, id'
  }
]

interface EntryText {
  readonly topic: string
  readonly title: string
  readonly question: string
  readonly answer: string
  readonly area: string
}

/** What somebody types. `held`: not to be looked at while the ranking is worked on. */
interface Asked {
  readonly words: string
  readonly expected: string
  readonly held: boolean
}

interface Tried extends Asked {
  readonly right: boolean
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(root, 'tests/proofs/suggest', name), 'utf8'))
const readEntries = (): readonly EntryText[] => read('entries.json') as readonly EntryText[]
const readQuestions = (): readonly Asked[] => read('questions.json') as readonly Asked[]

interface DeskEntry {
  readonly version: number
  readonly findings: readonly { readonly text: string }[]
}

const atDesk = async (
  { base }: RunningServer,
  session: Session,
  method: string,
  path: string,
  body: Readonly<Record<string, unknown>>
): Promise<DeskEntry> => {
  const answer = await ask(base, method, `/desk/knowledge/${path}`, { session, body })
  if (answer.status < 300) return answer.body as DeskEntry
  throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`)
}

/** Writes every entry and lets another person approve it. Returns ids by topic. */
const publishEntries = async (server: RunningServer): Promise<Map<string, string>> => {
  const author = await signInAs(server, 'clerk')
  const approver = await signInAs(server, 'registry')
  const offices = (await ask(server.base, 'GET', '/desk/knowledge-owners', { session: author })).body
  const [{ id: officeId }] = offices as [{ id: string }]
  const reviewOn = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10)
  const ids = new Map<string, string>()
  for (const { topic, title, question, answer, area } of readEntries()) {
    const id = uuidv7()
    const draft = {
      ...{ topic: area, title, question, reply: answer, kept: [] as readonly object[], reviewOn, officeId },
      ...{ ownerId: null, letters: [], articles: [], version: 0 }
    }
    let written = await atDesk(server, author, 'PUT', id, draft)
    if (written.findings.length > 0) {
      // what looks like a name and is none
      const kept = [...new Set(written.findings.map(({ text }) => text))].map((text) => ({
        text,
        reason: '不是个人信息'
      }))
      written = await atDesk(server, author, 'PUT', id, { ...draft, kept, version: written.version })
    }
    await atDesk(server, approver, 'POST', `${id}/approval`, { version: written.version })
    ids.set(topic, id)
  }
  return ids
}

const tryAll = async (base: string, ids: ReadonlyMap<string, string>): Promise<Tried[]> => {
  const tried: Tried[] = []
  for (const question of readQuestions()) {
    const answer = await ask(base, 'POST', '/suggestions', { body: { text: question.words } })
    if (answer.status !== 200) throw new Error(`a question was answered with ${answer.status}`)
    const offered = (answer.body as readonly { readonly id: string }[]).slice(0, most).map(({ id }) => id)
    tried.push({ ...question, right: offered.includes(ids.get(question.expected) ?? '') })
  }
  return tried
}

const shareOf = (tried: readonly Tried[]): number => tried.filter(({ right }) => right).length / tried.length
const percent = (tried: readonly Tried[]): string => `${(shareOf(tried) * 100).toFixed(1)} % of ${tried.length}`

const parts = (tried: readonly Tried[]) =>
  [
    ['open', tried.filter(({ held }) => !held)],
    ['held out', tried.filter(({ held }) => held)]
  ] as const

const tooFew = (tried: readonly Tried[]): string[] =>
  parts(tried)
    .filter(([, some]) => shareOf(some) < least)
    .map(([part, some]) => `${part}: right for ${percent(some)}, ${least * 100} % is the least`)

const hold = async ({ plant }: Question): Promise<Finding> => {
  const server = await startServer()
  const ids = await publishEntries(server)
  if (!plant) {
    const tried = await tryAll(server.base, ids)
    for (const { words } of tried.filter(({ right, held }) => !right && !held)) console.log(`  · ${words}`)
    const figures = Object.fromEntries(parts(tried).map(([part, some]) => [part, percent(some)]))
    return { figures, checked: tried.length, failures: tooFew(tried) }
  }
  await server.stop()
  const failures: string[] = []
  const notCaught: string[] = []
  const figures: Record<string, string> = {}
  for (const { what, ...guard } of plants) {
    const planted = await startServer({ dataDir: server.dataDir, plants: [guard] })
    const tried = await tryAll(planted.base, ids)
    await planted.stop()
    const few = tooFew(tried)
    if (few.length === 0) notCaught.push(what)
    failures.push(...few.map((line) => `${what}: ${line}`))
    for (const [part, some] of parts(tried)) figures[`${what}, ${part}`] = percent(some)
  }
  return { figures, checked: plants.length * readQuestions().length, failures, notCaught }
}

await prove('suggest:quality', hold)
