/** Builds the two apps and the renderer when they are missing or older than their sources. `npm run build` builds always. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Renderer } from '#contract/pages.ts'
import type { PageParts, PageSource } from './core/pages.ts'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
const builtFolder = join(projectFolder, 'dist')

interface App {
  readonly name: string
  /** of `vite build` */
  readonly args: readonly string[]
  /** its own sources, besides what all are made from */
  readonly sources: string
}

const apps: readonly App[] = [
  { name: 'citizen', args: ['--app'], sources: 'src/citizen' },
  { name: 'desk', args: ['--mode', 'desk'], sources: 'src/desk' }
]

/** What all built files are made from. */
const common = ['src/contract', 'src/ui', 'public', 'vite.config.ts', 'package-lock.json']

const stampOf = ({ name }: App): string => join(builtFolder, `${name}.sha256`)

function digestOfSources({ sources }: App): string {
  const hash = createHash('sha256')
  const files = [...common, sources].flatMap((source) => {
    const path = join(projectFolder, source)
    if (!existsSync(path)) return []
    if (/\.[a-z]+$/.test(source)) return [path]
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  })
  for (const file of files.sort())
    hash.update(relative(projectFolder, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const isCurrent = (app: App): boolean =>
  existsSync(stampOf(app)) && readFileSync(stampOf(app), 'utf8') === digestOfSources(app)

/** Whether the built files belong to the present sources. */
export const isBuilt = (): boolean => apps.every((app) => isCurrent(app))

async function vite(args: readonly string[]): Promise<void> {
  const program = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  const child = spawn(process.execPath, [program, 'build', ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' }
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`vite build ${args.join(' ')} failed:\n${output}`)
}

async function build(these: readonly App[]): Promise<void> {
  await Promise.all(
    these.map(async (app) => {
      const digest = digestOfSources(app)
      await vite(app.args)
      writeFileSync(stampOf(app), digest)
    })
  )
}

/** Builds what is missing or older than its sources. */
export async function ensureBuilt(log: (line: string) => void): Promise<void> {
  const stale = apps.filter((app) => !isCurrent(app))
  if (stale.length === 0) return
  log('building the pages (about half a minute) …')
  await build(stale)
}

/** The built files by the module that stands in them. */
type Files = Readonly<Record<string, readonly string[]>>

/** What each built file imports at once, and its style sheets, by its name in the list. */
type Chunks = Readonly<
  Record<string, { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] }>
>

/** The files that some modules stand in with all that these import at once, without what the shell loads already. */
function partsIn(files: Files, chunks: Chunks, modules: readonly string[], shell: string): PageParts {
  const byFile = new Map(Object.values(chunks).map((chunk) => [`/${chunk.file}`, chunk]))
  const scripts = new Set<string>()
  const sheets = new Set<string>()
  const add = (file: string): void => {
    if (!file.endsWith('.js') || scripts.has(file) || shell.includes(file)) return
    scripts.add(file)
    const chunk = byFile.get(file)
    for (const sheet of chunk?.css ?? []) sheets.add(sheet)
    for (const name of chunk?.imports ?? []) add(`/${chunks[name]?.file ?? ''}`)
  }
  for (const module of modules) for (const file of files[module] ?? []) add(file)
  return { scripts: [...scripts], sheets: [...sheets].map((sheet) => `/${sheet}`) }
}

const readBuilt = (file: string): unknown => JSON.parse(readFileSync(join(builtFolder, 'citizen/.vite', file), 'utf8'))

/** The built pages, as the server answers them. */
export async function builtSource(): Promise<PageSource> {
  const renderer = (await import(pathToFileURL(join(builtFolder, 'render/render.js')).href)) as Renderer
  const shell = readFileSync(join(builtFolder, 'citizen/index.html'), 'utf8')
  const files = readBuilt('ssr-manifest.json') as Files
  const chunks = readBuilt('manifest.json') as Chunks
  return {
    renderer,
    builtFolder,
    shell: () => Promise.resolve(shell),
    partsOf: (modules) => partsIn(files, chunks, modules, shell),
    keep: true,
    strict: true
  }
}

// `--stale`: only what is missing or older than its sources
if (import.meta.main) await (process.argv.includes('--stale') ? ensureBuilt(console.log) : build(apps))
