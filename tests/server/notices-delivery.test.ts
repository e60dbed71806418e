import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { contextOf } from '#server/app.ts'
import { clock } from '#server/core/clock.ts'
import { readConfig } from '#server/core/config.ts'
import { mailServer } from '#server/notices/driver-smtp.ts'
import { examineNotices } from '#server/notices/examine.ts'
import { sendNotices } from '#server/notices/send.ts'
import { inDatabase } from './database.ts'
import {
  act,
  begin,
  chosen,
  end,
  fresh,
  later,
  linkIn,
  mail,
  noted,
  office,
  people,
  publicUrl,
  written
} from './notice-stage.ts'

const secret = randomBytes(32)
interface Posted {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
let gateway: Server
let posted: Posted[] = []
let gatewayAnswers = 200

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'POST') posted.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(gatewayAnswers).end('{"said":"139 1111 2222"}')
    })
  })
  gateway.listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  await begin('2026-11-23', {
    SMS_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/messages`,
    SMS_SECRET: secret.toString('base64')
  })
})
afterAll(async () => {
  await end()
  gateway.close()
})
beforeEach(async () => {
  posted = []
  gatewayAnswers = 200
  mail.mails.length = 0
  await fresh.owner.query('delete from notices')
})
afterEach(() => {
  mail.refuse = undefined
  mail.taken = undefined
})

const contact = { phone: '13911112222', email: 'xu.dashan@mail.example.com' }

/** A letter with word of its acceptance waiting to be sent. */
const waiting = async (choice: object = {}) => {
  const letter = await written({ contact })
  await chosen(letter, choice)
  await act(people.clerk, letter, 'acceptance')
  return letter
}

describe('the mail server', () => {
  test('down, the message waits ever longer and is sent once when it is back', async () => {
    await waiting()
    await mail.stop()
    expect(await sendNotices(fresh.context)).toBe(0)
    expect(await noted()).toMatchObject([{ state: 'waiting', tries: 1, fault: 'ESOCKET' }])
    // not again at once
    expect(await sendNotices(fresh.context)).toBe(0)
    expect(await noted()).toMatchObject([{ tries: 1 }])
    await later(1)
    await sendNotices(fresh.context)
    await later(1)
    await sendNotices(fresh.context)
    expect(await noted()).toMatchObject([{ state: 'waiting', tries: 2 }])
    await mail.start()
    await later(1)
    expect(await sendNotices(fresh.context)).toBe(1)
    await later(60)
    expect(await sendNotices(fresh.context)).toBe(0)
    expect(mail.mails).toHaveLength(1)
    expect(await noted()).toMatchObject([{ state: 'sent', tries: 3 }])
  })

  test('refusing a recipient for good, is not asked again; putting it off, is', async () => {
    await waiting()
    mail.refuse = () => ({ code: 450, say: 'xu.dashan@mail.example.com is busy' })
    await sendNotices(fresh.context)
    expect(await noted()).toMatchObject([{ state: 'waiting', fault: '450' }])
    mail.refuse = () => ({ code: 550, say: 'no xu.dashan@mail.example.com here' })
    await later(5)
    await sendNotices(fresh.context)
    // a code, and not what the server said: that quotes the address
    expect(await noted()).toMatchObject([{ state: 'failed', tries: 2, fault: '550' }])
    mail.refuse = undefined
    await later(60)
    expect(await sendNotices(fresh.context)).toBe(0)
  })

  test('ill, is left alone after three failures in a row, and given up after three days', async () => {
    for (let count = 0; count < 5; count += 1) await waiting()
    mail.refuse = () => ({ code: 451, say: 'not now' })
    await sendNotices(fresh.context)
    expect((await noted()).map(({ tries }) => tries).toSorted()).toEqual([0, 0, 1, 1, 1])
    await later(60 * 24 * 3 + 1)
    await sendNotices(fresh.context)
    await later(1)
    await sendNotices(fresh.context)
    expect(await noted()).toMatchObject(Array.from({ length: 5 }, () => ({ state: 'failed', fault: '451' })))
  })

  test('asked by several processes at once, gets each message once', async () => {
    for (let count = 0; count < 12; count += 1) await waiting()
    const others = [0, 1, 2].map(() => contextOf(fresh.config, fresh.db))
    const sent = await Promise.all(others.map(sendNotices))
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(12)
    expect(new Set(mail.mails.map(({ headers }) => headers['message-id'])).size).toBe(12)
    expect(mail.mails).toHaveLength(12)
  })

  test('has it twice at most when the process that sends is killed before it could say so, under the same id', async () => {
    await waiting()
    const { rows } = await fresh.owner.query<{ name: string }>('select current_database() as name')
    const child = spawn(process.execPath, [join(import.meta.dirname, 'notice-process.ts')], {
      env: {
        PATH: process.env['PATH'],
        ADDRESS: JSON.stringify(inDatabase(inject('cluster').address, rows[0]?.name ?? '')),
        NOW: clock.now().toISOString(),
        DATA_DIR: fresh.config.dataDir,
        LOG_LEVEL: 'silent',
        PUBLIC_URL: publicUrl,
        SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
        MAIL_FROM: 'no-reply@example.gov.cn'
      },
      stdio: ['ignore', 'ignore', 'inherit']
    })
    const gone = once(child, 'exit')
    // the server has the mail, and whoever sent it never hears of that
    mail.taken = async () => {
      child.kill('SIGKILL')
      await gone
    }
    expect((await gone)[1]).toBe('SIGKILL')
    mail.taken = undefined
    expect(mail.mails).toHaveLength(1)
    expect(await sendNotices(fresh.context)).toBe(0)
    await later(6)
    expect(await sendNotices(fresh.context)).toBe(1)
    const ids = mail.mails.map(({ headers }) => headers['message-id'])
    expect(ids).toHaveLength(2)
    expect(ids[0]).toMatch(/^<[0-9a-f-]{36}@wz\.example\.gov\.cn>$/)
    expect(ids[1]).toBe(ids[0])
    await later(600)
    expect(await sendNotices(fresh.context)).toBe(0)
  })

  test('while one process sends, no other takes the message', async () => {
    await waiting()
    let other: number | undefined
    mail.taken = async () => (other = await sendNotices(fresh.context))
    expect(await sendNotices(fresh.context)).toBe(1)
    expect(other).toBe(0)
    expect(mail.mails).toHaveLength(1)
  })
})

describe('the gateway for text messages', () => {
  test('gets what was noted, signed, with the id that tells a second time from a first', async () => {
    const letter = await waiting({ channel: 'sms' })
    expect(await sendNotices(fresh.context)).toBe(1)
    const [{ headers, body } = { headers: {}, body: '' }] = posted
    const { id, to, text } = JSON.parse(body) as Record<'id' | 'to' | 'text', string>
    expect(to).toBe('13911112222')
    expect(text).toContain(`您的咨询 ${letter.number} 已经受理`)
    expect(text).toContain(`${publicUrl}/letters/${letter.number}`)
    linkIn(text)
    expect(text).not.toContain(letter.code)
    expect(headers['idempotency-key']).toBe(id)
    const signature = createHmac('sha256', secret)
      .update(`${String(headers['x-timestamp'])}.${body}`)
      .digest('hex')
    expect(headers['x-signature']).toBe(`sha256=${signature}`)
    expect(mail.mails).toEqual([])
  })

  test('busy, is asked again with the same id; refusing for good, is not', async () => {
    await waiting({ channel: 'sms' })
    gatewayAnswers = 503
    await sendNotices(fresh.context)
    expect(await noted()).toMatchObject([{ state: 'waiting', fault: '503' }])
    gatewayAnswers = 202
    await later(1)
    expect(await sendNotices(fresh.context)).toBe(1)
    expect(new Set(posted.map(({ body }) => body)).size).toBe(1)
    await waiting({ channel: 'sms' })
    gatewayAnswers = 400
    await sendNotices(fresh.context)
    expect((await noted()).map(({ state }) => state)).toEqual(['sent', 'failed'])
  })

  test('takes mobile numbers alone: a fixed line is offered nobody', async () => {
    const letter = await written({ contact: { phone: '0755-12345678' } })
    const { body } = await fresh.app.inject({
      url: `/api/letters/${letter.number}/notices`,
      headers: { authorization: `Code ${letter.code}` }
    })
    expect(JSON.parse(body)).toMatchObject([
      { channel: 'email', contact: null },
      { channel: 'sms', contact: null }
    ])
    const own = await chosen(letter, { channel: 'sms', address: '13911113333' })
    expect(own[1]).toMatchObject({ on: true, address: '139****3333' })
  })
})

test('over a network mail goes encrypted or not at all, on this machine as it comes', async () => {
  const message = {
    id: 'x',
    to: 'a@mail.example.com',
    subject: '一',
    text: '二',
    unsubscribe: 'https://x',
    at: clock.now()
  }
  const settings = { from: 'no-reply@example.gov.cn', encrypted: true, host: 'wz.example.gov.cn' }
  // the same machine by another name, which therefore counts as a network
  const far = mailServer({ ...settings, url: new URL(`smtp://[::ffff:127.0.0.1]:${mail.port}`) })
  expect(await far.send(message)).toMatchObject({ state: 'later' })
  expect(mail.mails).toEqual([])
  const near = mailServer({ ...settings, url: new URL(`smtp://127.0.0.1:${mail.port}`) })
  expect(await near.send(message)).toEqual({ state: 'sent' })
  for (const one of [far, near]) one.close()
})

test('without a server nothing leaves, and is counted only', async () => {
  await waiting()
  const nowhere = readConfig({ DATA_DIR: fresh.config.dataDir, PUBLIC_URL: publicUrl, LOG_LEVEL: 'silent' })
  expect(await sendNotices(contextOf(nowhere, fresh.db))).toBe(0)
  expect(await noted()).toMatchObject([{ state: 'counted' }])
  expect(mail.mails).toEqual([])
})

test('the doctor connects, and says by a code what stands in the way', async () => {
  expect((await examineNotices(fresh.config)).map(({ state }) => state)).toEqual(['ok', 'ok'])
  await mail.stop()
  const [found] = await examineNotices(fresh.config)
  expect(found).toMatchObject({ state: 'fail', about: '邮件 mail: ESOCKET' })
  await mail.start()
})

test('what waits when a person is disabled, or a sender has ended it, is dropped', async () => {
  const letter = await waiting()
  await fresh.owner.query('update notice_choices set turned_off_at = now() where letter_id = $1', [letter.id])
  await people.handler.send('PUT', '/desk/own-mail', { address: 'handler@example.gov.cn' })
  await act(people.clerk, letter, 'assignment', { officeId: office })
  await fresh.owner.query(
    `insert into notices (id, key, event, channel, choice_id, at, not_before)
     select gen_random_uuid(), 'digest/x', 'digest', 'email', id, $1, $1 from notice_choices where person_id = $2`,
    [new Date('2026-11-23T02:00:00Z'), people.handler.id]
  )
  await fresh.owner.query('update people set disabled_at = now() where id = $1', [people.handler.id])
  expect(await sendNotices(fresh.context)).toBe(0)
  expect((await noted()).map(({ state }) => state)).toEqual(['dropped', 'dropped'])
})
