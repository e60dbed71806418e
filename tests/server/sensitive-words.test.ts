/** The words that staff keep for the moderator: marked or held, never a reason to refuse what a citizen wrote. */
import { describe, expect, test } from 'vitest'
import type { Listing } from '#contract/board.ts'
import type { LetterDraft } from '#contract/letters.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { SensitiveWord, TakenLines, WordGrade } from '#contract/sensitive-words.ts'
import { get, openBureau, stage } from './answer-stage.ts'
import { slugOf } from './desk-browser.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, type Colleague } from './staff.ts'

openBureau()

const take = async (lines: string[], grade: WordGrade, who = stage().clerk) =>
  await who.send('POST', '/desk/sensitive-words', { lines, grade })
const taken = async (lines: string[], grade: WordGrade) => (await take(lines, grade)).json<TakenLines>()
const words = async () => (await stage().clerk.send('GET', '/desk/sensitive-words')).json<SensitiveWord[]>()
const message = async (text: string, title = '一条留言'): Promise<LetterDraft> => {
  const letter = draft({ kind: 'message', publishConsent: true, title, text })
  await sent(stage().fresh.app, letter)
  return letter
}
const listing = async (id: string, who = stage().clerk) =>
  (await who.send('GET', `/desk/letters/${id}/listing`)).json<Listing>()
const revisionOf = async (id: string) =>
  (await stage().clerk.send('GET', `/desk/letters/${id}`)).json<DeskLetter>().revision
const list = async (id: string, who: Colleague = stage().clerk, changes: object = {}) => {
  const { title, question } = await listing(id)
  const body = { title, question, kept: [], revision: await revisionOf(id), ...changes }
  return await who.send('PUT', `/desk/letters/${id}/listing`, body)
}
const look = async (id: string, who: Colleague, revision?: number) =>
  await who.send('POST', `/desk/letters/${id}/second-look`, {
    reason: '说的是防骗提醒，可以公开',
    revision: revision ?? (await revisionOf(id))
  })
const seen = async (id: string) => (await get(`/api/board/${id}`)).statusCode
let other: Colleague | undefined
/** Somebody else who looks at messages. */
const second = async (): Promise<Colleague> => {
  const { app, db } = stage().fresh
  other ??= await colleague(app, db, 'second.look', ['registryHead'])
  return other
}

describe('the list', () => {
  test('takes many lines at once, changes grades, knows words that are read alike, and leaves an audit row', async () => {
    expect(await taken(['刷单返利', '办证', '  ', '好', 'ＱＱ群'], 'mark')).toEqual({
      added: 3,
      changed: 0,
      known: 0,
      refused: ['  ', '好']
    })
    expect(await taken(['刷 单-返 利', 'qq群', '新词', '新词'], 'hold')).toMatchObject({
      added: 1,
      changed: 2,
      known: 0
    })
    expect(await taken(['新词'], 'hold')).toMatchObject({ added: 0, changed: 0, known: 1 })
    const list = await words()
    expect(list.map(({ word, grade }) => `${word} ${grade}`).toSorted()).toEqual(
      ['刷单返利 hold', '办证 mark', 'ＱＱ群 hold', '新词 hold'].toSorted()
    )
    const gone = list.find(({ word }) => word === '新词')
    for (let n = 0; n < 2; n += 1)
      expect((await stage().clerk.send('DELETE', `/desk/sensitive-words/${gone?.id}`)).statusCode).toBe(204)
    expect(await words()).toHaveLength(3)
    const { rows } = await stage().fresh.owner.query<{ act: string; details: object }>(
      `select act, details from audit_events where subject_kind = 'sensitive-words' order by at, id`
    )
    expect(rows).toEqual([
      { act: 'words.changed', details: { grade: 'mark', added: 3, changed: 0 } },
      { act: 'words.changed', details: { grade: 'hold', added: 1, changed: 2 } },
      { act: 'word.removed', details: { grade: 'hold' } }
    ])
    expect(JSON.stringify(rows)).not.toContain('刷单')
  })

  test('is for those who look at messages', async () => {
    expect(slugOf(await take(['别的'], 'mark', stage().handler))).toBe('not-permitted')
    expect(slugOf(await stage().handler.send('GET', '/desk/sensitive-words'))).toBe('not-permitted')
  })
})

describe('a message with words of the list', () => {
  test('is taken and kept as it was written; what is marked can be listed by whoever looks at it', async () => {
    await taken(['测试标出'], 'mark')
    const letter = await message('这里有测 试。标出的一句话。')
    expect(await listing(letter.id)).toMatchObject({
      original: { question: letter.text },
      words: [
        { of: 'original', part: 'question', text: '测 试。标出', grade: 'mark', start: 3, end: 9 },
        { of: 'copy', part: 'question', text: '测 试。标出', grade: 'mark' }
      ],
      needsSecondLook: false,
      secondLook: null
    })
    expect((await list(letter.id)).statusCode).toBe(200)
    expect(await seen(letter.id)).toBe(200)
  })

  test('is not listed with a word to be held before a second person, by name, has decided; nobody is both', async () => {
    await taken(['测试扣住'], 'hold')
    const letter = await message('一句有测试扣住的话，还有别的。')
    const refused = await list(letter.id)
    expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'second-look-needed'])
    // taking the word out of the copy does not let it slip: the message is what was written
    expect(slugOf(await list(letter.id, stage().clerk, { question: '一句话，还有别的。' }))).toBe('second-look-needed')
    expect(await seen(letter.id)).toBe(404)
    expect((await look(letter.id, stage().clerk)).statusCode).toBe(204)
    expect(await listing(letter.id)).toMatchObject({ needsSecondLook: true, secondLook: { own: true } })
    expect(slugOf(await list(letter.id))).toBe('second-look-needed')
    expect(await seen(letter.id)).toBe(404)
    expect((await list(letter.id, await second())).statusCode).toBe(200)
    expect(await seen(letter.id)).toBe(200)
    const { rows } = await stage().fresh.owner.query(
      `select actor_id, details from audit_events where act = 'letter.second-look' and subject_id = $1`,
      [letter.id]
    )
    expect(rows).toHaveLength(1)
  })

  test('a word that is held later, or that the copy brings in, needs a look of its own', async () => {
    await taken(['早先扣住'], 'hold')
    const letter = await message('一句有早先扣住的话，后来也有后来扣住的话。')
    expect((await look(letter.id, await second())).statusCode).toBe(204)
    expect((await listing(letter.id)).needsSecondLook).toBe(false)
    await taken(['后来扣住'], 'hold')
    expect(slugOf(await list(letter.id))).toBe('second-look-needed')
    expect((await look(letter.id, await second())).statusCode).toBe(204)
    await taken(['夹带扣住'], 'hold')
    expect(slugOf(await list(letter.id, stage().clerk, { question: '一句夹带扣住的话。' }))).toBe('second-look-needed')
    expect((await list(letter.id)).statusCode).toBe(200)
  })

  test('there is nothing to decide where nothing is held, and not upon an older state', async () => {
    const plain = await message('一句谁也不扣的话。')
    expect(slugOf(await look(plain.id, await second()))).toBe('state-forbids')
    await taken(['旧版扣住'], 'hold')
    const letter = await message('一句有旧版扣住的话。')
    expect(slugOf(await look(letter.id, await second(), 99))).toBe('changed-meanwhile')
  })
})
