/** How often a network may do a thing, counted in the database so that it holds over several processes. No address is stored. */
import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import { asBytea, type Db, prepared } from './db.ts'
import { purposeKey } from './keys.ts'
import { problem } from './problems.ts'
import { together } from './together.ts'

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

/** What has been counted in several counters at once. */
export interface Counted {
  /** of this bucket, in its window; undefined where it is none of them */
  readonly of: (bucket: string) => { readonly requests: number; readonly secondsLeft: number } | undefined
  /** It was not let in: nothing of it counts. */
  readonly takeBack: () => Promise<void>
}

interface CounterWindow extends Window {
  readonly bucket: string
}

const nameOf = ({ bucket, counter, start }: Omit<CounterWindow, 'secondsLeft'>): string =>
  `${bucket} ${counter.toString('hex')} ${start}`

/** Rows for a statement that adds to counters: it locks them in the order of their names, and waits for no disk. */
const adding = (rows: readonly (CounterWindow & { readonly many: number })[]) => sql`
  insert into request_counts (bucket, counter, window_start, requests)
  select bucket, counter, start, many from jsonb_to_recordset(${JSON.stringify(
    rows.map(({ bucket, counter, start, many }) => ({ bucket, counter: asBytea(counter), start, many }))
  )}::jsonb) as given (bucket text, counter bytea, start timestamptz, many integer)
  where set_config('synchronous_commit', 'off', true) = 'off' order by bucket, counter, start
  on conflict (bucket, counter, window_start)`

/** Counts one in all counters of each, and tells each by their names how they stood when it had been counted in its turn. */
async function addTogether(
  db: Db,
  each: readonly (readonly CounterWindow[])[]
): Promise<readonly ReadonlyMap<string, number>[]> {
  const sums = new Map<string, CounterWindow & { many: number }>()
  for (const window of each.flat()) {
    const name = nameOf(window)
    sums.set(name, { ...window, many: (sums.get(name)?.many ?? 0) + 1 })
  }
  const { rows } = await sql<Omit<CounterWindow, 'secondsLeft'> & { readonly requests: number }>`
    ${prepared} ${adding([...sums.values()])} do update set requests = request_counts.requests + excluded.requests
    returning bucket, counter, window_start as start, requests`.execute(db)
  const stands = new Map(rows.map((row) => [nameOf(row), row.requests - (sums.get(nameOf(row))?.many ?? 0)]))
  return each.map((windows) => {
    const names = windows.map(nameOf)
    for (const name of names) stands.set(name, (stands.get(name) ?? 0) + 1)
    return new Map(names.map((name) => [name, stands.get(name) ?? 0]))
  })
}

type Line = (key: string, windows: readonly CounterWindow[]) => Promise<ReadonlyMap<string, number>>
const lines = new WeakMap<Db, Line>()
const countedAtOnce = 50

/** Of one database: who comes while others are counted is counted with the next. */
function lineOf(db: Db): Line {
  const line = lines.get(db) ?? together(countedAtOnce, async (_key, each) => await addTogether(db, each))
  lines.set(db, line)
  return line
}

/** Counts one in each counter, whether or not it is used up: the caller looks at the numbers. Each bucket stands once. */
export async function countInAll(db: Db, config: Config, limits: readonly Limit[]): Promise<Counted> {
  const windows = limits.map((limit) => ({ bucket: limit.bucket, ...windowOf(config, limit) }))
  const counted = await lineOf(db)('all', windows)
  return {
    of: (bucket) => {
      const window = windows.find((one) => one.bucket === bucket)
      return window && { requests: counted.get(nameOf(window)) ?? 0, secondsLeft: window.secondsLeft }
    },
    takeBack: async () => {
      await sql`${adding(windows.map((window) => ({ ...window, many: 0 })))}
        do update set requests = greatest(request_counts.requests - 1, 0)`.execute(db)
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
