/**
 * Proof of work, by ALTCHA's protocol (version 2): asked for when more comes than people write, done by the phone without
 * a word while it sends. The server names a hash, the phone counts until it has found the number that makes it.
 */
import * as T from 'typebox'
import { Id } from './shapes.ts'

/** What the server asks for. `data` binds it to one letter, and to a time by the server's clock. */
export const WorkChallenge = T.Object({
  parameters: T.Object({
    algorithm: T.Literal('SHA-256'),
    nonce: T.String(),
    salt: T.String(),
    cost: T.Integer({ description: 'hashes for one number' }),
    keyLength: T.Integer(),
    keyPrefix: T.String({ description: 'what the hash begins with' }),
    keySignature: T.String(),
    data: T.Object({ letter: Id, until: T.Integer({ description: 'seconds since 1970' }) })
  }),
  signature: T.String()
})
export type WorkChallenge = T.Static<typeof WorkChallenge>

/** The number that was found; `derivedKey` is its hash in hexadecimal digits, `time` the milliseconds it took. */
export interface WorkSolution {
  readonly counter: number
  readonly derivedKey: string
  readonly time: number
}

/** The header in which challenge and solution come back, as base64 of their JSON. */
export const workHeader = 'x-work'
