/** Pages that went out before go out again as they were, before anything else looks at the request: nothing is computed anew. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type Encoding = 'br' | 'gzip' | 'identity'

/** The best of the encodings that the request accepts. */
export function encodingOf(request: FastifyRequest): Encoding {
  const accepted = request.headers['accept-encoding'] ?? ''
  if (/\bbr\b/.test(accepted)) return 'br'
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}

export interface ReadyPages {
  /**
   * Keeps what is about to be answered, with all the header lines that were set for it. Only for pages that are there, at the
   * one address they are written under: made-up numbers and queries must not push the others out.
   */
  keep(request: FastifyRequest, reply: FastifyReply, body: Buffer): void
  /** forgets all of them: they are made again when they are asked for */
  clear(): void
}

/** So many answers, and so many bytes of them, are ready; the oldest make room. */
const mostReady = 1000
const mostBytes = 32_000_000

interface ReadyPage {
  readonly head: readonly string[]
  readonly body: Buffer
}

const keyOf = (request: FastifyRequest): string => `${encodingOf(request)} ${request.url}`

/** Answers what is ready. Call it before any other hook is added; what is logged and counted after an answer still is. */
export function answerReadyPages(app: FastifyInstance): ReadyPages {
  const ready = new Map<string, ReadyPage>()
  let bytes = 0
  const forget = (key: string) => {
    bytes -= ready.get(key)?.body.length ?? 0
    ready.delete(key)
  }
  app.addHook('onRequest', (request, reply, done) => {
    const plain = request.method === 'GET' && request.headers['if-none-match'] === undefined
    const page = plain ? ready.get(keyOf(request)) : undefined
    if (!page) {
      done()
      return
    }
    reply.hijack()
    reply.raw.writeHead(200, [...page.head, 'x-request-id', request.id])
    reply.raw.end(page.body)
  })
  return {
    keep(request, reply, body) {
      const key = keyOf(request)
      const lines = Object.entries(reply.getHeaders()).filter(([name]) => name !== 'x-request-id')
      forget(key)
      ready.set(key, { head: lines.flatMap(([name, value]) => [name, String(value)]), body })
      bytes += body.length
      for (const oldest of ready.keys()) {
        if (ready.size <= mostReady && bytes <= mostBytes) return
        forget(oldest)
      }
    },
    clear: () => {
      ready.clear()
      bytes = 0
    }
  }
}
