/** The citizen's pages: rendered from the app's own components, compressed once, answered from memory until what they show changes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import { languages, pages, type Language, type PageData, type Renderer } from '#contract/pages.ts'
import { keepPages } from './kept-pages.ts'
import { compose, press, type PressedPage } from './page-document.ts'
import { headLines, inLanguage, languageTag, type PageHead, type Site } from './page-head.ts'
import { type PageQuery, readQuery, writeQuery } from './page-query.ts'
import { Problem } from './problems.ts'
import { encodingOf, type ReadyPages } from './ready-pages.ts'

/** Addresses of files. */
export interface PageParts {
  readonly scripts: readonly string[]
  readonly sheets: readonly string[]
}

/** Where the pages come from: the built files, or Vite while developing. */
export interface PageSource {
  readonly renderer: Renderer
  /** the folder of the built files, which are served beside the pages */
  readonly builtFolder: string
  /** the shell, `index.html` of the citizen app */
  readonly shell: (path: string) => Promise<string>
  /** what a page made of these modules needs besides the shell */
  readonly partsOf?: (modules: readonly string[]) => PageParts
  /** pages are kept in memory; not while developing */
  readonly keep: boolean
  /** false while developing: Vite's own scripts need more than the policy allows */
  readonly strict: boolean
}

/** What stands in an address at the place of `:name`. */
export type PageParams = Readonly<Record<string, string>>

/** What a page is asked for. `request` is there for limits only: what is rendered must not depend on who asks. */
export interface PageAsked {
  readonly params: PageParams
  readonly query: PageQuery
  readonly request: FastifyRequest
}

/** A rendered page: its data, and the names of the revisions it depends on. */
export interface PageProvider {
  /** no data, or a cursor that nobody gave out: nothing is there, a 404 */
  readonly data: (asked: PageAsked) => Promise<PageData | undefined>
  readonly revisions: readonly string[]
  /** the query fields that the page reads */
  readonly query?: TObject
  /** false for what each asks for himself, such as words to search for */
  readonly keeps?: (query: PageQuery) => boolean
  /** what the head says about it */
  readonly head?: (data: PageData) => PageHead
  /** what the page carries of its data: what stands in the markup already need not come twice */
  readonly carried?: (data: PageData) => PageData
}

/** Answers with a page; `ready` gets it too where the next request may be answered the same way. */
function send(
  page: PressedPage,
  strict: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
  ready?: ReadyPages
): FastifyReply {
  reply
    .code(page.status)
    .header('etag', page.etag)
    .header('cache-control', page.status === 200 ? 'no-cache' : 'no-store')
    .header('vary', 'accept-encoding')
    .type('text/html; charset=utf-8')
  if (strict) reply.header('content-security-policy', page.policy)
  else reply.removeHeader('content-security-policy')
  if (page.status === 200 && request.headers['if-none-match'] === page.etag) return reply.code(304).send()
  const encoding = encodingOf(request)
  const body = page.bodies[encoding]
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  reply.header('content-length', body.length)
  ready?.keep(request, reply, body)
  return reply.send(body)
}

const filled = (path: string, params: PageParams): string =>
  path.replace(/:([a-z]+)/g, (all, name: string) => {
    const value = params[name]
    return value === undefined ? all : encodeURIComponent(value)
  })

/** A page to be made: its address in Chinese, with the query that it reads. */
interface Wanted {
  readonly path: string
  readonly language: Language
  readonly rendered: boolean
  readonly provider: PageProvider | undefined
  /** it goes out once only */
  readonly once: boolean
  readonly read: () => Promise<PageData | undefined>
}

export interface Pages {
  /** forgets what was rendered from this revision (undefined: everything) */
  forget(revision: string | undefined): void
  /** the app's own page for an address that isn't there */
  notFound(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
}

/**
 * Registers the citizen's addresses in both languages. `providers` bring the data of the rendered ones; what has been
 * answered once is put into `ready`.
 */
export function registerPages(
  app: FastifyInstance,
  { source, site, ready }: { source: PageSource; site: Site; ready: ReadyPages },
  providers: Readonly<Record<string, PageProvider>>
): Pages {
  const kept = keepPages()

  const make = async (wanted: Wanted): Promise<PressedPage | undefined> => {
    const { path, language, rendered, provider, once } = wanted
    const data = await wanted.read().catch((error: unknown) => {
      if (error instanceof Problem && error.slug === 'bad-request') return undefined
      throw error
    })
    if (data === undefined) return undefined
    const page = await source.renderer.render(path, language, data)
    const parts = source.partsOf?.(page.modules ?? [])
    const needed = [
      ...(parts?.scripts ?? []).map((script) => `<link rel="modulepreload" crossorigin href="${script}">`),
      ...(parts?.sheets ?? []).map((sheet) => `<link rel="stylesheet" crossorigin href="${sheet}">`)
    ]
    const head =
      rendered && page.status === 200 ? headLines(site, language, path, page, provider?.head?.(data) ?? {}) : ''
    const html = compose(await source.shell(path), {
      lang: languageTag[language],
      page,
      head: rendered ? needed.join('') + head : '',
      carried: rendered ? (provider?.carried?.(data) ?? data) : undefined
    })
    return press(html, page.status, once)
  }

  const answerNotFound = async (language: Language, request: FastifyRequest, reply: FastifyReply) => {
    const render = () =>
      make({
        path: '/404',
        language,
        rendered: true,
        provider: undefined,
        once: false,
        read: () => Promise.resolve({})
      })
    const key = { key: `${language} 404`, revisions: [], many: false }
    const page = source.keep ? await kept.keep(key, render) : await render()
    if (!page) throw new Error('the page for what is not there could not be made')
    return send(page, source.strict, request, reply)
  }

  for (const language of languages) {
    for (const [name, { path, rendered }] of Object.entries(pages)) {
      const provider = providers[name]
      app.get(inLanguage(language, path), { schema: { hide: true } }, async (request, reply) => {
        // a shell is the same whatever number stands in its address
        const params = provider ? (request.params as PageParams) : {}
        const query = readQuery(provider?.query, request.query)
        const own = filled(path, params) + writeQuery(query)
        const keeps = source.keep && (provider?.keeps?.(query) ?? true)
        const key = `${language} ${name} ${own}`
        const read = async () => (provider ? await provider.data({ params, query, request }) : {})
        const render = () => make({ path: own, language, rendered, provider, once: !keeps, read })
        const page = keeps
          ? await kept.keep({ key, revisions: provider?.revisions ?? [], many: own !== path }, render)
          : await render()
        if (!page) return await answerNotFound(language, request, reply)
        const itself = request.method === 'GET' && request.url === inLanguage(language, own)
        const current = keeps && itself && (await kept.holds(key, page))
        return send(page, source.strict, request, reply, current ? ready : undefined)
      })
    }
  }
  app.get('/en', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/en/', 308))

  return {
    forget(revision) {
      kept.forget(revision)
      ready.clear()
    },
    async notFound(request, reply) {
      return await answerNotFound(/^\/en(\/|$)/.test(request.url) ? 'en' : 'zh', request, reply)
    }
  }
}
