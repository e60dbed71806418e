/** A real server process for the proofs: started as an operator starts it, with settings and a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../step.ts'
import { plantWord, type Plant } from './plant.ts'
import { fillFromReady } from './ready-folder.ts'

/** One of the demo's staff, as the server prints it at its first start. */
export interface Account {
  readonly account: string
  readonly password: string
  readonly roles: readonly string[]
}

export interface StartOptions {
  /** taken again when a killed server is started anew; otherwise one is made as a first start with the demo leaves it */
  readonly dataDir?: string
  readonly port?: number
  /** environment variables, for instance `{ DATABASE_URL: … }` */
  readonly settings?: Readonly<Record<string, string>>
  readonly plants?: readonly Plant[]
  /** the folder of another version of the program */
  readonly program?: string
}

export interface RunningServer {
  readonly base: string
  readonly port: number
  readonly dataDir: string
  readonly process: ChildProcess
  /** empty when the data folder was given and held a database */
  readonly accounts: readonly Account[]
  /** milliseconds from start to the first answer */
  readonly readyMs: number
  /** the newest of what the server wrote */
  readonly output: () => string
  /** SIGKILL to Node alone; an embedded database goes on running */
  readonly kill: () => Promise<void>
  /** stops in order, as SIGTERM does */
  readonly stop: () => Promise<void>
}

/** A TCP port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

const folders: string[] = []

/** A data folder that `cleanUp` removes. Others may pass through it: as root the database runs under another account. */
export const freshFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wenzheng-proof-'))
  await chmod(folder, 0o711)
  folders.push(folder)
  return folder
}

const accountsIn = (output: string): Account[] =>
  [...output.matchAll(/^ {2}([a-z][a-z0-9.]*) +(\S{8,}) {2,}\S+ ([A-Za-z, ]+)$/gm)].map(
    ([, account = '', password = '', roles = '']) => ({ account, password, roles: roles.split(', ') })
  )

const running = new Set<RunningServer>()

/** The accounts that a first start printed stand beside the copy of what it made. */
const makeReady = async (): Promise<{ dataDir: string; accounts: readonly Account[] }> => {
  const { dataDir, accounts, stop } = await launch({ dataDir: await freshFolder() })
  await stop()
  return { dataDir, accounts }
}

/** Starts `src/server/main.ts` and waits until it answers. Throws with its output when it ends instead. */
export const startServer = async (options: StartOptions = {}): Promise<RunningServer> => {
  // an external database or another day has a first start of its own
  const own = options.dataDir ?? options.settings?.['DATABASE_URL'] ?? options.settings?.['FAKE_NOW']
  if (own !== undefined) return await launch({ ...options, dataDir: options.dataDir ?? (await freshFolder()) })
  const dataDir = await freshFolder()
  const accounts = await fillFromReady(dataDir, makeReady)
  return { ...(await launch({ ...options, dataDir })), accounts }
}

const launch = async (options: StartOptions & { readonly dataDir: string }): Promise<RunningServer> => {
  const { dataDir } = options
  const port = options.port ?? (await freePort())
  const plants = options.plants ?? []
  const started = performance.now()
  let output = ''
  const child = spawn(
    process.execPath,
    [
      ...(plants.length > 0 ? ['--import', join(root, 'tests/proofs/plant.ts')] : []),
      join(options.program ?? root, 'src/server/main.ts')
    ],
    {
      // the working folder's .env is the operator's, not the proof's
      cwd: dataDir,
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
        LETTERS_PER_HOUR: '1000000',
        LETTERS_OF_SITE: '1000000',
        ...options.settings,
        ...(plants.length > 0 ? { PROOF_PLANTS: JSON.stringify(plants) } : {})
      },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  )
  const exited = once(child, 'exit')
  const ready = new Promise<void>((answer, refuse) => {
    const read = (text: string): void => {
      output = (output + text).slice(-200_000)
      if (output.includes('/api/docs')) answer()
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    child.once('error', refuse)
    child.once('exit', (code) => {
      refuse(new Error(`the server ended with ${code ?? 'a signal'}:\n${output}`))
    })
  })
  try {
    await ready
    for (const { file } of plants) {
      if (!output.includes(plantWord(file))) throw new Error(`the plant found nothing to remove: ${file} was not read`)
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    running.delete(server)
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await exited
  }
  const server: RunningServer = {
    base: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    process: child,
    accounts: accountsIn(output),
    readyMs: performance.now() - started,
    output: () => output,
    kill: end('SIGKILL'),
    stop: end('SIGTERM')
  }
  running.add(server)
  return server
}

/** What the embedded database of a data folder runs as. Linux tells its processes by their working folder. */
export const databaseProcesses = (dataDir: string): { main: number | undefined; all: number[] } => {
  const cluster = join(dataDir, 'pg')
  const processes = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === cluster
    } catch {
      return false
    }
  })
  let main: number | undefined
  try {
    main = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    main = undefined
  }
  return { main, all: processes.map(Number) }
}

/** SIGKILL to processes that may be gone already. */
export const killAll = (pids: readonly number[]): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Stops every server that still runs, kills what they left behind and removes the data folders. Call it last. */
export const cleanUp = async (): Promise<void> => {
  await Promise.all([...running].map((server) => server.stop()))
  for (const folder of folders.splice(0)) {
    for (let left = databaseProcesses(folder).all; left.length > 0; left = databaseProcesses(folder).all) {
      killAll(left)
      await wait(20)
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}
