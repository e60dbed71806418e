/** Whether the same id came with the same content. */
import { createHmac } from 'node:crypto'
import type { Config } from './config.ts'
import { purposeKey } from './keys.ts'

/** JSON with sorted keys, so that the same content has the same digest whatever the order it came in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  )
}

/** A keyed digest of what was sent: tells whether the same id came with the same content, and nothing else. */
export function contentDigest(config: Config, purpose: 'letter-content' | 'booking-content', content: object): Buffer {
  return createHmac('sha256', purposeKey(config.secret, purpose)).update(canonical(content)).digest()
}
