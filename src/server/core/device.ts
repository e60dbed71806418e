/** A device without an account: known by a random cookie that this server signed, and by nothing else about it. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import { purposeKey } from './keys.ts'

const cookieName = 'wenzheng-device'
const year = 365 * 86_400

/**
 * The device that asks; one that has no cookie, or one that was made up, gets it now. The browser sends it to `path`
 * alone, so what a device does at one path can't be joined with what it does at another. `maxAge` is in seconds.
 */
export function deviceOf(
  config: Config,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { path, maxAge = year }: { readonly path: string; readonly maxAge?: number }
): string {
  const sign = (id: string) =>
    createHmac('sha256', purposeKey(config.secret, 'device-cookie')).update(id).digest('base64url')
  const [id = '', mark = ''] = (request.cookies[cookieName] ?? '').split('.')
  const right = Buffer.from(sign(id))
  const shown = Buffer.from(mark)
  if (id !== '' && shown.length === right.length && timingSafeEqual(shown, right)) return id
  const fresh = randomBytes(16).toString('base64url')
  void reply.setCookie(cookieName, `${fresh}.${sign(fresh)}`, {
    path,
    httpOnly: true,
    sameSite: 'strict',
    secure: config.publicUrl.startsWith('https:'),
    maxAge
  })
  return fresh
}
