import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Account, commandUnder, giveTo, ownerUid } from './embedded-postgres-account.ts'
import { explain, messageOf, openLog, type PostgresPrograms } from './embedded-postgres-cluster.ts'

const run = promisify(execFile)

/** What PostgreSQL writes down about its main process in `postmaster.pid`. */
export interface PidFile {
  readonly pid: number
  readonly port: number
  /** the folder of the socket; empty where there is none (Windows) */
  readonly socketDir: string
  /** `starting`, `ready`, `stopping` … */
  readonly status: string
}

/** Reads `postmaster.pid`; undefined when it is absent or not yet written to its end. */
export async function readPidFile(clusterDir: string): Promise<PidFile | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, socketDir, , , status] = text.split('\n').map((line) => line.trim())
  if (!pid) return undefined
  return { pid: Number(pid), port: Number(port), socketDir: socketDir ?? '', status: status ?? '' }
}

/** The name that every process of the cluster bears in its title. */
function clusterName(clusterDir: string): string {
  return `wenzheng-${createHash('sha256').update(clusterDir).digest('hex').slice(0, 12)}`
}

async function titleOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const title = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return title.replaceAll('\0', ' ')
  }
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: ''
  }))
  return stdout
}

/** Whether a process works in the cluster's folder; undefined where the system doesn't tell. */
async function worksIn(pid: number, clusterDir: string): Promise<boolean | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    // Somebody's shell may stand in that folder too.
    const name = await readFile(`/proc/${pid}/comm`, 'utf8')
    return name.trim() === 'postgres' && (await readlink(`/proc/${pid}/cwd`)) === clusterDir
  } catch (error) {
    // A zombie or none: ENOENT. Root without CAP_SYS_PTRACE, as in a container, isn't told: EACCES.
    return /EACCES|EPERM/.test(messageOf(error)) ? undefined : false
  }
}

/** Whether `pid` is alive and is the main process of this cluster, not one that got its number. */
export async function isPostmaster(pid: number, clusterDir: string, programs: PostgresPrograms) {
  if (process.platform === 'win32') {
    const status = run(programs.pgCtl, ['status', '-D', clusterDir], { windowsHide: true })
    return status.then(
      () => true,
      () => false
    )
  }
  const works = await worksIn(pid, clusterDir)
  return works ?? `${await titleOf(pid)} `.includes(` -D ${clusterDir} `)
}

/** The processes that a killed postmaster has left behind and that still hold its shared memory. */
async function orphans(clusterDir: string): Promise<number[]> {
  const mark = `postgres: ${clusterName(clusterDir)}: `
  if (process.platform === 'win32') return []
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-axo', 'pid=,command='])
    const lines = stdout.split('\n').filter((line) => line.includes(mark))
    return lines.map((line) => Number.parseInt(line, 10))
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => (await worksIn(pid, clusterDir)) ?? (await titleOf(pid)).startsWith(mark))
  )
  return pids.filter((_, index) => found[index])
}

/**
 * Makes the cluster's folder free for a new postmaster when the last one was killed: waits for its
 * backends (two generations on one cluster would spoil it), ends those that don't notice by
 * themselves, and removes its pid file, which PostgreSQL would believe if the number lives again.
 */
export async function clearAfterCrash(clusterDir: string): Promise<void> {
  const began = performance.now()
  for (;;) {
    const left = await orphans(clusterDir)
    if (left.length === 0) break
    const waited = performance.now() - began
    if (waited > 10_000) {
      throw new Error(`Processes of the last run of the database can't be ended: ${left.join(', ')}`)
    }
    if (waited > 1000) {
      for (const pid of left) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch (error) {
          if (!/ESRCH/.test(messageOf(error))) throw error
        }
      }
    }
    await wait(25)
  }
  await rm(join(clusterDir, 'postmaster.pid'), { force: true })
}

const socketPrefix = 'wenzheng-'
/** The shortest limit of a socket's path is macOS's: 104 bytes with the closing zero. */
const longestPath = 103

async function isOurs(folder: string, account: Account): Promise<boolean> {
  const known = await lstat(folder).catch(() => undefined)
  return known !== undefined && known.isDirectory() && known.uid === ownerUid(account) && (known.mode & 0o077) === 0
}

/**
 * Finds or makes the folder of the socket, outside DATA_DIR because a socket's path is short. Only
 * the account may enter it: whoever reaches the socket is trusted.
 * @param known where the last postmaster listened: taken again, so that clients find the new one
 */
export async function socketFolder(account: Account, port: number, known: string | undefined): Promise<string> {
  const fits = (folder: string) => Buffer.byteLength(`${folder}/.s.PGSQL.${port}`) <= longestPath
  if (known !== undefined && basename(known).startsWith(socketPrefix) && fits(known)) {
    const made = await mkdir(known, { mode: 0o700 }).then(
      () => true,
      () => false
    )
    if (made) await giveTo(account, known)
    if (await isOurs(known, account)) {
      for (const name of await readdir(known)) await rm(join(known, name), { force: true })
      return known
    }
  }
  const reasons: string[] = []
  for (const place of new Set(['/tmp', tmpdir(), '/dev/shm', '/run'])) {
    if (!fits(join(place, `${socketPrefix}xxxxxx`))) continue
    try {
      const folder = await mkdtemp(join(place, socketPrefix))
      await giveTo(account, folder)
      return folder
    } catch (error) {
      reasons.push(messageOf(error))
    }
  }
  throw new Error(`No temporary folder can hold the database's socket: ${reasons.join('; ')}`)
}

/** Removes a socket folder that `socketFolder` made. */
export async function removeSocketFolder(folder: string): Promise<void> {
  if (!basename(folder).startsWith(socketPrefix)) return
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

/** Everything that stays the same while one cluster is run. */
export interface House {
  readonly dataDir: string
  readonly clusterDir: string
  readonly programs: PostgresPrograms
  readonly account: Account
  readonly settings: Readonly<Record<string, string>>
}

/** Durable, small, silent about what people write: errors are logged without values or statements. */
function settingsOf(house: House, socketDir: string, port: number): Record<string, string> {
  return {
    listen_addresses: process.platform === 'win32' ? '127.0.0.1' : '',
    shared_buffers: '32MB',
    max_connections: '100',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    cluster_name: clusterName(house.clusterDir),
    ...house.settings,
    port: String(port),
    unix_socket_directories: socketDir === '' ? '' : `"${socketDir}"`
  }
}

/**
 * Starts a postmaster and waits until it accepts connections (after a crash it recovers first).
 * It leads a process group of its own: Ctrl-C at the terminal is for the server, which then stops it in
 * order, and the end of the server is not its end.
 * @throws an Error in plain words when it ends instead
 */
export async function launch(house: House, socketDir: string, port: number) {
  const { account, clusterDir, dataDir, programs } = house
  const settings = Object.entries(settingsOf(house, socketDir, port))
  const args = ['-D', clusterDir, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const command = commandUnder(account, programs.postgres, args)
  const log = await openLog(dataDir)
  try {
    await giveTo(account, join(dataDir, 'pg.log'))
    const from = (await log.stat()).size
    const child = spawn(command.file, command.args, {
      ...command.options,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd]
    })
    child.unref()
    let failure: string | undefined
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', (error) => {
        failure = messageOf(error)
        resolve()
      })
    })
    const ended = gone.then(() => true)
    for (;;) {
      const known = await readPidFile(clusterDir)
      if (child.pid !== undefined && known?.pid === child.pid && known.status === 'ready') {
        return { pid: child.pid, gone }
      }
      if (await Promise.race([ended, wait(15, false)])) break
    }
    const told = Buffer.alloc(4000)
    const { bytesRead } = await log.read(told, 0, told.length, from)
    const text = failure ?? told.toString('utf8', 0, bytesRead)
    const reason = text.split('\n').filter((line) => /FATAL|PANIC|HINT/.test(line))
    throw explain("The database doesn't start", reason.join(' ') || text, dirname(clusterDir))
  } finally {
    await log.close()
  }
}
