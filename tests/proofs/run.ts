/**
 * `npm run proof -- [NAME …] [--short | --long] [--plant]`: runs the named proofs, or all, each a program of its own.
 * `--plant` takes the guard out of the running program: a proof that does not fail then is worth nothing.
 * `--short` (what `npm test` runs) does both for those whose plant takes little time. The last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util'
import { inSeconds, lastCount, runStep, type Outcome } from '../step.ts'

/** `access:matrix` is the program `access-matrix.ts` in this folder. The long ones first: `--short` runs two at a time. */
const all = [
  'crash:browser',
  'supply',
  'xss:stored',
  'pwa:upgrade',
  'access:matrix',
  'race:two-tabs',
  'race:places',
  'secret:planted',
  'crash:app',
  'upload:corpus',
  'pwa:leak',
  'backup:roundtrip',
  'abuse:codes',
  'storm:posts',
  'time:calendar',
  'flow:two',
  'publish:second',
  'fuzz:api',
  'audit:tamper',
  'erasure',
  'search:quality',
  'suggest:quality',
  'personal-data',
  'access:absent'
] as const

/** In `--short` these run with their guard removed too, since it takes them little; the others on request. */
const shortPlants: readonly string[] = [
  'access:matrix',
  'access:absent',
  'audit:tamper',
  'backup:roundtrip',
  'personal-data',
  'storm:posts',
  'supply'
]

/** More than a minute each, and what they watch over changes seldom: run by name, or with all proofs. */
const notShort: readonly string[] = ['search:quality', 'suggest:quality']

/** What is told apart by time is asked on a machine that does nothing else. */
const alone: readonly string[] = ['access:absent']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    plant: { type: 'boolean', default: false },
    seed: { type: 'string' }
  }
})
const unknown = positionals.filter((name) => !(all as readonly string[]).includes(name))
if (unknown.length > 0) {
  console.error(`There is no proof ${unknown.join(', ')}. There are: ${all.join(', ')}`)
  process.exit(2)
}

const form = [
  ...(values.short ? ['--short'] : values.long ? ['--long'] : []),
  ...(values.seed === undefined ? [] : ['--seed', values.seed])
]

/** With a plant a proof must have found something, and all that the plant lets through. */
const caught = ({ passed, output }: Outcome): boolean =>
  !passed &&
  (lastCount(output)?.failed ?? 0) > 0 &&
  !/^not caught:|could not be carried out|the plant found nothing/m.test(output)

interface Job {
  readonly name: string
  readonly plant: boolean
}

const atOnce = values.short ? 2 : 1
const results: boolean[] = []

const run = async ({ name, plant }: Job): Promise<void> => {
  const what = `${name}${plant ? ', its guard removed' : ''}`
  if (atOnce === 1) console.log(`── ${what} ──`)
  const outcome = await runStep({
    name: what,
    program: 'node',
    args: [`tests/proofs/${name.replace(':', '-')}.ts`, ...form, ...(plant ? ['--plant'] : [])],
    aloud: atOnce === 1
  })
  const good = plant ? caught(outcome) : outcome.passed
  results.push(good)
  // what a plant brings to light is what it should; it is told only where it did not
  if (atOnce > 1 && (!plant || !good)) console.log(`── ${what} ──\n${outcome.output.trimEnd()}`)
  const verdict = !plant ? '' : good ? ': caught' : ': NOT caught'
  console.log(`${good ? '✓' : '✗'} ${what}${verdict}, ${inSeconds(outcome.seconds)}\n`)
}

const wanted = all.filter((name) =>
  positionals.length === 0 ? !(values.short && notShort.includes(name)) : positionals.includes(name)
)
const jobs = wanted.flatMap((name) =>
  (values.short && shortPlants.includes(name) ? [false, true] : [values.plant]).map((plant) => ({ name, plant }))
)
const waiting = jobs.filter(({ name }) => !alone.includes(name))
const lane = async (): Promise<void> => {
  for (let job = waiting.shift(); job; job = waiting.shift()) await run(job)
}
await Promise.all(Array.from({ length: atOnce }, lane))
for (const job of jobs.filter(({ name }) => alone.includes(name))) await run(job)
console.log(`${results.filter((good) => good).length} passed, ${results.filter((good) => !good).length} failed`)
process.exitCode = results.every((good) => good) ? 0 : 1
