/** The glossary: complete, each word one meaning; and where an article's terms are marked, and where not. */
import { Term } from '#contract/glossary.ts'
import { markTerms } from '#server/glossary/mark-terms.ts'
import { findTerm, readGlossary } from '#server/glossary/routes.ts'
import { lookalikes, terms } from '#server/glossary/terms.ts'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'

const link = (slug: string, word: string) => `<a class="term" href="/glossary/${slug}">${word}</a>`
const marksIn = (html: string) => [...html.matchAll(/<a class="term" href="\/glossary\/([a-z-]+)">/g)].map((m) => m[1])

describe('terms', () => {
  test('at least forty-five, as the contract wants them, with nothing left empty', () => {
    expect(terms.length).toBeGreaterThanOrEqual(45)
    for (const term of terms) {
      expect(Value.Check(Term, term), term.slug).toBe(true)
      for (const text of [term.name, term.meaning, term.scope, term.method, term.source]) {
        expect(text.trim(), term.slug).not.toBe('')
      }
      expect(term.meaning, term.slug).toMatch(/^[^。]+。$/u)
      expect(term.see.length, term.slug).toBeGreaterThan(0)
    }
  })

  test('each has an address of its own, and points to others that exist', () => {
    const slugs = new Set(terms.map(({ slug }) => slug))
    expect(slugs.size).toBe(terms.length)
    for (const { slug, see } of terms) {
      expect(
        see.filter((other) => !slugs.has(other) || other === slug),
        slug
      ).toEqual([])
    }
  })

  test('a word means one term', () => {
    const words = terms.flatMap(({ name, aliases }) => [name, ...aliases]).map((word) => word.toLowerCase())
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })

  test('no sentence explains two terms', () => {
    const texts = terms.flatMap(({ meaning, scope, method }) => [meaning, scope, method])
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([])
  })

  test('stand in the order of a Chinese dictionary and are found by their address', () => {
    const { terms: read, digest } = readGlossary()
    const names = read.map(({ name }) => name)
    expect(names).toEqual(names.toSorted(new Intl.Collator('zh-Hans-CN-u-co-pinyin').compare))
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(findTerm('cpi')?.name).toBe('居民消费价格指数')
    expect(findTerm('nothing')).toBeUndefined()
  })

  test('every lookalike holds a word of the glossary', () => {
    const words = terms.flatMap(({ name, aliases }) => [name, ...aliases])
    expect(lookalikes.filter((one) => !words.some((word) => one.includes(word)))).toEqual([])
  })
})

describe('marking', () => {
  test('the longest word that fits is marked', () => {
    expect(markTerms('<p>单位GDP能耗下降，人均GDP上升，GDP总量增长。</p>')).toBe(
      `<p>${link('energy-per-gdp', '单位GDP能耗')}下降，${link('gdp-per-head', '人均GDP')}上升，${link('gdp', 'GDP')}总量增长。</p>`
    )
  })

  test('once a section, whatever word stands for the term; a new heading begins a new section', () => {
    const html = markTerms('<p>CPI同比</p><p>居民消费价格指数</p><h2>食品</h2><p>CPI</p><h3>鲜菜</h3><p>物价</p>')
    expect(marksIn(html)).toEqual(['cpi', 'year-on-year', 'cpi', 'cpi'])
    expect(html).toContain('<p>居民消费价格指数</p>')
  })

  test('a heading that is no section keeps the section', () => {
    expect(marksIn(markTerms('<p>CPI</p><h4>小题</h4><p>CPI</p>'))).toEqual(['cpi'])
  })

  test.each([
    ['a link', '<p><a href="/x">看<strong>CPI</strong></a></p>'],
    ['headings', '<h2>CPI</h2><h3>PPI</h3><h4>GDP</h4>'],
    ['code', '<p><code>CPI</code></p>'],
    ['a drawing', '<svg><title>CPI</title><text>CPI</text></svg>'],
    ['captions', '<table><caption>CPI</caption></table><figure><figcaption>GDP</figcaption></figure>'],
    ['a head cell', '<table><tbody><tr><th scope="row">CPI</th></tr></tbody></table>'],
    ['an attribute', '<p><img alt="CPI &gt; 100" src="/api/x"></p>'],
    ['a longer Latin word', '<p>XCPI、CPIX和2CPI</p>'],
    [
      'a word that only looks like it',
      '<p>实现价值，同比例下降，货物价格，商品房价格，制度和法规上的安排，水平减少</p>'
    ]
  ])('nothing is marked in %s', (_where, html) => {
    expect(markTerms(html)).toBe(html)
  })

  test('a word in an unmarked place does not use up its section', () => {
    expect(marksIn(markTerms('<h2>CPI</h2><p><a href="/x">CPI</a>，CPI</p>'))).toEqual(['cpi'])
  })

  test('Latin words stand beside Chinese letters and marks', () => {
    expect(marksIn(markTerms('<p>本月CPI、PPI（同比）</p>'))).toEqual(['cpi', 'ppi', 'year-on-year'])
  })

  test('words with signs of the markup', () => {
    expect(markTerms('<p>R&amp;D经费&nbsp;1亿元</p>')).toBe(`<p>${link('rd-spending', 'R&amp;D经费')}&nbsp;1亿元</p>`)
  })

  test('table cells are marked, all else stays letter by letter', () => {
    const html =
      '<table data-unit="%"><tbody><tr><td>5 &lt; 6</td><td>环比</td></tr></tbody></table><p>甲<br>乙 <img alt="" src="/x"></p><svg viewBox="0 0 9 9"><path d="M0 0"/></svg>'
    expect(markTerms(html)).toBe(html.replace('环比', link('month-on-month', '环比')))
  })

  test('a long body is marked whole', () => {
    const section = '<h2>题</h2><p>前三季度地区生产总值按不变价计算同比增长，就业基本稳定。其余文字不含任何词条。</p>'
    const html = section.repeat(Math.ceil(300_000 / section.length))
    const marked = markTerms(html)
    expect(marksIn(marked)).toHaveLength(4 * (html.length / section.length))
    expect(marked.replaceAll(/<a class="term" href="[^"]*">([^<]*)<\/a>/g, '$1')).toBe(html)
  })
})
