import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { OwnNotices } from '#contract/notices.ts'
import { clock } from '#server/core/clock.ts'
import { askWhoComes } from '#server/open-days/desk-slots.ts'
import { eraseDueBookings } from '#server/open-days/erasure.ts'
import { passOnAll } from '#server/open-days/waitlist.ts'
import { sendNotices } from '#server/notices/send.ts'
import { slugOf } from './desk-browser.ts'
import { startMailServer, type MailServer } from './mail-server.ts'
import { asHolder, booked, changed, freshPhone, noon, oneSlot, openBureau, stage } from './open-day-stage.ts'

let mail: MailServer

openBureau(async () => {
  mail = await startMailServer()
  return {
    PUBLIC_URL: 'https://wz.example.gov.cn',
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    MAIL_FROM: 'no-reply@example.gov.cn'
  }
})
beforeEach(() => {
  mail.mails.length = 0
})
afterAll(async () => await mail.stop())

const withMail = (name: string, language?: 'zh' | 'en') => ({
  contact: { phone: freshPhone(), email: `${name}@mail.example.com` },
  ...(language ? { language } : {})
})
const sent = async () => {
  await sendNotices(stage().fresh.context)
  return mail.mails.splice(0)
}
const choices = async (id: string) =>
  (await stage().fresh.owner.query('select from notice_choices where booking_id = $1', [id])).rowCount

test('who waits hears that places are held, in the own language; nothing else of the booking leaves', async () => {
  const { slot } = await oneSlot({ capacity: 2, partyMost: 2 })
  const had = await booked(slot, 2, withMail('had'))
  const first = await booked(slot, 2, withMail('first'))
  const second = await booked(slot, 1, withMail('second', 'en'))
  expect(await sent()).toHaveLength(0)
  await asHolder(had, 'POST', '/cancellation')
  const [offer] = await sent()
  expect(offer?.to).toEqual(['first@mail.example.com'])
  expect(offer?.text).toContain(`https://wz.example.gov.cn/bookings/${first.booking.number}`)
  expect(offer?.text).toContain('名额给您留着')
  for (const secret of [first.draft.contact.phone, first.draft.code, 'second@mail.example.com'])
    expect(JSON.stringify(offer)).not.toContain(secret)
  await asHolder(first, 'PUT', '/offer', { accept: false })
  const [english, ...more] = await sent()
  expect(more).toEqual([])
  expect(english?.to).toEqual(['second@mail.example.com'])
  expect(english?.text).toContain(`https://wz.example.gov.cn/en/bookings/${second.booking.number}`)
  // an offer that stood would lapse while the next test moves the clock
  await asHolder(second, 'PUT', '/offer', { accept: false })
})

test('the link in a message ends them; asked the day before, called off; nothing once the contact is erased', async () => {
  const { slot } = await oneSlot()
  const one = await booked(slot, 1, withMail('one'))
  const two = await booked(slot, 1, withMail('two'))
  clock.set(new Date('2026-12-04T07:00:00.000Z'))
  await askWhoComes(stage().fresh.db)
  const asked = await sent()
  expect(asked.map(({ to }) => to[0]).toSorted()).toEqual(['one@mail.example.com', 'two@mail.example.com'])
  const token = /notices\/([\w-]{43})/.exec(asked.find(({ to }) => to[0] === 'one@mail.example.com')?.text ?? '')?.[1]
  const page = await stage().fresh.app.inject({ url: `/notices/${token}` })
  expect(page.body).toContain(`活动预约 ${one.booking.number}`)
  await stage().fresh.app.inject({
    method: 'POST',
    url: `/notices/${token}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click'
  })
  clock.set(new Date('2026-12-01T04:00:00.000Z'))
  await stage().clerk.send('POST', `/desk/slots/${slot}/cancellation`, { reason: '会议室漏水' })
  clock.set(new Date('2026-12-04T08:00:00.000Z'))
  const off = await sent()
  expect(off.map(({ to }) => to[0])).toEqual(['two@mail.example.com'])
  expect(off[0]?.text).not.toContain('漏水')
  expect(await choices(two.booking.id)).toBe(1)
  clock.set(new Date('2027-02-01T00:00:00.000Z'))
  await eraseDueBookings(stage().fresh.db)
  expect([await choices(one.booking.id), await choices(two.booking.id)]).toEqual([0, 0])
})

describe('word that goes out late', () => {
  /** To whom which word goes at last, when nothing could be sent before. */
  const sentAt = async (at: string) => {
    clock.set(new Date(at))
    return (await sent()).map(({ to, headers }) => [
      to[0]?.split('@')[0],
      headers['subject']?.split(' ').slice(2).join()
    ])
  }

  test('says nothing of places that are held no more', async () => {
    await sent()
    const { slot } = await oneSlot({ capacity: 3, partyMost: 1 })
    const had = await Promise.all([booked(slot), booked(slot), booked(slot)])
    const took = await booked(slot, 1, withMail('took'))
    await booked(slot, 1, withMail('late'))
    for (const one of had) await asHolder(one, 'POST', '/cancellation')
    await asHolder(took, 'PUT', '/offer', { accept: true })
    await booked(slot)
    expect(await sentAt('2026-12-01T05:01:00.000Z')).toEqual([])
    await passOnAll(stage().fresh.db)
    expect(await sentAt('2026-12-01T05:02:00.000Z')).toEqual([['late', '留的名额没有确认，已经给了下一位']])
  })

  test('asks nobody who has said it, and nobody of a day that is not the day any more', async () => {
    const one = await oneSlot({
      startsAt: '2026-12-15T06:00:00.000Z',
      endsAt: '2026-12-15T07:00:00.000Z',
      changeUntil: '2026-12-15T05:00:00.000Z'
    })
    const said = await booked(one.slot, 1, withMail('said'))
    const gone = await booked(one.slot, 1, withMail('gone'))
    await booked(one.slot, 1, withMail('comes'))
    const { db } = stage().fresh
    clock.set(new Date('2026-12-14T07:00:00.000Z'))
    await askWhoComes(db)
    await asHolder(said, 'POST', '/confirmation')
    await asHolder(gone, 'POST', '/cancellation')
    clock.set(noon)
    const times = { startsAt: '2026-12-16T06:00:00.000Z', endsAt: '2026-12-16T07:00:00.000Z' }
    await changed(one, times)
    expect(await sentAt('2026-12-14T08:00:00.000Z')).toEqual([
      ['said', '的时间或者集合地点改了'],
      ['comes', '的时间或者集合地点改了']
    ])
    clock.set(new Date('2026-12-15T07:00:00.000Z'))
    await askWhoComes(db)
    expect(await sentAt('2026-12-15T08:00:00.000Z')).toEqual([
      ['said', '一天之内开始，还来吗？不来请取消，名额给候补的人'],
      ['comes', '一天之内开始，还来吗？不来请取消，名额给候补的人']
    ])
  })

  test('asks nobody once the slot has begun', async () => {
    const { slot } = await oneSlot({ startsAt: '2026-12-25T06:00:00.000Z', endsAt: '2026-12-25T07:00:00.000Z' })
    await booked(slot, 1, withMail('never'))
    clock.set(new Date('2026-12-24T07:00:00.000Z'))
    await askWhoComes(stage().fresh.db)
    expect(await sentAt('2026-12-25T06:00:00.000Z')).toEqual([])
  })
})

test('its holder turns word of a booking off, on again, and to another address; nobody else does', async () => {
  const { slot } = await oneSlot({ capacity: 1, partyMost: 1 })
  const had = await booked(slot, 1, withMail('had.it'))
  const waits = await booked(slot, 1, withMail('waits'))
  const choose = async (body: object) => await asHolder(waits, 'PUT', '/notices', body)
  const read = async () => (await asHolder(waits, 'GET', '/notices')).json<OwnNotices>()
  const email = { channel: 'email', language: 'zh' }
  expect(await read()).toEqual([
    { ...email, on: true, address: 'w***@mail.example.com', contact: 'w***@mail.example.com' }
  ])
  const stranger = await asHolder({ draft: had.draft, booking: waits.booking }, 'GET', '/notices')
  expect(slugOf(stranger)).toBe('holder-unknown')
  expect(slugOf(await choose({ ...email, on: true, address: 'nobody' }))).toBe('invalid')
  expect(slugOf(await choose({ channel: 'sms', language: 'zh', on: true }))).toBe('state-forbids')
  expect((await choose({ ...email, on: false })).json<OwnNotices>()).toMatchObject([{ on: false, address: null }])
  expect(await choices(waits.booking.id)).toBe(0)
  const now = await choose({ channel: 'email', language: 'en', on: true, address: 'other@mail.example.com' })
  expect(now.json<OwnNotices>()).toMatchObject([{ on: true, language: 'en', address: 'o***@mail.example.com' }])
  await asHolder(had, 'POST', '/cancellation')
  const [offer, ...more] = await sent()
  expect([offer?.to, more]).toEqual([['other@mail.example.com'], []])
  expect(offer?.text).toContain(`/en/bookings/${waits.booking.number}`)
  const { rows } = await stage().fresh.owner.query<{ act: string; details: object }>(
    `select act, details from audit_events where subject_kind = 'booking' and subject_id = $1 and act like 'notices.%' order by id`,
    [waits.booking.id]
  )
  expect(rows.map(({ act }) => act)).toEqual(['notices.off', 'notices.on'])
  expect(JSON.stringify(rows)).not.toContain('other')
})

test('once the contact of a booking is erased no address is kept of it again', async () => {
  const { slot } = await oneSlot()
  const one = await booked(slot, 1, withMail('gone'))
  clock.set(new Date('2027-02-01T00:00:00.000Z'))
  await eraseDueBookings(stage().fresh.db)
  expect((await asHolder(one, 'GET', '/notices')).json<OwnNotices>()).toEqual([])
  const again = { channel: 'email', language: 'zh', on: true, address: 'gone@mail.example.com' }
  expect(slugOf(await asHolder(one, 'PUT', '/notices', again))).toBe('state-forbids')
  expect(await choices(one.booking.id)).toBe(0)
})
