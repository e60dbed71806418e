/** What every capability is handed when it is registered. */
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import type { Files } from './files.ts'
import type { Sealer } from './sealed.ts'

export interface Context {
  readonly config: Config
  readonly db: Db
  readonly sealer: Sealer
  readonly files: Files
}
