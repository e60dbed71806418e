/**
 * erasure. Letters with marked contact data are sent to a real server; half of them are withdrawn. The clock goes on to the
 * eve of the day on which their contact is to be deleted, and then to the day; each time the server's own job runs. On the
 * eve everything must still be there; on the day nothing of the withdrawn ones may be left: not in any row of any table,
 * not in a stored file, and, once the tables were written anew, not in the files of the database; the open ones keep all.
 * Bookings are made beside them, of a slot whose day falls together with it and of one that is later, and pictures of who
 * came to two open days that ended on those days. What is looked for is the plain text, the sealed bytes, the keyed indexes
 * and the bytes of the pictures. The plant takes the deleting out.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { filesFolder, filesIn } from '#server/core/files.ts'
import { ask, freshCode, sendLetter, type HeldLetter } from './caller.ts'
import type { Plant } from './plant.ts'
import { prove } from './proof.ts'
import { freshFolder, startServer, type RunningServer } from './server.ts'
import { askDatabase } from './stored.ts'

const guards: readonly Plant[] = [
  {
    file: 'src/server/letters/erasure.ts',
    guard: 'delete from letter_senders where letter_id = ${letterId}',
    instead: 'select from letter_senders where letter_id = ${letterId}'
  },
  {
    file: 'src/server/open-days/erasure.ts',
    guard: 'delete from booking_contacts where booking_id = ${id}',
    instead: 'select from booking_contacts where booking_id = ${id}'
  },
  {
    file: 'src/server/open-days/erasure.ts',
    guard: 'update open_day_pictures p set goes_at = ${clock.now().toISOString()}',
    instead: 'update open_day_pictures p set goes_at = null'
  }
]

interface Kept {
  readonly number: string
  /** the marks in plain, and the bytes that stand for them in the table */
  readonly plain: readonly string[]
  readonly bytes: readonly Buffer[]
  /** what stands in a file of its own, and in no table */
  readonly content?: Buffer
}

const day = (date: string): string => `${date}T02:00:00.000Z`

const writeLetter = async (server: RunningServer, number: number): Promise<Kept & { readonly letter: HeldLetter }> => {
  const mark = String(10_000_000 + number * 7919).slice(1)
  const contact = { name: `欧阳标记${mark}`, phone: `1390${mark}`, email: `mark-${mark}@example.com` }
  const letter = await sendLetter(server.base, { contact })
  const [row] = await askDatabase<{ sealed: Buffer; phone: Buffer; email: Buffer }>(
    server,
    `select contact_sealed as sealed, phone_index as phone, email_index as email from letter_senders where letter_id = '${letter.id}'`
  )
  if (!row) throw new Error('the contact of a letter was not kept')
  return {
    letter,
    number: letter.number,
    plain: Object.values(contact),
    bytes: [row.sealed, row.phone, row.email]
  }
}

/** Thirty days before the day on which the letters' contact goes, and a week later: so long is that of a booking kept after its slot. */
const slotDays = ['2026-08-03', '2026-08-10'] as const

/** Books a group in each of two slots of the demo, which are then put on their days. */
const makeBookings = async (server: RunningServer): Promise<{ goes: Kept[]; stays: Kept[] }> => {
  const slots = await askDatabase<{ id: string }>(
    server,
    `select s.id from slots s join open_days o on o.id = s.open_day_id
     where o.demo and o.state = 'published' and s.capacity - s.taken > 5 and s.starts_at > '2026-03-04' order by s.starts_at limit 2`
  )
  const made: Kept[][] = []
  for (const [index, { id }] of slots.entries()) {
    await askDatabase(server, `update slots set opens_at = '2026-03-01' where id = '${id}'`)
    const mark = String(20_000_000 + index * 104_729).slice(1)
    const contact = { phone: `1370${mark}`, email: `party-${mark}@example.com` }
    const groupName = `标记团${mark}`
    const body = {
      id: uuidv7(),
      code: freshCode(),
      deviceToken: randomBytes(32).toString('base64url'),
      party: { kind: 'group', people: 2, minors: 0, needs: ['hearing'], groupName },
      contact,
      waitlist: false,
      privacyNotice: '2026-11'
    }
    const { status, body: told, text } = await ask(server.base, 'POST', `/slots/${id}/bookings`, { body })
    if (status !== 201) throw new Error(`booking: ${status} ${text}`)
    const [row] = await askDatabase<{ sealed: Buffer; phone: Buffer }>(
      server,
      `select contact_sealed as sealed, phone_index as phone from booking_contacts where booking_id = '${body.id}'`
    )
    if (!row) throw new Error('the contact of a booking was not kept')
    const { number } = told as { number: string }
    made.push([{ number, plain: [...Object.values(contact), groupName], bytes: [row.sealed, row.phone] }])
    await askDatabase(
      server,
      `update slots set change_until = '${slotDays[index]}T00:00Z', starts_at = '${slotDays[index]}T02:00Z', ends_at = '${slotDays[index]}T04:00Z'
       where id = '${id}'`
    )
  }
  const [goes = [], stays = []] = made
  return { goes, stays }
}

/** Keeps a picture of attendance of two open days of the demo, which end on these days. */
const makePictures = async (server: RunningServer): Promise<{ goes: Kept[]; stays: Kept[] }> => {
  const days = await askDatabase<{ id: string }>(
    server,
    `select o.id from open_days o where o.demo and o.state = 'published' and exists (
       select from slots s where s.open_day_id = o.id having count(*) = 1) order by o.id limit 2`
  )
  const made: Kept[][] = []
  for (const [index, { id }] of days.entries()) {
    const [picture, content] = [uuidv7(), randomBytes(4096)]
    const { sha256 } = await filesIn(filesFolder(server.dataDir)).put(
      `${picture}.picture`,
      (async function* () {
        yield await Promise.resolve(content)
      })()
    )
    await askDatabase(
      server,
      `update slots set opens_at = '2026-03-01', change_until = '2026-03-02', starts_at = '${slotDays[index]}T02:00Z',
                        ends_at = '${slotDays[index]}T04:00Z' where open_day_id = '${id}'`
    )
    await askDatabase(
      server,
      `insert into open_day_pictures (id, open_day_id, kind, position, caption, width, height, bytes, sha256, added_by, added_at)
       select '${picture}', '${id}', 'attendance', 1, '签到表', 40, 30, 4096, '\\x${sha256.toString('hex')}', id, now()
       from people order by id limit 1`
    )
    made.push([{ number: `the picture of ${slotDays[index]}`, plain: [], bytes: [sha256], content }])
  }
  const [goes = [], stays = []] = made
  return { goes, stays }
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
  for (const table of [
    'letter_senders',
    'letter_channels',
    'letters',
    'letter_events',
    'bookings',
    'booking_contacts',
    'open_day_pictures'
  ])
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
  const plants = plant ? guards : []
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
        const said = `${when}, ${kept.number} is ${expected ? 'gone' : 'still there'}`
        expect('rows', rows.includes(part.toString('hex')) === expected, said)
        expect('disk', bytes.includes(part) === expected, said)
        if (kept.content) expect('file', bytes.includes(kept.content) === expected, said)
      }
    for (const { plain, number } of [...gone, ...there])
      for (const text of plain)
        expect('plain text', !rows.includes(text) && !bytes.includes(text), `${when}, ${number} stands in plain`)
  }

  let server = await startServer({ dataDir, settings: { FAKE_NOW: day('2026-03-02') }, plants })
  const all: Awaited<ReturnType<typeof writeLetter>>[] = []
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
  const bookings = await makeBookings(server)
  const pictures = await makePictures(server)
  const goes = [...bookings.goes, ...pictures.goes]
  const stays = [...bookings.stays, ...pictures.stays]
  await server.stop()

  server = await startServer({ dataDir, settings: { FAKE_NOW: day('2026-09-01') }, plants })
  await jobRan(server)
  await look(server, 'on the eve', [], [...all, ...goes, ...stays])

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
    await look(server, again, [...ended, ...goes], [...open, ...stays])
  }
  const figures = {
    'letters written': all.length,
    bookings: bookings.goes.length + bookings.stays.length,
    'pictures of attendance': pictures.goes.length + pictures.stays.length,
    'to be deleted': ended.length,
    'looked for in': 'rows, files, base'
  }
  return {
    figures,
    checked,
    failures,
    notCaught: plant ? ['rows', 'disk', 'file', 'record'].filter((kind) => !failed.has(kind)) : []
  }
})
