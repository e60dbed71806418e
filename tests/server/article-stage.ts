/** What the tests of articles share: a bureau with everybody a chain needs, and articles on their way through it. */
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Article, ArticleKind } from '#contract/articles.ts'
import type { ArticleContent, DeskArticle, ReviewStep } from '#contract/articles-desk.ts'
import { setColumn } from '#server/articles/set-column.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

export interface Bureau {
  readonly fresh: FreshApp
  readonly office: string
  readonly author: Colleague
  readonly head: Colleague
  readonly registry: Colleague
  readonly secrecy: Colleague
  readonly leader: Colleague
  /** of another office */
  readonly stranger: Colleague
}

let bureau: Bureau | undefined

export const stage = (): Bureau => {
  if (!bureau) throw new Error('call openBureau() at the top of the test file')
  return bureau
}

/** A server with two offices and two columns before the tests of a file. */
export function openBureau(settings: Record<string, string> = {}): void {
  beforeAll(async () => {
    const fresh = await freshApp(settings)
    const { app, db } = fresh
    const office = await makeOffice(db, '价格科', 1)
    const elsewhere = await makeOffice(db, '住户科', 2)
    await setColumn(db, null, 'law', { name: '政策法规', parent: null, position: 1 })
    await setColumn(db, null, 'documents', { name: '规范性文件', parent: 'law', position: 1 })
    await setColumn(db, null, 'news', { name: '最新动态', parent: null, position: 2 })
    bureau = {
      fresh,
      office,
      author: await colleague(app, db, 'author', ['handler'], office),
      head: await colleague(app, db, 'head', ['officeHead'], office),
      registry: await colleague(app, db, 'registry', ['registryHead'], office),
      secrecy: await colleague(app, db, 'secrecy', ['secrecyReviewer']),
      leader: await colleague(app, db, 'leader', ['leader']),
      stranger: await colleague(app, db, 'stranger', ['handler'], elsewhere)
    }
  })
  afterAll(() => stage().fresh.close())
}

/** Sends a request of the desk and expects it to be done. */
export const done = async (
  who: Colleague,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
  status = 200
): Promise<DeskArticle> => {
  const response = await who.send(method, path, body)
  expect(response.statusCode, response.body).toBe(status)
  return response.json<DeskArticle>()
}

/** Sends a request and returns the slug of the problem it is answered with. */
export const refused = async (
  who: Colleague,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object
): Promise<string> => {
  const response = await who.send(method, path, body)
  expect(response.statusCode, response.body).toBeGreaterThanOrEqual(400)
  return response.json<{ type: string }>().type.replace('/problems/', '')
}

export const path = (id: string, act = '') => `/desk/articles/${id}${act === '' ? '' : `/${act}`}`

/** Begins an article and writes a text that passes all checks; `changes` go before it. */
export const written = async (
  kind: ArticleKind = 'news',
  changes: Partial<ArticleContent> = {},
  who = stage().author
): Promise<DeskArticle> => {
  const begun = await done(who, 'POST', '/desk/articles', { kind, column: 'news', title: '一篇稿件' }, 201)
  return await saved(begun, { ...ready(kind), ...changes }, who)
}

const ready = (kind: ArticleKind): Partial<ArticleContent> => ({
  summary: '本月各类价格走势平稳。',
  body: '<p>本月菜价回落，交通费用持平。</p>',
  disclosure: 'open',
  ...(kind === 'policy'
    ? {
        documentNumber: '示统规〔2026〕8号',
        writtenOn: '2026-11-02',
        validity: 'inForce',
        noInterpretation: '只转发上级文件'
      }
    : {})
})

/** Keeps a changed text. */
export const saved = async (
  { id, version, savedAt, content }: DeskArticle,
  changes: Partial<ArticleContent>,
  who = stage().author
): Promise<DeskArticle> =>
  await done(who, 'PUT', path(id, 'draft'), { version, savedAt, content: { ...content, ...changes } })

export const submitted = async ({ id, version }: DeskArticle, who = stage().author): Promise<DeskArticle> =>
  await done(who, 'POST', path(id, 'submission'), { version })

export const signerOf = (step: ReviewStep): Colleague => {
  const { head, registry, secrecy, leader } = stage()
  return { office: head, registry, secrecy, leader }[step]
}

/** Lets everybody whose turn it is sign, up to and with `last`; the last one may say when it becomes public. */
export const signed = async (
  article: DeskArticle,
  publishAt: string | null = null,
  last?: ReviewStep
): Promise<DeskArticle> => {
  let now = article
  for (const { step, signer } of article.chain) {
    if (signer) continue
    const body = { version: article.version, step, publishAt: step === article.chain.at(-1)?.step ? publishAt : null }
    now = await done(signerOf(step), 'POST', path(article.id, 'signature'), body)
    if (step === last) break
  }
  return now
}

/** An article that is public. */
export const published = async (
  kind: ArticleKind = 'news',
  changes: Partial<ArticleContent> = {}
): Promise<Article> => {
  const article = await signed(await submitted(await written(kind, changes)))
  return await publicly(article.id)
}

/** Waits until an article is public, and reads it as anybody does. */
export const publicly = async (id: string, version?: number): Promise<Article> => {
  const { app } = stage().fresh
  return await expect
    .poll(
      async () => {
        const response = await app.inject(`/api/articles/${id}`)
        const article = response.statusCode === 200 ? response.json<Article>() : undefined
        return version === undefined || article?.versions[0]?.version === version ? article : undefined
      },
      { timeout: 10_000 }
    )
    .toBeDefined()
    .then(async () => (await app.inject(`/api/articles/${id}`)).json<Article>())
}

/** What anybody is answered at an address of the API. */
export const asked = async (app: FastifyInstance, address: string): Promise<number> =>
  (await app.inject(`/api${address}`)).statusCode
