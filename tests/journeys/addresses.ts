/** Every address of the citizen's app, and what stands there in the demonstration. */
import type { ArticleList } from '#contract/articles.ts'
import type { Board } from '#contract/board.ts'
import { pages } from '#contract/pages.ts'
import type { Bureau } from './bureau.ts'

/** What stands at the addresses. */
interface Places {
  readonly letter: string
  readonly booking: string
  readonly article: string
  readonly message: string
  readonly openDay: string
  readonly slot: string
}

/** Every address of the citizen's app that shows something of its own, with one of each kind to look at. */
export const addresses = ({ letter, booking, article, message, openDay, slot }: Places): string[] => [
  ...Object.entries(pages)
    // nothing of the demonstration has an answer that was published or a version before a correction
    .filter(([name]) => name !== 'answer' && name !== 'earlier')
    .map(([name, { path }]) =>
      path
        .replace(':number', name === 'booking' ? booking : letter)
        .replace(':id', name === 'boardItem' ? message : path.startsWith('/open-days') ? openDay : article)
        .replace(':slot', slot)
        .replace(':slug', name === 'term' ? 'cpi' : 'notices')
    ),
  '/letters/new?kind=message',
  '/letters/new?kind=mailbox',
  '/letters/new?kind=fault&draft=new&page=/catalogue',
  '/nowhere'
]

/** The article with the most to see: a document, with its number, its terms and what explains it. */
export const anArticle = async ({ base }: Bureau): Promise<string> => {
  const listed = await fetch(`${base}/api/articles?kind=policy`)
  const { articles } = (await listed.json()) as ArticleList
  const [first] = articles
  if (!first) throw new Error('the demonstration has no document')
  return first.id
}

/** A message of the board that was answered. */
export const aMessage = async ({ base }: Bureau): Promise<string> => {
  const { items } = (await (await fetch(`${base}/api/board`)).json()) as Board
  const found = items.find(({ state }) => state === 'answered')
  if (!found) throw new Error('the demonstration has no answered message')
  return found.id
}
