/** The articles of publish:second: a document with its interpretation, and a correction, all for one second. */
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { picture as pictureOf } from '../server/attachment-makers.ts'
import { ask, signInAs, type Session } from './caller.ts'
import { addArticleFile, beginArticle, readArticle, signArticle, submitArticle, writeArticle } from './desk-articles.ts'
import { portable } from './secret-files.ts'
import type { RunningServer } from './server.ts'

/** An article that waits for its second, with the words that stand nowhere else. */
export interface Waiting {
  readonly what: 'document' | 'interpretation' | 'correction'
  readonly id: string
  readonly file: string
  readonly picture: string
  /** the mark by which the attachment would be asked about */
  readonly etag: string
  readonly words: { readonly title: string; readonly summary: string; readonly body: string; readonly file: string }
}

export interface Stage {
  readonly column: string
  readonly waiting: readonly Waiting[]
  /** what stands in the first edition of the article that is corrected */
  readonly earlier: string
  /** gives the last signature of each, for the same second */
  readonly approve: (publishAt: string) => Promise<void>
}

/** Letters only: digits could look like somebody's number. */
const word = (): string => `w${[...randomBytes(14)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`

interface People {
  readonly author: Session
  readonly signers: readonly Session[]
}

const write = async (
  base: string,
  { author }: People,
  id: string,
  what: Waiting['what'],
  more: Readonly<Record<string, unknown>>
): Promise<Waiting> => {
  const words = { title: word(), summary: word(), body: word(), file: word() }
  const attached = portable(words.file)
  const [file, picture] = [
    await addArticleFile(base, author, id, { name: '附件.pdf', bytes: attached }),
    await addArticleFile(base, author, id, { name: '图.png', bytes: await pictureOf('png') })
  ]
  await writeArticle(base, author, id, {
    title: `试用稿件 ${words.title}`,
    summary: `概述 ${words.summary}`,
    body: `<p>正文 ${words.body}</p><figure><img src="/api/desk/articles/${id}/files/${picture}" alt="图"></figure>`,
    disclosure: 'open',
    attachments: [{ file, name: '附件.pdf' }],
    ...more
  })
  const etag = `"${createHash('sha256').update(attached).digest('base64url')}"`
  return { what, id, file, picture, etag, words }
}

/** Hands an article in and has all sign but the last. */
const bringToLast = async (base: string, { author, signers }: People, id: string): Promise<Session> => {
  await submitArticle(base, author, id)
  const { chain } = await readArticle(base, author, id)
  const those = signers.slice(0, chain.length)
  for (const signer of those.slice(0, -1)) await signArticle(base, signer, id)
  return those.at(-1)!
}

/** Brings three articles to their last signature. */
export const setStage = async (server: RunningServer): Promise<Stage> => {
  const { base } = server
  const open = async (account: string): Promise<Session> => await signInAs(server, account)
  const registry = await open('registry')
  const people: People = {
    author: await open('handler.accounts'),
    signers: [await open('head.accounts'), registry, await open('secrecy'), await open('leader')]
  }
  const column = `c${randomBytes(6).toString('hex')}`
  const made = { name: '准点栏目', parent: null, position: 99 }
  const { status } = await ask(base, 'PUT', `/desk/columns/${column}`, { session: registry, body: made })
  if (status !== 200) throw new Error(`a column: ${status}`)
  const begin = async (kind: string): Promise<string> =>
    await beginArticle(base, people.author, { kind, column, title: '试用稿件' })

  const documentId = await begin('policy')
  const interpretationId = await begin('interpretation')
  const correctedId = await begin('news')

  const first = await write(base, people, correctedId, 'correction', {})
  await signArticle(base, await bringToLast(base, people, correctedId), correctedId)
  for (let left = 400; (await readArticle(base, people.author, correctedId)).state !== 'published'; left -= 1) {
    if (left === 0) throw new Error('what should be public at once never was')
    await wait(50)
  }
  const correction = await write(base, people, correctedId, 'correction', { correctionNote: '更正了数据。' })
  const document = await write(base, people, documentId, 'document', {
    documentNumber: '统〔2026〕9 号',
    writtenOn: '2026-11-02',
    validity: 'inForce'
  })
  const interpretation = await write(base, people, interpretationId, 'interpretation', { interprets: [documentId] })
  // a document goes out with an interpretation that is approved
  const last: [string, Session][] = []
  for (const id of [interpretationId, documentId, correctedId]) last.push([id, await bringToLast(base, people, id)])
  return {
    column,
    waiting: [document, interpretation, correction],
    earlier: first.words.body,
    approve: async (publishAt) => {
      for (const [id, session] of last) await signArticle(base, session, id, publishAt)
    }
  }
}
