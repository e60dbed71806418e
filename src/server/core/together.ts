/**
 * What many ask for in one moment is done together: while one run is under way, those who come meanwhile wait for the next,
 * by key and in their order. A lone one never waits. Where a run fails, each of it is tried alone: nobody fails for another.
 */

interface Waiting<Asked, Told> {
  readonly asked: Asked
  readonly answer: (told: Told) => void
  readonly refuse: (error: unknown) => void
}

/** `run` gets at most `most` of one key, and answers each at its place. */
export function together<Asked, Told>(
  most: number,
  run: (key: string, asked: readonly Asked[]) => Promise<readonly Told[]>
): (key: string, asked: Asked) => Promise<Told> {
  const lines = new Map<string, Waiting<Asked, Told>[]>()

  const attempt = async (key: string, some: readonly Waiting<Asked, Told>[]): Promise<void> => {
    try {
      const told = await run(
        key,
        some.map(({ asked }) => asked)
      )
      some.forEach(({ answer }, n) => answer(told[n] as Told))
    } catch (error) {
      if (some.length === 1) some[0]?.refuse(error)
      else await Promise.all(some.map(async (one) => await attempt(key, [one])))
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
