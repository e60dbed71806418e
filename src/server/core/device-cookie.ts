/** A device that says something once, known by a random cookie that this server signed. It tells nothing but that it is the same one. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import { purposeKey } from './keys.ts'

const cookieName = 'wenzheng-device'
const year = 365 * 86_400

/** The device that asks; one that has no cookie gets it now. It is sent below `path` only, so that each part of the site knows a device of its own. */
export function deviceOf(config: Config, path: string, request: FastifyRequest, reply: FastifyReply): string {
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
    maxAge: year
  })
  return fresh
}
