/** Sends what waits, in a process of its own on a given database and folder, to be killed meanwhile. */
import { contextOf } from '#server/app.ts'
import { clock } from '#server/core/clock.ts'
import { readConfig } from '#server/core/config.ts'
import { applicationRole, openDb, openPool, type DatabaseAddress } from '#server/core/db.ts'
import { sendNotices } from '#server/notices/send.ts'

const { ADDRESS = '{}', NOW = '', ...settings } = process.env
clock.set(new Date(NOW))
const pool = openPool(JSON.parse(ADDRESS) as DatabaseAddress, { role: applicationRole })
await sendNotices(contextOf(readConfig(settings), openDb(pool)))
await pool.end()
