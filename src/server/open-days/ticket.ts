/** Tickets: signed by the bureau with a key of its own, so that a door checks them without a network. */
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { ticketBytes, ticketText, type TicketFacts } from '#contract/tickets.ts'
import type { Config } from '../core/config.ts'
import { purposeKey } from '../core/keys.ts'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, 7). */
const before = Buffer.from('302e020100300506032b657004220420', 'hex')

const made = new WeakMap<KeyObject, KeyObject>()

/** Derived from the installation's secret: every process has the same, a backup carries it, and a new secret makes a new one. */
function signingKey(config: Config): KeyObject {
  const seed = purposeKey(config.secret, 'ticket-signing')
  const known = made.get(seed)
  if (known) return known
  const key = createPrivateKey({ key: Buffer.concat([before, seed.export()]), format: 'der', type: 'pkcs8' })
  made.set(seed, key)
  return key
}

/** What the QR code of a ticket holds. */
export const signedTicket = (config: Config, facts: TicketFacts): string =>
  ticketText(facts, sign(null, ticketBytes(facts), signingKey(config)))

/** The key that doors check tickets with: 32 bytes in base64url. */
export const ticketKey = (config: Config): string =>
  createPublicKey(signingKey(config)).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url')
