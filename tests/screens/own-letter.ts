/** A letter as its sender's phone keeps it: received on Monday 2026-11-23, five working days. */
import type { Letter } from '#contract/letters.ts'
import { renewed } from '../../src/citizen/core/cases.ts'
import type { KeptCase } from '../../src/citizen/core/phone-rows.ts'

// Monday 2026-11-23 is day 0
export const due: Letter['due'] = {
  dueOn: '2026-11-30',
  limit: 5,
  source: '办理期限规定',
  provisional: false,
  days: [
    { date: '2026-11-24', reason: 'counted', count: 1 },
    { date: '2026-11-25', reason: 'counted', count: 2 },
    { date: '2026-11-26', reason: 'counted', count: 3 },
    { date: '2026-11-27', reason: 'counted', count: 4 },
    { date: '2026-11-28', reason: 'weekend' },
    { date: '2026-11-29', reason: 'weekend' },
    { date: '2026-11-30', reason: 'counted', count: 5 }
  ]
}

export const letter = (more: Partial<Letter>): Letter => ({
  id: '01890000-0000-7000-8000-000000000000',
  number: 'ZX-2026-000001',
  kind: 'enquiry',
  topic: 'other',
  state: 'received',
  title: '房租怎么算',
  receivedAt: '2026-11-23T01:00:00.000Z',
  today: '2026-11-23',
  now: '2026-11-23T01:00:00.000Z',
  due,
  workingDaysLeft: 5,
  rounds: [
    { round: 1, kind: 'first', startedOn: '2026-11-23', due, answeredOn: null, workingDays: null, remindedAt: null }
  ],
  office: null,
  events: [],
  thread: [],
  attachments: [],
  rating: null,
  ending: null,
  publishConsent: false,
  publishedAs: null,
  board: null,
  acts: [],
  remindFrom: null,
  ...more
})

export const kept = (more: Partial<Letter>): KeptCase =>
  renewed({ number: 'ZX-2026-000001', code: '0000-0000-0000' }, letter(more))
