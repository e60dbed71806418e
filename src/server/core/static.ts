/** The built files: the citizen's assets, the desk, icons. Compressed when they were built; what carries a digest is kept for ever. */
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { contentPolicy } from './page-document.ts'

/** Headers that a browser heeds on pages alone. */
const ofPages = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection'
]

/** Registers the built files below `builtFolder`; a missing one is a real 404. */
export async function registerStatic(app: FastifyInstance, builtFolder: string): Promise<void> {
  const cacheControl = (path: string) =>
    /[/\\]assets[/\\]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
  const options = {
    preCompressed: true,
    cacheControl: false,
    index: false as const,
    decorateReply: false,
    setHeaders: (reply: FastifyReply, path: string) => {
      reply.header('cache-control', cacheControl(path))
      // what says how a page may behave says nothing of a script or a sheet, and costs each of them 0.7 kB
      if (/[/\\]assets[/\\]/.test(path)) for (const name of ofPages) reply.removeHeader(name).raw.removeHeader(name)
    }
  }
  await app.register(fastifyStatic, {
    ...options,
    root: join(builtFolder, 'citizen'),
    decorateReply: true,
    wildcard: false,
    globIgnore: ['**/index.html', '**/*.br', '**/*.gz']
  })
  await app.register(fastifyStatic, {
    ...options,
    root: join(builtFolder, 'desk'),
    prefix: '/desk/',
    wildcard: false,
    globIgnore: ['**/index.html', '**/*.br', '**/*.gz']
  })
  const desk = (reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').sendFile('index.html', join(builtFolder, 'desk'), { cacheControl: false })
  app.get('/desk', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/desk/', 308))
  app.get('/desk/', { schema: { hide: true } }, (_request, reply) => desk(reply))
  // a phone at a door reads QR codes; where its browser can't, WebAssembly does. No other page may compile any.
  const doorPolicy = contentPolicy([], { wasm: true })
  app.get('/desk/door', { schema: { hide: true } }, (_request, reply) =>
    desk(reply.header('content-security-policy', doorPolicy))
  )
  app.get('/desk/*', { schema: { hide: true } }, (request, reply) => {
    // the desk's own addresses open the desk; a file that isn't there does not
    if (/\.[a-z0-9]{1,5}(\?|$)/i.test(request.url)) {
      reply.callNotFound()
      return reply
    }
    return desk(reply)
  })
}
