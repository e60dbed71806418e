/** How somebody with the rights of the database's owner, and with the file of heads in reach, tampers with the audit record. */
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Pool } from 'pg'
import type { Dice } from './proof.ts'

export interface Seal {
  seq: number
  event_id: string
  sealed_at: string
}

/** What one attack may use: the owner's connections, the file of heads, the last seal. */
export interface Scene {
  readonly owner: Pool
  readonly heads: string
  readonly seals: readonly Seal[]
  readonly dice: Dice
}

/** The chain from `from` on computed again as an attacker would, from the published description alone. */
async function forge(owner: Pool, from: number): Promise<void> {
  const { rows } = await owner.query<Record<string, string | number | null>>(
    `select s.seq, to_char(s.sealed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as sealed_at, e.id, to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
            e.actor_id, e.act, e.subject_kind, e.subject_id, e.details::text
     from audit_seals s join audit_events e on e.id = s.event_id where s.seq >= $1 order by s.seq`,
    [from]
  )
  const start = await owner.query<{ hash: Buffer }>('select hash from audit_seals where seq = $1', [from - 1])
  let hash = start.rows[0]?.hash ?? Buffer.alloc(32)
  for (const row of rows) {
    const parts = [
      row['seq'],
      row['sealed_at'],
      row['id'],
      row['at'],
      row['actor_id'],
      row['act'],
      row['subject_kind'],
      row['subject_id'],
      row['details']
    ]
    const next = createHash('sha256')
      .update(JSON.stringify([hash.toString('hex'), ...parts]))
      .digest()
    await owner.query('update audit_seals set previous_hash = $2, hash = $3 where seq = $1', [row['seq'], hash, next])
    hash = next
  }
}

const edits = [
  `at = at + interval '1 millisecond'`,
  `actor_id = case when actor_id is null then gen_random_uuid() end`,
  `actor_id = gen_random_uuid()`,
  `act = act || '.'`,
  `subject_kind = 'person'`,
  `subject_id = null`,
  `details = details || '{"more": true}'`,
  `details = jsonb_set(details, '{n}', to_jsonb((details->>'n')::numeric + 0.0000000000000000000001))`
]

const insertOld = (owner: Pool, id: string, at: string) =>
  owner.query(
    `insert into audit_events (id, at, actor_id, act, subject_kind, subject_id, details) values ($1, $2, null, 'letter.read', 'letter', 'x', '{}')`,
    [id, at]
  )
const before = (instant: string, minutes: number) => new Date(Date.parse(instant) - minutes * 60_000).toISOString()

/** Every way of tampering there is, each by name. */
export const attacks: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'edit an event': async ({ owner, seals, dice }) => {
    await owner.query(`update audit_events set ${dice.pick(edits)} where id = $1`, [dice.pick(seals).event_id])
  },
  'edit an event, compute the chain again': async ({ owner, seals, dice }) => {
    const seal = dice.pick(seals)
    await owner.query(`update audit_events set act = 'nothing' where id = $1`, [seal.event_id])
    await forge(owner, seal.seq)
  },
  'edit a seal': async ({ owner, seals, dice }) => {
    const column = dice.pick(['hash', 'previous_hash'])
    await owner.query(
      `update audit_seals set ${column} = set_byte(${column}, $2, get_byte(${column}, $2) # 1) where seq = $1`,
      [dice.pick(seals).seq, dice.below(32)]
    )
  },
  'edit the time of a seal': async ({ owner, seals, dice }) => {
    await owner.query(`update audit_seals set sealed_at = sealed_at + interval '1 second' where seq = $1`, [
      dice.pick(seals).seq
    ])
  },
  'delete an event': async ({ owner, seals, dice }) => {
    await owner.query('delete from audit_events where id = $1', [dice.pick(seals).event_id])
  },
  'delete an event with its seal': async ({ owner, seals, dice }) => {
    const seal = dice.pick(seals)
    await owner.query('delete from audit_seals where seq = $1', [seal.seq])
    await owner.query('delete from audit_events where id = $1', [seal.event_id])
  },
  'delete an event with its seal, close the gap, compute the chain again': async ({ owner, seals, dice }) => {
    const seal = dice.pick(seals)
    await owner.query('delete from audit_seals where seq = $1', [seal.seq])
    await owner.query('delete from audit_events where id = $1', [seal.event_id])
    await owner.query('update audit_seals set seq = seq - 1 where seq > $1', [seal.seq])
    await forge(owner, seal.seq)
  },
  'insert an old event': async ({ owner, seals, dice }) => {
    await insertOld(owner, randomUUID(), before(seals.at(-1)!.sealed_at, 11 + dice.below(100_000)))
  },
  'insert an event with a seal in the middle, compute the chain again': async ({ owner, seals, dice }) => {
    const seal = dice.pick(seals)
    const id = randomUUID()
    await insertOld(owner, id, seal.sealed_at)
    await owner.query('update audit_seals set seq = -seq - 1 where seq >= $1', [seal.seq])
    await owner.query('update audit_seals set seq = -seq where seq < 0')
    await owner.query('insert into audit_seals values ($1, $2, $3, $4, $4)', [
      seal.seq,
      id,
      seal.sealed_at,
      Buffer.alloc(32)
    ])
    await forge(owner, seal.seq)
  },
  'insert an old event with a right seal at the end': async ({ owner, seals, dice }) => {
    const last = seals.at(-1)!
    const id = randomUUID()
    await insertOld(owner, id, before(last.sealed_at, 11 + dice.below(100_000)))
    const sealedAt = new Date(Date.parse(last.sealed_at) + 1000).toISOString()
    await owner.query('insert into audit_seals values ($1, $2, $3, $4, $4)', [
      last.seq + 1,
      id,
      sealedAt,
      Buffer.alloc(32)
    ])
    await forge(owner, last.seq + 1)
  },
  'exchange the events of two seals': async ({ owner, seals, dice }) => {
    const [a, b] = two(dice, seals)
    await owner.query(
      'update audit_seals set event_id = case seq when $1 then $3::uuid else $4::uuid end where seq in ($1, $2)',
      [a.seq, b.seq, b.event_id, a.event_id]
    )
  },
  'exchange the places of two seals': async ({ owner, seals, dice }) => {
    const [a, b] = two(dice, seals)
    await owner.query('update audit_seals set seq = $1 + $2 - seq where seq in ($1, $2)', [a.seq, b.seq])
  },
  'exchange two events, compute the chain again': async ({ owner, seals, dice }) => {
    const [a, b] = two(dice, seals)
    await owner.query(
      'update audit_seals set event_id = case seq when $1 then $3::uuid else $4::uuid end where seq in ($1, $2)',
      [a.seq, b.seq, b.event_id, a.event_id]
    )
    await forge(owner, Math.min(a.seq, b.seq))
  },
  'cut the end of the seals': async ({ owner, seals, dice }) => {
    await owner.query('delete from audit_seals where seq > $1', [dice.pick(seals).seq - 1])
  },
  'cut the end of events and seals': async ({ owner, seals, dice }) => {
    const from = dice.pick(seals).seq
    await owner.query('delete from audit_events where id in (select event_id from audit_seals where seq >= $1)', [from])
    await owner.query('delete from audit_seals where seq >= $1', [from])
  },
  'change a head': ({ heads, dice }) =>
    rewrite(heads, (lines) => {
      const index = dice.below(lines.length)
      lines[index] = lines[index]!.replace(/"hash":"(.)/, (_, digit: string) => `"hash":"${digit === '0' ? '1' : '0'}`)
      return lines
    }),
  'exchange two heads': ({ heads, dice }) =>
    rewrite(heads, (lines) => {
      const index = dice.below(lines.length - 1)
      ;[lines[index], lines[index + 1]] = [lines[index + 1]!, lines[index]!]
      return lines
    }),
  'cut the heads': ({ heads, dice }) => rewrite(heads, (lines) => lines.slice(0, dice.below(lines.length - 1))),
  'add a head': ({ heads, seals, dice }) =>
    rewrite(heads, (lines) => [
      ...lines,
      JSON.stringify({ seq: seals.length + 1 + dice.below(5), hash: 'ab'.repeat(32), at: new Date(0).toISOString() })
    ])
}

function two(dice: Dice, seals: readonly Seal[]): [Seal, Seal] {
  const a = dice.below(seals.length)
  const b = (a + 1 + dice.below(seals.length - 1)) % seals.length
  return [seals[a]!, seals[b]!]
}

async function rewrite(file: string, change: (lines: string[]) => string[]): Promise<void> {
  const lines = change(readFileSync(file, 'utf8').trimEnd().split('\n'))
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  await Promise.resolve()
}
