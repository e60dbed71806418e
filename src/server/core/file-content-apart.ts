/** Checks a file in a process of its own: one that brings its process down takes nothing else with it, and is known by that. */
import { fork } from 'node:child_process'
import type { checkContent } from './file-content.ts'
import { RefusedFile, type Checked, type Refusal } from './file-types.ts'

export type ApartAnswer = Checked | { readonly refused: Refusal }

/** Longer than any decoder is given; a process that hangs for as long is brought down by the file too. */
const mostSeconds = 180

/** The same as `checkContent`; `broken` also where the process ends without an answer. */
export const checkContentApart: typeof checkContent = async (bytes) => {
  const child = fork(new URL('./file-content-process.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: 'ignore'
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<ApartAnswer>((resolve, reject) => {
      const broken = () => resolve({ refused: 'broken' })
      timer = setTimeout(broken, mostSeconds * 1000)
      child.once('message', (told) => resolve(told as ApartAnswer))
      child.once('exit', broken)
      // it could not be started: no fault of the file
      child.once('error', reject)
      child.once('spawn', () => child.send(bytes, (error) => error && broken()))
    })
    if ('refused' in answer) throw new RefusedFile(answer.refused)
    return { type: answer.type, content: Buffer.from(answer.content) }
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}
