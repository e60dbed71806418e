/** Work that the server asks for before it takes a letter, when more comes than people write. Fetched when it is asked for. */
import { type WorkChallenge, workHeader, type WorkSolution } from '#contract/work.ts'
import { findNumber, type FoundNumber } from './work-hash.ts'

/** How many numbers are tried without a break where there is no worker: a few hundredths of a second. */
const atOnce = 4000

/** Does the work and returns the header to send it in; ALTCHA's payload. */
export async function doWork({ parameters, signature }: WorkChallenge): Promise<Record<string, string>> {
  const began = performance.now()
  const found = await solveAside(parameters).catch(async () => await solveHere(parameters))
  if (found === undefined) throw new Error('the work has no end')
  const solution: WorkSolution = { ...found, time: Math.round(performance.now() - began) }
  return { [workHeader]: btoa(JSON.stringify({ challenge: { parameters, signature }, solution })) }
}

/** In a worker; rejects where the browser has none, or does not let it start. */
async function solveAside(parameters: WorkChallenge['parameters']): Promise<FoundNumber | undefined> {
  const worker = new Worker(new URL('./work-solver.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise((answer, refuse) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FoundNumber | undefined>) => answer(data))
      worker.addEventListener('error', () => refuse(new Error('no worker')))
      worker.postMessage(parameters)
    })
  } finally {
    worker.terminate()
  }
}

/** Here, in small pieces between which the page answers. */
async function solveHere(parameters: WorkChallenge['parameters']): Promise<FoundNumber | undefined> {
  for (let from = 0; from < 2 ** 32; from += atOnce) {
    const found = findNumber(parameters, from, atOnce)
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve))
  }
  return undefined
}
