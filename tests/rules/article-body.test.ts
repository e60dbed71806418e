/** What is kept of markup, and what readers get of it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanBody } from '#server/articles/body.ts'
import { checkBody } from '#server/articles/body-check.ts'
import { publishedHtml } from '#server/articles/body-published.ts'
import { fileIdsIn, minutesToRead, textOf } from '#server/articles/body-text.ts'

const id = '01890000-0000-7000-8000-000000000001'
const other = '01890000-0000-7000-8000-000000000002'
const shown = `/api/desk/articles/${id}/files/${other}`

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style-unhide:no}</style>
<title>通知</title><xml><w:View>Normal</w:View></xml></head><body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1 align=center>关于<span lang=EN-US>2026</span>年统计年报的通知<o:p></o:p></h1>
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span style='font-family:宋体;mso-ascii-font-family:
Calibri'>全市居民消费
价格同比上涨</span><span lang=EN-US>0.3%</span><b><span style='font-family:宋体'>。</span></b><span lang=EN-US><o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US
style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]><span>食品</span></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>3.<span>&nbsp;&nbsp;</span></span><![endif]>鲜菜</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l<span>&nbsp;</span></span>衣着</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span>总则</p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>
<td width=284 style='width:213.05pt'><p class=MsoNormal align=center>指标<o:p></o:p></p></td><td colspan=2><p class=MsoNormal>&nbsp;</p></td></tr></table>
<p class=MsoNormal>&nbsp;&nbsp;&nbsp;&nbsp;　　落款<font color=red>日期</font></p></body></html>`

const weChat = `<section data-role="outer" label="Powered by 135editor.com" style="font-size:16px;"><section style="margin: 10px auto">
<section style="display:inline-block"><p style="text-align:center"><strong><span style="color:#fff">一图看懂</span></strong></p></section></section>
<section><p style="line-height:2em;"><span style="font-size:15px;">三季度<br  /><br  />全市经济平稳。</span></p><p><br  /></p>
<p><img class="rich_pages" data-src="https://mmbiz.qpic.cn/x/640?wx_fmt=png" data-ratio="0.5" /></p></section>
<mp-common-profile data-id="x"></mp-common-profile><iframe src="https://v.qq.com/x"></iframe><script>alert(1)</script></section>`

describe('what is kept', () => {
  test('of what Word pastes: paragraphs, lists and tables', () => {
    expect(cleanBody(word)).toBe(
      '<h2>关于2026年统计年报的通知</h2><p>全市居民消费价格同比上涨0.3%<strong>。</strong></p>' +
        '<ul><li><p>食品</p><ol start="3"><li><p>鲜菜</p></li></ol></li><li><p>衣着</p></li></ul><p>一、 总则</p>' +
        '<table><tbody><tr><td><p>指标</p></td><td colspan="2"></td></tr></tbody></table><p>落款日期</p>'
    )
  })

  test('of what is copied from WeChat: the text', () => {
    expect(cleanBody(weChat)).toBe('<p><strong>一图看懂</strong></p><p>三季度</p><p>全市经济平稳。</p>')
  })

  test.each([
    ['headings', '<h1>一</h1><h5>二</h5>', '<h2>一</h2><h4>二</h4>'],
    [
      'marks',
      '<b>粗</b><i>斜</i><del>删</del><ins>加</ins>x<sub>2</sub>',
      '<p><strong>粗</strong><em>斜</em><s>删</s><u>加</u>x<sub>2</sub></p>'
    ],
    ['text without a paragraph', '文字<div>又一段</div>尾', '<p>文字</p><p>又一段</p><p>尾</p>'],
    [
      'a picture',
      `<img src="${shown}" onerror="x" alt="图" width="640" height="99999">`,
      `<img src="${shown}" alt="图" width="640">`
    ],
    ['a picture from elsewhere', '<p>文<img src="https://example.org/x.png"></p>', '<p>文</p>'],
    [
      'a figure',
      `<figure><img src="${shown}" alt=""><figcaption>图一</figcaption></figure>`,
      `<figure><img src="${shown}" alt=""><figcaption>图一</figcaption></figure>`
    ],
    ['a footnote', '<p>文<sup data-note=" 注 的文字 ">1</sup></p>', '<p>文<sup data-note="注 的文字"></sup></p>'],
    [
      'a chart',
      '<table data-chart="line" data-unit="%"><tr><td>a</td></tr></table>',
      '<table data-chart="line" data-unit="%"><tbody><tr><td><p>a</p></td></tr></tbody></table>'
    ],
    [
      'no chart of an unknown kind',
      '<table data-chart="pie" data-unit="%"><tr><td>a</td></tr></table>',
      '<table><tbody><tr><td><p>a</p></td></tr></tbody></table>'
    ],
    [
      'a table in a table',
      '<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>',
      '<table><tbody><tr><td><p>a</p><p>b</p></td></tr></tbody></table>'
    ],
    [
      'a list beside its item',
      '<ul><li>一</li><ul><li>二</li></ul></ul>',
      '<ul><li><p>一</p><ul><li><p>二</p></li></ul></li></ul>'
    ],
    [
      'no attribute of the page',
      '<p id="a" class="b" style="color:red" onclick="x" data-x="y" align="center">文</p>',
      '<p>文</p>'
    ],
    ['no letters that nobody sees', '<p>a\u200Bb\u202Ec\0d</p>', '<p>abcd</p>'],
    ['nothing of a program', '<script>x</script><style>y</style><svg><text>z</text></svg><p>文</p>', '<p>文</p>']
  ])('%s', (_what, html, clean) => {
    expect(cleanBody(html)).toBe(clean)
  })

  test.each([
    ['https://www.stats.gov.cn/sj/?a=1&b=2', true],
    ['http://example.org', true],
    ['mailto:tjj@example.org', true],
    ['tel:010-12345678', true],
    ['/articles/1', true],
    ['www.example.org', true],
    ['javascript:alert(1)', false],
    ['JaVaScRiPt:alert(1)', false],
    [' java\tscript:alert(1)', false],
    ['java\nscript:alert(1)', false],
    ['\u0001javascript:alert(1)', false],
    ['javascript\u200B:alert(1)', false],
    ['data:text/html,<script>1</script>', false],
    ['vbscript:x', false],
    ['file:///etc/passwd', false],
    ['//example.org/x', false],
    [' //example.org/x', false],
    ['/\\example.org', false],
    ['\\\\example.org', false],
    ['/\t/example.org', false],
    ['blob:https://example.org/x', false]
  ])('a link to %j: %s', (href, kept) => {
    const link = `<a href="${href.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}">字</a>`
    const clean = cleanBody(`<p>${link}</p>`)
    if (kept) expect(clean).toMatch(/^<p><a href="[^"]+">字<\/a><\/p>$/)
    else expect(clean).toBe('<p>字</p>')
  })
})

const tags =
  'p div section span b strong i em a img ul ol li table tr td th thead tbody caption figure figcaption blockquote h1 h2 h6 br hr sup sub u s mark script style svg math o:p font pre'.split(
    ' '
  )
const attributes = [
  '',
  ' class="MsoNormal" style="mso-list:l0 level2 lfo1"',
  ' style="mso-list:Ignore"',
  ` src="${shown}" alt="图&quot;一" width="12.5px"`,
  ' href="https://example.org/?a=1&amp;b=2"',
  ' href="www.example.org"',
  ' href="javascript:alert(1)"',
  ' data-note=" 注  &lt;文&gt; "',
  ' data-chart="line" data-unit="%"',
  ' colspan="02" rowspan=3 scope="row"',
  ' start=7 onclick="x"'
]
const letters = [
  '文字',
  ' ',
  '\n',
  '&nbsp;&nbsp;',
  '　',
  'a',
  '·',
  '1.',
  '&lt;b&gt;',
  '&amp;amp;',
  '\u200b',
  '<!--c-->'
]
const oddities = [
  '<![if !x]>',
  '<',
  '>',
  '"',
  '\u202e',
  '\ufdd0',
  '中\n文',
  '</p>',
  '</li>',
  '<p>',
  '<td>',
  '<li>',
  '</a>',
  '<br><br>'
]

const soup = fc.letrec<{ node: string; nodes: string }>((tie) => ({
  node: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...letters) },
    { weight: 1, arbitrary: fc.constantFrom(...oddities) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...tags), fc.constantFrom(...attributes), tie('nodes'))
        .map(([tag, attribute, inside]) => `<${tag}${attribute}>${inside}</${tag}>`)
    }
  ),
  nodes: fc.array(tie('node'), { maxLength: 8, size: 'large', depthIdentifier: 'soup' }).map((list) => list.join(''))
})).nodes

const allowedTag =
  /<\/?(?:h[234]|p|br|hr|blockquote|[uo]l|li|figure|figcaption|img|a|strong|em|u|s|sub|sup|table|caption|thead|tbody|tfoot|tr|t[hd])(?: (?:href|src|alt|width|height|data-note|data-chart|data-unit|start|colspan|rowspan|scope)="[^"<>]*")*>/g

describe('whatever markup comes', () => {
  test('cleaning what is clean changes nothing, and nothing stands in it that is not allowed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          soup,
          fc.tuple(soup, fc.constantFrom(word, weChat), soup).map((all) => all.join(''))
        ),
        (html) => {
          const once = cleanBody(html)
          expect(cleanBody(once)).toBe(once)
          expect(once.replace(allowedTag, '')).not.toMatch(/[<>]/)
        }
      ),
      { numRuns: 500 }
    )
  }, 60_000)

  test('a text as long as may be, nested as deep as can be, is cleaned, and keeps its word', () => {
    for (const html of [
      '<div>'.repeat(50_000),
      '<b>'.repeat(90_000),
      '<ul><li>'.repeat(30_000),
      '<table><tr><td>'.repeat(18_000),
      '<p>'.repeat(90_000),
      '<p>文'.repeat(70_000),
      '<br>'.repeat(70_000),
      ' '.repeat(290_000)
    ])
      expect(cleanBody(`${html}文`)).toContain('文')
  }, 120_000)
})

const clean = (html: string) => cleanBody(html)

describe('the text of a body', () => {
  test('holds all that a reader could come to know, a line a block', () => {
    const html = clean(
      `<h2>标题</h2><p>第一行<br>第二行<sup data-note="见附表"></sup></p><ul><li>甲</li><li>乙</li></ul>` +
        `<img src="${shown}" alt="一张图"><table><tr><td>a</td><td>1</td></tr></table>` +
        `<p><a href="tel:13800138000">打给他</a><a href="mailto:a@example.org">a@example.org</a></p>`
    )
    expect(textOf(html)).toBe(
      '标题\n第一行\n第二行（注：见附表）\n甲\n乙\n一张图\na 1\n打给他（13800138000）a@example.org'
    )
  })

  test('tells how long reading takes, and which files it shows', () => {
    expect([minutesToRead(''), minutesToRead('字'.repeat(400)), minutesToRead('字'.repeat(1999))]).toEqual([1, 1, 5])
    expect(fileIdsIn(clean(`<img src="${shown}" alt="x"><p>文<img src="${shown}" alt="y">字</p>`))).toEqual([other])
  })
})

describe('what an author must mend', () => {
  const table = (cells: readonly string[]) =>
    `<table data-chart="column"><caption>表一</caption>${cells
      .map(
        (row) =>
          `<tr>${row
            .split(' ')
            .map((cell) => `<td>${cell}</td>`)
            .join('')}</tr>`
      )
      .join('')}</table>`

  test('is found', () => {
    const html = clean(
      `<img src="${shown}"><p><a href="www.example.org">甲</a><a href="">乙</a><a href="http://192.168.1.1/x">丙</a>` +
        `<a href="/desk/articles">丁</a><a href="mailto:nobody">戊</a><a href="https://a:b@example.org/">己</a></p>` +
        table(['年 值', '2024 很多', '2025 1'])
    )
    expect(checkBody(html, [])).toEqual({
      withoutAlternative: [shown],
      withoutFigures: ['表一'],
      deadLinks: [
        'www.example.org',
        '乙',
        'http://192.168.1.1/x',
        '/desk/articles',
        'mailto:nobody',
        'https://a:b@example.org/'
      ],
      missingPictures: [shown]
    })
  })

  test('is nothing where all is well', () => {
    const html = clean(
      `<img src="${shown}" alt="图"><p><a href="https://www.stats.gov.cn/">甲</a><a href="/articles/1">乙</a></p>` +
        table(['年 值', '2024 1,200.5', '2025 −3%'])
    )
    expect(Object.values(checkBody(html, [other])).flat()).toEqual([])
  })
})

describe('what readers get', () => {
  const printed = (html: string, markTerms = (marked: string) => marked) =>
    publishedHtml(clean(html), { articleId: id, markTerms })

  test('pictures of this article, links that can be followed, headings to point at', () => {
    expect(
      printed(
        `<h2>一</h2><h3>二</h3><img src="${shown}" alt="图" width="4" height="3">` +
          '<p><a href="https://example.org">甲</a><a href="/articles/1">乙</a><a href="nowhere">丙</a></p>'
      )
    ).toBe(
      `<h2 id="part-1">一</h2><h3 id="part-2">二</h3>` +
        `<img src="/api/articles/${id}/files/${other}" alt="图" width="4" height="3" loading="lazy" decoding="async">` +
        '<p><a href="https://example.org" rel="noopener">甲</a><a href="/articles/1">乙</a>丙</p>'
    )
  })

  test('footnotes with numbers and ways back', () => {
    const html = printed('<p>甲<sup data-note="注一"></sup>乙<sup data-note="注&lt;二&gt;"></sup></p>')
    expect(html).toContain(
      '甲<sup class="note"><a id="note-1-mark" href="#note-1" role="doc-noteref" aria-label="注1">1</a></sup>'
    )
    expect(html).toContain('<li id="note-2">注&lt;二&gt; <a href="#note-2-mark" role="doc-backlink"')
  })

  test('tables that move by themselves, with heads that say what they are the head of', () => {
    expect(
      printed('<table><caption>表一</caption><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>1</td></tr></table>')
    ).toBe(
      '<div class="table" tabindex="0" role="region" aria-label="表一"><table><caption>表一</caption><tbody>' +
        '<tr><th scope="col">a</th><th scope="col">b</th></tr><tr><th scope="row">c</th><td>1</td></tr></tbody></table></div>'
    )
  })

  test('charts with their figures, and terms marked in the text alone', () => {
    const html = printed(
      '<p>指数</p><table data-chart="line" data-unit="%"><caption>指数</caption><tr><td>月</td><td>指数</td></tr><tr><td>1</td><td>2</td></tr><tr><td>2</td><td>3</td></tr></table>',
      (text) => text.replaceAll('指数', '<a class="term" href="/glossary/index">指数</a>')
    )
    expect(html).toMatch(/^<p><a class="term" href="\/glossary\/index">指数<\/a><\/p><figure class="chart"><svg /)
    expect(html.match(/class="term"/g)).toHaveLength(1)
    expect(html).toContain('<details><summary>数据表</summary><div class="table"')
    expect(html).not.toMatch(/style=|[\ufdd0\ufdd1]/)
  })
})
