/** The command line of an installation. Works beside a running server and without one. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { codeFrom } from '#contract/shapes.ts'
import { contextOf } from './app.ts'
import { isBuilt } from './build.ts'
import { verifyAudit } from './core/audit-verify.ts'
import { ArchiveError, type ArchiveFault } from './core/backup-archive.ts'
import { backup, type Manifest } from './core/backup.ts'
import { clock } from './core/clock.ts'
import { ConfigError, envExample, readConfig, type Config } from './core/config.ts'
import type { Context } from './core/context.ts'
import { openDatabase, type Database } from './core/database.ts'
import { openDb } from './core/db.ts'
import { examineDatabase, examineMachine, hasOwnCluster, unreachable, type Finding } from './core/doctor.ts'
import { migrate } from './core/migrate.ts'
import { restore } from './core/restore.ts'
import { resealAll } from './core/sealed.ts'
import { UsageError } from './core/usage.ts'
import { loadDemo } from './demo.ts'
import { examineNotices } from './notices/examine.ts'
import { runStaffCommand } from './people/command.ts'

const help = `问政 Wenzheng

用法 usage: npm run wenzheng -- <command>

  migrate                    建立或升级数据库，并以最新密钥重新加密个人字段
                             bring the database up to date, seal personal fields under the newest key
  demo                       向空数据库载入演示数据(生产环境不可用) load the demo into an empty database
  staff list                 列出工作人员 all staff
  staff add ACCOUNT --name 姓名 --role ROLE [--role …] [--office 科室 [--make-office]]
                             添加工作人员，密码只显示一次 add a member of staff, the password is shown once
  staff reset ACCOUNT        重设密码并取消两步验证 new password, second factor removed
  backup FILE                备份数据库、文件与密钥 database, files and keys in one encrypted archive
  restore FILE               恢复到空数据库 into an empty database
      --passphrase-file F    口令文件；也可用环境变量 BACKUP_PASSPHRASE or the variable BACKUP_PASSPHRASE
  audit verify               校验审计链 verify the audit record
  doctor [--env-example]     检查安装 look at everything; or print .env.example

退出码 exit codes: 0 成功 done, 1 失败或发现问题 failed or faults found, 2 用法错误 wrong usage
`

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

const options = {
  help: { type: 'boolean', short: 'h' },
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  office: { type: 'string' },
  'make-office': { type: 'boolean' },
  'passphrase-file': { type: 'string' },
  'env-example': { type: 'boolean' }
} as const

const parse = () => {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message, error)
  }
}
type Values = ReturnType<typeof parse>['values']

interface Opened {
  readonly config: Config
  readonly database: Database
  readonly context: Context
}

/** Runs `work` on the opened database and closes it again; a server that uses it keeps it running. */
async function withDatabase(work: (opened: Opened) => Promise<boolean>): Promise<boolean> {
  const config = readConfig(process.env, true)
  if (config.fakeNow) clock.set(config.fakeNow)
  const database = await openDatabase(config, () => undefined)
  try {
    return await work({ config, database, context: contextOf(config, database.db) })
  } finally {
    await database.close()
  }
}

/** As `withDatabase`, for what is read only: an older database is taken as it is, an empty one refused. */
const withExisting = (work: (opened: Opened) => Promise<boolean>) =>
  withDatabase(async (opened) => {
    const { rows } = await opened.database.owner.query<{ found: boolean }>(
      `select to_regclass('public.schema_migrations') is not null as found`
    )
    if (!rows[0]?.found) throw new Error('数据库还是空的 the database has no tables yet')
    return work(opened)
  })

/** As `withDatabase`, with the database brought up to date first. */
const withMigrated = (work: (opened: Opened) => Promise<boolean>) =>
  withDatabase(async (opened) => {
    await migrate(opened.database.owner)
    return work(opened)
  })

const runMigrate = () =>
  withDatabase(async ({ database, context }) => {
    const applied = await migrate(database.owner)
    for (const name of applied) say(`  ${name}`)
    say(
      applied.length > 0
        ? `已应用 ${applied.length} 个迁移 migrations applied`
        : '数据库已是最新 the database is up to date'
    )
    const { resealed, left } = await resealAll(context.db, context.sealer)
    if (resealed > 0) say(`已用最新密钥重新加密 ${resealed} 项 sealed anew`)
    if (left > 0)
      complain(
        `仍有 ${left} 项用旧密钥加密，请保留旧密钥后再运行 still under older keys; keep those keys and run again`
      )
    return left === 0
  })

const runDemo = () =>
  withMigrated(async ({ context }) => {
    const accounts = await loadDemo(context)
    say('演示数据已载入，密码只显示一次 demo loaded; passwords are shown once:\n')
    for (const { account, name, roles, password } of accounts)
      say(`  ${account.padEnd(20)} ${password}   ${name} ${roles.join(', ')}`)
    return true
  })

/** The passphrase that was given: in a file, or in the environment. */
async function givenPassphrase(values: Values): Promise<string | undefined> {
  const file = values['passphrase-file']
  const given =
    file === undefined ? process.env['BACKUP_PASSPHRASE'] : (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
  if (given === '' || given === undefined) {
    if (file !== undefined) throw new UsageError(`${file} 是空的 is empty`)
    return undefined
  }
  return given
}

const sayManifest = ({ tables, files, createdAt, app }: Manifest) => {
  for (const { name, rows } of tables) say(`  ${String(rows).padStart(8)}  ${name}`)
  say(`  ${String(files.length).padStart(8)}  文件 files, 含密钥与审计链头 with keys and audit heads`)
  say(`  ${createdAt}, Wenzheng ${app}`)
}

const runBackup = (file: string, values: Values) =>
  withExisting(async ({ config, database }) => {
    const given = await givenPassphrase(values)
    const passphrase = given ?? `${codeFrom(randomBytes(12))}-${codeFrom(randomBytes(12))}`
    const manifest = await backup({ owner: database.owner, config, file, passphrase })
    sayManifest(manifest)
    say(`已备份到 written to ${file}`)
    if (given === undefined)
      say(
        `\n口令只显示这一次，请妥善保管；没有它无法恢复 shown once; without it nothing can be restored:\n\n  ${passphrase}\n`
      )
    return true
  })

const runRestore = (file: string, values: Values) =>
  withDatabase(async ({ config, database }) => {
    const passphrase = await givenPassphrase(values)
    if (passphrase === undefined)
      throw new UsageError('需要口令:--passphrase-file 或 BACKUP_PASSPHRASE a passphrase is needed')
    const { manifest, movedAside } = await restore({ owner: database.owner, config, file, passphrase })
    sayManifest(manifest)
    for (const path of movedAside) say(`原文件已改名为 moved aside: ${path}`)
    say('编号跳过一段，备份以后发出的号不会再发 numbers go on behind a gap: none that was given since is given again')
    say('已恢复并核对 restored and verified')
    return true
  })

const runAuditVerify = () =>
  withExisting(async ({ config, database }) => {
    const owner = openDb(database.owner)
    const { ok, sealed, unsealed, faults } = await verifyAudit(owner, config.auditHeadsFile)
    for (const { kind, seq, eventId } of faults)
      complain(`  ${kind}  ${seq === undefined ? '' : `#${seq}`}  ${eventId ?? ''}`)
    say(`已封存 sealed ${sealed}, 待封存 waiting ${unsealed}, 问题 faults ${faults.length}`)
    say(ok ? '审计链完好 the record is whole' : '审计记录被改动 the record was tampered with')
    return ok
  })

async function runDoctor(values: Values): Promise<boolean> {
  if (values['env-example']) {
    process.stdout.write(envExample())
    return true
  }
  const marks = { ok: '  ok  ', warn: ' warn ', fail: ' FAIL ' } as const
  let healthy = true
  const tell = (findings: readonly Finding[]) => {
    for (const { state, about, advice } of findings)
      say(`${marks[state]} ${about}${advice ? `\n        → ${advice}` : ''}`)
    healthy &&= findings.every(({ state }) => state !== 'fail')
  }
  let config: Config
  try {
    config = readConfig(process.env, true)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    tell([
      {
        state: 'fail',
        about: `配置 settings: ${error.message}`,
        advice: '改正环境变量或 .env 后重试 mend the environment or .env'
      }
    ])
    return false
  }
  tell(await examineMachine(config, isBuilt()))
  tell(await examineNotices(config))
  if (!config.databaseUrl && !(await hasOwnCluster(config.dataDir))) {
    tell([{ state: 'warn', about: '数据库 database', advice: '尚未建立，首次启动时建立 made at the first start' }])
    return healthy
  }
  try {
    await withDatabase(async ({ database, context }) => {
      tell(await examineDatabase(database, context))
      return true
    })
  } catch (error) {
    tell([unreachable(error)])
  }
  return healthy
}

function only(rest: readonly string[], count: number): string {
  if (rest.length !== count)
    throw new UsageError(count === 0 ? '多余的参数 too many words' : '需要一个文件名 one file is needed')
  return rest[0] ?? ''
}

async function run(): Promise<boolean> {
  const { values, positionals } = parse()
  const [command, ...rest] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help === true
  }
  switch (command) {
    case 'migrate':
      only(rest, 0)
      return runMigrate()
    case 'demo':
      only(rest, 0)
      return runDemo()
    case 'staff':
      return withMigrated(async ({ context }) => runStaffCommand(context, rest, values, say))
    case 'backup':
      return runBackup(only(rest, 1), values)
    case 'restore':
      return runRestore(only(rest, 1), values)
    case 'audit':
      if (only(rest, 1) !== 'verify') throw new UsageError('audit verify')
      return runAuditVerify()
    case 'doctor':
      only(rest, 0)
      return runDoctor(values)
    default:
      throw new UsageError(`没有这个命令 no such command: ${command}`)
  }
}

const archiveWords: Record<ArchiveFault, string> = {
  'not-an-archive': '这不是问政的备份文件',
  'wrong-passphrase': '口令不对',
  damaged: '备份文件已损坏或不完整',
  'newer-archive': '备份来自更新的版本，请先升级',
  'newer-database': '空数据库的版本比备份新，请换一个全新的数据库',
  'not-empty': '目标不是空的',
  'other-keys': '配置中的密钥与备份不符'
}

try {
  process.exitCode = (await run()) ? 0 : 1
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof ArchiveError) complain(`${archiveWords[error.fault]}: ${message}`)
  else if (error instanceof UsageError) complain(`${message}\n全部用法 all commands: npm run wenzheng -- --help`)
  else if (error instanceof ConfigError) complain(message)
  else complain(process.env['DEBUG'] && error instanceof Error ? (error.stack ?? message) : message)
}
