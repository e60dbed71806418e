/** One program run to its end: what `check.ts` and `run.ts` are made of. */
import { spawn } from 'node:child_process'
import { delimiter, dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

const bin = join(root, 'node_modules/.bin')

export interface Step {
  readonly name: string
  /** a program of node_modules/.bin, or `node` for this very Node */
  readonly program: string
  readonly args: readonly string[]
  /** prints while it runs; otherwise its output is kept for the report */
  readonly aloud?: boolean
}

export interface Outcome {
  readonly name: string
  readonly passed: boolean
  readonly output: string
  readonly seconds: number
}

/** Runs a step from the project's root; never throws: a program that can't be started is a failed one. */
export const runStep = ({ name, program, args, aloud = false }: Step): Promise<Outcome> =>
  new Promise((done) => {
    const started = performance.now()
    let output = ''
    const keep = (text: string): void => {
      output += text
      if (aloud) process.stdout.write(text)
    }
    const finish = (passed: boolean): void => {
      done({ name, passed, output, seconds: (performance.now() - started) / 1000 })
    }
    const child = spawn(program === 'node' ? process.execPath : join(bin, program), args, {
      cwd: root,
      // the Node that runs this runs the tools too, also where another one comes first on PATH
      env: {
        ...process.env,
        FORCE_COLOR: undefined,
        NO_COLOR: '1',
        PATH: [dirname(process.execPath), bin, process.env['PATH']].join(delimiter)
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program !== 'node'
    })
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => {
      keep(`${error.message}\n`)
      finish(false)
    })
    child.on('close', (code) => {
      finish(code === 0)
    })
  })

/** The last `N passed, N failed` of a program's output. */
export const lastCount = (output: string): Count | undefined => {
  const found = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1)
  return found ? { passed: Number(found[1]), failed: Number(found[2]) } : undefined
}

export interface Count {
  readonly passed: number
  readonly failed: number
}

export const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`
