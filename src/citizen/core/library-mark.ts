/** What the library knows about itself: how far it was brought, its columns, why it rests. */
import type { Column } from '#contract/articles.ts'
import { type LibraryRow, phone } from './phone.ts'

type Row<N extends LibraryRow['name']> = Extract<LibraryRow, { readonly name: N }>

async function rowOf<N extends LibraryRow['name']>(name: N): Promise<Row<N> | undefined> {
  return (await (await phone()).get('library', name)) as Row<N> | undefined
}

/** How far the library was brought; undefined before its first page. */
export const readMark = (): Promise<Row<'mark'> | undefined> => rowOf('mark')

/** When the library was last known to be as the server has it. */
export async function lastContact(): Promise<string | undefined> {
  return (await readMark())?.at
}

/** The columns in their order, parents before their children. */
export async function readColumns(): Promise<readonly Column[]> {
  return (await rowOf('columns'))?.columns ?? []
}

/** A column and those below it. */
export async function columnsFrom(slug: string): Promise<string[]> {
  return [slug, ...(await readColumns()).filter(({ parent }) => parent === slug).map((column) => column.slug)]
}

/** The glossary with the instant at which it was brought. */
export const readGlossary = (): Promise<Row<'glossary'> | undefined> => rowOf('glossary')

/** The newest messages of the board with the instant at which they were last known to be as the server has them. */
export const readKeptBoard = (): Promise<Row<'board'> | undefined> => rowOf('board')

/** Why nothing is brought by itself. */
export async function restReason(): Promise<Row<'rest'>['why'] | undefined> {
  return (await rowOf('rest'))?.why
}
