/**
 * `npm run proof -- [NAME …] [--gate | --short | --long] [--plant]`: runs the named proofs, or all, each a program of its own.
 * `--plant` takes the guard out of the running program: a proof that does not fail then is worth nothing.
 * `--short` does both for those whose plant takes little time. `--gate` (what `npm test` runs) is the short form of the few
 * that stand in the gate, without plants. The last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util'
import { inSeconds, lastCount, runStep, type Outcome } from '../step.ts'
import { all, alone, gate, shortPlants, type ProofName } from './proofs.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gate: { type: 'boolean', default: false },
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

const short = values.short || values.gate
const form = [
  ...(short ? ['--short'] : values.long ? ['--long'] : []),
  ...(values.seed === undefined ? [] : ['--seed', values.seed])
]

/** With a plant a proof must have found something, and all that the plant lets through. */
const caught = ({ passed, output }: Outcome): boolean =>
  !passed &&
  (lastCount(output)?.failed ?? 0) > 0 &&
  !/^not caught:|could not be carried out|the plant found nothing/m.test(output)

interface Job {
  readonly name: ProofName
  readonly plant: boolean
}

const atOnce = short ? 2 : 1
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
  positionals.length > 0 ? positionals.includes(name) : !values.gate || name in gate
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
