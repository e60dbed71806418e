import { describe, expect, test } from 'vitest'
import type { WordGrade } from '#contract/sensitive-words.ts'
import { findWords, normalWord, wordTree } from '#server/letters/sensitive-match.ts'

const tree = (words: Record<string, WordGrade>) =>
  wordTree(Object.entries(words).map(([word, grade]) => ({ normal: normalWord(word), grade })))
const found = (text: string, words: Record<string, WordGrade>) =>
  findWords(text, tree(words)).map(({ start, end, grade }) => [text.slice(start, end), grade])

describe('words of a list in a text', () => {
  test.each([
    ['说到刷单两个字', '刷单'],
    ['说到刷 单两个字', '刷 单'],
    ['说到刷·。\n单两个字', '刷·。\n单'],
    ['说到刷\u200b单两个字', '刷\u200b单'],
    ['说到刷，单', '刷，单']
  ])('%s', (text, place) => {
    expect(found(text, { 刷单: 'mark' })).toEqual([[place, 'mark']])
  })

  test('width and case make no difference, and the places are those of the text as it was written', () => {
    expect(found('😀加ＶＸ：x', { 加vx: 'hold' })).toEqual([['加ＶＸ', 'hold']])
    expect(found('加Ⓥx', { 加VX: 'hold' })).toEqual([['加Ⓥx', 'hold']])
    expect(found('㍿与株式会社', { 株式会社: 'mark' })).toEqual([
      ['㍿', 'mark'],
      ['株式会社', 'mark']
    ])
  })

  test('a Latin word stands for itself', () => {
    expect(found('class ass a.s.s 12ass', { ass: 'mark' })).toEqual([
      ['ass', 'mark'],
      ['a.s.s', 'mark']
    ])
    expect(found('电话110和1100', { 110: 'mark' })).toEqual([['110', 'mark']])
  })

  test('within a longer word only what weighs more is told', () => {
    expect(found('刷单返利群', { 刷单: 'mark', 刷单返利: 'mark' })).toEqual([['刷单返利', 'mark']])
    expect(found('刷单返利群', { 刷单: 'hold', 刷单返利: 'mark' })).toEqual([
      ['刷单', 'hold'],
      ['刷单返利', 'mark']
    ])
    expect(found('返利群刷单', { 返利: 'hold', 利群: 'mark' })).toEqual([
      ['返利', 'hold'],
      ['利群', 'mark']
    ])
  })

  test('ten thousand words do not slow it down', () => {
    const many: Record<string, WordGrade> = {}
    for (let n = 0; n < 10_000; n += 1) many[`词${n.toString(26).padStart(4, '甲')}尾`] = 'mark'
    const text = '一句平常的话，里面什么也没有，词甲甲甲0尾。'.repeat(180)
    expect(found(text, many)).toHaveLength(180)
    expect(found(text, {})).toEqual([])
  })
})
