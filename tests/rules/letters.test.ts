import { describe, expect, test } from 'vitest'
import { letterStates, type EventKind, type LetterState } from '#contract/letters.ts'
import { letterActions, type LetterAction } from '#contract/letters-desk.ts'
import type { Permission } from '#contract/people.ts'
import {
  changeableUntil,
  dueDate,
  refusal,
  remindFrom,
  senderActsIn,
  leadAfter,
  stateAfter,
  workingDaysLeft,
  type SenderSituation
} from '#server/letters/rules.ts'
import { announcedCalendar } from '#server/core/working-calendar.ts'
import { ownDueDate } from '#server/letters/own-due.ts'

describe('the state of a letter', () => {
  test.each<[EventKind[], LetterState]>([
    [['received'], 'received'],
    [['received', 'accepted'], 'accepted'],
    [['received', 'accepted', 'assigned'], 'assigned'],
    [['received', 'accepted', 'assigned', 'givenBack'], 'accepted'],
    [['received', 'accepted', 'assigned', 'givenBack', 'assigned', 'draftBegun'], 'drafting'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'asked', 'supplied', 'reminded', 'dueMoved'], 'drafting'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'drafted'], 'signing'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'drafted', 'returned'], 'drafting'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'drafted', 'answered', 'rated'], 'answered'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'drafted', 'answered', 'followedUp'], 'assigned'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'drafted', 'answered', 'closed'], 'closed'],
    [['received', 'accepted', 'assigned', 'draftBegun', 'drafted', 'answered', 'closed', 'reopened'], 'assigned'],
    [['received', 'withdrawn'], 'withdrawn'],
    [['received', 'accepted', 'transferred'], 'transferred'],
    [['received', 'refused'], 'refused']
  ])('%j is %s', (events, state) => {
    expect(stateAfter(events)).toBe(state)
  })
})

describe('what staff may do', () => {
  const everything = { id: 'me', may: () => true, everywhere: () => true }
  const only = (may: (permission: Permission) => boolean) => ({ id: 'me', may, everywhere: may })
  const open: Record<LetterAction, [Permission, LetterState[]]> = {
    accept: ['letters:assign', ['received']],
    assign: ['letters:assign', ['received', 'accepted', 'assigned', 'drafting']],
    giveBack: ['letters:draft', ['assigned', 'drafting']],
    ask: ['letters:draft', ['assigned', 'drafting']],
    pause: ['letters:draft', ['assigned', 'drafting', 'signing']],
    resume: ['letters:draft', ['assigned', 'drafting', 'signing']],
    draft: ['letters:draft', ['assigned', 'drafting']],
    submit: ['letters:draft', ['drafting']],
    return: ['letters:sign', ['signing']],
    sign: ['letters:sign', ['signing']],
    transfer: ['letters:assign', ['received', 'accepted']],
    refuse: ['letters:assign', ['received', 'accepted']],
    close: ['letters:assign', ['answered']],
    merge: ['letters:merge', ['received', 'accepted', 'assigned', 'drafting']],
    separate: ['letters:merge', ['accepted', 'assigned', 'drafting', 'signing']]
  }

  /** only what is merged is separated */
  const grouped = (act: LetterAction) => (act === 'separate' ? 'member' : null)

  test('every act stands in this table', () => {
    expect(Object.keys(open)).toEqual([...letterActions])
  })

  test.each(Object.entries(open) as [LetterAction, [Permission, LetterState[]]][])(
    '%s needs %j and nothing else',
    (act, [needed, states]) => {
      const pause = act === 'resume' ? 'running' : 'possible'
      for (const state of letterStates) {
        const refused = refusal(
          act,
          { state, together: grouped(act), signedBy: 'office', hasDraft: true, authors: ['somebody else'], pause },
          everything
        )
        expect(refused, state).toBe(states.includes(state) ? undefined : 'state-forbids')
      }
      const together = grouped(act)
      const situation = { state: states[0]!, together, signedBy: 'office', hasDraft: true, authors: [], pause } as const
      expect(
        refusal(
          act,
          situation,
          only((permission) => permission === needed)
        )
      ).toBeUndefined()
      expect(
        refusal(
          act,
          situation,
          only((permission) => permission !== needed)
        )
      ).toBe('not-permitted')
    }
  )

  test('nothing is submitted without a draft, nobody signs what this person wrote', () => {
    const situation = {
      state: 'drafting',
      together: null,
      signedBy: 'office',
      hasDraft: false,
      authors: [],
      pause: 'possible'
    } as const
    expect(refusal('submit', situation, everything)).toBe('state-forbids')
    expect(
      refusal('sign', { ...situation, state: 'signing', hasDraft: true, authors: ['other', 'me'] }, everything)
    ).toBe('same-person')
  })

  test('what is merged is asked about, paused and separated by itself, and nothing else; what leads is not merged', () => {
    const situation = { signedBy: 'office', hasDraft: true, authors: [], pause: 'possible' } as const
    const ownActs: readonly LetterAction[] = ['ask', 'pause', 'resume', 'separate']
    for (const act of letterActions) {
      const own = ownActs.includes(act)
      const state = open[act][1][0]!
      const pause = act === 'resume' ? 'running' : 'possible'
      expect(refusal(act, { ...situation, state, pause, together: 'member' }, everything), act).toBe(
        own ? undefined : 'merged-already'
      )
    }
    const leads = { ...situation, state: 'assigned', together: 'lead' } as const
    expect(refusal('merge', leads, everything)).toBe('merged-already')
    expect(refusal('separate', leads, everything)).toBe('state-forbids')
    expect(refusal('draft', leads, everything)).toBeUndefined()
  })

  test('which letter leads is what the events say', () => {
    const of = (...events: [EventKind, string?][]) =>
      leadAfter(events.map(([kind, otherId]) => ({ kind, otherId: otherId ?? null })))
    expect(of(['received'], ['merged', 'a'])).toBe('a')
    expect(of(['received'], ['memberJoined', 'a'])).toBeNull()
    expect(of(['received'], ['merged', 'a'], ['separated', 'a'], ['merged', 'b'], ['drafted'])).toBe('b')
    for (const end of ['separated', 'answered', 'withdrawn', 'transferred', 'refused'] as const)
      expect(of(['received'], ['merged', 'a'], [end]), end).toBeNull()
  })

  test('a letter that is separated keeps its office, and what was drafted for the group is not its own', () => {
    expect(stateAfter(['received', 'accepted', 'merged', 'separated'])).toBe('accepted')
    expect(stateAfter(['received', 'accepted', 'assigned', 'merged', 'draftBegun', 'separated'])).toBe('assigned')
    expect(stateAfter(['received', 'accepted', 'assigned', 'draftBegun', 'drafted', 'separated'])).toBe('assigned')
  })

  test('a limit that stands still is not paused again, one that runs is not resumed', () => {
    const situation = { state: 'assigned', together: null, signedBy: 'office', hasDraft: false, authors: [] } as const
    for (const [act, pause, refused] of [
      ['pause', 'possible', undefined],
      ['pause', 'running', 'state-forbids'],
      ['pause', 'none', 'state-forbids'],
      ['resume', 'running', undefined],
      ['resume', 'possible', 'state-forbids'],
      ['resume', 'none', 'state-forbids']
    ] as const)
      expect(refusal(act, { ...situation, pause }, everything), `${act} ${pause}`).toBe(refused)
  })

  test('what is written to the leader is signed by who signs for all offices', () => {
    const situation = {
      state: 'signing',
      together: null,
      signedBy: 'leader',
      hasDraft: true,
      authors: ['other'],
      pause: 'possible'
    } as const
    expect(refusal('sign', situation, everything)).toBeUndefined()
    expect(refusal('sign', situation, { ...everything, everywhere: () => false })).toBe('not-permitted')
    expect(refusal('return', situation, { ...everything, everywhere: () => false })).toBeUndefined()
    expect(refusal('sign', { ...situation, signedBy: 'office' }, { ...everything, everywhere: () => false })).toBe(
      undefined
    )
  })
})

describe('what the sender may do', () => {
  const situation: SenderSituation = {
    state: 'assigned',
    round: 1,
    reminded: false,
    remindFrom: '2026-12-02',
    askedOpenly: false,
    ratedAt: null,
    today: '2026-12-02',
    now: new Date('2026-12-02T01:00:00Z')
  }

  test('urge from half the limit, once a round', () => {
    expect(senderActsIn(situation)).toEqual(['remind', 'withdraw'])
    expect(senderActsIn({ ...situation, today: '2026-12-01' })).toEqual(['withdraw'])
    expect(senderActsIn({ ...situation, reminded: true })).toEqual(['withdraw'])
  })

  test('urge on the due day itself where no working day lies before it', () => {
    const weekend = ownDueDate('2026-11-27', '2026-11-29', '热线交办', announcedCalendar)
    expect([weekend.limit, remindFrom(weekend)]).toEqual([0, '2026-11-29'])
    expect(remindFrom(ownDueDate('2026-11-27', '2026-12-02', '热线交办', announcedCalendar))).toBe('2026-12-01')
  })

  test('withdraw until answered; what was answered once is not withdrawn', () => {
    for (const state of ['received', 'accepted', 'assigned', 'drafting', 'signing'] as const)
      expect(senderActsIn({ ...situation, state }), state).toContain('withdraw')
    expect(senderActsIn({ ...situation, round: 2 })).toEqual(['remind'])
  })

  test('tell what was asked, as long as a limit runs', () => {
    expect(senderActsIn({ ...situation, askedOpenly: true })).toContain('supplement')
    expect(senderActsIn({ ...situation, askedOpenly: true, state: 'answered' })).not.toContain('supplement')
  })

  test('follow up and rate once there is an answer; after another end nothing', () => {
    expect(senderActsIn({ ...situation, state: 'answered' })).toEqual(['followUp', 'rate'])
    expect(senderActsIn({ ...situation, state: 'closed' })).toEqual(['followUp', 'rate'])
    for (const state of ['withdrawn', 'transferred', 'refused'] as const)
      expect(senderActsIn({ ...situation, state }), state).toEqual([])
  })

  test('a rating may be changed for seven days, not a millisecond longer', () => {
    const ratedAt = '2026-11-25T01:00:00.000Z'
    expect(changeableUntil(ratedAt)).toBe('2026-12-02T01:00:00.000Z')
    const rated = { ...situation, state: 'answered', ratedAt } as const
    expect(senderActsIn(rated)).toContain('rate')
    expect(senderActsIn({ ...rated, now: new Date('2026-12-02T01:00:00.001Z') })).not.toContain('rate')
  })

  test.each([
    [15, '2026-12-03'],
    [14, '2026-12-02'],
    [1, '2026-11-24']
  ])('half of %i working days after 2026-11-23 is reached on %s', (limit, day) => {
    expect(remindFrom(dueDate('2026-11-23', limit, '', announcedCalendar))).toBe(day)
  })
})

describe('days left', () => {
  test.each([
    ['2026-11-23', '2026-12-14', 15],
    ['2026-12-14', '2026-12-14', 0],
    ['2026-12-15', '2026-12-14', -1],
    ['2026-12-13', '2026-12-14', 1]
  ])('on %s with %s due: %i', (today, dueOn, left) => {
    expect(workingDaysLeft('assigned', today, dueOn, announcedCalendar)).toBe(left)
  })

  test.each(['answered', 'closed', 'withdrawn', 'transferred', 'refused'] as const)('%s: none', (state) => {
    expect(workingDaysLeft(state, '2026-12-20', '2026-12-14', announcedCalendar)).toBeNull()
  })
})
