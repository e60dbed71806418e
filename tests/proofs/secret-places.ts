/** The places that anybody can look at, listed by hand, and what each reader may find there. */
import { request as ask } from 'node:http'
import type { Secret } from './secret-words.ts'

/** The kinds of places: a plant must leave a trace in its own. */
export type Kind =
  | 'page'
  | 'public list'
  | 'public search'
  | 'problem'
  | 'metrics'
  | 'log'
  | 'holder'
  | 'file'
  | 'desk'
  | 'audit'
  | 'jobs'
  | 'table'
  | 'disk'
  | 'backup'
  | 'phone'

export interface Place {
  readonly kind: Kind
  readonly name: string
  readonly parts: readonly Buffer[]
  /** what its reader has a right to */
  readonly allows: (secret: Secret) => boolean
  /** what must be found there, or the search is blind */
  readonly holds?: readonly string[]
  /** bytes of a database or a browser, in which nothing is packed */
  readonly raw?: boolean
}

export const nothing = (): boolean => false

/** What anybody may read. */
export const anybody = ({ level }: Secret): boolean => level === 'public'

export const encodings = ['identity', 'gzip', 'br'] as const

export interface RawCall {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Head and body as they came over the wire, still packed. */
export const fetchRaw = (
  base: string,
  path: string,
  { method = 'GET', headers = {}, body }: RawCall = {}
): Promise<{ status: number; parts: Buffer[] }> =>
  new Promise((resolve, reject) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = ask(`${base}${path}`, { method, headers: { ...json, ...headers } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const head = Buffer.from(`${response.statusMessage ?? ''} ${JSON.stringify(response.rawHeaders)}`)
        resolve({ status: response.statusCode ?? 0, parts: [head, Buffer.concat(chunks)] })
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })

export interface PublicView {
  readonly base: string
  readonly metricsToken: string
  readonly numbers: readonly string[]
  readonly letterIds: readonly string[]
  readonly fileIds: readonly string[]
  readonly publicAnswer: string
  readonly goneAnswers: readonly string[]
  /** the Latin writings of what is public */
  readonly control: { readonly title: string; readonly question: string; readonly reply: string }
}

/** Pages in both languages, and whether they must show what is public. */
const pagesOf = ({
  numbers,
  letterIds,
  publicAnswer,
  goneAnswers,
  control
}: PublicView): [string, readonly string[]][] => [
  ['/', []],
  ['/letters/new', []],
  ['/letters/new?kind=message', []],
  ['/board', []],
  ['/figures', []],
  ...letterIds.map((id): [string, string[]] => [`/board/${id}`, []]),
  ['/letters/find', []],
  ...numbers.flatMap((number): [string, string[]][] => [
    [`/letters/${number}`, []],
    [`/letters/${number}/receipt`, []]
  ]),
  ['/answers', [control.title]],
  [`/answers/${publicAnswer}`, Object.values(control)],
  ...goneAnswers.map((id): [string, string[]] => [`/answers/${id}`, []]),
  ['/me', []],
  ['/privacy', []],
  ['/is-not-there', []]
]

/** Everything that is answered to somebody who shows nothing. */
export const publicPlaces = async (view: PublicView): Promise<Place[]> => {
  const { base, control, publicAnswer, goneAnswers } = view
  const places: Place[] = []
  const look = async (kind: Kind, path: string, holds: readonly string[] = [], more: RawCall = {}): Promise<void> => {
    const { parts } = await fetchRaw(base, path, more)
    const name = `${more.method ?? 'GET'} ${path} ${more.headers?.['accept-encoding'] ?? ''}`.trim()
    places.push({ kind, name, parts, allows: anybody, holds })
  }
  for (const [path, holds] of pagesOf(view)) {
    for (const address of [path, `/en${path}`]) {
      for (const encoding of encodings)
        await look('page', address, holds, { headers: { accept: 'text/html', 'accept-encoding': encoding } })
    }
  }
  for (const path of [
    '/desk/',
    `/desk/letters/${view.letterIds[0] ?? ''}`,
    '/sw.js',
    '/manifest.webmanifest',
    '/robots.txt'
  ])
    await look('page', path)
  for (const path of ['/api/openapi.json', '/api/docs/', '/healthz', '/readyz']) await look('page', path)
  await look('metrics', '/metrics', ['http_request_seconds'], {
    headers: { authorization: `Bearer ${view.metricsToken}` }
  })
  const lists: [string, readonly string[]][] = [
    ['/api/home', []],
    ['/api/board', []],
    ['/api/library/board', []],
    ['/api/figures', []],
    ['/api/figures.csv', []],
    ['/api/figures/transfers.csv', []],
    ['/api/ratings', []],
    ['/api/ratings.csv', []],
    ['/api/answers', [control.title, control.reply]],
    ['/api/answers?topic=figures', [control.title]],
    [`/api/answers?words=${encodeURIComponent('粮食产量')}`, [control.title]],
    [`/api/answers/${publicAnswer}`, Object.values(control)],
    ...goneAnswers.map((id): [string, string[]] => [`/api/answers/${id}`, []])
  ]
  for (const [path, holds] of lists) {
    for (const encoding of encodings)
      await look('public list', path, holds, { headers: { 'accept-encoding': encoding } })
  }
  for (const [text, holds] of [
    [control.title, [control.title]],
    ['请问粮食产量', []]
  ] as const) {
    for (const encoding of encodings)
      await look('public list', '/api/suggestions', holds, {
        method: 'POST',
        headers: { 'accept-encoding': encoding },
        body: { text }
      })
  }
  for (const number of view.numbers) await look('problem', `/api/letters/${number}`)
  for (const id of view.letterIds) {
    for (const path of ['', '/drafts', '/publication']) await look('problem', `/api/desk/letters/${id}${path}`)
  }
  for (const path of ['letters', 'texts', 'alerts', 'people', 'audit', 'session'])
    await look('problem', `/api/desk/${path}`)
  for (const id of view.fileIds)
    await look('problem', `/api/uploads/${id}`, [], { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
  return places
}
