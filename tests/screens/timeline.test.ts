import { describe, expect, test } from 'vitest'
import type { Letter, Round, ThreadEntry } from '#contract/letters.ts'
import { movesOf, stepsOf, threadOf } from '../../src/citizen/letters/timeline.ts'

type Event = Letter['events'][number]

const event = (kind: Event['kind'], at: string, more: Partial<Event> = {}): Event => ({
  kind,
  at: `2026-11-${at}:00.000Z`,
  office: null,
  moved: null,
  ...more
})

const entry = (kind: ThreadEntry['kind'], round: number, at: string): ThreadEntry => ({
  id: `${kind}${at}`,
  from: kind === 'reply' || kind === 'question' ? 'bureau' : 'sender',
  kind,
  round,
  text: kind,
  at: `2026-11-${at}:00.000Z`,
  office: null
})

const round = (number: number, kind: Round['kind']): Round => ({
  round: number,
  kind,
  startedOn: '2026-11-09',
  due: { dueOn: '2026-11-30', limit: 15, source: '办理期限规定', provisional: false, days: [] },
  answeredOn: null,
  workingDays: null,
  remindedAt: null
})

const looks = (state: Letter['state'], events: Event[] = []) =>
  stepsOf(state, events).map((step) => `${step.state}:${step.look}${step.current ? '!' : ''}`)

describe('the steps of a letter', () => {
  test('go from receipt to close; what is before the state is past, what is after it is later', () => {
    expect(looks('signing')).toEqual([
      'received:past',
      'accepted:past',
      'assigned:past',
      'signing:now!',
      'answered:later',
      'closed:later'
    ])
  })

  test('a letter that is being drafted is in hand', () => {
    expect(looks('drafting')).toEqual(looks('assigned'))
    expect(looks('drafting')[2]).toBe('assigned:now!')
  })

  test('of a closed letter are all past', () => {
    expect(looks('closed').at(-1)).toBe('closed:past!')
    expect(looks('closed').every((step) => step.includes(':past'))).toBe(true)
  })

  test('of a letter that ended otherwise are those that were gone, and the end', () => {
    const events = [event('received', '09T01:00'), event('accepted', '09T02:00')]
    expect(looks('refused', events)).toEqual(['received:past', 'accepted:past', 'refused:past!'])
    expect(looks('withdrawn', [event('received', '09T01:00')])).toEqual(['received:past', 'withdrawn:past!'])
    // an office had it already when it was withdrawn, and nobody had accepted it before
    expect(looks('withdrawn', [event('assigned', '09T02:00')])).toEqual([
      'received:past',
      'accepted:past',
      'assigned:past',
      'withdrawn:past!'
    ])
  })
})

describe('the thread of a letter', () => {
  const letter = {
    rounds: [round(1, 'first'), round(2, 'followUp')],
    thread: [
      entry('letter', 1, '09T01:00'),
      entry('question', 1, '11T01:00'),
      entry('supplement', 1, '12T01:00'),
      entry('reply', 1, '13T01:00'),
      entry('followUp', 2, '16T01:00')
    ],
    events: [
      event('received', '09T01:00'),
      event('accepted', '09T02:00'),
      event('assigned', '09T03:00', { office: '价格统计科' }),
      event('asked', '11T01:00'),
      event('supplied', '12T01:00'),
      event('draftBegun', '12T03:00'),
      event('drafted', '12T04:00'),
      event('answered', '13T01:00'),
      event('rated', '13T05:00'),
      event('followedUp', '16T01:00'),
      event('reminded', '17T01:00')
    ]
  }
  const said = threadOf(letter).map(({ parts }) =>
    parts.map((part) => (part.kind === 'entry' ? part.entry.kind : `(${part.event.kind})`))
  )

  test('tells in each round what was written and done, in the order of time', () => {
    expect(said[0]).toEqual(['letter', '(accepted)', '(assigned)', 'question', 'supplement', '(drafted)', 'reply'])
    expect(said[1]).toEqual(['followUp', '(reminded)'])
  })

  test('does not tell twice what stands there itself, nor what concerns the desk alone', () => {
    for (const kind of ['received', 'asked', 'supplied', 'answered', 'followedUp', 'draftBegun', 'rated'])
      expect(said.flat()).not.toContain(`(${kind})`)
  })

  test('puts a text before what it led to at the same instant', () => {
    const [only] = threadOf({
      rounds: [round(1, 'first')],
      thread: [entry('letter', 1, '09T01:00')],
      events: [event('received', '09T01:00'), event('accepted', '09T01:00')]
    })
    expect(only?.parts.map(({ kind }) => kind)).toEqual(['entry', 'event'])
  })
})

describe('a moved due day', () => {
  const moved = { from: '2026-12-14', to: '2026-12-15', reason: '放假安排公布' }

  test('is explained for the round that runs, not for an earlier one', () => {
    const first = event('dueMoved', '10T01:00', { moved: { ...moved, to: '2026-12-16' } })
    const events = [event('received', '09T01:00'), first]
    expect(movesOf({ events })).toEqual([first.moved])
    expect(movesOf({ events: [...events, event('followedUp', '16T01:00')] })).toEqual([])
    const again = event('dueMoved', '17T01:00', { moved })
    expect(movesOf({ events: [...events, event('reopened', '16T01:00'), again] })).toEqual([moved])
  })
})
