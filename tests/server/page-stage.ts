/** Pages for tests of the server: rendered by something that says what it was asked for, in a shell with its places. */
import type { FastifyInstance } from 'fastify'
import type { PageData, Renderer } from '#contract/pages.ts'
import { buildApp } from '#server/app.ts'
import { applicationRole, openDb, openPool } from '#server/core/db.ts'
import type { FreshApp } from './fresh-app.ts'

const shell =
  '<!doctype html><html lang="zh-CN"><head><title>x</title><meta name="description" content="y"></head>' +
  '<body><div id="app"><!--app-html--></div><!--page-data--></body></html>'

const textOf = ({ article, earlier, column, catalogue, search, reading, readingPlaces, openDays }: PageData): string =>
  article?.html ??
  earlier?.html ??
  readingPlaces?.places
    .map(({ name, days }) => `${name}: ${days.map(({ day, kind }) => `${day} ${kind}`).join(', ')}`)
    .join('; ') ??
  openDays?.upcoming.map(({ id, left }) => `${id} ${left}`).join('; ') ??
  [column?.list, catalogue?.found, search?.found, reading?.latest]
    .flatMap((list) => list?.articles.map(({ title }) => title) ?? [])
    .join(',')

export interface Pages {
  readonly app: FastifyInstance
  /** what the renderer was asked for, in order */
  readonly rendered: string[]
  readonly page: (
    url: string,
    headers?: Record<string, string>
  ) => Promise<Awaited<ReturnType<FastifyInstance['inject']>>>
  readonly close: () => Promise<void>
}

/** The server of a test's database once more, with pages. */
export async function openPages({ owner, config }: FreshApp): Promise<Pages> {
  const rendered: string[] = []
  const renderer: Renderer = {
    render: (path, language, data) => {
      rendered.push(`${language} ${path}`)
      return Promise.resolve({
        status: path === '/404' ? 404 : 200,
        title: data.article?.title ?? path,
        description: data.article?.summary ?? '',
        html: `<main>${textOf(data)}</main>`,
        modules: []
      })
    }
  }
  const pool = openPool(owner.options as { host: string; port: number; user: string; database: string }, {
    role: applicationRole
  })
  const db = openDb(pool)
  const source = {
    renderer,
    builtFolder: import.meta.dirname,
    shell: () => Promise.resolve(shell),
    keep: true,
    strict: true
  }
  const app = await buildApp(config, { db, pool, source })
  return {
    app,
    rendered,
    page: async (url, headers = {}) => await app.inject({ url, headers: { accept: 'text/html', ...headers } }),
    close: async () => {
      await app.close()
      await db.destroy()
    }
  }
}
