import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFile,
  chmod,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { type Account, commandUnder, giveTo } from './embedded-postgres-account.ts'

const run = promisify(execFile)

/** The programs of the PostgreSQL that was installed beside the server. */
export interface PostgresPrograms {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
  /** a file of the catalogue that initdb must be able to read */
  readonly catalogue: string
  readonly major: number
}

/** What was thrown, as one line of text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/**
 * Puts what PostgreSQL or the system said into words for the person who starts the server.
 * @param told the program's own output, or the system's error
 */
export function explain(what: string, told: string, dataDir: string): Error {
  if (/ENOSPC|EDQUOT|Check free disk space|No space left on device|Disk quota exceeded/i.test(told)) {
    return new Error(`${what}: the disk that holds DATA_DIR (${dataDir}) is full.`)
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only file system/i.test(told)) {
    return new Error(
      `${what}: DATA_DIR (${dataDir}) can't be written by this account. Choose another DATA_DIR, ` +
        `or give the folder to the account that starts the server. (${told.trim()})`
    )
  }
  return new Error(`${what} in DATA_DIR (${dataDir}): ${told.trim() || 'it gave no reason'}`)
}

/**
 * Makes the links between the versions of the shared libraries where they are missing: the package
 * leaves that to its install script, and those may be switched off.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (await lstat(path).catch(() => undefined)) continue
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      throw new Error(
        `PostgreSQL's shared libraries in ${root} lack the link ${target}, and it can't be made ` +
          `(${messageOf(error)}). Start the server once under an account that may write there, or ` +
          `install again with install scripts allowed: npm rebuild`,
        { cause: error }
      )
    }
  }
}

/**
 * Finds the PostgreSQL that the optional package for this system carries, ready to run.
 * @throws an Error in plain words when there is none for this system
 */
export async function findPrograms(): Promise<PostgresPrograms> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw new Error(
      `There is no PostgreSQL for this system: the package ${name} is not installed. It exists for ` +
        `Linux and macOS (x64, arm64) and Windows (x64), and is left out by npm's --omit=optional. ` +
        `Elsewhere set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error }
    )
  }
  const root = dirname(dirname(entry))
  await linkLibraries(root)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  const ending = process.platform === 'win32' ? '.exe' : ''
  const program = (file: string) => join(root, 'native', 'bin', `${file}${ending}`)
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    catalogue: join(root, 'native', 'share', 'postgresql', 'postgres.bki'),
    major: Number.parseInt(version, 10)
  }
}

const access = `# Trusted only through the socket, whose folder admits nobody else; by password over TCP.
local all all trust
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
`

async function keep(path: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(path, 'r')
  await handle.sync()
}

/**
 * Runs initdb. Text is compared by code point (the same on every system), while letters are told
 * from signs by Unicode: with a character type of plain C, trigram search is blind to Chinese.
 */
async function initialise(programs: PostgresPrograms, account: Account, cluster: string, pw: string) {
  const types = ['C.UTF-8', 'en_US.UTF-8', 'C']
  for (const type of types) {
    const command = commandUnder(account, programs.initdb, [
      `--pgdata=${cluster}`,
      '--username=postgres',
      `--pwfile=${pw}`,
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${type}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--auth=scram-sha-256',
      '--no-instructions'
    ])
    try {
      await run(command.file, [...command.args], command.options)
      return
    } catch (error) {
      const told = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
      const another = types.at(-1) !== type && /invalid locale name/.test(told)
      if (!another) throw new Error(told || messageOf(error), { cause: error })
    }
  }
}

/**
 * Makes the cluster if there is none yet: aside, under a name of this process, and renamed when
 * whole, so that a half-made one is never taken for the real one. Call it under the start lock.
 * @throws an Error in plain words: disk full, not permitted, made by another PostgreSQL, unfinished
 */
export async function ensureCluster(programs: PostgresPrograms, account: Account, dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'pg')
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw explain("The database's folder can't be read", messageOf(error), dataDir)
  })
  if (version !== undefined && Number.parseInt(version, 10) !== programs.major) {
    throw new Error(
      `The database in DATA_DIR (${dataDir}) was made by PostgreSQL ${version.trim()}, and this ` +
        `server carries PostgreSQL ${programs.major}. Make a backup with the version of the server ` +
        `that made it, and restore it into an empty DATA_DIR with this one.`
    )
  }
  if (await lstat(cluster).catch(() => undefined)) {
    if (version !== undefined && (await lstat(join(cluster, 'READY')).catch(() => undefined))) return
    throw new Error(
      `The folder pg in DATA_DIR (${dataDir}) is not a whole database of this server (its READY mark ` +
        `is missing). Restore it from a backup, or move it away to begin with an empty database.`
    )
  }
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('pg.new-')) await rm(join(dataDir, name), { recursive: true, maxRetries: 5 })
  }
  const aside = join(dataDir, `pg.new-${process.pid}`)
  try {
    await mkdir(aside, { mode: 0o700 })
    await giveTo(account, aside)
    const password = join(aside, 'password')
    await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
    await giveTo(account, password)
    const made = join(aside, 'pg')
    await initialise(programs, account, made, password)
    await writeFile(join(made, 'pg_hba.conf'), access)
    await rename(password, join(made, 'password'))
    await appendFile(join(made, 'READY'), `PostgreSQL ${programs.major}\n`, { mode: 0o600 })
    await giveTo(account, join(made, 'READY'))
    await Promise.all(['pg_hba.conf', 'password', 'READY', '.'].map((name) => keep(join(made, name))))
    await chmod(made, 0o700)
    await rename(made, cluster)
    await keep(dataDir)
  } catch (error) {
    throw explain("The database can't be made", messageOf(error), dataDir)
  } finally {
    await rm(aside, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
  }
}

/** The password of the superuser over TCP, made with the cluster. */
export async function readPassword(clusterDir: string): Promise<string> {
  return (await readFile(join(clusterDir, 'password'), 'utf8')).trim()
}

/** Opens DATA_DIR/pg.log to append to; a log that has grown over 5 MB is put aside first. */
export async function openLog(dataDir: string) {
  const path = join(dataDir, 'pg.log')
  const known = await lstat(path).catch(() => undefined)
  if (known !== undefined && known.size > 5_000_000) {
    await rename(path, join(dirname(path), `${basename(path)}.1`))
  }
  return open(path, 'a+', 0o600)
}
