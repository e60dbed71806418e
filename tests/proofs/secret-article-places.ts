/** Where anybody, and staff of another office, may look for articles, listed by hand. */
import type { PlantedArticles } from './secret-articles.ts'
import { anybody, encodings, fetchRaw, type Kind, type Place, type RawCall } from './secret-places.ts'
import type { Secret, Words } from './secret-words.ts'

/** The Latin writings of what is public of the articles, which must be found. */
const controlOf = (words: Words, key: string, which: string) => {
  const part = (name: string): string => {
    const found = words.secrets.find((secret) => secret.name === `${key}: ${which}, ${name}`)
    if (found?.level !== 'public') throw new Error(`nothing public was planted as ${key}: ${which}, ${name}`)
    return words.latinOf(found)
  }
  return { title: part('title'), summary: part('summary'), body: part('body'), part }
}

type Look = (kind: Kind, path: string, holds?: readonly string[], more?: RawCall) => Promise<void>

/** What is public, by every way on which it must be found. */
const lookAtPublic = async ({ column, control, back }: PlantedArticles, words: Words, look: Look): Promise<void> => {
  const now = controlOf(words, control.key, 'second edition')
  const again = controlOf(words, back.key, 'afterwards')
  const before = words.secrets.filter(({ name }) => /^public article: first edition, (title|body|footnote)$/.test(name))
  const whole = [
    ...[now.title, now.summary, now.body],
    ...['name of the attachment', 'correction note', 'source', 'keyword', 'document number'].map(now.part),
    ...['note on its validity', 'text of a picture', 'footnote', 'address of a link', 'e-mail that may stand'].map(
      now.part
    )
  ]
  const earlier = before.map((secret) => words.latinOf(secret))
  const found = encodeURIComponent(now.title)
  const pages: [string, readonly string[]][] = [
    ['/', [now.title]],
    ['/columns', [now.title, column]],
    [`/columns/${column}`, [now.title, now.summary, again.title]],
    [`/articles/${control.id}`, whole],
    [`/articles/${control.id}/versions/1`, earlier],
    [`/articles/${back.id}`, [again.title, again.body]],
    ['/catalogue', [now.title]],
    [`/catalogue?column=${column}&kind=policy`, [now.title]],
    [`/search?words=${found}`, [now.title]],
    ['/glossary', []],
    ['/library', []]
  ]
  for (const [path, holds] of pages) {
    for (const address of [path, `/en${path}`]) {
      for (const encoding of encodings)
        await look('page', address, holds, { headers: { accept: 'text/html', 'accept-encoding': encoding } })
    }
  }
  const lists: [string, readonly string[]][] = [
    ['/feeds/all.xml', [now.title, now.summary]],
    [`/feeds/${column}.xml`, [now.title, again.title]],
    ['/sitemap.xml', [control.id, back.id, column]],
    ['/api/home', [now.title]],
    ['/api/columns', [column]],
    ['/api/articles', [now.title, now.summary]],
    [`/api/articles?column=${column}`, [now.title, again.title]],
    [`/api/articles?words=${found}`, [now.title]],
    [`/api/articles/${control.id}`, whole],
    [`/api/articles/${control.id}/versions/1`, earlier],
    [`/api/catalogue?column=${column}`, [now.title, again.title]],
    ['/api/glossary', []]
  ]
  for (const [path, holds] of lists) {
    for (const encoding of encodings)
      await look('public list', path, holds, { headers: { 'accept-encoding': encoding } })
  }
  const [published = ''] = control.fileIds.slice(2, 3)
  const content = words.secrets.find(({ name }) => name === 'public article: second edition, content of the file')
  await look('file', `/api/articles/${control.id}/files/${published}`, content ? [words.latinOf(content)] : ['nothing'])
  for (const id of control.fileIds.filter((one) => one !== published))
    await look('file', `/api/articles/${control.id}/files/${id}`)
}

/** The feed of the phone's library, page by page to its end. */
const changesPlace = async (base: string, holds: readonly string[]): Promise<Place> => {
  const parts: Buffer[] = []
  for (let since: string | undefined, more = true; more;) {
    const page = await fetchRaw(base, `/api/library/changes${since === undefined ? '' : `?since=${since}`}`)
    parts.push(...page.parts)
    ;({ next: since, more } = JSON.parse(page.parts[1]?.toString() ?? '') as { next: string; more: boolean })
  }
  return { kind: 'public list', name: 'GET /api/library/changes', parts, allows: anybody, holds }
}

/** What is not public, or no more, by every way that an address can be guessed. */
const lookAtHidden = async ({ hidden, control, back }: PlantedArticles, look: Look): Promise<void> => {
  const asked = async (kind: Kind, path: string): Promise<void> => await look(kind, path)
  for (const { id, fileIds } of hidden) {
    for (const path of ['', '/versions/1', '/versions/2']) {
      for (const address of [`/articles/${id}${path}`, `/en/articles/${id}${path}`])
        await look('page', address, [], { headers: { accept: 'text/html' } })
      await asked('problem', `/api/articles/${id}${path}`)
    }
    for (const file of fileIds) await asked('file', `/api/articles/${id}/files/${file}`)
  }
  for (const file of back.fileIds) await asked('file', `/api/articles/${back.id}/files/${file}`)
  for (const { id } of [control, back]) {
    for (const version of ['1', '2', '3']) await asked('public list', `/api/articles/${id}/versions/${version}`)
  }
  for (const { id, fileIds } of [...hidden, control, back]) {
    for (const path of ['', '/versions/1', ...fileIds.map((file) => `/files/${file}`)])
      await asked('problem', `/api/desk/articles/${id}${path}`)
  }
  for (const path of ['articles', 'policies']) await asked('problem', `/api/desk/${path}`)
}

/** Everything of articles that is answered to somebody who shows nothing. */
export const articlePlaces = async (base: string, articles: PlantedArticles, words: Words): Promise<Place[]> => {
  const places: Place[] = []
  const look: Look = async (kind, path, holds = [], more = {}) => {
    const { parts } = await fetchRaw(base, path, more)
    const name = `${more.method ?? 'GET'} ${path} ${more.headers?.['accept-encoding'] ?? ''}`.trim()
    places.push({ kind, name, parts, allows: anybody, holds })
  }
  await lookAtPublic(articles, words, look)
  await lookAtHidden(articles, look)
  const { title, body } = controlOf(words, articles.control.key, 'second edition')
  return [...places, await changesPlace(base, [title, body])]
}

/** Names of policy documents, which everybody at the desk may know: the newest version's title and number. */
export const policyName = ({ name }: Secret): boolean =>
  /^public article: correction beside, (title|document number)$/.test(name)
