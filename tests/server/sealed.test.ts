import { createHmac, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countOldSeals, createSealer, resealAll, SealError, sealedColumns } from '#server/core/sealed.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })
const indexKey = randomBytes(32)
const old = key('k1')
const fresh = key('k2')

describe('a sealed value', () => {
  const sealer = createSealer([old], indexKey)

  test('opens at its own place, whatever the text', () => {
    for (const text of ['', '王小明 13800138000', '𠮷😀\n', 'x'.repeat(10_000)]) {
      expect(sealer.open(sealer.seal(text, 'a/b/1'), 'a/b/1')).toBe(text)
    }
  })

  test('never looks the same twice and never shows the text', () => {
    const [one, other] = [sealer.seal('13800138000', 'a/b/1'), sealer.seal('13800138000', 'a/b/1')]
    expect(one.equals(other)).toBe(false)
    expect(one.includes('13800138000')).toBe(false)
  })

  test('does not open at another place, nor with any bit changed, nor cut short', () => {
    const sealed = sealer.seal('13800138000', 'a/b/1')
    expect(() => sealer.open(sealed, 'a/b/2')).toThrow(SealError)
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      expect(() => sealer.open(changed, 'a/b/1'), `byte ${at}`).toThrow(SealError)
      expect(() => sealer.open(sealed.subarray(0, at), 'a/b/1'), `cut at ${at}`).toThrow(SealError)
    }
  })

  test('opens under an older key, and not when that key is gone', () => {
    const sealed = sealer.seal('x', 'a/b/1')
    const rotated = createSealer([fresh, old], indexKey)
    expect(rotated.open(sealed, 'a/b/1')).toBe('x')
    expect(rotated.needsResealing(sealed)).toBe(true)
    expect(rotated.needsResealing(rotated.seal('x', 'a/b/1'))).toBe(false)
    expect(() => createSealer([fresh], indexKey).open(sealed, 'a/b/1')).toThrow('the key "k1" is not among SEAL_KEYS')
  })
})

test('the blind index is a keyed hash of field and value, 16 bytes', () => {
  const sealer = createSealer([old], indexKey)
  const expected = createHmac('sha256', indexKey).update('phone\u000013800138000').digest().subarray(0, 16)
  expect(sealer.blindIndex('phone', '13800138000')).toEqual(expected)
  expect(sealer.blindIndex('email', '13800138000')).not.toEqual(expected)
  expect(createSealer([old], randomBytes(32)).blindIndex('phone', '13800138000')).not.toEqual(expected)
})

describe('changing the key', () => {
  let world: FreshApp
  beforeAll(async () => {
    world = await freshApp()
  })
  afterAll(() => world.close())

  test('every column that holds sealed values is on the list', async () => {
    const { rows } = await world.owner.query<{ column: string }>(
      `select table_name || '.' || column_name as column from information_schema.columns
       where table_schema = 'public' and data_type = 'bytea' and column_name like '%sealed%'`
    )
    expect(rows.map((row) => row.column).sort()).toEqual(
      sealedColumns.map((one) => `${one.table}.${one.column}`).sort()
    )
  })

  test('seals every row anew, also more than one batch, and leaves alone what it can not open', async () => {
    const { owner, db } = world
    const columns = [{ table: 'trial', idColumn: 'id', column: 'value', place: (id: string) => `trial/value/${id}` }]
    await owner.query(`
      create table trial (id uuid primary key, value bytea);
      grant select, update on trial to wenzheng_app`)
    const before = createSealer([old], indexKey)
    const lost = createSealer([key('k0')], indexKey)
    const ids = Array.from({ length: 450 }, () => uuidv7())
    for (const [n, id] of ids.entries()) {
      const sealer = n === 7 ? lost : before
      await owner.query('insert into trial values ($1, $2)', [
        id,
        n === 3 ? null : sealer.seal(`text ${n}`, `trial/value/${id}`)
      ])
    }
    const after = createSealer([fresh, old], indexKey)
    expect(await countOldSeals(db, after, columns)).toBe(449)
    const [one, two] = await Promise.all([resealAll(db, after, columns), resealAll(db, after, columns)])
    expect(one.resealed + two.resealed).toBe(448)
    expect(await resealAll(db, after, columns)).toEqual({ resealed: 0, left: 1 })
    const only = createSealer([fresh], indexKey)
    const { rows } = await owner.query<{ id: string; value: Buffer | null }>('select id, value from trial order by id')
    rows.forEach((row, n) => {
      if (n === 3) expect(row.value).toBeNull()
      else if (n !== 7) expect(only.open(row.value!, `trial/value/${row.id}`)).toBe(`text ${n}`)
    })
  })
})
