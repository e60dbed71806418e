/** Two rates taken in turns, so that what the machine does meanwhile hits both. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Load, Loaded } from './bench-load.ts'
import { median } from './bench-table.ts'

export interface Rate {
  /** answers, or rounds of a loop, per second */
  readonly perSecond: number
  /** processor time of the measured process for each, in microseconds; undefined where the system doesn't tell */
  readonly microseconds: number | undefined
  /** how much of one processor the measured process had, 0 to 1 */
  readonly busy: number | undefined
}

export interface Comparison {
  readonly ours: Rate
  readonly bare: Rate
  /** the median of the rounds' ratios, ours to bare */
  readonly ratio: number
  /** each round's ratio */
  readonly ratios: readonly number[]
}

/** Processor time that a process has used, in seconds; undefined where there is no /proc. */
function processorTime(pid: number): number | undefined {
  try {
    // the name in brackets may hold spaces; utime and stime are the 14th and 15th field, in hundredths
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return undefined
  }
}

/** The rate at which `work` gets done, with the processor time of the process that does it. */
export async function measured(pid: number, work: () => Promise<Loaded>): Promise<Rate> {
  const before = processorTime(pid)
  const { answers, seconds } = await work()
  const after = processorTime(pid)
  const used = before === undefined || after === undefined ? undefined : after - before
  return {
    perSecond: answers / seconds,
    microseconds: used === undefined ? undefined : (used * 1e6) / answers,
    busy: used === undefined ? undefined : used / seconds
  }
}

/** Loads a server over HTTP. Throws when an answer has another status than the one wanted. */
export async function loadOverHttp(load: Load): Promise<Loaded> {
  const worker = new Worker(new URL('bench-load.ts', import.meta.url), { workerData: load })
  const [loaded] = (await once(worker, 'message')) as [Loaded]
  return loaded
}

const middleOf = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined)
  return known.length > 0 ? median(known) : undefined
}

const middle = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map(({ perSecond }) => perSecond)),
  microseconds: middleOf(rates.map(({ microseconds }) => microseconds)),
  busy: middleOf(rates.map(({ busy }) => busy))
})

/** Runs both `rounds` times in turns, each first in every other round; one round before warms up and doesn't count. */
export async function inTurns(
  rounds: number,
  ours: () => Promise<Rate>,
  bare: () => Promise<Rate>
): Promise<Comparison> {
  const kept: { ours: Rate; bare: Rate }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const oursFirst = round % 2 === 0
    const first = await (oursFirst ? ours() : bare())
    const second = await (oursFirst ? bare() : ours())
    if (round > 0) kept.push(oursFirst ? { ours: first, bare: second } : { ours: second, bare: first })
  }
  const ratios = kept.map((round) => round.ours.perSecond / round.bare.perSecond)
  return {
    ours: middle(kept.map((round) => round.ours)),
    bare: middle(kept.map((round) => round.bare)),
    ratio: median(ratios),
    ratios
  }
}
