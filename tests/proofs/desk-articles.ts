/** What proofs do with articles at the desk, over HTTP; each act must be done. */
import { ask, type Answer, type Session } from './caller.ts'

export interface DeskArticle {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly state: string
  readonly content: Readonly<Record<string, unknown>>
  readonly chain: readonly { readonly step: string; readonly signer: unknown }[]
}

const need = ({ status, text, body }: Answer, what: string): unknown => {
  if (status >= 300) throw new Error(`${what}: ${status} ${text.slice(0, 300)}`)
  return body
}

/** Begins an article; returns its id. */
export const beginArticle = async (
  base: string,
  session: Session,
  body: { readonly kind: string; readonly column: string; readonly title: string }
): Promise<string> =>
  (need(await ask(base, 'POST', '/desk/articles', { session, body }), 'beginning') as DeskArticle).id

export const readArticle = async (base: string, session: Session, id: string): Promise<DeskArticle> =>
  need(await ask(base, 'GET', `/desk/articles/${id}`, { session }), 'reading') as DeskArticle

/** Keeps `content` over what stands there. */
export const writeArticle = async (
  base: string,
  session: Session,
  id: string,
  content: Readonly<Record<string, unknown>>
): Promise<void> => {
  const { version, savedAt, content: before } = await readArticle(base, session, id)
  const body = { version, savedAt, content: { ...before, ...content } }
  need(await ask(base, 'PUT', `/desk/articles/${id}/draft`, { session, body }), 'writing')
}

/** Adds a file; returns its id. */
export const addArticleFile = async (
  base: string,
  session: Session,
  id: string,
  { name, bytes }: { readonly name: string; readonly bytes: Buffer }
): Promise<string> => {
  const path = `/desk/articles/${id}/files?name=${encodeURIComponent(name)}`
  return (need(await ask(base, 'POST', path, { session, body: bytes }), 'adding a file') as { id: string }).id
}

export const submitArticle = async (base: string, session: Session, id: string): Promise<void> => {
  const { version } = await readArticle(base, session, id)
  need(await ask(base, 'POST', `/desk/articles/${id}/submission`, { session, body: { version } }), 'submitting')
}

/** Signs the step that is due. */
export const signArticle = async (
  base: string,
  session: Session,
  id: string,
  publishAt: string | null = null
): Promise<void> => {
  const { version, chain } = await readArticle(base, session, id)
  const step = chain.find(({ signer }) => signer === null)?.step
  const body = { version, step, publishAt }
  need(await ask(base, 'POST', `/desk/articles/${id}/signature`, { session, body }), 'signing')
}
