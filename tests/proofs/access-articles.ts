/** access:matrix for articles: articles that stand ready at two offices, and one attempt a route. */
import { addPerson, ask, finish, type Answer, type Asking, type Session } from './caller.ts'
import type { Attempt, Case } from './access-attempts.ts'

export interface ReadyArticle {
  readonly id: string
  /** its one file */
  readonly file: string
}

export type ArticleReady = 'draft' | 'inReview' | 'published'

export interface Articles {
  readonly ready: (ready: ArticleReady, relation: string) => Promise<ReadyArticle>
  /** the same is not given again */
  readonly used: (article: ReadyArticle) => void
  /** sees and writes every article of its office */
  readonly readerOf: (relation: string) => Session
}

interface Shown {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly content: Readonly<Record<string, unknown>>
  readonly chain: readonly { readonly step: string; readonly signer: unknown }[]
}

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64'
)

const need = ({ status, text, body }: Answer, what: string): unknown => {
  if (status >= 300) throw new Error(`${what}: ${status} ${text}`)
  return body
}

const chain = ['office', 'registry', 'secrecy'] as const

/** People who write and sign at both offices, and articles made by them as they are asked for. */
export const prepareArticles = async (
  base: string,
  administrator: Session,
  offices: { readonly own: string; readonly other: string }
): Promise<Articles> => {
  let people = 0
  const person = async (role: string, officeId: string): Promise<Session> => {
    people += 1
    const account = `article.${people}`
    return await finish(base, await addPerson(base, administrator, { account, roles: [role], officeId }))
  }
  const at = async (officeId: string) => ({
    author: await person('handler', officeId),
    office: await person('officeHead', officeId)
  })
  const own = await at(offices.own)
  const other = await at(offices.other)
  const signers = {
    registry: await person('registryHead', offices.own),
    secrecy: await person('secrecyReviewer', offices.own)
  }
  const placed = (relation: string) => (relation === 'other-office' ? other : own)
  const column = { name: '试用栏目', parent: null, position: 99 }
  need(await ask(base, 'PUT', '/desk/columns/trial', { session: signers.registry, body: column }), 'a column')

  const read = async (session: Session, id: string): Promise<Shown> =>
    need(await ask(base, 'GET', `/desk/articles/${id}`, { session }), 'reading an article') as Shown

  const write = async (session: Session, id: string, more: Readonly<Record<string, unknown>>): Promise<void> => {
    const { version, savedAt, content } = await read(session, id)
    const body = { version, savedAt, content: { ...content, ...more } }
    need(await ask(base, 'PUT', `/desk/articles/${id}/draft`, { session, body }), 'writing an article')
  }

  const publish = async (relation: string, id: string): Promise<void> => {
    const { author, office } = placed(relation)
    const { version } = await read(author, id)
    need(
      await ask(base, 'POST', `/desk/articles/${id}/submission`, { session: author, body: { version } }),
      'submitting'
    )
    for (const step of chain) {
      const session = step === 'office' ? office : signers[step]
      const body = { version, step, publishAt: null }
      need(await ask(base, 'POST', `/desk/articles/${id}/signature`, { session, body }), 'signing')
    }
    for (let tries = 0; tries < 200; tries += 1) {
      const { state } = (await read(author, id)) as Shown & { state: string }
      if (state === 'published') return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('an approved article never became public')
  }

  const make = async (ready: ArticleReady, relation: string): Promise<ReadyArticle> => {
    const session = placed(relation).author
    const begun = { kind: 'news', column: 'trial', title: '试用稿件' }
    const { id } = need(await ask(base, 'POST', '/desk/articles', { session, body: begun }), 'beginning') as Shown
    const added = await ask(base, 'POST', `/desk/articles/${id}/files?name=a.png`, { session, body: picture })
    const file = (need(added, 'adding a file') as { id: string }).id
    await write(session, id, {
      summary: '试用的概述。',
      body: '<p>试用的正文。</p>',
      disclosure: 'open',
      attachments: [{ file, name: '图.png' }]
    })
    if (ready === 'inReview') {
      const { version } = await read(session, id)
      need(await ask(base, 'POST', `/desk/articles/${id}/submission`, { session, body: { version } }), 'submitting')
    }
    if (ready === 'published') {
      await publish(relation, id)
      await write(session, id, { body: '<p>更正后的正文。</p>', correctionNote: '试用时的更正' })
      await publish(relation, id)
    }
    return { id, file }
  }

  const waiting = new Map<string, ReadyArticle>()
  return {
    ready: async (ready, relation) => {
      const key = `${ready} ${relation === 'other-office'}`
      const article = waiting.get(key) ?? (await make(ready, relation))
      waiting.set(key, article)
      return article
    },
    used: (article) => {
      for (const [key, one] of waiting) if (one === article) waiting.delete(key)
    },
    readerOf: (relation) => placed(relation).author
  }
}

const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
  withoutToken: relation === 'no-token'
})

/** A route below an article of the desk. `uses`: what it does can't be done again. */
const onArticle =
  (
    ready: ArticleReady,
    method: string,
    what: string,
    body?: (article: Shown) => Readonly<Record<string, unknown>> | Uint8Array,
    uses = false
  ): Attempt =>
  async ({ base, articles }, one) => {
    const article = await articles.ready(ready, one.relation)
    const { body: now } = await ask(base, 'GET', `/desk/articles/${article.id}`, {
      session: articles.readerOf(one.relation)
    })
    const path = `/desk/articles/${article.id}${what.replace('FILE', article.file)}`
    const sent = body ? { body: body(now as Shown) } : {}
    const answers = [await ask(base, method, path, { ...shown(one), ...sent })]
    if (method === 'GET') answers.push(await ask(base, 'HEAD', path, shown(one)))
    if (uses && answers.some(({ status }) => status < 300)) articles.used(article)
    return answers
  }

const onPublished =
  (what: string): Attempt =>
  async ({ base, articles }, one) => {
    const { id, file } = await articles.ready('published', 'own-office')
    const path = `/articles/${id}${what.replace('FILE', file)}`
    return [await ask(base, 'GET', path, shown(one)), await ask(base, 'HEAD', path, shown(one))]
  }

const readQueue: Attempt = async ({ base, articles }, one) => {
  const { id } = await articles.ready('draft', one.relation)
  const answer = await ask(base, 'GET', '/desk/articles?tab=draft', shown(one))
  if (answer.status !== 200) return [answer]
  if ((answer.body as { articles: readonly Shown[] }).articles.some((line) => line.id === id)) return [answer]
  // an article that the queue leaves out is not there for this reader
  return [{ ...answer, status: 404, headers: { 'content-type': 'application/problem+json' } }]
}

const anyone =
  (path: string): Attempt =>
  async ({ base }, one) => [await ask(base, 'GET', path, shown(one)), await ask(base, 'HEAD', path, shown(one))]

const dueStep = ({ version, chain: steps }: Shown) => ({
  version,
  step: steps.find(({ signer }) => signer === null)?.step ?? 'office',
  publishAt: null
})

let columns = 0

export const articleAttempts: Readonly<Record<string, Attempt>> = {
  'GET /columns': anyone('/columns'),
  'GET /articles': anyone('/articles'),
  'GET /articles/:id': onPublished(''),
  'GET /articles/:id/versions/:version': onPublished('/versions/1'),
  'GET /articles/:id/files/:file': onPublished('/files/FILE'),
  'GET /catalogue': anyone('/catalogue'),
  'GET /library/changes': anyone('/library/changes'),
  'GET /glossary': anyone('/glossary'),
  'GET /glossary/:slug': anyone('/glossary/cpi'),
  'GET /desk/articles': readQueue,
  'POST /desk/articles': async ({ base }, one) => [
    await ask(base, 'POST', '/desk/articles', {
      ...shown(one),
      body: { kind: 'news', column: 'trial', title: '试用稿件' }
    })
  ],
  'GET /desk/articles/:id': onArticle('draft', 'GET', ''),
  'PUT /desk/articles/:id/draft': onArticle('draft', 'PUT', '/draft', ({ version, savedAt, content }) => ({
    version,
    savedAt,
    content: { ...content, source: content['source'] === '试用' ? '再试' : '试用' }
  })),
  'POST /desk/articles/:id/submission': onArticle('draft', 'POST', '/submission', ({ version }) => ({ version }), true),
  'POST /desk/articles/:id/signature': onArticle('inReview', 'POST', '/signature', dueStep, true),
  'POST /desk/articles/:id/return': onArticle(
    'inReview',
    'POST',
    '/return',
    ({ version }) => ({ version, reason: '试用时退回' }),
    true
  ),
  'POST /desk/articles/:id/withdrawal': onArticle(
    'published',
    'POST',
    '/withdrawal',
    () => ({ reason: '试用时撤下' }),
    true
  ),
  'GET /desk/articles/:id/versions/:version': onArticle('draft', 'GET', '/versions/1'),
  'POST /desk/articles/:id/files': onArticle('draft', 'POST', '/files?name=b.png', () => picture),
  'GET /desk/articles/:id/files/:file': onArticle('draft', 'GET', '/files/FILE'),
  'GET /desk/policies': anyone('/desk/policies'),
  'PUT /desk/columns/:slug': async ({ base }, one) => {
    columns += 1
    const body = { name: '试用栏目', parent: null, position: 99 }
    return [await ask(base, 'PUT', `/desk/columns/trial-${columns}`, { ...shown(one), body })]
  }
}
