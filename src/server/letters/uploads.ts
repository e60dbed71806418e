/**
 * Files come by the tus protocol (1.0.0), so that a broken connection costs no more than the piece that was on its way.
 * An attachment that a letter declared is an upload from then on, under its own id: creating it again gives the same
 * address, and HEAD tells how far it is. Who may open the letter may send its files, asked at each request.
 */
import { Server, DataStore, Metadata, Upload } from '@tus/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { Check } from 'typebox/value'
import type { ProblemSlug } from '#contract/problem.ts'
import { closed, Id } from '#contract/shapes.ts'
import type { Context } from '../core/context.ts'
import { countRequest } from '../core/limits.ts'
import { problem } from '../core/problems.ts'
import { credentialOf } from '../core/route.ts'
import { checkAttachment } from './attachments-check.ts'
import { openAsHolder } from './holder.ts'
import { addPiece, forgetPieces, progressOf } from './uploads-pieces.ts'

const path = '/api/uploads'

/** So much is written, and acknowledged to a phone that asks, before the rest of a request has arrived. */
const pieceLength = 256 * 1024

/** Where tus puts bytes: pieces of declared attachments. */
class AttachmentStore extends DataStore {
  readonly #context: Context
  readonly #finished: (id: string) => void

  constructor(context: Context, finished: (id: string) => void) {
    super()
    this.#context = context
    this.#finished = finished
    this.extensions = ['creation', 'termination']
  }

  override async getUpload(id: string): Promise<Upload> {
    return new Upload({ id, ...(await progressOf(this.#context, id)) })
  }

  override async write(stream: AsyncIterable<Buffer>, id: string, offset: number): Promise<number> {
    let at = offset
    let held: Buffer[] = []
    let length = 0
    const add = async () => {
      if (length === 0) return
      const bytes = Buffer.concat(held)
      held = []
      length = 0
      const { offset: end, finished } = await addPiece(this.#context, id, at, bytes)
      at = end
      if (finished) this.#finished(id)
    }
    try {
      for await (const chunk of stream) {
        held.push(chunk)
        length += chunk.length
        if (length >= pieceLength) await add()
      }
    } catch (error) {
      // the connection broke: what did arrive need not be sent again. What was sent beyond the declared size is not taken
      if ((error as { status_code?: number }).status_code !== 413) await add()
      throw error
    }
    await add()
    return at
  }

  override async remove(id: string): Promise<void> {
    await forgetPieces(this.#context, id)
  }
}

/**
 * tus wants a lock over a whole request. Here none is held while bytes are on their way, in some process of several, from a
 * phone that may be gone: each piece is added under the lock of its row, and a piece that is no longer next is refused.
 */
const noLock = { lock: async () => undefined, unlock: async () => undefined }

/** What tus itself refuses, in the words of the closed list. */
const slugs: Readonly<Record<number, ProblemSlug>> = {
  404: 'not-found',
  409: 'changed-meanwhile',
  410: 'not-found',
  413: 'too-large'
}

/** What a request may tell tus, and tus the phone. */
const asked = [
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-metadata',
  'upload-defer-length',
  'content-length'
]
const told = /^(location|upload-[a-z]+|tus-[a-z]+)$/

/** The body, untouched until tus asks for it; a request that is refused keeps its connection. */
async function* bodyOf(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  for await (const chunk of request.raw.iterator({ destroyOnReturn: false })) yield chunk as Buffer
}

/** The request for tus; its address is made of the id that was checked, so that no other can be meant. */
function webRequest(request: FastifyRequest, body: AsyncGenerator<Uint8Array>): Request {
  const { id } = request.params as { id?: string }
  const patch = request.method === 'PATCH'
  const headers = new Headers()
  // a body with the creation is not offered, so only a PATCH has a content type
  for (const name of patch ? [...asked, 'content-type'] : asked) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return new Request(`http://localhost${path}${id === undefined ? '' : `/${id}`}`, {
    method: request.method,
    headers,
    ...(patch ? { body: ReadableStream.from(body), duplex: 'half' } : {})
  })
}

/** Reads what is still on its way and throws it away, so that the phone gets to read an answer that came early. */
function drain(request: FastifyRequest, body: AsyncGenerator<Uint8Array>): void {
  body.return(undefined).then(
    () => request.raw.resume(),
    () => request.raw.destroy()
  )
}

/** Throws `holder-unknown` unless the caller may open the letter that declared the attachment; one nobody declared looks the same. */
async function admit({ db, config }: Context, id: string, request: FastifyRequest): Promise<void> {
  const { rows } = await sql<{ number: string }>`
    select l.number from letter_attachments a join letters l on l.id = a.letter_id where a.id = ${id}`.execute(db)
  await openAsHolder(db, config, rows[0]?.number ?? id, credentialOf(request), request.ip)
}

/** The attachment that a creation is about; `Upload-Length` must be what the letter declared. */
async function admitCreation(context: Context, request: FastifyRequest): Promise<string> {
  const { db, config } = context
  await countRequest(db, config, {
    bucket: 'uploads',
    key: request.ip,
    network: true,
    // six files a letter, and each may be begun anew
    limit: { most: config.lettersPerHour * 12, seconds: 3600 }
  })
  const metadata = request.headers['upload-metadata']
  const length = Number(request.headers['upload-length'] ?? Number.NaN)
  let id: string | null | undefined
  try {
    id = Metadata.parse(typeof metadata === 'string' ? metadata : '')['attachment']
  } catch {
    throw problem('bad-request')
  }
  if (!Check(Id, id) || !Number.isInteger(length)) throw problem('bad-request')
  await admit(context, id, request)
  const { size } = await progressOf(context, id)
  if (length > size) throw problem('too-large')
  if (length < size) throw problem('bad-request')
  return id
}

/** Registers the uploads. Bytes pass Fastify by: only here is a body not read before its handler. */
export async function registerUploads(app: FastifyInstance, context: Context): Promise<void> {
  const failures = new WeakMap<object, unknown>()
  const checks = new Set<Promise<void>>()
  let closing = false
  const store = new AttachmentStore(context, (id) => {
    // the job does what is not begun here, and what goes wrong here
    if (closing) return
    const check = checkAttachment(context, id, () => closing)
      .catch((error: unknown) => app.log.warn({ err: error }, 'attachment'))
      .finally(() => checks.delete(check))
    checks.add(check)
  })
  const tus = new Server({
    path,
    datastore: store,
    relativeLocation: true,
    allowedOrigins: [],
    locker: { newLock: () => noLock },
    namingFunction: (_request, metadata) => metadata?.['attachment'] ?? '',
    getFileIdFromRequest: (_request, last) => last,
    onResponseError: (request, error) => {
      failures.set(request, error)
      return undefined
    }
  })

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const body = bodyOf(request)
    const asking = webRequest(request, body)
    const response = await tus.handleWeb(asking)
    if (response.status >= 400) {
      drain(request, body)
      const failure = failures.get(asking)
      if (failure instanceof Error && response.status !== 413) throw failure
      throw problem(slugs[response.status] ?? 'bad-request')
    }
    for (const [name, value] of response.headers) if (told.test(name)) reply.header(name, value)
    return reply.code(response.status).header('cache-control', 'no-store').send()
  }

  await app.register(async (scope) => {
    scope.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'tus-resumable': '1.0.0', 'tus-version': '1.0.0' })
    })
    const options = {
      schema: { hide: true },
      compress: false as const,
      decompress: false as const,
      // Node ends a request that takes longer to arrive (`requestTimeout`); what arrived until then is kept
      handlerTimeout: 90_000
    }
    scope.route({
      method: 'POST',
      url: path,
      ...options,
      preValidation: async (request) => {
        await admitCreation(context, request)
      },
      handler: answer
    })
    scope.route({
      method: ['HEAD', 'PATCH', 'DELETE'],
      url: `${path}/:id`,
      ...options,
      schema: { hide: true, params: closed({ id: Id }) },
      preHandler: async (request) => {
        await admit(context, (request.params as { id: string }).id, request)
      },
      handler: answer
    })
  })
  app.addHook('onClose', async () => {
    closing = true
    await Promise.all(checks)
  })
}
