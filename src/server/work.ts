/** The jobs that the server processes share. */
import { sealAudit } from './core/audit-chain.ts'
import type { Context } from './core/context.ts'
import type { Job } from './core/jobs.ts'
import { forgetOldCounts } from './core/limits.ts'
import { resealAll } from './core/sealed.ts'
import { sweepSessions } from './core/sessions.ts'

/** Every job with its time; all of them may run again at any moment without harm. */
export function jobsOf({ db, config, sealer }: Context): Job[] {
  return [
    {
      queue: 'seal-audit',
      cron: '* * * * *',
      atStart: true,
      run: async () => {
        await sealAudit(db, config.auditHeadsFile)
      }
    },
    {
      queue: 'reseal-fields',
      cron: '40 3 * * *',
      atStart: true,
      run: async () => {
        await resealAll(db, sealer)
      }
    },
    {
      queue: 'sweep-sessions',
      cron: '*/15 * * * *',
      run: async () => {
        await sweepSessions(db)
        await forgetOldCounts(db)
      }
    }
  ]
}
