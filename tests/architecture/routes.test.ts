import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '#contract/routes.ts'
import { buildApp } from '#server/app.ts'
import { readConfig } from '#server/core/config.ts'
import { openDb, openPool } from '#server/core/db.ts'

/** Routes under /api that describe the API and are no part of the contract. */
const describing = /^GET \/api\/(docs|openapi\.json)(\/|$)/

/** Uploads speak tus, a protocol with a contract of its own. */
const uploads = /^(POST \/api\/uploads|(HEAD|PATCH|DELETE) \/api\/uploads\/:id)$/

/** `METHOD /path` for each line of Fastify's printed tree of routes. */
const keysOf = (tree: string): string[] => {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = /^((?:[│ ] {3})*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line)
    if (!found) return []
    const [, indent = '', segment = '', methods = ''] = found
    const depth = indent.length / 4
    const path = (above[depth - 1] ?? '') + segment
    above[depth] = path
    return methods.split(', ').flatMap((method) => (method === '' ? [] : [`${method} ${path}`]))
  })
}

test('every route of the contract is registered, and the API has no other', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wenzheng-routes-'))
  // nothing is asked of the database: the pool opens no connection
  const pool = openPool({ host: dataDir, port: 5432, user: 'nobody', database: 'none' })
  const app = await buildApp(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), { db: openDb(pool), pool })
  await app.ready()
  const registered = keysOf(app.printRoutes({ commonPrefix: false }))
    .filter((key) => key.includes(' /api') && !key.startsWith('HEAD ') && !key.startsWith('OPTIONS '))
    .filter((key) => !describing.test(key) && !uploads.test(key))
    .map((key) => key.replace(' /api', ' '))
  await app.close()
  await pool.end()
  await rm(dataDir, { recursive: true })
  expect(registered.toSorted()).toEqual(Object.keys(routes).toSorted())
})
