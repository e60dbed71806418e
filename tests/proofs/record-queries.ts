/**
 * Loaded into the running server with `--import`: writes down the SQL that one kind of request causes, as it goes to
 * the database. RECORD_QUERIES names the file (a line of JSON a query), RECORD_REQUEST the request (`POST /api/letters`).
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Client, type QueryConfig } from 'pg'

/** How the server reaches its database. */
export interface RecordedAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password?: string
  readonly database: string
}

export interface RecordedQuery {
  /** counts the requests of this kind from 1 */
  readonly request: number
  /** counts the connections from 1 */
  readonly connection: number
  /** of a statement that is prepared */
  readonly name?: string
  readonly text: string
  /** bytes stand as `{ base64 }` */
  readonly values: readonly unknown[]
  readonly address: RecordedAddress
}

const file = process.env['RECORD_QUERIES']
const wanted = process.env['RECORD_REQUEST']

if (file !== undefined && wanted !== undefined) {
  const current = new AsyncLocalStorage<number>()
  const connections = new WeakMap<object, number>()
  let requests = 0
  let opened = 0

  subscribe('http.server.request.start', (message) => {
    const { method, url } = (message as { request: IncomingMessage }).request
    current.enterWith(`${method ?? ''} ${url ?? ''}` === wanted ? (requests += 1) : 0)
  })

  const connectionOf = (client: object): number => {
    const known = connections.get(client)
    if (known !== undefined) return known
    connections.set(client, (opened += 1))
    return opened
  }
  const portable = (value: unknown): unknown => (Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value)

  const query = Reflect.get(Client.prototype, 'query') as (...all: unknown[]) => unknown
  Client.prototype.query = function record(this: Client & { password?: string | null }, ...all: unknown[]) {
    const request = current.getStore() ?? 0
    const [what, apart] = all
    const { name, text, values = apart } = (typeof what === 'string' ? { text: what } : what) as Partial<QueryConfig>
    if (request > 0 && text !== undefined) {
      const { host, port, user = '', password, database = '' } = this
      const line: RecordedQuery = {
        request,
        connection: connectionOf(this),
        ...(name === undefined ? {} : { name }),
        text,
        values: Array.isArray(values) ? values.map(portable) : [],
        address: { host, port, user, ...(password ? { password } : {}), database }
      }
      appendFileSync(file, `${JSON.stringify(line)}\n`)
    }
    return Reflect.apply(query, this, all)
  } as typeof Client.prototype.query
}
