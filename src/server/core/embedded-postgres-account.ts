import { execFile } from 'node:child_process'
import { chmod, chown, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Under whom PostgreSQL's programs run; they refuse root. */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' }

/** A program made ready to be spawned under an account. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly options: {
    readonly cwd: string
    readonly env: NodeJS.ProcessEnv
    readonly uid?: number
    readonly gid?: number
  }
}

/**
 * The environment of PostgreSQL's programs: nothing of the server's own (keys, passwords), no PG…
 * variables, and English messages in a locale that every system has.
 */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'SystemDrive', 'TEMP', 'TMP', 'ComSpec']
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' }
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name]
  return env
}

/** Says how to spawn `file` under the account. The working folder is one that everybody can enter. */
export function commandUnder(account: Account, file: string, args: readonly string[]): Command {
  const options = { cwd: process.platform === 'win32' ? dirname(file) : '/', env: plainEnvironment() }
  if (account.kind === 'self') return { file, args, options }
  if (account.kind === 'other') {
    // spawn wants the signed form of the number (macOS's nobody is -2)
    return { file, args, options: { ...options, uid: account.uid | 0, gid: account.gid | 0 } }
  }
  // Root outside, nobody inside: reaches what root owns, and PostgreSQL sees no root.
  const mapped = ['--user', '--map-user=65534', '--map-group=65534', '--', file, ...args]
  return { file: 'unshare', args: mapped, options }
}

/** Gives a file or folder that this process has just made to the account. */
export async function giveTo(account: Account, path: string): Promise<void> {
  if (account.kind === 'other') await chown(path, account.uid >>> 0, account.gid >>> 0)
}

/** The uid that files of the account bear, seen from this process; undefined on Windows. */
export function ownerUid(account: Account): number | undefined {
  return account.kind === 'other' ? account.uid >>> 0 : process.geteuid?.()
}

async function nobody(): Promise<Account> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const [, uid = '65534', gid = '65534'] = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(users) ?? []
  return { kind: 'other', uid: Number(uid), gid: Number(gid) }
}

const probe = `
[ "$(id -u)" != 0 ] || { echo "it would still be root" >&2; exit 1; }
[ -r "$1" ] || { echo "it can't read $1" >&2; exit 1; }
[ -x "$2" ] || { echo "it can't enter $2" >&2; exit 1; }
exec "$3" --version`

interface Programs {
  readonly postgres: string
  readonly catalogue: string
}

/** Why the account can't do the work; undefined when it can. */
async function obstacle(account: Account, programs: Programs, folder: string) {
  const args = ['-c', probe, 'sh', programs.catalogue, folder, programs.postgres]
  const command = commandUnder(account, '/bin/sh', args)
  try {
    await run(command.file, [...command.args], command.options)
    return undefined
  } catch (error) {
    const told = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    return told || (error instanceof Error ? error.message : String(error))
  }
}

/**
 * Lets others pass through DATA_DIR (not list it), which the account needs on its way to the
 * cluster. The other files in there must guard themselves (0600).
 */
async function openWay(dataDir: string, account: Account): Promise<void> {
  const { mode, uid } = await stat(dataDir)
  if (uid !== ownerUid(account) && (mode & 0o011) !== 0o011) await chmod(dataDir, (mode & 0o7777) | 0o011)
}

/**
 * Chooses under whom PostgreSQL runs. The owner of an existing cluster is the memory of the choice:
 * a used cluster is never given to another. Only root has something to choose for a new one: nobody
 * where nobody can reach the programs and the data, else a user namespace.
 * @throws an Error in plain words that names DATA_DIR when none of the ways is open
 */
export async function chooseAccount(dataDir: string, clusterDir: string, programs: Programs): Promise<Account> {
  const uid = process.geteuid?.()
  if (uid === undefined) return { kind: 'self' }
  const owner = await stat(clusterDir).catch(() => undefined)
  if (uid !== 0) {
    if (owner === undefined || owner.uid === uid) return { kind: 'self' }
    throw new Error(
      `The database in DATA_DIR (${dataDir}) belongs to the account with uid ${owner.uid}, but the ` +
        `server was started with uid ${uid}. Start it under that account, or as root, or choose ` +
        `another DATA_DIR.`
    )
  }
  const ways: Account[] =
    owner === undefined
      ? [await nobody(), { kind: 'namespace' }]
      : [owner.uid === 0 ? { kind: 'namespace' } : { kind: 'other', uid: owner.uid, gid: owner.gid }]
  const obstacles: string[] = []
  for (const account of ways) {
    let reason = await obstacle(account, programs, dirname(dataDir))
    if (reason === undefined && account.kind === 'other') {
      await openWay(dataDir, account)
      reason = await obstacle(account, programs, dataDir)
    }
    if (reason === undefined) return account
    const name = account.kind === 'other' ? `account ${account.uid}` : 'user namespace'
    obstacles.push(`${name}: ${reason}`)
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and no other account can do it for DATA_DIR (${dataDir}): ` +
      `${obstacles.join('; ')}. Start the server as an ordinary user, or put the project and ` +
      `DATA_DIR where every account can reach them, or set DATABASE_URL.`
  )
}
