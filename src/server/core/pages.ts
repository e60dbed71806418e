/** The citizen's pages: rendered from the app's own components, compressed once, answered from memory until what they show changes. */
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languages, pages, type Language, type PageData, type Renderer } from '#contract/pages.ts'
import { encodingOf, type ReadyPages } from './ready-pages.ts'

/** Where the pages come from: the built files, or Vite while developing. */
export interface PageSource {
  readonly renderer: Renderer
  /** the folder of the built files, which are served beside the pages */
  readonly builtFolder: string
  /** the shell, `index.html` of the citizen app */
  readonly shell: (path: string) => Promise<string>
  /** pages are kept in memory; not while developing */
  readonly keep: boolean
  /** false while developing: Vite's own scripts need more than the policy allows */
  readonly strict: boolean
}

/** What stands in an address at the place of `:name`. */
export type PageParams = Readonly<Record<string, string>>

/** A rendered page: its data, and the names of the revisions it depends on. No data: nothing is there, a 404. */
export interface PageProvider {
  readonly data: (params: PageParams) => Promise<PageData | undefined>
  readonly revisions: readonly string[]
}

/** So many pages with parameters are kept, those that were asked for last: about 8 MB. */
const mostKept = 300

interface KeptPage {
  readonly status: number
  readonly etag: string
  readonly policy: string
  readonly bodies: { readonly br: Buffer; readonly gzip: Buffer; readonly identity: Buffer }
}

export const contentPolicy = (styles: readonly string[] = []) =>
  [
    "default-src 'self'",
    `style-src 'self'${styles.map((hash) => ` 'sha256-${hash}'`).join('')}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join('; ')

/** JSON that can stand in a script element: nothing in it can end the element or a line. */
export function embeddable(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)

function press(html: string, status: number): KeptPage {
  const identity = Buffer.from(html)
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css = '']) =>
    createHash('sha256').update(css).digest('base64')
  )
  return {
    status,
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    policy: contentPolicy(styles),
    bodies: {
      identity,
      gzip: gzipSync(identity, { level: 9 }),
      br: brotliCompressSync(identity, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: identity.length }
      })
    }
  }
}

/** Answers with a page; `ready` gets it too where the next request may be answered the same way. */
function send(
  page: KeptPage,
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

interface KeptEntry {
  readonly page: Promise<KeptPage | undefined>
  readonly revisions: readonly string[]
  readonly one: boolean
}

const filled = (path: string, params: PageParams): string =>
  path.replace(/:([a-z]+)/g, (all, name: string) => {
    const value = params[name]
    return value === undefined ? all : encodeURIComponent(value)
  })

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
  source: PageSource,
  ready: ReadyPages,
  providers: Readonly<Record<string, PageProvider>>
): Pages {
  const kept = new Map<string, KeptEntry>()

  const make = async (
    path: string,
    language: Language,
    rendered: boolean,
    read: () => Promise<PageData | undefined> = () => Promise.resolve({})
  ): Promise<KeptPage | undefined> => {
    const data = await read()
    if (data === undefined) return undefined
    const page = await source.renderer.render(path, language, data)
    const shell = await source.shell(path)
    const html = shell
      .replace(/<html lang="[^"]*"/, () => `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"`)
      .replace(/<title>[^<]*<\/title>/, () => `<title>${escape(page.title)}</title>`)
      .replace(
        /(<meta name="description" content=")[^"]*"/,
        (_all, head: string) => `${head}${escape(page.description)}"`
      )
      .replace('<!--app-html-->', () => (rendered ? page.html : ''))
      .replace('<!--page-data-->', () =>
        rendered ? `<script type="application/json" id="page-data">${embeddable(data)}</script>` : ''
      )
    return press(html, page.status)
  }

  const makeRoom = () => {
    const many = [...kept].filter(([, { one }]) => one)
    const [oldest] = many
    if (many.length > mostKept && oldest) kept.delete(oldest[0])
  }

  /** `one`: one of many at an address with parameters. What isn't there, or could not be made, is not kept. */
  const keep = (
    key: string,
    revisions: readonly string[],
    one: boolean,
    render: () => Promise<KeptPage | undefined>
  ): Promise<KeptPage | undefined> => {
    const found = source.keep ? kept.get(key) : undefined
    if (found && one) {
      kept.delete(key)
      kept.set(key, found)
    }
    if (found) return found.page
    const page = render()
    if (source.keep) {
      const entry = { page, revisions, one }
      const drop = () => {
        if (kept.get(key) === entry) kept.delete(key)
      }
      kept.set(key, entry)
      if (one) makeRoom()
      page.then((made) => made ?? drop(), drop)
    }
    return page
  }

  const answerNotFound = async (language: Language, request: FastifyRequest, reply: FastifyReply) => {
    const page = await keep(`${language} 404`, [], false, () => make('/404', language, true))
    if (!page) throw new Error('the page for what is not there could not be made')
    return send(page, source.strict, request, reply)
  }

  for (const language of languages) {
    for (const [name, { path, rendered }] of Object.entries(pages)) {
      const address = language === 'zh' ? path : `/en${path === '/' ? '/' : path}`
      const provider = providers[name]
      app.get(address, { schema: { hide: true } }, async (request, reply) => {
        // a shell is the same whatever number stands in its address
        const params = provider ? (request.params as PageParams) : {}
        const own = filled(path, params)
        const key = `${language} ${name} ${own}`
        const page = await keep(key, provider?.revisions ?? [], own !== path, () =>
          make(own, language, rendered, provider && (() => provider.data(params)))
        )
        if (!page) return await answerNotFound(language, request, reply)
        // a page that was forgotten while it was being made is answered once, but not again
        const current = request.method === 'GET' && request.url === address && (await kept.get(key)?.page) === page
        return send(page, source.strict, request, reply, current ? ready : undefined)
      })
    }
  }
  app.get('/en', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/en/', 308))

  return {
    forget(revision) {
      for (const [key, { revisions }] of kept) {
        if (revision === undefined || revisions.includes(revision)) kept.delete(key)
      }
      ready.clear()
    },
    async notFound(request, reply) {
      return await answerNotFound(/^\/en(\/|$)/.test(request.url) ? 'en' : 'zh', request, reply)
    }
  }
}
