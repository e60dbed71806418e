/**
 * What the proofs share: the form that was asked for, and how they end. A proof prints its figures last, then
 * `N passed, N failed`, and exits with 1 when something failed. With `--plant` the guard is out and the proof must fail.
 */
import { parseArgs } from 'node:util'
import { cleanUp } from './server.ts'

export type Form = 'short' | 'normal' | 'long'

export interface Finding {
  readonly figures: Readonly<Record<string, string | number>>
  /** how many things were looked at */
  readonly checked: number
  /** what was not as it should be, a line each */
  readonly failures: readonly string[]
  /** with a plant: what it should have brought to light and did not */
  readonly notCaught?: readonly string[]
}

export interface Question {
  readonly form: Form
  readonly plant: boolean
  /** the same seed makes the same questions */
  readonly seed: number
}

const shown = 12

/** Runs a proof to its end and sets the exit code; nothing it started is left running. */
export const prove = async (name: string, hold: (question: Question) => Promise<Finding>): Promise<void> => {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      plant: { type: 'boolean', default: false },
      seed: { type: 'string' }
    }
  })
  const form: Form = values.short ? 'short' : values.long ? 'long' : 'normal'
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const started = performance.now()
  try {
    const { figures, checked, failures, notCaught = [] } = await hold({ form, plant: values.plant, seed })
    for (const failure of failures.slice(0, shown)) console.log(`  ✗ ${failure}`)
    if (failures.length > shown) console.log(`  ✗ … and ${failures.length - shown} more`)
    for (const kind of notCaught) console.log(`not caught: ${kind}`)
    console.log(`${name}${values.plant ? ' with its guard removed' : ''}, seed ${seed}`)
    for (const [what, figure] of Object.entries(figures)) console.log(`  ${what}: ${figure}`)
    console.log(`  took: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    console.log(`${Math.max(0, checked - failures.length)} passed, ${failures.length} failed`)
    process.exitCode = failures.length > 0 ? 1 : 0
  } catch (error) {
    console.log(
      `${name} could not be carried out, seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    )
    console.log('0 passed, 1 failed')
    process.exitCode = 2
  } finally {
    await cleanUp()
  }
  // what a failed proof left open must not keep it from ending
  process.exit()
}

/** Numbers from a seed (mulberry32). */
export interface Dice {
  /** from 0 up to below 1 */
  readonly next: () => number
  /** a whole number from 0 up to below `n` */
  readonly below: (n: number) => number
  readonly pick: <V>(list: readonly V[]) => V
  readonly chance: (p: number) => boolean
}

export const dice = (seed: number): Dice => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  return { next, below, pick: (list) => list[below(list.length)]!, chance: (p) => next() < p }
}

/** The middle value; NaN of nothing. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
