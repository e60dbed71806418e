import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { audit } from '#server/core/audit.ts'
import { sealAudit } from '#server/core/audit-chain.ts'
import { verifyAudit } from '#server/core/audit-verify.ts'
import { readAudit } from '#server/audit/store.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { colleague } from './staff.ts'

let world: FreshApp
let heads: string
beforeEach(async () => {
  world = await freshApp()
  heads = world.config.auditHeadsFile
})
afterEach(() => world.close())

const write = (act: string, subjectId: string | null = uuidv7()) =>
  world.db
    .transaction()
    .execute((trx) => audit(trx, { actorId: null, act, subjectKind: 'letter', subjectId, details: { n: 1 } }))

describe('the audit record', () => {
  test('goes with the act: what is rolled back leaves no row', async () => {
    await expect(
      world.db.transaction().execute(async (trx) => {
        await audit(trx, { actorId: null, act: 'letter.received', subjectKind: 'letter', subjectId: 'x' })
        throw new Error('rolled back')
      })
    ).rejects.toThrow('rolled back')
    expect((await readAudit(world.db, {})).events).toEqual([])
  })

  test('can be added to by the application, never changed or emptied', async () => {
    await write('letter.received')
    await sealAudit(world.db, heads)
    const client = await world.owner.connect()
    await client.query('set role wenzheng_app')
    for (const table of ['audit_events', 'audit_seals']) {
      await expect(client.query(`delete from ${table}`)).rejects.toMatchObject({ code: '42501' })
      await expect(client.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: '42501' })
    }
    await expect(client.query(`update audit_events set act = 'x'`)).rejects.toMatchObject({ code: '42501' })
    await expect(client.query('update audit_seals set seq = 9')).rejects.toMatchObject({ code: '42501' })
    client.release(true)
  })

  test('is read newest first, page by page, and by subject', async () => {
    const subject = uuidv7()
    for (let n = 0; n < 103; n += 1) await write(`act.${n}`, n === 5 ? subject : null)
    await sealAudit(world.db, heads)
    const first = await readAudit(world.db, {})
    expect(first.events).toHaveLength(100)
    expect(first.sealed).toBe(103)
    const second = await readAudit(world.db, { before: first.next ?? '' })
    expect(second.events).toHaveLength(3)
    expect(second.next).toBeNull()
    const seen = [...first.events, ...second.events]
    expect(new Set(seen.map((event) => event.id)).size).toBe(103)
    expect(seen.map((event) => event.at)).toEqual(
      seen
        .map((event) => event.at)
        .sort()
        .reverse()
    )
    expect(await readAudit(world.db, { subjectId: subject })).toMatchObject({
      events: [{ act: 'act.5', actor: null, seal: expect.any(Number) as number }]
    })
  })
})

describe('at the desk', () => {
  test('the auditor reads who did what, in accounts and ids; nobody else may', async () => {
    const { app, db } = world
    const auditor = await colleague(app, db, 'auditor', ['auditor'])
    const administrator = await colleague(app, db, 'admin', ['administrator'])
    await write('letter.received')
    await sealAudit(db, heads)
    const answer = await auditor.send('GET', '/desk/audit')
    expect(answer.statusCode).toBe(200)
    const { events, sealed, next } = answer.json<{
      events: { act: string; actor: string | null; seal: number }[]
      sealed: number
      next: null
    }>()
    expect(events[0]).toMatchObject({ act: 'letter.received', actor: null, seal: sealed })
    expect(events.some((event) => event.actor === 'auditor')).toBe(true)
    expect(next).toBeNull()
    expect((await administrator.send('GET', '/desk/audit')).json()).toMatchObject({ type: '/problems/not-permitted' })
    expect((await app.inject('/api/desk/audit')).json()).toMatchObject({ type: '/problems/not-signed-in' })
  })
})

describe('sealing', () => {
  test('makes a chain that verifies, with a head a batch outside the database, for the owner only', async () => {
    expect(await sealAudit(world.db, heads)).toBe(0)
    await write('one')
    await write('two')
    expect(await sealAudit(world.db, heads)).toBe(2)
    await write('three')
    expect(await sealAudit(world.db, heads)).toBe(1)
    await write('four')
    const lines = readFileSync(heads, 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([2, 3])
    expect(statSync(heads).mode & 0o777).toBe(0o600)
    expect(await verifyAudit(world.db, heads)).toEqual({ ok: true, sealed: 3, unsealed: 1, faults: [] })
  })

  test('takes a row that commits late into a later batch', async () => {
    let commit = (): void => undefined
    const waiting = new Promise<void>((resolve) => (commit = resolve))
    let written = (): void => undefined
    const wrote = new Promise<void>((resolve) => (written = resolve))
    const late = world.db.transaction().execute(async (trx) => {
      await audit(trx, { actorId: null, act: 'late', subjectKind: 'letter', subjectId: 'x' })
      written()
      await waiting
    })
    await wrote
    await write('later, but committed first')
    expect(await sealAudit(world.db, heads)).toBe(1)
    commit()
    await late
    expect(await sealAudit(world.db, heads)).toBe(1)
    expect(await verifyAudit(world.db, heads)).toMatchObject({ ok: true, sealed: 2 })
  })

  test('is done once, however many processes do it at the same time, and in batches', async () => {
    await world.owner.query(`
      insert into audit_events (id, at, act, subject_kind) select gen_random_uuid(), now(), 'x', 'letter' from generate_series(1, 1200)`)
    const counts = await Promise.all([1, 2, 3, 4].map(() => sealAudit(world.db, heads)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1200)
    expect(await verifyAudit(world.db, heads)).toEqual({ ok: true, sealed: 1200, unsealed: 0, faults: [] })
  })

  test('writes a head that a crash left out, and mends a line that it cut short', async () => {
    await write('one')
    await sealAudit(world.db, heads)
    const first = readFileSync(heads, 'utf8')
    await write('two')
    await sealAudit(world.db, heads)
    const both = readFileSync(heads, 'utf8')
    writeFileSync(heads, first + both.slice(first.length, first.length + 20))
    expect(await verifyAudit(world.db, heads)).toMatchObject({ ok: true })
    await sealAudit(world.db, heads)
    expect(readFileSync(heads, 'utf8')).toBe(both)
  })

  test('two faults are told by their kinds', async () => {
    for (const act of ['one', 'two', 'three']) await write(act)
    await sealAudit(world.db, heads)
    await world.owner.query(`update audit_events set act = 'else' where act = 'two'`)
    appendFileSync(heads, `${JSON.stringify({ seq: 9, hash: '00'.repeat(32), at: '2026-01-01T00:00:00.000Z' })}\n`)
    const { ok, faults } = await verifyAudit(world.db, heads)
    expect(ok).toBe(false)
    expect(faults).toEqual([
      { kind: 'edited', seq: 2, eventId: expect.any(String) as string },
      { kind: 'cut', seq: 4 }
    ])
  })
})
