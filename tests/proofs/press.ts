/** How proofs and journeys publish: through the desk, with everybody whom the demo's chain needs. */
import { setTimeout as wait } from 'node:timers/promises'
import { ask, signInAs, type Answer, type Session } from './caller.ts'
import type { RunningServer } from './server.ts'

/** The demo's people of one office, signed in. */
export interface Press {
  readonly base: string
  readonly author: Session
  readonly signers: Readonly<Record<string, Session>>
}

interface Shown {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly content: Readonly<Record<string, unknown>>
  readonly chain: readonly { readonly step: string; readonly signer: unknown }[]
}

export interface NewArticle {
  readonly title: string
  readonly kind?: 'news' | 'dataNote' | 'notice'
  readonly column?: string
  readonly summary?: string
  /** markup of the editor */
  readonly body?: string
  readonly pictures?: readonly Buffer[]
}

/** Signs in everybody whom a chain needs. */
export const openPress = async (server: RunningServer): Promise<Press> => ({
  base: server.base,
  author: await signInAs(server, 'handler.prices'),
  signers: {
    office: await signInAs(server, 'head.prices'),
    registry: await signInAs(server, 'registry'),
    secrecy: await signInAs(server, 'secrecy'),
    leader: await signInAs(server, 'leader')
  }
})

const act = async ({ base }: Press, session: Session, method: string, path: string, body?: object): Promise<Shown> => {
  const answer: Answer = await ask(base, method, `/desk/articles${path}`, { session, ...(body ? { body } : {}) })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body as Shown
}

/** Writes, hands in and signs all but the last step; the returned function gives the last signature. */
const upToTheLast = async (press: Press, id: string, changes: object): Promise<() => Promise<void>> => {
  const { version, savedAt, content } = await act(press, press.author, 'GET', `/${id}`)
  const next = { ...content, disclosure: 'open', ...changes }
  const saved = await act(press, press.author, 'PUT', `/${id}/draft`, { version, savedAt, content: next })
  const { chain } = await act(press, press.author, 'POST', `/${id}/submission`, { version: saved.version })
  const signing = chain.map(({ step }) => async (): Promise<void> => {
    const signer = press.signers[step]
    if (!signer) throw new Error(`nobody signs the step ${step}`)
    await act(press, signer, 'POST', `/${id}/signature`, { version: saved.version, step, publishAt: null })
  })
  for (const sign of signing.slice(0, -1)) await sign()
  return signing.at(-1)!
}

/** Adds a picture to an article; returns its id. */
const addPicture = async (press: Press, id: string, bytes: Buffer): Promise<string> => {
  const { author, base } = press
  const response = await fetch(`${base}/api/desk/articles/${id}/files?name=${encodeURIComponent('图.png')}`, {
    method: 'POST',
    headers: {
      cookie: author.cookie,
      'x-csrf-token': author.csrfToken,
      'content-type': 'application/octet-stream'
    },
    body: new Uint8Array(bytes)
  })
  if (response.status !== 201) throw new Error(`adding a picture: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { id: string }).id
}

/** Waits until anybody reads this version of an article. */
export const untilPublic = async (base: string, id: string, version: number): Promise<void> => {
  const end = performance.now() + 20_000
  while (performance.now() < end) {
    const { status, body } = await ask(base, 'GET', `/articles/${id}`)
    if (status === 200 && (body as { versions: readonly { version: number }[] }).versions[0]?.version === version)
      return
    await wait(50)
  }
  throw new Error(`version ${version} of ${id} did not become public`)
}

/** Publishes an article and returns its id when everybody can read it. `pictures` stand below its text. */
export const publish = async (press: Press, article: NewArticle): Promise<string> => {
  const { title, kind = 'news', column = 'figures', summary = `${title}。`, body = `<p>${title}。</p>` } = article
  const { id } = await act(press, press.author, 'POST', '', { kind, column, title })
  const shown: string[] = []
  for (const bytes of article.pictures ?? []) shown.push(await addPicture(press, id, bytes))
  const pictures = shown.map((file) => `<figure><img src="/api/articles/${id}/files/${file}" alt="示意图"></figure>`)
  await (
    await upToTheLast(press, id, { title, summary, body: `${body}${pictures.join('')}` })
  )()
  await untilPublic(press.base, id, 1)
  return id
}

/** Brings a correction so far that the returned function alone makes it public. */
export const prepareCorrection = async (
  press: Press,
  id: string,
  changes: { readonly title?: string; readonly body?: string },
  note = '更正了一处数字'
): Promise<() => Promise<void>> => await upToTheLast(press, id, { ...changes, correctionNote: note })

/** Takes a published article away. */
export const withdraw = async (press: Press, id: string): Promise<void> => {
  await act(press, press.signers['registry']!, 'POST', `/${id}/withdrawal`, { reason: '内容有误，撤下' })
}
