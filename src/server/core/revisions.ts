/** Numbers that public pages are cached by; all server processes hear of a change through LISTEN/NOTIFY. */
import { CompiledQuery } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Trx } from './db.ts'

const channel = 'revisions'

const touching = `
  with counted as (update revisions set revision = revision + 1 where name = $1)
  select pg_notify('${channel}', $1)`

/** Marks `name` as changed; the others hear of it when the transaction commits. */
export async function touch(trx: Trx, name: string): Promise<void> {
  await trx.executeQuery(CompiledQuery.raw(touching, [name]))
}

/** The same in a transaction of the owner, while the database is brought up to date. */
export async function touchAsOwner(client: PoolClient, name: string): Promise<void> {
  await client.query(touching, [name])
}

/** Calls `onChange` for each change, and with undefined after a gap in which changes may have been missed. */
export function listenToRevisions(pool: Pool, onChange: (name: string | undefined) => void): () => Promise<void> {
  let stopped = false
  let client: PoolClient | undefined
  let timer: NodeJS.Timeout | undefined
  const again = () => {
    client = undefined
    onChange(undefined)
    if (!stopped) timer = setTimeout(() => void connect(), 1000)
  }
  const connect = async () => {
    try {
      const fresh = await pool.connect()
      if (stopped) return fresh.release(true)
      client = fresh
      fresh.on('error', () => {
        if (client !== fresh) return
        fresh.release(true)
        again()
      })
      fresh.on('notification', (notification) => onChange(notification.payload))
      await fresh.query(`listen ${channel}`)
      onChange(undefined)
    } catch {
      if (client) client.release(true)
      again()
    }
  }
  void connect()
  return async () => {
    stopped = true
    clearTimeout(timer)
    const last = client
    client = undefined
    if (last) last.release(true)
    await Promise.resolve()
  }
}
