/** Markup that wants to run: vectors in many disguises, what breaks out of raw text, odd addresses, and the big list's own. */
import { naughty } from './fuzz-values.ts'

/** What a payload calls when it runs; the page counts it. */
export const call = '__fired(1)'

const coded = (text: string, as: (code: number) => string): string =>
  [...text].map((sign) => as(sign.charCodeAt(0))).join('')
const decimal = coded(call, (code) => `&#${code};`)
const long = coded(call, (code) => `&#${String(code).padStart(7, '0')}`)
const hexadecimal = coded(call, (code) => `&#x${code.toString(16)};`)
const escaped = coded('__fired', (code) => `\\u${code.toString(16).padStart(4, '0')}`)

/** Elements that run a handler by themselves: name, attributes before it, handler, and what stands within. */
const handlers: readonly (readonly [string, string, string, string])[] = [
  ['img', 'src=x', 'onerror', ''],
  ['img', 'srcset=x', 'onerror', ''],
  ['svg', '', 'onload', ''],
  ['body', '', 'onload', ''],
  ['body', '', 'onpageshow', ''],
  ['input', 'autofocus', 'onfocus', ''],
  ['select', 'autofocus', 'onfocus', '<option>x'],
  ['textarea', 'autofocus', 'onfocus', ''],
  ['button', 'autofocus', 'onfocus', 'x'],
  ['a', 'href=# autofocus tabindex=1', 'onfocus', 'x'],
  ['p', 'contenteditable autofocus', 'onfocus', 'x'],
  ['xss', 'tabindex=1 autofocus', 'onfocus', 'x'],
  ['details', 'open', 'ontoggle', '<summary>x</summary>'],
  ['video', 'src=x', 'onerror', ''],
  ['audio', 'src=x', 'onerror', ''],
  ['video', '', 'onloadstart', '<source src=x>'],
  ['iframe', 'src=about:blank', 'onload', ''],
  ['object', 'data=x', 'onerror', ''],
  ['embed', 'src=/favicon.ico', 'onload', ''],
  ['style', '', 'onload', 'a{}'],
  ['link', 'rel=stylesheet href=x', 'onerror', ''],
  ['marquee', '', 'onstart', 'x'],
  ['table', 'background=x', 'onanimationstart', '<tr><td>x'],
  ['td', 'style=animation:x', 'onanimationstart', 'x'],
  ['svg', '', 'onload', '<title>x</title>'],
  ['image', 'src=x', 'onerror', '']
]

const disguises: readonly ((tag: string, before: string, on: string, within: string) => string)[] = [
  (tag, before, on, within) => `<${tag} ${before} ${on}=${call}>${within}`,
  (tag, before, on, within) => `<${tag} ${before} ${on}="${call}">${within}</${tag}>`,
  (tag, before, on, within) => `<${tag.toUpperCase()} ${before} ${on.toUpperCase()}='${call}'>${within}</${tag}>`,
  (tag, before, on, within) => `<${tag}/${before.replaceAll(' ', '/')}/${on}=${call}>${within}`,
  (tag, before, on, within) => `<${tag}\n${before}\t${on}\n=\n${call} >${within}`,
  (tag, before, on, within) => `<${tag} ${before} ${on}="${decimal}">${within}`,
  (tag, before, on, within) => `<${tag} ${before} ${on}="${long}">${within}`,
  (tag, before, on, within) => `<${tag} ${before} ${on}="${hexadecimal}">${within}`,
  (tag, before, on, within) => `<${tag} ${before} ${on}="window['${escaped}'](1)">${within}`,
  (tag, before, on, within) => `"><${tag} ${before} ${on}=${call}>${within}`,
  (tag, before, on, within) => `'--><${tag} ${before} ${on}=${call}//${within}`,
  (tag, before, on, within) =>
    `<${tag} class="x" id=y style="color:red" ${before} ${on}=${call} data-note="z">${within}`,
  (tag, before, on, within) => `<p>文字<b><${tag} ${before} ${on}=${call}>${within}</b></p>`,
  (tag, before, on, within) =>
    `<table data-chart=line><caption>x<${tag} ${before} ${on}=${call}>${within}</caption></table>`
]

const rawText = [
  'title',
  'textarea',
  'style',
  'script',
  'noscript',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'template',
  'plaintext'
]
const breakouts = rawText.flatMap((tag) => [
  `<${tag}></${tag}><img src=x onerror=${call}>`,
  `<${tag}><p title="</${tag}><img src=x onerror=${call}>">`,
  `<svg><${tag}><a id="</${tag}><img src=x onerror=${call}>"></a></${tag}></svg>`,
  `<math><mtext><${tag}><!--</${tag}><img src=x onerror=${call}>--></${tag}></mtext></math>`,
  `<${tag}/><img src=x onerror=${call}></${tag}>`
])

const addresses = [
  `javascript:${call}`,
  `JaVaScRiPt:${call}`,
  ` javascript:${call}`,
  `java\tscript:${call}`,
  `java&#10;script:${call}`,
  `&#106;avascript:${call}`,
  `&#x6A&#x61vascript:${call}`,
  `javascript&colon;${call}`,
  `&#1;javascript:${call}`,
  `javascript://%0a${call}`,
  `data:text/html,<script>parent.${call}</script>`,
  `data:text/html;base64,${Buffer.from(`<script>parent.${call}</script>`).toString('base64')}`,
  `vbscript:${call}`,
  '//evil.example/x'
]
const ways = addresses.flatMap((address) => [
  `<a href="${address}">字</a>`,
  `<iframe src="${address}"></iframe>`,
  `<form action="${address}"><input type=submit autofocus></form>`,
  `<svg><a xlink:href="${address}"><text y=20>字</text></a></svg>`,
  `<object data="${address}"></object>`,
  `<meta http-equiv=refresh content="0;url=${address}">`,
  `<base href="${address}">`,
  `<img src="${address}" alt="x">`
])

const img = `<img src=x onerror=${call}>`
const quoted = img.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What knows this program: its own attributes, its charts, its places for charts. */
const ours = [
  `<p>文<sup data-note="${quoted}"></sup></p>`,
  `<p>文<sup data-note='"><img src=x onerror=${call}>'></sup></p>`,
  ...['line', 'column', 'bar'].flatMap((kind) => [
    `<table data-chart=${kind} data-unit="${quoted}"><caption>${quoted}</caption><tr><th>x<th>${quoted}<tr><td>${quoted}<td>1<tr><td>"onload=${call}<td>2</table>`,
    `<table data-chart=${kind}><caption></title><svg onload=${call}></caption><tr><td>a<td>b<tr><td>${img}<td>1<tr><td>c<td>2</table>`,
    `<table data-chart='${kind}" onload="${call}'><tr><td>a<td>b<tr><td>1<td>1<tr><td>2<td>2</table>`
  ]),
  `\uFDD00\uFDD1${img}`,
  `<ol start='1"onfocus=${call} autofocus x="'><li>x</ol>`,
  `<table><tr><td colspan='2" onclick="${call}'>x</table>`,
  `<figure><figcaption>${img}</figcaption></figure>`,
  `<h2 id="location">${img}</h2>`,
  `<a href="https://example.org/?a=&quot;onmouseover=${call}&quot;">字</a>`,
  `<a href='https://example.org/" autofocus onfocus="${call}'>字</a>`,
  quoted,
  `<p>${quoted}</p>`,
  `&amp;lt;img src=x onerror=${call}&amp;gt;`
]

/** Parsers that disagree: foreign content, forms in forms, lists of tags that close each other. */
const disagreements = [
  `<svg></p><style><a id="</style>${img}">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${call}&gt;">`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style>${img}">`,
  `<math><mtext><table><mglyph><svg><mtext><textarea><path id="</textarea>${img}">`,
  `<svg><desc><noscript><p title="</noscript>${img}"></desc></svg>`,
  `<select><template><style><!--</style><a rel="--></style></template></select>${img}">`,
  `<svg><foreignObject>${img}</foreignObject></svg>`,
  `<svg><animate onbegin=${call} attributeName=x dur=1s>`,
  `<svg><a><animate attributeName=href values=javascript:${call} /><text y=9>x</text></a></svg>`,
  `<svg><set attributeName=onmouseover to=${call}>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${call}</script></svg>#x">`,
  `<math href="javascript:${call}">x</math>`,
  `<scr<script>ipt>${call}</scr</script>ipt>`,
  `<<script>${call}//<</script>`,
  `<script>${call}</script>`,
  `<script src=data:,${call}></script>`,
  `<script type=module>${call}</script>`,
  `<script\u000C>${call}</script>`,
  `<!--><script>${call}</script>-->`,
  `<!--<img src="--><img src=x onerror=${call}//">`,
  `<![CDATA[<]]><script>${call}</script>`,
  `<![CDATA[${img}]]>`,
  `<?xml version="1.0"?><?import ${img}?>`,
  `<img src="x\`" onerror=${call}>`,
  `<img src=\`x\` onerror=${call}>`,
  `<img """><script>${call}</script>">`,
  `<img src=x:x onerror=${call} /`,
  `<a href="x" onclick="${call}" autofocus onfocus="${call}"><b>字`,
  `<iframe srcdoc="<script>parent.${call}</script>"></iframe>`,
  `<iframe srcdoc='&lt;script&gt;parent.${call}&lt;/script&gt;'></iframe>`,
  `<style>@import 'javascript:${call}';</style>`,
  `<div style="background:url(javascript:${call})">x</div>`,
  `<isindex action="javascript:${call}" type=image>`,
  `<input type=image src=x onerror=${call}>`,
  `<portal src="javascript:${call}">`,
  `<frameset onload=${call}>`,
  `<keygen autofocus onfocus=${call}>`,
  `<nobr><${'b><'.repeat(40)}img src=x onerror=${call}>`
]

/** Lines of the big list that look like markup or a program; their `alert` counts as much as our call. */
const listed = naughty.filter((line) => /<[a-z!/?]|javascript:|on\w+=|&lt;|&#/i.test(line) && !line.includes('\0'))

/** All payloads, each once. */
export const payloads: readonly string[] = [
  ...new Set([
    ...handlers.flatMap((handler) => disguises.map((disguise) => disguise(...handler))),
    ...breakouts,
    ...ways,
    ...ours,
    ...disagreements,
    ...listed
  ])
]

/** Ends whatever a payload may have left open, so that one can't hide the next. */
export const closer =
  '-->"></textarea></title></style></script></noscript></xmp></iframe></noembed></noframes></template></select></svg></math></table></a></p>'
