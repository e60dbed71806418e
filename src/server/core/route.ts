/** Registers a contract route: validation, guard and reply come from the contract, the handler only does its work. */
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteOptions } from 'fastify'
import { FileBody, readCode } from '#contract/shapes.ts'
import type { Permission } from '#contract/people.ts'
import type { RouteShape } from '#contract/route.ts'
import {
  routes,
  type Bodies,
  type Params,
  type Queries,
  type Replies,
  type RouteName,
  type Routes
} from '#contract/routes.ts'
import type { Context } from './context.ts'
import { problem } from './problems.ts'
import { checkCsrf, staffOf, type Staff } from './sessions.ts'

/** What a holder shows: the query code, or the token of the phone that sent the case. */
export type Credential = { readonly kind: 'code' | 'device'; readonly value: string }

/** What a handler is given; `staff` on routes for staff, `credential` on routes for a holder. */
export type Calls = {
  readonly [K in RouteName]: {
    readonly params: Params[K]
    readonly query: Queries[K]
    readonly body: Bodies[K]
    readonly staff: Routes[K]['who'] extends `staff${string}` ? Staff : undefined
    readonly credential: Routes[K]['who'] extends 'holder' ? Credential : undefined
    readonly request: FastifyRequest
    readonly reply: FastifyReply
  }
}

/** A file as a handler returns it where the contract says `FileBody`. */
export interface SentFile {
  readonly type: string
  /** what it is called at the receiver's; any characters */
  readonly name: string
  /** left out while nobody knows yet: the content is made as it goes */
  readonly bytes?: number
  readonly content: Readable
  /** shown in its place instead of downloaded; pictures that were made anew, nothing else */
  readonly inline?: boolean
  /** of what may be kept by the receiver, who asks each time whether it still holds; without it nothing may be kept */
  readonly etag?: string
}

/** What a handler returns: the reply of the contract, or the file that it stands for. */
export type Results = {
  readonly [K in RouteName]: [Replies[K]] extends [Uint8Array] ? SentFile : Replies[K]
}

const authorization = /^(Code|Device) (\S{1,64})$/i

/** Reads `authorization: Code …` or `authorization: Device …`. A missing or broken one is answered like a wrong one. */
export function credentialOf(request: FastifyRequest): Credential {
  const found = authorization.exec(request.headers.authorization ?? '')
  const [, scheme = '', value = ''] = found ?? []
  if (scheme.toLowerCase() === 'device') return { kind: 'device', value }
  const code = readCode(value)
  if (!code) throw problem('holder-unknown')
  return { kind: 'code', value: code }
}

/** Own-account routes that are open before the account is finished. */
const ownAccount = /^\/desk\/(session|sessions|sessions\/:id|password|second-factor)$/

async function guardStaff(
  context: Context,
  shape: RouteShape,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<Staff> {
  const staff = await staffOf(request, context)
  if (!staff) throw problem('not-signed-in')
  if (request.method !== 'GET') await checkCsrf(request, reply)
  if (staff.unfinished && !ownAccount.test(path)) throw problem('account-unfinished')
  if (shape.who.startsWith('staff:')) {
    const permission = shape.who.slice('staff:'.length) as Permission
    if (!staff.grants.has(permission)) throw problem('not-permitted')
  }
  return staff
}

/** RFC 8187: letters, digits and a few marks stay, every other byte is written as `%XX`. */
const encodedName = (name: string) =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
  )

const pictures: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Sends a file as a download that no browser opens as a page of ours, whatever it holds, or a picture to be shown. */
function sendFile(request: FastifyRequest, reply: FastifyReply, status: number, file: SentFile): FastifyReply {
  const { type, name, bytes, content, etag } = file
  if (etag !== undefined) {
    void reply.headers({ etag, 'cache-control': 'no-cache' })
    if (request.headers['if-none-match'] === etag) {
      content.destroy()
      return reply.code(304).send()
    }
  }
  const place = file.inline === true && pictures.has(type) ? 'inline' : 'attachment'
  return reply
    .code(status)
    .type(type)
    .headers({
      ...(bytes === undefined ? {} : { 'content-length': bytes }),
      'content-disposition': `${place}; filename*=UTF-8''${encodedName(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'"
    })
    .send(content)
}

/**
 * Registers one route under `/api`. The guard runs before the body is validated,
 * so that a stranger learns nothing from the answer.
 */
export function route<K extends RouteName>(
  app: FastifyInstance,
  context: Context,
  key: K,
  handler: (call: Calls[K]) => Promise<Results[K]>
): void {
  const shape: RouteShape = routes[key]
  const [method = '', path = ''] = key.split(' ')
  const status = Number(Object.keys(shape.reply)[0])
  const sendsFile = shape.reply[status] === FileBody
  const schema: FastifySchema & { summary: string; tags: string[] } = {
    summary: shape.summary,
    tags: [shape.who],
    response: sendsFile ? { [status]: { content: { 'application/octet-stream': { schema: FileBody } } } } : shape.reply,
    ...(shape.params ? { params: shape.params } : {}),
    ...(shape.query ? { querystring: shape.query } : {}),
    ...(shape.body && shape.body !== FileBody ? { body: shape.body } : {})
  }
  const guards = new WeakMap<FastifyRequest, { staff?: Staff; credential?: Credential }>()
  const options: RouteOptions = {
    method,
    url: `/api${path}`,
    schema,
    ...(sendsFile ? { compress: false } : {}),
    ...(shape.bodyLimit ? { bodyLimit: shape.bodyLimit } : {}),
    ...(shape.timeout ? { handlerTimeout: shape.timeout } : {}),
    preValidation: async (request, reply) => {
      if (shape.who === 'holder') guards.set(request, { credential: credentialOf(request) })
      else if (shape.who.startsWith('staff'))
        guards.set(request, { staff: await guardStaff(context, shape, path, request, reply) })
    },
    handler: async (request, reply) => {
      const { staff, credential } = guards.get(request) ?? {}
      const call = {
        params: request.params,
        query: request.query,
        body: request.body,
        staff,
        credential,
        request,
        reply
      }
      const result = await handler(call as unknown as Calls[K])
      reply.header('cache-control', 'no-store')
      if (sendsFile) return sendFile(request, reply, status, result as SentFile)
      return reply.code(status).send(status === 204 ? undefined : result)
    }
  }
  if (shape.body !== FileBody) app.route(options)
  else
    void app.register(async (scope) => {
      // only this route reads bytes; to all others they are content of an unknown kind
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
        done(null, body)
      )
      scope.route(options)
    })
}
