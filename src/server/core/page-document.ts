/** A page as it goes over the wire: put together from the shell, its head, the app's markup and its data, and compressed. */
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { PageData, RenderedPage } from '#contract/pages.ts'
import { escapeHtml } from './page-head.ts'

export interface PressedPage {
  readonly status: number
  readonly etag: string
  readonly policy: string
  readonly bodies: { readonly br: Buffer; readonly gzip: Buffer; readonly identity: Buffer }
}

/** How many bytes a page takes while it is kept. */
export const bytesOf = ({ bodies }: PressedPage): number =>
  bodies.br.length + bodies.gzip.length + bodies.identity.length

/**
 * The content security policy; `styles` are the digests of style elements that may stand in the page. `wasm`: the page may
 * compile WebAssembly, which no other directive lets it fetch from elsewhere.
 */
export const contentPolicy = (styles: readonly string[] = [], { wasm = false } = {}): string =>
  [
    "default-src 'self'",
    ...(wasm ? ["script-src 'self' 'wasm-unsafe-eval'"] : []),
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

export interface Composed {
  readonly lang: string
  readonly page: RenderedPage
  /** lines for the head, as markup */
  readonly head: string
  /** undefined: the shell alone, which draws itself */
  readonly carried: PageData | undefined
}

/** Puts a page together. */
export function compose(shell: string, { lang, page, head, carried }: Composed): string {
  return shell
    .replace(/<html lang="[^"]*"/, () => `<html lang="${lang}"`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(page.title)}</title>`)
    .replace(
      /(<meta name="description" content=")[^"]*"/,
      (_all, start: string) => `${start}${escapeHtml(page.description)}"`
    )
    .replace('</head>', () => `${head}</head>`)
    .replace('<!--app-html-->', () => (carried ? page.html : ''))
    .replace('<!--page-data-->', () =>
      carried ? `<script type="application/json" id="page-data">${embeddable(carried)}</script>` : ''
    )
}

/** Compresses a page; one that goes out once only is compressed with less care. */
export function press(html: string, status: number, once: boolean): PressedPage {
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
      gzip: gzipSync(identity, { level: once ? 5 : 9 }),
      br: brotliCompressSync(identity, {
        params: { [constants.BROTLI_PARAM_QUALITY]: once ? 4 : 9, [constants.BROTLI_PARAM_SIZE_HINT]: identity.length }
      })
    }
  }
}
