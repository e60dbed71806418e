import { describe, expect, test } from 'vitest'
import type { ReviewLine } from '#contract/rating-reviews.ts'
import { reviewDueWords } from '../../src/desk/letters/review-words.ts'

describe('the deadline of a review in words', () => {
  const line = (changes: Partial<ReviewLine>): ReviewLine => ({
    id: 'x',
    letter: { id: 'x', number: 'ZX-2026-000001', title: '租房', office: '价格科' },
    state: 'open',
    grade: 2,
    openedAt: '2026-11-23T02:00:00.000Z',
    dueOn: '2026-11-30',
    provisional: false,
    workingDaysLeft: 3,
    outcome: null,
    ledgerDueOn: null,
    settled: false,
    endedAt: null,
    demo: false,
    ...changes
  })
  const ended = { state: 'closed', workingDaysLeft: null, endedAt: '2026-11-25T02:00:00.000Z' } as const
  const ledger = { ...ended, outcome: 'ledger' } as const

  test.each<[Partial<ReviewLine>, string, string]>([
    [{}, '11月30日前反馈，剩 3 个工作日', 'calm'],
    [{ provisional: true }, '11月30日（暂定）前反馈，剩 3 个工作日', 'calm'],
    [{ dueOn: '2026-11-26', workingDaysLeft: 1 }, '11月26日前反馈，剩 1 个工作日', 'soon'],
    [{ dueOn: '2026-11-25', workingDaysLeft: 0 }, '今天 24:00 到期', 'soon'],
    [{ dueOn: '2026-11-23', workingDaysLeft: -2 }, '11月23日到期，已逾期 2 个工作日', 'late'],
    [{ ...ended, outcome: 'fixed' }, '即时整改', 'done'],
    [{ ...ended, state: 'takenBack', outcome: 'takenBack' }, '写信人改了评价', 'done'],
    [{ ...ledger, ledgerDueOn: '2027-01-31' }, '列入台账，2027-01-31 前改好', 'calm'],
    [{ ...ledger, ledgerDueOn: '2026-11-24' }, '台账逾期，应在 2026-11-24 前改好', 'late'],
    [{ ...ledger, ledgerDueOn: '2026-11-24', settled: true }, '台账已销，限期是 2026-11-24', 'done']
  ])('%j', (changes, long, tone) => {
    expect(reviewDueWords(line(changes), '2026-11-25')).toMatchObject({ long, tone })
  })
})
