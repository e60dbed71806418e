/** Starts everything: the pages built, the database up and migrated, the demo in an empty one, the server listening. */
import { parseArgs } from 'node:util'
import { buildApp, contextOf } from './app.ts'
import { builtSource, ensureBuilt } from './build.ts'
import { developmentSource } from './development.ts'
import { clock } from './core/clock.ts'
import { ConfigError, readConfig, type Config } from './core/config.ts'
import { openDatabase, type Database } from './core/database.ts'
import { listen } from './core/listen.ts'
import { migrate } from './core/migrate.ts'
import { startJobs } from './core/jobs.ts'
import { isEmpty, loadDemo } from './demo.ts'
import { jobsOf } from './work.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Tries until the database lets itself be migrated: an external one may still be starting. */
async function migratePatiently(database: Database): Promise<void> {
  for (let left = 15; ; left -= 1) {
    try {
      const applied = await migrate(database.owner)
      if (applied.length > 0) say(`database: ${applied.length} migrations applied`)
      return
    } catch (error) {
      const { code } = error as { code?: string }
      if (left === 0 || !(code === 'ECONNREFUSED' || code === '57P03')) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}

async function offerDemo(config: Config, database: Database): Promise<void> {
  const context = contextOf(config, database.db)
  if (config.mode === 'production' || !(await isEmpty(context))) return
  const accounts = await loadDemo(context)
  say('\n演示数据已载入，全部内容均为演示。Demo loaded. Staff accounts, shown this once:\n')
  for (const { account, name, roles, password } of accounts)
    say(`  ${account.padEnd(20)} ${password}   ${name} ${roles.join(', ')}`)
}

function addresses(config: Config, port: number): string {
  const base = config.mode === 'production' ? config.publicUrl : `http://localhost:${port}`
  return `\n  问政 Wenzheng\n  市民 citizens  ${base}/\n  工作台 desk     ${base}/desk/\n  接口 API       ${base}/api/docs\n`
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } })
  const config = readConfig(process.env, true)
  if (config.fakeNow) clock.set(config.fakeNow)
  await ensureBuilt(say)
  const database = await openDatabase(config, say)
  try {
    await migratePatiently(database)
    await offerDemo(config, database)
    const development = values.dev ? await developmentSource() : undefined
    const source = development?.source ?? (await builtSource())
    const app = await buildApp(config, {
      db: database.db,
      pool: database.pool,
      source
    })
    development?.attach(app)
    const jobs = jobsOf(contextOf(config, database.db), (figures, what) => app.log.info(figures, what))
    const stopJobs = await startJobs(database.pool, jobs, (error) => app.log.warn({ err: error }, 'job')).catch(
      async (error: unknown) => {
        // what watches the database would go on for ever
        await app.close()
        throw error
      }
    )
    let stopping = false
    const stop = async (signal: string) => {
      if (stopping) return
      stopping = true
      say(`${signal}: finishing what was begun …`)
      setTimeout(() => process.exit(1), 25_000).unref()
      await app.close()
      await stopJobs()
      await database.close()
      process.exit(0)
    }
    process.on('SIGTERM', (signal) => void stop(signal))
    process.on('SIGINT', (signal) => void stop(signal))
    const port = await listen(app, config).catch(async (error: unknown) => {
      await stopJobs()
      await app.close()
      throw error
    })
    say(addresses(config, port))
  } catch (error) {
    await database.close()
    throw error
  }
}

try {
  await start()
} catch (error) {
  const { code, port } = error as { code?: string; port?: number }
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
  else if (code === 'EADDRINUSE')
    process.stderr.write(`Port ${port ?? ''} is in use. Set PORT to another one, or stop the program that has it.\n`)
  else process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
}
