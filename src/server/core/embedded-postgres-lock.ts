import { randomUUID } from 'node:crypto'
import { execFile } from 'node:child_process'
import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A text that names one life of one process: the pid alone is given again to others after a crash.
 * Undefined when there is no such process, or when it is dead and only not yet buried (a zombie).
 */
async function processMark(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
      ])
      // The name in brackets may hold spaces and brackets itself; the fields are counted after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid} ${fields[19]} ${boot.trim()}`
    }
    if (process.platform === 'win32') {
      process.kill(pid, 0)
      return String(pid)
    }
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)])
    const [state = 'Z', ...started] = stdout.trim().split(/\s+/)
    return state.startsWith('Z') ? undefined : `${pid} ${started.join(' ')}`
  } catch {
    return undefined
  }
}

async function isRunning(mark: string): Promise<boolean> {
  return mark !== '' && (await processMark(Number.parseInt(mark, 10))) === mark
}

async function ownMark(): Promise<string> {
  return (await processMark(process.pid)) ?? String(process.pid)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

const lockName = /^pg\.lock\.(\d+)$/
const userPrefix = 'pg.user-'

async function generations(dataDir: string): Promise<number[]> {
  const names = await readdir(dataDir)
  return names.flatMap((name) => lockName.exec(name)?.[1] ?? []).map(Number)
}

/**
 * Takes the lock file of the data folder. The files are numbered and the highest number rules: a
 * lock whose holder died is never deleted and made anew (two waiters could then both win), it is
 * outnumbered, and only one of the waiters can make the next number.
 */
async function takeLock(dataDir: string, patienceMs: number): Promise<() => Promise<void>> {
  const deadline = performance.now() + patienceMs
  const file = (generation: number) => join(dataDir, `pg.lock.${generation}`)
  const claim = join(dataDir, `pg.lock.new-${randomUUID()}`)
  // Legible to all: root and an ordinary user may meet here, and an illegible lock would look free.
  await writeFile(claim, await ownMark(), { mode: 0o644 })
  try {
    for (;;) {
      const highest = Math.max(0, ...(await generations(dataDir)))
      const holder = highest === 0 ? '' : await readFile(file(highest), 'utf8').catch(() => '')
      if (await isRunning(holder)) {
        if (performance.now() > deadline) {
          throw new Error(
            `Process ${Number.parseInt(holder, 10)} has been starting the database in DATA_DIR ` +
              `(${dataDir}) for too long. If that process hangs, end it and start again.`
          )
        }
        await wait(30)
        continue
      }
      const mine = highest + 1
      try {
        await link(claim, file(mine))
      } catch (error) {
        if (isCode(error, 'EEXIST')) continue
        throw error
      }
      const others = await generations(dataDir)
      if (Math.max(...others) === mine) {
        const old = others.filter((generation) => generation < mine)
        await Promise.all(old.map((generation) => rm(file(generation), { force: true })))
        // Emptied, not deleted: an empty lock is free. Needs no space on a full disk.
        return () => truncate(file(mine), 0)
      }
      await rm(file(mine), { force: true })
    }
  } finally {
    await rm(claim, { force: true })
  }
}

/**
 * Runs `work` while no other process, nor another call in this one, does so for the same data
 * folder. A lock left by a process that was killed is understood and taken over.
 */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>, patienceMs = 120_000): Promise<T> {
  const release = await takeLock(dataDir, patienceMs)
  try {
    return await work()
  } finally {
    await release().catch(() => undefined)
  }
}

/**
 * Notes that this process uses the cluster, so that a short command which borrows a running
 * database does not shut it down under the server. Call it under the start lock.
 * Returns what ends the use: it answers how many living users are left.
 */
export async function noteUser(dataDir: string): Promise<() => Promise<number>> {
  const own = join(dataDir, `${userPrefix}${randomUUID()}`)
  await writeFile(own, await ownMark(), { mode: 0o644 })
  return async () => {
    await rm(own, { force: true })
    let living = 0
    for (const name of await readdir(dataDir)) {
      if (!name.startsWith(userPrefix)) continue
      const mark = await readFile(join(dataDir, name), 'utf8').catch(() => '')
      if (await isRunning(mark)) living += 1
      else await rm(join(dataDir, name), { force: true })
    }
    return living
  }
}
