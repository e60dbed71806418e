/**
 * The body of an article: safe markup of a closed list. What a body is, for the editor, for checks and for readers:
 *
 * - paragraphs `p`, headings `h2` to `h4`, lists (`li` holds `p`), `blockquote`, `hr`, marks `strong em u s sub sup a br`;
 * - pictures `<img src="/api/desk/articles/<id>/files/<id>" alt width height>`, alone or in `<figure>` with `<figcaption>`;
 * - tables, with `caption` first; cells hold `p`. `<table data-chart="line|column|bar" data-unit="亿元">` is drawn as a chart;
 * - footnotes `<sup data-note="注的文字"></sup>` at the place of their mark, empty: they are numbered when shown, and their
 *   texts stand at the end.
 *
 * No style, class, id or handler is part of it.
 */
import { parseDocument } from 'htmlparser2'
import { allowedOf } from './body-allowed.ts'
import { markup } from './body-markup.ts'
import { structured } from './body-structure.ts'

/** What may be kept of any markup, tidied. Cleaning what is clean changes nothing. */
export function cleanBody(html: string): string {
  const safe = allowedOf(html)
  return markup(structured(parseDocument(safe).children))
}
