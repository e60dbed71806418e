/** Marks the terms of the glossary in safe markup, so that a reader can ask what a word means where it stands. */
import { Parser } from 'htmlparser2'
import { lookalikes, terms } from './terms.ts'

/** A word here is a link already, stands in a heading or a label, or is no prose. */
const unmarked = new Set(['a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'code', 'pre', 'svg', 'figcaption', 'caption', 'th'])
const sectionHeadings = new Set(['h2', 'h3'])

const latin = /[A-Za-z0-9]/

/** A word as it stands in markup. */
const written = (word: string): string => word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What finds a word; one that begins or ends in Latin letters stands apart from others: CPI, but not XCPIX. */
function patternOf(word: string): string {
  const before = latin.test(word.at(0) ?? '') ? '(?<![A-Za-z0-9])' : ''
  const after = latin.test(word.at(-1) ?? '') ? '(?![A-Za-z0-9])' : ''
  return before + written(word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + after
}

const slugs = new Map(
  terms.flatMap(({ slug, name, aliases }) => [name, ...aliases].map((word) => [written(word), slug]))
)

// the first alternative that fits is taken, so the longest stand first; a lookalike begins before the term within it
const anyWord = new RegExp(
  [...new Set([...terms.flatMap(({ name, aliases }) => [name, ...aliases]), ...lookalikes])]
    .toSorted((a, b) => b.length - a.length)
    .map(patternOf)
    .join('|'),
  'g'
)

/** Marks what was not marked in this section before. */
function markText(text: string, marked: Set<string>): string {
  return text.replace(anyWord, (word) => {
    const slug = slugs.get(word)
    if (slug === undefined || marked.has(slug)) return word
    marked.add(slug)
    return `<a class="term" href="/glossary/${slug}">${word}</a>`
  })
}

/**
 * Links each term to its entry, the longest word first and once a section; a section ends where the next h2 or h3 begins.
 * All else in the markup stays letter by letter as it was.
 */
export function markTerms(html: string): string {
  const parts: string[] = []
  const marked = new Set<string>()
  let kept = 0
  let text: { from: number; to: number } | undefined
  let within = 0
  const endText = (): void => {
    if (!text) return
    parts.push(html.slice(kept, text.from), markText(html.slice(text.from, text.to), marked))
    kept = text.to
    text = undefined
  }
  const parser = new Parser(
    {
      onopentagname(name) {
        endText()
        if (sectionHeadings.has(name)) marked.clear()
        if (unmarked.has(name)) within += 1
      },
      onclosetag(name) {
        endText()
        if (unmarked.has(name)) within -= 1
      },
      ontext() {
        if (within > 0) return
        text = { from: text?.from ?? parser.startIndex, to: parser.endIndex + 1 }
      },
      onend: endText
    },
    { decodeEntities: false }
  )
  parser.end(html)
  return parts.join('') + html.slice(kept)
}
