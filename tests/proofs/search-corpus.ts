/** The articles and queries of the search proof, and how the articles become public: through the desk, as any would. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../step.ts'
import { ask, signInAs, type Session } from './caller.ts'
import type { RunningServer } from './server.ts'

export const sorts = ['plain', 'colloquial', 'synonym', 'typo', 'question'] as const

/** What somebody types; any of `expected` is right. `held`: not to be looked at while the ranking is worked on. */
export interface Query {
  readonly words: string
  readonly expected: readonly string[]
  readonly sort: (typeof sorts)[number]
  readonly held: boolean
}

interface Topic {
  readonly id: string
  readonly kind: string
  readonly column: string
  readonly title: string
  readonly topic: string
}

interface Text {
  readonly id: string
  readonly summary: string
  readonly paragraphs: readonly string[]
}

interface DeskArticle {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly content: Readonly<Record<string, unknown>>
  readonly chain: readonly { readonly step: string }[]
  readonly findings: readonly { readonly text: string }[]
}

const folder = join(root, 'tests/proofs/search')
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

export const readQueries = (): readonly Query[] => read('queries.json') as readonly Query[]

type ToWrite = Topic & Text

const readArticles = (): readonly ToWrite[] => {
  const texts = new Map(
    globSync('articles-*.json', { cwd: folder })
      .flatMap((name) => read(name) as readonly Text[])
      .map((text) => [text.id, text])
  )
  return (read('topics.json') as readonly Topic[]).map((topic) => {
    const text = texts.get(topic.id)
    if (!text) throw new Error(`no text for ${topic.id} ${topic.title}`)
    return { ...topic, ...text }
  })
}

interface Desk {
  readonly base: string
  readonly author: Session
  /** by step of the chain */
  readonly signers: Readonly<Record<string, Session>>
}

const openDesk = async (server: RunningServer): Promise<Desk> => ({
  base: server.base,
  author: await signInAs(server, 'handler.prices'),
  signers: {
    office: await signInAs(server, 'head.prices'),
    registry: await signInAs(server, 'registry'),
    secrecy: await signInAs(server, 'secrecy'),
    leader: await signInAs(server, 'leader')
  }
})

const atDesk = async (
  { base }: Desk,
  session: Session,
  method: string,
  path: string,
  body: Readonly<Record<string, unknown>>
): Promise<DeskArticle> => {
  const answer = await ask(base, method, `/desk/articles${path}`, { session, body })
  if (answer.status < 300) return answer.body as DeskArticle
  throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`)
}

/** What only documents and interpretations have. */
const ofKind = ({ kind, topic }: Topic, explained: string): Readonly<Record<string, unknown>> => {
  if (kind === 'interpretation') return { interprets: [explained] }
  if (kind !== 'policy') return {}
  const number = /示统规〔\d{4}〕\d+号/.exec(topic)?.[0] ?? '试用文号'
  return { documentNumber: number, writtenOn: '2026-10-08', validity: 'inForce', noInterpretation: '只为试用而写' }
}

/** Writes an article and lets everybody sign; returns its id. */
const publish = async (desk: Desk, article: ToWrite, explained: string): Promise<string> => {
  const { kind, column, title, summary, paragraphs } = article
  const begun = await atDesk(desk, desk.author, 'POST', '', { kind, column, title })
  const path = `/${begun.id}`
  const save = async ({ version, savedAt, content }: DeskArticle, more: Readonly<Record<string, unknown>>) =>
    await atDesk(desk, desk.author, 'PUT', `${path}/draft`, { version, savedAt, content: { ...content, ...more } })
  const body = paragraphs.map((text) => `<p>${text.replaceAll('&', '&amp;')}</p>`).join('')
  let written = await save(begun, { summary, body, disclosure: 'open', ...ofKind(article, explained) })
  if (written.findings.length > 0) {
    // what looks like a name and is none
    const kept = written.findings.map(({ text }) => ({ text, reason: '不是个人信息' }))
    written = await save(written, { kept })
  }
  const { version, chain } = await atDesk(desk, desk.author, 'POST', `${path}/submission`, { version: written.version })
  for (const { step } of chain) {
    const signer = desk.signers[step]
    if (!signer) throw new Error(`nobody signs the step ${step}`)
    await atDesk(desk, signer, 'POST', `${path}/signature`, { version, step, publishAt: null })
  }
  return begun.id
}

interface Listed {
  readonly articles: readonly { readonly id: string }[]
  readonly next: string | null
}

const listed = async (base: string): Promise<string[]> => {
  const ids: string[] = []
  let after = ''
  do {
    const { articles, next } = (await ask(base, 'GET', `/articles${after}`)).body as Listed
    ids.push(...articles.map(({ id }) => id))
    after = next === null ? '' : `?after=${encodeURIComponent(next)}`
  } while (after !== '')
  return ids
}

/** Does something with each, several at a time. */
const each = async <V>(list: readonly V[], act: (one: V) => Promise<void>): Promise<void> => {
  const waiting = [...list]
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await act(one)
  }
  await Promise.all(Array.from({ length: 6 }, lane))
}

/** Publishes all articles on a server whose demo was loaded, and takes the demo's own away. Returns ids by topic. */
export const publishCorpus = async (server: RunningServer): Promise<Map<string, string>> => {
  const desk = await openDesk(server)
  const { leader } = desk.signers
  if (!leader) throw new Error('the demo has no leader')
  const reason = '试用时不要别的文章'
  await each(await listed(server.base), async (id) => {
    await atDesk(desk, leader, 'POST', `/${id}/withdrawal`, { reason })
  })
  const articles = readArticles()
  const ids = new Map<string, string>()
  // an interpretation explains a document that is public
  const policies = articles.filter(({ kind }) => kind === 'policy')
  await each(policies, async (article) => {
    ids.set(article.id, await publish(desk, article, ''))
  })
  const explained = [...ids.values()][0] ?? ''
  await each(
    articles.filter((article) => !policies.includes(article)),
    async (article) => {
      ids.set(article.id, await publish(desk, article, explained))
    }
  )
  for (let tries = 0; (await listed(server.base)).length < articles.length; tries += 1) {
    if (tries > 600) throw new Error('not all articles became public')
    await wait(100)
  }
  return ids
}
