/**
 * What a server is measured against: node:http alone, answering with bytes that stand ready.
 * Started as a program it serves the file of answers named on its command line and tells its port to its parent.
 */
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'

/** One answer as it goes over the wire; `body` is base64. */
export interface BareAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

export interface BareServer {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Headers that node:http writes by itself. */
const ownHeaders = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])

/** Asks a server once and keeps the answer: still compressed, with the headers that it chose. */
export async function captureAnswer(url: string, encoding = 'br'): Promise<BareAnswer> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'accept-encoding': encoding, accept: 'text/html,*/*' } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const headers: [string, string][] = []
        for (let at = 0; at < answer.rawHeaders.length; at += 2) {
          const name = answer.rawHeaders[at] ?? ''
          if (!ownHeaders.has(name.toLowerCase())) headers.push([name, answer.rawHeaders[at + 1] ?? ''])
        }
        resolve({ status: answer.statusCode ?? 0, headers, body: Buffer.concat(parts).toString('base64') })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Serves answers by path on a free port of this machine; anything else is a 404. */
export async function serveBare(answers: Readonly<Record<string, BareAnswer>>): Promise<BareServer> {
  const ready = new Map(
    Object.entries(answers).map(([path, { status, headers, body }]) => {
      return [path, { status, headers: headers.flat(), body: Buffer.from(body, 'base64') }]
    })
  )
  const server = createServer((asked, answer) => {
    const found = ready.get(asked.url ?? '')
    if (!found) {
      answer.writeHead(404).end()
      return
    }
    answer.writeHead(found.status, found.headers)
    answer.end(found.body)
  })
  // as the real one, so that the same headers go out
  server.keepAliveTimeout = 72_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

if (import.meta.main) {
  const answers = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Record<string, BareAnswer>
  const { port } = await serveBare(answers)
  process.send?.({ port })
  process.on('disconnect', () => process.exit(0))
}
