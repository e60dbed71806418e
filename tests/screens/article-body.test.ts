import { Editor } from '@tiptap/core'
import { afterEach, describe, expect, test } from 'vitest'
import { bodyExtensions, isLinkAddress } from '../../src/desk/articles/body-schema.ts'
import { cleanPasted } from '../../src/desk/articles/paste-clean.ts'

const ownFiles = '/api/desk/articles/a/files/'
const origin = 'https://desk.example'

let editor: Editor | undefined
afterEach(() => editor?.destroy())

/** What the editor makes of a markup. */
const through = (html: string): string => {
  editor = new Editor({
    element: document.createElement('div'),
    extensions: bodyExtensions(),
    content: html,
    injectCSS: false
  })
  return editor.getHTML()
}
const pasted = (html: string): string => through(cleanPasted(html, ownFiles, origin).html)

describe('the editor keeps what an article can hold', () => {
  test.each([
    '<h2>一</h2><h3>二</h3><h4>三</h4><p>字<strong>重</strong><em>斜</em><u>线</u></p>',
    '<ul><li><p>甲</p></li></ul><ol start="3"><li><p>乙</p></li></ol><blockquote><p>引</p></blockquote>',
    '<p>数<sup data-note="可比价"></sup>字</p>',
    '<img src="/api/desk/articles/a/files/b" alt="曲线">',
    '<figure><img src="/api/desk/articles/a/files/b" alt="曲线"><figcaption>图一</figcaption></figure>',
    '<table data-chart="line" data-unit="亿元"><caption>增加值</caption><tbody><tr><th><p>年</p></th><th><p>值</p></th></tr><tr><td colspan="2"><p>空</p></td></tr></tbody></table>',
    '<p><a href="https://example.cn/">公报</a></p>'
  ])('%s', (html) => {
    // where a table or a picture ends, the editor keeps a line to write on
    expect(through(html).replace(/<p><\/p>$/, '')).toBe(html)
  })

  test('and lets go what it can not', () => {
    expect(through('<h1>大</h1><p style="color:red" class="x" onclick="x()">字</p><script>1</script>')).toBe(
      '<p>大</p><p>字</p>'
    )
    expect(through('<p><a href="javascript:alert(1)">坏</a></p>')).toBe('<p>坏</p>')
  })
})

describe('what is pasted', () => {
  test('from Word loses its looks and keeps its lists, tables and weights', () => {
    const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body lang=ZH-CN>
<!--StartFragment--><h1 style='text-align:center'>关于印发办法的通知<o:p></o:p></h1>
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span style='font-size:16.0pt;font-family:仿宋'>各县区统计局：<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>第一条</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>第二条</p>
<p class=MsoNormal><span style='font-weight:bold'>重</span></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:1pt'><td width=200 style='width:100pt'><p class=MsoNormal>甲</p></td><td><p>1.3</p></td></tr></table>
<!--EndFragment--></body></html>`
    const html = pasted(word)
    expect(html).not.toMatch(/style=|class=|mso|MsoNormal|o:p|color:red/)
    expect(html).toContain('<h2>关于印发办法的通知</h2>')
    expect(html).toContain('<p>各县区统计局：</p>')
    expect(html).toContain('<ol><li><p>第一条</p></li><li><p>第二条</p></li></ol>')
    expect(html).toContain('<p><strong>重</strong></p>')
    expect(html).toContain('<table><tbody><tr><td><p>甲</p></td><td><p>1.3</p></td></tr></tbody></table>')
  })

  test('from WeChat is paragraphs; its pictures are counted, not fetched', () => {
    const wechat = `<section style="font-size:16px" data-role="outer"><section><span style="color:#f00">第一段</span></section><section style="x"><p style="text-align:center"><strong>第二段</strong></p></section><p><img data-src="https://mmbiz.qpic.cn/a.png" src="https://mmbiz.qpic.cn/a.png"></p><mp-style-type data-value="3"></mp-style-type></section>`
    const { html, dropped } = cleanPasted(wechat, ownFiles, origin)
    expect(dropped).toBe(1)
    expect(html).not.toMatch(/style=|mmbiz|<img/)
    expect(through(html)).toContain('<p>第一段</p><p><strong>第二段</strong></p>')
  })

  test.each([
    ['data:image/png;base64,AAAA', 1],
    ['file:///C:/a.png', 1],
    ['https://elsewhere.example/a.png', 1],
    ['/api/desk/articles/b/files/x', 1],
    ['/api/desk/articles/a/files/x', 0],
    ['https://desk.example/api/desk/articles/a/files/x', 0]
  ])('a picture at %s is dropped %i times', (source, times) => {
    const { html, dropped } = cleanPasted(`<p>字<img src="${source}" alt="图"></p>`, ownFiles, origin)
    expect(dropped).toBe(times)
    expect(html.includes('<img')).toBe(times === 0)
  })

  test('from the editor itself stays what it was', () => {
    const own = '<p data-pm-slice="1 1 []">数<sup data-note="可比价"></sup></p>'
    expect(cleanPasted(own, ownFiles, origin).html).toBe(own)
  })
})

test.each([
  ['https://example.cn/a', true],
  ['/articles/1', true],
  ['mailto:a@b.cn', true],
  ['tel:0310-12345', true],
  ['//evil.example', false],
  ['javascript:alert(1)', false],
  ['www.example.cn', false]
])('a link may lead to %s: %s', (address, may) => {
  expect(isLinkAddress(address)).toBe(may)
})
