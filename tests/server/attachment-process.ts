/** A server of its own process on a given database and folder, to be killed. Prints its port. */
import type { AddressInfo } from 'node:net'
import { buildApp } from '#server/app.ts'
import { readConfig } from '#server/core/config.ts'
import { applicationRole, openDb, openPool, type DatabaseAddress } from '#server/core/db.ts'

const address = JSON.parse(process.env['ADDRESS'] ?? '{}') as DatabaseAddress
const pool = openPool(address, { role: applicationRole })
const config = readConfig({ DATA_DIR: process.env['DATA_DIR'], LOG_LEVEL: 'silent', PORT: '0' })
const app = await buildApp(config, { db: openDb(pool), pool })
await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`)
