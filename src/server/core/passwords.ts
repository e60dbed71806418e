/** Passwords as argon2id hashes (RFC 9106). The work is heavy on purpose, so it is rationed. */
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { problem } from './problems.ts'

// 19 MiB, two passes, one lane; argon2id is the library's default
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const mostAtWork = 2
const mostWaiting = 32

let atWork = 0
const waiting: (() => void)[] = []

/** Lets two hashes be worked on at a time; throws `unavailable` when too many wait already. */
async function rationed<V>(work: () => Promise<V>): Promise<V> {
  if (atWork < mostAtWork) atWork += 1
  else if (waiting.length >= mostWaiting) throw problem('unavailable', { retryAfter: 3 })
  // whoever finishes hands the place over, so that nobody slips in between
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else atWork -= 1
  }
}

// the same characters typed on another keyboard (full width, composed or not) are the same password
const asTyped = (password: string) => password.normalize('NFKC')

/** Hashes a password for storing. Throws `unavailable` under load. */
export async function hashPassword(password: string): Promise<string> {
  return await rationed(() => hash(asTyped(password), cost))
}

/** Whether two passwords as typed count as one. */
export const isSamePassword = (one: string, other: string): boolean => asTyped(one) === asTyped(other)

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** A well-formed hash that no password has: what is checked for an account that doesn't exist, at the same cost. */
const nobodysHash = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(32))}`

/** Whether the password belongs to the hash. `stored` undefined: never, in the same time. Throws `unavailable` under load. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  return await rationed(() => verify(stored ?? nobodysHash, asTyped(password)))
}
