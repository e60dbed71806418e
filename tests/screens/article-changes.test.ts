import { describe, expect, test } from 'vitest'
import type { ArticleContent } from '#contract/articles-desk.ts'
import { baseVersion } from '../../src/desk/articles/base-version.ts'
import { blocksOf, compareBodies, countChanges, type BlockChange } from '../../src/desk/articles/compare-bodies.ts'
import { compareFields } from '../../src/desk/articles/compare-fields.ts'

/** One side of a comparison, put together again. */
const side = (hides: 'added' | 'removed', changes: readonly BlockChange[]): string[] =>
  changes
    .filter(({ change }) => change !== hides)
    .map(({ pieces }) =>
      pieces
        .filter(({ kind }) => kind !== hides)
        .map(({ text }) => text)
        .join('')
    )

const table = (figure: string): string =>
  `<table><caption>分门类增速</caption><tbody><tr><th><p>门类</p></th><th><p>增速</p></th></tr><tr><td><p>采矿业</p></td><td><p>${figure}</p></td></tr></tbody></table>`

describe('the blocks of a body', () => {
  test('are told in reading order, a row of a table and a footnote each for themselves', () => {
    const html = `<h2>分门类</h2><p>制造业<sup data-note="可比价"></sup>增长。</p><ul><li><p>第一条</p><ul><li><p>其一</p></li></ul></li></ul>${table('1.3')}<figure><img src="/x" alt="曲线图"><figcaption>图一</figcaption></figure>`
    expect(blocksOf(html).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'heading: 分门类',
      'paragraph: 制造业增长。',
      'note: 可比价',
      'item: 第一条',
      'item: 其一',
      'caption: 分门类增速',
      'row: 门类 │ 增速',
      'row: 采矿业 │ 1.3',
      'picture: 曲线图',
      'caption: 图一'
    ])
  })
})

describe('two versions of a body', () => {
  test.each([
    ['', '<p>从无到有。</p>'],
    ['<p>全部删掉。</p>', ''],
    ['<p>甲。</p><p>乙。</p><p>丙。</p>', '<p>丙。</p><p>甲。</p>'],
    ['<p>制造业增长 5.6%，增势强劲。</p>', '<h2>门类</h2><p>制造业增长 5.9%，快于全部规上工业。</p>'],
    [table('−1.3'), table('−1.8')]
  ])('lose nothing of %j and %j', (before, after) => {
    const changes = compareBodies(before, after)
    expect(side('added', changes)).toEqual(blocksOf(before).map(({ text }) => text))
    expect(side('removed', changes)).toEqual(blocksOf(after).map(({ text }) => text))
  })

  test('mark the figure that changed in its row, and leave the other blocks alone', () => {
    const changes = compareBodies(`<p>一样的一段。</p>${table('1.3')}`, `<p>一样的一段。</p>${table('1.8')}`)
    expect(changes.map(({ change }) => change)).toEqual(['same', 'same', 'same', 'changed'])
    expect(changes.at(-1)?.pieces).toEqual([
      { kind: 'same', text: '采矿业 │ ' },
      { kind: 'removed', text: '1.3' },
      { kind: 'added', text: '1.8' }
    ])
    expect(countChanges(changes)).toEqual({ added: 1, removed: 1 })
  })

  test('tell an inserted paragraph apart from the ones around it', () => {
    const changes = compareBodies(
      '<p>第一段说工业。</p><p>第二段说投资。</p>',
      '<p>第一段说工业。</p><p>新加一段说外贸和消费。</p><p>第二段说投资。</p>'
    )
    expect(changes.map(({ change }) => change)).toEqual(['same', 'added', 'same'])
  })

  test('see a link that leads elsewhere although it reads the same', () => {
    const link = (address: string) => `<p>见<a href="${address}">公报</a>。</p>`
    const [change] = compareBodies(link('https://a.example/'), link('https://b.example/'))
    expect(change?.change).toBe('restyled')
  })
})

const content: ArticleContent = {
  column: 'news',
  title: '旧标题',
  summary: '',
  body: '',
  source: null,
  documentNumber: null,
  writtenOn: null,
  validity: null,
  effectiveOn: null,
  expiresOn: null,
  validityNote: null,
  disclosure: null,
  disclosureBasis: null,
  disclosureReason: null,
  keywords: [],
  interprets: [],
  noInterpretation: null,
  attachments: [],
  correctionNote: null,
  kept: []
}

test('fields that read differently are told in the words of the screen', () => {
  const changes = compareFields(
    content,
    { ...content, title: '新标题', disclosure: 'open', column: 'policy' },
    (slug) => `栏目${slug}`
  )
  expect(changes).toEqual([
    {
      label: '标题',
      pieces: [
        { kind: 'removed', text: '旧' },
        { kind: 'added', text: '新' },
        { kind: 'same', text: '标题' }
      ]
    },
    {
      label: '栏目',
      pieces: [
        { kind: 'removed', text: '栏目news' },
        { kind: 'added', text: '栏目policy' }
      ]
    },
    { label: '公开属性', pieces: [{ kind: 'added', text: '主动公开' }] }
  ])
})

describe('the version that the newest one is compared with', () => {
  const line = (version: number, submitted: boolean, publishedAs: number | null = null) => ({
    version,
    author: { id: 'a', name: '甲' },
    savedAt: '2026-11-24T00:00:00.000Z',
    submittedAt: submitted ? '2026-11-24T00:00:00.000Z' : null,
    publishedAs
  })
  test('is what is public now', () => {
    const versions = [line(4, true), line(3, true), line(2, true, 1), line(1, false)]
    expect(baseVersion({ version: 4, versions, live: { version: 1, publishedAt: '' } })).toBe(2)
  })
  test('or what was handed in before, or the one before', () => {
    expect(baseVersion({ version: 3, versions: [line(3, true), line(2, false), line(1, true)], live: null })).toBe(1)
    expect(baseVersion({ version: 2, versions: [line(2, true), line(1, false)], live: null })).toBe(1)
    expect(baseVersion({ version: 1, versions: [line(1, true)], live: null })).toBeUndefined()
  })
})
