/** What the server's own database holds, asked past the server in SQL of the proofs. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, type QueryResultRow } from 'pg'
import type { RunningServer } from './server.ts'

/** Asks the embedded database of a running server, as its owner. */
export const askDatabase = async <Row extends QueryResultRow>(
  server: Pick<RunningServer, 'dataDir'>,
  text: string
): Promise<Row[]> => {
  const client = await openStored(server)
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** The titles of all letters that are not the demo's. */
export const titlesAt = async (server: RunningServer): Promise<string[]> =>
  (await askDatabase<{ title: string }>(server, 'select title from letters where not demo')).map(({ title }) => title)

/** A connection to the embedded database of a running server, as its owner; whoever opens it ends it. */
export const openStored = async ({ dataDir }: Pick<RunningServer, 'dataDir'>): Promise<Client> => {
  const [, , , port = '', host = ''] = (await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8')).split('\n')
  const client = new Client({ host, port: Number(port), user: 'wenzheng', database: 'wenzheng' })
  await client.connect()
  return client
}
