/**
 * Back-off after failed sign-ins, by account and by network, counted in the database so that it holds over several
 * processes. An attempt is charged before its password is looked at: a hundred at once get no further than one by one.
 */
import { sql } from 'kysely'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Db, Trx } from './db.ts'
import { networkOf, pseudonym } from './limits.ts'
import { problem } from './problems.ts'

type Kind = 'account' | 'network'

/** Failures that cost no waiting. A whole bureau may sit behind one network's address, hence the larger allowance. */
const free: Record<Kind, number> = { account: 4, network: 30 }
const longestSeconds = 15 * 60
const forgottenAfterMs = 2 * 3_600_000

/** Seconds to wait after the n-th failure (from 1): none while they are free, then 2, 4, 8 …, never more than 15 minutes. */
export function waitAfter(failures: number, freeFailures: number): number {
  return failures <= freeFailures ? 0 : Math.min(longestSeconds, 2 ** (failures - freeFailures))
}

const waits = (kind: Kind) => Array.from({ length: free[kind] + 10 }, (_, index) => waitAfter(index + 1, free[kind]))

interface Charge {
  readonly kind: Kind
  readonly counter: Buffer
  readonly failures: number
}

const counterOf = (config: Config, kind: Kind, value: string) => pseudonym(config, `sign-in/${kind}`, value)

async function charge(db: Db, kind: Kind, counter: Buffer): Promise<Charge> {
  const now = clock.now()
  const at = now.toISOString()
  const quietSince = new Date(now.getTime() - forgottenAfterMs).toISOString()
  const steps = waits(kind)
  const failuresNow = sql`case when a.last_at < ${quietSince} then 1 else a.failures + 1 end`
  const wait = (failures: ReturnType<typeof sql>) =>
    sql`${at}::timestamptz + make_interval(secs => (${steps}::int[])[least(${failures}, ${steps.length}::int)])`
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_attempts as a (kind, counter, failures, last_at, blocked_until)
    values (${kind}, ${counter}, 1, ${at}, ${wait(sql`1`)})
    on conflict (kind, counter) do update
      set failures = ${failuresNow}, last_at = ${at}, blocked_until = ${wait(failuresNow)}
      where a.blocked_until is null or a.blocked_until <= ${at}
    returning failures`.execute(db)
  const [row] = rows
  if (row) return { kind, counter, failures: row.failures }
  const blocked = await sql<{ until: string | null }>`
    select blocked_until as until from sign_in_attempts where kind = ${kind} and counter = ${counter}`.execute(db)
  const until = blocked.rows[0]?.until
  const seconds = until ? Math.ceil((Date.parse(until) - now.getTime()) / 1000) : 1
  throw problem('too-many', { retryAfter: Math.max(1, seconds) })
}

/** Takes a charge back; a block that another failure has set meanwhile stays. */
async function refund(db: Db | Trx, { kind, counter, failures }: Charge): Promise<void> {
  await sql`
    update sign_in_attempts
    set failures = greatest(failures - 1, 0), blocked_until = case when failures = ${failures} then null else blocked_until end
    where kind = ${kind} and counter = ${counter}`.execute(db)
}

/** One attempt that has been charged. Left alone it counts as failed. */
export interface Attempt {
  /** It succeeded: the account starts anew, the network is not charged. */
  succeed(trx: Trx): Promise<void>
  /** It was neither right nor wrong, such as a one-time code still to be asked for. */
  takeBack(): Promise<void>
}

/**
 * Charges an attempt on an account from an address, whether or not there is such an account.
 * Throws `too-many` with the seconds to wait; such a refusal does not lengthen the wait.
 */
export async function beginAttempt(db: Db, config: Config, account: string, address: string): Promise<Attempt> {
  const ofAccount = await charge(db, 'account', counterOf(config, 'account', account))
  let ofNetwork: Charge
  try {
    ofNetwork = await charge(db, 'network', counterOf(config, 'network', networkOf(address)))
  } catch (error) {
    await refund(db, ofAccount)
    throw error
  }
  return {
    async succeed(trx) {
      await forgetAttempts(trx, config, account)
      await refund(trx, ofNetwork)
    },
    async takeBack() {
      await refund(db, ofAccount)
      await refund(db, ofNetwork)
    }
  }
}

/** Lets an account start anew, as after a reset by an administrator. */
export async function forgetAttempts(db: Db | Trx, config: Config, account: string): Promise<void> {
  await sql`
    delete from sign_in_attempts where kind = 'account' and counter = ${counterOf(config, 'account', account)}`.execute(
    db
  )
}

/** Forgets what no longer makes anybody wait. */
export async function forgetOldAttempts(db: Db): Promise<void> {
  const quietSince = new Date(clock.now().getTime() - forgottenAfterMs).toISOString()
  await sql`delete from sign_in_attempts where last_at < ${quietSince}`.execute(db)
}
