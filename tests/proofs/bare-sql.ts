/**
 * What sending a letter is measured against: the same SQL, as the server was heard to send it, in a loop through `pg`
 * alone, with as many connections and as much at once. A program: its parent names the recording, how much at once and
 * where the database is now, then sends the seconds to run, and is answered with the number of rounds.
 */
import { readFileSync } from 'node:fs'
import type { PoolClient } from 'pg'
import { uuidv7 } from 'uuidv7'
import { applicationRole, openPool } from '#server/core/db.ts'
import type { Loaded } from './bench-load.ts'
import type { RecordedQuery } from './record-queries.ts'

interface Step {
  readonly name?: string
  readonly text: string
  readonly values: readonly unknown[]
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const letterNumber = /^[A-Z]{2}-\d{4}-\d{6,9}$/

/** Queries as they share a connection: a transaction is one piece, any other query a piece of its own. */
function pieces(queries: readonly RecordedQuery[]): Step[][] {
  const found: Step[][] = []
  let open: Step[] | undefined
  for (const { name, text, values } of queries) {
    const step = {
      ...(name === undefined ? {} : { name }),
      text,
      values: values.map((value) =>
        value !== null && typeof value === 'object' && 'base64' in value
          ? Buffer.from(String(value.base64), 'base64')
          : value
      )
    }
    if (open) open.push(step)
    else found.push((open = [step]))
    const inside = /^(begin|start transaction)/i.test(open[0]?.text ?? '')
    if (!inside || /^(commit|rollback)/i.test(text)) open = undefined
  }
  return found
}

/** One letter: the recorded queries with ids of its own, and the number that the series gave. */
async function storeOne(connect: () => Promise<PoolClient>, letter: readonly Step[][]): Promise<void> {
  const ids = new Map<string, string>()
  let number: string | undefined
  const own = (value: unknown): unknown => {
    if (typeof value !== 'string') return value
    if (letterNumber.test(value) && number !== undefined) return number
    if (!uuid.test(value)) return value
    const known = ids.get(value) ?? uuidv7()
    ids.set(value, known)
    return known
  }
  for (const piece of letter) {
    const client = await connect()
    for (const step of piece) {
      const { rows } = await client.query<{ last?: number }>({ ...step, values: step.values.map(own) })
      const last = rows[0]?.last
      if (last !== undefined) number = `ZX-2026-${String(last).padStart(6, '0')}`
    }
    client.release()
  }
}

const [file = '', atOnce = '1', host = ''] = process.argv.slice(2)
const queries = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedQuery)
const letter = pieces(queries)
const pool = openPool({ ...queries[0]!.address, host }, { role: applicationRole })

async function run(seconds: number): Promise<Loaded> {
  const began = performance.now()
  let answers = 0
  const loop = async () => {
    while (performance.now() - began < seconds * 1000) {
      await storeOne(() => pool.connect(), letter)
      answers += 1
    }
  }
  await Promise.all(Array.from({ length: Number(atOnce) }, loop))
  return { answers, seconds: (performance.now() - began) / 1000 }
}

process.on('message', (seconds: number) => void run(seconds).then((loaded) => process.send?.(loaded)))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
