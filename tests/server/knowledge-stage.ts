/** What the tests of the knowledge share: entries as the desk writes them, and readers with devices of their own. */
import { expect } from 'vitest'
import { uuidv7 } from 'uuidv7'
import { plusDays } from '#contract/calendar.ts'
import type { Answer } from '#contract/answers.ts'
import type { Entry, EntryDraft, EntryList } from '#contract/knowledge.ts'
import { clock } from '#server/core/clock.ts'
import { get, stage } from './answer-stage.ts'
import type { Colleague } from './staff.ts'

export const inDays = (days: number): string => plusDays(clock.today(), days)

export const entryDraft = (changes: Partial<EntryDraft> = {}): EntryDraft => ({
  topic: 'census',
  title: '人口普查多久做一次',
  question: '下次人口普查是哪年\n几年查一次人口',
  reply: '每十年做一次，在尾数是〇的年份进行，标准时点是当年十一月一日零时。',
  kept: [],
  reviewOn: inDays(200),
  officeId: stage().office,
  ownerId: null,
  letters: [],
  articles: [],
  version: 0,
  ...changes
})

export const keep = async (who: Colleague, id: string, draft: object) =>
  await who.send('PUT', `/desk/knowledge/${id}`, draft)
export const readEntry = async (who: Colleague, id: string) => await who.send('GET', `/desk/knowledge/${id}`)
export const approveEntry = async (who: Colleague, id: string, version: number) =>
  await who.send('POST', `/desk/knowledge/${id}/approval`, { version })
export const confirmEntry = async (who: Colleague, id: string, version: number, reviewOn: string) =>
  await who.send('POST', `/desk/knowledge/${id}/confirmation`, { version, reviewOn })
export const withdrawEntry = async (who: Colleague, id: string, reason = '口径变了') =>
  await who.send('POST', `/desk/knowledge/${id}/withdrawal`, { reason })

/** Kept by the handler as a new version. */
export const kept = async (draft: EntryDraft, id: string = uuidv7()): Promise<Entry> => {
  const response = await keep(stage().handler, id, draft)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Entry>()
}

/** Kept by the handler, approved by the head. */
export const publicEntry = async (changes: Partial<EntryDraft> = {}, id: string = uuidv7()): Promise<Entry> => {
  const { version } = await kept(entryDraft(changes), id)
  const response = await approveEntry(stage().head, id, version)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<Entry>()
}

export const entries = async (who: Colleague, query: Record<string, string> = {}): Promise<EntryList> => {
  const response = await who.send('GET', `/desk/knowledge?${new URLSearchParams(query).toString()}`)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<EntryList>()
}

/** A reader's browser, which keeps its cookie. */
export const reader = (remoteAddress = '203.0.113.9') => {
  let cookie = ''
  return async (id: string, helpful: boolean) => {
    const response = await stage().fresh.app.inject({
      method: 'PUT',
      url: `/api/answers/${id}/vote`,
      remoteAddress,
      headers: cookie === '' ? {} : { cookie },
      payload: { helpful }
    })
    const [set] = [response.headers['set-cookie'] ?? []].flat()
    if (set !== undefined) cookie = set.split(';')[0] ?? ''
    return response
  }
}

/** What anybody reads at its address, or undefined. */
export const publicly = async (id: string): Promise<Answer | undefined> => {
  const response = await get(`/api/answers/${id}`)
  return response.statusCode === 200 ? response.json<Answer>() : undefined
}
