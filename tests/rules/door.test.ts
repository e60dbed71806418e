/** What the door's phone decides without a network: every outcome, from a list and a ticket. */
import { getPublicKeyAsync, signAsync, utils } from '@noble/ed25519'
import { describe, expect, test } from 'vitest'
import type { CheckIn, DoorList, DoorSlot, DoorTicket } from '#contract/open-days-door.ts'
import { readTicket, ticketBytes, ticketText, type TicketFacts } from '#contract/tickets.ts'
import {
  decide,
  headCount,
  slotsNow,
  type Decision,
  type DoorView,
  type Shown
} from '../../src/desk/open-days/admit.ts'
import { withSlots } from '../../src/desk/open-days/door-store.ts'
import { sayDecision } from '../../src/desk/open-days/door-words.ts'
import { checkSignature } from '../../src/desk/open-days/ticket-signature.ts'

const id = (n: number) => `0193b000-0000-7000-8000-${String(n).padStart(12, '0')}`
const [morning, afternoon, calledOff] = [id(1), id(2), id(3)]

const slot = (slotId: string, changes: Partial<DoorSlot> = {}): DoorSlot => ({
  id: slotId,
  title: '上午场',
  startsAt: '2026-12-05T01:00:00.000Z',
  endsAt: '2026-12-05T03:00:00.000Z',
  capacity: 20,
  cancelled: false,
  walkIns: 0,
  ...changes
})

const ticket = (n: number, changes: Partial<DoorTicket> = {}): DoorTicket => ({
  bookingId: id(100 + n),
  slotId: morning,
  code: `ABCD000${n}`,
  serial: 2,
  state: 'good',
  people: 3,
  minors: 1,
  needs: [],
  seen: null,
  ...changes
})

const seen = { at: '2026-12-05T01:02:00.000Z', people: 2, door: '北门', slotId: morning }

const list: DoorList = {
  openDay: { id: id(50), title: '开放日' },
  key: '',
  slots: [
    slot(morning),
    slot(afternoon, {
      title: '下午场',
      startsAt: '2026-12-05T06:00:00.000Z',
      endsAt: '2026-12-05T08:00:00.000Z',
      walkIns: 4
    }),
    slot(calledOff, { title: '取消的一场', cancelled: true })
  ],
  tickets: [
    ticket(1),
    ticket(2, { state: 'cancelled' }),
    ticket(3, { seen }),
    ticket(4, { slotId: afternoon }),
    ticket(5, { slotId: calledOff, state: 'cancelled' }),
    ticket(6)
  ],
  at: '2026-12-05T00:30:00.000Z',
  goesAt: '2026-12-06T08:00:00.000Z'
}

const noted = (n: number, bookingId: string | null, changes: Partial<CheckIn> = {}): CheckIn => ({
  id: id(900 + n),
  slotId: morning,
  bookingId,
  people: 3,
  at: '2026-12-05T01:05:00.000Z',
  door: '南门',
  ...changes
})

const view: DoorView = { list, here: [noted(1, id(106))], slotIds: [morning] }

const facts = (n: number, changes: Partial<TicketFacts> = {}): TicketFacts => ({
  bookingId: id(100 + n),
  slotId: morning,
  code: `ABCD000${n}`,
  people: 3,
  serial: 2,
  ...changes
})

const scan = (of: TicketFacts, signature: 'good' | 'wrong' | 'unchecked' = 'good'): Shown => ({
  by: 'scan',
  ticket: { facts: of, signed: ticketBytes(of), signature: new Uint8Array(64) },
  signature
})
const typed = (code: string | undefined): Shown => ({ by: 'code', code })

const cases: readonly [what: string, shown: Shown, outcome: Decision['outcome'], tone: string][] = [
  ['a good ticket', scan(facts(1)), 'admit', 'go'],
  ['its code, typed', typed('ABCD0001'), 'admit', 'go'],
  ['a signature that is not the bureau’s', scan(facts(1), 'wrong'), 'forged', 'stop'],
  ['a code that is in no list', typed('ZZZZ9999'), 'unknownCode', 'stop'],
  ['something typed that is no code', typed(undefined), 'notCode', 'stop'],
  ['a QR code that is no ticket', { by: 'scan', ticket: undefined, signature: 'wrong' }, 'notTicket', 'stop'],
  ['well signed, not in the list', scan(facts(7)), 'admit', 'look'],
  ['well signed, newer than the list', scan(facts(1, { serial: 3, people: 5 })), 'admit', 'look'],
  ['well signed, older than the list', scan(facts(1, { serial: 1 })), 'changed', 'stop'],
  ['the same serial with another code', scan(facts(1, { code: 'ABCD9999' })), 'changed', 'stop'],
  ['a slot of another day', scan(facts(7, { slotId: id(77) })), 'otherDay', 'stop'],
  ['another slot of the day', scan(facts(4, { slotId: afternoon })), 'otherSlot', 'look'],
  ['another slot of the day, typed', typed('ABCD0004'), 'otherSlot', 'look'],
  ['not in the list, another slot of the day', scan(facts(8, { slotId: afternoon })), 'otherSlot', 'look'],
  ['a cancelled booking', scan(facts(2)), 'cancelled', 'stop'],
  ['a cancelled booking, typed', typed('ABCD0002'), 'cancelled', 'stop'],
  ['an older ticket of a cancelled booking', scan(facts(2, { serial: 1 })), 'cancelled', 'stop'],
  ['used, as the list knows', typed('ABCD0003'), 'used', 'stop'],
  ['an older ticket of a booking that came already', scan(facts(3, { serial: 1 })), 'used', 'stop'],
  ['used, as this phone noted', scan(facts(6)), 'used', 'stop'],
  ['a slot that was called off', typed('ABCD0005'), 'slotCancelled', 'stop'],
  ['not in the list, of a slot that was called off', scan(facts(9, { slotId: calledOff })), 'slotCancelled', 'stop'],
  ['unchecked, but the list knows all of it', scan(facts(1), 'unchecked'), 'admit', 'go'],
  ['unchecked, and not in the list', scan(facts(7), 'unchecked'), 'unchecked', 'stop'],
  ['unchecked, with another code', scan(facts(1, { code: 'ABCD9999' }), 'unchecked'), 'unchecked', 'stop']
]

describe('a ticket at the door', () => {
  test.each(cases)('%s', (_what, shown, outcome, tone) => {
    const decision = decide(shown, view)
    expect(decision.outcome).toBe(outcome)
    expect(sayDecision(decision).tone).toBe(tone)
  })

  test('is let in with as many as its newest form names, and says so where the list is older', () => {
    const people = (shown: Shown) => {
      const decision = decide(shown, view)
      return 'admission' in decision ? [decision.admission.people, decision.admission.remark] : []
    }
    expect(people(scan(facts(1)))).toEqual([3, 'listed'])
    expect(people(scan(facts(7, { people: 2 })))).toEqual([2, 'unlisted'])
    expect(people(scan(facts(1, { serial: 9, people: 5 })))).toEqual([5, 'newer'])
  })

  test('that was used says when, at which door, how many', () => {
    expect(decide(typed('ABCD0003'), view)).toEqual({ outcome: 'used', seen, people: 3 })
    expect(decide(scan(facts(6)), view)).toMatchObject({ seen: { door: '南门', people: 3 } })
    expect(sayDecision(decide(typed('ABCD0003'), view)).more[0]).toBe('09:02 在“北门”放行了 2 人')
  })

  test('with a forged signature is told apart from the bureau’s own', async () => {
    const secret = utils.randomSecretKey()
    const key = Buffer.from(await getPublicKeyAsync(secret)).toString('base64url')
    const text = ticketText(facts(1), await signAsync(ticketBytes(facts(1)), secret))
    const read = readTicket(text.toLowerCase())
    if (!read) throw new Error('not read')
    expect(read.facts).toEqual(facts(1))
    expect(await checkSignature(read, key)).toBe('good')
    const more = ticketBytes(facts(1, { people: 9 }))
    expect(await checkSignature({ signed: more, signature: read.signature }, key)).toBe('wrong')
    const other = Buffer.from(await getPublicKeyAsync(utils.randomSecretKey())).toString('base64url')
    expect(await checkSignature(read, other)).toBe('wrong')
    expect(await checkSignature({ signed: read.signed, signature: new Uint8Array(64).fill(255) }, key)).toBe('wrong')
  })
})

describe('a ticket of another slot', () => {
  const intoOf = (shown: Shown, slotIds: string[]) => {
    const decision = decide(shown, { ...view, slotIds })
    return 'admission' in decision ? [decision.outcome, decision.admission.slot.id, decision.admission.into.id] : []
  }

  test('is counted where its people are let in to, and staff are told which that is', () => {
    expect(intoOf(typed('ABCD0004'), [morning])).toEqual(['otherSlot', afternoon, morning])
    expect(intoOf(scan(facts(8, { slotId: afternoon })), [morning])).toEqual(['otherSlot', afternoon, morning])
    expect(intoOf(typed('ABCD0004'), [afternoon])).toEqual(['admit', afternoon, afternoon])
    expect(intoOf(typed('ABCD0004'), [])).toEqual(['otherSlot', afternoon, afternoon])
    expect(sayDecision(decide(typed('ABCD0004'), view)).more.at(-1)).toContain('算在“上午场”')
  })

  test('stays counted there once the list knows of it', () => {
    const into = { ...list, tickets: [...list.tickets, ticket(8, { slotId: afternoon, seen: { ...seen, people: 3 } })] }
    expect(headCount({ list: into, here: [] }, morning)).toBe(5)
    expect(headCount({ list: into, here: [] }, afternoon)).toBe(4)
  })

  test('was counted under its own slot by an older version, and what that kept is read so', () => {
    const { slotId: _, ...before } = seen
    const older = { ...list, tickets: [ticket(1), ticket(4, { slotId: afternoon, seen: before as typeof seen })] }
    const { list: now } = withSlots({ door: '北门', list: older })
    expect(now.tickets.map((one) => one.seen?.slotId)).toEqual([undefined, afternoon])
    expect(headCount({ list: now, here: [] }, afternoon)).toBe(6)
    expect(withSlots({ door: '北门', list })).toEqual({ door: '北门', list })
  })
})

describe('the head count', () => {
  test('holds tickets, people without one, and what this phone noted; nobody twice', () => {
    const here = [noted(1, id(106)), noted(2, id(103)), noted(3, null, { people: 5 }), noted(4, id(107))]
    // 2 of the list, 3 noted, 5 without a ticket, 3 whom the list does not know; the noted one of the list is in it already
    expect(headCount({ list, here }, morning)).toBe(13)
    expect(headCount({ list, here }, afternoon)).toBe(4)
  })
})

describe('the slots that are let in', () => {
  test.each([
    ['an hour before', '2026-12-05T00:00:00.000Z', [morning]],
    ['while it goes on', '2026-12-05T02:59:00.000Z', [morning]],
    ['between two', '2026-12-05T04:00:00.000Z', [afternoon]],
    ['days before', '2026-12-01T00:00:00.000Z', [morning]],
    ['after all of them', '2026-12-05T10:00:00.000Z', [afternoon]]
  ])('%s', (_when, now, expected) => {
    expect(slotsNow(list.slots, Date.parse(now))).toEqual(expected)
  })
})
