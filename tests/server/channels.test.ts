import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Letter } from '#contract/letters.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { LetterQueue } from '#contract/letters-queue.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { resealAll } from '#server/core/sealed.ts'
import { recountDueDates } from '#server/letters/due-dates.ts'
import { begin, end, fresh, off, rule } from './calendar-stage.ts'
import { register, registered, registration } from './channel-stage.ts'
import { slugOf } from './desk-browser.ts'
import { draft, open, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

let clerk: Colleague
let otherClerk: Colleague
let handler: Colleague
let head: Colleague
let stranger: Colleague
let prices: string

// a Tuesday; the days of 2026 are known
const today = '2026-11-24'

beforeAll(async () => {
  await begin(today)
  const { app, db } = fresh
  prices = await makeOffice(db, '价格科', 1)
  const households = await makeOffice(db, '住户科', 2)
  clerk = await colleague(app, db, 'clerk', ['registryClerk'])
  otherClerk = await colleague(app, db, 'clerk2', ['registryClerk'])
  handler = await colleague(app, db, 'handler', ['handler'], prices)
  head = await colleague(app, db, 'head', ['officeHead'], prices)
  stranger = await colleague(app, db, 'stranger', ['handler'], households)
})
afterAll(async () => await end())

const caseOf = async (id: string, who = clerk): Promise<DeskLetter> =>
  (await who.send('GET', `/desk/letters/${id}`)).json<DeskLetter>()

const queued = async (search: string, who = clerk, state = '') => {
  const path = `/desk/letters?search=${encodeURIComponent(search)}${state && `&state=${state}`}`
  return (await who.send('GET', path)).json<LetterQueue>().letters
}

const refused = async (body: object, who = clerk) => {
  const response = await register(who, body)
  return { slug: slugOf(response), errors: response.json<ProblemDocument>().errors }
}

const act = async (who: Colleague, id: string, path: string, body: object = {}, method: 'POST' | 'PUT' = 'POST') => {
  const { revision } = await caseOf(id)
  return await who.send(method, `/desk/letters/${id}/${path}`, { ...body, revision })
}

const answered = async (id: string): Promise<void> => {
  const steps = [
    await act(clerk, id, 'assignment', { officeId: prices }),
    await act(handler, id, 'draft', { text: '去年的产量已在公报中公布。' }, 'PUT'),
    await act(handler, id, 'submission'),
    await act(head, id, 'signature')
  ]
  for (const response of steps) expect(response.statusCode, response.body).toBe(200)
}

const letters = async (): Promise<number> => {
  const { rows } = await fresh.owner.query<{ count: number }>('select count(*)::integer as count from letters')
  return rows[0]?.count ?? 0
}

describe('a letter that came by another channel', () => {
  test('gets number, code and a limit from the day it came in; contact and note are sealed', async () => {
    const body = registration({
      receivedOn: '2026-11-20',
      contact: { name: '王大爷', phone: '13900000001' },
      outerNumber: ' ２０２６-１ ',
      wayBackNote: '晚上打 0512-66660000'
    })
    const told = await registered(clerk, body)
    expect(told).toMatchObject({ receivedOn: '2026-11-20', ownDue: null, due: { dueOn: '2026-12-11', limit: 15 } })
    expect(told.number).toMatch(/^ZX-2026-\d{6}$/)
    const read = await open(fresh.app, told.number, `Code ${told.code}`)
    expect(read.json<Letter>()).toMatchObject({ title: body.title, state: 'received', due: { dueOn: '2026-12-11' } })
    expect(await caseOf(body.id)).toMatchObject({
      contact: { name: '王大爷', phone: '13900000001' },
      channel: {
        source: 'phone',
        outerNumber: '2026-1',
        registeredBy: 'clerk',
        wayBack: 'phone',
        wayBackNote: '晚上打 0512-66660000',
        answerToSend: false,
        answerSent: null
      },
      events: [{ kind: 'received', actor: 'clerk' }]
    })
    expect(await queued('2026-1')).toMatchObject([
      { id: body.id, source: 'phone', outerNumber: '2026-1', wayBack: 'phone' }
    ])
    const { rows } = await fresh.owner.query<{ note: Buffer; code: Buffer; act: string; actor: string }>(
      `select c.note_sealed as note, l.code_hash as code, a.act, a.actor_id as actor
       from letters l join letter_channels c on c.letter_id = l.id join audit_events a on a.subject_id = l.id::text
       where l.id = $1`,
      [body.id]
    )
    expect(rows).toMatchObject([{ act: 'letter.registered', actor: clerk.id }])
    expect(rows[0]?.note.toString('utf8')).not.toContain('6666')
    expect(rows[0]?.code.toString('utf8')).not.toContain(told.code ?? '')
  })

  test('the same id and content again changes nothing; the code is told again to the same person only, and not for long', async () => {
    const body = registration()
    const first = await registered(clerk, body)
    const before = await letters()
    expect(await registered(clerk, body)).toEqual(first)
    expect((await registered(otherClerk, body)).code).toBeNull()
    await fresh.owner.query(
      `update letter_channels set registered_at = registered_at - interval '61 minutes' where letter_id = $1`,
      [body.id]
    )
    expect(await registered(clerk, body)).toEqual({ ...first, code: null })
    expect(await letters()).toBe(before)
    expect((await refused({ ...body, title: '另一个标题' })).slug).toBe('already-sent')
  })

  test('the id of a letter from the web form is taken', async () => {
    const web = draft()
    await sent(fresh.app, web)
    expect((await refused(registration({ id: web.id }))).slug).toBe('already-sent')
    expect((await caseOf(web.id)).channel).toMatchObject({ source: 'web', wayBack: null, answerToSend: false })
  })

  test('twenty at once with one id are one letter, and with one outer number too', async () => {
    const before = await letters()
    const body = registration()
    const same = await Promise.all(Array.from({ length: 10 }, async () => await registered(clerk, body)))
    expect(new Set(same.map(({ number }) => number)).size).toBe(1)
    const numbered = Array.from({ length: 10 }, () => registration({ source: 'weibo', outerNumber: 'W-1' }))
    const told = await Promise.all(numbered.map(async (one) => (await register(clerk, one)).statusCode))
    expect(told.toSorted((a, b) => a - b)).toEqual([201, ...Array<number>(9).fill(409)])
    expect(await letters()).toBe(before + 2)
  })

  test('an outer number that is there already is told with the letter it belongs to; another source may have the same', async () => {
    const { number } = await registered(clerk, registration({ source: 'hotline', outerNumber: 'T-77' }))
    const before = await letters()
    expect(await refused(registration({ source: 'hotline', outerNumber: 'Ｔ-77 ' }))).toEqual({
      slug: 'already-registered',
      errors: [{ pointer: '/outerNumber', rule: 'already-registered', limit: number }]
    })
    expect(await letters()).toBe(before)
    await registered(clerk, registration({ source: 'wechat', outerNumber: 'T-77' }))
  })

  test('the day of receipt is a day, not in the future and not older than sixty days', async () => {
    const wrong = async (receivedOn: string) => (await refused(registration({ receivedOn }))).errors
    expect(await wrong('2026-11-25')).toEqual([{ pointer: '/receivedOn', rule: 'maximum', limit: today }])
    expect(await wrong('2026-09-24')).toEqual([{ pointer: '/receivedOn', rule: 'minimum', limit: '2026-09-25' }])
    expect(await wrong('2026-02-30')).toEqual([{ pointer: '/receivedOn', rule: 'format', limit: 'date' }])
    await registered(clerk, registration({ receivedOn: '2026-09-25' }))
  })

  test('the limit is the one that was in force on the day of receipt', async () => {
    await fresh.owner.query(`insert into letter_limits values ('enquiry', '2026-11-23', 5, '新的期限')`)
    const old = await registered(clerk, registration({ receivedOn: '2026-11-20' }))
    const young = await registered(clerk, registration({ receivedOn: '2026-11-23' }))
    await fresh.owner.query(`delete from letter_limits where effective_from = '2026-11-23'`)
    expect([old.due.limit, young.due.limit, young.due.dueOn]).toEqual([15, 5, '2026-11-30'])
  })

  test('only who may assign registers', async () => {
    expect((await refused(registration(), handler)).slug).toBe('not-permitted')
    expect((await refused(registration(), head)).slug).toBe('not-permitted')
  })

  test('a character that can not be stored is told, and nothing is kept', async () => {
    const before = await letters()
    expect((await refused(registration({ text: '问一问\u0000粮食产量。' }))).slug).toBe('bad-text')
    expect((await refused(registration({ text: '问一问\ud800粮食产量。' }))).slug).toBe('bad-request')
    expect(await letters()).toBe(before)
  })
})

describe('the hotline’s own due day', () => {
  const hotline = (changes: Partial<LetterRegistration>) =>
    registration({ source: 'hotline', receivedOn: '2026-11-20', wayBack: 'channel', ...changes })

  test('wins over the counted one, and both are shown with the reason', async () => {
    const body = hotline({ dueOn: '2026-11-27', dueReason: '热线工单限 5 个工作日' })
    const told = await registered(clerk, body)
    const ownDue = { reason: '热线工单限 5 个工作日', countedOn: '2026-12-11', limit: 15 }
    expect(told).toMatchObject({ due: { dueOn: '2026-11-27', limit: 5, source: ownDue.reason }, ownDue })
    expect(told.due.days.filter(({ count }) => count !== undefined)).toHaveLength(5)
    expect(await caseOf(body.id)).toMatchObject({
      due: { dueOn: '2026-11-27' },
      workingDaysLeft: 3,
      rounds: [{ ownDue }]
    })
    expect(await queued(told.number)).toMatchObject([{ dueOn: '2026-11-27', limit: 5, workingDaysLeft: 3 }])
  })

  test('has a reason where nobody wrote one, and may lie beyond the counted one', async () => {
    const told = await registered(clerk, hotline({ dueOn: '2026-12-31' }))
    expect(told).toMatchObject({
      due: { dueOn: '2026-12-31', source: '12345 热线交办时限' },
      ownDue: { countedOn: '2026-12-11' }
    })
  })

  test('is refused before the receipt, more than a year ahead, without there being such a day, and for other channels', async () => {
    const wrong = async (changes: Partial<LetterRegistration>) => (await refused(hotline(changes))).errors
    expect(await wrong({ dueOn: '2026-11-19' })).toEqual([{ pointer: '/dueOn', rule: 'minimum', limit: '2026-11-20' }])
    expect(await wrong({ dueOn: '2028-01-01' })).toMatchObject([{ pointer: '/dueOn', rule: 'maximum' }])
    expect(await wrong({ dueOn: '2026-11-31' })).toMatchObject([{ pointer: '/dueOn', rule: 'format' }])
    expect(await wrong({ dueReason: '热线交办' })).toMatchObject([{ pointer: '/dueReason' }])
    expect(await wrong({ source: 'phone', dueOn: '2026-11-27' })).toMatchObject([{ pointer: '/dueOn', rule: 'const' }])
    const told = await registered(clerk, hotline({ dueOn: '2026-11-20' }))
    expect(told.due).toMatchObject({ dueOn: '2026-11-20', limit: 0, days: [] })
  })

  test('stays where the calendar changes, while others move; a follow-up has the ordinary limit again', async () => {
    const own = await registered(clerk, hotline({ dueOn: '2026-12-01' }))
    const other = await registered(clerk, hotline({}))
    await rule(2026, [off('2026-12-01'), off('2026-12-02')])
    expect(await recountDueDates(fresh.context)).toBe(0)
    const { due, rounds, events } = await caseOf(own.id)
    expect([due.dueOn, rounds[0]?.ownDue?.countedOn]).toEqual(['2026-12-01', '2026-12-15'])
    expect(events.map(({ kind }) => kind)).toEqual(['received'])
    expect((await caseOf(other.id)).due.dueOn).toBe('2026-12-15')
    await expect(
      fresh.owner.query(`update letter_rounds set due_on = '2026-12-05' where letter_id = $1`, [own.id])
    ).rejects.toThrow(/own_due_day_stays/)

    await answered(own.id)
    const asked = await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${own.number}/messages`,
      headers: { authorization: `Code ${own.code}` },
      payload: { id: uuidv7(), kind: 'followUp', text: '再问一句。' }
    })
    expect(asked.json<Letter>().rounds).toMatchObject([
      { due: { dueOn: '2026-12-01' } },
      { due: { limit: 15, dueOn: '2026-12-17' } }
    ])
    expect(asked.json<Letter>().rounds[1]).not.toHaveProperty('ownDue')
  })
})

describe('the answer goes back', () => {
  test('by the way that the letter names; who told the sender is recorded once for each answer', async () => {
    const body = registration({ wayBack: 'post', wayBackNote: '寄到干将路 1 号' })
    const told = await registered(clerk, body)
    const early = await act(clerk, body.id, 'answer-sent')
    expect([early.statusCode, slugOf(early)]).toEqual([409, 'state-forbids'])
    await answered(body.id)
    expect((await caseOf(body.id)).channel).toMatchObject({ answerToSend: true, answerSent: null })
    expect(await queued(told.number, clerk, 'answered')).toMatchObject([{ answerToSend: true }])
    const far = await stranger.send('POST', `/desk/letters/${body.id}/answer-sent`, { revision: 1 })
    expect([far.statusCode, slugOf(far)]).toEqual([404, 'not-found'])
    const late = await clerk.send('POST', `/desk/letters/${body.id}/answer-sent`, { revision: 1 })
    expect(slugOf(late)).toBe('changed-meanwhile')
    const done = await act(handler, body.id, 'answer-sent', { note: '挂号信已寄出' })
    expect(done.json<DeskLetter>()).toMatchObject({
      state: 'answered',
      channel: { answerToSend: false, answerSent: { by: 'handler' } }
    })
    expect(done.json<DeskLetter>().events.at(-1)).toMatchObject({
      kind: 'answerSent',
      actor: 'handler',
      reason: '挂号信已寄出'
    })
    expect(slugOf(await act(clerk, body.id, 'answer-sent'))).toBe('state-forbids')
    expect(await queued(told.number, clerk, 'answered')).toMatchObject([{ answerToSend: false }])
    const read = (await open(fresh.app, told.number, `Code ${told.code}`)).json<Letter>()
    expect(read.events.map(({ kind }) => kind)).not.toContain('answerSent')
    expect(JSON.stringify(read)).not.toContain('挂号信')
  })

  test('a letter from the web form is answered there', async () => {
    const web = draft()
    await sent(fresh.app, web)
    await answered(web.id)
    expect(slugOf(await act(clerk, web.id, 'answer-sent'))).toBe('state-forbids')
  })
})

test('notes are sealed anew like everything that is sealed', async () => {
  const body = registration({ wayBackNote: '打给他女儿' })
  await registered(clerk, body)
  expect(await resealAll(fresh.db, fresh.context.sealer)).toEqual({ resealed: 0, left: 0 })
  expect((await caseOf(body.id)).channel.wayBackNote).toBe('打给他女儿')
})
