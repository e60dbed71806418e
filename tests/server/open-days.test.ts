import { describe, expect, test } from 'vitest'
import type { DeskOpenDay } from '#contract/open-days-desk.ts'
import type { Booking, OpenDayList } from '#contract/open-days.ts'
import { clock } from '#server/core/clock.ts'
import { passOnAll } from '#server/open-days/waitlist.ts'
import { slugOf } from './desk-browser.ts'
import {
  asHolder,
  book,
  booked,
  bookingDraft,
  dayDraft,
  family,
  freshPhone,
  now,
  oneSlot,
  openBureau,
  openDay,
  shown,
  slotDraft,
  stage,
  taken
} from './open-day-stage.ts'

openBureau()

const list = async () => (await stage().fresh.app.inject({ url: '/api/open-days' })).json<OpenDayList>()

describe('an open day', () => {
  test('is seen by nobody before another person than its author has published it', async () => {
    const { clerk, head, fresh } = stage()
    const begun = (
      await clerk.send('POST', '/desk/open-days', dayDraft({ title: '还没有公布的活动' }))
    ).json<DeskOpenDay>()
    expect(begun).toMatchObject({ state: 'draft', unpublished: true, mayPublish: false })
    expect((await list()).upcoming.map(({ id }) => id)).not.toContain(begun.id)
    expect((await fresh.app.inject({ url: `/api/open-days/${begun.id}` })).statusCode).toBe(404)
    const own = (await head.send('POST', '/desk/open-days', dayDraft())).json<DeskOpenDay>()
    const alone = await head.send('POST', `/desk/open-days/${own.id}/publication`, { revision: own.revision })
    expect([alone.statusCode, slugOf(alone)]).toEqual([409, 'same-person'])
    const published = await head.send('POST', `/desk/open-days/${begun.id}/publication`, { revision: begun.revision })
    expect(published.json<DeskOpenDay>()).toMatchObject({ state: 'published', unpublished: false })
    expect((await list()).upcoming.map(({ id }) => id)).toContain(begun.id)
  })

  test('that is changed stays as it was published until somebody else publishes it again, in the database too', async () => {
    const { clerk, head, fresh } = stage()
    const day = await openDay()
    const path = `/desk/open-days/${day.id}`
    const changed = (
      await clerk.send('PUT', path, { draft: dayDraft({ title: '改了的题目' }), revision: day.revision })
    ).json<DeskOpenDay>()
    expect(changed).toMatchObject({ title: '改了的题目', unpublished: true })
    expect((await shown(day.id)).title).toBe('看看菜价怎么采')
    const late = await head.send('PUT', path, { draft: dayDraft(), revision: day.revision })
    expect([late.statusCode, slugOf(late)]).toEqual([409, 'changed-meanwhile'])
    await expect(
      fresh.owner.query(`update open_days set shown = '{}', published_by = changed_by where id = $1`, [day.id])
    ).rejects.toThrow('who wrote it may not publish it')
    await head.send('POST', `${path}/publication`, { revision: changed.revision })
    expect((await shown(day.id)).title).toBe('改了的题目')
  })

  test('has slots that are changed and called off while it is a draft', async () => {
    const { clerk } = stage()
    const begun = (await clerk.send('POST', '/desk/open-days', dayDraft())).json<DeskOpenDay>()
    const [slot] = (await clerk.send('POST', `/desk/open-days/${begun.id}/slots`, slotDraft())).json<DeskOpenDay>()
      .slots
    const changed = await clerk.send('PUT', `/desk/slots/${slot?.id}`, {
      draft: slotDraft({ capacity: 12 }),
      revision: slot?.revision
    })
    expect(changed.json<DeskOpenDay>().slots[0]).toMatchObject({ capacity: 12, revision: 2 })
    expect(slugOf(await book(slot?.id ?? '', bookingDraft()))).toBe('not-found')
    const off = await clerk.send('POST', `/desk/slots/${slot?.id}/cancellation`, { reason: '改到下月' })
    expect(off.json<DeskOpenDay>().slots[0]?.cancelled).toBe('改到下月')
  })

  test('refuses slots whose times contradict each other, and parties larger than the slot', async () => {
    const { clerk } = stage()
    const day = await openDay([])
    const wrong = slotDraft({
      endsAt: '2026-12-05T05:00:00.000Z',
      opensAt: '2026-12-06T05:00:00.000Z',
      changeUntil: '2026-12-05T06:00:01.000Z',
      partyMost: 11
    })
    const refused = await clerk.send('POST', `/desk/open-days/${day.id}/slots`, wrong)
    expect(refused.statusCode).toBe(422)
    expect(refused.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer)).toEqual([
      '/endsAt',
      '/opensAt',
      '/changeUntil',
      '/partyMost'
    ])
  })
})

describe('a booking', () => {
  test('is held once, however often it is sent, and opened with its number and code', async () => {
    const { slot, id } = await oneSlot()
    const draft = bookingDraft(3, { party: family(3, { minors: 2, needs: ['wheelchair'] }) })
    const [first, again] = await Promise.all([book(slot, draft), book(slot, draft)])
    expect([first.statusCode, again.statusCode]).toEqual([201, 201])
    const booking = first.json<Booking>()
    expect(again.json<Booking>().number).toBe(booking.number)
    expect(booking.number).toMatch(/^KF-2026-\d{6}$/)
    expect(booking).toMatchObject({ state: 'placed', acts: ['change', 'cancel'], keeping: { eraseOn: '2027-01-04' } })
    expect(booking.slot.left).toBe(7)
    expect((await shown(id)).slots[0]?.left).toBe(7)
    const other = await book(slot, { ...draft, party: family(2) })
    expect([other.statusCode, slugOf(other)]).toEqual([409, 'already-sent'])
    expect(await taken(slot)).toEqual({ sum: 3, kept: 3 })
    expect((await now({ draft, booking })).party.minors).toBe(2)
    const stranger = await stage().fresh.app.inject({
      url: `/api/bookings/${booking.number}`,
      headers: { authorization: 'Code 0000-0000-0000' }
    })
    expect(slugOf(stranger)).toBe('holder-unknown')
  })

  test('needs an adult with minors, a name for a group, and no more people than the slot takes', async () => {
    const { slot } = await oneSlot()
    const wrong = async (party: object) => {
      const response = await book(slot, bookingDraft(1, { party: { ...family(2), ...party } }))
      expect(response.statusCode, response.body).toBe(422)
      return response
        .json<{ errors: { pointer: string; rule: string }[] }>()
        .errors.map(({ pointer, rule }) => `${pointer} ${rule}`)
    }
    expect(await wrong({ minors: 2 })).toEqual(['/party/minors guardian'])
    expect(await wrong({ kind: 'group' })).toEqual(['/party/groupName required'])
    expect(await wrong({ people: 7 })).toEqual(['/party/people maximum'])
    expect(await wrong({ kind: 'alone' })).toEqual(['/party/people maximum'])
    expect(await wrong({ groupName: '一班' })).toEqual(['/party/groupName additionalProperties'])
  })

  test('is one for a telephone and slot, until it is given back', async () => {
    const { slot } = await oneSlot()
    const phone = freshPhone()
    const first = await booked(slot, 1, { contact: { phone } })
    const second = await book(slot, bookingDraft(1, { contact: { phone } }))
    expect([second.statusCode, slugOf(second)]).toEqual([409, 'already-booked'])
    expect(await taken(slot)).toEqual({ sum: 1, kept: 1 })
    expect((await asHolder(first, 'POST', '/cancellation')).json<Booking>().state).toBe('cancelled')
    expect((await booked(slot, 1, { contact: { phone } })).booking.state).toBe('placed')
  })

  test('opens at its second, ends when the slot begins, and a group comes with its code', async () => {
    const { slot } = await oneSlot({ opensAt: '2026-12-02T00:00:00.000Z' })
    const early = await book(slot, bookingDraft())
    expect([early.statusCode, slugOf(early)]).toEqual([409, 'slot-closed'])
    expect(early.json<{ retryAfter: number }>().retryAfter).toBe(20 * 3600)
    clock.set(new Date('2026-12-02T00:00:00.000Z'))
    expect((await book(slot, bookingDraft())).statusCode).toBe(201)
    clock.set(new Date('2026-12-05T06:00:00.000Z'))
    expect(slugOf(await book(slot, bookingDraft()))).toBe('slot-closed')
    clock.set(new Date('2026-12-01T04:00:00.000Z'))
    const day = await openDay([{ invited: true }])
    const [group] = day.slots
    expect(group?.inviteCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(slugOf(await book(group?.id ?? '', bookingDraft()))).toBe('invite-wrong')
    expect(slugOf(await book(group?.id ?? '', bookingDraft(1, { invite: '00000000' })))).toBe('invite-wrong')
    const invited = bookingDraft(2, {
      invite: group?.inviteCode ?? '',
      party: family(2, { kind: 'group', groupName: '二小四班' })
    })
    const response = await book(group?.id ?? '', invited)
    expect(response.json<Booking>()).toMatchObject({ state: 'placed', party: { groupName: '二小四班' } })
    expect(JSON.stringify(await shown(day.id))).not.toContain(group?.inviteCode)
  })
})

test('the receipt says what reading the booking says, with a place and in line, alone and as a group', async () => {
  const lasting = ({ now: _now, ticket, ...booking }: Booking) => ({
    ...booking,
    ticket: ticket && { ...ticket, calendar: ticket.calendar.replace(/^DTSTAMP:.*$/gm, '') }
  })
  const { slot } = await oneSlot({ capacity: 8, partyMost: 6 })
  const group = family(6, { kind: 'group', groupName: '滨河中学', minors: 2, needs: ['wheelchair', 'hearing'] })
  for (const party of [group, family(1), family(3), family(2)]) {
    const one = await booked(slot, party.people, { party })
    expect(lasting(one.booking)).toEqual(lasting(await now(one)))
  }
  expect(await taken(slot)).toEqual({ sum: 7, kept: 7 })
})

describe('the waiting list', () => {
  test('a family gets its offer when all of it fits; who is smaller goes first meanwhile; nobody overtakes', async () => {
    const { slot } = await oneSlot({ capacity: 4, partyMost: 4 })
    const full = await booked(slot, 3)
    const one = await booked(slot, 1)
    const family4 = await booked(slot, 4)
    const couple = await booked(slot, 2)
    const late = await booked(slot, 1)
    expect([family4, couple, late].map(({ booking }) => [booking.state, booking.ahead])).toEqual([
      ['waiting', 0],
      ['waiting', 1],
      ['waiting', 2]
    ])
    await asHolder(one, 'POST', '/cancellation')
    // one place: only the last in line fits whole
    expect((await now(late)).state).toBe('offered')
    expect((await now(family4)).ahead).toBe(0)
    expect(await taken(slot)).toEqual({ sum: 4, kept: 4 })
    await asHolder(full, 'POST', '/cancellation')
    expect((await now(couple)).state).toBe('offered')
    // one is free and would do for nobody in line: who comes alone has it
    expect((await booked(slot, 1)).booking.state).toBe('placed')
    expect((await now(family4)).state).toBe('waiting')
    expect(await taken(slot)).toEqual({ sum: 4, kept: 4 })
  })

  test('an offer is taken within its time; one that ran out goes on at once', async () => {
    const { slot } = await oneSlot({ capacity: 2, partyMost: 2 })
    const had = await booked(slot, 2)
    const first = await booked(slot, 2)
    const second = await booked(slot, 2)
    await asHolder(had, 'POST', '/cancellation')
    const offered = await now(first)
    expect(offered).toMatchObject({ state: 'offered', acts: ['accept', 'decline'] })
    expect(offered.offeredUntil).toMatch(/^2026-12-01T05:00:0/)
    clock.set(new Date('2026-12-01T05:00:09.000Z'))
    const late = await asHolder(first, 'PUT', '/offer', { accept: true })
    expect([late.statusCode, slugOf(late)]).toEqual([409, 'offer-ended'])
    await passOnAll(stage().fresh.db)
    expect((await now(first)).state).toBe('lapsed')
    expect((await now(second)).state).toBe('offered')
    const accepted = (await asHolder(second, 'PUT', '/offer', { accept: true })).json<Booking>()
    expect(accepted.state).toBe('placed')
    expect(accepted.ticket?.code).toMatch(/^[0-9A-Z]{8}$/)
    expect(await taken(slot)).toEqual({ sum: 2, kept: 2 })
  })

  test('declined, the places go to the next in the same moment; more places go to the line first', async () => {
    const { slot, id } = await oneSlot({ capacity: 1, partyMost: 1 })
    const had = await booked(slot)
    const first = await booked(slot)
    const second = await booked(slot)
    const third = await booked(slot)
    await asHolder(had, 'POST', '/cancellation')
    await asHolder(first, 'PUT', '/offer', { accept: false })
    expect((await now(second)).state).toBe('offered')
    const { clerk } = stage()
    const day = (await clerk.send('GET', `/desk/open-days/${id}`)).json<DeskOpenDay>()
    const revision = day.slots[0]?.revision
    const draft = slotDraft({ capacity: 2, partyMost: 1 })
    expect((await clerk.send('PUT', `/desk/slots/${slot}`, { draft, revision })).statusCode).toBe(200)
    expect((await now(third)).state).toBe('offered')
    const less = await clerk.send('PUT', `/desk/slots/${slot}`, {
      draft: slotDraft({ capacity: 1, partyMost: 1 }),
      revision: (revision ?? 0) + 1
    })
    expect(less.json()).toMatchObject({ errors: [{ pointer: '/capacity', rule: 'minimum', limit: 2 }] })
  })

  test('a place that came free and is not offered yet is not for who comes now', async () => {
    const { slot } = await oneSlot({ capacity: 1, partyMost: 1 })
    await booked(slot)
    const first = await booked(slot)
    await stage().fresh.owner.query('update slots set capacity = 2 where id = $1', [slot])
    const late = await booked(slot)
    expect([late.booking.state, late.booking.ahead]).toEqual(['waiting', 1])
    await passOnAll(stage().fresh.db)
    expect([(await now(first)).state, (await now(late)).state]).toEqual(['offered', 'waiting'])
  })

  test('nobody is put on it who did not agree', async () => {
    const { slot } = await oneSlot({ capacity: 1, partyMost: 1 })
    await booked(slot)
    const refused = await book(slot, bookingDraft(1, { waitlist: false }))
    expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'slot-full'])
  })

  test('fifty at once for ten places, some of them giving back: never more than ten, and the sum is what is kept', async () => {
    const { slot } = await oneSlot()
    const all = await Promise.all(Array.from({ length: 50 }, async (_, n) => await booked(slot, (n % 3) + 1)))
    const placed = all.filter(({ booking }) => booking.state === 'placed')
    await Promise.all(placed.slice(0, 3).map(async (one) => await asHolder(one, 'POST', '/cancellation')))
    await passOnAll(stage().fresh.db)
    const { sum, kept } = await taken(slot)
    expect([sum, kept]).toEqual([10, 10])
  })
})

describe('a change', () => {
  test('takes more places only where nobody in line would have them; the earlier ticket is worth nothing', async () => {
    const { slot } = await oneSlot({ capacity: 4, partyMost: 4 })
    const couple = await booked(slot, 2)
    const three = (await asHolder(couple, 'PUT', '/party', { slotId: slot, party: family(3) })).json<Booking>()
    expect(three.party.people).toBe(3)
    expect(three.ticket?.serial).toBe(2)
    expect(await taken(slot)).toEqual({ sum: 3, kept: 3 })
    await booked(slot, 1)
    const refused = await asHolder(couple, 'PUT', '/party', { slotId: slot, party: family(4) })
    expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'slot-full'])
    expect((await now(couple)).party.people).toBe(3)
    const waits = await booked(slot, 1)
    await asHolder(couple, 'PUT', '/party', { slotId: slot, party: family(2) })
    expect((await now(waits)).state).toBe('offered')
    expect(await taken(slot)).toEqual({ sum: 4, kept: 4 })
  })

  test('moves to another slot with places there, or stays where it is; never to another open day', async () => {
    const day = await openDay([
      { capacity: 2, partyMost: 2 },
      {
        title: '第二场',
        capacity: 2,
        partyMost: 2,
        startsAt: '2026-12-05T08:00:00.000Z',
        endsAt: '2026-12-05T09:00:00.000Z'
      }
    ])
    const [one = '', two = ''] = day.slots.map(({ id }) => id)
    const couple = await booked(one, 2)
    const waits = await booked(one, 1)
    const filled = await booked(two, 1)
    expect(slugOf(await asHolder(couple, 'PUT', '/party', { slotId: two, party: family(2) }))).toBe('slot-full')
    await asHolder(filled, 'POST', '/cancellation')
    const moved = (await asHolder(couple, 'PUT', '/party', { slotId: two, party: family(2) })).json<Booking>()
    expect([moved.slot.id, moved.state]).toEqual([two, 'placed'])
    expect(await taken(one)).toEqual({ sum: 1, kept: 1 })
    expect(await taken(two)).toEqual({ sum: 2, kept: 2 })
    expect((await now(waits)).state).toBe('offered')
    const { clerk } = stage()
    const draft = (await clerk.send('POST', '/desk/open-days', dayDraft())).json<DeskOpenDay>()
    const hidden = (await clerk.send('POST', `/desk/open-days/${draft.id}/slots`, slotDraft())).json<DeskOpenDay>()
    const unseen = { slotId: hidden.slots[0]?.id, party: family(2) }
    expect(slugOf(await asHolder(couple, 'PUT', '/party', unseen))).toBe('not-found')
    const elsewhere = await oneSlot()
    expect(slugOf(await asHolder(couple, 'PUT', '/party', { slotId: elsewhere.slot, party: family(2) }))).toBe(
      'slot-closed'
    )
  })

  test('ends with the hour that the slot names', async () => {
    const { slot } = await oneSlot()
    const one = await booked(slot)
    clock.set(new Date('2026-12-04T10:00:00.000Z'))
    expect((await now(one)).acts).toEqual([])
    expect(slugOf(await asHolder(one, 'POST', '/cancellation'))).toBe('slot-closed')
  })
})
