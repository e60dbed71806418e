/** A second cluster over TCP, with an owner as at an operator's; whoever runs it starts it again when it dies. */
import type { ClientConfig } from 'pg'
import { openPool } from '#server/core/db.ts'
import { startEmbeddedPostgres } from '#server/core/embedded-postgres.ts'
import { freePort, freshFolder } from './server.ts'

export interface ExternalPostgres {
  readonly url: string
  readonly address: ClientConfig
  /** the folder whose `pg` holds the cluster */
  readonly databaseDir: string
  readonly stop: () => Promise<void>
}

export const startExternal = async (): Promise<ExternalPostgres> => {
  const databaseDir = await freshFolder()
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port: String(port) }
  const postgres = await startEmbeddedPostgres({ dataDir: databaseDir, settings })
  const { host, user, password } = postgres.connection
  const superuser = openPool({ host, port, user, password, database: 'postgres' }, { max: 1 })
  await superuser.query(`create role wenzheng login createrole password 'proof'`)
  await superuser.query('create database wenzheng owner wenzheng')
  await superuser.end()
  return {
    url: `postgres://wenzheng:proof@127.0.0.1:${port}/wenzheng`,
    address: { host: '127.0.0.1', port, user: 'wenzheng', password: 'proof', database: 'wenzheng' },
    databaseDir,
    stop: () => postgres.stop()
  }
}
