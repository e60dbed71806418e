/** Every failure leaves the server as one of the closed list of problems (RFC 9457); nothing of the inside is told. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { uuidv7 } from 'uuidv7'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problems, type FieldError, type ProblemDocument, type ProblemSlug } from '#contract/problem.ts'
import type { WorkChallenge } from '#contract/work.ts'

export interface ProblemDetails {
  readonly errors?: readonly FieldError[]
  /** seconds */
  readonly retryAfter?: number
  readonly work?: WorkChallenge
}

export class Problem extends Error {
  readonly slug: ProblemSlug
  readonly details: ProblemDetails

  constructor(slug: ProblemSlug, details: ProblemDetails = {}, cause?: unknown) {
    super(slug, { cause })
    this.name = 'Problem'
    this.slug = slug
    this.details = details
  }
}

/** Makes a problem to be thrown: `throw problem('not-found')`. */
export const problem = (slug: ProblemSlug, details?: ProblemDetails, cause?: unknown): Problem =>
  new Problem(slug, details, cause)

/** SQLSTATEs and socket errors after which the same request may well succeed a little later. */
const passing = /^(08|53|57P|57014|55P03|40001|40P01|25P03|25P04)/
const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])
const brokenConnection =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|connection error|not queryable|cannot use a pool after/i

/** Whether the database could not be reached or gave up for now. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as Error & { code?: string; syscall?: string }
  if (code !== undefined && passing.test(code)) return true
  if (
    code !== undefined &&
    socketErrors.has(code) &&
    (syscall === 'connect' || syscall === 'read' || syscall === 'write')
  )
    return true
  return brokenConnection.test(error.message)
}

function fieldErrors(validation: NonNullable<FastifyError['validation']>): FieldError[] {
  return validation.map((one) => {
    const { params } = one
    const missing = params['missingProperty'] ?? params['additionalProperty']
    const limit = params['limit'] ?? params['pattern'] ?? params['format']
    return {
      pointer: typeof missing === 'string' ? `${one.instancePath}/${missing}` : one.instancePath,
      rule: one.keyword,
      ...(typeof limit === 'number' || typeof limit === 'string' ? { limit } : {})
    }
  })
}

/** Turns whatever was thrown into a problem. Database constraints are the last validation; their text never leaves. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const failure = error as Partial<FastifyError>
  if (failure.validation) {
    return failure.validationContext === 'body'
      ? new Problem('invalid', { errors: fieldErrors(failure.validation) }, error)
      : new Problem('bad-request', { errors: fieldErrors(failure.validation) }, error)
  }
  if (isDatabaseAway(error)) return new Problem('unavailable', { retryAfter: 2 }, error)
  const code = failure.code ?? ''
  if (code === '22021' || code === '22P05') return new Problem('bad-text', {}, error)
  if (code === '22P02' || code === '22003' || code === '22007' || code === '22008')
    return new Problem('bad-request', {}, error)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Problem('media-type-unknown', {}, error)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too-large', {}, error)
  if (code === 'FST_UNDER_PRESSURE' || code === 'FST_ERR_HANDLER_TIMEOUT')
    return new Problem('unavailable', { retryAfter: 5 }, error)
  const status = failure.statusCode ?? 500
  if (status === 404) return new Problem('not-found', {}, error)
  if (status === 405) return new Problem('method-not-allowed', {}, error)
  if (status === 413 || status === 414) return new Problem('too-large', {}, error)
  if (status === 415) return new Problem('media-type-unknown', {}, error)
  if (status === 429) return new Problem('too-many', {}, error)
  if (status === 503) return new Problem('unavailable', { retryAfter: 5 }, error)
  if (status >= 400 && status < 500) return new Problem('bad-request', {}, error)
  return new Problem('unexpected', {}, error)
}

/** The document that goes out for a problem. */
export function problemDocument(found: Problem, requestId: string): ProblemDocument {
  const { status, title } = problems[found.slug]
  return {
    type: `/problems/${found.slug}`,
    title,
    status,
    instance: requestId,
    ...(found.details.errors && found.details.errors.length > 0 ? { errors: [...found.details.errors] } : {}),
    ...(found.details.retryAfter !== undefined ? { retryAfter: found.details.retryAfter } : {}),
    ...(found.details.work ? { work: found.details.work } : {})
  }
}

/** Sends a problem; the reply's own serialiser is not used, so no schema can drop a part of it. */
export function sendProblem(found: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const document = problemDocument(found, request.id)
  if (document.retryAfter !== undefined) reply.header('retry-after', String(document.retryAfter))
  return reply
    .code(document.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(document)
}

/** Answers what is not even HTTP; there is no request yet, so the answer is written by hand. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  // a request that was too slow to arrive may be sent again: a file on a bad line comes in pieces
  const slow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const slug = slow ? 'unavailable' : error.code === 'HPE_HEADER_OVERFLOW' ? 'too-large' : 'bad-request'
  const body = JSON.stringify(problemDocument(problem(slug), uuidv7()))
  const { status } = problems[slug]
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `cache-control: no-store\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
  )
}

/** Installs the one handler of errors. */
export function handleProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const found = asProblem(error)
    if (found.slug === 'unexpected') request.log.error({ err: error }, 'unexpected')
    else if (found.slug === 'unavailable')
      request.log.warn({ reason: (found.cause as Error | undefined)?.name }, 'unavailable')
    return sendProblem(found, request, reply)
  })
}
