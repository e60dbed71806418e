/**
 * erasure. Letters with marked contact data are sent to a real server; half of them are withdrawn. The clock goes on to the
 * eve of the day on which their contact is to be deleted, and then to the day; each time the server's own job runs. On the
 * eve everything must still be there; on the day nothing of the withdrawn ones may be left: not in any row of any table,
 * not in a stored file, and, once the tables were written anew, not in the files of the database; the open ones keep all.
 * What is looked for is the plain text, the sealed bytes and the keyed indexes. The plant takes the deleting out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ask, sendLetter, type HeldLetter } from './caller.ts'
import type { Plant } from './plant.ts'
import { prove } from './proof.ts'
import { freshFolder, startServer, type RunningServer } from './server.ts'
import { askDatabase } from './stored.ts'

const guard: Plant = {
  file: 'src/server/letters/erasure.ts',
  guard: 'delete from letter_senders where letter_id = ${letterId}',
  instead: 'select from letter_senders where letter_id = ${letterId}'
}

interface Kept {
  readonly letter: HeldLetter
  /** the marks in plain, and the bytes that stand for them in the table */
  readonly plain: readonly string[]
  readonly bytes: readonly Buffer[]
}

const day = (date: string): string => `${date}T02:00:00.000Z`

const writeLetter = async (server: RunningServer, number: number): Promise<Kept> => {
  const mark = String(10_000_000 + number * 7919).slice(1)
  const contact = { name: `欧阳标记${mark}`, phone: `1390${mark}`, email: `mark-${mark}@example.com` }
  const letter = await sendLetter(server.base, { contact })
  const [row] = await askDatabase<{ sealed: Buffer; phone: Buffer; email: Buffer }>(
    server,
    `select contact_sealed as sealed, phone_index as phone, email_index as email from letter_senders where letter_id = '${letter.id}'`
  )
  if (!row) throw new Error('the contact of a letter was not kept')
  return { letter, plain: Object.values(contact), bytes: [row.sealed, row.phone, row.email] }
}

/** Every row of every table as text, bytes in hex. */
const dump = async (server: RunningServer): Promise<string> => {
  const tables = await askDatabase<{ name: string }>(
    server,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const rows = await askDatabase<{ line: string }>(server, `select t::text as line from ${name} t`)
    parts.push(...rows.map(({ line }) => line))
  }
  return parts.join('\n')
}

const filesBelow = (folder: string): Buffer => {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Buffer.concat(entries.map((entry) => readFileSync(join(entry.parentPath, entry.name))))
}

/** Writes the tables anew, ends the server, which writes all out, and reads the files of its database without the log, and what letters left beside it. */
const disk = async (server: RunningServer): Promise<Buffer> => {
  for (const table of ['letter_senders', 'letter_channels', 'letters', 'letter_events'])
    await askDatabase(server, `vacuum full ${table}`)
  await server.stop()
  const folders = ['pg/base', 'files', 'uploads'].map((name) => join(server.dataDir, name))
  return Buffer.concat(folders.filter((folder) => existsSync(folder)).map(filesBelow))
}

/** Waits until the job that a start sends has run. */
const jobRan = async (server: RunningServer): Promise<void> => {
  const [now] = await askDatabase<{ at: string }>(
    server,
    `select max(created_on)::text as at from pgboss.job where name = 'erase-contacts'`
  )
  for (let tries = 0; tries < 600; tries += 1) {
    const rows = await askDatabase(
      server,
      `select from pgboss.job where name = 'erase-contacts' and state = 'completed' and created_on >= '${now?.at ?? '-infinity'}'`
    )
    if (rows.length > 0) return
    await wait(200)
  }
  throw new Error('the job that deletes contact data did not run')
}

await prove('erasure', async ({ form, plant }) => {
  const letters = { short: 6, normal: 20, long: 100 }[form]
  const plants = plant ? [guard] : []
  const dataDir = await freshFolder()
  const failures: string[] = []
  const failed = new Set<string>()
  let checked = 0
  const expect = (kind: string, good: boolean, what: string): void => {
    checked += 1
    if (good) return
    failures.push(`${kind}: ${what}`)
    failed.add(kind)
  }
  const look = async (
    server: RunningServer,
    when: string,
    gone: readonly Kept[],
    there: readonly Kept[]
  ): Promise<void> => {
    const rows = await dump(server)
    const bytes = await disk(server)
    for (const [kept, expected] of [
      ...gone.map((one) => [one, false] as const),
      ...there.map((one) => [one, true] as const)
    ])
      for (const part of kept.bytes) {
        const said = `${when}, ${kept.letter.number} is ${expected ? 'gone' : 'still there'}`
        expect('rows', rows.includes(part.toString('hex')) === expected, said)
        expect('disk', bytes.includes(part) === expected, said)
      }
    for (const { plain, letter } of [...gone, ...there])
      for (const text of plain)
        expect('plain text', !rows.includes(text) && !bytes.includes(text), `${when}, ${letter.number} stands in plain`)
  }

  let server = await startServer({ dataDir, settings: { FAKE_NOW: day('2026-03-02') }, plants })
  const all: Kept[] = []
  for (let number = 1; number <= letters; number += 1) all.push(await writeLetter(server, number))
  const ended = all.filter((_one, index) => index % 2 === 0)
  const open = all.filter((_one, index) => index % 2 === 1)
  for (const { letter } of ended) {
    const authorization = `Code ${letter.code}`
    const { status } = await ask(server.base, 'POST', `/letters/${letter.number}/withdrawal`, {
      authorization,
      body: {}
    })
    if (status !== 200) throw new Error(`withdrawing a letter: ${status}`)
  }
  await server.stop()

  server = await startServer({ dataDir, settings: { FAKE_NOW: day('2026-09-01') }, plants })
  await jobRan(server)
  await look(server, 'on the eve', [], all)

  for (const again of ['on the day', 'a day later']) {
    server = await startServer({
      dataDir,
      settings: { FAKE_NOW: day(again === 'on the day' ? '2026-09-02' : '2026-09-03') },
      plants
    })
    await jobRan(server)
    const records = await askDatabase<{ id: string }>(
      server,
      `select subject_id as id from audit_events where act = 'letter.contactErased'`
    )
    for (const { letter } of ended)
      expect(
        'record',
        records.filter(({ id }) => id === letter.id).length === 1,
        `${again}, ${letter.number} has not one audit row`
      )
    for (const { letter } of open)
      expect(
        'record',
        records.every(({ id }) => id !== letter.id),
        `${again}, ${letter.number} is open and was deleted`
      )
    await look(server, again, ended, open)
  }
  const figures = { 'letters written': all.length, 'to be deleted': ended.length, 'looked for in': 'rows, files, base' }
  return {
    figures,
    checked,
    failures,
    notCaught: plant ? ['rows', 'disk', 'record'].filter((kind) => !failed.has(kind)) : []
  }
})
