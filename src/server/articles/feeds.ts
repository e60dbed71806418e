/** What machines read the articles by: feeds, the map of the site, and which addresses are nobody's business. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Feed } from 'feed'
import type { ArticleLine } from '#contract/articles.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { columnTree } from './columns.ts'
import { listArticles } from './lists.ts'
import { mapIndex, mapPart, partsOf, publishedAddresses } from './site-map.ts'

/** So many newest articles stand in a feed. */
const newest = 30

/** Cases and staff are not for search engines, nor is what somebody searched for. */
const robots = (publicUrl: string): string => {
  const closed = ['/api/', '/desk/', '/letters/', '/bookings/', '/me', '/library', '/search']
  const lines = closed.flatMap((path) => [path, ...(/^\/(api|desk)/.test(path) ? [] : [`/en${path}`])])
  return [
    'User-agent: *',
    // pictures of articles stand in their pages
    'Allow: /api/articles/',
    'Allow: /letters/new',
    'Allow: /en/letters/new',
    ...lines.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    ''
  ].join('\n')
}

interface Document {
  readonly type: string
  readonly text: string
  readonly etag: string
}

const documentOf = (type: string, text: string): Document => ({
  type,
  text,
  etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
})

/** Characters that no XML may hold. */
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const forXml = (text: string) => text.toWellFormed().replace(notInXml, '')

function feedOf(
  { publicUrl, bureau }: Context['config'],
  about: { readonly title: string; readonly page: string; readonly path: string },
  articles: readonly ArticleLine[]
): string {
  const updated = articles
    .map(({ publishedAt, correctedAt }) => correctedAt ?? publishedAt)
    .toSorted()
    .at(-1)
  const feed = new Feed({
    id: publicUrl + about.page,
    title: forXml(`${about.title} - ${bureau.zh}`),
    description: forXml(`${bureau.zh}公开的信息：${about.title}`),
    link: publicUrl + about.page,
    language: 'zh-CN',
    image: `${publicUrl}/icons/icon-192.png`,
    copyright: forXml(bureau.zh),
    generator: false,
    feedLinks: { rss: publicUrl + about.path },
    updated: new Date(updated ?? 0)
  })
  for (const { id, title, excerpt, publishedAt, column } of articles) {
    const link = `${publicUrl}/articles/${id}`
    feed.addItem({
      id: link,
      guid: link,
      link,
      title: forXml(title),
      description: forXml(excerpt),
      date: new Date(publishedAt),
      category: [{ name: forXml(column.name) }]
    })
  }
  return feed.rss2()
}

async function newestArticles(db: Db, column?: string): Promise<ArticleLine[]> {
  const query = column === undefined ? {} : { column }
  const first = await listArticles(db, query, [])
  if (first.next === null || first.articles.length >= newest) return first.articles.slice(0, newest)
  const second = await listArticles(db, { ...query, after: first.next }, [])
  return [...first.articles, ...second.articles].slice(0, newest)
}

export interface Feeds {
  /** forgets what was made from this revision (undefined: everything) */
  forget(revision: string | undefined): void
}

/** Registers `/feeds/<column>.xml`, `/feeds/all.xml`, `/sitemap.xml` and `/robots.txt`; made once, until something is published. */
export function registerFeeds(app: FastifyInstance, context: Context): Feeds {
  const { config, db } = context
  const kept = new Map<string, Promise<Document | undefined>>()

  /** What isn't there, or could not be made, is not kept. */
  const made = (key: string, make: () => Promise<Document | undefined>) => {
    const found = kept.get(key)
    if (found) return found
    const document = make()
    kept.set(key, document)
    const drop = () => {
      if (kept.get(key) === document) kept.delete(key)
    }
    document.then((one) => one ?? drop(), drop)
    return document
  }

  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    make: () => Promise<Document | undefined>
  ): Promise<FastifyReply> => {
    const document = await made(request.url.replace(/\?.*$/, ''), make)
    if (!document) throw problem('not-found')
    reply.header('etag', document.etag).header('cache-control', 'no-cache').type(document.type)
    if (request.headers['if-none-match'] === document.etag) return reply.code(304).send()
    return reply.send(document.text)
  }

  const rss = async (file: string): Promise<Document | undefined> => {
    const [, slug] = /^([a-z][a-z0-9-]{1,39})\.xml$/.exec(file) ?? []
    if (slug === undefined) return undefined
    const column = slug === 'all' ? undefined : (await columnTree(db)).find((one) => one.slug === slug)
    if (slug !== 'all' && !column) return undefined
    const about = {
      title: column?.name ?? '最新公开',
      page: column ? `/columns/${column.slug}` : '/columns',
      path: `/feeds/${slug}.xml`
    }
    return documentOf(
      'application/rss+xml; charset=utf-8',
      feedOf(config, about, await newestArticles(db, column?.slug))
    )
  }

  const map = async (part: string | undefined): Promise<Document | undefined> => {
    const addresses = await publishedAddresses(db)
    const parts = partsOf(addresses)
    const wanted = part === undefined ? 0 : Number(part) - 1
    const found = parts[wanted]
    if (!found) return undefined
    const text =
      part === undefined && parts.length > 1
        ? mapIndex(config.publicUrl, parts.length)
        : mapPart(config.publicUrl, found)
    return documentOf('application/xml; charset=utf-8', text)
  }

  const hide = { schema: { hide: true } }
  app.get<{ Params: { file: string } }>('/feeds/:file', hide, async (request, reply) =>
    answer(request, reply, async () => await rss(request.params.file))
  )
  app.get('/sitemap.xml', hide, async (request, reply) => answer(request, reply, async () => await map(undefined)))
  app.get<{ Params: { part: string } }>('/sitemaps/:part(^[1-9][0-9]{0,3}).xml', hide, async (request, reply) =>
    answer(request, reply, async () => await map(request.params.part))
  )
  app.get('/robots.txt', hide, async (request, reply) =>
    answer(request, reply, () => Promise.resolve(documentOf('text/plain; charset=utf-8', robots(config.publicUrl))))
  )

  return {
    forget(revision) {
      if (revision === undefined || revision === 'articles' || revision === 'columns') kept.clear()
    }
  }
}
