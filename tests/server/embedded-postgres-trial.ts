/** Data folders, and servers in other processes, for the tests of the embedded PostgreSQL. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres
} from '#server/core/embedded-postgres.ts'

const source = new URL('../../src/server/core/embedded-postgres.ts', import.meta.url).href
export const root = process.geteuid?.() === 0
export const linux = process.platform === 'linux'

const folders: string[] = []
const running: EmbeddedPostgres[] = []
const starters: ChildProcess[] = []

/** A data folder to be, in a new folder that is removed after the test. */
export async function folder(place = '/tmp'): Promise<string> {
  const made = await mkdtemp(join(place, 'wz-test-'))
  await chmod(made, 0o711)
  folders.push(made)
  return join(made, 'data')
}

/** Starts the database in this process; it is stopped after the test. */
export async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options)
  running.push(postgres)
  return postgres
}

interface Started {
  readonly child: ChildProcess
  readonly pid: number
  readonly adopted: boolean
  readonly connection: EmbeddedPostgres['connection']
}

const program = `
const { startEmbeddedPostgres } = await import(process.env.SOURCE)
const { stdin, stdout } = process
try {
  const { pid, adopted, connection, stop } = await startEmbeddedPostgres({ dataDir: process.env.DATA })
  stdout.write(JSON.stringify({ pid, adopted, connection }) + '\\n')
  stdin.once('data', () => stop().then(() => process.exit(0)))
} catch (error) {
  stdout.write(JSON.stringify({ error: error.message }) + '\\n')
}`

/** Starts the database in another process, as a server does; `wrap` says under whom. */
export async function startElsewhere(
  dataDir: string,
  wrap: { before?: string[]; uid?: number; gid?: number } = {}
): Promise<Started> {
  const { before = [], ...account } = wrap
  const [file, ...args] = [...before, process.execPath, '--input-type=module', '--eval', program]
  const child = spawn(file, args, {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, SOURCE: source, DATA: dataDir }
  })
  starters.push(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const told = JSON.parse(line) as Omit<Started, 'child'> & { error?: string }
  if (told.error !== undefined) throw new Error(told.error)
  return { ...told, child }
}

/** Lets the other process stop the database in order and end. */
export async function stopElsewhere({ child }: Started): Promise<void> {
  child.stdin!.write('stop\n')
  await once(child, 'exit')
}

/** Kills the other process alone, as a crash of the server does. */
export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Asks one question over a connection of its own. */
export async function ask(connection: EmbeddedPostgres['connection'], sql: string) {
  const client = new Client({ ...connection, database: 'postgres' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>({ text: sql })
    return rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Tries again until it works, at most for the given time. */
export async function until<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await wait(20)
    }
  }
}

/** A TCP port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** The processes that work in the cluster's folder. */
export async function processesOf(dataDir: string): Promise<number[]> {
  if (!linux) return []
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const cwd = /^\d+$/.test(name) ? await readlink(`/proc/${name}/cwd`).catch(() => '') : ''
    if (cwd === join(dataDir, 'pg')) found.push(Number(name))
  }
  return found
}

/** Whether the account nobody can read this project and run its Node, which is not so under /root. */
export async function reachedByNobody(): Promise<boolean> {
  const look = `require('fs').accessSync(process.argv[1])`
  const args = ['--eval', look, fileURLToPath(source)]
  const child = spawn(process.execPath, args, { uid: 65534, gid: 65534, cwd: '/', stdio: 'ignore' })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** Under whom a process runs. */
export async function uidOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])
}

/** Ends every process and removes every folder that the test has made. */
export async function tidyUp(): Promise<void> {
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()))
  for (const child of starters.splice(0)) child.kill('SIGKILL')
  for (const made of folders.splice(0)) {
    for (const pid of await processesOf(join(made, 'data'))) process.kill(pid, 'SIGKILL')
    await rm(made, { recursive: true, force: true, maxRetries: 10 })
  }
}
