import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { Answer, Publication } from '#contract/answers.ts'
import { dayOf } from '#contract/calendar.ts'
import type { Letter } from '#contract/letters.ts'
import { slugOf } from './desk-browser.ts'
import {
  answered,
  approve,
  copyOf,
  get,
  list,
  openBureau,
  propose,
  proposed,
  published,
  read,
  reply,
  stage,
  suggest,
  withdraw
} from './answer-stage.ts'
import { draft, open, sent } from './letter-stage.ts'

openBureau()

const publicly = async (id: string): Promise<Answer | undefined> => {
  const response = await get(`/api/answers/${id}`)
  return response.statusCode === 200 ? response.json<Answer>() : undefined
}

const consent = async (number: string, code: string, publish: boolean) => {
  const response = await stage().fresh.app.inject({
    method: 'PUT',
    url: `/api/letters/${number}/consent`,
    headers: { authorization: `Code ${code}` },
    payload: { publish }
  })
  expect(response.statusCode, response.body).toBe(200)
}

describe('a copy', () => {
  test('is proposed from the original with what names people hidden, and the original stays as it was', async () => {
    const { handler } = stage()
    const { letter } = await answered(
      { text: '我叫王小明，电话是13800000001，请打给我；邮箱 someone@example.com 也行。' },
      '请拨 0512-65432100 问价格科，他们会把资料发给您。'
    )
    const first = (await read(handler, letter.id)).json<Publication>()
    expect(first).toMatchObject({
      state: 'none',
      version: 0,
      question: '我叫王**，电话是〔已隐去〕，请打给我；邮箱 〔已隐去〕 也行。',
      reply: '请拨 〔已隐去〕 问价格科，他们会把资料发给您。',
      original: { question: letter.text, reply: '请拨 0512-65432100 问价格科，他们会把资料发给您。' },
      findings: [],
      mayPropose: true,
      mayApprove: false
    })
  })

  test('hides what the sender gave as a name, however little it looks like one', async () => {
    const { handler, head } = stage()
    const { letter } = await answered(
      { text: '普查员没来过我家，请问要补登吗？', contact: { name: '和平安', phone: '13800000001' } },
      '和平安您好，平安您说的情况我们登记了，会再上门。'
    )
    const first = (await read(handler, letter.id)).json<Publication>()
    expect(first.reply).toBe('和**您好，平**您说的情况我们登记了，会再上门。')
    const kept = await proposed(handler, letter.id, { reply: '和平安您好，会再上门。' })
    expect(kept.findings).toMatchObject([{ part: 'reply', kind: 'name', text: '和平安', kept: null }])
    expect(slugOf(await approve(head, letter.id, 1))).toBe('undecided-findings')
  })

  test('becomes public when another person approves it, with office, days and limit', async () => {
    const { handler, head } = stage()
    const { letter, receipt } = await answered({ title: '平均工资怎么算' })
    const kept = await proposed(handler, letter.id, { question: '改写过的问题，没有名字。' })
    expect(kept).toMatchObject({ state: 'proposed', version: 1, author: 'handler', approver: null, mayApprove: false })
    expect((await read(head, letter.id)).json<Publication>().mayApprove).toBe(true)
    const done = (await approve(head, letter.id, 1)).json<Publication>()
    expect(done).toMatchObject({ state: 'published', publishedVersion: 1, approver: 'head', mayApprove: false })
    const id = done.publishedAs ?? ''
    const answer = await publicly(id)
    expect(answer).toMatchObject({
      id,
      topic: 'methods',
      title: '平均工资怎么算',
      question: '改写过的问题，没有名字。',
      office: '价格科',
      askedOn: dayOf(new Date(receipt.receivedAt)),
      repliedOn: dayOf(new Date()),
      workingDays: 0,
      limit: 15,
      grade: null,
      demo: false
    })
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${letter.id}|${receipt.number}|handler|head`))
    const own = (await open(stage().fresh.app, receipt.number, `Code ${letter.code}`)).json<Letter>()
    expect(own.publishedAs).toBe(id)
  })

  test('nobody approves what this person wrote: not through the server, not past it', async () => {
    const { handler, fresh } = stage()
    const { letter } = await answered()
    await proposed(handler, letter.id)
    const refused = await approve(handler, letter.id, 1)
    expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'same-person'])
    const { rows } = await fresh.owner.query<{ id: string }>('select id from publications where letter_id = $1', [
      letter.id
    ])
    const id = rows[0]?.id
    const approval = (author: string, approver: string, version = 1) =>
      sql`insert into publication_approvals (publication_id, version, author_id, approver_id, approved_at)
          values (${id}, ${version}, ${author}, ${approver}, now())`.execute(fresh.db)
    await expect(approval(handler.id, handler.id)).rejects.toThrow(/author_is_not_approver/)
    // naming somebody else as the author does not help
    await expect(approval(stage().head.id, handler.id)).rejects.toThrow(/foreign key/)
    await expect(approval(handler.id, stage().head.id, 2)).rejects.toThrow(/foreign key/)
    await expect(
      sql`update publications set published_version = 1, published_at = now() where id = ${id}`.execute(fresh.db)
    ).rejects.toThrow(/published_is_approved/)
    expect((await list()).answers.map((answer) => answer.id)).not.toContain(id)
  })

  test('what was kept and approved can not be changed or deleted in the role of the application', async () => {
    const { db } = stage().fresh
    for (const table of ['publications', 'publication_versions', 'publication_approvals'])
      await expect(sql`delete from ${sql.table(table)}`.execute(db)).rejects.toThrow(/permission denied/)
    for (const change of [
      sql`update publication_versions set reply = 'another'`,
      sql`update publication_approvals set approver_id = author_id`,
      sql`update publications set letter_id = ${uuidv7()}`
    ])
      await expect(change.execute(db)).rejects.toThrow(/permission denied/)
  })

  test('something that looks like personal data bars approval until it is hidden or has a reason to stand', async () => {
    const { handler, head } = stage()
    const { letter } = await answered()
    const found = await proposed(handler, letter.id, { reply: '要问可以打 0512-65432100，也可以打 13900000002。' })
    expect(found.findings).toEqual([
      { part: 'reply', kind: 'phone', start: 6, end: 19, text: '0512-65432100', kept: null },
      { part: 'reply', kind: 'phone', start: 25, end: 36, text: '13900000002', kept: null }
    ])
    expect((await read(head, letter.id)).json<Publication>().mayApprove).toBe(false)
    expect(slugOf(await approve(head, letter.id, 1))).toBe('undecided-findings')
    const one = await proposed(handler, letter.id, {
      kept: [{ text: '0512-65432100', reason: '本局对外电话' }]
    })
    expect(one.findings.map(({ kept }) => kept)).toEqual(['本局对外电话', null])
    expect(slugOf(await approve(head, letter.id, 2))).toBe('undecided-findings')
    await proposed(handler, letter.id, {
      reply: '要问可以打 0512-65432100。',
      kept: [{ text: '0512-65432100', reason: '本局对外电话' }]
    })
    expect((await approve(head, letter.id, 3)).statusCode).toBe(200)
  })

  test('is searched anew on every edit: a reason for one number is none for the next', async () => {
    const { handler, head } = stage()
    const { letter } = await answered()
    const kept = [{ text: '0512-65432100', reason: '本局对外电话' }]
    await proposed(handler, letter.id, { reply: '请打 0512-65432100 问。', kept })
    expect((await approve(head, letter.id, 1)).statusCode).toBe(200)
    const edited = await proposed(handler, letter.id, { reply: '请打 0512-87654321 问。', kept })
    expect(edited.findings).toMatchObject([{ text: '0512-87654321', kept: null }])
    expect(slugOf(await approve(head, letter.id, 2))).toBe('undecided-findings')
  })

  test('the old version stays public until the new one is approved', async () => {
    const { handler, head } = stage()
    const { letter } = await answered()
    const id = await published(letter.id, { reply: '第一版的答复在这里。' })
    const since = (await publicly(id))?.publishedAt
    const edited = await proposed(handler, letter.id, { reply: '第二版的答复在这里。' })
    expect(edited).toMatchObject({ state: 'published', version: 2, publishedVersion: 1 })
    expect((await publicly(id))?.reply).toBe('第一版的答复在这里。')
    await approve(head, letter.id, 2)
    expect(await publicly(id)).toMatchObject({ reply: '第二版的答复在这里。', publishedAt: since })
    expect(slugOf(await approve(head, letter.id, 2))).toBe('state-forbids')
  })

  test('two people at once: the second is told, and only what was read is approved', async () => {
    const { handler, head, clerk } = stage()
    const { letter } = await answered()
    const copy = copyOf((await read(handler, letter.id)).json<Publication>())
    const both = await Promise.all([
      propose(handler, letter.id, { ...copy, reply: '经办人写的一版。' }),
      propose(clerk, letter.id, { ...copy, reply: '办公室写的一版。' })
    ])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    expect(both.map(slugOf)).toContain('changed-meanwhile')
    await proposed(clerk, letter.id, { reply: '办公室又改的一版。' })
    expect(slugOf(await approve(head, letter.id, 1))).toBe('changed-meanwhile')
    const approvals = await Promise.all([approve(head, letter.id, 2), approve(head, letter.id, 2)])
    expect(approvals.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })

  test('the same copy again adds no version, so that it is not taken from its author', async () => {
    const { handler, head } = stage()
    const { letter } = await answered()
    const first = await proposed(handler, letter.id)
    expect(await proposed(head, letter.id, { reply: `${first.reply} ` })).toMatchObject({
      version: 1,
      author: 'handler'
    })
  })
})

describe('whose and when', () => {
  test('without the consent nothing is proposed, approved or published', async () => {
    const { handler, head, fresh } = stage()
    const { letter } = await answered({ publishConsent: false })
    const standing = (await read(handler, letter.id)).json<Publication>()
    expect(standing.mayPropose).toBe(false)
    expect(slugOf(await propose(handler, letter.id, copyOf(standing)))).toBe('no-consent')
    const { letter: other, receipt } = await answered()
    await proposed(handler, other.id)
    await consent(receipt.number, other.code, false)
    expect(slugOf(await approve(head, other.id, 1))).toBe('no-consent')
    const { rows } = await fresh.owner.query(
      'select from publication_approvals a join publications p on p.id = a.publication_id where p.letter_id = $1',
      [other.id]
    )
    expect(rows).toEqual([])
  })

  test('a letter that is not answered has nothing to publish', async () => {
    const { handler, clerk, fresh, office } = stage()
    const letter = draft({ publishConsent: true })
    await sent(fresh.app, letter)
    await clerk.send('POST', `/desk/letters/${letter.id}/assignment`, { officeId: office, revision: 1 })
    const copy = { title: '标题两字', question: '问题五个字', reply: '答复五个字', kept: [], version: 0 }
    expect(slugOf(await read(handler, letter.id))).toBe('state-forbids')
    expect(slugOf(await propose(handler, letter.id, copy))).toBe('state-forbids')
    expect(slugOf(await approve(clerk, letter.id, 1))).toBe('state-forbids')
  })

  test('another office sees none of it', async () => {
    const { stranger } = stage()
    const { letter } = await answered()
    const copy = { title: '标题两字', question: '问题五个字', reply: '答复五个字', kept: [], version: 0 }
    for (const response of [
      await read(stranger, letter.id),
      await propose(stranger, letter.id, copy),
      await approve(stranger, letter.id, 1),
      await withdraw(stranger, letter.id)
    ])
      expect([response.statusCode, slugOf(response)]).toEqual([404, 'not-found'])
  })

  test('a new round changes nothing that is public by itself; its follow-up stands below in the next proposal', async () => {
    const { handler, fresh } = stage()
    const { letter, receipt } = await answered()
    const id = await published(letter.id)
    const before = await publicly(id)
    const followUp = { id: uuidv7(), kind: 'followUp', text: '那么出租的房子呢？' }
    const response = await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${receipt.number}/messages`,
      headers: { authorization: `Code ${letter.code}` },
      payload: followUp
    })
    expect(response.statusCode, response.body).toBe(201)
    expect(slugOf(await propose(handler, letter.id, copyOf((await read(handler, letter.id)).json())))).toBe(
      'state-forbids'
    )
    await reply(letter.id, '出租的房子按实际租金计算。')
    expect(await publicly(id)).toEqual(before)
    const { original } = (await read(handler, letter.id)).json<Publication>()
    expect(original.question).toBe(`${letter.text}\n\n【追问】\n那么出租的房子呢？`)
    expect(original.reply).toMatch(/【再次答复】\n出租的房子按实际租金计算。$/)
  })
})

describe('taken back', () => {
  const words = '独角兽企业名录'

  const gone = async (id: string) => {
    const response = await get(`/api/answers/${id}`)
    const never = await get(`/api/answers/${uuidv7()}`)
    expect([response.statusCode, slugOf(response)]).toEqual([404, 'not-found'])
    expect({ ...response.json<object>(), instance: '' }).toEqual({ ...never.json<object>(), instance: '' })
    expect((await list()).answers.map((answer) => answer.id)).not.toContain(id)
    expect((await list({ words })).answers.map((answer) => answer.id)).not.toContain(id)
    expect((await suggest(words)).map((answer) => answer.id)).not.toContain(id)
  }

  test('by staff: it is gone everywhere, and comes back only as a new version that is approved anew', async () => {
    const { handler, head } = stage()
    const { letter } = await answered({ title: `在哪里查${words}` })
    const id = await published(letter.id)
    expect((await suggest(words)).map((answer) => answer.id)).toContain(id)
    expect((await withdraw(handler, letter.id)).json<Publication>()).toMatchObject({
      state: 'withdrawn',
      publishedAs: null,
      mayApprove: false
    })
    await gone(id)
    expect(slugOf(await withdraw(handler, letter.id))).toBe('state-forbids')
    expect(slugOf(await approve(head, letter.id, 1))).toBe('state-forbids')
    expect((await proposed(handler, letter.id)).version).toBe(2)
    await gone(id)
    expect((await approve(head, letter.id, 2)).statusCode).toBe(200)
    expect((await publicly(id))?.id).toBe(id)
  })

  test('by the sender: gone with the consent, at once, and not back with it', async () => {
    const { letter, receipt } = await answered({ title: `怎么进入${words}` })
    const id = await published(letter.id)
    await consent(receipt.number, letter.code, false)
    await gone(id)
    await consent(receipt.number, letter.code, true)
    await gone(id)
    const { rows } = await stage().fresh.owner.query<{ withdrawn_by: string | null }>(
      'select withdrawn_by from publications where id = $1',
      [id]
    )
    expect(rows).toEqual([{ withdrawn_by: null }])
  })

  test('each act leaves its audit row, without a word of what was written', async () => {
    const { handler, head, fresh } = stage()
    const { letter } = await answered()
    await published(letter.id)
    await withdraw(head, letter.id, '这个理由不该进记录')
    const { rows } = await fresh.owner.query<{ act: string; actor_id: string; details: object }>(
      `select act, actor_id, details from audit_events where subject_id = $1 and act like 'publication.%' order by at, id`,
      [letter.id]
    )
    expect(rows).toEqual([
      { act: 'publication.proposed', actor_id: handler.id, details: { version: 1 } },
      { act: 'publication.approved', actor_id: head.id, details: { version: 1 } },
      { act: 'publication.withdrawn', actor_id: head.id, details: {} }
    ])
  })
})
