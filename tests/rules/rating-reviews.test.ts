import { describe, expect, test } from 'vitest'
import type { Contact, Rating } from '#contract/letters.ts'
import {
  reviewActs,
  reviewStates,
  type CallbackMeans,
  type ReviewAct,
  type ReviewState
} from '#contract/rating-reviews.ts'
import {
  barredBy,
  effectOf,
  meansFor,
  reviewRefusal,
  type ReviewOfRound,
  type ReviewSituation
} from '#server/letters/rating-review-rules.ts'

type Given = Pick<Rating, 'grade' | 'reasons' | 'comment'>

const situation = (changes: Partial<ReviewSituation> = {}): ReviewSituation => ({
  state: 'open',
  outcome: null,
  settled: false,
  answerers: ['drafter', 'signer'],
  proposedBy: null,
  ...changes
})

describe('what may be done with a review', () => {
  const step: Record<ReviewAct, ReviewState> = {
    callBack: 'open',
    decide: 'calledBack',
    rule: 'appealed',
    feedBack: 'decided',
    settle: 'closed'
  }

  test('every act stands in this table', () => {
    expect(Object.keys(step)).toEqual([...reviewActs])
  })

  test.each(Object.entries(step) as [ReviewAct, ReviewState][])(
    '%s is the step after %s and after no other',
    (act, at) => {
      for (const state of reviewStates) {
        const refused = reviewRefusal(act, situation({ state, outcome: 'ledger' }), 'me')
        expect(refused, state).toBe(state === at ? undefined : 'state-forbids')
      }
    }
  )

  test.each([...reviewActs])('%s is refused to who drafted and to who signed', (act) => {
    for (const person of ['drafter', 'signer']) {
      expect(reviewRefusal(act, situation({ state: step[act], outcome: 'ledger' }), person)).toBe('same-person')
    }
  })

  test('only the ledger is settled, and once', () => {
    const settle = (changes: Partial<ReviewSituation>) =>
      reviewRefusal('settle', situation({ state: 'closed', ...changes }), 'me')
    expect(settle({ outcome: 'ledger' })).toBeUndefined()
    expect(settle({ outcome: 'ledger', settled: true })).toBe('state-forbids')
    for (const outcome of ['fixed', 'explained', 'upheld', 'excluded'] as const)
      expect(settle({ outcome }), outcome).toBe('state-forbids')
  })

  test('nobody rules upon an own proposal; once it is ruled upon, the proposer goes on as anybody', () => {
    const proposed = situation({ state: 'appealed', proposedBy: 'me' })
    expect(reviewRefusal('rule', proposed, 'me')).toBe('same-person')
    expect(reviewRefusal('rule', proposed, 'another')).toBeUndefined()
    expect(barredBy(proposed, 'me')).toBe('proposer')
    expect(reviewRefusal('feedBack', situation({ state: 'decided', proposedBy: 'me' }), 'me')).toBeUndefined()
  })
})

test.each<[Contact | null, CallbackMeans[]]>([
  [null, ['none']],
  [{}, ['none']],
  [{ name: '李' }, ['none']],
  [{ phone: '13700000001' }, ['phone']],
  [{ email: 'a@b.cn' }, ['email']],
  [{ name: '李', phone: '13700000001', email: 'a@b.cn' }, ['phone', 'email']]
])('with %j a sender is called back by %j', (contact, means) => {
  expect(meansFor(contact)).toEqual(means)
})

describe('what a rating does to the reviews of its round', () => {
  const bad = (grade = 2, comment: string | null = null): Given => ({ grade, reasons: ['late'], comment })
  const good = (grade = 5): Given => ({ grade, reasons: [], comment: null })
  const review = (state: ReviewState, of: Given = bad(), outcome: ReviewOfRound['outcome'] = null): ReviewOfRound => ({
    ...of,
    state,
    outcome
  })

  test.each<[string, Given | null, Given, ReviewOfRound | null, ReturnType<typeof effectOf>]>([
    ['the first one is good', null, good(3), null, 'none'],
    ['the first one is bad', null, bad(2), null, 'open'],
    ['the first one is the worst', null, bad(1), null, 'open'],
    ['a good one becomes bad', good(), bad(), null, 'open'],
    ['a good one becomes another good one', good(5), good(3), null, 'none'],
    ['bettered before the callback', bad(), good(3), review('open'), 'takeBack'],
    ['made worse before the callback', bad(2), bad(1), review('open'), 'change'],
    ['the same again', bad(), bad(), review('open'), 'none'],
    ['bettered after the callback', bad(), good(), review('calledBack'), 'change'],
    ['bettered while an appeal waits', bad(), good(), review('appealed'), 'change'],
    ['bettered before the feedback', bad(), good(), review('decided', bad(), 'fixed'), 'change'],
    ['bad again while the review still runs', good(), bad(), review('calledBack'), 'change'],
    ['bad again after it was taken back', good(), bad(), review('takenBack', bad(), 'takenBack'), 'open'],
    ['bettered after the end', bad(), good(), review('closed', bad(), 'fixed'), 'none'],
    ['bad again after the end', good(), bad(), review('closed', bad(), 'fixed'), 'open'],
    ['still bad after the end', bad(2), bad(1), review('closed', bad(2), 'explained'), 'none'],
    ['the excluded one in the same words', bad(), bad(), review('closed', bad(), 'excluded'), 'none'],
    ['the excluded one in other words', bad(), bad(2, '再说一遍'), review('closed', bad(), 'excluded'), 'open']
  ])('%s', (_name, before, now, newest, effect) => {
    expect(effectOf(before, now, newest)).toBe(effect)
  })
})
