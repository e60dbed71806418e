/** Looks at everything an installation needs and says, a line each, what to do about it. */
import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Pool } from 'pg'
import { sql } from 'kysely'
import { isNextYearMissing } from '#contract/calendar.ts'
import { lastHead } from './audit-heads.ts'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { Database } from './database.ts'
import { applicationRole } from './db.ts'
import { findMigrations } from './migrate.ts'
import { countOldSeals } from './sealed.ts'
import { calendarNow } from './working-calendar.ts'

/** `advice` says what to do; empty when all is well. */
export interface Finding {
  readonly state: 'ok' | 'warn' | 'fail'
  readonly about: string
  readonly advice: string
}

const ok = (about: string): Finding => ({ state: 'ok', about, advice: '' })
const warn = (about: string, advice: string): Finding => ({ state: 'warn', about, advice })
const fail = (about: string, advice: string): Finding => ({ state: 'fail', about, advice })

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** The nearest folder that is there. */
async function present(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (await stat(folder).catch(() => undefined)) return folder
  }
}

async function examineFolder(name: string, path: string): Promise<Finding> {
  const folder = await present(path)
  try {
    await access(folder, constants.W_OK)
    return ok(`${name}: ${path}`)
  } catch {
    return fail(
      `${name}: ${folder} 不可写 not writable`,
      `给运行账户写权限，或更换 ${name} grant access or choose another`
    )
  }
}

async function examineDisk(config: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(await present(config.dataDir))
  const megabytes = Math.floor((bavail * bsize) / 1_000_000)
  const about = `磁盘 disk: ${megabytes} MB 可用 free`
  if (megabytes < 200) return fail(about, '立即清理磁盘 free some space now')
  return megabytes < 2000 ? warn(about, '空间不多，请尽快清理 free some space soon') : ok(about)
}

async function examineCalendar({ db }: Context): Promise<Finding> {
  const today = clock.today()
  const year = Number(today.slice(0, 4))
  const { calendar } = await calendarNow(db)
  const years = calendar.announcedYears
  const about = `节假日 calendar: ${years[0] ?? '?'}–${years.at(-1) ?? '?'}`
  const advice = (missing: number) =>
    `缺 ${missing} 年放假安排，跨入该年的期限只是暂算；请管理员在工作台“工作日历”录入，或升级 enter ${missing} at the desk, or upgrade`
  if (!years.includes(year)) return fail(about, advice(year))
  return isNextYearMissing(today, calendar) ? warn(about, advice(year + 1)) : ok(about)
}

function examineTimeZone(): Finding {
  const now = clock.now()
  try {
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now)
    return shown === clock.today()
      ? ok(`时区 time zone: Asia/Shanghai, ${shown}`)
      : fail(`时区 time zone: ${shown} ≠ ${clock.today()}`, '时区数据有误，请更新 Node.js the time zone data is wrong')
  } catch {
    return fail('时区 time zone', '缺少时区数据，请安装完整的 Node.js install a Node.js with full Intl')
  }
}

/** What can be told without a database. `built`: whether the pages belong to their sources. */
export async function examineMachine(config: Config, built: boolean): Promise<Finding[]> {
  const mode = `配置 settings: ${config.mode}, ${config.publicUrl}`
  return [
    config.fakeNow ? warn(mode, 'FAKE_NOW 已设置，时钟不是真实时间 the clock is not the real one') : ok(mode),
    await examineFolder('DATA_DIR', config.dataDir),
    await examineFolder('AUDIT_HEADS_FILE', config.auditHeadsFile),
    config.mode === 'production' && dirname(config.auditHeadsFile) === config.dataDir
      ? warn('审计链头 audit heads', '建议把 AUDIT_HEADS_FILE 放到另一块磁盘 better on another disk')
      : ok('审计链头 audit heads'),
    await examineDisk(config),
    built
      ? ok('页面 pages: 已构建 built')
      : warn('页面 pages', '未构建或已过期，启动时会自动构建 npm start builds them'),
    examineTimeZone()
  ]
}

async function examineServer(owner: Pool): Promise<Finding[]> {
  const before = clock.now().getTime()
  const { rows } = await owner.query<{ version: number; encoding: string; now: string; name: string; member: boolean }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
            clock_timestamp() as now, current_user as name,
            coalesce((select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1), false) as member`,
    [applicationRole]
  )
  const [row] = rows
  if (!row) return []
  const major = Math.floor(row.version / 10_000)
  const skew = Math.round(Math.abs(Date.parse(row.now) - before) / 1000)
  return [
    major >= 15 && row.encoding === 'UTF8'
      ? ok(`数据库 database: PostgreSQL ${major}`)
      : fail(
          `数据库 database: PostgreSQL ${major}, ${row.encoding}`,
          '需要 15 或更新版本，编码 UTF8 needs 15 or newer, UTF8'
        ),
    row.member
      ? ok(`数据库角色 roles: ${row.name} → ${applicationRole}`)
      : fail(
          `数据库角色 roles: ${row.name}`,
          `运行 migrate,或由管理员授予 ${applicationRole} run migrate, or grant the role`
        ),
    skew <= 5
      ? ok('时钟 clock')
      : warn(`时钟 clock: 与数据库相差 off by ${skew} s`, '请在两台机器上启用时间同步 synchronise both machines')
  ]
}

async function examineMigrations(owner: Pool): Promise<Finding> {
  const { rows } = await owner.query<{ found: boolean }>(
    `select to_regclass('public.schema_migrations') is not null as found`
  )
  if (!rows[0]?.found) return fail('迁移 migrations', '数据库尚未建立，运行 migrate run migrate')
  const applied = await owner.query<{ name: string; digest: string }>('select name, digest from schema_migrations')
  const known = new Map(findMigrations().map(({ name, digest }) => [name, digest]))
  const strange = applied.rows.filter(({ name, digest }) => known.get(name) !== digest)
  if (strange.length > 0) {
    const names = strange.map(({ name }) => name).join(', ')
    return fail(`迁移 migrations: ${names}`, '数据库由其他版本建立，请使用对应版本 made by another version')
  }
  const missing = known.size - applied.rows.length
  return missing > 0
    ? fail(`迁移 migrations: 缺 ${missing}`, '运行 migrate 或重新启动 run migrate or start again')
    : ok(`迁移 migrations: ${known.size}`)
}

async function examineSeals({ config, db, sealer }: Context): Promise<Finding[]> {
  const old = await countOldSeals(db, sealer)
  const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0) as seq from audit_seals`.execute(db)
  const seq = rows[0]?.seq ?? 0
  const head = (await lastHead(config.auditHeadsFile))?.seq ?? 0
  return [
    old === 0
      ? ok(`加密密钥 seal keys: ${config.sealKeys.map(({ id }) => id).join(', ')}`)
      : warn(
          `加密密钥 seal keys: ${old} 项仍用旧密钥 under older keys`,
          '保留旧密钥并运行 migrate keep the old key and run migrate'
        ),
    head > seq || (head === 0 && seq > 0)
      ? fail(`审计链 audit chain: ${seq}, 链头 head ${head}`, '运行 audit verify run audit verify')
      : ok(`审计链 audit chain: ${seq}, 链头 head ${head}`)
  ]
}

/** What the database tells. A database that does not answer is one finding more. */
export async function examineDatabase(database: Database, context: Context): Promise<Finding[]> {
  const found: Finding[] = []
  try {
    found.push(...(await examineServer(database.owner)))
    const migrations = await examineMigrations(database.owner)
    found.push(migrations)
    if (migrations.state === 'ok') found.push(await examineCalendar(context), ...(await examineSeals(context)))
  } catch (error) {
    found.push(unreachable(error))
  }
  return found
}

/** The finding for a database that can't be opened. */
export const unreachable = (error: unknown): Finding =>
  fail(
    `数据库 database: ${messageOf(error)}`,
    '检查 DATABASE_URL 与数据库是否在运行 check DATABASE_URL and that it runs'
  )

/** Whether the server's own database was ever made. */
export const hasOwnCluster = async (dataDir: string): Promise<boolean> =>
  (await stat(join(dataDir, 'pg')).catch(() => undefined)) !== undefined
