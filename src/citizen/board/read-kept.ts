/** The board as this phone keeps it, for when there is no network: the newest messages, cut as the server cuts them. */
import type { Board, BoardItem, BoardQuery } from '#contract/board.ts'
import { findTexts, normalised } from '../core/library-words.ts'
import { readGlossary, readKeptBoard } from '../core/library-mark.ts'

interface Kept {
  /** when it was last known to be as the server has it */
  readonly keptAt: string
}

/** All that is kept and fits; undefined while nothing is kept. */
export async function keptBoard({ topic, order, words }: BoardQuery): Promise<(Board & Kept) | undefined> {
  const row = await readKeptBoard()
  if (row === undefined) return undefined
  const items = row.board.items.filter((item) => topic === undefined || item.topic === topic)
  return { ...row.board, items: await inOrder(items, order, words), next: null, keptAt: row.at }
}

async function inOrder(items: readonly BoardItem[], order: BoardQuery['order'], words?: string): Promise<BoardItem[]> {
  if (words === undefined)
    return order === 'helpful' ? items.toSorted((one, other) => other.supports - one.supports) : [...items]
  const texts = items.map(({ id, title, question, reply }) => ({
    id,
    title: normalised(title),
    head: normalised(question),
    body: normalised(reply ?? '')
  }))
  const { ids } = findTexts(texts, words, (await readGlossary())?.glossary.terms ?? [])
  const byId = new Map(items.map((item) => [item.id, item]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** One message; undefined where it is not here. */
export async function keptBoardItem(id: string): Promise<(BoardItem & Kept) | undefined> {
  const row = await readKeptBoard()
  const item = row?.board.items.find((one) => one.id === id)
  return row && item && { ...item, keptAt: row.at }
}
