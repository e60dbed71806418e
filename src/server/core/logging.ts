/** Structured logs without personal data: which route, how it ended, how long it took; no address, no query, no text. */
import { LogController, type FastifyReply, type FastifyRequest, type FastifyServerOptions } from 'fastify'
import type { Config } from './config.ts'
import { networkOf, pseudonym } from './limits.ts'

/** A failure as it may be logged: a message can quote what somebody typed, so only kind, code and place are kept. */
export function safeError(error: unknown): { name: string; code?: string; at: string[]; cause?: unknown } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  const { code } = error as { code?: unknown }
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause) })
  }
}

/** How many networks' names are remembered; a name is always the same, so forgetting them costs time only. */
const mostNames = 10_000

/** One line a request, written when it has been answered. `network` is a keyed hash: one caller's lines can be found together. */
class RequestLog extends LogController {
  readonly #config: Config
  readonly #names = new Map<string, string>()

  constructor(config: Config) {
    super()
    this.#config = config
  }

  #nameOf(address: string): string {
    const known = this.#names.get(address)
    if (known !== undefined) return known
    const name = pseudonym(this.#config, 'log', networkOf(address)).toString('base64url')
    if (this.#names.size >= mostNames) this.#names.clear()
    this.#names.set(address, name)
    return name
  }

  override incomingRequest(): void {
    // said once, when it is answered
  }

  override routeNotFound(): void {
    // said once, when it is answered
  }

  override requestCompleted(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    reply.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        network: this.#nameOf(request.ip)
      },
      'request'
    )
  }
}

/** Lines are gathered for a moment and written together: a write for each would cost more than answering a page. */
class GatheredLines {
  #lines = ''
  #timer: NodeJS.Timeout | undefined

  write(line: string): void {
    this.#lines += line
    if (this.#lines.length > 65_536) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), 50).unref()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#lines !== '') process.stdout.write(this.#lines)
    this.#lines = ''
  }
}

const gathered = new GatheredLines()
process.once('exit', () => gathered.flush())

/** Fastify's options for logs. */
export function logging(config: Config): Pick<FastifyServerOptions, 'logger' | 'logController'> {
  if (config.logLevel === 'silent') return { logger: false }
  return {
    logger: {
      level: config.logLevel,
      stream: gathered,
      serializers: {
        err: safeError as unknown as (error: unknown) => { type: string; message: string; stack: string },
        req: (request: FastifyRequest) => ({ method: request.method })
      }
    },
    logController: new RequestLog(config)
  }
}
