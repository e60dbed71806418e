import { expect, test } from 'vitest'
import { root } from '../step.ts'
import { htmlFromStrings, inlineCode, pagesWithInlineCode } from './markup.ts'

test('only Document.vue puts HTML from a string into a page', () => {
  expect(htmlFromStrings(root)).toEqual([])
})

test('no page, source or built, carries an inline script or an inline event handler', () => {
  expect(pagesWithInlineCode(root)).toEqual([])
})

test.each([
  ['<script>run()</script>', ['<script>']],
  ['<script type="module">run()</script>', ['<script type="module">']],
  ['<a href="/" onclick="run()">x</a>', ['onclick=']],
  ['<a href="javascript:run()">x</a>', ['href="javascript:']],
  ['<script type="module" src="/main.js"></script>', []],
  ['<script type="application/json" id="page-data">{}</script>', []],
  ['<p>online = yes</p>', []]
])('%s is judged rightly', (html, expected) => {
  expect(inlineCode(html)).toEqual(expected)
})
