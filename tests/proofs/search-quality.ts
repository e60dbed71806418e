/**
 * search:quality. Queries as citizens type them, against 130 published articles of a bureau: an answer is right when an
 * article that was expected stands among its first five. Queries were written before anything ranked, from the topics
 * alone; every third is held out, and its words are never printed. It fails under 90 % of either part. The plants take
 * out the other names of a term, what typing errors are found by, and turn the order round.
 */
import { ask } from './caller.ts'
import type { Plant } from './plant.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { publishCorpus, readQueries, sorts, type Query } from './search-corpus.ts'
import { startServer } from './server.ts'

const least = 0.9
const looked = 5

const plants: readonly (Plant & { readonly what: string })[] = [
  {
    what: 'other names left out',
    file: 'src/server/core/fittest.ts',
    guard: '...(await synonymQueries(text, synonyms)).slice(0, mostSynonyms),',
    instead: ''
  },
  {
    what: 'the least fit first',
    file: 'src/server/core/fittest.ts',
    guard: 'order by found.fitness desc, id desc',
    instead: 'order by found.fitness, id'
  }
]

interface Tried extends Query {
  readonly right: boolean
}

interface Found {
  readonly articles: readonly { readonly id: string }[]
}

const tryAll = async (base: string, ids: ReadonlyMap<string, string>): Promise<Tried[]> => {
  const tried: Tried[] = []
  for (const query of readQueries()) {
    const answer = await ask(base, 'GET', `/articles?words=${encodeURIComponent(query.words)}`)
    if (answer.status !== 200) throw new Error(`a search was answered with ${answer.status}`)
    const first = (answer.body as Found).articles.slice(0, looked).map(({ id }) => id)
    tried.push({ ...query, right: query.expected.some((topic) => first.includes(ids.get(topic) ?? '')) })
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

const figuresOf = (tried: readonly Tried[]): Record<string, string> => {
  const figures: Record<string, string> = {}
  for (const [part, some] of parts(tried)) {
    figures[`${part}, all`] = percent(some)
    for (const sort of sorts) figures[`${part}, ${sort}`] = percent(some.filter((one) => one.sort === sort))
  }
  return figures
}

const tooFew = (tried: readonly Tried[]): string[] =>
  parts(tried)
    .filter(([, some]) => shareOf(some) < least)
    .map(([part, some]) => `${part}: right for ${percent(some)}, ${least * 100} % is the least`)

const hold = async ({ plant }: Question): Promise<Finding> => {
  const server = await startServer()
  const ids = await publishCorpus(server)
  if (!plant) {
    const tried = await tryAll(server.base, ids)
    for (const { words, sort } of tried.filter(({ right, held }) => !right && !held))
      console.log(`  · ${sort}: ${words}`)
    return { figures: figuresOf(tried), checked: tried.length, failures: tooFew(tried) }
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
  return { figures, checked: plants.length * readQueries().length, failures, notCaught }
}

await prove('search:quality', hold)
