/**
 * crash:app. Phones and desk write without pause while the server is killed (SIGKILL) again and again at random moments,
 * in every third kill its database too. In the end nothing acknowledged is lost, nothing doubled, nothing half-written,
 * and meanwhile there were broken connections and 503 with Retry-After, never another failure.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import { addPerson, ask, finish, signInAs } from './caller.ts'
import { startLoad, type Desk, type Load } from './crash-load.ts'
import { judge } from './crash-verdict.ts'
import { startExternal } from './external-postgres.ts'
import type { Plant } from './plant.ts'
import { dice, median, prove, type Dice } from './proof.ts'
import {
  databaseProcesses,
  freePort,
  freshFolder,
  killAll,
  startServer,
  type RunningServer,
  type StartOptions
} from './server.ts'

/** Where the database is, how it is killed, and how the verdict reaches it. */
interface House {
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly dataDir: string
  /** the folder whose `pg` holds the cluster */
  readonly databaseDir: string
  readonly database: () => Promise<ClientConfig>
  readonly close: () => Promise<void>
}

const embedded = async (): Promise<House> => {
  const dataDir = await freshFolder()
  return {
    name: 'embedded',
    settings: {},
    dataDir,
    databaseDir: dataDir,
    database: async () => {
      const [, , , port = '', host = ''] = (await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8')).split('\n')
      return { host, port: Number(port), user: 'wenzheng', database: 'wenzheng' }
    },
    close: () => Promise.resolve()
  }
}

const external = async (): Promise<House> => {
  const { url, address, databaseDir, stop } = await startExternal()
  return {
    name: 'external',
    settings: { DATABASE_URL: url },
    dataDir: await freshFolder(),
    databaseDir,
    database: () => Promise.resolve(address),
    close: stop
  }
}

const openDesk = async (server: RunningServer): Promise<Desk> => {
  const { base } = server
  const registry = await signInAs(server, 'registry')
  const administrator = await signInAs(server, 'admin')
  const offices = (await ask(base, 'GET', '/desk/offices', { session: registry })).body as readonly { id: string }[]
  const officeId = offices.at(-1)?.id ?? ''
  const person = async (account: string, role: string) =>
    await finish(base, await addPerson(base, administrator, { account, roles: [role], officeId }))
  const handler = await person('crash.handler', 'handler')
  const head = await person('crash.head', 'officeHead')
  const { columns } = (await ask(base, 'GET', '/columns')).body as { columns: readonly { slug: string }[] }
  const signers = [head, registry, await person('crash.secrecy', 'secrecyReviewer')]
  return { registry, handler, head, officeId, newsroom: { author: handler, signers, column: columns[0]?.slug ?? '' } }
}

interface Killings {
  readonly kills: number
  readonly withDatabase: number
  readonly withWriteInFlight: number
  readonly withUpload: number
  /** from the start of a new server to its first answer */
  readonly backMs: readonly number[]
  /** from the death of the database alone to a server that is ready again */
  readonly recoveredMs: readonly number[]
  readonly failures: readonly string[]
}

/** Waits until a server whose database was killed is ready again; milliseconds. */
const recovery = async (server: RunningServer, failures: string[]): Promise<number> => {
  const started = performance.now()
  for (;;) {
    await wait(50)
    const ready = await fetch(`${server.base}/readyz`).then(
      ({ status }) => status === 200,
      () => false
    )
    const ms = performance.now() - started
    if (ready && ms > 150) return ms
    if (server.process.exitCode !== null || ms > 30_000) {
      failures.push(`the server did not get over the death of its database in ${Math.round(ms)} ms`)
      return ms
    }
  }
}

/** Waits for a moment with a write in flight and, where files are sent, one on its way; gives up after ten seconds. */
const underWay = async (load: Load, photographers: number): Promise<void> => {
  const latest = performance.now() + 10_000
  while (load.inFlight() === 0 || (photographers > 0 && load.uploading() === 0)) {
    if (performance.now() > latest) return
    await wait(5)
  }
}

/** Kills the server, and often its database, in different orders; each time both must come back by themselves. */
const killAgainAndAgain = async (
  first: RunningServer,
  {
    house,
    load,
    photographers,
    kills,
    every,
    options,
    numbers
  }: {
    house: House
    load: Load
    photographers: number
    kills: number
    every: number
    options: StartOptions
    numbers: Dice
  }
): Promise<Killings> => {
  let server = first
  let withDatabase = 0
  let withWriteInFlight = 0
  let withUpload = 0
  const backMs: number[] = []
  const recoveredMs: number[] = []
  const failures: string[] = []
  const end = async ({ process: { exitCode, signalCode }, kill, output }: RunningServer): Promise<void> => {
    if (exitCode !== null || signalCode !== null) failures.push(`the server ended by itself: ${output().slice(-600)}`)
    await kill()
  }
  for (let kill = 1; kill <= kills; kill += 1) {
    await wait(150 + numbers.below(850))
    // every second kill is aimed: on a slow machine a server may die again before any phone has got to its file
    if (kill % 2 === 1) await underWay(load, photographers)
    const database = kill % every === 0
    if (load.uploading() > 0) withUpload += 1
    if (database) {
      withDatabase += 1
      const { main, all } = databaseProcesses(house.databaseDir)
      // the postmaster alone leaves its children to be cleared away; a power cut takes all at once
      const victims = numbers.chance(0.5) ? all : main === undefined ? all : [main]
      const order = withDatabase % 3
      if (order > 0) killAll(victims)
      // every third time the server sees its database die: it has to say so, live on and be well again by itself
      if (order === 1) recoveredMs.push(await recovery(server, failures))
      if (load.inFlight() > 0) withWriteInFlight += 1
      await end(server)
      if (order === 0) killAll(victims)
    } else {
      if (load.inFlight() > 0) withWriteInFlight += 1
      await end(server)
    }
    server = await startServer(options)
    backMs.push(server.readyMs)
  }
  return { kills, withDatabase, withWriteInFlight, withUpload, backMs, recoveredMs, failures }
}

/** The guards that hold all this up: each removed, and each must be missed. */
const plants: readonly Plant[] = [
  // acknowledged before it is on disk
  {
    file: 'src/server/core/db.ts',
    guard: "'-c statement_timeout=15000",
    instead: "'-c synchronous_commit=off -c statement_timeout=15000"
  },
  // one statement without the others
  {
    file: 'src/server/letters/receive.ts',
    guard: 'return await db.transaction().execute(async (trx) => {',
    instead: 'return await ((work) => work(db))(async (trx) => {'
  },
  // the same letter again is a new one
  {
    file: 'src/server/letters/receive.ts',
    guard: 'const earlier = await earlierReceipt(db, draft, digest)',
    instead: 'draft = { ...draft, id: uuidv7() }\n  const earlier = undefined'
  }
]

const inHouse = async (house: House, kills: number, plant: boolean, numbers: Dice) => {
  const options: StartOptions = {
    dataDir: house.dataDir,
    port: await freePort(),
    settings: house.settings,
    plants: plant ? plants : []
  }
  const server = await startServer(options)
  // with the plants a letter's file belongs to another letter the second time, and would be sent for ever
  const desk = await openDesk(server)
  const photographers = plant ? 0 : 3
  const load = startLoad(server.base, desk, 10, photographers, numbers)
  const every = plant ? 1 : 3
  const killings = await killAgainAndAgain(server, { house, load, photographers, kills, every, options, numbers })
  await load.finish()
  const verdict = await judge(server.base, load, await house.database(), desk.newsroom)
  await house.close()
  const [lost, doubled, half] = [verdict.lost.length, verdict.doubled.length, verdict.half.length]
  const outage = load.answers.get(503) ?? 0
  return {
    killings,
    load,
    verdict,
    figures: {
      [`${house.name}: kills (database too, write in flight, file on its way)`]: `${kills} (${killings.withDatabase}, ${killings.withWriteInFlight}, ${killings.withUpload})`,
      [`${house.name}: letters, files, acts of the desk, articles (published)`]: `${load.sent.length}, ${load.files.length}, ${load.acts.length}, ${load.articles.length} (${load.articles.filter(({ published }) => published).length})`,
      [`${house.name}: bookings (of these with a place, given back)`]: `${load.bookings.length} (${load.bookings.filter(({ state }) => state === 'placed').length}, ${load.bookings.filter(({ state }) => state === 'cancelled').length})`,
      [`${house.name}: lost, doubled, half-written`]: `${lost}, ${doubled}, ${half}`,
      [`${house.name}: broken connections, 503, other failures`]: `${load.answers.get(0) ?? 0}, ${outage}, ${load.faults.length}`,
      [`${house.name}: over the death of its database (median, longest)`]: `${Math.round(median(killings.recoveredMs))} ms, ${Math.round(Math.max(...killings.recoveredMs))} ms`,
      [`${house.name}: back after (median, longest)`]: `${Math.round(median(killings.backMs))} ms, ${Math.round(Math.max(...killings.backMs))} ms`
    }
  }
}

await prove('crash:app', async ({ form, plant, seed }) => {
  const kills = plant ? { short: 4, normal: 8, long: 20 }[form] : { short: 6, normal: 30, long: 100 }[form]
  const numbers = dice(seed)
  const houses = form === 'long' ? [embedded, external] : [embedded]
  let figures: Record<string, string> = {}
  const failures: string[] = []
  let checked = 0
  const notCaught: string[] = []
  for (const open of houses) {
    const house = await open()
    const result = await inHouse(house, kills, plant, numbers)
    const { killings, load, verdict } = result
    figures = { ...figures, ...result.figures }
    failures.push(...verdict.lost, ...verdict.doubled, ...verdict.half, ...load.faults, ...killings.failures)
    if (killings.withWriteInFlight * 2 < kills)
      failures.push(`only ${killings.withWriteInFlight} of ${kills} kills met a write in flight`)
    if (!plant && killings.withUpload * 2 < kills)
      failures.push(`only ${killings.withUpload} of ${kills} kills met a file on its way`)
    if (!plant && !load.articles.some(({ published }) => published)) failures.push('no article became public meanwhile')
    if (!plant && !load.bookings.some(({ state }) => state === 'cancelled'))
      failures.push('no place was given back meanwhile')
    checked +=
      load.articles.length + load.bookings.length + load.sent.length + load.acts.length + load.files.length + kills
    if (plant) {
      for (const what of ['lost', 'doubled', 'half'] as const)
        if (verdict[what].length === 0) notCaught.push(`${house.name}: ${what}`)
    }
  }
  return { figures, checked, failures, notCaught }
})
