import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyAudit } from '#server/core/audit-verify.ts'
import { readArchive, unlockArchive, writeArchive } from '#server/core/backup-archive.ts'
import type { Manifest } from '#server/core/backup.ts'
import { clock } from '#server/core/clock.ts'
import { applicationRole, openDb } from '#server/core/db.ts'
import { findMigrations, migrate } from '#server/core/migrate.ts'
import { nextNumbers } from '#server/core/numbers.ts'
import { restore } from '#server/core/restore.ts'
import { hostile, newPlace, passphrase, setStage, workFactor, type Place, type Stage } from './backup-stage.ts'
import { freshConfig } from './fresh-app.ts'

let stage: Stage
let folder: string
let source: Place
let file: string
let manifest: Manifest
beforeAll(async () => {
  stage = await setStage()
  ;({ folder, source, file, manifest } = stage)
})
afterAll(() => stage.end())

describe('restoring', () => {
  let target: Place
  beforeEach(async () => {
    target = await newPlace()
  })
  afterEach(() => target.end())

  const bring = (config = target.config, from = file, phrase = passphrase) =>
    restore({ owner: target.owner, config, file: from, passphrase: phrase })

  /** Everything a failed restore could have touched. */
  const look = async () => {
    const { rows } = await target.owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`
    )
    const counts: Record<string, string> = {}
    for (const { name } of rows) {
      const found = await target.owner.query<{ digest: string }>(
        `select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as digest from "${name}" t`
      )
      counts[name] = found.rows[0]?.digest ?? ''
    }
    const { dataDir } = target.config
    const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).sort()
    return { counts, files, keys: readFileSync(join(dataDir, 'keys.json'), 'utf8') }
  }

  test('gives back every row, file, key and head, and the same archive again but for the series of numbers', async () => {
    const { movedAside } = await bring()
    const again = await stage.save(target, 'two.age')
    const rowsOf = ({ tables }: Manifest) => tables.filter(({ name }) => !/^(number_series|index_numbers)$/.test(name))
    expect(rowsOf(again)).toEqual(rowsOf(manifest))
    expect(again.tables.map(({ name }) => name)).toEqual(manifest.tables.map(({ name }) => name))
    expect(again.sequences).toEqual(manifest.sequences)
    const restored = freshConfig(target.config.dataDir)
    expect(restored.secret).toEqual(source.config.secret)
    expect(restored.sealKeys).toEqual(source.config.sealKeys)
    expect(movedAside.map((path) => path.slice(target.config.dataDir.length + 1).replace(/before-.*/, ''))).toEqual([
      'keys.json.'
    ])
    for (const path of ['files/ab/cd/附件 one.bin', 'files/empty', 'audit-heads.ndjson', 'keys.json']) {
      expect(readFileSync(join(target.config.dataDir, path)), path).toEqual(
        readFileSync(join(source.config.dataDir, path))
      )
    }
    expect(statSync(join(target.config.dataDir, 'keys.json')).mode & 0o777).toBe(0o600)
    const db = openDb(target.app)
    expect(await verifyAudit(db, target.config.auditHeadsFile)).toMatchObject({ ok: true, unsealed: 0 })
    const { rows } = await target.owner.query('select 1 from letters where text = $1', [hostile])
    expect(rows).toHaveLength(1)
  })

  test('goes on with numbers that nobody can hold already, whatever was given after the archive was written', async () => {
    const kinds = ['enquiry', 'mailbox', 'booking']
    const year = Number(clock.today().slice(0, 4))
    const give = async (place: Place, many: number) => {
      const db = openDb(place.app)
      const given: string[] = []
      for (const kind of kinds)
        for (const one of [year - 1, year, year + 1])
          given.push(...(await nextNumbers(db, { kind, prefix: kind }, one, many)))
      return given
    }
    const held = new Set(await give(source, 2000))
    await bring()
    const next = await give(target, 3)
    expect(next.filter((number) => held.has(number))).toEqual([])
    // plainly another stretch, and as long as any other
    for (const number of next) expect(number).toMatch(/-[1-9]\d{5}$/)
    const { rows } = await target.owner.query<{ year: number; serial: number }>(
      'select year, serial from index_numbers where year >= $1 order by year',
      [year - 1]
    )
    expect(rows.map((row) => row.year)).toEqual([year - 1, year, year + 1])
    for (const { serial } of rows) expect(serial).toBeGreaterThanOrEqual(10_000)
  })

  test('leaves foreign keys, rights and triggers as the migrations made them', async () => {
    const shape = `
      select conrelid::regclass::text as place, pg_get_constraintdef(oid) as shape from pg_constraint where connamespace = 'public'::regnamespace
      union all select table_name, grantee || ' ' || privilege_type from information_schema.role_table_grants where grantee = '${applicationRole}' and table_schema = 'public'
      union all select tgrelid::regclass::text, tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
      order by 1, 2`
    await bring()
    const [here, there] = await Promise.all([target.owner.query(shape), source.owner.query(shape)])
    expect(here.rows).toEqual(there.rows)
  })

  test('works into a database that was migrated already, and moves heads of another chain aside', async () => {
    await migrate(target.owner)
    writeFileSync(target.config.auditHeadsFile, 'another chain\n')
    const { movedAside } = await bring()
    expect(movedAside).toHaveLength(2)
    expect(readFileSync(movedAside[1]!, 'utf8')).toBe('another chain\n')
  })

  test('refuses a database that holds anything', async () => {
    await migrate(target.owner)
    await target.owner.query(`insert into offices (id, name, position) values (gen_random_uuid(), '办公室', 1)`)
    const before = await look()
    await expect(bring()).rejects.toMatchObject({ fault: 'not-empty' })
    expect(await look()).toEqual(before)
  })

  test('refuses a folder that holds files', async () => {
    await migrate(target.owner)
    mkdirSync(join(target.config.dataDir, 'files'))
    writeFileSync(join(target.config.dataDir, 'files/mine'), 'x')
    const before = await look()
    await expect(bring()).rejects.toMatchObject({ fault: 'not-empty' })
    expect(await look()).toEqual(before)
  })

  test('refuses configured keys that would leave the archive unreadable, and takes those that include it', async () => {
    const base64 = (bytes: Buffer) => bytes.toString('base64')
    const own = `k9:${base64(randomBytes(32))}`
    const old = source.config.sealKeys.map(({ id, key }) => `${id}:${base64(key)}`).join(',')
    const secret = base64(source.config.secret)
    const settings = (SECRET: string, SEAL_KEYS: string) => freshConfig(target.config.dataDir, { SECRET, SEAL_KEYS })
    await expect(bring(settings(base64(randomBytes(32)), old))).rejects.toMatchObject({ fault: 'other-keys' })
    await expect(bring(settings(secret, own))).rejects.toMatchObject({ fault: 'other-keys' })
    const { movedAside } = await bring(settings(secret, `${own},${old}`))
    expect(movedAside).toEqual([])
  })

  test('refuses a wrong passphrase, any cut, any changed byte and any other file, and changes nothing', async () => {
    await migrate(target.owner)
    const before = await look()
    await expect(bring(target.config, file, 'WRONG')).rejects.toMatchObject({ fault: 'wrong-passphrase' })
    const whole = readFileSync(file)
    const damaged = join(folder, 'damaged.age')
    for (const length of [0, 30, 180, 5000, whole.length >> 1, whole.length - 17, whole.length - 1]) {
      writeFileSync(damaged, whole.subarray(0, length))
      const fault = length < 22 ? 'not-an-archive' : 'damaged'
      await expect(bring(target.config, damaged), `cut at ${length}`).rejects.toMatchObject({ fault })
    }
    for (const at of [160, 400, whole.length >> 1, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed[at]! ^= 1
      writeFileSync(damaged, changed)
      await expect(bring(target.config, damaged), `byte ${at}`).rejects.toMatchObject({ fault: 'damaged' })
    }
    await expect(bring(target.config, join(target.config.dataDir, 'keys.json'))).rejects.toMatchObject({
      fault: 'not-an-archive'
    })
    expect(await look()).toEqual(before)
  })

  /** Somebody who knows the passphrase writes the archive anew, with one file changed. */
  const forge = async (change: (name: string, text: Buffer) => Buffer | undefined) => {
    const forged = join(folder, 'forged.age')
    const parts: [string, Buffer][] = []
    await readArchive(await unlockArchive(file, passphrase), async (name, chunks) => {
      const found: Buffer[] = []
      for await (const chunk of chunks) found.push(chunk)
      const changed = change(name, Buffer.concat(found))
      if (changed) parts.push([name, changed])
    })
    await writeArchive(forged, passphrase, workFactor, async (add) => {
      for (const [name, bytes] of parts)
        await add(
          name,
          bytes.length,
          (async function* () {
            yield await Promise.resolve(bytes)
          })()
        )
    })
    return forged
  }

  test('refuses an archive whose parts do not fit its manifest, and changes nothing', async () => {
    await migrate(target.owner)
    const before = await look()
    const swapped = await forge((name, bytes) =>
      name === 'tables/letters.ndjson' ? Buffer.from(bytes.toString().replace('"demo":true', '"demo":null')) : bytes
    )
    await expect(bring(target.config, swapped)).rejects.toMatchObject({ fault: 'damaged' })
    const missing = await forge((name, bytes) => (name === 'files/empty' ? undefined : bytes))
    await expect(bring(target.config, missing)).rejects.toMatchObject({ fault: 'damaged' })
    const newer = await forge((name, bytes) =>
      name === 'manifest.json' ? Buffer.from(bytes.toString().replace('"format": 1', '"format": 2')) : bytes
    )
    await expect(bring(target.config, newer)).rejects.toMatchObject({ fault: 'newer-archive' })
    const unknown = await forge((name, bytes) =>
      name === 'manifest.json' ? Buffer.from(bytes.toString().replace('0002-audit', '9999-audit')) : bytes
    )
    await expect(bring(target.config, unknown)).rejects.toMatchObject({ fault: 'newer-archive' })
    expect(await look()).toEqual(before)
    expect(existsSync(join(target.config.dataDir, 'files'))).toBe(false)
  })

  test.each([
    ['would be written back differently', (text: string) => text.replace('{"id":', '{"id" :')],
    ['names a person who is not in it', (text: string) => text.split('\n').slice(1).join('\n')]
  ])('refuses an archive that fits its manifest but %s, and changes nothing', async (_, change) => {
    await migrate(target.owner)
    const before = await look()
    let changed = Buffer.alloc(0)
    const forged = await forge((name, bytes) => {
      if (name === 'tables/people.ndjson') return (changed = Buffer.from(change(bytes.toString())))
      if (name !== 'manifest.json') return bytes
      const told = JSON.parse(bytes.toString()) as Manifest
      const people = told.tables.find((table) => table.name === 'people')!
      people.rows = changed.toString().trimEnd().split('\n').length
      people.bytes = changed.length
      people.sha256 = createHash('sha256').update(changed).digest('hex')
      return Buffer.from(JSON.stringify(told))
    })
    await expect(bring(target.config, forged)).rejects.toMatchObject({ fault: 'damaged' })
    expect(await look()).toEqual(before)
  })
})

test('an archive of an older version is restored into a database without tables, and brought up to date there', async () => {
  const [old, target, used] = await Promise.all([newPlace(), newPlace(), newPlace()])
  await migrate(old.owner, ['0001-revisions-and-limits.sql', '0002-audit.sql'])
  await old.owner.query(
    `insert into audit_events (id, at, act, subject_kind) values (gen_random_uuid(), now(), 'letter.received', 'letter')`
  )
  expect((await stage.save(old, 'old.age')).tables).toHaveLength(2)
  const from = join(folder, 'old.age')
  await restore({ owner: target.owner, config: target.config, file: from, passphrase })
  const { rows } = await target.owner.query(
    'select (select count(*) from audit_events) as events, (select count(*) from role_grants) as grants, (select count(*) from schema_migrations) as migrations'
  )
  expect(rows).toEqual([{ events: 1, grants: expect.any(Number) as number, migrations: findMigrations().length }])
  await migrate(used.owner)
  await expect(restore({ owner: used.owner, config: used.config, file: from, passphrase })).rejects.toMatchObject({
    fault: 'newer-database'
  })
  await Promise.all([old, target, used].map((place) => place.end()))
})
