import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Alert } from '#contract/letters-desk.ts'
import type { NoticeDesk, StaffMail } from '#contract/notices.ts'
import { escalateOverdueLetters, writeDigests } from '#server/letters/escalation.ts'
import { sendNotices } from '#server/notices/send.ts'
import { slugOf } from './desk-browser.ts'
import { act, at, begin, chosen, end, fresh, linkIn, mail, noted, office, people, written } from './notice-stage.ts'
import type { Colleague } from './staff.ts'

beforeAll(() => begin('2026-11-23'))
afterAll(end)
beforeEach(async () => {
  mail.mails.length = 0
  await fresh.owner.query('delete from notices')
})

const ownMail = async (who: Colleague, address: string | null): Promise<StaffMail> => {
  const response = await who.send('PUT', '/desk/own-mail', { address })
  expect(response.statusCode, response.body).toBe(200)
  return response.json<StaffMail>()
}

describe('the texts of notices', () => {
  const path = '/desk/notices/answered/zh/email'
  const desk = async (): Promise<NoticeDesk> => (await people.registry.send('GET', '/desk/notices')).json<NoticeDesk>()
  const put = async (body: object, where = path, who = people.registry) => await who.send('PUT', where, body)

  test('come with the program, in both languages for every channel', async () => {
    const { templates, drivers } = await desk()
    // ten kinds of word to senders, five to who booked, and two to staff by mail alone
    expect(templates).toHaveLength((10 + 5) * 2 * 2 + 2)
    expect(templates.every(({ revision, changedAt }) => revision === 1 && changedAt === null)).toBe(true)
    expect(drivers).toEqual({ email: 'smtp', sms: 'log' })
  })

  test('are changed by who may, and go out as they were changed', async () => {
    const changed = await put({ subject: '{number} 有答复了', text: '{bureau}答复了 {number}：\n{link}', revision: 1 })
    expect(changed.json()).toMatchObject({ revision: 2, subject: '{number} 有答复了' })
    expect(slugOf(await put({ subject: '晚了一步', text: '晚了一步的改动', revision: 1 }))).toBe('changed-meanwhile')
    const letter = await written({ contact: { email: 'xu.dashan@mail.example.com' } })
    await chosen(letter)
    await fresh.owner.query(
      `insert into letter_events (id, letter_id, position, kind, at) values (gen_random_uuid(), $1, 50, 'answered', $2)`,
      [letter.id, new Date('2026-11-23T02:00:00Z')]
    )
    await sendNotices(fresh.context)
    expect(mail.mails[0]?.headers['subject']).toBe(`${letter.number} 有答复了`)
    expect(mail.mails[0]?.text).toMatch(/^示例市统计局答复了 ZX-/)
    // nobody can write the way out of it
    linkIn(mail.mails[0]?.text ?? '')
    const { rows } = await fresh.owner.query<{ details: object; actor: string }>(
      "select details, actor_id as actor from audit_events where act = 'notices.template'"
    )
    expect(rows).toEqual([
      {
        details: { event: 'answered', language: 'zh', channel: 'email', revision: 2 },
        actor: people.registry.id
      }
    ])
  })

  test('take no brace that nothing fills in, and say which', async () => {
    const { templates } = await desk()
    const revision = templates.find((one) => one.event === 'answered' && one.channel === 'email')?.revision
    const wrong = async (body: object, where?: string) => {
      const response = await put({ subject: '有答复了', text: '没有花括号的内容', revision, ...body }, where)
      expect(slugOf(response)).toBe('invalid')
      return response.json<{ errors: unknown[] }>().errors
    }
    expect(await wrong({ text: '您写的是：{title}' })).toEqual([
      { pointer: '/text', rule: 'placeholder', limit: '{title}' }
    ])
    expect(await wrong({ subject: '{days}', text: '少了一半 {number' })).toEqual([
      { pointer: '/subject', rule: 'placeholder', limit: '{days}' },
      { pointer: '/text', rule: 'placeholder', limit: '{' }
    ])
    expect(await wrong({ subject: undefined })).toEqual([{ pointer: '/subject', rule: 'required' }])
    expect(await wrong({ revision: 1 }, '/desk/notices/answered/zh/sms')).toEqual([
      { pointer: '/subject', rule: 'additionalProperties' }
    ])
    expect(slugOf(await put({ text: '没有这样的', revision: 1 }, '/desk/notices/digest/en/sms'))).toBe('not-found')
    expect(slugOf(await put({ subject: '有答复了', text: '不该能改的', revision }, path, people.clerk))).toBe(
      'not-permitted'
    )
    expect((await put({ subject: '有答复了', text: '{number} {link}', revision }, path, people.admin)).statusCode).toBe(
      200
    )
  })
})

describe('the digest of a working day', () => {
  beforeAll(async () => {
    await at('2026-11-23')
    for (const day of ['2026-11-23', '2026-11-24']) {
      await at(day)
      const letter = await written({ kind: 'mailbox' })
      await act(people.clerk, letter, 'assignment', { officeId: office })
    }
    await at('2026-11-23')
    const demo = await written({ kind: 'fault' })
    await fresh.owner.query('update letters set demo = true where id = $1', [demo.id])
    await ownMail(people.handler, 'handler@example.gov.cn')
    await ownMail(people.registry, 'registry@example.gov.cn')
    await ownMail(people.stranger, 'stranger@example.gov.cn')
    await ownMail(people.admin, 'admin@example.gov.cn')
  })

  test('is written from its hour on, once, with counts and numbers of what the person may see', async () => {
    // five working days from the 23rd: the 30th; from the 24th: 1 December
    await at('2026-12-01', '07:59:00')
    await writeDigests(fresh.context)
    expect(await noted()).toEqual([])
    await at('2026-12-01', '08:00:00')
    await writeDigests(fresh.context)
    await writeDigests(fresh.context)
    await sendNotices(fresh.context)
    const own = mail.mails.find(({ to }) => to[0] === 'handler@example.gov.cn')
    expect(own?.headers['subject']).toBe('2026-12-01 待办：逾期 1，快到期 1，新收 0')
    const { rows } = await fresh.owner.query<{ number: string }>(
      "select number from letters where kind = 'mailbox' order by due_on"
    )
    expect(own?.text).toContain(`${rows[0]?.number} 2026-11-30\n${rows[1]?.number} 2026-12-01\n`)
    expect(own?.text).toContain('https://wz.example.gov.cn/desk/')
    expect(own?.text).not.toContain('租房')
    // the registry sees all letters; another office has none; an administrator reads none; each once
    expect(mail.mails.map(({ to }) => to[0]).toSorted()).toEqual(['handler@example.gov.cn', 'registry@example.gov.cn'])
    await writeDigests(fresh.context)
    expect(await sendNotices(fresh.context)).toBe(0)
  })

  test('is written on no day off', async () => {
    await at('2026-12-05', '10:00:00')
    await writeDigests(fresh.context)
    expect(await noted()).toEqual([])
    await at('2026-12-07', '10:00:00')
    await writeDigests(fresh.context)
    expect(await noted()).toHaveLength(2)
  })

  test('is ended by the link in it, and by taking the address away', async () => {
    await at('2026-12-08', '10:00:00')
    await writeDigests(fresh.context)
    await sendNotices(fresh.context)
    const link = linkIn(mail.mails.find(({ to }) => to[0] === 'handler@example.gov.cn')?.text ?? '')
    await fresh.app.inject({
      method: 'POST',
      url: link,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click'
    })
    expect((await people.handler.send('GET', '/desk/own-mail')).json()).toEqual({
      available: true,
      on: false,
      address: 'handler@example.gov.cn'
    })
    expect(await ownMail(people.registry, null)).toEqual({ available: true, on: false, address: null })
    await at('2026-12-09', '10:00:00')
    await fresh.owner.query('delete from notices')
    await writeDigests(fresh.context)
    expect(await noted()).toEqual([])
    expect(slugOf(await people.registry.send('PUT', '/desk/own-mail', { address: 'no address' }))).toBe('invalid')
    expect(slugOf(await people.registry.send('PUT', '/desk/own-mail', { address: 'nobody@nowhere' }))).toBe('invalid')
  })
})

describe('a letter that stays overdue', () => {
  const kinds = async (who: Colleague, number: string) =>
    (await who.send('GET', '/desk/alerts'))
      .json<{ alerts: Alert[] }>()
      .alerts.filter(({ letter }) => letter?.number === number)
      .map(({ kind }) => kind)

  test('is brought before who oversees all letters, on the third working day, once a round', async () => {
    await at('2026-12-14')
    await fresh.owner.query("update letters set state = 'withdrawn'")
    const letter = await written({ kind: 'fault' })
    await act(people.clerk, letter, 'assignment', { officeId: office })
    await ownMail(people.leader, 'leader@example.gov.cn')
    await ownMail(people.registry, 'registry@example.gov.cn')
    await ownMail(people.handler, 'handler@example.gov.cn')
    // three working days from the 14th: the 17th; the weekend counts nothing
    await at('2026-12-21')
    expect(await escalateOverdueLetters(fresh.context)).toBe(0)
    await at('2026-12-22')
    expect(await escalateOverdueLetters(fresh.context)).toBe(1)
    expect(await escalateOverdueLetters(fresh.context)).toBe(0)
    expect(await kinds(people.leader, letter.number)).toEqual(['escalated'])
    expect(await kinds(people.registry, letter.number)).toEqual(['escalated'])
    for (const who of [people.handler, people.head, people.clerk])
      expect(await kinds(who, letter.number)).not.toContain('escalated')
    await sendNotices(fresh.context)
    expect(mail.mails.map(({ to }) => to[0]).toSorted()).toEqual(['leader@example.gov.cn', 'registry@example.gov.cn'])
    expect(mail.mails[0]?.headers['subject']).toBe(`网站纠错 ${letter.number} 逾期 3 个工作日`)
    expect(mail.mails[0]?.text).not.toContain(letter.title)
    await at('2026-12-24')
    expect(await escalateOverdueLetters(fresh.context)).toBe(0)
    expect(await sendNotices(fresh.context)).toBe(0)
  })

  test('whose day moved is written of once more when it stays overdue by the new one', async () => {
    const before = mail.mails.length
    await at('2026-12-14')
    await fresh.owner.query("update letters set state = 'withdrawn'")
    const letter = await written({ kind: 'fault' })
    await ownMail(people.leader, 'leader@example.gov.cn')
    await at('2026-12-22')
    expect(await escalateOverdueLetters(fresh.context)).toBe(1)
    const { revision } = (await people.admin.send('GET', '/desk/calendar/2026')).json<{ revision: number }>()
    const days = ['2026-12-16', '2026-12-17'].map((date) => ({ date, ruling: 'off', name: '临时放假' }))
    const body = { announced: true, days, source: '国办发明电〔2026〕9号', revision }
    expect((await people.admin.send('PUT', '/desk/calendar/2026', body)).statusCode).toBe(200)
    expect(await kinds(people.leader, letter.number)).toEqual([])
    await at('2026-12-24')
    expect(await escalateOverdueLetters(fresh.context)).toBe(1)
    expect(await kinds(people.leader, letter.number)).toEqual(['escalated'])
    await sendNotices(fresh.context)
    const told = mail.mails.slice(before).filter(({ to }) => to[0] === 'leader@example.gov.cn')
    expect(told.map(({ headers }) => headers['subject'])).toEqual(
      Array(2).fill(`网站纠错 ${letter.number} 逾期 3 个工作日`)
    )
  })

  test('of the demonstration is shown at the desk, and sends nothing', async () => {
    await at('2026-12-14')
    const letter = await written({ kind: 'fault' })
    await fresh.owner.query('update letters set demo = true where id = $1', [letter.id])
    await at('2026-12-25')
    expect(await escalateOverdueLetters(fresh.context)).toBe(1)
    expect(await kinds(people.leader, letter.number)).toEqual(['escalated'])
    expect(await noted()).toEqual([])
  })
})
