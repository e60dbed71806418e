/** Runs beside the page (a worker), so that nothing on the screen waits while the phone counts. */
import type { WorkChallenge } from '#contract/work.ts'
import { findNumber } from './work-hash.ts'

addEventListener('message', ({ data }: MessageEvent<WorkChallenge['parameters']>) => {
  postMessage(findNumber(data, 0, 2 ** 32))
})
