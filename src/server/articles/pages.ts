/** What the pages of articles are rendered from. */
import { ArticleQuery, CatalogueQuery, type Article, type ArticleQuery as Query } from '#contract/articles.ts'
import * as T from 'typebox'
import type { Context } from '../core/context.ts'
import type { Synonyms } from '../core/fittest.ts'
import { countSearch } from '../core/limits.ts'
import type { PageHead } from '../core/page-head.ts'
import type { PageParams, PageProvider } from '../core/pages.ts'
import { articleHead, columnFeed } from './article-head.ts'
import { columnTree } from './columns.ts'
import { listArticles, readCatalogue } from './lists.ts'
import { findArticle, findEarlier } from './published.ts'

const revisions = ['articles', 'columns']

/** What a page reads of a query whose fields the contract describes. */
const some = (...fields: (keyof Query)[]) => T.Pick(ArticleQuery, fields)

/** A list that begins somewhere else than at its beginning is not to be found: its first page is. */
const hiddenAfter = (query: { after?: string | undefined }): Pick<PageHead, 'hidden'> =>
  query.after === undefined ? {} : { hidden: true }

/** The text stands in the markup, and the app finds it there. */
const withoutText = <A extends Pick<Article, 'html'>>(article: A): A => ({ ...article, html: '' })

/** The pages of columns, articles, their earlier versions, the catalogue and search. `synonyms`: as for the routes. */
export function articlePages(context: Context, synonyms: Synonyms): Record<string, PageProvider> {
  const { db, config } = context
  const bureau = config.bureau.zh
  const all = { title: `最新公开 - ${bureau}`, path: '/feeds/all.xml' }

  const column = async ({ slug = '' }: PageParams, query: Query) => {
    const columns = await columnTree(db)
    const found = columns.find((one) => one.slug === slug)
    if (!found) return undefined
    const list = await listArticles(db, { ...query, column: slug }, [])
    return { column: { column: found, below: columns.filter(({ parent }) => parent === slug), list } }
  }

  return {
    reading: {
      data: async () => ({
        reading: { columns: await columnTree(db), latest: await listArticles(db, {}, []) }
      }),
      revisions,
      head: () => ({ feed: all, names: [['ColumnName', '公开']] })
    },
    column: {
      query: some('after'),
      data: async ({ params, query }) => await column(params, query),
      revisions,
      head: ({ column: found }) =>
        found
          ? {
              feed: columnFeed(bureau, found.column),
              names: [
                ['ColumnName', found.column.name],
                ['ColumnType', '信息公开']
              ]
            }
          : {}
    },
    article: {
      data: async ({ params: { id = '' } }) => {
        const article = await findArticle(db, id)
        return article && { article }
      },
      revisions,
      head: ({ article }) => (article ? articleHead(config, article) : {}),
      carried: ({ article, ...data }) => ({ ...data, ...(article ? { article: withoutText(article) } : {}) })
    },
    earlier: {
      data: async ({ params: { id = '', version = '' } }) => {
        const earlier = await findEarlier(db, id, version)
        return earlier && { earlier }
      },
      revisions,
      head: () => ({ hidden: true }),
      carried: ({ earlier, ...data }) => ({ ...data, ...(earlier ? { earlier: withoutText(earlier) } : {}) })
    },
    catalogue: {
      query: CatalogueQuery,
      data: async ({ query }) => ({
        catalogue: { query: query, found: await readCatalogue(db, query) }
      }),
      revisions,
      head: ({ catalogue }) => ({
        names: [['ColumnName', '政府信息公开目录']],
        feed: all,
        ...hiddenAfter(catalogue?.query ?? {})
      })
    },
    search: {
      query: some('words', 'kind', 'column', 'after'),
      keeps: ({ words }) => words === undefined,
      data: async ({ query, request }) => {
        if (query['words'] === undefined) return { search: { query: query, found: null } }
        await countSearch(db, config, request.ip)
        return { search: { query: query, found: await listArticles(db, query, synonyms) } }
      },
      revisions,
      head: () => ({ hidden: true })
    }
  }
}
