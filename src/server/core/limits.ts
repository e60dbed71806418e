/** How often a network may do a thing, counted in the database so that it holds over several processes. No address is stored. */
import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { type RawBuilder, sql } from 'kysely'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import { purposeKey } from './keys.ts'
import { problem } from './problems.ts'

/** The network of an address: IPv4 itself, IPv6 its first 64 bits (what one household gets). */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0] ?? address
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = plain.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const groups = plain.includes('::')
    ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
    : before
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/** The block an address lies in: IPv4 its first 24 bits, IPv6 its first 48 (what a provider gives a site). */
export function blockOf(address: string): string {
  const network = networkOf(address)
  return network.includes(':') ? network.split(':').slice(0, 3).join(':') : network.split('.').slice(0, 3).join('.')
}

/** A keyed hash of anything that would tell who asked: fit for storing and logging. */
export function pseudonym(config: Config, purpose: string, value: string): Buffer {
  return createHmac('sha256', purposeKey(config.secret, `pseudonym/${purpose}`))
    .update(value)
    .digest()
    .subarray(0, 16)
}

/**
 * One counter: at most `most` in a window of `seconds`. With `network`, or a `spread`, `key` is an address, and its network
 * or block counts.
 */
export interface Limit {
  readonly bucket: string
  readonly key: string
  readonly network?: boolean
  readonly spread?: 'network' | 'block'
  readonly limit: { readonly most: number; readonly seconds: number }
}

interface Window {
  readonly counter: Buffer
  readonly start: string
  readonly secondsLeft: number
}

const spreads = { network: networkOf, block: blockOf }

function windowOf(config: Config, { key, network, spread, limit }: Limit): Window {
  const now = clock.now().getTime()
  const length = limit.seconds * 1000
  const start = now - (now % length)
  return {
    counter: pseudonym(config, 'counter', spread ? spreads[spread](key) : network ? networkOf(key) : key),
    start: new Date(start).toISOString(),
    secondsLeft: Math.ceil((start + length - now) / 1000)
  }
}

async function add(db: Db, bucket: string, window: Window): Promise<number> {
  const { rows } = await sql<{ requests: number }>`
    insert into request_counts (bucket, counter, window_start, requests)
    values (${bucket}, ${window.counter}, ${window.start}, 1)
    on conflict (bucket, counter, window_start) do update set requests = request_counts.requests + 1
    returning requests`.execute(db)
  return rows[0]?.requests ?? 0
}

/** Counts one request; throws `too-many` with the seconds to wait when the window is used up. */
export async function countRequest(db: Db, config: Config, limit: Limit): Promise<void> {
  const window = windowOf(config, limit)
  if ((await add(db, limit.bucket, window)) > limit.limit.most)
    throw problem('too-many', { retryAfter: window.secondsLeft })
}

/** What a counter shows after it was counted in. */
export interface CountRow {
  readonly bucket: string
  readonly requests: number
}

/** What has been counted in several counters at once. */
export interface Counted {
  /** of this bucket, in its window; undefined where it is none of them */
  readonly of: (bucket: string) => { readonly requests: number; readonly secondsLeft: number } | undefined
  /** It was not let in: nothing of it counts. */
  readonly takeBack: () => Promise<void>
}

/** One to be counted in several counters. */
export interface Counting {
  /** counts it and gives `CountRow`s: a statement, or part of one; nothing where `when` is false */
  readonly statement: (when: RawBuilder<unknown>) => RawBuilder<CountRow>
  /** what the rows say that it gave */
  readonly counted: (rows: readonly CountRow[]) => Counted
}

/**
 * Counts one in each counter, whether or not it is used up: the caller looks at the numbers. Each bucket stands once.
 * The counters are locked in the order given, so callers that share some of them give them in the same order.
 */
export function countInAll(db: Db, config: Config, limits: readonly Limit[]): Counting {
  const windows = limits.map((limit) => ({ bucket: limit.bucket, ...windowOf(config, limit) }))
  const step = (by: 1 | -1, when: RawBuilder<unknown>) => {
    const rows = windows.map(
      ({ bucket, counter, start }) =>
        sql`(${bucket}, ${counter}::bytea, ${start}::timestamptz, ${Math.max(by, 0)}::integer)`
    )
    return sql<CountRow>`
      insert into request_counts (bucket, counter, window_start, requests)
      select * from (values ${sql.join(rows)}) as arrived where ${when}
      on conflict (bucket, counter, window_start)
      do update set requests = greatest(request_counts.requests + ${by}::integer, 0)
      returning bucket, requests`
  }
  const left = new Map(windows.map(({ bucket, secondsLeft }) => [bucket, secondsLeft]))
  return {
    statement: (when) => step(1, when),
    counted: (rows) => {
      const requests = new Map(rows.map((row) => [row.bucket, row.requests]))
      return {
        of: (bucket) => {
          const [many, secondsLeft] = [requests.get(bucket), left.get(bucket)]
          return many === undefined || secondsLeft === undefined ? undefined : { requests: many, secondsLeft }
        },
        takeBack: async () => {
          if (rows.length > 0) await step(-1, sql`true`).execute(db)
        }
      }
    }
  }
}

/** Throws `too-many` when any of the counters is used up; counts nothing, and holds up nobody. */
export async function refuseWhenSpent(db: Db, config: Config, limits: readonly Limit[]): Promise<void> {
  for (const limit of limits) {
    const window = windowOf(config, limit)
    const { rows } = await sql<{ requests: number }>`
      select requests from request_counts
      where bucket = ${limit.bucket} and counter = ${window.counter} and window_start = ${window.start}`.execute(db)
    if ((rows[0]?.requests ?? 0) >= limit.limit.most) throw problem('too-many', { retryAfter: window.secondsLeft })
  }
}

/**
 * Admits one try whose outcome is known to the server and not told yet, or throws `too-many`. A wrong one is counted in
 * each counter; a right one counts nothing, yet waits its turn and needs the same room: counter by counter the database
 * decides one try after the other, so a thousand at once get no further than one by one.
 */
export async function admitTry(db: Db, config: Config, limits: readonly Limit[], wrong: boolean): Promise<void> {
  const cost = wrong ? 1 : 0
  for (const limit of limits) {
    const window = windowOf(config, limit)
    const { rows } = await sql`
      insert into request_counts (bucket, counter, window_start, requests)
      values (${limit.bucket}, ${window.counter}, ${window.start}, ${cost}::integer)
      on conflict (bucket, counter, window_start) do update set requests = request_counts.requests + ${cost}::integer
      where request_counts.requests < ${limit.limit.most}
      returning requests`.execute(db)
    if (rows.length === 0) throw problem('too-many', { retryAfter: window.secondsLeft })
  }
}

/** Forgets counters that no window needs any more. */
export async function forgetOldCounts(db: Db): Promise<void> {
  await sql`delete from request_counts where window_start < ${new Date(clock.now().getTime() - 86_400_000).toISOString()}`.execute(
    db
  )
}

/** Searching costs more than reading: generous for people who type, even for many behind one address. */
const searches = { most: 1200, seconds: 600 }

/** Counts a search; what was searched for is written down nowhere. Throws `too-many`. */
export async function countSearch(db: Db, config: Config, address: string): Promise<void> {
  await countRequest(db, config, { bucket: 'search', key: address, network: true, limit: searches })
}
