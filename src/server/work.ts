/** The jobs that the server processes share. */
import { sealAudit } from './core/audit-chain.ts'
import type { Context } from './core/context.ts'
import type { Job } from './core/jobs.ts'
import { forgetOldCounts } from './core/limits.ts'
import { resealAll } from './core/sealed.ts'
import { sweepSessions } from './core/sessions.ts'
import { forgetOldAlerts, remindOfDueLetters, remindOfForwarding } from './letters/alerts.ts'
import { finishUploads, forgetUploads } from './letters/attachments-check.ts'
import { remindOfAnswersToSend } from './letters/channel.ts'
import { closeAnsweredLetters } from './letters/closing.ts'
import { recountDueDates } from './letters/due-dates.ts'
import { remindOfDueEntries } from './letters/knowledge-alerts.ts'
import { escalateOverdueLetters, writeDigests } from './letters/escalation.ts'
import { eraseDueContacts } from './letters/erasure.ts'
import { endPassedPauses } from './letters/pauses.ts'
import { remindOfDueReviews } from './letters/rating-review-alerts.ts'
import { recountReviews } from './letters/rating-reviews.ts'
import { askWhoComes } from './open-days/desk-slots.ts'
import { eraseDueAttendance, eraseDueBookings } from './open-days/erasure.ts'
import { forgetOldNotices, sendNotices } from './notices/send.ts'

/**
 * Every job with its time; all of them may run again at any moment without harm. What is done once a day is done at the
 * start too: a time that passes while no server is on is not made up for. `report` is told what changed letters.
 */
export function jobsOf(context: Context, report: (figures: object, what: string) => void): Job[] {
  const { db, config, sealer } = context
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
        await forgetOldAlerts(db)
        await forgetOldNotices(db)
      }
    },
    {
      // a letter that another process received in the second of a change was counted by the calendar before it
      queue: 'recount-due-dates',
      cron: '*/10 * * * *',
      atStart: true,
      run: async () => {
        await recountDueDates(context)
        await recountReviews(context)
      }
    },
    {
      queue: 'remind-of-due-letters',
      cron: '*/10 * * * *',
      atStart: true,
      run: async () => {
        await remindOfDueLetters(db)
        await remindOfForwarding(db)
        await remindOfDueReviews(db)
        await remindOfDueEntries(db)
        await escalateOverdueLetters(context)
      }
    },
    {
      queue: 'write-digests',
      cron: '*/10 * * * *',
      run: async () => {
        await writeDigests(context)
      }
    },
    {
      queue: 'send-notices',
      cron: '* * * * *',
      atStart: true,
      run: async () => {
        await sendNotices(context)
      }
    },
    {
      queue: 'ask-who-comes',
      cron: '*/10 * * * *',
      atStart: true,
      run: async () => {
        await askWhoComes(db)
      }
    },
    {
      queue: 'end-pauses',
      cron: '*/10 * * * *',
      atStart: true,
      run: async () => {
        const ended = await endPassedPauses(db)
        if (ended > 0) report({ ended }, 'pauses of letters ended by themselves')
      }
    },
    {
      queue: 'erase-contacts',
      cron: '30 2 * * *',
      atStart: true,
      run: async () => {
        const erased = await eraseDueContacts(db)
        if (erased > 0) report({ erased }, 'contact data of letters was deleted')
        const bookings = await eraseDueBookings(db)
        if (bookings > 0) report({ bookings }, 'contact data of bookings was deleted')
        const pictures = await eraseDueAttendance(context)
        if (pictures > 0) report({ pictures }, 'pictures of attendance were deleted')
        // a contact that waits for its answer to be sent: somebody is told to send it
        await remindOfAnswersToSend(db)
      }
    },
    {
      queue: 'finish-uploads',
      cron: '* * * * *',
      atStart: true,
      run: async () => {
        await finishUploads(context)
      }
    },
    {
      queue: 'forget-uploads',
      cron: '50 2 * * *',
      atStart: true,
      run: async () => {
        await forgetUploads(context)
      }
    },
    {
      queue: 'close-letters',
      cron: '20 2 * * *',
      atStart: true,
      run: async () => {
        await closeAnsweredLetters(context)
      }
    }
  ]
}
