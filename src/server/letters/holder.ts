/** Opening a letter from outside. */
import { sql } from 'kysely'
import type { Config } from '../core/config.ts'
import type { Db } from '../core/db.ts'
import { type HeldCase, openAsHolder as openCase } from '../core/holder.ts'
import type { Credential } from '../core/route.ts'

/** The id of the letter that the credential opens; throws `holder-unknown` or `too-many`. */
export async function openAsHolder(
  db: Db,
  config: Config,
  number: string,
  credential: Credential,
  address: string
): Promise<string> {
  const look = async (): Promise<HeldCase | undefined> => {
    const { rows } = await sql<HeldCase>`
      select id, code_hash as "codeHash", device_hash as "deviceHash" from letters where number = ${number}`.execute(db)
    return rows[0]
  }
  return await openCase({ db, config }, look, { number, credential, address })
}
