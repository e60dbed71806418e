import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { Entry, EntryProposal } from '#contract/knowledge.ts'
import { clock } from '#server/core/clock.ts'
import { answered, list, openBureau, published, stage, suggest } from './answer-stage.ts'
import { slugOf } from './desk-browser.ts'
import {
  approveEntry,
  confirmEntry,
  entryDraft,
  inDays,
  keep,
  kept,
  publicEntry,
  publicly,
  readEntry,
  withdrawEntry
} from './knowledge-stage.ts'

openBureau()

describe('an entry', () => {
  test('is public when another person approved it, with its office and the day it was found right', async () => {
    const { handler, head } = stage()
    const id = uuidv7()
    const first = await kept(entryDraft(), id)
    expect(first).toMatchObject({ state: 'proposed', version: 1, mayApprove: false, publishedVersion: null })
    expect(await publicly(id)).toBeUndefined()
    expect(slugOf(await approveEntry(handler, id, 1))).toBe('same-person')
    expect((await readEntry(head, id)).json<Entry>().mayApprove).toBe(true)
    const done = (await approveEntry(head, id, 1)).json<Entry>()
    expect(done).toMatchObject({ state: 'published', publishedVersion: 1, due: { on: inDays(200), late: false } })
    expect(await publicly(id)).toMatchObject({
      kind: 'entry',
      title: '人口普查多久做一次',
      question: '下次人口普查是哪年\n几年查一次人口',
      office: '价格科',
      repliedOn: clock.today(),
      askedOn: null,
      workingDays: null,
      grade: null,
      votes: { helpful: 0, unhelpful: 0 }
    })
    expect(slugOf(await approveEntry(head, id, 1))).toBe('state-forbids')
  })

  test('can not be approved by its author whatever the program says: the database holds it', async () => {
    const { fresh, handler, head } = stage()
    const { id } = await kept(entryDraft())
    const row = (approver: string) =>
      fresh.owner.query(
        `insert into knowledge_approvals (entry_id, version, author_id, approver_id, approved_at) values ($1, 1, $2, $3, now())`,
        [id, handler.id, approver]
      )
    await expect(row(handler.id)).rejects.toThrow('entry_author_is_not_approver')
    // nor can somebody else be called its author
    await expect(
      fresh.owner.query(
        `insert into knowledge_approvals (entry_id, version, author_id, approver_id, approved_at) values ($1, 1, $2, $3, now())`,
        [id, head.id, handler.id]
      )
    ).rejects.toThrow('foreign key')
    await expect(
      fresh.owner.query(
        `update knowledge_entries set published_version = 1, published_at = now(), checked_on = now(), review_on = now() where id = $1`,
        [id]
      )
    ).rejects.toThrow('published_entry_is_approved')
  })

  test('keeps its public text until another version is approved; the same again is no version', async () => {
    const { handler, head } = stage()
    const { id } = await publicEntry()
    expect((await kept(entryDraft({ version: 1 }), id)).version).toBe(1)
    const changed = await kept(entryDraft({ version: 1, reply: '十年一次，下次是二〇三〇年。' }), id)
    expect(changed).toMatchObject({ version: 2, publishedVersion: 1, state: 'published' })
    expect((await publicly(id))?.reply).toContain('每十年做一次')
    expect(slugOf(await approveEntry(head, id, 1))).toBe('changed-meanwhile')
    expect((await approveEntry(head, id, 2)).json<Entry>().publishedVersion).toBe(2)
    expect((await publicly(id))?.reply).toBe('十年一次，下次是二〇三〇年。')
    expect((await readEntry(handler, id)).json<Entry>().versions.map(({ version }) => version)).toEqual([2, 1])
  })

  test('of somebody else that changed meanwhile is not written over', async () => {
    const { head } = stage()
    const { id } = await kept(entryDraft())
    await kept(entryDraft({ version: 1, title: '人口普查几年一次' }), id)
    expect(slugOf(await keep(head, id, entryDraft({ version: 1, title: '普查几年一次' })))).toBe('changed-meanwhile')
    expect(slugOf(await keep(head, id, entryDraft({ version: 0, title: '普查几年一次' })))).toBe('changed-meanwhile')
  })

  test('waits while something in it looks like personal data, until it goes or stands for a reason', async () => {
    const { head } = stage()
    const reply = '请打 13800000001 问普查办，十年做一次。'
    const { id, findings } = await kept(entryDraft({ reply }))
    expect(findings).toMatchObject([{ part: 'reply', kind: 'phone', text: '13800000001', kept: null }])
    expect((await readEntry(head, id)).json<Entry>().mayApprove).toBe(false)
    expect(slugOf(await approveEntry(head, id, 1))).toBe('undecided-findings')
    const reason = { text: '13800000001', reason: '对外公布的电话' }
    const unused = { text: '没有的话', reason: '没有用处' }
    const decided = await kept(entryDraft({ reply, kept: [reason, unused], version: 1 }), id)
    expect(decided.findings).toMatchObject([{ kept: '对外公布的电话' }])
    expect((await approveEntry(head, id, 2)).statusCode).toBe(200)
  })

  test('is gone from page, list, search and suggestions once it is withdrawn, and comes back by a new approval', async () => {
    const { handler, head } = stage()
    const { id } = await publicEntry({ title: '珍珠产量在哪里查', question: '', reply: '在渔业一章里查珍珠产量。' })
    const everywhere = async () => [
      (await publicly(id)) !== undefined,
      (await list()).answers.some((one) => one.id === id),
      (await list({ words: '珍珠产量' })).answers.some((one) => one.id === id),
      (await suggest('珍珠产量怎么查')).some((one) => one.id === id)
    ]
    expect(await everywhere()).toEqual([true, true, true, true])
    expect((await withdrawEntry(handler, id)).json<Entry>()).toMatchObject({
      state: 'withdrawn',
      withdrawnReason: '口径变了'
    })
    expect(await everywhere()).toEqual([false, false, false, false])
    expect(slugOf(await withdrawEntry(handler, id))).toBe('state-forbids')
    expect(slugOf(await approveEntry(head, id, 1))).toBe('state-forbids')
    const again = await kept(
      entryDraft({ title: '珍珠产量在哪里查', question: '', reply: '在渔业一章里查珍珠产量。', version: 1 }),
      id
    )
    expect(again).toMatchObject({ state: 'proposed', version: 2 })
    expect((await approveEntry(head, id, 2)).statusCode).toBe(200)
    expect(await everywhere()).toEqual([true, true, true, true])
  })

  test('is not there for other offices, and can not be handed to one out of reach', async () => {
    const { handler, stranger, clerk } = stage()
    const { id } = await kept(entryDraft())
    for (const response of [
      await readEntry(stranger, id),
      await keep(stranger, id, entryDraft({ officeId: stranger.session.person.office?.id ?? '', version: 1 })),
      await approveEntry(stranger, id, 1),
      await withdrawEntry(stranger, id)
    ])
      expect(slugOf(response)).toBe('not-found')
    const elsewhere = stranger.session.person.office?.id ?? ''
    const refused = await keep(handler, id, entryDraft({ officeId: elsewhere, version: 1 }))
    expect(refused.json()).toMatchObject({ errors: [{ pointer: '/officeId', rule: 'enum' }] })
    const wrongOwner = await keep(clerk, id, entryDraft({ ownerId: stranger.id, version: 1 }))
    expect(wrongOwner.json()).toMatchObject({ errors: [{ pointer: '/ownerId', rule: 'enum' }] })
    expect((await keep(clerk, id, entryDraft({ officeId: elsewhere, version: 1 }))).statusCode).toBe(200)
    expect(slugOf(await readEntry(handler, id))).toBe('not-found')
  })

  test('is looked at again on a day that is to come, and not in a far future', async () => {
    for (const reviewOn of [clock.today(), '2026-02-30', inDays(2000)]) {
      const response = await keep(stage().handler, uuidv7(), entryDraft({ reviewOn }))
      expect(response.statusCode, reviewOn).toBe(422)
      expect(response.json()).toMatchObject({ errors: [{ pointer: '/reviewOn' }] })
    }
  })

  test('leaves a row in the audit record for each act, without a word of its text', async () => {
    const { fresh, head } = stage()
    const { id } = await publicEntry()
    await confirmEntry(head, id, 1, inDays(300))
    await withdrawEntry(head, id)
    const { rows } = await fresh.owner.query<{ act: string; details: object }>(
      'select act, details from audit_events where subject_id = $1 order by at, id',
      [id]
    )
    expect(rows.map(({ act }) => act)).toEqual([
      'knowledge.kept',
      'knowledge.approved',
      'knowledge.confirmed',
      'knowledge.withdrawn'
    ])
    expect(JSON.stringify(rows)).not.toContain('普查')
  })
})

describe('an entry of an answered letter', () => {
  const proposal = async (id: string, who = stage().handler) => await who.send('GET', `/desk/letters/${id}/entry`)

  test('is proposed from the reply with what names people hidden', async () => {
    const { letter } = await answered(
      { title: '王小明问鱼价', contact: { name: '和平安', phone: '13800000001' } },
      '和平安您好，鱼价每月公布，请打 13900000002 问。'
    )
    const proposed = (await proposal(letter.id)).json<EntryProposal>()
    expect(proposed).toMatchObject({ consent: true, topic: 'methods', officeId: stage().office, entries: [] })
    expect(proposed.reply).toBe('和**您好，鱼价每月公布，请打 〔已隐去〕 问。')
    expect(proposed.title).not.toContain('小明')
    expect(slugOf(await proposal(letter.id, stage().stranger))).toBe('not-found')
  })

  test('holds nothing that its sender wrote where this was not agreed to', async () => {
    const { letter } = await answered({ title: '我家的鱼塘', publishConsent: false })
    expect((await proposal(letter.id)).json()).toMatchObject({ consent: false, title: '' })
  })

  test('knows the sender: the own name is found however little it looks like one', async () => {
    const { letter, receipt } = await answered({ contact: { name: '和平安', phone: '13800000001' } })
    const reply = '和平安先生，每月公布一次。'
    const { id, findings, letters } = await kept(entryDraft({ reply, letters: [receipt.number] }))
    expect(findings).toMatchObject([{ part: 'reply', kind: 'name', text: '和平安' }])
    expect(letters).toEqual([{ id: letter.id, number: receipt.number, title: letter.title }])
    expect(slugOf(await approveEntry(stage().head, id, 1))).toBe('undecided-findings')
    expect((await proposal(letter.id)).json<EntryProposal>().entries).toMatchObject([{ id, state: 'proposed' }])
  })

  test('stands for the published letter in list, search and suggestions; nothing public tells of the letter', async () => {
    const { letter, receipt } = await answered({ title: '琥珀的价格哪里查' }, '琥珀价格不在采价的范围里，查不到。')
    const copy = await published(letter.id)
    const found = async () => [
      (await list()).answers.map(({ id }) => id),
      (await list({ words: '琥珀价格' })).answers.map(({ id }) => id),
      (await suggest('琥珀的价格哪里查')).map(({ id }) => id)
    ]
    for (const ids of await found()) expect(ids).toContain(copy)
    const { id } = await publicEntry({
      title: '琥珀价格查得到吗',
      reply: '琥珀价格不在采价的范围里，查不到。',
      letters: [receipt.number]
    })
    for (const ids of await found()) {
      expect(ids).toContain(id)
      expect(ids).not.toContain(copy)
    }
    // who looks for letters alone finds it, and its page stays
    expect((await list({ kind: 'letter' })).answers.map((one) => one.id)).toContain(copy)
    expect((await list({ kind: 'entry' })).answers.every(({ kind }) => kind === 'entry')).toBe(true)
    expect(await publicly(copy)).toMatchObject({ kind: 'letter' })
    const page = JSON.stringify([await publicly(id), await list({ words: '琥珀价格' })])
    expect(page).not.toContain(receipt.number)
    expect(page).not.toContain(letter.id)
    await withdrawEntry(stage().head, id)
    for (const ids of await found()) expect(ids).toContain(copy)
  })

  test('can not name a letter out of reach; one that was named by somebody else stays', async () => {
    const { clerk, handler, head } = stage()
    const { letter, receipt } = await answered()
    const elsewhere = stage().stranger.session.person.office?.id ?? ''
    const { id } = await kept(entryDraft({ letters: [receipt.number] }))
    await sql`update letters set office_id = ${elsewhere} where id = ${letter.id}`.execute(stage().fresh.db)
    expect((await readEntry(handler, id)).json<Entry>().letters).toEqual([])
    const refused = await keep(handler, id, entryDraft({ letters: [receipt.number], version: 1 }))
    expect(refused.json()).toMatchObject({ errors: [{ pointer: '/letters/0', rule: 'enum' }] })
    expect((await keep(head, id, entryDraft({ version: 1 }))).statusCode).toBe(200)
    expect((await readEntry(clerk, id)).json<Entry>().letters).toHaveLength(1)
    expect((await keep(clerk, id, entryDraft({ version: 1 }))).json<Entry>().letters).toEqual([])
  })
})
