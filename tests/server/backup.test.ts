import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readArchive, unlockArchive, writeArchive } from '#server/core/backup-archive.ts'
import type { Manifest } from '#server/core/backup.ts'
import { filledByMigrations, leftOut } from '#server/core/backup-tables.ts'
import { migrate } from '#server/core/migrate.ts'
import { newPlace, passphrase, setStage, workFactor, type Place, type Stage } from './backup-stage.ts'

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

describe('an archive', () => {
  test('holds every table that is not left out on purpose', async () => {
    const { rows } = await source.owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by tablename collate "C"`
    )
    const known = [...manifest.tables.map(({ name }) => name), ...leftOut].sort()
    expect(known).toEqual(rows.map(({ name }) => name))
    expect(manifest.tables.filter(({ rows: count }) => count === 0)).toEqual([])
  })

  test('is for its owner only, leaves no temporary file, and shows nothing without the passphrase', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
    const bytes = readFileSync(file)
    expect(bytes.includes('manifest')).toBe(false)
    expect(bytes.toString('latin1', 0, 21)).toBe('age-encryption.org/v1')
  })

  test('holds neither sessions nor passwords in the clear', async () => {
    const names: string[] = []
    await readArchive(await unlockArchive(file, passphrase), async (name, chunks) => {
      names.push(name)
      for await (const chunk of chunks) expect(chunk).toBeDefined()
    })
    expect(names.at(-1)).toBe('manifest.json')
    expect(names).toContain('keys.json')
    expect(names).toContain('audit-heads.ndjson')
    expect(names).toContain('files/ab/cd/附件 one.bin')
    expect(names.some((name) => name.includes('session'))).toBe(false)
  })

  test('is not left half behind when the writing fails', async () => {
    const broken = join(folder, 'broken.age')
    await expect(
      writeArchive(broken, passphrase, workFactor, async (add) => {
        await add(
          'x',
          10,
          (async function* () {
            yield await Promise.resolve(Buffer.alloc(4))
          })()
        )
      })
    ).rejects.toThrow()
    expect(readdirSync(folder).filter((name) => name.startsWith('broken'))).toEqual([])
  })
})

test('only the tables that a restore replaces have rows after migrating', async () => {
  const place = await newPlace()
  await migrate(place.owner)
  const empty = await stage.save(place, 'empty.age')
  expect(empty.tables.filter(({ rows }) => rows > 0).map(({ name }) => name)).toEqual([...filledByMigrations])
  await place.end()
})
