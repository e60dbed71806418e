/** Articles at the desk: written, reviewed by several people, published, corrected, withdrawn. */
import * as T from 'typebox'
import { personalDataKinds } from './answers.ts'
import { ArticleFile, ArticleKind, articleKinds, Column, IndexNumber, Slug, Validity } from './articles.ts'
import { Reason } from './letters-desk.ts'
import type { Permission } from './people.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, FileBody, Id, Instant } from './shapes.ts'

/** 主动公开, 依申请公开, 不予公开 (国办发〔2016〕80号: decided with the text itself). Only what is open can be published. */
export const disclosures = ['open', 'onRequest', 'closed'] as const
export const Disclosure = T.Enum(disclosures)
export type Disclosure = (typeof disclosures)[number]

/** The clause that keeps a text from being published (条例 14, 15, 16). */
export const disclosureBases = ['14', '15', '16.1', '16.2', '16.3'] as const

/** The steps of the review, in their order: 科室负责人, 办公室, 保密审查, 分管领导. Which of them a kind takes is data. */
export const reviewSteps = ['office', 'registry', 'secrecy', 'leader'] as const
export const ReviewStep = T.Enum(reviewSteps)
export type ReviewStep = (typeof reviewSteps)[number]

/** The permission that each step takes. */
export const stepPermission = {
  office: 'articles:review',
  registry: 'articles:check',
  secrecy: 'articles:clear',
  leader: 'articles:release'
} as const satisfies Record<ReviewStep, Permission>

/** Where the newest version stands; what is public meanwhile is told by `live`. */
export const articleStates = ['draft', 'inReview', 'returned', 'scheduled', 'published', 'withdrawn'] as const
export const ArticleState = T.Enum(articleStates)
export type ArticleState = (typeof articleStates)[number]

const orNull = <S extends T.TSchema>(schema: S) => T.Union([schema, T.Null()])
const Kept = closed({ text: T.String({ minLength: 1, maxLength: 200 }), reason: Reason })

/** The largest body of a text, in letters of its markup. */
export const longestBody = 300_000

/** All that is written and reviewed. `body` is markup as the editor makes it; the server keeps what is allowed of it. */
export const ArticleContent = closed({
  column: Slug,
  title: T.String({ minLength: 2, maxLength: 120, pattern: '\\S' }),
  summary: T.String({ maxLength: 100, description: '内容概述; may be empty while it is a draft' }),
  body: T.String({ maxLength: longestBody }),
  source: orNull(T.String({ minLength: 1, maxLength: 60, pattern: '\\S' })),
  documentNumber: orNull(T.String({ minLength: 3, maxLength: 60, pattern: '\\S' })),
  writtenOn: orNull(Day),
  validity: orNull(Validity),
  effectiveOn: orNull(Day),
  expiresOn: orNull(Day),
  validityNote: orNull(T.String({ minLength: 2, maxLength: 200, pattern: '\\S' })),
  disclosure: orNull(Disclosure),
  disclosureBasis: orNull(T.Enum(disclosureBases)),
  disclosureReason: orNull(Reason),
  keywords: T.Array(T.String({ minLength: 1, maxLength: 20, pattern: '\\S' }), { maxItems: 8 }),
  interprets: T.Array(Id, { maxItems: 5, description: 'policy documents that this interpretation explains' }),
  noInterpretation: orNull(Reason),
  attachments: T.Array(closed({ file: Id, name: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }) }), {
    maxItems: 20
  }),
  correctionNote: orNull(T.String({ minLength: 4, maxLength: 200, pattern: '\\S' })),
  kept: T.Array(Kept, { maxItems: 50, description: 'what may stand although it looks like personal data, and why' })
})
export type ArticleContent = T.Static<typeof ArticleContent>

/** What must hold before a version goes on. `blocks` stops it; `look` is for people to look at. */
export const checkNames = [
  'summary',
  'body',
  'personalData',
  'secrecyMarks',
  'alternativeText',
  'charts',
  'links',
  'attachments',
  'disclosure',
  'validity',
  'interpretation',
  'correctionNote'
] as const
export const Check = T.Object({
  name: T.Enum(checkNames),
  result: T.Enum(['passed', 'blocks']),
  details: T.Array(T.String(), { description: 'what was found: texts, names of files, addresses' })
})
export type Check = T.Static<typeof Check>

/** A place in title, summary or the text of the body that looks like personal data. */
export const ArticleFinding = T.Object({
  kind: T.Enum(personalDataKinds),
  text: T.String(),
  around: T.String({ description: 'with some letters on both sides' }),
  kept: orNull(T.String())
})
export type ArticleFinding = T.Static<typeof ArticleFinding>

const Staff = T.Object({ id: Id, name: T.String() })

/** A step of the chain of the newest version. `mine`: the reader may sign it now. */
export const ChainStep = T.Object({
  step: ReviewStep,
  signer: orNull(Staff),
  signedAt: orNull(Instant),
  mine: T.Boolean()
})
export type ChainStep = T.Static<typeof ChainStep>

export const ArticleVersionLine = T.Object({
  version: T.Integer(),
  author: Staff,
  savedAt: Instant,
  submittedAt: orNull(Instant),
  publishedAs: orNull(T.Integer({ description: 'which published version it became' }))
})
export type ArticleVersionLine = T.Static<typeof ArticleVersionLine>

export const articleActs = ['save', 'submit', 'sign', 'return', 'withdraw'] as const
export type ArticleAct = (typeof articleActs)[number]

/** Why an act that this role could do is not open to this reader now. */
export const ActBar = T.Object({
  act: T.Enum(articleActs),
  because: T.Enum(['state', 'samePerson', 'checks', 'notPermitted'])
})
export type ActBar = T.Static<typeof ActBar>

export const DeskArticle = T.Object({
  id: Id,
  kind: ArticleKind,
  state: ArticleState,
  office: Staff,
  indexNumber: orNull(IndexNumber),
  version: T.Integer(),
  content: ArticleContent,
  files: T.Array(ArticleFile),
  author: Staff,
  savedAt: Instant,
  chain: T.Array(ChainStep),
  publishAt: orNull(Instant),
  returned: orNull(T.Object({ by: T.String(), step: ReviewStep, at: Instant, reason: T.String() })),
  checks: T.Array(Check),
  findings: T.Array(ArticleFinding),
  interpretations: T.Array(T.Object({ id: Id, title: T.String(), state: ArticleState })),
  interprets: T.Array(T.Object({ id: Id, title: T.String(), state: ArticleState })),
  live: orNull(T.Object({ version: T.Integer(), publishedAt: Instant })),
  withdrawn: orNull(T.Object({ by: T.String(), at: Instant, reason: T.String() })),
  versions: T.Array(ArticleVersionLine, { description: 'the newest first' }),
  preview: T.String({ description: 'the newest version as readers would see it' }),
  may: T.Array(T.Enum(articleActs)),
  barred: T.Array(ActBar),
  demo: T.Boolean()
})
export type DeskArticle = T.Static<typeof DeskArticle>

export const QueuedArticle = T.Object({
  id: Id,
  kind: ArticleKind,
  state: ArticleState,
  title: T.String(),
  column: T.String(),
  office: T.String(),
  author: T.String(),
  savedAt: Instant,
  step: orNull(ReviewStep),
  mine: T.Boolean({ description: 'the reader may sign it now' }),
  publishAt: orNull(Instant),
  live: T.Boolean(),
  demo: T.Boolean()
})
export type QueuedArticle = T.Static<typeof QueuedArticle>

export const ArticleQueue = T.Object({
  articles: T.Array(QueuedArticle),
  counts: T.Object({
    mine: T.Integer({ description: 'waiting for the reader’s signature' }),
    draft: T.Integer({ description: 'drafts and returned ones' }),
    inReview: T.Integer(),
    scheduled: T.Integer(),
    published: T.Integer(),
    withdrawn: T.Integer()
  }),
  next: orNull(T.String())
})
export type ArticleQueue = T.Static<typeof ArticleQueue>

/** What the queue is cut by; `draft` holds what was returned too. */
export const queueTabs = ['mine', 'draft', 'inReview', 'scheduled', 'published', 'withdrawn'] as const
export type QueueTab = (typeof queueTabs)[number]

export const NewArticle = closed({
  kind: T.Enum(articleKinds),
  column: Slug,
  title: T.String({ minLength: 2, maxLength: 120, pattern: '\\S' })
})
export type NewArticle = T.Static<typeof NewArticle>

export const ColumnDraft = closed({
  name: T.String({ minLength: 2, maxLength: 20, pattern: '\\S' }),
  parent: orNull(Slug),
  position: T.Integer({ minimum: 0, maximum: 999 })
})
export type ColumnDraft = T.Static<typeof ColumnDraft>

const article = closed({ id: Id })
const Version = T.Integer({ minimum: 1, description: 'the version that was read' })

export const deskArticleRoutes = defineRoutes({
  'GET /desk/articles': {
    who: 'staff:articles:read',
    summary: 'The articles within reach, those that were touched last first',
    query: closed({
      tab: T.Optional(T.Enum(queueTabs)),
      kind: T.Optional(ArticleKind),
      search: T.Optional(T.String({ minLength: 1, maxLength: 60 })),
      after: T.Optional(T.String({ maxLength: 80, pattern: '^[0-9TZ:.~a-f-]+$' }))
    }),
    reply: { 200: ArticleQueue }
  },
  'POST /desk/articles': {
    who: 'staff:articles:write',
    summary: 'Begin an article; it belongs to the author’s office',
    body: NewArticle,
    reply: { 201: DeskArticle }
  },
  'GET /desk/articles/:id': {
    who: 'staff:articles:read',
    summary: 'All of an article, and what this reader may do',
    params: article,
    reply: { 200: DeskArticle }
  },
  'PUT /desk/articles/:id/draft': {
    who: 'staff:articles:write',
    summary: 'Keep the text; whatever was signed or scheduled of the version before is void',
    params: article,
    body: closed({ version: Version, savedAt: Instant, content: ArticleContent }),
    bodyLimit: 2_000_000,
    reply: { 200: DeskArticle }
  },
  'POST /desk/articles/:id/submission': {
    who: 'staff:articles:write',
    summary: 'Hand the newest version in for review',
    params: article,
    body: closed({ version: Version }),
    reply: { 200: DeskArticle }
  },
  'POST /desk/articles/:id/signature': {
    who: 'staff:articles:read',
    summary: 'Sign the step that is due; the last one publishes, at once or at `publishAt`',
    params: article,
    body: closed({ version: Version, step: ReviewStep, publishAt: orNull(Instant) }),
    reply: { 200: DeskArticle }
  },
  'POST /desk/articles/:id/return': {
    who: 'staff:articles:read',
    summary: 'Send the version back to its author with reasons; a scheduled one too',
    params: article,
    body: closed({ version: Version, reason: Reason }),
    reply: { 200: DeskArticle }
  },
  'POST /desk/articles/:id/withdrawal': {
    who: 'staff:articles:withdraw',
    summary: 'Take a published article away at once, alone, with a reason',
    params: article,
    body: closed({ reason: Reason }),
    reply: { 200: DeskArticle }
  },
  'GET /desk/articles/:id/versions/:version': {
    who: 'staff:articles:read',
    summary: 'An earlier version, to compare',
    params: closed({ id: Id, version: T.String({ pattern: '^[1-9]\\d{0,5}$', maxLength: 6 }) }),
    reply: { 200: T.Object({ version: T.Integer(), author: Staff, savedAt: Instant, content: ArticleContent }) }
  },
  'POST /desk/articles/:id/files': {
    who: 'staff:articles:write',
    summary: 'Add a picture or an attachment; it is checked by its content, pictures are made anew',
    params: article,
    query: closed({ name: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }) }),
    body: FileBody,
    bodyLimit: 20_000_000,
    reply: { 201: ArticleFile }
  },
  'GET /desk/articles/:id/files/:file': {
    who: 'staff:articles:read',
    summary: 'A file of an article that may not be public',
    params: closed({ id: Id, file: Id }),
    reply: { 200: FileBody }
  },
  'GET /desk/policies': {
    who: 'staff:articles:read',
    summary: 'Policy documents that an interpretation can explain, the newest first',
    query: closed({ search: T.Optional(T.String({ minLength: 1, maxLength: 60 })) }),
    reply: {
      200: T.Array(T.Object({ id: Id, title: T.String(), documentNumber: orNull(T.String()), state: ArticleState }))
    }
  },
  'PUT /desk/columns/:slug': {
    who: 'staff:columns:manage',
    summary: 'Add a column, or give it another name or place',
    params: closed({ slug: Slug }),
    body: ColumnDraft,
    reply: { 200: T.Array(Column) }
  }
})
