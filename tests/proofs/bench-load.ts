/**
 * Loads a server over HTTP from a thread of its own, so that what the measuring program does meanwhile doesn't slow
 * the load down. `bench-rates.ts` starts it; it answers with the number of right answers and the seconds they took.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
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

/** Reads a page again and again. */
async function readPages({ url, connections, seconds, status }: Load): Promise<Loaded> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { 'accept-encoding': 'br', accept: 'text/html' }
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

/** More letters a second than any server here takes. */
const mostPerSecond = 3000

/**
 * Sends letters over plain sockets. They are written beforehand and answers are only counted: the processors are shared
 * with the server, and what a client spends on making letters up is not the server's.
 */
async function sendLetters({ url, connections, seconds, status }: Load): Promise<Loaded> {
  const { hostname, port, pathname, host } = new URL(url)
  const letters = Array.from({ length: mostPerSecond * seconds }, () => {
    const body = JSON.stringify(freshLetter())
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`
    return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  })
  const started = performance.now()
  const end = started + seconds * 1000
  let answers = 0
  const talk = async (): Promise<void> => {
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    await once(socket, 'connect')
    let kept: Buffer = Buffer.alloc(0)
    const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
    for (let letter = letters.pop(); letter && performance.now() < end; letter = letters.pop()) {
      socket.write(letter)
      for (;;) {
        const split = kept.indexOf('\r\n\r\n')
        const length = split < 0 ? -1 : Number(/content-length: (\d+)/i.exec(kept.toString('latin1', 0, split))?.[1])
        if (split >= 0 && kept.length >= split + 4 + length) {
          if (!kept.toString('latin1', 0, 12).endsWith(` ${status}`)) throw new Error(kept.toString('utf8'))
          kept = kept.subarray(split + 4 + length)
          break
        }
        const { value } = await chunks.next()
        if (value === undefined) throw new Error('the server hung up')
        kept = kept.length === 0 ? value : Buffer.concat([kept, value])
      }
      answers += 1
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, talk))
  return { answers, seconds: (performance.now() - started) / 1000 }
}

const load = workerData as Load
parentPort?.postMessage(await (load.letters ? sendLetters(load) : readPages(load)))
