import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LetterQueue } from '#contract/letters-queue.ts'
import { clock } from '#server/core/clock.ts'
import { slugOf } from './desk-browser.ts'
import {
  act,
  asSender,
  assigned,
  done,
  kindsOf,
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

const audited = async ({ id }: { id: string }): Promise<string[]> => {
  const { rows } = await bureau.fresh.owner.query<{ act: string }>(
    'select act from audit_events where subject_id = $1 order by at, id',
    [id]
  )
  return rows.map((row) => row.act)
}

describe('letters that are answered together', () => {
  test('each sender gets the answer as an own one: own number, round, days, rating', async () => {
    const { lead, member } = await pair(bureau)
    const before = await own(bureau, member)
    expect(before).toMatchObject({ state: 'assigned', office: '价格科', together: true })
    expect(before.due.dueOn).toBe('2026-12-08')
    expect((await own(bureau, lead)).due.dueOn).toBe('2026-12-15')
    await signed(bureau, lead)
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
    const { lead, member } = await pair(bureau)
    await signed(bureau, lead)
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
    const { lead, member } = await pair(bureau)
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
    const { lead, member } = await pair(bureau)
    const { handler } = bureau
    const atLead = await seen(handler, lead)
    expect(atLead.together).toMatchObject({ lead: null, dueOn: '2026-12-08', workingDaysLeft: 10 })
    expect(atLead.together.members).toMatchObject([{ id: member.id, number: member.number, text: member.text }])
    expect(atLead.events.at(-1)).toMatchObject({ kind: 'memberJoined', reason: member.number })
    const atMember = await seen(handler, member)
    expect(atMember.together).toMatchObject({ lead: { id: lead.id }, members: [], dueOn: null })
    expect(atMember.actions).toEqual(['ask', 'pause', 'separate'])
    expect(slugOf(await act(bureau, handler, member, 'draft', { text: reply }, 'PUT'))).toBe('merged-already')
    expect(slugOf(await act(bureau, bureau.clerk, member, 'assignment', { officeId: bureau.prices }))).toBe(
      'merged-already'
    )
    const { letters } = (await handler.send('GET', '/desk/letters')).json<LetterQueue>()
    const marks = new Map(letters.map(({ id, together }) => [id, together]))
    expect([marks.get(lead.id), marks.get(member.id)]).toEqual(['lead', 'member'])
  })

  test('what is done with the one that leads is done with all: returned, given back, another office', async () => {
    const { lead, member } = await pair(bureau)
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

describe('separate again', () => {
  test('before the answer, also while it waits for a signature; its office keeps it, its record tells', async () => {
    const { lead, member } = await pair(bureau)
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
    expect((await kindsOf(bureau, member)).slice(-1)).toEqual(['separated'])
    expect(await audited(lead)).toContain('letter.separate')
    expect(slugOf(await act(bureau, clerk, member, 'separation', { leadRevision: 1 }))).toBe('state-forbids')
  })
})
