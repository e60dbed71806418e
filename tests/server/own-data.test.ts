import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Replies } from '#contract/routes.ts'
import type { Letter, LetterDraft } from '#contract/letters.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { OwnData } from '#contract/own-data.ts'
import { contextOf } from '#server/app.ts'
import { clock } from '#server/core/clock.ts'
import { wholeTextsInZip } from '#server/core/file-zip.ts'
import { remindOfAnswersToSend } from '#server/letters/channel.ts'
import { eraseDueContacts } from '#server/letters/erasure.ts'
import { registered, registration } from './channel-stage.ts'
import { slugOf } from './desk-browser.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, newCode, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let fresh: FreshApp
let office: string
let clerk: Colleague
let handler: Colleague
let head: Colleague

const contact = { name: '欧阳试', phone: '13900001234', email: 'keep@example.com' }

/** Moves the clock; nobody's session ends by it. */
const at = async (day: string, time = '10:00') => {
  clock.set(new Date(`${day}T${time}:00+08:00`))
  await fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

beforeAll(async () => {
  clock.set(new Date('2026-03-02T10:00:00+08:00'))
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
  const { app, db } = fresh
  office = await makeOffice(db, '价格科', 1)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], office)
  head = await colleague(app, db, 'head', ['officeHead'], office)
})
afterAll(async () => {
  await fresh.close()
  clock.set(new Date())
})

type Held = LetterDraft & { number: string }
const written = async (changes: Partial<LetterDraft> = {}): Promise<Held> => {
  const letter = draft({ contact, ...changes })
  return { ...letter, number: (await sent(fresh.app, letter)).number }
}
const ask = async (
  { number, code, deviceToken }: Held,
  method: 'GET' | 'POST' | 'PUT',
  what: string,
  { by = 'code', body }: { by?: 'code' | 'device' | 'nobody'; body?: object } = {}
) =>
  await fresh.app.inject({
    method,
    url: `/api/letters/${number}/${what}`,
    headers: by === 'nobody' ? {} : { authorization: by === 'code' ? `Code ${code}` : `Device ${deviceToken}` },
    ...(body ? { payload: body } : {})
  })
const data = async (letter: Held): Promise<OwnData> => {
  const response = await ask(letter, 'GET', 'own-data')
  expect(response.statusCode, response.body).toBe(200)
  return response.json<OwnData>()
}
const done = async (
  who: Colleague,
  { id }: Pick<Held, 'id'>,
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' = 'POST'
) => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [id])
  const response = await who.send(method, `/desk/letters/${id}/${path}`, { ...body, revision: rows[0]?.revision ?? 1 })
  expect(response.statusCode, response.body).toBe(200)
  return response.json<DeskLetter>()
}
const answer = async (letter: Pick<Held, 'id'>) => {
  await done(clerk, letter, 'assignment', { officeId: office })
  await done(handler, letter, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')
  await done(handler, letter, 'submission')
  return await done(head, letter, 'signature')
}
const senderRows = async ({ id }: Pick<Held, 'id'>) =>
  (await fresh.owner.query('select from letter_senders where letter_id = $1', [id])).rowCount
const erasuresOf = async ({ id }: Pick<Held, 'id'>) =>
  (
    await fresh.owner.query<{ details: object }>(
      `select details from audit_events where subject_id = $1 and act = 'letter.contactErased'`,
      [id]
    )
  ).rows.map(({ details }) => details)

describe('own data', () => {
  test('a holder sees all that is kept, by code and by device; nobody else does', async () => {
    await at('2026-03-02')
    const letter = await written({ publishConsent: true })
    await at('2026-03-03')
    await ask(letter, 'PUT', 'consent', { body: { publish: false } })
    const own = await data(letter)
    expect(own).toMatchObject({ number: letter.number, contact, source: 'web', wayBackNote: null, title: letter.title })
    expect(own.thread.map(({ text }) => text)).toEqual([letter.text])
    expect(own.consents).toEqual([
      { publish: true, at: own.receivedAt },
      { publish: false, at: expect.stringMatching(/^2026-03-03/) as string }
    ])
    expect((await ask(letter, 'GET', 'own-data', { by: 'device' })).json<OwnData>().contact).toEqual(contact)
    const other = { ...letter, code: newCode() }
    for (const [method, what] of [
      ['GET', 'own-data'],
      ['GET', 'own-data.zip'],
      ['POST', 'contact-erasure']
    ] as const) {
      expect(slugOf(await ask(letter, method, what, { by: 'nobody' }))).toBe('holder-unknown')
      expect(slugOf(await ask(other, method, what))).toBe('holder-unknown')
    }
    expect(await senderRows(letter)).toBe(1)
  })

  test('is taken along as an archive: the same data, and the files that are kept', async () => {
    const file = { id: draft().id, name: '../证明.pdf', size: 4 }
    const letter = await written({ attachments: [file, { ...file, id: draft().id, name: '没传完.pdf' }] })
    const { files } = contextOf(fresh.config, fresh.db)
    await files.put(`${file.id}.kept`, Readable.from([Buffer.from('证')]))
    await fresh.owner.query(
      `update letter_attachments set state = 'kept', received = 4, received_at = now(), decided_at = now(),
         type = 'application/pdf', size = 3, sha256 = '\\x00' where id = $1`,
      [file.id]
    )
    const response = await ask(letter, 'GET', 'own-data.zip')
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-disposition']).toContain(`${letter.number}.zip`)
    const [inside = '', kept, ...rest] = [...wholeTextsInZip(response.rawPayload, 1_000_000)]
    expect(JSON.parse(inside)).toEqual(await data(letter))
    expect((JSON.parse(inside) as OwnData).contact).toEqual(contact)
    expect([kept, rest]).toEqual(['证', []])
    expect(response.rawPayload.includes('files/1-.._证明.pdf')).toBe(true)
    const head = await fresh.app.inject({
      method: 'HEAD',
      url: `/api/letters/${letter.number}/own-data.zip`,
      headers: { authorization: `Code ${letter.code}` }
    })
    expect([head.statusCode, head.rawPayload.length]).toEqual([200, 0])
  })
})

describe('contact data', () => {
  test('of a letter that is open stays: withdrawn, it is deleted when its holder asks', async () => {
    await at('2026-03-02')
    const letter = await written()
    expect((await data(letter)).keeping.contact).toMatchObject({ state: 'kept', barred: 'open', eraseOn: null })
    expect(slugOf(await ask(letter, 'POST', 'contact-erasure'))).toBe('state-forbids')
    expect(await senderRows(letter)).toBe(1)
    const withdrawn = await ask(letter, 'POST', 'withdrawal', { body: {} })
    expect(withdrawn.json<Letter>().keeping?.contact).toMatchObject({ barred: null, eraseOn: '2026-09-02' })
    const erased = (await ask(letter, 'POST', 'contact-erasure')).json<OwnData>()
    expect(erased).toMatchObject({ contact: null, keeping: { contact: { state: 'erased', erasedOn: '2026-03-02' } } })
    expect(erased.events.at(-1)).toMatchObject({ kind: 'contactErased' })
    expect(await senderRows(letter)).toBe(0)
    // once more changes nothing
    expect((await ask(letter, 'POST', 'contact-erasure')).json<OwnData>().events).toHaveLength(erased.events.length)
    expect(await erasuresOf(letter)).toEqual([{ cause: 'asked' }])
    const desk = (await clerk.send('GET', `/desk/letters/${letter.id}`)).json<DeskLetter>()
    expect(desk).toMatchObject({ contact: null, contactErasedOn: '2026-03-02', contactEraseOn: null })
  })

  test('is deleted on its day, not before, once, and only that of letters at their end', async () => {
    await at('2026-03-02')
    const closed = await written()
    const answered = await written()
    const open = await written()
    await answer(closed)
    await answer(answered)
    await at('2026-08-31')
    await done(clerk, closed, 'closing')
    // six months after the end of August: February has no 31st
    expect((await data(closed)).keeping).toMatchObject({
      contact: { eraseOn: '2027-02-28', rule: { months: 6 } },
      record: { until: '2036-08-31' }
    })
    await at('2027-02-27', '23:59')
    await eraseDueContacts(fresh.db)
    expect(await senderRows(closed)).toBe(1)
    await at('2027-02-28', '00:01')
    await eraseDueContacts(fresh.db)
    expect(await eraseDueContacts(fresh.db)).toBe(0)
    expect([await senderRows(closed), await senderRows(answered), await senderRows(open)]).toEqual([0, 1, 1])
    expect(await erasuresOf(closed)).toEqual([{ cause: 'schedule' }])
    expect(await erasuresOf(open)).toEqual([])
    expect((await data(closed)).keeping.contact).toMatchObject({ state: 'erased', erasedOn: '2027-02-28' })
  })

  test('of a letter that was reopened stays; a new rule holds for letters that end after it', async () => {
    await at('2026-03-02')
    const letter = await written()
    await answer(letter)
    await done(clerk, letter, 'closing')
    await at('2026-09-01')
    const { id } = draft()
    await ask(letter, 'POST', 'messages', { body: { id, kind: 'followUp', text: '再问一句。' } })
    await at('2026-09-03')
    await eraseDueContacts(fresh.db)
    expect(await senderRows(letter)).toBe(1)
    await fresh.owner.query(`insert into retention_rules values ('contact', 'enquiry', '2026-09-02', 1, '新规定')`)
    try {
      await answer(letter)
      await done(clerk, letter, 'closing')
      expect((await data(letter)).keeping.contact).toMatchObject({ eraseOn: '2026-10-03', rule: { months: 1 } })
    } finally {
      await fresh.owner.query(`delete from retention_rules where source = '新规定'`)
    }
  })

  test('waits for the review of a bad rating', async () => {
    await at('2026-03-02')
    const letter = await written()
    await answer(letter)
    await ask(letter, 'PUT', 'rating', { body: { grade: 1, reasons: ['late'] } })
    await done(clerk, letter, 'closing')
    expect((await data(letter)).keeping.contact.barred).toBe('review')
    expect(slugOf(await ask(letter, 'POST', 'contact-erasure'))).toBe('state-forbids')
    await at('2026-10-01')
    await eraseDueContacts(fresh.db)
    expect(await senderRows(letter)).toBe(1)
  })

  test('of a registered letter goes with the note on the way back, the digest and the name on no list', async () => {
    await at('2026-03-02')
    const id = draft().id
    const registration = {
      id,
      source: 'phone',
      receivedOn: '2026-03-02',
      kind: 'enquiry',
      topic: 'figures',
      title: '电话里问居民收入',
      text: '问去年的居民收入是多少。',
      contact,
      wayBack: 'phone',
      wayBackNote: '晚上打 13900001234'
    }
    const { number, code } = (await clerk.send('POST', '/desk/letters', registration)).json<{
      number: string
      code: string
    }>()
    const letter: Held = { ...draft(), id, number, code }
    expect((await data(letter)).wayBackNote).toBe('晚上打 13900001234')
    const digest = async () =>
      (await fresh.owner.query<{ digest: Buffer }>('select content_digest as digest from letters where id = $1', [id]))
        .rows[0]?.digest
    const before = await digest()
    await answer({ id })
    expect((await data(letter)).keeping.contact.barred).toBe('answerToSend')
    expect(slugOf(await ask(letter, 'POST', 'contact-erasure'))).toBe('state-forbids')
    await done(clerk, { id }, 'answer-sent')
    const erased = (await ask(letter, 'POST', 'contact-erasure')).json<OwnData>()
    expect(erased).toMatchObject({ contact: null, wayBackNote: null })
    expect(await digest()).not.toEqual(before)
    const { rows } = await fresh.owner.query('select note_sealed from letter_channels where letter_id = $1', [id])
    expect(rows).toEqual([{ note_sealed: null }])
    // a registration sent again is not taken for a new one
    expect(slugOf(await clerk.send('POST', '/desk/letters', registration))).toBe('already-sent')
  })

  test('of an answer that nobody passed on stays, the desk is told, and it goes once it was', async () => {
    await at('2026-03-02')
    const body = registration({ contact, wayBackNote: '晚上打 13900001234' })
    const { number, code } = await registered(clerk, body)
    const letter: Held = { ...draft(), id: body.id, number, code: code ?? '' }
    await answer(letter)
    const alerts = async () => {
      await remindOfAnswersToSend(fresh.db)
      const { alerts: told } = (await clerk.send('GET', '/desk/alerts')).json<Replies['GET /desk/alerts']>()
      return told.filter((alert) => alert.letter?.id === letter.id && alert.kind === 'answerToSend').length
    }
    await at('2026-03-04')
    expect(await alerts()).toBe(0)
    await at('2026-03-05')
    expect([await alerts(), await alerts()]).toEqual([1, 1])
    await done(clerk, letter, 'closing')
    expect((await data(letter)).keeping.contact).toMatchObject({ barred: 'answerToSend', eraseOn: '2026-09-05' })
    await at('2026-09-06')
    await eraseDueContacts(fresh.db)
    expect(await senderRows(letter)).toBe(1)
    expect(await data(letter)).toMatchObject({
      contact,
      wayBackNote: '晚上打 13900001234',
      // the day that passed is promised no longer
      keeping: { contact: { state: 'kept', barred: 'answerToSend', eraseOn: null } }
    })
    await done(clerk, letter, 'answer-sent')
    await eraseDueContacts(fresh.db)
    expect(await data(letter)).toMatchObject({ contact: null, wayBackNote: null })
  })

  test('anybody reads how long it is kept', async () => {
    await at('2026-03-02')
    const rules = (await fresh.app.inject('/api/retention')).json<Replies['GET /retention']>()
    expect(rules.map(({ kind }) => kind)).toEqual(['enquiry', 'fault', 'mailbox', 'message'])
    expect(rules[0]).toMatchObject({ contact: { months: 6 }, record: { months: 120 } })
  })
})
