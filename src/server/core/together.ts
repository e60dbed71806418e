/**
 * What many ask for in one moment is done together: while one run is under way, those who come meanwhile wait for the next,
 * by key and in their order. A lone one never waits. Where a run fails, each of it is tried alone in its turn, so that nobody fails
 * for another; where nobody could succeed now, all of it are refused, and so is a run that doesn't end: the line goes on.
 */
import { isDatabaseAway, Problem, problem } from './problems.ts'

/** Longer than the database lets a statement run. */
const patienceMs = 18_000

interface Waiting<Asked, Told> {
  readonly asked: Asked
  readonly answer: (told: Told) => void
  readonly refuse: (error: unknown) => void
}

async function inTime<Told>(run: Promise<Told>): Promise<Told> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_answer, refuse) => {
    timer = setTimeout(() => refuse(problem('unavailable', { retryAfter: 5 })), patienceMs)
  })
  try {
    return await Promise.race([run, late])
  } finally {
    clearTimeout(timer)
  }
}

/** `run` gets at most `most` of one key, and answers each at its place. */
export function together<Asked, Told>(
  most: number,
  run: (key: string, asked: readonly Asked[]) => Promise<readonly Told[]>
): (key: string, asked: Asked) => Promise<Told> {
  const lines = new Map<string, Waiting<Asked, Told>[]>()

  const attempt = async (key: string, some: readonly Waiting<Asked, Told>[]): Promise<void> => {
    const asked = some.map((one) => one.asked)
    try {
      const told = await inTime(run(key, asked))
      some.forEach(({ answer }, n) => answer(told[n] as Told))
    } catch (error) {
      if (some.length === 1 || error instanceof Problem || isDatabaseAway(error))
        for (const { refuse } of some) refuse(error)
      else for (const one of some) await attempt(key, [one])
    }
  }

  const serve = async (key: string, line: Waiting<Asked, Told>[]): Promise<void> => {
    while (line.length > 0) await attempt(key, line.splice(0, most))
    lines.delete(key)
  }

  return async (key, asked) =>
    await new Promise<Told>((answer, refuse) => {
      const one = { asked, answer, refuse }
      const line = lines.get(key)
      if (line) line.push(one)
      else {
        const first = [one]
        lines.set(key, first)
        void serve(key, first)
      }
    })
}
