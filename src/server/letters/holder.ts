/** Whether somebody may open a letter from outside: number + query code, or the token of the sending phone. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Config } from '../core/config.ts'
import type { Db } from '../core/db.ts'
import { purposeKey } from '../core/keys.ts'
import { admitTry, refuseWhenSpent } from '../core/limits.ts'
import { problem } from '../core/problems.ts'
import type { Credential } from '../core/route.ts'

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

/**
 * The id of the letter that the credential opens. A number that does not exist and a code that is wrong
 * take the same way and get the same answer; wrong tries slow down a number (existing or not) and a network,
 * never the phone that sent the letter.
 */
export async function openAsHolder(
  db: Db,
  config: Config,
  number: string,
  credential: Credential,
  address: string
): Promise<string> {
  const byCode = credential.kind === 'code'
  const tries = [
    { bucket: 'wrong-code/number', key: number, limit: wrongCodes.number },
    { bucket: 'wrong-code/network', key: address, limit: wrongCodes.network, network: true }
  ]
  if (byCode) await refuseWhenSpent(db, config, tries)
  const shown = byCode ? hashCode(config, credential.value) : hashDevice(credential.value)
  const { rows } = await sql<{ id: string; codeHash: Buffer; deviceHash: Buffer }>`
    select id, code_hash as "codeHash", device_hash as "deviceHash" from letters where number = ${number}`.execute(db)
  const [row] = rows
  const kept = (byCode ? row?.codeHash : row?.deviceHash) ?? Buffer.alloc(32)
  const right = timingSafeEqual(kept, shown) && row !== undefined
  // nothing is told before the try is admitted, be it right or wrong
  if (byCode) await admitTry(db, config, tries, !right)
  if (right) return row.id
  throw problem('holder-unknown')
}
