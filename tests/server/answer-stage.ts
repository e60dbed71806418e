/** What the tests of published answers share: a bureau, letters that were answered, copies that were approved. */
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect } from 'vitest'
import type { AnswerLine, AnswerList, CopyDraft, Publication } from '#contract/answers.ts'
import type { LetterDraft, LetterReceipt } from '#contract/letters.ts'
import type { DeskLetter } from '#contract/letters-desk.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

export interface Bureau {
  readonly fresh: FreshApp
  readonly office: string
  readonly clerk: Colleague
  readonly handler: Colleague
  readonly head: Colleague
  /** of another office */
  readonly stranger: Colleague
}

let bureau: Bureau | undefined

export const stage = (): Bureau => {
  if (!bureau) throw new Error('call openBureau() at the top of the test file')
  return bureau
}

/** A server with one office at work before the tests of a file. */
export function openBureau(): void {
  beforeAll(async () => {
    const fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
    const { app, db } = fresh
    const office = await makeOffice(db, '价格科', 1)
    const elsewhere = await makeOffice(db, '住户科', 2)
    bureau = {
      fresh,
      office,
      clerk: await colleague(app, db, 'clerk', ['registryClerk']),
      handler: await colleague(app, db, 'handler', ['handler'], office),
      head: await colleague(app, db, 'head', ['officeHead'], office),
      stranger: await colleague(app, db, 'stranger', ['handler'], elsewhere)
    }
  })
  afterAll(() => stage().fresh.close())
}

export interface AnsweredLetter {
  readonly letter: LetterDraft
  readonly receipt: LetterReceipt
}

const act = async (who: Colleague, id: string, method: 'POST' | 'PUT', path: string, body: object): Promise<void> => {
  const { revision } = (await who.send('GET', `/desk/letters/${id}`)).json<DeskLetter>()
  const response = await who.send(method, `/desk/letters/${id}/${path}`, { ...body, revision })
  expect(response.statusCode, response.body).toBe(200)
}

/** Drafts and signs the reply of the round that runs. */
export const reply = async (id: string, text: string): Promise<void> => {
  const { handler, head } = stage()
  await act(handler, id, 'PUT', 'draft', { text })
  await act(handler, id, 'POST', 'submission', {})
  await act(head, id, 'POST', 'signature', {})
}

/** A letter whose sender agreed to publication, answered. */
export const answered = async (
  changes: Partial<LetterDraft> = {},
  text = '自己住的房子按虚拟租金计算，和同地段的房租一起变动。'
): Promise<AnsweredLetter> => {
  const { fresh, clerk, office } = stage()
  const letter = draft({ publishConsent: true, topic: 'methods', ...changes })
  const receipt = await sent(fresh.app, letter)
  await act(clerk, letter.id, 'POST', 'assignment', { officeId: office })
  await reply(letter.id, text)
  return { letter, receipt }
}

const path = (id: string, act = '') => `/desk/letters/${id}/publication${act}`

export const read = async (who: Colleague, id: string) => await who.send('GET', path(id))
export const propose = async (who: Colleague, id: string, copy: object) => await who.send('PUT', path(id), copy)
export const approve = async (who: Colleague, id: string, version: number) =>
  await who.send('POST', path(id, '/approval'), { version })
export const withdraw = async (who: Colleague, id: string, reason = '内容要重新核对') =>
  await who.send('POST', path(id, '/withdrawal'), { reason })

export const copyOf = ({ title, question, reply: answer, version }: Publication): CopyDraft => ({
  title,
  question,
  reply: answer,
  kept: [],
  version
})

/** The copy as it now stands, changed where asked, kept by `who`. */
export const proposed = async (who: Colleague, id: string, changes: Partial<CopyDraft> = {}): Promise<Publication> => {
  const standing = (await read(who, id)).json<Publication>()
  const response = await propose(who, id, { ...copyOf(standing), ...changes })
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Publication>()
}

/** Proposed by the handler, approved by the head; returns the published answer's id. */
export const published = async (id: string, changes: Partial<CopyDraft> = {}): Promise<string> => {
  const { version } = await proposed(stage().handler, id, changes)
  const response = await approve(stage().head, id, version)
  expect(response.statusCode, response.body).toBe(200)
  const { publishedAs } = response.json<Publication>()
  if (publishedAs === null) throw new Error('not published')
  return publishedAs
}

export const get = async (url: string, app: FastifyInstance = stage().fresh.app) => await app.inject({ url })
export const list = async (query: Record<string, string> = {}): Promise<AnswerList> => {
  const response = await get(`/api/answers?${new URLSearchParams(query).toString()}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<AnswerList>()
}
/** Asks for suggestions, from an address where it matters. */
export const askSuggestions = async (text: string, remoteAddress = '127.0.0.1') =>
  await stage().fresh.app.inject({ method: 'POST', url: '/api/suggestions', body: { text }, remoteAddress })
export const suggest = async (text: string): Promise<AnswerLine[]> => {
  const response = await askSuggestions(text)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<AnswerLine[]>()
}
