/** Publishes what was approved when its second has come. Every server process watches; a row's lock lets one of them act. */
import { sql } from 'kysely'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { publishDue, type Press } from './publish.ts'
import { lockedArticle } from './read.ts'

/** Looked at even when nothing was heard, so that a lost message or a clock that was set delays nothing for long. */
const longestWaitMs = 5_000
/** What waits for its document, or for another process, is asked for again after this. */
const againMs = 5_000

/** Publishes all whose time has come; returns how many. One that fails keeps none of the others waiting. */
export async function publishAllDue(db: Db, press: Press, onError: (error: unknown) => void): Promise<number> {
  const now = clock.now()
  const { rows } = await sql<{ id: string }>`
    select id from articles where publish_at <= ${now.toISOString()} order by publish_at, id limit 200`.execute(db)
  let published = 0
  for (const { id } of rows) {
    try {
      const done = await db.transaction().execute(async (trx) => {
        const article = await lockedArticle(trx, id)
        if (article?.state !== 'scheduled' || article.publishAt === null) return false
        const at = clock.now()
        return article.publishAt <= at.toISOString() && (await publishDue(trx, press, article, at, lockedArticle))
      })
      if (done) published += 1
    } catch (error) {
      onError(error)
    }
  }
  return published
}

async function nextTime(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ next: string | null }>`select min(publish_at) as next from articles`.execute(db)
  const next = rows[0]?.next
  return next ? Date.parse(next) : undefined
}

export interface Schedule {
  /** something was scheduled, or taken off the schedule */
  changed(): void
  stop(): Promise<void>
}

/** Watches the schedule until it is stopped. */
export function watchSchedule(db: Db, press: Press, onError: (error: unknown) => void): Schedule {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let working: Promise<void> = Promise.resolve()
  const plan = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(run, ms)
  }
  const look = async () => {
    if (stopped) return
    try {
      await publishAllDue(db, press, onError)
      const next = await nextTime(db)
      const wait = next === undefined ? longestWaitMs : next - clock.now().getTime()
      plan(wait <= 0 ? againMs : Math.min(wait, longestWaitMs))
    } catch (error) {
      onError(error)
      plan(againMs)
    }
  }
  const run = () => {
    working = working.then(look)
  }
  run()
  return {
    changed: run,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}
