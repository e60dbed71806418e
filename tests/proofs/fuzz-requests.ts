/**
 * Makes requests nobody sane would send: right ones from the schemas of `/api/openapi.json`, then changed in body,
 * path, query, headers, method and bytes. They are bytes from the start: no client library repairs them.
 */
import fc from 'fast-check'
import {
  arbitraryOf,
  bend,
  bytesOf,
  jsonOf,
  junkHeaders,
  mediaTypes,
  naughty,
  spoil,
  type Schema
} from './fuzz-values.ts'
import type { Dice } from './proof.ts'

export interface Shot {
  method: string
  /** as it stands in the request line, one character a byte */
  target: string
  headers: [name: string, value: string][]
  body: Buffer | undefined
  /** no answer may be due to it: the bytes are no whole request */
  broken: boolean
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Values that exist, by the name that a schema gives them, so that requests get past the first check. */
export type Known = (route: string, name: string) => readonly unknown[] | undefined

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'LOCK',
  'SEARCH',
  'QUERY',
  'get',
  'FOO',
  'CONNECT',
  'G\u00c9T'
]

const bendTarget = (target: string, dice: Dice): string => {
  const segments = target.split('/')
  const at = 1 + dice.below(segments.length - 1)
  const put = (text: string): string => segments.map((segment, index) => (index === at ? text : segment)).join('/')
  const text = dice.pick(naughty)
  return dice.pick<() => string>([
    () => put(encodeURIComponent(text.toWellFormed())),
    () => put(bytesOf(text).replaceAll(' ', '+')),
    () =>
      put(
        dice.pick([
          '%00',
          '%zz',
          '%',
          '%ff%fe',
          '%c0%af',
          '..%2f..%2fetc%2fpasswd',
          '%2e%2e',
          '..',
          '.',
          '',
          '%u0041',
          '\u00e9',
          '*',
          'null',
          '0',
          "'",
          '%0d%0aset-cookie:a=b',
          'a'.repeat(300),
          'a'.repeat(9000),
          ';a=b',
          ':id'
        ])
      ),
    () => `${target}/`,
    () => `${target}/extra`,
    () => `/${target}`,
    () => target.toUpperCase(),
    () => target.replace('/api', '/api/..'),
    () => target.replace('/api', '//api'),
    () => `http://elsewhere.example${target}`,
    () => `${target}${encodeURIComponent(text.toWellFormed())}`,
    () =>
      dice.pick([
        '*',
        '',
        '?',
        '#',
        '//',
        '/\\',
        '/..;/',
        'elsewhere:80',
        '/api',
        '/api/',
        '/.env',
        '/.git/config',
        '/package.json',
        '/%2e%2e/package.json',
        '/assets/../../package.json',
        '/assets/%00',
        '/desk/%2e%2e/%2e%2e/package.json',
        '/api/docs/..%2f..%2fpackage.json',
        '/api/docs/static/%ff',
        '/metrics/',
        '/readyz/x',
        '/en/../x',
        '/letters/%zz',
        '/desk/letters/%ff'
      ])
  ])()
}

const bendQuery = (query: string, names: readonly string[], dice: Dice): string => {
  const name = dice.pick(names.length > 0 ? names : ['a', 'search', 'after'])
  const text = encodeURIComponent(dice.pick(naughty).toWellFormed())
  return dice.pick([
    `${query}&${name}=${text}`,
    `${name}=${text}`,
    `${name}=a&${name}=b`,
    `${name}[]=a`,
    `${name}[a]=b`,
    `${name}=%00`,
    `${name}=%ff%fe`,
    `${name}=%`,
    name,
    `${name}=${'a'.repeat(5000)}`,
    `${query}&extra=1`,
    '__proto__=a&constructor=b',
    '&&&===&',
    Array.from({ length: 1500 }, (_, index) => `a${index}=1`).join('&')
  ])
}

const octets = 'application/octet-stream'

/** These take bytes, which the description leaves out. */
const takesFile = [
  'POST /desk/articles/:id/files',
  'POST /desk/open-days/:id/pictures',
  'POST /desk/import-looks',
  'POST /desk/imports'
]

/** Beginnings of files, and what is none. */
const files = [
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f8cf500f0003018601801a347d6b0000000049454e44ae426082',
  '255044462d312e340a25',
  '504b0304',
  '504b0506'.padEnd(44, '0'),
  'd0cf11e0a1b11ae1',
  'ffd8ffe000104a464946',
  '474946383961',
  '000000186674797068656963',
  '00',
  ''
].map((hex) => Buffer.from(hex, 'hex'))

const others = [
  '/',
  '/en/',
  '/letters/new',
  '/letters/ZX-2026-000001',
  '/board',
  '/board?order=helpful&after=9~none',
  '/board/none',
  '/library/board?since=none',
  '/figures',
  '/columns',
  '/columns/news',
  '/catalogue?year=2026',
  '/search?words=cpi',
  '/articles/none/versions/1',
  '/glossary/cpi',
  '/library',
  '/feeds/all.xml',
  '/feeds/none.xml',
  '/sitemap.xml',
  '/sitemaps/2.xml',
  '/me',
  '/privacy',
  '/desk/',
  '/desk/letters',
  '/assets/none.js',
  '/sw.js',
  '/robots.txt',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/docs',
  '/api/docs/json',
  '/api/docs/static/index.html',
  '/api/openapi.json'
]

/** Gives one shot after another, each from its own place of the dice. */
export const shooter = (document: ApiDocument, known: Known, dice: Dice) => {
  const templates = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path.replace(/^\/api/, '').replace(/\{(\w+)\}/g, ':$1')}`
      const here = (name: string): readonly unknown[] | undefined => known(route, name)
      const sample = (schema: Schema, name: string): readonly unknown[] =>
        fc.sample(arbitraryOf(schema, here, name), { numRuns: 60, seed: dice.below(2 ** 31) })
      const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema
      const parameters = (operation.parameters ?? []).map(({ name, in: place, schema }) => ({
        name,
        place,
        values: sample(schema, name)
      }))
      const bodies = takesFile.includes(route) ? files : schema ? sample(schema, '') : undefined
      return { route, method: method.toUpperCase(), path, parameters, bodies }
    })
  )
  const rightShot = (template: (typeof templates)[number]): { shot: Shot; names: string[]; value: unknown } => {
    const { method, path, parameters, bodies } = template
    const inQuery = parameters.filter(({ place }) => place === 'query')
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(dice.pick(parameters.find((one) => one.name === name)?.values ?? ['x'])))
    )
    const query = inQuery
      .filter(() => dice.chance(0.4))
      .map(({ name, values }) => `${name}=${encodeURIComponent(String(dice.pick(values)).toWellFormed())}`)
    const value = bodies ? dice.pick(bodies) : undefined
    const shot: Shot = {
      method,
      target: query.length > 0 ? `${filled}?${query.join('&')}` : filled,
      headers: value === undefined ? [] : [['content-type', Buffer.isBuffer(value) ? octets : 'application/json']],
      body: Buffer.isBuffer(value) ? value : value === undefined ? undefined : Buffer.from(jsonOf(value)),
      broken: false
    }
    return { shot, names: inQuery.map(({ name }) => name), value }
  }
  const changes: readonly ((shot: Shot, names: readonly string[], value: unknown) => void)[] = [
    (shot, _names, value) => {
      shot.body = Buffer.isBuffer(value) ? spoil(value, dice) : Buffer.from(jsonOf(bend(value ?? {}, dice)))
      if (value === undefined) shot.headers.push(['content-type', 'application/json'])
    },
    (shot) => {
      shot.body = spoil(shot.body ?? Buffer.from('{}'), dice)
      if (!shot.headers.some(([name]) => name === 'content-type'))
        shot.headers.push(['content-type', 'application/json'])
    },
    (shot) => {
      shot.headers = shot.headers.filter(([name]) => name !== 'content-type')
      if (dice.chance(0.8)) shot.headers.push(['content-type', dice.pick(mediaTypes)])
      shot.body ??= Buffer.from('a=b')
    },
    (shot) => {
      const [path = '', query] = shot.target.split('?')
      shot.target = query === undefined ? bendTarget(path, dice) : `${bendTarget(path, dice)}?${query}`
    },
    (shot, names) => {
      const [path = '', query = ''] = shot.target.split('?')
      shot.target = `${path}?${bendQuery(query, names, dice)}`
    },
    (shot) => {
      shot.headers.push(...junkHeaders(dice, bytesOf(dice.pick(naughty))))
    },
    (shot) => {
      shot.method = dice.pick(methods)
    },
    (shot) => {
      shot.broken = true
      shot.headers.push(
        dice.pick<[string, string]>([
          ['content-length', '99999'],
          ['content-length', '-1'],
          ['content-length', '0x10'],
          ['transfer-encoding', 'chunked'],
          ['transfer-encoding', 'gzip, bogus'],
          ['bad header', 'x'],
          ['x-null', 'a\u0000b'],
          ['x-line', 'a\r\nb: c\r\n d'],
          ['', 'x']
        ])
      )
    }
  ]
  // bodies and paths are where most of the server's own code listens
  const weighted = [0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6, 7].flatMap((index) => changes[index] ?? [])
  return (route?: string): { route: string; shot: Shot } => {
    if (dice.chance(0.06)) {
      const shot: Shot = { method: 'GET', target: dice.pick(others), headers: [], body: undefined, broken: false }
      const change = dice.pick(weighted)
      change(shot, [], undefined)
      if (dice.chance(0.5)) shot.headers.push(['accept', 'text/html'])
      return { route: 'elsewhere', shot }
    }
    const template = templates.find((one) => one.route === route) ?? dice.pick(templates)
    const { shot, names, value } = rightShot(template)
    for (let n = dice.pick([0, 1, 1, 1, 1, 1, 2, 2, 3]); n > 0; n -= 1) dice.pick(weighted)(shot, names, value)
    return { route: template.route, shot }
  }
}
