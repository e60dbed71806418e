import { describe, expect, test } from 'vitest'
import type { CannedText } from '#contract/letters-texts.ts'
import { compareTexts, type TextPiece } from '../../src/desk/core/compare-texts.ts'
import { insertAtCursor } from '../../src/desk/letters/insert-text.ts'
import { findTexts } from '../../src/desk/letters/texts.ts'

/** One side of a comparison, put together again. */
const without = (kind: TextPiece['kind'], pieces: readonly TextPiece[]): string =>
  pieces
    .filter((piece) => piece.kind !== kind)
    .map(({ text }) => text)
    .join('')

describe('two versions of a reply side by side', () => {
  test.each([
    ['', ''],
    ['', '从无到有。'],
    ['全部删掉。', ''],
    ['口径没有改。改的是样本。', '口径没有改，改的是样本。对照表在网站上。'],
    ['一\n\n二\n三', '一\n三\n四'],
    ['😀字。', '😁字。'],
    ['甲。乙。丙。', '丙。乙。甲。'],
    ['没有句号', '没有句号也行'],
    ['！！？', '？！']
  ])('lose nothing of %j and %j', (before, after) => {
    const pieces = compareTexts(before, after)
    expect(without('added', pieces)).toBe(before)
    expect(without('removed', pieces)).toBe(after)
  })

  test('mark the words and figures that changed, not the sentences around them', () => {
    expect(compareTexts('收入增长 5.6%。与去年持平。', '收入增长 5.9%。与去年持平。')).toEqual([
      { kind: 'same', text: '收入增长 ' },
      { kind: 'removed', text: '5.6%' },
      { kind: 'added', text: '5.9%' },
      { kind: 'same', text: '。与去年持平。' }
    ])
  })

  test('show two long texts that have nothing in common as a whole', () => {
    const before = '甲'.repeat(9000)
    const after = '乙'.repeat(9000)
    expect(compareTexts(before, after)).toEqual([
      { kind: 'removed', text: before },
      { kind: 'added', text: after }
    ])
  })
})

describe('canned texts', () => {
  const text = (title: string, words: string): CannedText => ({
    id: title,
    title,
    text: words,
    office: null,
    changedAt: '2026-11-24T00:00:00.000Z',
    mine: true
  })
  const texts = [
    text('结尾', '还可以找我们，说明口径也行'),
    text('口径说明', '这个数的口径没有改'),
    text('电话', '12340')
  ]
  const titles = (typed: string) => findTexts(texts, typed).map(({ title }) => title)

  test('all of them are offered before anything is typed', () => {
    expect(titles(' ')).toEqual(['结尾', '口径说明', '电话'])
  })

  test('those with the word in the title come first', () => {
    expect(titles('口径')).toEqual(['口径说明', '结尾'])
  })

  test('every word must be there, in the title or in the text', () => {
    expect(titles('口径 找我们')).toEqual(['结尾'])
    expect(titles('没有的词')).toEqual([])
  })

  test('one is put where the cursor stands, in place of what is chosen, and whoever binds the field hears of it', () => {
    const field = document.createElement('textarea')
    document.body.append(field)
    field.value = '开头旧的结尾'
    field.setSelectionRange(2, 4)
    let heard = ''
    field.addEventListener('input', () => (heard = field.value))
    insertAtCursor(field, '新的话，')
    expect(field.value).toBe('开头新的话，结尾')
    expect(heard).toBe(field.value)
  })
})
