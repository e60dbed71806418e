/** The articles of fuzz:api: in each state, so that requests get past the first check; and the values that lead to them. */
import { addPerson, ask, finish, type Session } from './caller.ts'
import { addArticleFile, beginArticle, readArticle, signArticle, submitArticle, writeArticle } from './desk-articles.ts'
import type { RunningServer } from './server.ts'
import { pdf } from '../server/attachment-makers.ts'

export interface FuzzArticles {
  readonly ids: readonly string[]
  readonly publicIds: readonly string[]
  readonly values: Readonly<Record<string, readonly unknown[]>>
}

/** Twelve articles of the subjects' office: drafts, in review, signed by some. Those that are public are the demo's. */
export const setArticles = async (
  { base }: RunningServer,
  { author, administrator, officeId }: { author: Session; administrator: Session; officeId: string }
): Promise<FuzzArticles> => {
  const person = { account: 'fuzz.head', roles: ['officeHead'], officeId }
  const head = await finish(base, await addPerson(base, administrator, person))
  const { columns } = (await ask(base, 'GET', '/columns')).body as { columns: readonly { slug: string }[] }
  const column = columns[0]?.slug ?? ''
  const ids: string[] = []
  const files: string[] = []
  const saved: string[] = []
  for (let n = 0; n < 12; n += 1) {
    const kind = ['news', 'notice', 'policy', 'dataNote'][n % 4] ?? ''
    const id = await beginArticle(base, author, { kind, column, title: `试用稿件 ${n}` })
    ids.push(id)
    files.push(await addArticleFile(base, author, id, { name: '附件.pdf', bytes: pdf() }))
    const policy = {
      documentNumber: '统〔2026〕9 号',
      writtenOn: '2026-11-02',
      validity: 'inForce',
      noInterpretation: '无须解读'
    }
    await writeArticle(base, author, id, { summary: '概述', body: '<p>正文</p>', disclosure: 'open', ...policy })
    if (n > 3) await submitArticle(base, author, id)
    if (n > 7) await signArticle(base, head, id)
    saved.push((await readArticle(base, author, id)).savedAt)
  }
  const { articles } = (await ask(base, 'GET', '/articles')).body as { articles: readonly { id: string }[] }
  return {
    ids,
    publicIds: articles.map(({ id }) => id),
    values: {
      file: files,
      savedAt: saved,
      version: [1, 1, 1, 2],
      column: [...columns.slice(0, 4).map(({ slug }) => slug), 'none'],
      step: ['office', 'registry', 'secrecy', 'leader'],
      disclosure: ['open', 'open', null]
    }
  }
}
