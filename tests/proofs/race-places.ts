/**
 * race:places. A thousand people ask for fifty places in the second in which sign-up opens, at two server processes on one
 * database: alone, in families, some giving their places back at once, most of them ready to wait. At no moment do more than
 * fifty people have a place or an offer; once offers are answered and the waiting list has moved up, it is fifty, no more and
 * no fewer; and who was told of a place has it. What is true is read past the servers, from the bookings themselves. The
 * first crowd finds programs that have only just started: it is judged like the others, and its times stand by themselves.
 */
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'pg'
import { uuidv7 } from 'uuidv7'
import { ask, freshCode, signIn, type Session } from './caller.ts'
import { startExternal } from './external-postgres.ts'
import type { Plant } from './plant.ts'
import { dice, prove, type Dice } from './proof.ts'
import { freshFolder, startServer, type RunningServer } from './server.ts'

/** The lock of a slot: who takes places waits for who takes them at the same moment. */
const plants: readonly Plant[] = [
  {
    file: 'src/server/open-days/store-bookings.ts',
    guard: 'cancel_reason is null for no key update)',
    instead: 'cancel_reason is null)'
  }
]

const places = 50

interface Stage {
  readonly servers: readonly [RunningServer, RunningServer]
  readonly pool: Pool
  readonly author: Session
  readonly publisher: Session
  readonly close: () => Promise<void>
}

const setStage = async (planted: readonly Plant[]): Promise<Stage> => {
  const { url, address, stop } = await startExternal()
  const settings = {
    DATABASE_URL: url,
    TRUSTED_PROXIES: '127.0.0.1',
    SECRET: randomBytes(32).toString('base64'),
    SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`
  }
  const first = await startServer({ settings, plants: planted, dataDir: await freshFolder() })
  const second = await startServer({ settings, plants: planted, dataDir: await freshFolder() })
  const entered = async (account: string): Promise<Session> => {
    const found = first.accounts.find((one) => one.account === account)
    return await signIn(first.base, account, found?.password ?? '')
  }
  const pool = new Pool({ ...address, max: 2 })
  return {
    servers: [first, second],
    pool,
    author: await entered('clerk'),
    publisher: await entered('registry'),
    close: async () => {
      await pool.end()
      await first.stop()
      await second.stop()
      await stop()
    }
  }
}

const instant = (ms: number): string => new Date(ms).toISOString()

interface Day {
  readonly id: string
  readonly revision: number
  readonly slots: readonly { readonly id: string }[]
}

/** An open day with one slot of fifty places that opens at an instant. */
const openAt = async ({ servers, author, publisher }: Stage, opensAt: number): Promise<string> => {
  const { base } = servers[0]
  const place = { name: '东门', address: '示例路 1 号', directions: '', accessibility: '' }
  const draft = {
    kind: 'openDay',
    title: '五十个名额',
    summary: '都来抢。',
    programme: '',
    place,
    materials: [],
    contactPhone: '010-12345678'
  }
  const begun = (await ask(base, 'POST', '/desk/open-days', { session: author, body: draft })).body as Day
  const hour = 3_600_000
  const slot = {
    title: '第一场',
    startsAt: instant(opensAt + 48 * hour),
    endsAt: instant(opensAt + 50 * hour),
    meetingPoint: '东门',
    capacity: places,
    partyMost: 5,
    opensAt: instant(opensAt),
    changeUntil: instant(opensAt + 40 * hour),
    offerMinutes: 60,
    invited: false
  }
  const path = `/desk/open-days/${begun.id}`
  await ask(base, 'POST', `${path}/slots`, { session: author, body: slot })
  const published = await ask(base, 'POST', `${path}/publication`, {
    session: publisher,
    body: { revision: begun.revision }
  })
  if (published.status !== 200) throw new Error(`publishing: ${published.status} ${published.text}`)
  return (published.body as Day).slots[0]?.id ?? ''
}

interface Told {
  readonly person: Person
  readonly status: number
  readonly ms: number
  readonly number: string
  readonly state: string
}

/** What of an answer matters here; `type` is a problem's. */
interface Shown {
  readonly state?: string
  readonly number?: string
  readonly type?: string
}

interface Person {
  readonly base: string
  readonly address: string
  readonly body: { readonly code: string; readonly party: { readonly people: number } }
}

/** Keeps its connections, as browsers do; every person has one. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

const send = (
  { base, address }: Pick<Person, 'base' | 'address'>,
  method: string,
  path: string,
  { body, authorization }: { readonly body?: unknown; readonly authorization?: string } = {}
): Promise<{ status: number; body: Shown }> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'x-forwarded-for': address,
      ...(authorization === undefined ? {} : { authorization })
    }
    const sent = request(`${base}/api${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as Shown
        })
      )
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })

let phones = 0

const personOf = (servers: Stage['servers'], n: number, roll: Dice): Person => {
  // half come alone, the others with one to four more
  const people = roll.below(2) === 0 ? 1 : 2 + roll.below(4)
  const body = {
    id: uuidv7(),
    code: freshCode(),
    deviceToken: randomBytes(32).toString('base64url'),
    party: { kind: people === 1 ? 'alone' : 'family', people, minors: people > 2 ? 1 : 0, needs: [] },
    contact: { phone: `135${String((phones += 1)).padStart(8, '0')}` },
    waitlist: roll.below(10) > 0,
    privacyNotice: '2026-11'
  }
  return { base: servers[n % 2]?.base ?? '', address: `10.${Math.floor(n / 250)}.${n % 250}.9`, body }
}

/** People with a place or an offer, and of these with a place, from the rows alone. */
const standing = async (pool: Pool, slot: string): Promise<{ held: number; placed: number; waiting: number }> => {
  const { rows } = await pool.query<{ held: number; placed: number; waiting: number }>(
    `select coalesce(sum(people) filter (where state in ('placed', 'offered')), 0)::integer as held,
            coalesce(sum(people) filter (where state = 'placed'), 0)::integer as placed,
            count(*) filter (where state = 'waiting')::integer as waiting
     from bookings where slot_id = $1`,
    [slot]
  )
  const [row] = rows
  if (!row) throw new Error('no figures')
  return row
}

interface Round {
  readonly failures: string[]
  readonly ms: readonly number[]
  readonly most: number
  readonly offers: number
}

/** One opening second, and what follows it. */
const round = async (stage: Stage, crowd: number, roll: Dice): Promise<Round> => {
  const { servers, pool } = stage
  const opensAt = Date.now() + 1200
  const slot = await openAt(stage, opensAt)
  const people = Array.from({ length: crowd }, (_, n) => personOf(servers, n, roll))
  // the people's own connections stand before the second comes
  await Promise.all(people.map(async (one) => await send(one, 'GET', '/home')))
  await wait(Math.max(0, opensAt - Date.now()) + 5)
  let most = 0
  const race = { on: true }
  const watching = (async () => {
    while (race.on) {
      most = Math.max(most, (await standing(pool, slot)).held)
      await wait(30)
    }
  })()
  const failures: string[] = []
  const told = await Promise.all(
    people.map(async (person): Promise<Told> => {
      const began = performance.now()
      const { status, body } = await send(person, 'POST', `/slots/${slot}/bookings`, { body: person.body })
      const ms = performance.now() - began
      const state = body.state ?? body.type ?? ''
      const number = body.number ?? ''
      // one in five of those with a place gives it back at once, in the middle of the race
      if (state === 'placed' && roll.below(5) === 0) {
        const gone = await send(person, 'POST', `/bookings/${number}/cancellation`, {
          authorization: `Code ${person.body.code}`
        })
        if (gone.body.state !== 'cancelled') failures.push(`giving back was answered ${gone.status}`)
      }
      return { person, status, ms, number, state }
    })
  )
  for (const { status, state } of told)
    if (status !== 201 && state !== '/problems/slot-full') failures.push(`a booking was answered ${status} ${state}`)
  let offers = 0
  // offers are taken, one in four is declined, until nothing moves any more
  for (let quiet = 0; quiet < 3;) {
    const offered = await pool.query<{ number: string }>(
      `select number from bookings where slot_id = $1 and state = 'offered'`,
      [slot]
    )
    if (offered.rows.length === 0) {
      quiet += 1
      await wait(quiet < 3 ? 900 : 0)
      continue
    }
    quiet = 0
    offers += offered.rows.length
    await Promise.all(
      offered.rows.map(async ({ number }) => {
        const one = told.find((each) => each.number === number)
        if (!one) return
        const accept = roll.below(4) > 0
        const { body } = await send(one.person, 'PUT', `/bookings/${number}/offer`, {
          authorization: `Code ${one.person.body.code}`,
          body: { accept }
        })
        if (body.state !== (accept ? 'placed' : 'lapsed')) failures.push(`an offer was answered ${body.state ?? ''}`)
      })
    )
  }
  race.on = false
  await watching
  const end = await standing(pool, slot)
  most = Math.max(most, end.held)
  if (most > places) failures.push(`${most} people had a place or an offer at once`)
  if (end.placed !== places) failures.push(`${end.placed} people have a place at the end`)
  const { rows } = await pool.query<{ taken: number }>('select taken from slots where id = $1', [slot])
  if (rows[0]?.taken !== end.held) failures.push(`the slot counts ${rows[0]?.taken}, its bookings ${end.held}`)
  return { failures, ms: told.map(({ ms }) => ms), most, offers }
}

await prove('race:places', async ({ form, plant, seed }) => {
  const roll = dice(seed)
  const stage = await setStage(plant ? plants : [])
  // the table's own check would hide that too many came through
  if (plant) await stage.pool.query('alter table slots drop constraint slots_not_overfull')
  // the first, and those whose times count; without the lock two processes meet in one crowd of two
  const rounds = 1 + (plant ? 11 : { short: 0, normal: 3, long: 20 }[form])
  const crowd = form === 'short' ? 300 : 1000
  const failures: string[] = []
  const times: (readonly number[])[] = []
  let [most, offers] = [0, 0]
  for (let n = 0; n < rounds && !(plant && failures.length > 0); n += 1) {
    const one = await round(stage, crowd, roll)
    failures.push(...one.failures.map((failure) => `run ${n + 1}: ${failure}`))
    times.push(one.ms)
    most = Math.max(most, one.most)
    offers += one.offers
  }
  await stage.close()
  agent.destroy()
  const said = (ms: readonly number[]): string => {
    const sorted = ms.toSorted((a, b) => a - b)
    const at = (share: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`
    return `${at(0.5)} at the median, ${at(0.99)} at p99, ${at(1)} at most`
  }
  const [first = [], ...others] = times
  return {
    figures: {
      runs: times.length,
      'people a run': crowd,
      'most people with a place or an offer at once': most,
      'offers of the waiting list': offers,
      'time to the answer, of programs just started': said(first),
      ...(others.length > 0 ? { 'time to the answer, of the others': said(others.flat()) } : {})
    },
    checked: times.length * crowd + offers,
    failures
  }
})
