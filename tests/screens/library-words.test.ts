import { expect, test } from 'vitest'
import type { Article } from '#contract/articles.ts'
import type { Term } from '#contract/glossary.ts'
import { rowsOf } from '../../src/citizen/core/library-rows.ts'
import { excerptOf, findTexts, normalised, pairsOf, wantedIn } from '../../src/citizen/core/library-words.ts'

const text = (id: string, title: string, body = '', head = '') => ({
  id,
  title: normalised(title),
  head: normalised(head),
  body: normalised(body)
})

const texts = [
  text('grain', '全市夏粮产量公布', '夏粮每公顷产量有所提高。'),
  text('prices', '十月居民消费价格走势', '食品价格回落，交通费用持平。'),
  text('note', '怎样看物价', '居民消费价格指数（ＣＰＩ）反映价格变动。'),
  text('jobs', '城镇调查失业率', '失业率按抽样调查计算，价格不在其中。', '劳动力 就业'),
  text('census', '经济普查登记开始', '普查员上门登记，请配合。')
]
const cpi = { slug: 'cpi', name: '居民消费价格指数', aliases: ['CPI', '菜篮子指标'] } as Term

test('a title weighs more than a text', () => {
  expect(findTexts(texts, '夏粮产量', []).ids[0]).toBe('grain')
  expect(findTexts(texts, '失业率', []).ids).toEqual(['jobs'])
})

test('a term is found by any of its names, in full and half width', () => {
  for (const words of ['CPI', 'cpi', 'ＣＰＩ', '菜篮子指标'])
    expect(findTexts(texts, words, [cpi]).ids).toEqual(['note'])
  expect(findTexts(texts, '菜篮子指标', []).ids).toEqual([])
  expect(wantedIn('CPI 走势', [cpi])[0]).toEqual(['cpi', '居民消费价格指数', '菜篮子指标'])
})

test('a mistyped word is found by the pairs of letters that are right', () => {
  expect(findTexts(texts, '经济普察登记', []).ids[0]).toBe('census')
  expect(findTexts(texts, '城镇调查失业绿', []).ids[0]).toBe('jobs')
  expect(findTexts(texts, '毫不相干的词语', []).ids).toEqual([])
})

test('where the browser cuts no words, pairs of letters do', () => {
  const { Segmenter } = Intl
  try {
    Reflect.deleteProperty(Intl, 'Segmenter')
    expect(findTexts(texts, '夏粮产量', []).ids[0]).toBe('grain')
    expect(pairsOf('夏粮产量 2026')).toEqual(['夏粮', '粮产', '产量', '2026'])
  } finally {
    Object.defineProperty(Intl, 'Segmenter', { value: Segmenter, configurable: true, writable: true })
  }
})

test('an excerpt shows the place, and marks what was left out', () => {
  const long = `${'前'.repeat(60)}失业率是多少${'后'.repeat(120)}`
  expect(excerptOf(long, ['失业率'])).toMatch(/^…前{20}失业率是多少后+…$/)
  expect(excerptOf(long, ['没有'])).toBeUndefined()
})

test('what is searched is what a reader reads: no markup, no charts, letters for their names', () => {
  const html =
    '<h2>一、概况</h2><p>价格<strong>上涨</strong> 0.4%，见 A&amp;B&#12290;</p><figure><svg><text>图中字</text></svg></figure><table><tr><td>甲</td><td>乙</td></tr></table>'
  const article = { id: 'a', html, title: '题', summary: '概述', keywords: [], column: { name: '栏' }, versions: [] }
  const { plain, line } = rowsOf(article as unknown as Article, '2026-11-23T00:00:00.000Z')
  expect(plain.body).toBe('一、概况 价格上涨 0.4%，见 A&B。 甲 乙')
  expect(line.version).toBe(1)
})
