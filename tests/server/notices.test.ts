import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventKinds } from '#contract/letters.ts'
import { sendNotices, forgetOldNotices } from '#server/notices/send.ts'
import { rateReply } from '#server/letters/sender.ts'
import { slugOf } from './desk-browser.ts'
import { open } from './letter-stage.ts'
import {
  act,
  answer,
  at,
  begin,
  choose,
  chosen,
  end,
  fresh,
  later,
  linkIn,
  mail,
  noted,
  office,
  people,
  written
} from './notice-stage.ts'

beforeAll(() => begin('2026-11-23'))
afterAll(end)
beforeEach(async () => {
  mail.mails.length = 0
  mail.refuse = undefined
  await fresh.owner.query('delete from notices')
})

const contact = { name: '许大山', phone: '13911112222', email: 'xu.dashan@mail.example.com' }

describe('word of a letter', () => {
  test('goes to who asked for it, says that something happened and nothing of what was written', async () => {
    const letter = await written({ contact, title: '公交站牌上的字太小', text: '老人看不清站名，能不能换大一号。' })
    expect(await chosen(letter)).toEqual([
      {
        channel: 'email',
        on: true,
        language: 'zh',
        address: 'x***@mail.example.com',
        contact: 'x***@mail.example.com'
      }
    ])
    await answer(letter)
    expect(await sendNotices(fresh.context)).toBe(2)
    expect(mail.mails.map(({ headers }) => headers['subject'])).toEqual([
      `您的咨询 ${letter.number} 已经受理`,
      `您的咨询 ${letter.number} 已经答复`
    ])
    const [, answered] = mail.mails
    expect(answered?.to).toEqual(['xu.dashan@mail.example.com'])
    expect(answered?.from).toBe('no-reply@example.gov.cn')
    expect(answered?.headers['content-type']).toMatch(/^text\/plain; charset=utf-8/)
    expect(answered?.text).toContain(`https://wz.example.gov.cn/letters/${letter.number}\n`)
    expect(answered?.headers['list-unsubscribe']).toBe(`<https://wz.example.gov.cn${linkIn(answered?.text ?? '')}>`)
    expect(answered?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    expect(answered?.headers['auto-submitted']).toBe('auto-generated')
    for (const { text, headers } of mail.mails)
      for (const secret of [
        letter.code,
        letter.deviceToken,
        letter.title,
        letter.text,
        '许大山',
        '13911112222',
        '虚拟租金'
      ])
        expect(text + JSON.stringify(headers)).not.toContain(secret)
    expect(await sendNotices(fresh.context)).toBe(0)
    expect(mail.mails).toHaveLength(2)
  })

  test('nobody gets it who did not ask, nor for a letter of the demonstration', async () => {
    const silent = await written({ contact })
    const demo = await written({ contact })
    await chosen(demo)
    await fresh.owner.query('update letters set demo = true where id = $1', [demo.id])
    await answer(silent)
    await answer(demo)
    expect(await noted()).toEqual([])
    expect((await choose(demo, {})).statusCode).toBe(409)
    const { body } = await open(fresh.app, `${demo.number}/notices`, `Code ${demo.code}`)
    expect(JSON.parse(body)).toEqual([])
  })

  test('is noted with what happened or not at all, and one event to one address once', async () => {
    const letter = await written({ contact })
    await chosen(letter)
    const client = await fresh.owner.connect()
    try {
      await client.query('begin')
      await client.query(
        `insert into letter_events (id, letter_id, position, kind, at)
         select gen_random_uuid(), $1, max(position) + 1, 'answered', now() from letter_events where letter_id = $1`,
        [letter.id]
      )
      expect((await client.query("select from notices where event = 'answered'")).rows).toHaveLength(1)
      await client.query('rollback')
    } finally {
      client.release()
    }
    expect(await noted()).toEqual([])
    await act(people.clerk, letter, 'acceptance')
    expect(await noted()).toMatchObject([{ event: 'accepted', state: 'waiting' }])
    const again = `insert into notices (id, key, event, channel, at, not_before)
                   select gen_random_uuid(), key, event, channel, at, not_before from notices`
    await expect(fresh.owner.query(again)).rejects.toThrow(/notices_key_key/)
  })

  test('tells of every kind of end and change, and of nothing that the sender did', async () => {
    const letter = await written({ contact })
    await chosen(letter)
    for (const [position, kind] of eventKinds.entries())
      for (const actor of [people.clerk.id, null])
        await fresh.owner.query(
          `insert into letter_events (id, letter_id, position, kind, at, actor_id, other_id, moved_from, moved_to)
           values (gen_random_uuid(), $1, $2, $3, now(), $4,
                   case when $3 in ('merged', 'separated', 'memberJoined', 'memberLeft') then $1::uuid end,
                   case when $3 in ('paused', 'resumed') then date '2026-12-01' end,
                   case when $3 in ('paused', 'resumed') then date '2026-12-08' end)`,
          [letter.id, 100 + 2 * position + (actor === null ? 1 : 0), kind, actor]
        )
    const byWhom = new Map<string, number>()
    for (const { event } of await noted()) byWhom.set(event, (byWhom.get(event) ?? 0) + 1)
    expect(Object.fromEntries(byWhom)).toEqual({
      accepted: 2,
      asked: 2,
      answered: 2,
      // a pause and its end move the day too
      dueMoved: 6,
      closed: 2,
      transferred: 2,
      refused: 2,
      listed: 2,
      // taken off the board by its own sender: no news to anybody
      unlisted: 1
    })
    await sendNotices(fresh.context)
    expect(mail.mails.filter(({ text, headers }) => /[{}]/.test(text + (headers['subject'] ?? '')))).toEqual([])
  })

  test('tells how the review of a bad rating ended', async () => {
    const letter = await written({ contact: { name: '许大山' } })
    await chosen(letter, { address: contact.email, language: 'en' })
    await answer(letter)
    await rateReply(fresh.context, letter.id, { grade: 1, reasons: ['unclear'] })
    const { rows } = await fresh.owner.query<{ id: string }>('select id from rating_reviews where letter_id = $1', [
      letter.id
    ])
    const step = async (what: string, body: object) => {
      const { rows: now } = await fresh.owner.query<{ revision: number }>('select revision from rating_reviews')
      const path = `/desk/reviews/${rows[0]?.id}/${what}`
      const response = await people.registry.send('POST', path, { ...body, revision: now[0]?.revision })
      expect(response.statusCode, response.body).toBe(200)
    }
    await step('callback', { means: 'none', said: '没有留电话和邮箱，按来信内容核实。' })
    await step('decision', { decision: 'explained', reason: '口径如此，已向写信人说明。' })
    await step('feedback', { text: '已按来信内容核实并说明。' })
    await sendNotices(fresh.context)
    expect(mail.mails.map(({ headers }) => headers['subject'])).toEqual([
      `Your enquiry ${letter.number} has been accepted`,
      `Your enquiry ${letter.number} has been answered`,
      `Your enquiry ${letter.number} has had its rating reviewed`
    ])
    expect(mail.mails[2]?.text).toContain(`https://wz.example.gov.cn/en/letters/${letter.number}\n`)
    expect(linkIn(mail.mails[2]?.text ?? '')).toMatch(/^\/en\/notices\//)
  })
})

describe('what a holder chooses', () => {
  test('is off until asked for, opened by the holder alone, and kept sealed', async () => {
    const letter = await written({ contact })
    const url = `/api/letters/${letter.number}/notices`
    const own = await fresh.app.inject({ url, headers: { authorization: `Device ${letter.deviceToken}` } })
    expect(own.json()).toEqual([
      { channel: 'email', on: false, language: 'zh', address: null, contact: 'x***@mail.example.com' }
    ])
    const other = await written()
    const wrong = await fresh.app.inject({ url, headers: { authorization: `Code ${other.code}` } })
    expect(slugOf(wrong)).toBe('holder-unknown')
    await chosen(letter, { address: 'neighbour@mail.example.com' })
    const { rows } = await fresh.owner.query<{ all: string }>(
      `select string_agg(c::text, '') || coalesce((select string_agg(n::text, '') from notices n), '') as all from notice_choices c`
    )
    expect(rows[0]?.all).not.toContain(Buffer.from('neighbour').toString('hex'))
    const audited = await fresh.owner.query<{ all: string }>(
      "select string_agg(e::text, '') as all from audit_events e where act like 'notices.%'"
    )
    expect(audited.rows[0]?.all).toContain(letter.id)
    expect(audited.rows[0]?.all).not.toContain('@')
  })

  test('needs an address that mail can be sent to', async () => {
    const letter = await written()
    for (const [body, errors] of [
      [{}, [{ pointer: '/address', rule: 'required' }]],
      [{ address: 'a,b@mail.example.com' }, [{ pointer: '/address', rule: 'pattern' }]],
      [{ address: '"x"@mail.example.com' }, [{ pointer: '/address', rule: 'pattern' }]],
      [{ address: 'nobody' }, [{ pointer: '/address', rule: 'pattern' }]]
    ] as const) {
      const response = await choose(letter, body)
      expect(slugOf(response)).toBe('invalid')
      expect(response.json<{ errors: unknown }>().errors).toEqual(errors)
    }
    // nothing leaves by text message here
    expect(slugOf(await choose(letter, { channel: 'sms', address: '13911112222' }))).toBe('state-forbids')
  })

  test('another address gets what waits, and another link; turned off, nothing is kept', async () => {
    const letter = await written({ contact })
    await chosen(letter)
    await act(people.clerk, letter, 'acceptance')
    await sendNotices(fresh.context)
    const first = linkIn(mail.mails[0]?.text ?? '')
    await act(people.clerk, letter, 'refusal', { reason: '不在统计职责里。' })
    await chosen(letter, { address: 'second@mail.example.com' })
    await sendNotices(fresh.context)
    expect(mail.mails.map(({ to }) => to)).toEqual([['xu.dashan@mail.example.com'], ['second@mail.example.com']])
    expect(linkIn(mail.mails[1]?.text ?? '')).not.toBe(first)
    expect((await fresh.app.inject({ url: first })).statusCode).toBe(404)
    await chosen(letter, { on: false })
    const { rows } = await fresh.owner.query('select from notice_choices where letter_id = $1', [letter.id])
    expect(rows).toEqual([])
  })

  test('goes with the contact when that is erased', async () => {
    const letter = await written({ contact })
    await chosen(letter)
    await act(people.clerk, letter, 'acceptance')
    await fresh.owner.query('delete from letter_senders where letter_id = $1', [letter.id])
    await sendNotices(fresh.context)
    expect(mail.mails).toEqual([])
    expect((await noted()).map(({ state }) => state)).toEqual(['dropped'])
  })
})

describe('the link under every message', () => {
  const told = async () => {
    const letter = await written({ contact })
    await chosen(letter)
    await act(people.clerk, letter, 'acceptance')
    await sendNotices(fresh.context)
    return { letter, path: linkIn(mail.mails.at(-1)?.text ?? '') }
  }
  const press = async (url: string, payload: string, type = 'application/x-www-form-urlencoded') =>
    await fresh.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })

  test('shows a page that works without JavaScript, ends the messages, and lets them come again', async () => {
    const { letter, path } = await told()
    const page = await fresh.app.inject({ url: path })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(letter.number)
    expect(page.body).not.toMatch(/<script|mail\.example\.com|公交|租房/)
    expect(page.headers['content-security-policy']).toContain("form-action 'self'")
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(page.headers['cache-control']).toBe('no-store')
    // looking at it, as mail programs do by themselves, ends nothing
    await act(people.clerk, letter, 'assignment', { officeId: office })
    await act(people.handler, letter, 'questions', { text: '您说的是哪一站？' })
    expect(await sendNotices(fresh.context)).toBe(1)
    const stopped = await press(path, 'act=off')
    expect([stopped.statusCode, stopped.headers.location]).toEqual([303, path])
    expect((await fresh.app.inject({ url: path })).body).toContain('不会再发给您了')
    await act(people.handler, letter, 'questions', { text: '还有一问：哪个方向？' })
    expect(await sendNotices(fresh.context)).toBe(0)
    const own = await open(fresh.app, `${letter.number}/notices`, `Code ${letter.code}`)
    expect(own.json()).toMatchObject([{ on: false }])
    await press(path, 'act=on')
    await act(people.handler, letter, 'questions', { text: '最后一问：几点？' })
    expect(await sendNotices(fresh.context)).toBe(1)
  })

  test('is good for the one click of a mail program, twice too', async () => {
    const { letter, path } = await told()
    const boundary = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    expect((await press(path, boundary, 'multipart/form-data; boundary=x')).statusCode).toBe(200)
    expect((await press(path, 'List-Unsubscribe=One-Click')).statusCode).toBe(200)
    const { rows } = await fresh.owner.query<{ off: boolean }>(
      'select turned_off_at is not null as off from notice_choices where letter_id = $1',
      [letter.id]
    )
    expect(rows).toEqual([{ off: true }])
    const acts = await fresh.owner.query("select from audit_events where act = 'notices.off' and subject_id = $1", [
      letter.id
    ])
    expect(acts.rows).toHaveLength(1)
  })

  test('can be guessed by nobody, is kept as a hash only, and takes nothing else', async () => {
    const { path } = await told()
    const token = path.split('/').at(-1) ?? ''
    const { rows } = await fresh.owner.query<{ hash: Buffer; all: string }>(
      'select token_hash as hash, c::text as all from notice_choices c where token_hash = $1',
      [createHash('sha256').update(token).digest()]
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.all).not.toContain(token)
    const wrong = `/notices/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    expect((await fresh.app.inject({ url: wrong })).statusCode).toBe(404)
    expect(slugOf(await press(wrong, 'List-Unsubscribe=One-Click'))).toBe('not-found')
    expect(slugOf(await press(path, 'act=away'))).toBe('bad-request')
    expect(slugOf(await press(path, '{"act":"off"}', 'application/json'))).toBe('media-type-unknown')
    expect((await fresh.app.inject({ url: path })).body).toContain('不再接收')
  })

  test('the address that it ended is forgotten after a month, with it the way back', async () => {
    const { path } = await told()
    await press(path, 'act=off')
    await later(60 * 24 * 29)
    await forgetOldNotices(fresh.db)
    expect((await fresh.app.inject({ url: path })).statusCode).toBe(200)
    await later(60 * 24 * 2)
    await forgetOldNotices(fresh.db)
    expect((await fresh.app.inject({ url: path })).statusCode).toBe(404)
    await at('2026-11-23')
  })
})
