import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Alert, Companion } from '#contract/letters-desk.ts'
import { clock } from '#server/core/clock.ts'
import { slugOf } from './desk-browser.ts'
import {
  asSender,
  assigned,
  done,
  kindsOf,
  merge,
  merged,
  openBureau,
  own,
  pair,
  received,
  reply,
  revisionOf,
  seen,
  signed,
  type Bureau
} from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
})
afterEach(() => clock.set(new Date('2026-11-24T09:00:00+08:00')))
afterAll(async () => {
  await bureau.end()
})

describe('a sender acts for the own letter alone', () => {
  test('a merged letter that is withdrawn leaves the group, and who signs looks again', async () => {
    const { lead, member } = await pair(bureau)
    const { handler, head } = bureau
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    const read = await revisionOf(bureau, lead.id)
    expect((await asSender(bureau, member, 'withdrawal')).statusCode).toBe(200)
    const signature = { revision: read }
    expect(slugOf(await head.send('POST', `/desk/letters/${lead.id}/signature`, signature))).toBe('changed-meanwhile')
    await done(bureau, head, lead, 'signature')
    const left = await own(bureau, member)
    expect([left.state, left.thread.length]).toEqual(['withdrawn', 1])
    expect(await kindsOf(bureau, lead)).toContain('memberLeft')
  })

  test('where the one that leads is withdrawn, each of the others goes on by itself', async () => {
    const { lead, member } = await pair(bureau)
    const { handler, head } = bureau
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    expect((await asSender(bureau, lead, 'withdrawal')).statusCode).toBe(200)
    expect(await own(bureau, member)).toMatchObject({ state: 'assigned', office: '价格科' })
    expect((await own(bureau, member)).together).toBeUndefined()
    const { alerts } = (await handler.send('GET', '/desk/alerts')).json<{ alerts: Alert[] }>()
    expect(alerts.filter(({ kind }) => kind === 'separated').map(({ letter }) => letter?.id)).toContain(member.id)
    await done(bureau, handler, member, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')
    await done(bureau, handler, member, 'submission')
    await done(bureau, head, member, 'signature')
    expect((await own(bureau, member)).state).toBe('answered')
  })

  test('a question to one sender, its answer, and a follow-up touch that letter alone', async () => {
    const { lead, member } = await pair(bureau)
    const { handler, head } = bureau
    await done(bureau, handler, member, 'questions', { text: '请问您的房子在哪个区？' })
    expect((await own(bureau, lead)).thread.length).toBe(1)
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    const read = await revisionOf(bureau, lead.id)
    const supplement = { id: uuidv7(), kind: 'supplement', text: '在城东区。' }
    expect((await asSender(bureau, member, 'messages', supplement)).statusCode).toBe(201)
    const signature = { revision: read }
    expect(slugOf(await head.send('POST', `/desk/letters/${lead.id}/signature`, signature))).toBe('changed-meanwhile')
    await done(bureau, head, lead, 'signature')
    const followUp = { id: uuidv7(), kind: 'followUp', text: '那出租的房子呢？' }
    expect((await asSender(bureau, member, 'messages', followUp)).statusCode).toBe(201)
    expect(await own(bureau, member)).toMatchObject({ state: 'assigned', rounds: [{}, { round: 2 }] })
    expect(await own(bureau, lead)).toMatchObject({ state: 'answered', rounds: [{ round: 1 }] })
    expect((await seen(handler, member)).together).toMatchObject({ lead: null, members: [] })
  })
})

describe('what is not merged', () => {
  test('chains, itself, what is answered, faults with questions, letters out of reach', async () => {
    const { clerk, handler } = bureau
    const { lead, member } = await pair(bureau)
    const third = await received(bureau)
    expect(slugOf(await merge(bureau, clerk, third, member))).toBe('merged-already')
    expect(slugOf(await merge(bureau, clerk, member, third))).toBe('merged-already')
    expect(slugOf(await merge(bureau, clerk, lead, third))).toBe('merged-already')
    expect(slugOf(await merge(bureau, clerk, third, third))).toBe('not-together')
    const fault = await received(bureau, { kind: 'fault', page: '/articles' })
    expect(slugOf(await merge(bureau, clerk, fault, lead))).toBe('not-together')
    await signed(bureau, lead)
    expect(slugOf(await merge(bureau, clerk, third, lead))).toBe('state-forbids')
    // no office has it: a handler doesn't see it
    expect(slugOf(await merge(bureau, handler, third, await assigned(bureau)))).toBe('not-found')
  })

  test('what stands on the board with a letter whose sender did not agree to publication', async () => {
    const { clerk } = bureau
    const message = await received(bureau, {
      kind: 'message',
      publishConsent: true,
      title: '去年的粮食产量',
      text: '想知道去年的粮食产量是多少。'
    })
    const enquiry = await received(bureau)
    const agreed = await received(bureau, { publishConsent: true })
    const listing = { title: message.title, question: message.text, kept: [] }
    const revision = await revisionOf(bureau, message.id)
    const listed = await clerk.send('PUT', `/desk/letters/${message.id}/listing`, { ...listing, revision })
    expect(listed.statusCode, listed.body).toBe(200)
    expect(slugOf(await merge(bureau, clerk, enquiry, message))).toBe('not-together')
    expect(slugOf(await merge(bureau, clerk, message, enquiry))).toBe('not-together')
    await merged(bureau, clerk, agreed, message)
    expect(slugOf(await merge(bureau, clerk, enquiry, message))).toBe('not-together')
  })

  test('two clerks who merge two letters into each other: one does, the other is told', async () => {
    const { clerk } = bureau
    for (let round = 0; round < 4; round += 1) {
      const [one, two] = [await received(bureau), await received(bureau)]
      const [first, second] = [await revisionOf(bureau, one.id), await revisionOf(bureau, two.id)]
      const answers = await Promise.all([
        clerk.send('POST', `/desk/letters/${one.id}/merging`, { revision: first, lead: two.id, leadRevision: second }),
        clerk.send('POST', `/desk/letters/${two.id}/merging`, { revision: second, lead: one.id, leadRevision: first })
      ])
      expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
      expect(answers.map(slugOf)).toContain('changed-meanwhile')
    }
  })

  test('merging while a sender takes the letter back: nothing hangs, and nothing withdrawn is answered', async () => {
    const { clerk } = bureau
    for (let round = 0; round < 4; round += 1) {
      const lead = await assigned(bureau)
      const member = await received(bureau)
      const [revision, leadRevision] = [await revisionOf(bureau, member.id), await revisionOf(bureau, lead.id)]
      const [joined, left] = await Promise.all([
        clerk.send('POST', `/desk/letters/${member.id}/merging`, { revision, lead: lead.id, leadRevision }),
        asSender(bureau, member, 'withdrawal')
      ])
      expect(left.statusCode).toBe(200)
      expect([200, 409]).toContain(joined.statusCode)
      await signed(bureau, lead)
      expect(await own(bureau, member)).toMatchObject({ state: 'withdrawn', thread: [{ kind: 'letter' }] })
    }
  })

  test('the database holds no chain, and no letter in a group that is over', async () => {
    const { lead, member } = await pair(bureau)
    const third = await received(bureau)
    const { db } = bureau.fresh
    const into = async (id: string, into: string) =>
      await sql`update letters set merged_into = ${into} where id = ${id}`.execute(db)
    await expect(into(third.id, member.id)).rejects.toThrow(/chain/)
    await expect(into(lead.id, third.id)).rejects.toThrow(/chain/)
    await expect(into(third.id, third.id)).rejects.toThrow(/merged_into_another|merged_while_open/)
    await expect(sql`update letters set state = 'answered' where id = ${member.id}`.execute(db)).rejects.toThrow(
      /merged_while_open/
    )
  })
})

test('the likest open letters within reach are offered first, or those that a search finds', async () => {
  const { clerk, handler, other } = bureau
  const letter = await assigned(bureau, {
    title: '合肥路菜价涨得快',
    text: '合肥路菜场的青菜两周涨了一半，怎么统计的？'
  })
  const twin = await assigned(bureau, { title: '菜场青菜涨价', text: '合肥路菜场的青菜涨了一半，统计里有没有？' })
  const elsewhere = await received(bureau, { title: '合肥路菜场涨价', text: '青菜两周涨了一半，怎么没人管？' })
  const offered = async (who: typeof clerk, query = '') =>
    (await who.send('GET', `/desk/letters/${letter.id}/candidates${query}`)).json<Companion[]>().map(({ id }) => id)
  expect((await offered(clerk)).slice(0, 2).toSorted()).toEqual([twin.id, elsewhere.id].toSorted())
  expect((await offered(handler))[0]).toBe(twin.id)
  expect(await offered(handler)).not.toContain(elsewhere.id)
  expect(await offered(clerk, `?search=${elsewhere.number}`)).toEqual([elsewhere.id])
  expect((await other.send('GET', `/desk/letters/${letter.id}/candidates`)).statusCode).toBe(404)
})

test('of a letter whose limit is paused the others tell as many days left as it does itself', async () => {
  const { handler } = bureau
  const { lead, member } = await pair(bureau)
  const plain = (await seen(handler, lead)).workingDaysLeft ?? 0
  await done(bureau, handler, lead, 'pause', {
    reason: 'other-department',
    words: '在等市医保局的意见',
    until: '2026-12-04'
  })
  const paused = await seen(handler, lead)
  expect(paused.workingDaysLeft).toBe(plain)
  expect((await seen(handler, member)).together.lead).toMatchObject({ dueOn: paused.due.dueOn, workingDaysLeft: plain })
  const alone = await assigned(bureau)
  const offered = await handler.send('GET', `/desk/letters/${alone.id}/candidates?search=${lead.number}`)
  expect(offered.json<Companion[]>()).toMatchObject([{ id: lead.id, workingDaysLeft: plain }])
})
