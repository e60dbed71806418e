/** The server's figures: each rate as a ratio to the bare thing, taken in turns in one run; start; memory at rest. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../step.ts'
import { captureAnswer } from './bare-http.ts'
import { freshLetter, type Loaded } from './bench-load.ts'
import { residentMemory, sharedOutMemory } from './bench-memory.ts'
import { inTurns, loadOverHttp, measured, type Comparison, type Rate } from './bench-rates.ts'
import { median, seconds, whole, type Figure } from './bench-table.ts'
import { cleanUp, databaseProcesses, freshFolder, startServer, type RunningServer } from './server.ts'

const here = import.meta.dirname
const rounds = 5
const secondsPerRound = 4
/** what an operator runs with */
const settings = { LOG_LEVEL: 'info' }

const program = (name: string, ...args: string[]): ChildProcess =>
  fork(join(here, name), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

const answerOf = async (child: ChildProcess): Promise<unknown> => {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  return message
}

/** A published page against node:http with the very same bytes and headers. */
export async function comparePage(server: RunningServer, path = '/'): Promise<Comparison> {
  const answer = await captureAnswer(`${server.base}${path}`)
  const file = join(server.dataDir, 'page.json')
  writeFileSync(file, JSON.stringify({ [path]: answer }))
  const bare = program('bare-http.ts', file)
  try {
    const { port } = (await answerOf(bare)) as { port: number }
    const load = { connections: 50, seconds: secondsPerRound, status: 200 }
    return await inTurns(
      rounds,
      () => measured(server.process.pid!, () => loadOverHttp({ ...load, url: `${server.base}${path}` })),
      () => measured(bare.pid!, () => loadOverHttp({ ...load, url: `http://127.0.0.1:${port}${path}` }))
    )
  } finally {
    bare.kill()
  }
}

/** Hears what one letter sends to the database, and returns the file with it. */
async function recordLetter(dataDir: string): Promise<{ file: string; queries: number }> {
  const file = join(dataDir, 'queries.ndjson')
  const server = await startServer({
    dataDir,
    settings: {
      ...settings,
      NODE_OPTIONS: `--import ${join(here, 'record-queries.ts')}`,
      RECORD_QUERIES: file,
      RECORD_REQUEST: 'POST /api/letters'
    }
  })
  const sent = await fetch(`${server.base}/api/letters`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(freshLetter())
  })
  if (sent.status !== 201)
    throw new Error(`the letter to be recorded was answered with ${sent.status}: ${await sent.text()}`)
  await server.stop()
  return { file, queries: readFileSync(file, 'utf8').trim().split('\n').length }
}

/** Where the socket of the running database is: another folder after each start. */
const socketFolder = (dataDir: string): string =>
  readFileSync(join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[4] ?? ''

/** Sending letters against the same SQL in a bare loop. */
async function compareLetters(server: RunningServer, recording: string): Promise<Comparison> {
  const atOnce = 20
  const bare = program('bare-sql.ts', recording, String(atOnce), socketFolder(server.dataDir))
  try {
    await answerOf(bare)
    const url = `${server.base}/api/letters`
    return await inTurns(
      rounds,
      () =>
        measured(server.process.pid!, () =>
          loadOverHttp({ url, connections: atOnce, seconds: secondsPerRound, status: 201, letters: true })
        ),
      () =>
        measured(bare.pid!, async () => {
          bare.send(secondsPerRound)
          return (await answerOf(bare)) as Loaded
        })
    )
  } finally {
    bare.kill()
  }
}

const firstAnswer = async (base: string): Promise<void> => {
  const answer = await fetch(`${base}/`)
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`the first answer was ${answer.status}`)
}

/** Milliseconds from the command to the first page, on data that is there; each start after an orderly stop. */
async function coldStarts(dataDir: string): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now()
    const server = await startServer({ dataDir, settings })
    await firstAnswer(server.base)
    times.push(performance.now() - began)
    await server.stop()
  }
  return times
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? 'not told by this system' : `${(bytes / 1e6).toFixed(0)} MB`

/** Memory of Node and of its own PostgreSQL, when the server has answered a page and then rested. */
async function memoryAtRest(dataDir: string): Promise<Figure[]> {
  const server = await startServer({ dataDir, settings })
  await firstAnswer(server.base)
  await wait(15_000)
  const node = residentMemory(server.process.pid!)
  const database = sharedOutMemory(databaseProcesses(dataDir).all)
  await server.stop()
  const sum = node === undefined || database === undefined ? undefined : node + database
  return [
    { what: 'memory at rest', figure: megabytes(sum) },
    { what: '  node (resident)', figure: megabytes(node) },
    { what: '  PostgreSQL (proportional)', figure: megabytes(database) }
  ]
}

const rateLine = ({ perSecond, microseconds, busy }: Rate): string =>
  [
    `${whole(perSecond)}/s`,
    ...(microseconds === undefined ? [] : [`${whole(microseconds)} µs each`]),
    ...(busy === undefined ? [] : [`${whole(busy * 100)} % busy`])
  ].join(', ')

/**
 * The rate decides. Where neither process was busy, the load or the machine was the limit, and the ratio of processor
 * times says more.
 */
export function comparisonLines(what: string, bare: string, comparison: Comparison): Figure[] {
  const { ours, bare: other, ratio, ratios } = comparison
  const times =
    ours.microseconds && other.microseconds ? (other.microseconds / ours.microseconds).toFixed(2) : undefined
  return [
    { what: `${what}, ratio to ${bare}`, figure: ratio.toFixed(2), wanted: '≥ 0.60', met: ratio >= 0.6 },
    { what: '  rounds', figure: ratios.map((one) => one.toFixed(2)).join(' ') },
    { what: '  ours', figure: rateLine(ours) },
    { what: '  bare', figure: rateLine(other) },
    ...(times === undefined ? [] : [{ what: '  ratio of processor times', figure: times }])
  ]
}

/** All figures of the server. */
export async function benchServer(): Promise<readonly Figure[]> {
  try {
    const dataDir = await freshFolder()
    const { file, queries } = await recordLetter(dataDir)
    const starts = await coldStarts(dataDir)
    const memory = await memoryAtRest(dataDir)
    const server = await startServer({ dataDir, settings })
    const page = await comparePage(server)
    const letters = await compareLetters(server, file)
    await server.stop()
    const start = median(starts)
    const machine = `${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1) ?? ''}`
    return [
      { what: 'machine, at the end', figure: machine },
      ...comparisonLines('published page', 'node:http', page),
      ...comparisonLines('send a letter', `its ${queries} queries`, letters),
      { what: 'start to first answer', figure: seconds(start), wanted: '≤ 3 s', met: start <= 3000 },
      { what: '  starts', figure: starts.map(seconds).join(' ') },
      ...memory
    ]
  } finally {
    await cleanUp()
  }
}
