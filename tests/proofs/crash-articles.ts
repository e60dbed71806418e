/** Articles of crash:app: written, signed and published through every outage, and the judgement of what is there of them. */
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { longPdf } from '../server/attachment-makers.ts'
import { ask, type Answer, type Asking, type Session } from './caller.ts'
import type { DeskArticle } from './desk-articles.ts'

/** Who takes an article to its readers: the author, and the chain of news in its order. */
export interface Newsroom {
  readonly author: Session
  readonly signers: readonly Session[]
  readonly column: string
}

/** What was acknowledged of an article. */
export interface WrittenArticle {
  readonly id: string
  text?: string
  file?: { readonly id: string; readonly bytes: Buffer }
  readonly signers: string[]
  published?: boolean
}

type Insist = (method: string, path: string, asking: Asking) => Promise<{ answer: Answer; tries: number }>

interface Telling {
  readonly insist: Insist
  readonly faults: string[]
  readonly ending: () => boolean
}

/** Three people's work at once: writes one article after another until the load ends; everything acknowledged stands in what is returned. */
export const writeArticles = (
  { author, signers, column }: Newsroom,
  { insist, faults, ending }: Telling
): { articles: WrittenArticle[]; done: Promise<void> } => {
  const articles: WrittenArticle[] = []

  /** After a broken connection the article tells whether an act was done. */
  const act = async (
    session: Session,
    [method, what, body]: readonly [method: string, what: string, body: Readonly<Record<string, unknown>>],
    id: string,
    isDone: (shown: DeskArticle) => boolean
  ): Promise<DeskArticle | undefined> => {
    const { answer, tries } = await insist(method, `/desk/articles/${id}/${what}`, { session, body })
    if (answer.status === 200) return answer.body as DeskArticle
    if (answer.status === 409 && tries > 1) {
      const shown = (await insist('GET', `/desk/articles/${id}`, { session: author })).answer.body as DeskArticle
      if (isDone(shown)) return shown
    }
    faults.push(`${what} of the article ${id}: ${answer.status} ${answer.text.slice(0, 160)}`)
    return undefined
  }

  const one = async (): Promise<void> => {
    const mark = randomBytes(8).toString('hex').replace(/\d/g, 'g')
    const begun = { kind: 'news', column, title: `稿件 ${mark}` }
    let shown = (await insist('POST', '/desk/articles', { session: author, body: begun })).answer.body as DeskArticle
    const { id } = shown
    const article: WrittenArticle = { id, signers: [] }
    articles.push(article)
    const bytes = longPdf(20_000)
    const path = `/desk/articles/${id}/files?name=${mark}.pdf`
    const added = (await insist('POST', path, { session: author, body: bytes })).answer
    if (added.status !== 201) return void faults.push(`a file of the article ${id}: ${added.status}`)
    const file = (added.body as { id: string }).id
    article.file = { id: file, bytes }
    const content = {
      ...shown.content,
      summary: '概述',
      body: `<p>正文 ${mark}</p>`,
      disclosure: 'open',
      attachments: [{ file, name: '附件.pdf' }]
    }
    const { version, savedAt } = shown
    const saved = await act(author, ['PUT', 'draft', { version, savedAt, content }], id, () => false)
    if (!saved) return
    article.text = mark
    const submitted = await act(author, ['POST', 'submission', { version }], id, ({ state }) => state !== 'draft')
    if (!submitted) return
    for (const [at, session] of signers.entries()) {
      const step = shown.chain[at]?.step
      const signed = await act(session, ['POST', 'signature', { version, step, publishAt: null }], id, ({ chain }) =>
        chain.some(({ signer }) => (signer as { id: string } | null)?.id === session.personId)
      )
      if (!signed) return
      article.signers.push(session.personId)
    }
    for (let tries = 0; tries < 300; tries += 1) {
      shown = (await insist('GET', `/desk/articles/${id}`, { session: author })).answer.body as DeskArticle
      if (shown.state === 'published') break
      await wait(100)
    }
    article.published = shown.state === 'published'
    if (!article.published) faults.push(`the article ${id} was signed by all and never became public`)
  }

  const run = async (): Promise<void> => {
    while (!ending()) await one()
  }
  const all = Promise.all([run(), run(), run()])
  return { articles, done: all.then(() => undefined) }
}

interface StoredArticle {
  readonly id: string
  readonly state: string
  readonly text: string
  readonly signers: readonly string[]
  readonly approved: boolean
  readonly editions: number
  readonly live: boolean
  readonly told: number
  readonly acts: readonly string[]
}

const wholeArticles = `
  select a.id, a.state, coalesce((select v.content ->> 'body' from article_versions v where v.article_id = a.id and v.version = 1), '') as text,
         array(select s.signer_id::text from article_signatures s where s.article_id = a.id order by s.position) as signers,
         exists (select from article_approvals p where p.article_id = a.id) as approved,
         (select count(*)::int from article_editions e where e.article_id = a.id) as editions,
         exists (select from published_articles p join article_editions e on e.article_id = p.article_id and e.edition = p.edition
                 where p.article_id = a.id and p.index_number = a.index_number) as live,
         (select count(*)::int from library_changes c where c.subject = a.id::text) as told,
         array(select u.act from audit_events u where u.subject_kind = 'article' and u.subject_id = a.id::text) as acts
  from articles a where not a.demo`

/** Why an article is not whole. */
const halfOf = ({ state, text, signers, approved, editions, live, told, acts }: StoredArticle): string | undefined => {
  const audited = (act: string): number => acts.filter((one) => one === `article.${act}`).length
  const published = state === 'published'
  if (audited('begun') !== 1) return 'its beginning is not in the audit record'
  if (audited('signed') !== signers.length) return 'its signatures and the audit record do not fit'
  if (new Set(signers).size !== signers.length) return 'somebody signed it twice'
  if (approved !== (signers.length === 3) || audited('approved') !== Number(approved))
    return 'its approval is half there'
  if (published !== live || editions !== Number(published) || audited('published') !== editions)
    return 'its publication is half there'
  if (published && told === 0) return 'phones are not told of it'
  return approved && text === '' ? 'it has no text' : undefined
}

/** Compares what was acknowledged of articles with what is there. */
export const judgeArticles = async (
  base: string,
  client: Client,
  articles: readonly WrittenArticle[],
  { author }: Newsroom
): Promise<{ lost: string[]; half: string[] }> => {
  const { rows } = await client.query<StoredArticle>(wholeArticles)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const half = rows.flatMap((row) => {
    const why = halfOf(row)
    return why === undefined ? [] : [`the article ${row.id}: ${why}`]
  })
  const lost: string[] = []
  for (const { id, text, file, signers, published } of articles) {
    const row = byId.get(id)
    if (text !== undefined && row?.text.includes(text) !== true) lost.push(`the text of the article ${id}`)
    if (signers.some((signer) => row?.signers.includes(signer) !== true)) lost.push(`a signature of the article ${id}`)
    if (published === true && row?.live !== true) lost.push(`the publication of the article ${id}`)
    if (!file) continue
    const digest = await client.query<{ sha256: Buffer }>('select sha256 from article_files where id = $1', [file.id])
    const right = digest.rows[0]?.sha256.equals(createHash('sha256').update(file.bytes).digest())
    const handedOut = await ask(base, 'GET', `/desk/articles/${id}/files/${file.id}`, { session: author })
    if (right !== true || handedOut.status !== 200) lost.push(`a file of the article ${id}`)
  }
  return { lost: lost.map((what) => `${what} was acknowledged and is not there`), half }
}
