/**
 * What the head of an article's page says of it. ArticleTitle, PubDate, ContentSource and their like are the tags that pages of
 * government sites bear (国务院办公厅 政府网站发展指引, 国办发〔2017〕47号, annex 2 网页标签规范).
 */
import type { Article } from '#contract/articles.ts'
import type { Config } from '../core/config.ts'
import type { PageHead } from '../core/page-head.ts'

/** 2026-11-12 10:20, in Asia/Shanghai. */
export const pubDate = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** JSON-LD: who published what, and when. */
function linkedArticle({ publicUrl, bureau }: Config, article: Article): object {
  const publisher = { '@type': 'GovernmentOrganization', name: bureau.zh, url: publicUrl }
  return {
    '@context': 'https://schema.org',
    '@type': article.kind === 'news' ? 'NewsArticle' : 'Article',
    headline: article.title,
    description: article.summary,
    inLanguage: 'zh-CN',
    datePublished: article.publishedAt,
    dateModified: article.correctedAt ?? article.publishedAt,
    articleSection: article.column.name,
    keywords: article.keywords,
    identifier: article.indexNumber,
    author: { '@type': 'GovernmentOrganization', name: article.office },
    publisher,
    mainEntityOfPage: `${publicUrl}/articles/${article.id}`,
    ...(article.picture === null ? {} : { image: `${publicUrl}${article.picture}` })
  }
}

/** The feed of a column, as a head points to it. */
export const columnFeed = (bureau: string, column: { slug: string; name: string }): NonNullable<PageHead['feed']> => ({
  title: `${column.name} - ${bureau}`,
  path: `/feeds/${column.slug}.xml`
})

/** The head of an article's page. */
export function articleHead(config: Config, article: Article): PageHead {
  const source = article.source ?? config.bureau.zh
  return {
    article: true,
    picture: article.picture,
    names: [
      ['ColumnName', article.column.name],
      ['ColumnType', article.kind === 'policy' ? '政策文件' : '信息公开'],
      ['ArticleTitle', article.title],
      ['PubDate', pubDate(article.publishedAt)],
      ['ContentSource', source],
      ['Author', article.office],
      ...(article.keywords.length > 0 ? [['keywords', article.keywords.join(',')] as const] : [])
    ],
    properties: [
      ['article:published_time', article.publishedAt],
      ...(article.correctedAt === null ? [] : [['article:modified_time', article.correctedAt] as const]),
      ['article:section', article.column.name],
      ...article.keywords.map((keyword) => ['article:tag', keyword] as const)
    ],
    feed: columnFeed(config.bureau.zh, article.column),
    linked: linkedArticle(config, article)
  }
}
