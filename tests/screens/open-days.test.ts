import { describe, expect, test } from 'vitest'
import type { Slot } from '#contract/open-days.ts'
import { words } from '../../src/citizen/core/booking-words.zh.ts'
import { hasBookingNews, isAhead } from '../../src/citizen/core/bookings.ts'
import type { BookingItem, BookingText, KeptBooking } from '../../src/citizen/core/phone-rows.ts'
import { textOf } from '../../src/citizen/core/post-booking.ts'
import { showHours, showMinutes, showSecond } from '../../src/citizen/core/slot-times.ts'
import { readItemFile, writeItemFile } from '../../src/citizen/me/item-file.ts'
import { bookingBody, bookingTroubles, isEmptyBooking } from '../../src/citizen/open-days/booking-form.ts'
import { slotStanding } from '../../src/citizen/open-days/slot-standing.ts'

const text: BookingText = {
  id: '0193b000-0000-7000-8000-00000000a001',
  code: '0123-4567-89AB',
  deviceToken: 'a'.repeat(43),
  slotId: '0193b000-0000-7000-8000-00000000b001',
  aim: {
    openDayId: '0193b000-0000-7000-8000-00000000c001',
    title: '统计开放日',
    slotTitle: '第一场',
    startsAt: '2026-12-05T06:00:00.000Z'
  },
  kind: 'family',
  people: 3,
  minors: 1,
  needs: ['wheelchair'],
  groupName: '',
  phone: ' 13800000000 ',
  email: '',
  invite: '',
  waitlist: false,
  savedAt: '2026-11-30T01:00:00.000Z'
}
const open = { partyMost: 6, invited: false }

const item: BookingItem = {
  id: text.id,
  route: 'POST /slots/:id/bookings',
  params: { id: text.slotId },
  aim: text.aim,
  body: bookingBody(text, open, 'zh'),
  heldAt: text.savedAt,
  frozen: true,
  tries: 2,
  notBefore: 7,
  lastFailure: 'no-answer'
}

describe('what is filled in', () => {
  test('is sent as the contract has it', () => {
    expect(bookingTroubles(text, open, false)).toEqual([])
    expect(bookingBody(text, open, 'zh')).toEqual({
      id: text.id,
      code: text.code,
      deviceToken: text.deviceToken,
      party: { kind: 'family', people: 3, minors: 1, needs: ['wheelchair'] },
      contact: { phone: '13800000000' },
      language: 'zh',
      waitlist: false,
      privacyNotice: '2026-11'
    })
  })

  test('of another kind of party is left behind', () => {
    expect(bookingBody({ ...text, kind: 'alone', groupName: '老年大学' }, open, 'zh').party).toEqual({
      kind: 'alone',
      people: 1,
      minors: 0,
      needs: ['wheelchair']
    })
    expect(bookingBody({ ...text, kind: 'group', groupName: ' 老年大学 ' }, open, 'zh').party.groupName).toBe(
      '老年大学'
    )
  })

  test.each([
    ['more than the slot takes', { people: 7 }, open, false, ['/party/people']],
    ['a family of one', { people: 1, minors: 0 }, open, false, ['/party/people']],
    ['children alone', { minors: 3 }, open, false, ['/party/minors']],
    ['a group without a name', { kind: 'group' }, open, false, ['/party/groupName']],
    ['a group of one letter', { kind: 'group', groupName: '甲' }, open, false, ['/party/groupName']],
    ['a landline', { phone: '010-12345678' }, open, false, ['/contact/phone']],
    ['no telephone', { phone: ' ' }, open, false, ['/contact/phone']],
    ['half an address', { email: 'a@b' }, open, false, ['/contact/email']],
    ['no code of the invitation', {}, { ...open, invited: true }, false, ['/invite']],
    ['seven of its letters', { invite: '1234567' }, { ...open, invited: true }, false, ['/invite']],
    ['its letters as people type them', { invite: 'abcd-efg o' }, { ...open, invited: true }, false, []],
    ['a full slot without the waiting list', {}, open, true, ['/waitlist']],
    ['a full slot with it', { waitlist: true }, open, true, []]
  ] satisfies [string, Partial<BookingText>, typeof open, boolean, string[]][])(
    '%s',
    (_, change, slot, full, wrong) => {
      expect(bookingTroubles({ ...text, ...change }, slot, full).map(({ pointer }) => pointer)).toEqual(wrong)
    }
  )

  test('is empty until somebody wrote or chose something', () => {
    const blank = { ...text, kind: 'alone', needs: [], phone: ' ' } as BookingText
    expect(isEmptyBooking(blank)).toBe(true)
    expect(isEmptyBooking({ ...blank, kind: 'group' })).toBe(false)
  })

  test('comes back from the outbox as it was', () => {
    expect(textOf(item)).toEqual({ ...text, phone: '13800000000' })
  })

  test('is a file, and comes back from it', async () => {
    const read = await readItemFile(await writeItemFile(item, []))
    const { lastFailure: _, ...kept } = item
    expect(typeof read === 'string' ? read : read.item).toEqual({ ...kept, tries: 0, notBefore: 0 })
  })

  test.each([
    ['a slot that is none', (told: BookingItem) => ({ ...told, params: { id: '../1' } })],
    [
      'a need twice',
      (told: BookingItem) => ({
        ...told,
        body: { ...told.body, party: { ...told.body.party, needs: ['sight', 'sight'] } }
      })
    ],
    ['a field too many', (told: BookingItem) => ({ ...told, aim: { ...told.aim, more: 1 } })]
  ])('is not read back with %s', async (_, change) => {
    expect(await readItemFile(await writeItemFile(change(item) as BookingItem, []))).toBe('broken')
  })
})

describe('a slot', () => {
  const slot: Pick<Slot, 'startsAt' | 'endsAt' | 'opensAt' | 'left' | 'cancelled'> = {
    startsAt: '2026-12-05T06:00:00.000Z',
    endsAt: '2026-12-05T07:30:00.000Z',
    opensAt: '2026-12-01T01:00:00.000Z',
    left: 4,
    cancelled: null
  }
  test.each([
    ['2026-11-30T01:00:00.000Z', {}, { kind: 'opens', minutes: 1440 }],
    ['2026-12-01T00:59:00.001Z', {}, { kind: 'opens', minutes: 0 }],
    ['2026-12-01T00:59:59.999Z', {}, { kind: 'opens', minutes: 0 }],
    ['2026-12-01T01:00:00.000Z', {}, { kind: 'places' }],
    ['2026-12-01T01:00:00.000Z', { left: 0 }, { kind: 'waiting' }],
    ['2026-12-05T06:00:00.000Z', {}, { kind: 'running' }],
    ['2026-12-05T07:30:00.000Z', {}, { kind: 'over' }],
    ['2026-11-30T01:00:00.000Z', { cancelled: '停电' }, { kind: 'cancelled' }]
  ])('at %s with %o stands as %o', (now, change, standing) => {
    expect(slotStanding({ ...slot, ...change }, Date.parse(now))).toEqual(standing)
  })

  test('says its times in Shanghai, and opens at a second', () => {
    expect(showHours(slot, words)).toBe('14:00–15:30')
    expect(showHours({ ...slot, endsAt: '2026-12-05T17:00:00.000Z' }, words)).toBe('14:00–12月6日 星期日 01:00')
    expect(showSecond(slot.opensAt, words)).toBe('12月1日 星期二 09:00:00')
    expect([5, 60, 150, 1440, 3000].map((minutes) => showMinutes(minutes, words))).toEqual([
      '5 分钟',
      '1 小时',
      '2 小时 30 分钟',
      '1 天',
      '2 天 2 小时'
    ])
  })
})

describe('a booking on this phone', () => {
  const kept = (state: string, events: { kind: string; at: string }[], seenAt: string): KeptBooking =>
    ({
      seenAt,
      booking: { state, events, slot: { endsAt: '2026-12-05T07:30:00.000Z' } }
    }) as unknown as KeptBooking
  const before = Date.parse('2026-12-05T07:29:59.000Z')

  test('is ahead as long as it holds and its slot is not over', () => {
    expect(isAhead(kept('placed', [], ''), before)).toBe(true)
    expect(isAhead(kept('offered', [], ''), before)).toBe(true)
    expect(isAhead(kept('cancelled', [], ''), before)).toBe(false)
    expect(isAhead(kept('placed', [], ''), before + 1000)).toBe(false)
  })

  test('has news of what the bureau did, not of what its holder did', () => {
    const at = '2026-12-01T02:00:00.000Z'
    expect(hasBookingNews(kept('offered', [{ kind: 'offered', at }], '2026-12-01T01:00:00.000Z'))).toBe(true)
    expect(hasBookingNews(kept('offered', [{ kind: 'offered', at }], at))).toBe(false)
    expect(hasBookingNews(kept('placed', [{ kind: 'changed', at }], '2026-12-01T01:00:00.000Z'))).toBe(false)
  })
})
