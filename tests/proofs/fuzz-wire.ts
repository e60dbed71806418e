/** Sends a shot as bytes over a connection of its own and reads what comes back. */
import { connect } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Shot } from './fuzz-requests.ts'

export interface Reply {
  /** undefined when the connection was closed without an answer, or nothing came in time */
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  /** head and body as they came, the body unpacked */
  readonly text: string
  readonly body: string
}

const patienceMs = 15_000

const bytesOf = ({ method, target, headers, body }: Shot, more: readonly (readonly [string, string])[]): Buffer => {
  const all = [...more, ...headers]
  const has = (name: string): boolean => all.some(([key]) => key === name)
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(has('host') ? [] : ['host: localhost']),
    ...all.map(([name, value]) => `${name}: ${value}`),
    ...(body && !has('content-length') && !has('transfer-encoding') ? [`content-length: ${body.length}`] : []),
    ...(has('connection') ? [] : ['connection: close'])
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return body ? Buffer.concat([head, body]) : head
}

const unchunk = (raw: Buffer): Buffer => {
  const parts: Buffer[] = []
  for (let at = 0; at < raw.length;) {
    const end = raw.indexOf('\r\n', at)
    const size = Number.parseInt(raw.toString('latin1', at, end), 16)
    if (end < 0 || !(size > 0)) break
    parts.push(raw.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(parts)
}

const read = (raw: Buffer): Reply => {
  let rest = raw
  // an interim answer goes before the real one
  while (/^HTTP\/1\.1 1\d\d /.test(rest.toString('latin1', 0, 13))) rest = rest.subarray(rest.indexOf('\r\n\r\n') + 4)
  const split = rest.indexOf('\r\n\r\n')
  const [first = '', ...lines] = rest.toString('latin1', 0, split < 0 ? rest.length : split).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  )
  let payload = split < 0 ? Buffer.alloc(0) : rest.subarray(split + 4)
  // what was sent beyond a request's declared length is read as one more request, and may be answered too
  const length = Number(headers['content-length'] ?? payload.length)
  const beyond = payload.subarray(length).toString('utf8')
  payload = payload.subarray(0, length)
  if (headers['transfer-encoding'] === 'chunked') payload = unchunk(payload)
  if (headers['content-encoding'] === 'br' && payload.length > 0) payload = brotliDecompressSync(payload)
  if (headers['content-encoding'] === 'gzip' && payload.length > 0) payload = gunzipSync(payload)
  const body = payload.toString('utf8')
  const status = /^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]
  return { status: status ? Number(status) : undefined, headers, text: `${lines.join('\n')}\n${body}${beyond}`, body }
}

/** Never throws: a connection that breaks is no answer. */
export const fire = (port: number, shot: Shot, more: readonly (readonly [string, string])[]): Promise<Reply> =>
  new Promise((done) => {
    const parts: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1' })
    socket.setTimeout(patienceMs, () => socket.destroy())
    socket.on('data', (part) => parts.push(part))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      done(read(Buffer.concat(parts)))
    })
    const bytes = bytesOf(shot, more)
    // a request that promises more than it sends is ended, the others wait for their answer
    if (shot.broken) socket.end(bytes)
    else socket.write(bytes)
  })
