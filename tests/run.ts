/**
 * `npm test`: the gate, all that CI runs: tools, tests, the journeys and proofs that were chosen for it. With `--whole`
 * (`npm run test:whole`) every journey and every short proof. One stage after the other, since each needs the machine for
 * itself. A skipped test counts as failed. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium, howToInstallChromium } from './chromium.ts'
import { all as allProofs, gate as proofsInGate } from './proofs/proofs.ts'
import { inSeconds, lastCount, root, runStep, type Count, type Outcome, type Step } from './step.ts'

const { values } = parseArgs({ options: { whole: { type: 'boolean', default: false } } })

const results = join(root, 'test-results')
const vitestReport = join(results, 'vitest.json')
const journeysReport = join(results, 'journeys.json')

const installChromium = (): void => {
  if (findChromium() !== undefined) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing Chromium and a Chinese font from Debian …')
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell', 'fonts-noto-cjk'],
      options
    )
  }
  if (findChromium() === undefined) {
    console.error(howToInstallChromium)
    console.log('0 passed, 1 failed')
    process.exit(1)
  }
}

/** A program that ended badly has failed once at least, whatever it counted before. */
const atLeastOneFailure = (count: Count, { passed }: Outcome): Count =>
  passed || count.failed > 0 ? count : { ...count, failed: 1 }

const countLine = (outcome: Outcome): Count =>
  atLeastOneFailure(lastCount(outcome.output) ?? { passed: 0, failed: 1 }, outcome)

interface VitestReport {
  readonly numPassedTests: number
  readonly numTotalTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** A file that could not even be loaded holds no test and counts as one failure. */
const countVitest = (outcome: Outcome): Count => {
  if (!existsSync(vitestReport)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(vitestReport, 'utf8')) as VitestReport
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0
  ).length
  const failed = report.numTotalTests - report.numPassedTests + unloaded
  return atLeastOneFailure({ passed: report.numPassedTests, failed }, outcome)
}

interface JourneysReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}

const countJourneys = (outcome: Outcome): Count => {
  if (!existsSync(journeysReport)) return { passed: 0, failed: 1 }
  const { stats } = JSON.parse(readFileSync(journeysReport, 'utf8')) as JourneysReport
  const failed = stats.unexpected + stats.flaky + stats.skipped
  return atLeastOneFailure({ passed: stats.expected, failed }, outcome)
}

interface Stage extends Step {
  readonly count: (outcome: Outcome) => Count
}

const journeys = ['test', '--config', 'tests/journeys/playwright.config.ts']

const stages: readonly Stage[] = [
  // builds the pages too, which journeys and proofs need
  { name: 'check', program: 'node', args: ['tests/check.ts'], count: countLine },
  {
    name: 'tests',
    program: 'vitest',
    args: [
      'run',
      '--config',
      'tests/vitest.config.ts',
      ...['rules', 'server', 'screens', 'walls', ...(values.whole ? ['operation'] : [])].flatMap((project) => [
        '--project',
        project
      ]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`
    ],
    count: countVitest
  },
  {
    name: 'journeys',
    program: 'playwright',
    args: [...journeys, ...(values.whole ? [] : ['--grep-invert', '@whole'])],
    count: countJourneys
  },
  {
    name: 'short proofs',
    program: 'node',
    args: ['tests/proofs/run.ts', values.whole ? '--short' : '--gate'],
    count: countLine
  }
]

/** What the gate leaves to `npm run test:whole`, so that nobody believes it ran. */
const leftOut = async (): Promise<string> => {
  const args = [...journeys, '--grep', '@whole', '--list', '--reporter', 'list']
  const { output } = await runStep({ name: 'journeys outside', program: 'playwright', args })
  const many = /Total: (\d+) tests?/.exec(output)?.[1] ?? 'some'
  const proofs = allProofs.length - Object.keys(proofsInGate).length
  return `Not run: ${many} journeys and ${proofs} proofs that stand outside the gate, all plants, and the tests of starting and restoring databases. \`npm run test:whole\` runs them.`
}

installChromium()
mkdirSync(results, { recursive: true })
for (const report of [vitestReport, journeysReport]) rmSync(report, { force: true })

interface Line {
  readonly name: string
  readonly count: Count
  readonly seconds: number
}

const summary: Line[] = []
for (const stage of stages) {
  console.log(`\n── ${stage.name} ──`)
  const outcome = await runStep({ ...stage, aloud: true })
  summary.push({ name: stage.name, count: stage.count(outcome), seconds: outcome.seconds })
}

console.log('\n── all ──')
for (const { name, count, seconds } of summary) {
  console.log(
    `${count.failed > 0 ? '✗' : '✓'} ${name}: ${count.passed} passed, ${count.failed} failed, ${inSeconds(seconds)}`
  )
}
if (!values.whole) console.log(await leftOut())
const passed = summary.reduce((sum, { count }) => sum + count.passed, 0)
const failed = summary.reduce((sum, { count }) => sum + count.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
