/** What those see who have a right to some of it: holders of a letter, offices, roles without letters. */
import { ask, type Session } from './caller.ts'
import { asBytes } from './secret-caller.ts'
import { channelLetter } from './secret-channels.ts'
import { policyName } from './secret-article-places.ts'
import type { PlantedArticle, PlantedArticles } from './secret-articles.ts'
import type { PlantedLetter } from './secret-letters.ts'
import { ofDoor, openDayPaths, type PlantedOpenDays } from './secret-open-days.ts'
import { readingPlacePaths } from './secret-reading-places.ts'
import { anybody, fetchRaw, type Place } from './secret-places.ts'
import type { Staff } from './secret-staff.ts'
import { matterOfRequest } from './secret-together.ts'
import { latinOf, type Secret, type Words } from './secret-words.ts'

/** Every letter as its own holder reads it, with its files. */
export const holderPlaces = async (base: string, letters: readonly PlantedLetter[], words: Words): Promise<Place[]> => {
  const places: Place[] = []
  for (const { key, number, code, authorization, fileIds } of letters) {
    const own = (secret: Secret): boolean =>
      anybody(secret) || (secret.letter === key && (secret.level === 'sender' || secret.level === 'sealed'))
    const headers = { authorization: `Code ${code}` }
    const { parts } = await fetchRaw(base, `/api/letters/${number}`, { headers })
    const holds = [latinOf(words, `${key}: title`), latinOf(words, `${key}: text`)]
    places.push({ kind: 'holder', name: `the letter “${key}” read by its holder`, parts, allows: own, holds })
    for (const [at, id] of fileIds.entries()) {
      const file = await fetchRaw(base, `/api/letters/${number}/attachments/${id}`, { headers: { authorization } })
      // a file that was refused, or has not arrived, is not handed out
      const name = file.status === 200 ? [latinOf(words, `${key}: name of file ${at + 1}`)] : []
      const text = at === 2 ? [latinOf(words, `${key}: text of a document`)] : []
      places.push({
        kind: 'file',
        name: `file ${at + 1} of the letter “${key}”`,
        parts: file.parts,
        allows: own,
        holds: [...name, ...text]
      })
    }
  }
  return places
}

type Right = (secret: Secret) => boolean

/** The key of what stands in the texts of the first office. */
const texts = 'texts of an office'

/** The right to all letters or those of an office; it ends where nobody may read. */
const lettersOf =
  (letters: readonly Pick<PlantedLetter, 'key' | 'office'>[], office?: number): Right =>
  ({ level, letter }) =>
    (level === 'sender' || level === 'sealed' || level === 'desk') &&
    letter !== undefined &&
    letter !== texts &&
    (office === undefined || letters.some((one) => one.key === letter && one.office === office))

/** The right to all articles. */
const articlesOf =
  (articles: readonly PlantedArticle[]): Right =>
  ({ level, letter }) =>
    level === 'desk' && articles.some(({ key }) => key === letter)

/** All that the desk can be asked for of articles. */
const articlePaths = (articles: readonly PlantedArticle[], words: Words): string[] => [
  '/desk/articles',
  ...['mine', 'draft', 'inReview', 'scheduled', 'published', 'withdrawn'].map((tab) => `/desk/articles?tab=${tab}`),
  ...articles.map(({ key }) => `/desk/articles?search=${latinOf(words, `${key}: title at its beginning`)}`),
  `/desk/articles?search=${encodeURIComponent('粮食统计')}`,
  '/desk/policies',
  `/desk/policies?search=${encodeURIComponent('粮食统计')}`,
  ...articles.flatMap(({ id, fileIds }) => [
    `/desk/articles/${id}`,
    ...['1', '2', '3'].map((version) => `/desk/articles/${id}/versions/${version}`),
    ...fileIds.map((file) => `/desk/articles/${id}/files/${file}`)
  ])
]

/** Names of colleagues, where they worked on a letter. */
const colleagues: Right = ({ level, letter }) => level === 'desk' && letter === undefined

interface Reader {
  readonly name: string
  readonly session: Session
  readonly right: Right
  readonly holds: readonly string[]
}

/** All that was planted for the desk to read. */
interface Planted {
  readonly letters: readonly PlantedLetter[]
  readonly articles: PlantedArticles
  readonly openDays: PlantedOpenDays
}

/** Roles and offices at the desk: everything that each can ask for; `brief`: those who must see least. */
export const deskPlaces = async (
  base: string,
  staff: Staff,
  { letters, articles: planted, openDays }: Planted,
  words: Words,
  brief: boolean
): Promise<Place[]> => {
  const articles = [...planted.hidden, planted.control, planted.back]
  // all articles are of the first office
  const owned = [...letters, channelLetter, ...articles.map(({ key }) => ({ key, office: 0 }))]
  const ofPeople: Right = ({ level, letter }) => letter === undefined && (level === 'desk' || level === 'account')
  const text = (key: string): string => latinOf(words, `${key}: text`)
  const first = lettersOf(owned, 0)
  const all = lettersOf(owned)
  const ofArticles = articlesOf(articles)
  const draft = latinOf(words, 'draft: text, body')
  const secondOffice = lettersOf(owned, 1)
  const readers: Reader[] = [
    {
      name: 'a handler of the first office',
      session: staff.handlers[0],
      right: (one) => first(one) || colleagues(one) || one.letter === texts,
      holds: [text('published'), latinOf(words, 'name of a head'), draft]
    },
    {
      name: 'a handler of the second office',
      session: staff.handlers[1],
      right: (one) => secondOffice(one) || policyName(one) || matterOfRequest(one),
      holds: [text('answered'), latinOf(words, 'with other offices: part of another office')]
    },
    {
      name: 'the head of the second office',
      session: staff.heads[1],
      right: (one) => secondOffice(one) || policyName(one) || matterOfRequest(one),
      holds: [text('signing')]
    },
    {
      name: 'the registry',
      session: staff.registry,
      right: (one) => all(one) || colleagues(one),
      holds: [text('refused'), text('published'), draft]
    },
    {
      name: 'the reviewer for secrecy',
      session: staff.secrecy,
      right: (one) => ofArticles(one) || colleagues(one),
      holds: [draft, latinOf(words, 'withdrawn article: reason of the withdrawal')]
    },
    { name: 'the administrator', session: staff.admin, right: ofPeople, holds: [latinOf(words, 'account')] },
    {
      name: 'the auditor',
      session: staff.auditor,
      right: ({ level }) => level === 'account',
      holds: [letters[0]?.id ?? '']
    },
    { name: 'the door', session: staff.door, right: ofDoor, holds: [latinOf(words, 'public open day: title')] }
  ]
  const listed = await ask(base, 'GET', '/desk/contributions', { session: staff.registry })
  const requests = (listed.body as readonly { id: string }[]).map(({ id }) => id)
  const paths = [
    '/desk/letters',
    ...['received', 'assigned', 'signing', 'answered', 'ended'].map((state) => `/desk/letters?state=${state}`),
    ...letters.map(({ key }) => `/desk/letters?search=${latinOf(words, `${key}: title`)}`),
    ...letters.flatMap(({ id, fileIds }) => [
      `/desk/letters/${id}`,
      `/desk/letters/${id}/drafts`,
      `/desk/letters/${id}/publication`,
      ...fileIds.slice(0, 3).map((file) => `/desk/letters/${id}/attachments/${file}`)
    ]),
    ...['open', 'ledger', 'ended'].map((which) => `/desk/reviews?which=${which}`),
    ...letters.flatMap(({ reviewId }) => (reviewId === undefined ? [] : [`/desk/reviews/${reviewId}`])),
    ...articlePaths(articles, words),
    ...openDayPaths(openDays),
    ...readingPlacePaths,
    ...requests.map((id) => `/desk/contributions/${id}`),
    ...['texts', 'alerts', 'contributions', 'departments', 'people', 'offices', 'sessions', 'calendar/2026'].map(
      (path) => `/desk/${path}`
    )
  ]
  const places: Place[] = []
  // both offices, and the auditor
  const asked = brief ? readers.filter(({ name }) => /handler|auditor/.test(name)) : readers
  for (const { name, session, right, holds } of asked) {
    const parts: Buffer[] = []
    for (const path of paths) {
      const { parts: told } = await fetchRaw(base, `/api${path}`, { headers: { cookie: session.cookie } })
      parts.push(...told)
    }
    const pages = await auditPages(base, session)
    parts.push(...pages)
    places.push({
      kind: name === 'the auditor' ? 'audit' : 'desk',
      name: `what ${name} reads`,
      parts,
      allows: (secret) => anybody(secret) || right(secret),
      holds
    })
  }
  return places
}

/** The audit record to its end, for who may read it. */
const auditPages = async (base: string, session: Session): Promise<Buffer[]> => {
  const pages: Buffer[] = []
  let before = ''
  do {
    const answer = await ask(base, 'GET', `/desk/audit${before === '' ? '' : `?before=${before}`}`, { session })
    pages.push(asBytes(answer))
    before = (answer.body as { next?: string | null }).next ?? ''
  } while (before !== '')
  return pages
}
