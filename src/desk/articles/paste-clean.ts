/**
 * What is pasted from Word, WPS, WeChat or a web page, before the editor reads it: its meaning is kept, its looks are not.
 * The server cleans once more; this is so that authors see at once what will be kept.
 */

export interface Pasted {
  readonly html: string
  /** how many pictures could not come along: their bytes are on another computer, or in no file at all */
  readonly dropped: number
}

const keptAttributes: readonly string[] = [
  ...['href', 'src', 'alt', 'colspan', 'rowspan', 'start'],
  ...['data-note', 'data-chart', 'data-unit', 'data-pm-slice']
]

const unwanted =
  'style, script, meta, link, title, xml, head, object, iframe, svg, video, audio, template, button, select'

/** Where a style waits to be read: a style attribute, even one that is only parsed, would be against the page's policy. */
const looks = 'data-looks'

const withoutStyles = (html: string): string =>
  html
    .replace(/<style[\s\S]*?<\/style\s*>/gi, '')
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${looks}=`))

const renamed: Readonly<Record<string, string>> = { h1: 'h2', h5: 'h4', h6: 'h4' }

function rename(element: Element, name: string): Element {
  const fresh = element.ownerDocument.createElement(name)
  for (const { name: attribute, value } of element.attributes) fresh.setAttribute(attribute, value)
  fresh.append(...element.childNodes)
  element.replaceWith(fresh)
  return fresh
}

/** Weight, slant and line that were said by a style become what they mean. */
function nameStyle(element: Element): void {
  const style = element.getAttribute(looks) ?? ''
  if (!/^(span|font)$/.test(element.localName)) return
  const wrap = (name: string) => {
    const mark = element.ownerDocument.createElement(name)
    mark.append(...element.childNodes)
    element.append(mark)
  }
  if (/font-weight\s*:\s*(bold|[6-9]00)/i.test(style)) wrap('strong')
  if (/font-style\s*:\s*italic/i.test(style)) wrap('em')
  if (/text-decoration[^;]*:\s*[^;]*underline/i.test(style)) wrap('u')
}

const listPlace = (element: Element): string | undefined =>
  /mso-list:\s*(l\d+)\s+level/i.exec(element.getAttribute(looks) ?? '')?.[1]

/** Word writes a list as paragraphs with a sign in front: they become a list again. */
function makeLists(root: ParentNode): void {
  let list: Element | undefined
  let place: string | undefined
  for (const paragraph of root.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    const found = listPlace(paragraph)
    const sign = [...paragraph.querySelectorAll('span')].find((one) =>
      /mso-list:\s*ignore/i.test(one.getAttribute(looks) ?? '')
    )
    // a numbered heading stays a heading
    if (found === undefined || sign === undefined || paragraph.localName !== 'p') continue
    const isNumbered = /[0-9a-z一二三四五六七八九十]/i.test(sign.textContent.replace(/^o\s*$/, ''))
    sign.remove()
    if (list === undefined || found !== place || paragraph.previousElementSibling !== list) {
      list = paragraph.ownerDocument.createElement(isNumbered ? 'ol' : 'ul')
      paragraph.before(list)
    }
    place = found
    const item = paragraph.ownerDocument.createElement('li')
    item.append(...paragraph.childNodes)
    list.append(item)
    paragraph.remove()
  }
}

/** Comments hold Word's conditions and nothing to read. */
function dropComments(root: Document): void {
  const walker = root.createTreeWalker(root, NodeFilter.SHOW_COMMENT)
  const comments: Node[] = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  for (const comment of comments) comment.parentNode?.removeChild(comment)
}

/** WeChat and others say a paragraph with `section` and `div`; one that holds no other block is one. */
function nameParagraphs(root: ParentNode): void {
  const blocks = 'p, h2, h3, h4, ul, ol, table, blockquote, figure, section, div, article, img'
  for (const element of root.querySelectorAll('section, div, article'))
    if (element.querySelector(blocks) === null && element.textContent.trim() !== '') rename(element, 'p')
}

/**
 * @param ownFiles the beginning of the addresses of the article's own files, the only pictures that can be shown
 * @param origin the address of this site: what is copied from a page has it in front
 */
export function cleanPasted(html: string, ownFiles: string, origin: string): Pasted {
  const page = new DOMParser().parseFromString(withoutStyles(html), 'text/html')
  dropComments(page)
  for (const element of page.querySelectorAll(unwanted)) if (element.localName !== 'head') element.remove()
  makeLists(page.body)
  let dropped = 0
  for (const element of [...page.body.querySelectorAll('*')]) {
    const name = element.localName
    if (name.includes(':')) {
      // Word's own elements (o:p, v:shape) hold nothing but the text inside them
      element.replaceWith(...element.childNodes)
      continue
    }
    nameStyle(element)
    if (name === 'img') {
      const address = element.getAttribute('src') ?? ''
      const source = address.startsWith(`${origin}/`) ? address.slice(origin.length) : address
      element.setAttribute('src', source)
      if (!source.startsWith(ownFiles)) {
        element.remove()
        dropped += 1
        continue
      }
    }
    const shown = renamed[name] === undefined ? element : rename(element, renamed[name])
    for (const { name: attribute } of [...shown.attributes])
      if (!keptAttributes.includes(attribute)) shown.removeAttribute(attribute)
  }
  nameParagraphs(page.body)
  return { html: page.body.innerHTML, dropped }
}
