/** Every way to an article that anybody could try, and what an answer tells on it. */
import { uuidv7 } from 'uuidv7'
import type { Stage, Waiting } from './publish-second-stage.ts'

export interface Way {
  readonly name: string
  readonly path: string
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** what must stand there once it is public; empty: nothing has to */
  readonly shows: readonly string[]
  /** the same way to an article that never was: until the second both are answered alike */
  readonly unknown?: string
  /** there is nothing behind the second either */
  readonly staysUnknown?: boolean
}

export interface Told {
  readonly status: number
  readonly etag: string
  /** headers and body */
  readonly text: string
  readonly body: string
  /** when it had arrived */
  readonly at: number
}

/** Asks once. Throws when no answer comes. */
export const askFor = async (
  base: string,
  { path, method, headers, body }: Pick<Way, 'path' | 'method' | 'headers' | 'body'>
): Promise<Told> => {
  const response = await fetch(`${base}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body })
  })
  const told = Buffer.from(await response.arrayBuffer()).toString('latin1')
  const at = Date.now()
  const kept = [...response.headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-length', 'etag'].includes(name)
  )
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    text: `${JSON.stringify(kept)}\n${told}`,
    body: told,
    at
  }
}

const html = { accept: 'text/html' }
const anId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g

/** An answer without what differs from one request to the next. */
export const plainly = ({ status, text }: Told): string => `${status} ${text.replace(anId, 'ID')}`

/** Addresses of what isn't there yet. */
const addressesOf = (one: Waiting, earlier: string): Way[] => {
  const { id, file, picture, etag, words, what } = one
  const ways: Way[] = []
  const add = (
    path: string,
    shows: readonly string[],
    headers: Readonly<Record<string, string>> = {},
    methods: readonly ('GET' | 'HEAD')[] = ['GET', 'HEAD']
  ): void => {
    for (const method of methods) {
      const name = `${method} ${path.replace(anId, 'ID')} of the ${what} ${Object.keys(headers).join()}`.trim()
      const unknown = path.replaceAll(id, uuidv7())
      // only what was corrected has an earlier version
      const staysUnknown = what !== 'correction' && path.includes('/versions/')
      ways.push({ name, path, method, headers, shows: method === 'GET' ? shows : [], unknown, staysUnknown })
    }
  }
  const read = [words.title, words.body]
  if (what !== 'correction') {
    for (const path of [`/articles/${id}`, `/en/articles/${id}`]) {
      add(path, read, html)
      add(path, [], { ...html, 'if-none-match': '*' })
    }
    add(`/api/articles/${id}`, read)
    add(`/api/articles/${id}`, read, { 'if-modified-since': new Date(0).toUTCString() })
  }
  const before = what === 'correction' ? [earlier] : []
  for (const path of [`/articles/${id}/versions/1`, `/en/articles/${id}/versions/1`]) add(path, before, html)
  add(`/api/articles/${id}/versions/1`, before)
  for (const address of [file, picture].map((one) => `/api/articles/${id}/files/${one}`)) {
    add(address, address.endsWith(file) ? [words.file] : ['PNG'])
    add(address, [], { 'if-none-match': etag })
    add(address, [], { range: 'bytes=0-10' })
  }
  return ways
}

/** What lists things. */
const listsOf = ({ column, waiting }: Stage, mark: string): Way[] => {
  const titles = waiting.map(({ words }) => words.title)
  const get = (path: string, shows: readonly string[] = titles, headers: Way['headers'] = {}): Way => ({
    name: `GET ${path.replace(anId, 'ID')} ${Object.keys(headers).join()}`.trim(),
    path,
    method: 'GET',
    headers,
    shows
  })
  const page = (path: string, shows: readonly string[] = titles): Way[] =>
    [path, `/en${path}`].map((address) => get(address, shows, html))
  const [first = ''] = titles
  const ids = waiting.filter(({ what }) => what !== 'correction').map(({ id }) => id)
  return [
    ...page('/'),
    ...page('/columns'),
    ...page(`/columns/${column}`),
    ...page('/catalogue'),
    ...page(`/search?words=${first}`, ids.slice(0, 1)),
    ...['/feeds/all.xml', `/feeds/${column}.xml`].map((path) => get(path)),
    get('/sitemap.xml', ids),
    ...['/api/home', '/api/articles', `/api/articles?column=${column}`, `/api/catalogue?column=${column}`].map((path) =>
      get(path)
    ),
    get(`/api/columns`, []),
    ...waiting.flatMap(({ id, words }) => [
      get(`/api/articles?words=${words.title}`, [id]),
      get(`/api/articles?words=${words.body}`, [id])
    ]),
    get('/api/library/changes', []),
    get(`/api/library/changes?since=${mark}`, [...titles, ...waiting.map(({ words }) => words.body)]),
    {
      name: 'POST /api/suggestions',
      path: '/api/suggestions',
      method: 'POST',
      headers: {},
      body: JSON.stringify({ text: `请问 ${first}` }),
      shows: []
    }
  ]
}

/** The page of what is corrected, which is there before, too. */
const correctedOf = ({ waiting }: Stage): Way[] =>
  waiting
    .filter(({ what }) => what === 'correction')
    .flatMap(({ id, words }) =>
      [`/articles/${id}`, `/en/articles/${id}`, `/api/articles/${id}`].map((path) => ({
        name: `GET ${path.replace(anId, 'ID')} of the correction`,
        path,
        method: 'GET' as const,
        headers: path.startsWith('/api') ? {} : html,
        shows: [words.title, words.body]
      }))
    )

/** All ways. `mark`: where a phone's library stands. */
export const waysTo = (stage: Stage, mark: string): Way[] => [
  ...listsOf(stage, mark),
  ...correctedOf(stage),
  ...stage.waiting.flatMap((one) => addressesOf(one, stage.earlier))
]

/** Which of the waiting words and ids an answer gives away. What was asked for may be said back. */
export const givenAway = ({ waiting }: Stage, { path, body, unknown }: Way, told: Told): string[] => {
  const asked = `${path}${body ?? ''}`
  const secrets = waiting.flatMap(({ id, what, words, file, picture }) => [
    ...Object.values(words),
    ...(unknown === undefined ? [file, picture, ...(what === 'correction' ? [] : [id])] : [])
  ])
  return secrets.filter((secret) => !asked.includes(secret) && told.text.includes(secret))
}
