/** `npm run check`: everything that judges the sources without running them. Exit code 1 when one tool objects. */
import { inSeconds, runStep, type Outcome, type Step } from './step.ts'

/** The long ones first: two run at a time. */
const steps: readonly Step[] = [
  { name: 'types (vue-tsc)', program: 'vue-tsc', args: ['--build', '--pretty', 'false'] },
  // built pages are looked at too
  { name: 'pages (vite)', program: 'node', args: ['src/server/build.ts', '--stale'] },
  {
    name: 'scripts, with their types (oxlint)',
    program: 'oxlint',
    args: ['--type-aware', '--deny-warnings']
  },
  {
    name: 'templates (eslint)',
    program: 'eslint',
    args: ['--config', 'tests/eslint.config.ts', '--max-warnings', '0', 'src']
  },
  {
    name: 'dead code (knip)',
    program: 'knip',
    args: ['--config', 'tests/knip.json', '--no-progress']
  },
  {
    name: 'walls (dependency-cruiser)',
    program: 'depcruise',
    args: ['--config', 'tests/architecture.cjs', 'src', 'tests']
  },
  {
    name: 'architecture (vitest)',
    program: 'vitest',
    args: ['run', '--config', 'tests/vitest.config.ts', '--project', 'architecture']
  },
  { name: 'format (oxfmt)', program: 'oxfmt', args: ['--check', '.'] },
  {
    name: 'lock file (lockfile-lint)',
    program: 'lockfile-lint',
    args: [
      '--path',
      'package-lock.json',
      '--type',
      'npm',
      '--validate-https',
      '--validate-integrity',
      '--format',
      'plain'
    ]
  }
]

const report = ({ name, passed, output, seconds }: Outcome): void => {
  console.log(`${passed ? '✓' : '✗'} ${name}, ${inSeconds(seconds)}`)
  if (!passed) console.log(output.replace(/^(?=.)/gm, '    '))
}

const waiting = [...steps]
const outcomes: Outcome[] = []
const worker = async (): Promise<void> => {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const outcome = await runStep(step)
    report(outcome)
    outcomes.push(outcome)
  }
}
await Promise.all([worker(), worker()])

const failed = outcomes.filter(({ passed }) => !passed).length
console.log(`${outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
