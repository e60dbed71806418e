/**
 * Loads a server over HTTP from a thread of its own, so that what the measuring program does meanwhile doesn't slow
 * the load down. `bench-rates.ts` starts it; it answers with the number of right answers and the seconds they took.
 */
import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import autocannon from 'autocannon'
import { uuidv7 } from 'uuidv7'

export interface Load {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  /** the status that every answer must have */
  readonly status: number
  /** sends a new letter with each request; otherwise the address is read, brotli accepted */
  readonly letters?: boolean
}

export interface Loaded {
  readonly answers: number
  readonly seconds: number
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A letter as a phone makes it: an own id, an own code, an own device token; with a telephone number to be sealed. */
export function freshLetter(): Record<string, unknown> {
  const letters = [...randomBytes(12)].map((byte) => alphabet.charAt(byte % 32)).join('')
  return {
    id: uuidv7(),
    code: `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`,
    deviceToken: randomBytes(32).toString('base64url'),
    kind: 'enquiry',
    title: '请问个体工商户抽样调查的时间',
    text: '我在老街开了一家面馆，听说今年抽到的店要填经营情况表。请问什么时候填，要准备哪些账目，填错了能不能改？',
    contact: { name: '郑慧敏', phone: '13800000000' },
    privacyNotice: '2026-11'
  }
}

async function load({ url, connections, seconds, status, letters = false }: Load): Promise<Loaded> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(letters
      ? {
          method: 'POST' as const,
          headers: { 'content-type': 'application/json' },
          requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify(freshLetter()) }) }]
        }
      : { headers: { 'accept-encoding': 'br', accept: 'text/html' } })
  })
  const counts = result.statusCodeStats ?? {}
  const answers = Object.values(counts).reduce((sum, { count = 0 }) => sum + count, 0)
  const right = counts[`${status}`]?.count ?? 0
  if (right === 0 || right !== answers || result.errors > 0) {
    throw new Error(
      `${url} answered ${JSON.stringify(counts)} with ${result.errors} errors; every answer should be ${status}`
    )
  }
  return { answers: right, seconds: result.duration }
}

parentPort?.postMessage(await load(workerData as Load))
