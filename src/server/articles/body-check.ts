/** What an author must mend in a body before it goes on. */
import { textContent } from 'domutils'
import { addressWorks, pictureOf } from './body-addresses.ts'
import { elementsOf, nodesOf } from './body-text.ts'
import { figuresIn } from './chart-figures.ts'

/** What was found, each as words that tell its author where it stands. */
export interface BodyFindings {
  /** addresses of pictures without an alternative text */
  readonly withoutAlternative: readonly string[]
  /** captions of tables that are to be charts and hold no figures to draw */
  readonly withoutFigures: readonly string[]
  /** addresses that nobody outside can follow */
  readonly deadLinks: readonly string[]
  /** addresses of pictures that are not among the article's files */
  readonly missingPictures: readonly string[]
}

/**
 * Looks a clean body through. `fileIds`: the files that belong to the article; a link to a page of this site is taken for
 * good, since nothing here knows them.
 */
export function checkBody(html: string, fileIds: readonly string[]): BodyFindings {
  const elements = elementsOf(nodesOf(html))
  const pictures = elements.filter(({ name }) => name === 'img')
  const source = ({ attribs }: (typeof elements)[number]) => attribs['src'] ?? ''
  return {
    withoutAlternative: pictures.filter(({ attribs }) => (attribs['alt'] ?? '').trim() === '').map(source),
    withoutFigures: elements
      .filter(({ name, attribs }) => name === 'table' && attribs['data-chart'] !== undefined)
      .filter((table) => figuresIn(table) === undefined)
      .map(
        (table) =>
          textContent(table.children.filter((child) => 'name' in child && child.name === 'caption')) || '没有标题的表'
      ),
    deadLinks: elements
      .filter(({ name, attribs }) => name === 'a' && !addressWorks(attribs['href'] ?? ''))
      .map((link) => link.attribs['href'] || textContent(link)),
    missingPictures: pictures.map(source).filter((address) => !fileIds.includes(pictureOf(address)?.fileId ?? ''))
  }
}
