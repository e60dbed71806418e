import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Alert, Companion, LetterQueue } from '#contract/letters-desk.ts'
import { clock } from '#server/core/clock.ts'
import { slugOf } from './desk-browser.ts'
import {
  act,
  asSender,
  assigned,
  done,
  merge,
  merged,
  openBureau,
  own,
  received,
  revisionOf,
  seen,
  type Bureau,
  type Sent
} from './together-stage.ts'

let bureau: Bureau

beforeAll(async () => {
  bureau = await openBureau()
})
afterEach(() => clock.set(new Date('2026-11-24T09:00:00+08:00')))
afterAll(async () => {
  await bureau.end()
})

const reply = '自有住房按虚拟租金计算，权重按消费支出定。'

const signed = async (lead: { id: string }, text = reply) => {
  const { handler, head } = bureau
  await done(bureau, handler, lead, 'draft', { text }, 'PUT')
  await done(bureau, handler, lead, 'submission')
  return await done(bureau, head, lead, 'signature')
}

const kinds = async ({ id }: { id: string }): Promise<string[]> => {
  const { rows } = await bureau.fresh.owner.query<{ kind: string }>(
    'select kind from letter_events where letter_id = $1 order by position',
    [id]
  )
  return rows.map(({ kind }) => kind)
}

const audited = async ({ id }: { id: string }): Promise<string[]> => {
  const { rows } = await bureau.fresh.owner.query<{ act: string }>(
    'select act from audit_events where subject_id = $1 order by at, id',
    [id]
  )
  return rows.map((row) => row.act)
}

/** A letter of a week ago, with another sender, merged into one of today. */
const pair = async (): Promise<{ lead: Sent; member: Sent }> => {
  clock.set(new Date('2026-11-17T09:00:00+08:00'))
  const member = await received(bureau, {
    title: '自己的房子算不算房租',
    text: '我家自己住的房子没有租金，算不算？',
    contact: { name: '钱小满', phone: '13900000021' }
  })
  clock.set(new Date('2026-11-24T09:00:00+08:00'))
  const lead = await assigned(bureau, { contact: { name: '赵大年', phone: '13900000022', email: 'zhao@example.com' } })
  await merged(bureau, bureau.clerk, member, lead)
  return { lead, member }
}

describe('letters that are answered together', () => {
  test('each sender gets the answer as an own one: own number, round, days, rating', async () => {
    const { lead, member } = await pair()
    const before = await own(bureau, member)
    expect(before).toMatchObject({ state: 'assigned', office: '价格科', together: true })
    expect(before.due.dueOn).toBe('2026-12-08')
    expect((await own(bureau, lead)).due.dueOn).toBe('2026-12-15')
    await signed(lead)
    for (const letter of [lead, member]) {
      const read = await own(bureau, letter)
      expect(read).toMatchObject({ number: letter.number, state: 'answered', acts: ['followUp', 'rate'] })
      expect(read.thread.map(({ kind, text }) => [kind, text])).toEqual([
        ['letter', letter.text],
        ['reply', reply]
      ])
      expect(read.rounds).toMatchObject([{ round: 1, workingDays: letter === lead ? 0 : 5, answeredOn: '2026-11-24' }])
    }
    expect((await own(bureau, member)).together).toBeUndefined()
    const rated = await asSender(bureau, member, 'rating', { grade: 5 }, 'PUT')
    expect(rated.statusCode).toBe(200)
    expect((await own(bureau, lead)).rating).toBeNull()
    expect(await audited(member)).toEqual([
      'letter.received',
      'letter.merge',
      'letter.submit',
      'letter.sign',
      'letter.rated'
    ])
  })

  test('nothing of one is read by the sender of another', async () => {
    const { lead, member } = await pair()
    await signed(lead)
    for (const [one, other] of [
      [lead, member],
      [member, lead]
    ] as const) {
      const read = JSON.stringify(await own(bureau, one))
      for (const word of [other.number, other.id, other.title, other.text, other.contact!.name!, other.contact!.phone!])
        expect(read.includes(word), word).toBe(false)
    }
    // that others wrote the same is told to those who were merged, and to nobody else
    expect((await own(bureau, lead)).events.map(({ kind }) => kind)).toEqual([
      'received',
      'accepted',
      'assigned',
      'drafted',
      'answered'
    ])
    expect((await own(bureau, member)).events.map(({ kind }) => kind)).toEqual([
      'received',
      'accepted',
      'assigned',
      'merged',
      'drafted',
      'answered'
    ])
  })

  test('a reply that names a sender or a number goes to nobody', async () => {
    const { lead, member } = await pair()
    const { handler, head } = bureau
    for (const words of ['赵大年您好', '回电 139-0000-0021', '请写信到 Zhao@Example.com', `另见 ${lead.number}`]) {
      await done(bureau, handler, lead, 'draft', { text: `${words}：${reply}` }, 'PUT')
      expect(slugOf(await act(bureau, handler, lead, 'submission')), words).toBe('names-a-sender')
    }
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    // who joins after that counts too
    const late = await received(bureau, { contact: { name: '虚拟租' } })
    await merged(bureau, bureau.clerk, late, lead)
    expect(slugOf(await act(bureau, head, lead, 'signature'))).toBe('names-a-sender')
    await done(bureau, bureau.clerk, late, 'separation', { leadRevision: await revisionOf(bureau, lead.id) })
    await done(bureau, head, lead, 'signature')
    expect((await own(bureau, member)).state).toBe('answered')
    expect((await own(bureau, late)).state).toBe('assigned')
  })

  test('the desk sees the group, its nearest due date, and where to act', async () => {
    const { lead, member } = await pair()
    const { handler } = bureau
    const atLead = await seen(handler, lead)
    expect(atLead.together).toMatchObject({ lead: null, dueOn: '2026-12-08', workingDaysLeft: 10 })
    expect(atLead.together.members).toMatchObject([{ id: member.id, number: member.number, text: member.text }])
    expect(atLead.events.at(-1)).toMatchObject({ kind: 'memberJoined', reason: member.number })
    const atMember = await seen(handler, member)
    expect(atMember.together).toMatchObject({ lead: { id: lead.id }, members: [], dueOn: null })
    expect(atMember.actions).toEqual(['ask', 'separate'])
    expect(slugOf(await act(bureau, handler, member, 'draft', { text: reply }, 'PUT'))).toBe('merged-already')
    expect(slugOf(await act(bureau, bureau.clerk, member, 'assignment', { officeId: bureau.prices }))).toBe(
      'merged-already'
    )
    const { letters } = (await handler.send('GET', '/desk/letters')).json<LetterQueue>()
    const marks = new Map(letters.map(({ id, together }) => [id, together]))
    expect([marks.get(lead.id), marks.get(member.id)]).toEqual(['lead', 'member'])
  })

  test('what is done with the one that leads is done with all: returned, given back, another office', async () => {
    const { lead, member } = await pair()
    const { clerk, handler, head, other, households } = bureau
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    expect((await seen(handler, member)).state).toBe('signing')
    await done(bureau, head, lead, 'return', { reason: '缺少依据' })
    expect((await seen(handler, member)).state).toBe('drafting')
    expect((await act(bureau, handler, lead, 'give-back', { reason: '归住户科' })).statusCode).toBe(204)
    expect((await handler.send('GET', `/desk/letters/${member.id}`)).statusCode).toBe(404)
    await done(bureau, clerk, lead, 'assignment', { officeId: households })
    expect((await seen(other, member)).together.lead?.id).toBe(lead.id)
    expect((await own(bureau, member)).office).toBe('住户科')
  })

  test('refused together: each sender reads it, each limit ends', async () => {
    const one = await received(bureau)
    const two = await received(bureau)
    await merged(bureau, bureau.clerk, two, one)
    await done(bureau, bureau.clerk, one, 'refusal', { reason: '没有写明要问的事情。' })
    for (const letter of [one, two])
      expect(await own(bureau, letter)).toMatchObject({
        state: 'refused',
        workingDaysLeft: null,
        ending: { reason: '没有写明要问的事情。' }
      })
    const { rows } = await bureau.fresh.owner.query(
      'select from letter_rounds where letter_id = any ($1) and ended_at is null',
      [[one.id, two.id]]
    )
    expect(rows).toEqual([])
  })

  test('who wrote for any of them, or an earlier version, does not sign; the strictest signer counts', async () => {
    const { clerk, handler, head, leader } = bureau
    const lead = await assigned(bureau)
    const member = await assigned(bureau, { kind: 'mailbox' })
    // the head wrote for the member before it was merged
    await done(bureau, head, member, 'draft', { text: '先写一句给这封信。' }, 'PUT')
    await merged(bureau, clerk, member, lead)
    expect((await seen(handler, lead)).signedBy).toBe('leader')
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    expect(slugOf(await act(bureau, head, lead, 'signature'))).toBe('not-permitted')
    await done(bureau, leader, lead, 'signature')
    expect((await own(bureau, member)).thread.at(-1)?.text).toBe(reply)
    // the draft of before is kept, and all who wrote are on record there too
    const versions = (await handler.send('GET', `/desk/letters/${member.id}/drafts`)).json<{ text: string }[]>()
    expect(versions.map(({ text }) => text)).toEqual([reply, '先写一句给这封信。'])
  })

  test('an author of a merged letter does not sign for the group', async () => {
    const { clerk, handler, head } = bureau
    const lead = await assigned(bureau)
    const member = await assigned(bureau)
    await done(bureau, head, member, 'draft', { text: '先写一句给这封信。' }, 'PUT')
    await merged(bureau, clerk, member, lead)
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    expect(slugOf(await act(bureau, head, lead, 'signature'))).toBe('same-person')
  })
})

describe('a sender acts for the own letter alone', () => {
  test('a merged letter that is withdrawn leaves the group, and who signs looks again', async () => {
    const { lead, member } = await pair()
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
    expect(await kinds(lead)).toContain('memberLeft')
  })

  test('where the one that leads is withdrawn, each of the others goes on by itself', async () => {
    const { lead, member } = await pair()
    const { handler, head } = bureau
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    expect((await asSender(bureau, lead, 'withdrawal')).statusCode).toBe(200)
    expect(await own(bureau, member)).toMatchObject({ state: 'assigned', office: '价格科' })
    expect((await own(bureau, member)).together).toBeUndefined()
    const { alerts } = (await handler.send('GET', '/desk/alerts')).json<{ alerts: Alert[] }>()
    expect(alerts.filter(({ kind }) => kind === 'separated').map(({ letter }) => letter.id)).toContain(member.id)
    await done(bureau, handler, member, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')
    await done(bureau, handler, member, 'submission')
    await done(bureau, head, member, 'signature')
    expect((await own(bureau, member)).state).toBe('answered')
  })

  test('a question to one sender, its answer, and a follow-up touch that letter alone', async () => {
    const { lead, member } = await pair()
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

describe('separate again', () => {
  test('before the answer, also while it waits for a signature; its office keeps it, its record tells', async () => {
    const { lead, member } = await pair()
    const { clerk, handler, head } = bureau
    await done(bureau, handler, lead, 'draft', { text: reply }, 'PUT')
    await done(bureau, handler, lead, 'submission')
    const leadRevision = await revisionOf(bureau, lead.id)
    const late = await act(bureau, clerk, member, 'separation', { leadRevision: leadRevision - 1 })
    expect(slugOf(late)).toBe('changed-meanwhile')
    const apart = await done(bureau, handler, member, 'separation', { leadRevision })
    expect(apart).toMatchObject({ state: 'assigned', together: { lead: null }, office: { name: '价格科' } })
    expect(apart.actions).toContain('draft')
    await done(bureau, head, lead, 'signature')
    expect((await own(bureau, member)).state).toBe('assigned')
    expect((await kinds(member)).slice(-1)).toEqual(['separated'])
    expect(await audited(lead)).toContain('letter.separate')
    expect(slugOf(await act(bureau, clerk, member, 'separation', { leadRevision: 1 }))).toBe('state-forbids')
  })
})

describe('what is not merged', () => {
  test('chains, itself, what is answered, faults with questions, letters out of reach', async () => {
    const { clerk, handler } = bureau
    const { lead, member } = await pair()
    const third = await received(bureau)
    expect(slugOf(await merge(bureau, clerk, third, member))).toBe('merged-already')
    expect(slugOf(await merge(bureau, clerk, member, third))).toBe('merged-already')
    expect(slugOf(await merge(bureau, clerk, lead, third))).toBe('merged-already')
    expect(slugOf(await merge(bureau, clerk, third, third))).toBe('not-together')
    const fault = await received(bureau, { kind: 'fault', page: '/articles' })
    expect(slugOf(await merge(bureau, clerk, fault, lead))).toBe('not-together')
    await signed(lead)
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
      await signed(lead)
      expect(await own(bureau, member)).toMatchObject({ state: 'withdrawn', thread: [{ kind: 'letter' }] })
    }
  })

  test('the database holds no chain, and no letter in a group that is over', async () => {
    const { lead, member } = await pair()
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
