import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  ask,
  folder,
  freePort,
  kill,
  linux,
  processesOf,
  reachedByNobody,
  root,
  start,
  startElsewhere,
  stopElsewhere,
  tidyUp,
  uidOf,
  until
} from './embedded-postgres-trial.ts'

afterEach(tidyUp)

describe('the database that the server carries', () => {
  test('starts from nothing, durable and without TCP, and keeps its rows over a clean stop', async () => {
    const dataDir = await folder()
    const first = await start({ dataDir })
    expect(first.adopted).toBe(false)
    const [settings] = await ask(
      first.connection,
      `select current_setting('fsync') fsync, current_setting('synchronous_commit') sync,
        current_setting('data_checksums') checksums, current_setting('listen_addresses') tcp,
        current_setting('server_encoding') encoding, current_setting('shared_buffers') buffers,
        '统' ~ '\\w' as letters`
    )
    expect(settings).toEqual({
      fsync: 'on',
      sync: 'on',
      checksums: 'on',
      tcp: '',
      encoding: 'UTF8',
      buffers: '32MB',
      letters: true
    })
    await ask(first.connection, `create extension pg_trgm`)
    const [trigrams] = await ask(first.connection, `select cardinality(show_trgm('统计局')) as n`)
    expect(trigrams?.n).toBeGreaterThan(0)
    await ask(first.connection, `create table kept as select 7 as n`)
    expect((await stat(first.connection.host)).mode & 0o077).toBe(0)

    await Promise.all([first.stop(), first.stop()])
    expect(await processesOf(dataDir)).toEqual([])
    expect(existsSync(first.connection.host)).toBe(false)
    expect(existsSync(join(dataDir, 'pg', 'postmaster.pid'))).toBe(false)

    const again = await start({ dataDir })
    expect(again.adopted).toBe(false)
    expect(await ask(again.connection, `select n from kept`)).toEqual([{ n: 7 }])
  })

  test('is adopted when only its server was killed, and then stopped by the next one', async () => {
    const dataDir = await folder()
    const killed = await startElsewhere(dataDir)
    await kill(killed.child)
    const next = await start({ dataDir })
    expect(next).toMatchObject({ adopted: true, pid: killed.pid, connection: killed.connection })
    expect(await ask(next.connection, `select 1 as n`)).toEqual([{ n: 1 }])
    await next.stop()
    expect(await processesOf(dataDir)).toEqual([])
  })

  test('recovers when both were killed, also if another process got the old number', async () => {
    const dataDir = await folder()
    const killed = await startElsewhere(dataDir)
    await ask(killed.connection, `create table kept as select 7 as n`)
    process.kill(killed.pid, 'SIGKILL')
    await kill(killed.child)
    const pidFile = join(dataDir, 'pg', 'postmaster.pid')
    const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n')
    await writeFile(pidFile, [process.ppid, ...rest].join('\n'))

    const next = await start({ dataDir })
    expect(next.adopted).toBe(false)
    expect(next.connection).toEqual(killed.connection)
    expect(await ask(next.connection, `select n from kept`)).toEqual([{ n: 7 }])
  })

  test('is made once by two starters at once, over the lock of a dead one, and serves the last', async () => {
    const dataDir = await folder()
    await mkdir(join(dataDir, 'pg.new-1'), { recursive: true })
    if (root) await chmod(dataDir, 0o711)
    await writeFile(join(dataDir, 'pg.lock.3'), '999999999 1 gone')
    const [one, other] = await Promise.all([startElsewhere(dataDir), startElsewhere(dataDir)])
    expect(one.pid).toBe(other.pid)
    expect([one.adopted, other.adopted].sort()).toEqual([false, true])
    const names = await readdir(dataDir)
    expect(names.filter((name) => name.startsWith('pg.new'))).toEqual([])
    expect(names.filter((name) => name.startsWith('pg.lock'))).toHaveLength(1)

    await stopElsewhere(one)
    expect(await ask(other.connection, `select 1 as n`)).toEqual([{ n: 1 }])
    await stopElsewhere(other)
    expect(await processesOf(dataDir)).toEqual([])
  })

  test('comes back at the same address when its main process is killed under load', async () => {
    const dataDir = await folder()
    let exits = 0
    const lines: string[] = []
    const options = { dataDir, onExit: () => (exits += 1), log: (line: string) => lines.push(line) }
    const postgres = await start(options)
    const { pid, connection } = postgres
    await ask(connection, `create table kept as select 7 as n`)
    // A backend that computes does not look whether its parent lives.
    const busy = ask(connection, `select sum(sqrt(n)) from generate_series(1, 1e9) n`).catch(String)
    await until(2000, async () => {
      const active = await ask(connection, `select 1 from pg_stat_activity where query ~ '^select sum'`)
      expect(active).toHaveLength(1)
    })
    const began = Date.now()
    process.kill(pid, 'SIGKILL')
    const rows = await until(5000, async () => {
      expect(postgres.pid).not.toBe(pid)
      return ask(connection, `select n from kept`)
    })
    expect(rows).toEqual([{ n: 7 }])
    expect(Date.now() - began).toBeLessThan(5000)
    expect(exits).toBe(1)
    expect(await busy).toEqual(expect.any(String))
    expect(lines.join('\n')).toContain(`process ${postgres.pid}`)
  })

  test('is watched after an adoption too, and a second death soon after is mended as well', async () => {
    const dataDir = await folder()
    const killed = await startElsewhere(dataDir)
    await kill(killed.child)
    const next = await start({ dataDir })
    for (let deaths = 0; deaths < 2; deaths += 1) {
      const { pid } = next
      process.kill(pid, 'SIGKILL')
      await until(5000, async () => {
        expect(next.pid).not.toBe(pid)
        await ask(next.connection, `select 1`)
      })
    }
    process.kill(next.pid, 'SIGKILL')
    await next.stop()
    expect(await processesOf(dataDir)).toEqual([])
  })

  test('works under a path of more than 130 characters, also over TCP with its password', async () => {
    const dataDir = join(await folder(), 'a'.repeat(60), 'b'.repeat(60), 'data')
    expect(dataDir.length).toBeGreaterThan(130)
    const port = await freePort()
    const settings = { listen_addresses: '127.0.0.1', port: String(port) }
    const postgres = await start({ dataDir, settings })
    const { connection } = postgres
    expect(connection.port).toBe(port)
    expect(await ask(connection, `select 1 as n`)).toEqual([{ n: 1 }])
    const tcp = { ...connection, host: '127.0.0.1' }
    expect(await ask(tcp, `select 1 as n`)).toEqual([{ n: 1 }])
    await expect(ask({ ...tcp, password: 'guessed' }, `select 1`)).rejects.toThrow(/password/)
    await postgres.stop()
  })
})

describe('the account that the database runs under', () => {
  test('is never root, also in a folder that no other account can reach', async () => {
    // Under /root there is only the user namespace; an ordinary user's home is simply its own.
    const dataDir = await folder(homedir())
    if (root) await chmod(join(dataDir, '..'), 0o700)
    const first = await start({ dataDir })
    await ask(first.connection, `create table kept as select 7 as n`)
    if (root) {
      expect((await stat(join(dataDir, 'pg'))).uid).toBe(0)
      expect(await readlink(`/proc/${first.pid}/ns/user`)).not.toBe(await readlink('/proc/self/ns/user'))
    }
    await first.stop()
    const again = await start({ dataDir })
    expect(await ask(again.connection, `select n from kept`)).toEqual([{ n: 7 }])
    process.kill(again.pid, 'SIGKILL')
    await until(5000, () => ask(again.connection, `select n from kept`))
  })

  test('is nobody where nobody reaches program and data, else it fits the reach', async () => {
    const dataDir = await folder()
    const postgres = await start({ dataDir })
    if (!linux) return
    const { uid } = await stat(join(dataDir, 'pg'))
    expect(await uidOf(postgres.pid)).toBe(uid)
    if (!root) expect(uid).toBe(process.geteuid?.())
    else if (await reachedByNobody()) expect(uid).toBe(65534)
    else expect(uid).toBe(0)
    expect((await stat(dataDir)).uid).toBe(process.geteuid?.())
    expect((await stat(join(dataDir, 'pg'))).mode & 0o077).toBe(0)
  })

  test('may be an ordinary user, whose folder root then uses without taking it away', async () => {
    const dataDir = await folder()
    await mkdir(dataDir)
    const free = root && (await reachedByNobody())
    if (free) await chown(dataDir, 65534, 65534)
    const mapped = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--']
    const wrap = free ? { uid: 65534, gid: 65534 } : root ? { before: mapped } : {}
    const user = await startElsewhere(dataDir, wrap)
    expect(await ask(user.connection, `select 1 as n`)).toEqual([{ n: 1 }])
    const { uid } = await stat(join(dataDir, 'pg'))
    await stopElsewhere(user)
    const here = await start({ dataDir })
    expect(await ask(here.connection, `select 1 as n`)).toEqual([{ n: 1 }])
    await here.stop()
    expect((await stat(join(dataDir, 'pg'))).uid).toBe(uid)
    await stopElsewhere(await startElsewhere(dataDir, wrap))
  })
})

describe('what the launcher can not do it says in plain words', () => {
  test('for a cluster of another version, an unfinished one and a folder that is a file', async () => {
    const dataDir = await folder()
    const cluster = join(dataDir, 'pg')
    await mkdir(cluster, { recursive: true })
    await expect(start({ dataDir })).rejects.toThrow(/READY mark is missing/)
    await writeFile(join(cluster, 'PG_VERSION'), '15\n')
    await expect(start({ dataDir })).rejects.toThrow(/made by PostgreSQL 15, .* carries PostgreSQL 18/)
    expect((await readdir(dataDir)).filter((name) => name.startsWith('pg.user'))).toEqual([])
    await expect(start({ dataDir: join(cluster, 'PG_VERSION') })).rejects.toThrow(/DATA_DIR/)
  })

  test('for a setting that PostgreSQL refuses', async () => {
    const dataDir = await folder()
    const settings = { shared_buffers: 'much' }
    await expect(start({ dataDir, settings })).rejects.toThrow(/doesn't start.*shared_buffers/)
    await start({ dataDir })
  })
})
