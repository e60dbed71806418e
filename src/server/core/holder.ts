/** Whether somebody may open a case from outside: number + query code, or the token of the sending phone. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { purposeKey } from './keys.ts'
import { admitTry, refuseWhenSpent } from './limits.ts'
import { problem } from './problems.ts'
import type { Credential } from './route.ts'

/** The keyed hash of a query code; the code itself is never stored. */
export function hashCode(config: Config, code: string): Buffer {
  return createHmac('sha256', purposeKey(config.secret, 'query-code')).update(code).digest()
}

/** The hash of a device token: 256 random bits need no key. */
export function hashDevice(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const wrongCodes = {
  number: { most: 10, seconds: 3600 },
  network: { most: 30, seconds: 3600 }
}

/** What a holder shows, and from where. */
export interface HolderCall {
  readonly number: string
  readonly credential: Credential
  readonly address: string
}

/** What a case is opened by. */
export interface HeldCase {
  readonly id: string
  readonly codeHash: Buffer
  readonly deviceHash: Buffer
}

/**
 * The id of the case that the credential opens; `look` finds the one with a number. A number that does not exist and a code that is wrong
 * take the same way and get the same answer; wrong tries slow down a number (existing or not) and a network,
 * never the phone that sent the case.
 */
export async function openAsHolder(
  { db, config }: Pick<Context, 'db' | 'config'>,
  look: (number: string) => Promise<HeldCase | undefined>,
  { number, credential, address }: HolderCall
): Promise<string> {
  const byCode = credential.kind === 'code'
  const tries = [
    { bucket: 'wrong-code/number', key: number, limit: wrongCodes.number },
    { bucket: 'wrong-code/network', key: address, limit: wrongCodes.network, network: true }
  ]
  if (byCode) await refuseWhenSpent(db, config, tries)
  const shown = byCode ? hashCode(config, credential.value) : hashDevice(credential.value)
  const row = await look(number)
  const kept = (byCode ? row?.codeHash : row?.deviceHash) ?? Buffer.alloc(32)
  const right = timingSafeEqual(kept, shown) && row !== undefined
  // nothing is told before the try is admitted, be it right or wrong
  if (byCode) await admitTry(db, config, tries, !right)
  if (right) return row.id
  throw problem('holder-unknown')
}
