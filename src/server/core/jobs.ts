/** Jobs on pg-boss: several server processes share them, each runs once. */
import { PgBoss, type QueueOptions } from 'pg-boss'
import type { Pool } from 'pg'

export interface Queue {
  readonly name: string
  readonly options: QueueOptions
}

/** All queues; they are made by `migrate`, since the application's role makes no tables. */
export const queues: readonly Queue[] = [
  { name: 'seal-audit', options: { retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 3600 } },
  { name: 'reseal-fields', options: { retryLimit: 3, expireInSeconds: 600, deleteAfterSeconds: 86_400 } },
  { name: 'recount-due-dates', options: { retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 3600 } },
  { name: 'sweep-sessions', options: { retryLimit: 0, expireInSeconds: 60, deleteAfterSeconds: 3600 } },
  { name: 'remind-of-due-letters', options: { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 } },
  // what can not be sent now is tried again later, message by message: see notices/send.ts
  { name: 'send-notices', options: { retryLimit: 0, expireInSeconds: 1800, deleteAfterSeconds: 3600 } },
  { name: 'write-digests', options: { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 } },
  { name: 'ask-who-comes', options: { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 } },
  { name: 'end-pauses', options: { retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: 3600 } },
  { name: 'erase-contacts', options: { retryLimit: 3, expireInSeconds: 600, deleteAfterSeconds: 86_400 } },
  { name: 'finish-uploads', options: { retryLimit: 0, expireInSeconds: 1800, deleteAfterSeconds: 3600 } },
  { name: 'forget-uploads', options: { retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 86_400 } },
  { name: 'close-letters', options: { retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 86_400 } }
]

/** A job: when it runs (cron, in Asia/Shanghai) and what it does. `atStart`: also once when a server starts. */
export interface Job {
  readonly queue: string
  readonly cron: string
  readonly atStart?: boolean
  readonly run: () => Promise<void>
}

/** Starts the jobs; the returned function stops them and waits for those at work. */
export async function startJobs(
  pool: Pool,
  jobs: readonly Job[],
  onError: (error: unknown) => void
): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: 'pgboss',
    migrate: false
  })
  boss.on('error', onError)
  await boss.start()
  for (const job of jobs) {
    await boss.work(job.queue, { pollingIntervalSeconds: 5 }, async () => {
      await job.run()
    })
    await boss.schedule(job.queue, job.cron, null, { tz: 'Asia/Shanghai' })
    if (job.atStart) await boss.send(job.queue, {})
  }
  return async () => {
    await boss.stop({ graceful: true, timeout: 10_000 })
  }
}
