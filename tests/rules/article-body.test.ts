import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanBody } from '#server/articles/body.ts'

const tags =
  'p div section span b strong i em a img ul ol li table tr td th thead tbody caption figure figcaption blockquote h1 h2 h6 br hr sup sub u s mark script style svg math o:p font pre'.split(
    ' '
  )
const id = '01890000-0000-7000-8000-000000000001'
const attributes = [
  '',
  ' class="MsoNormal" style="mso-list:l0 level2 lfo1"',
  ' style="mso-list:Ignore"',
  ` src="/api/desk/articles/${id}/files/${id}" alt="图&quot;一" width="12.5px"`,
  ' href="https://example.org/?a=1&amp;b=2"',
  ' href="www.example.org"',
  ' href="javascript:alert(1)"',
  ' data-note=" 注  &lt;文&gt; "',
  ' data-chart="line" data-unit="%"',
  ' colspan="02" rowspan=3 scope="row"',
  ' start=7 onclick="x"'
]
const texts = [
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
  '<!--c-->',
  '<![if !x]>',
  '<',
  '>',
  '"',
  '\u202e',
  '\ufdd0',
  '中\n文'
]

const soup = fc.letrec((tie) => ({
  node: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...texts) },
    { weight: 1, arbitrary: fc.constantFrom('</p>', '</li>', '<p>', '<td>', '<li>', '</table>', '</a>', '<br><br>') },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...tags), fc.constantFrom(...attributes), tie('nodes'))
        .map(([tag, attribute, inside]) => `<${tag}${attribute}>${inside as string}</${tag}>`)
    }
  ),
  nodes: fc.array(tie('node'), { maxLength: 5 }).map((list) => list.join(''))
}))

test('cleaning what is clean changes nothing', () => {
  fc.assert(
    fc.property(soup.nodes, (html) => {
      const once = cleanBody(html)
      expect(cleanBody(once)).toBe(once)
    }),
    { numRuns: 3000 }
  )
})
