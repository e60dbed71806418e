/** A line to the server that can be cut, or lose the answer to a request that the server has carried out. */
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'

export interface LossyLine {
  readonly base: string
  /** nothing gets through */
  cut: boolean
  /** the answers to these requests are lost after the server gave them: `POST /api/letters` */
  readonly lose: Map<string, number>
  /** holds the next answer to such a request (`POST /api/letters`, or `PATCH` wherever it goes) back until it is let go */
  readonly holdBack: (what: string) => { readonly reached: Promise<void>; readonly letGo: () => void }
  /** requests that reached the server, by method and path */
  readonly seen: string[]
  readonly close: () => Promise<void>
}

/** Opens a line to the server at `target` (`http://127.0.0.1:port`). Its address stays the same when the server changes. */
export const openLine = async (target: () => string): Promise<LossyLine> => {
  const held = new Map<string, { reached: () => void; gate: Promise<void> }>()
  const seen: string[] = []
  const lose = new Map<string, number>()
  const line = { cut: false }
  const server = createServer((asked, answer) => {
    const what = `${asked.method ?? ''} ${(asked.url ?? '').split('?')[0] ?? ''}`
    if (line.cut) {
      asked.socket.destroy()
      return
    }
    const forward = request(`${target()}${asked.url ?? ''}`, { method: asked.method, headers: asked.headers })
    forward.on('error', () => asked.socket.destroy())
    forward.on('response', (got: IncomingMessage) => {
      seen.push(what)
      void (async () => {
        const chunks: Buffer[] = []
        for await (const chunk of got) chunks.push(chunk as Buffer)
        const named = held.has(what) ? what : (asked.method ?? '')
        const hold = held.get(named)
        if (hold) {
          held.delete(named)
          hold.reached()
          await hold.gate
        }
        const left = lose.get(what) ?? 0
        if (left > 0 || line.cut) {
          lose.set(what, Math.max(0, left - 1))
          asked.socket.destroy()
          return
        }
        answer.writeHead(got.statusCode ?? 502, got.headers)
        answer.end(Buffer.concat(chunks))
      })().catch(() => asked.socket.destroy())
    })
    asked.pipe(forward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    base: `http://localhost:${port}`,
    get cut() {
      return line.cut
    },
    set cut(value) {
      line.cut = value
      if (value) server.closeAllConnections()
    },
    lose,
    seen,
    holdBack: (what) => {
      let reached: () => void = () => undefined
      let letGo: () => void = () => undefined
      const arrival = new Promise<void>((resolve) => (reached = resolve))
      const gate = new Promise<void>((resolve) => (letGo = resolve))
      held.set(what, { reached, gate })
      return { reached: arrival, letGo }
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
