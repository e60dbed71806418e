/**
 * audit:tamper. Somebody with the rights of the owner tampers with the audit record in every way there is, at random
 * places; verification must find each. 40, 200 or 1000 attacks. The plant takes the comparison of hashes out of the
 * running verification.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { attacks, type Seal } from './audit-attacks.ts'
import { plantHere } from './plant-here.ts'
import { dice, prove, type Finding, type Question } from './proof.ts'
import { freshFolder } from './server.ts'

const guard = {
  file: 'src/server/core/audit-verify.ts',
  guard: '!hash.equals(seal.hash)',
  instead: 'hash.length === 0'
}

const hold = async ({ form, plant, seed }: Question): Promise<Finding> => {
  if (plant) await plantHere([guard])
  const { audit } = await import('#server/core/audit.ts')
  const { sealAudit } = await import('#server/core/audit-chain.ts')
  const { verifyAudit } = await import('#server/core/audit-verify.ts')
  const { clock } = await import('#server/core/clock.ts')
  const { readConfig } = await import('#server/core/config.ts')
  const { openDatabase } = await import('#server/core/database.ts')
  const { migrate } = await import('#server/core/migrate.ts')

  const rounds = { short: 40, normal: 200, long: 1000 }[form]
  const throws = dice(seed)
  const config = readConfig({ DATA_DIR: await freshFolder() })
  const heads = config.auditHeadsFile
  const database = await openDatabase(config, () => undefined)
  const { owner, db } = database
  const failures: string[] = []

  const write = (n: number) =>
    db.transaction().execute((trx) =>
      audit(trx, {
        actorId: throws.pick([null, randomUUID()]),
        act: throws.pick(['letter.received', 'letter.assigned', 'session.started']),
        subjectKind: 'letter',
        subjectId: randomUUID(),
        details: { n, known: true }
      })
    )

  try {
    await migrate(owner)
    const start = Date.now() - 14 * 86_400_000
    for (let batch = 0; batch < 12; batch += 1) {
      clock.set(new Date(start + batch * 86_400_000 + throws.below(3_600_000)))
      for (let n = throws.below(30) + 5; n > 0; n -= 1) await write(n)
      await sealAudit(db, heads)
    }
    const { rows: seals } = await owner.query<Seal>(
      'select seq, event_id::text as event_id, sealed_at from audit_seals order by seq'
    )
    const honest = await verifyAudit(db, heads)
    if (!honest.ok || honest.sealed !== seals.length || honest.unsealed !== 0)
      failures.push('the honest record is found bad')
    // the owner of a database can drop what stands in the way
    await owner.query(`
      alter table audit_seals drop constraint audit_seals_event_id_fkey, drop constraint audit_seals_event_id_key,
        drop constraint audit_seals_pkey, drop constraint audit_seals_seq_check;
      create table honest_events as table audit_events;
      create table honest_seals as table audit_seals`)
    const honestHeads = readFileSync(heads)
    const told = new Map<string, number>()
    const names = Object.keys(attacks)
    for (let round = 0; round < rounds; round += 1) {
      // each way once, then at random
      const name = names[round] ?? throws.pick(names)
      await attacks[name]!({ owner, heads, seals, dice: throws })
      const { ok, faults } = await verifyAudit(db, heads)
      if (ok || faults.length === 0) failures.push(`not found in round ${round + 1}: ${name}`)
      for (const kind of new Set(faults.map((fault) => fault.kind))) told.set(kind, (told.get(kind) ?? 0) + 1)
      await owner.query(`
        truncate audit_seals, audit_events;
        insert into audit_events select * from honest_events;
        insert into audit_seals select * from honest_seals`)
      writeFileSync(heads, honestHeads)
    }
    if (!(await verifyAudit(db, heads)).ok) failures.push('the honest record is found bad afterwards')
    return {
      figures: {
        'sealed rows': seals.length,
        'ways of tampering': names.length,
        attacks: rounds,
        'told as': [...told]
          .sort()
          .map(([kind, count]) => `${kind} ${count}`)
          .join(', ')
      },
      checked: rounds + 2,
      failures
    }
  } finally {
    await database.close()
  }
}

await prove('audit:tamper', hold)
