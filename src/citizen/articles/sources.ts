/** Where lists of articles come from: the server, or without a network the phone's library. */
import type { ArticleList, ArticleQuery, Catalogue, CatalogueQuery, ColumnTree } from '#contract/articles.ts'
import type { ListPage, ListSource } from './use-articles.ts'

const server = async () => (await import('#ui/api.ts')).api
const library = () => import('../core/library.ts')

const at = <Q extends object>(query: Q, after: string | undefined): Q & { after?: string } => ({
  ...query,
  ...(after === undefined ? {} : { after })
})

/** The columns and the newest articles. */
export async function askColumns(): Promise<ColumnTree & ArticleList> {
  const api = await server()
  const [columns, latest] = await Promise.all([api('GET /columns'), api('GET /articles')])
  return { ...columns, ...latest }
}

/** The same from the library. */
export async function keptFirst(): Promise<(ColumnTree & ArticleList & { keptAt: string }) | undefined> {
  const { keptArticles, keptColumns } = await library()
  const [columns, latest] = await Promise.all([keptColumns(), keptArticles()])
  return columns && latest && { ...columns, ...latest }
}

/** What a page of a column shows. */
export type ColumnPage = ListPage & ColumnTree

/** A column's articles; the columns come with them. */
export const columnSource = (slug: () => string): ListSource<ColumnPage> => ({
  async ask(after) {
    const api = await server()
    const [columns, list] = await Promise.all([
      api('GET /columns'),
      api('GET /articles', { query: at({ column: slug() }, after) })
    ])
    return { ...columns, ...list }
  },
  async kept(after) {
    const { keptArticles, keptColumns } = await library()
    const [columns, list] = await Promise.all([keptColumns(), keptArticles(at({ column: slug() }, after))])
    return columns && list && { ...columns, ...list }
  }
})

/** What fits some words. */
export const searchSource = (query: () => ArticleQuery): ListSource<ArticleList & ListPage> => ({
  async ask(after) {
    return await (
      await server()
    )('GET /articles', { query: at(query(), after) })
  },
  async kept(after) {
    const { words = '', kind, column } = query()
    return await (
      await library()
    ).searchKept(words, at({ ...(kind ? { kind } : {}), ...(column ? { column } : {}) }, after))
  }
})

/** The catalogue as far as it is kept: by column and kind, without the numbers of further choices. */
export const catalogueSource = (query: () => CatalogueQuery): ListSource<Catalogue & ListPage> => ({
  async ask(after) {
    return await (
      await server()
    )('GET /catalogue', { query: at(query(), after) })
  },
  async kept(after) {
    const { column, kind } = query()
    const { keptArticles } = await library()
    const list = await keptArticles(at({ ...(column ? { column } : {}), ...(kind ? { kind } : {}) }, after))
    return (
      list && {
        ...list,
        total: list.articles.length,
        facets: { column: [], kind: [], office: [], year: [], validity: [] }
      }
    )
  }
})
