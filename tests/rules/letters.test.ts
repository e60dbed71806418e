import { describe, expect, test } from 'vitest'
import type { LetterAction, LetterState } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'
import { refusal, stateAfter, workingDaysLeft, type EventKind } from '#server/letters/rules.ts'
import { workingCalendar } from '#server/core/working-calendar.ts'

describe('the state of a letter', () => {
  test.each<[EventKind[], LetterState]>([
    [['received'], 'received'],
    [['received', 'assigned'], 'assigned'],
    [['received', 'assigned', 'assigned'], 'assigned'],
    [['received', 'assigned', 'drafted'], 'signing'],
    [['received', 'assigned', 'drafted', 'returned'], 'assigned'],
    [['received', 'assigned', 'drafted', 'returned', 'drafted', 'answered'], 'answered']
  ])('%j is %s', (events, state) => {
    expect(stateAfter(events)).toBe(state)
  })
})

describe('what may be done', () => {
  const everything = { id: 'me', may: () => true }
  const states: LetterState[] = ['received', 'assigned', 'signing', 'answered']
  const open: Record<LetterAction, LetterState[]> = {
    assign: ['received', 'assigned'],
    draft: ['assigned'],
    submit: ['assigned'],
    return: ['signing'],
    sign: ['signing']
  }

  test.each(Object.entries(open) as [LetterAction, LetterState[]][])('%s only in %j', (act, allowed) => {
    for (const state of states) {
      const refused = refusal(act, { state, hasDraft: true, authors: ['somebody else'] }, everything)
      expect(refused).toBe(allowed.includes(state) ? undefined : 'state-forbids')
    }
  })

  test.each<[LetterAction, Permission]>([
    ['assign', 'letters:assign'],
    ['draft', 'letters:draft'],
    ['submit', 'letters:draft'],
    ['return', 'letters:sign'],
    ['sign', 'letters:sign']
  ])('%s needs %s and nothing else', (act, needed) => {
    const situation = { state: open[act][0] ?? 'received', hasDraft: true, authors: [] }
    expect(refusal(act, situation, { id: 'me', may: (permission) => permission === needed })).toBeUndefined()
    expect(refusal(act, situation, { id: 'me', may: (permission) => permission !== needed })).toBe('not-permitted')
  })

  test('nothing is submitted without a draft, nobody signs what this person wrote', () => {
    expect(refusal('submit', { state: 'assigned', hasDraft: false, authors: [] }, everything)).toBe('state-forbids')
    expect(refusal('sign', { state: 'signing', hasDraft: true, authors: ['other', 'me'] }, everything)).toBe(
      'same-person'
    )
  })
})

describe('days left', () => {
  test.each([
    ['2026-11-23', '2026-12-14', 15],
    ['2026-12-14', '2026-12-14', 0],
    ['2026-12-15', '2026-12-14', -1],
    ['2026-12-13', '2026-12-14', 1]
  ])('on %s with %s due: %i', (today, dueOn, left) => {
    expect(workingDaysLeft('assigned', today, dueOn, workingCalendar)).toBe(left)
  })

  test('an answered letter has none', () => {
    expect(workingDaysLeft('answered', '2026-12-20', '2026-12-14', workingCalendar)).toBeNull()
  })
})
