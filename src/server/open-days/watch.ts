/** Watches the waiting lists: an offer that ran out goes on at once, and pages are told when places came or went. */
import { sql } from 'kysely'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { passOnAll } from './waitlist.ts'

const everyMs = 2_000

/** What the public pages show of places, as one text that differs when it does. */
async function standingOf(db: Db): Promise<string> {
  const now = clock.now().toISOString()
  const { rows } = await sql<{ standing: string | null }>`
    select md5(string_agg(s.id || ' ' || s.taken || ' ' ||
             (select count(*) from bookings b where b.slot_id = s.id and b.state = 'waiting') || ' ' ||
             (s.opens_at <= ${now}) || ' ' || (s.starts_at <= ${now}), ',' order by s.id)) as standing
    from slots s where s.ends_at > ${now}`.execute(db)
  return rows[0]?.standing ?? ''
}

/** Watches until it is stopped. Every process does: the lock of a slot lets one of them act. */
export function watchWaitlists(
  db: Db,
  onMoved: () => void,
  onError: (error: unknown) => void
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let last: string | undefined
  const look = async (): Promise<void> => {
    try {
      await passOnAll(db)
      const standing = await standingOf(db)
      if (last !== undefined && last !== standing) onMoved()
      last = standing
    } catch (error) {
      onError(error)
    }
    if (!stopped) timer = setTimeout(run, everyMs)
  }
  let working: Promise<void> = Promise.resolve()
  const run = () => {
    working = look()
  }
  run()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}
