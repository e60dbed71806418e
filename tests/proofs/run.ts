/**
 * `npm run proof -- [NAME …] [--short | --long] [--plant]`: runs the named proofs, or all, each a program of its own.
 * `--plant` takes the guard out of the running program: a proof that does not fail then is worth nothing.
 * `--short` (what `npm test` runs) does both for each. The last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util'
import { inSeconds, lastCount, runStep, type Outcome } from '../step.ts'

/** `access:matrix` is the program `access-matrix.ts` in this folder. */
const names = [
  'access:matrix',
  'access:absent',
  'audit:tamper',
  'backup:roundtrip',
  'crash:app',
  'fuzz:api',
  'supply',
  'time:calendar'
] as const

/** Run when they are named; not yet part of every run. */
const named = [
  'abuse:codes',
  'crash:browser',
  'personal-data',
  'pwa:leak',
  'pwa:upgrade',
  'race:two-tabs',
  'secret:planted'
] as const

const all: readonly string[] = [...names, ...named]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    plant: { type: 'boolean', default: false },
    seed: { type: 'string' }
  }
})
const unknown = positionals.filter((name) => !all.includes(name))
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

const results: boolean[] = []
for (const name of positionals.length === 0 ? names : all.filter((known) => positionals.includes(known))) {
  const plants = values.short ? [false, true] : [values.plant]
  for (const plant of plants) {
    const what = `${name}${plant ? ', its guard removed' : ''}`
    console.log(`── ${what} ──`)
    const program = `tests/proofs/${name.replace(':', '-')}.ts`
    const outcome = await runStep({
      name: what,
      program: 'node',
      args: [program, ...form, ...(plant ? ['--plant'] : [])],
      aloud: !plant || !values.short
    })
    const good = plant ? caught(outcome) : outcome.passed
    if (!good && plant && values.short) console.log(outcome.output)
    results.push(good)
    console.log(
      `${good ? '✓' : '✗'} ${what}${plant ? (good ? ': caught' : ': NOT caught') : ''}, ${inSeconds(outcome.seconds)}\n`
    )
  }
}
console.log(`${results.filter((good) => good).length} passed, ${results.filter((good) => !good).length} failed`)
process.exitCode = results.every((good) => good) ? 0 : 1
