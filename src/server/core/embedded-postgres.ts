import { execFile } from 'node:child_process'
import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { chooseAccount } from './embedded-postgres-account.ts'
import { ensureCluster, explain, findPrograms, messageOf, readPassword } from './embedded-postgres-cluster.ts'
import { noteUser, withStartLock } from './embedded-postgres-lock.ts'
import {
  clearAfterCrash,
  type House,
  isPostmaster,
  launch,
  readPidFile,
  removeSocketFolder,
  socketFolder
} from './embedded-postgres-postmaster.ts'

const run = promisify(execFile)

/** A running PostgreSQL that belongs to a data folder. */
export interface EmbeddedPostgres {
  /**
   * How the superuser reaches the database `postgres`: `host` is the folder of the Unix socket
   * (loopback on Windows). The password is asked for over TCP only. It does not change while this
   * object lives, over restarts too.
   */
  readonly connection: { host: string; port: number; user: string; password?: string }
  /** whether it was found running, left by a server that was killed or in use by another process */
  readonly adopted: boolean
  /** the main process of the database now */
  readonly pid: number
  /**
   * Fast shutdown; waits until the postmaster is gone. May be called twice. While another living
   * process uses the same data folder the database is left to that one.
   */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** absolute; the cluster lives in `<dataDir>/pg`, its log in `<dataDir>/pg.log` */
  dataDir: string
  log?: (line: string) => void
  /** more settings of PostgreSQL, for instance `listen_addresses` and `port` where TCP is wanted */
  settings?: Record<string, string>
  /** called each time the database has died unasked; it is being restarted then */
  onExit?: () => void
}

interface Running {
  readonly pid: number
  readonly port: number
  readonly socketDir: string
  readonly adopted: boolean
  /** fulfilled when the postmaster is gone */
  readonly gone: Promise<void>
}

type Connection = EmbeddedPostgres['connection']

function connectionTo(port: number, socketDir: string, password: string): Connection {
  const host = socketDir === '' ? '127.0.0.1' : socketDir
  return { host, port, user: 'postgres', password }
}

/** Asks until the database answers, for 5 s, or as long as it says that it is starting. */
async function answers(connection: Connection): Promise<boolean> {
  for (const deadline = performance.now() + 5000; ;) {
    const client = new Client({
      ...connection,
      database: 'postgres',
      connectionTimeoutMillis: 2000
    })
    // A refusal while connecting is also emitted; unheard it would end the process.
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      const starting = code === '57P03'
      if (/^[0-9A-Z]{5}$/.test(code) && !starting) return true
      if (!starting && performance.now() > deadline) return false
      await wait(50)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 5432
}

/** Shuts a postmaster down; harder when it doesn't follow (what it acknowledged is safe anyway). */
async function shutDown(house: House, pid: number): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5000]
  ]
  for (const [signal, patienceMs] of steps) {
    if (!(await isPostmaster(pid, house.clusterDir, house.programs))) return
    if (process.platform === 'win32') {
      const mode = signal === 'SIGINT' ? 'fast' : 'immediate'
      await run(house.programs.pgCtl, ['stop', '-D', house.clusterDir, '-m', mode]).catch(() => '')
    } else {
      process.kill(pid, signal)
    }
    for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await wait(15)) {
      if (!(await isPostmaster(pid, house.clusterDir, house.programs))) return
    }
  }
  throw new Error(`The database (process ${pid}) can't be stopped.`)
}

/** Takes over a living postmaster of this data folder; undefined when there is none fit for use. */
async function adopt(house: House, log: (line: string) => void): Promise<Running | undefined> {
  const { clusterDir, programs } = house
  for (;;) {
    const known = await readPidFile(clusterDir)
    if (!known || !(await isPostmaster(known.pid, clusterDir, programs))) return undefined
    const { pid, port, socketDir } = known
    if (known.status === 'stopping') {
      // Perhaps a patient shutdown that waits for its clients for ever.
      await shutDown(house, pid)
      return undefined
    }
    if (known.status !== 'ready') {
      await wait(25)
      continue
    }
    const password = await readPassword(clusterDir)
    if (!(await answers(connectionTo(port, socketDir, password)))) {
      log(`the running database (process ${pid}) doesn't answer: it is started anew`)
      await shutDown(house, pid)
      return undefined
    }
    const watch = async () => {
      while (await isPostmaster(pid, clusterDir, programs)) await wait(200, undefined, { ref: false })
    }
    return { pid, port, socketDir, adopted: true, gone: watch() }
  }
}

/** Adopts or starts, under the start lock. `last` is what ran before, whose address is kept. */
async function bringUp(house: House, log: (line: string) => void, last?: Running): Promise<Running> {
  await ensureCluster(house.programs, house.account, house.dataDir)
  const found = await adopt(house, log)
  if (found) return found
  const stale = last ?? (await readPidFile(house.clusterDir))
  await clearAfterCrash(house.clusterDir)
  const windows = process.platform === 'win32'
  const port = last?.port ?? Number(house.settings.port ?? (windows ? await freePort() : undefined) ?? 5432)
  const socketDir = windows ? '' : await socketFolder(house.account, port, stale?.socketDir)
  try {
    const { pid, gone } = await launch(house, socketDir, port)
    return { pid, port, socketDir, adopted: false, gone }
  } catch (error) {
    // One that was just being forked when its server was killed may have been first.
    const other = await adopt(house, log)
    if (socketDir !== (other ?? last)?.socketDir) await removeSocketFolder(socketDir)
    if (other) return other
    throw error
  }
}

async function openHouse(options: EmbeddedPostgresOptions): Promise<House> {
  const programs = await findPrograms()
  const root = process.geteuid?.() === 0
  try {
    await mkdir(options.dataDir, { recursive: true, mode: root ? 0o711 : 0o700 })
  } catch (error) {
    throw explain("The data folder can't be made", messageOf(error), options.dataDir)
  }
  // The system tells a process's folder without symbolic links.
  const dataDir = await realpath(options.dataDir)
  const clusterDir = join(dataDir, 'pg')
  const account = await chooseAccount(dataDir, clusterDir, programs)
  return { dataDir, clusterDir, programs, account, settings: options.settings ?? {} }
}

/**
 * Runs the PostgreSQL of a data folder: makes it when there is none, adopts it when it runs already
 * (its server was killed), recovers it when it was killed, and from then on starts it again, at the
 * same address, whenever it dies unasked.
 * @throws an Error in plain words: no PostgreSQL for this system, DATA_DIR full, not permitted or
 *   made by another version
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined)
  const house = await openHouse(options)
  const begin = async () => {
    const leave = await noteUser(house.dataDir)
    try {
      return { leave, first: await bringUp(house, log) }
    } catch (error) {
      await leave()
      throw error
    }
  }
  const { leave, first } = await withStartLock(house.dataDir, begin).catch((error: unknown) => {
    const system = error instanceof Error && 'syscall' in error
    throw system ? explain("The database doesn't start", messageOf(error), house.dataDir) : error
  })
  const password = await readPassword(house.clusterDir)
  log(`database ${first.adopted ? 'adopted' : 'started'} (process ${first.pid})`)

  let running = first
  const stopping = new AbortController()
  let reviving: Promise<void> = Promise.resolve()
  let pauseMs = 0

  const revive = async () => {
    log(`the database (process ${running.pid}) died: starting it again`)
    options.onExit?.()
    for (;;) {
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      pauseMs = Math.min(Math.max(100, pauseMs * 2), 5000)
      try {
        running = await withStartLock(house.dataDir, () => bringUp(house, log, running))
        log(`the database runs again (process ${running.pid})`)
        watch()
        return
      } catch (error) {
        log(`the database can't be started again yet: ${messageOf(error)}`)
      }
    }
  }
  const watch = () => {
    const since = performance.now()
    void running.gone.then(() => {
      if (stopping.signal.aborted) return
      // Only one that dies again and again has to wait.
      if (performance.now() - since > 10_000) pauseMs = 0
      reviving = revive()
    })
  }
  watch()

  const end = async () => {
    if ((await leave()) > 0) {
      log('the database is left running: another process uses it')
      return
    }
    await shutDown(house, running.pid)
    // a postmaster that was killed just now may have left its backends behind
    await clearAfterCrash(house.clusterDir)
    await removeSocketFolder(running.socketDir)
    log('database stopped')
  }
  const stop = async () => {
    stopping.abort()
    await reviving
    let begun = false
    const ending = () => {
      begun = true
      return end()
    }
    await withStartLock(house.dataDir, ending).catch((error: unknown) => {
      // No lock can be had on a full disk; the database must be stopped all the same.
      if (begun) throw error
      return end()
    })
  }
  let stopped: Promise<void> | undefined
  return {
    connection: connectionTo(first.port, first.socketDir, password),
    adopted: first.adopted,
    get pid() {
      return running.pid
    },
    stop: () => (stopped ??= stop())
  }
}
