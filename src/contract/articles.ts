/** Articles as anybody reads them: columns, lists, one article with its earlier versions, the catalogue, the phone's library. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Day, FileBody, Id, Instant } from './shapes.ts'

/** 动态, 通知公告, 政策文件, 解读, 数据说明. */
export const articleKinds = ['news', 'notice', 'policy', 'interpretation', 'dataNote'] as const
export const ArticleKind = T.Enum(articleKinds)
export type ArticleKind = (typeof articleKinds)[number]

/** Whether a document is in force (国办发〔2017〕47号: what changed a document is marked on its own page). */
export const validities = ['inForce', 'amended', 'partlyRepealed', 'repealed', 'expired'] as const
export const Validity = T.Enum(validities)
export type Validity = (typeof validities)[number]

/** The name of a column in addresses. */
export const Slug = T.String({ pattern: '^[a-z][a-z0-9-]{1,39}$', maxLength: 40 })

/** `<18-letter code of the bureau>/<year>-<serial>`: unique, never used again, the same for all versions. */
export const IndexNumber = T.String({ pattern: '^[0-9A-Z]{9}([0-9A-Z]{9})?/\\d{4}(\\d{2})?-\\d{5,7}$', maxLength: 40 })

export const Column = T.Object({
  slug: Slug,
  name: T.String(),
  parent: T.Union([Slug, T.Null()], { description: 'null: of the first level' }),
  articles: T.Integer({ description: 'published here and in the columns below' })
})
export type Column = T.Static<typeof Column>

/** The columns in their order, parents before their children. */
export const ColumnTree = T.Object({ columns: T.Array(Column) })
export type ColumnTree = T.Static<typeof ColumnTree>

const ColumnName = T.Object({ slug: Slug, name: T.String() })

/** An article as others point to it. */
export const ArticleRef = T.Object({
  id: Id,
  kind: ArticleKind,
  title: T.String(),
  documentNumber: T.Union([T.String(), T.Null()]),
  publishedAt: Instant
})
export type ArticleRef = T.Static<typeof ArticleRef>

export const ArticleFile = T.Object({
  id: Id,
  name: T.String(),
  type: T.String({ description: 'media type, as found in its bytes' }),
  bytes: T.Integer()
})
export type ArticleFile = T.Static<typeof ArticleFile>

/** A state of the text that was public. `note`: what was corrected, null for the first. */
export const PublishedVersion = T.Object({
  version: T.Integer({ description: 'counts what was published: 1, 2, …' }),
  publishedAt: Instant,
  note: T.Union([T.String(), T.Null()])
})
export type PublishedVersion = T.Static<typeof PublishedVersion>

export const Article = T.Object({
  id: Id,
  kind: ArticleKind,
  indexNumber: IndexNumber,
  title: T.String(),
  summary: T.String(),
  html: T.String({
    description: 'safe markup: headings from h2, figures, tables, charts as inline SVG; pictures point to /api/articles'
  }),
  picture: T.Union([T.String({ description: 'address of the first picture, for share cards' }), T.Null()]),
  column: ColumnName,
  office: T.String(),
  source: T.Union([T.String({ description: 'where it was taken from' }), T.Null()]),
  documentNumber: T.Union([T.String({ description: '文号' }), T.Null()]),
  writtenOn: T.Union([Day, T.Null()]),
  validity: T.Union([Validity, T.Null()]),
  effectiveOn: T.Union([Day, T.Null()]),
  expiresOn: T.Union([Day, T.Null()]),
  validityNote: T.Union([T.String({ description: 'the instrument that changed or ended it' }), T.Null()]),
  keywords: T.Array(T.String()),
  minutes: T.Integer({ description: 'about how long reading takes' }),
  publishedAt: Instant,
  correctedAt: T.Union([Instant, T.Null()]),
  versions: T.Array(PublishedVersion, { description: 'the newest first' }),
  attachments: T.Array(ArticleFile),
  interprets: T.Array(ArticleRef, { description: 'the documents that this interpretation explains' }),
  interpretedBy: T.Array(ArticleRef, { description: 'the interpretations of this document' }),
  related: T.Array(ArticleRef),
  demo: T.Boolean()
})
export type Article = T.Static<typeof Article>

/** A version that was public before. */
export const EarlierVersion = T.Object({
  id: Id,
  version: T.Integer(),
  title: T.String(),
  html: T.String(),
  publishedAt: Instant,
  replacedAt: Instant,
  note: T.Union([T.String({ description: 'what the next version corrected' }), T.Null()])
})
export type EarlierVersion = T.Static<typeof EarlierVersion>

export const ArticleLine = T.Object({
  id: Id,
  kind: ArticleKind,
  title: T.String(),
  excerpt: T.String({ description: 'the summary, or the part where the words were found' }),
  column: ColumnName,
  office: T.String(),
  documentNumber: T.Union([T.String(), T.Null()]),
  indexNumber: IndexNumber,
  validity: T.Union([Validity, T.Null()]),
  publishedAt: Instant,
  correctedAt: T.Union([Instant, T.Null()]),
  demo: T.Boolean()
})
export type ArticleLine = T.Static<typeof ArticleLine>

/** `words`: what was looked for, as it was cut, so that a screen can mark it. */
export const ArticleList = T.Object({
  articles: T.Array(ArticleLine),
  words: T.Array(T.String()),
  next: T.Union([T.String({ description: 'pass it as `after` for the next page' }), T.Null()])
})
export type ArticleList = T.Static<typeof ArticleList>

const Facet = T.Object({ value: T.String(), name: T.String(), articles: T.Integer() })

/** The catalogue 政府信息公开目录: the articles that all chosen facets hold, and how many each further choice would leave. */
export const Catalogue = T.Object({
  articles: T.Array(ArticleLine),
  total: T.Integer(),
  facets: T.Object({
    column: T.Array(Facet),
    kind: T.Array(Facet),
    office: T.Array(Facet),
    year: T.Array(Facet),
    validity: T.Array(Facet)
  }),
  next: T.Union([T.String(), T.Null()])
})
export type Catalogue = T.Static<typeof Catalogue>

/** What lists are cut by. */
export const ArticleQuery = closed({
  column: T.Optional(Slug),
  kind: T.Optional(ArticleKind),
  words: T.Optional(T.String({ minLength: 1, maxLength: 60 })),
  after: T.Optional(T.String({ maxLength: 80, pattern: '^[0-9TZ:.~a-f-]+$' }))
})
export type ArticleQuery = T.Static<typeof ArticleQuery>

export const CatalogueQuery = closed({
  column: T.Optional(Slug),
  kind: T.Optional(ArticleKind),
  office: T.Optional(Id),
  year: T.Optional(T.String({ pattern: '^20\\d{2}$', maxLength: 4 })),
  validity: T.Optional(Validity),
  after: T.Optional(T.String({ maxLength: 80, pattern: '^[0-9TZ:.~a-f-]+$' }))
})
export type CatalogueQuery = T.Static<typeof CatalogueQuery>

/**
 * What changed in the library after `since`, in the order in which it became public. An article that changed several times
 * stands once, as it is now, without its `related` ones. `reset`: this phone's mark is not of this library, so that what it
 * keeps must be dropped, and what comes is the beginning of everything.
 */
export const LibraryChanges = T.Object({
  reset: T.Boolean(),
  articles: T.Array(Article),
  gone: T.Array(Id, { description: 'withdrawn: not to be shown any more' }),
  columns: T.Union([T.Array(Column), T.Null()], { description: 'all of them where they changed' }),
  next: T.String({ description: 'pass it as `since` the next time' }),
  more: T.Boolean({ description: 'there is more already' })
})
export type LibraryChanges = T.Static<typeof LibraryChanges>

const article = closed({ id: Id })
const articleFile = closed({ id: Id, file: Id })

export const articleRoutes = defineRoutes({
  'GET /columns': { who: 'anyone', summary: 'The columns', reply: { 200: ColumnTree } },
  'GET /articles': {
    who: 'anyone',
    summary: 'Published articles, the newest first; with words, the fittest first',
    query: ArticleQuery,
    reply: { 200: ArticleList }
  },
  'GET /articles/:id': { who: 'anyone', summary: 'One published article', params: article, reply: { 200: Article } },
  'GET /articles/:id/versions/:version': {
    who: 'anyone',
    summary: 'How a published article read before it was corrected',
    params: closed({ id: Id, version: T.String({ pattern: '^[1-9]\\d{0,3}$', maxLength: 4 }) }),
    reply: { 200: EarlierVersion }
  },
  'GET /articles/:id/files/:file': {
    who: 'anyone',
    summary: 'A picture or an attachment of a published article',
    params: articleFile,
    reply: { 200: FileBody }
  },
  'GET /catalogue': {
    who: 'anyone',
    summary: 'The catalogue, cut by facets',
    query: CatalogueQuery,
    reply: { 200: Catalogue }
  },
  'GET /library/changes': {
    who: 'anyone',
    summary: 'What became public, was corrected or withdrawn since a mark; without one, everything from the beginning',
    query: closed({ since: T.Optional(T.String({ pattern: '^\\d{1,15}-[0-9a-f]{8}$', maxLength: 24 })) }),
    reply: { 200: LibraryChanges }
  }
})
