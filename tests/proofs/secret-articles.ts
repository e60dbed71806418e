/** The articles of secret:planted, one in each state; and one that is public, with what is private of it beside what is not. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Session } from './caller.ts'
import type { Caller } from './secret-caller.ts'
import { photograph, portable } from './secret-files.ts'
import type { Level } from './secret-words.ts'
import type { Staff } from './secret-staff.ts'

export interface PlantedArticle {
  readonly key: string
  readonly id: string
  readonly fileIds: readonly string[]
}

export interface PlantedArticles {
  /** its address and name are public words */
  readonly column: string
  /** public; its correction waits beside it */
  readonly control: PlantedArticle
  /** withdrawn, and published again with other words */
  readonly back: PlantedArticle
  /** of which nothing is public */
  readonly hidden: readonly PlantedArticle[]
}

interface Shown {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly state: string
  readonly content: Readonly<Record<string, unknown>>
  readonly findings: readonly { readonly text: string }[]
}

type Step = 'office' | 'registry' | 'secrecy' | 'leader'

const chains: Readonly<Record<string, readonly Step[]>> = {
  news: ['office', 'registry', 'secrecy'],
  dataNote: ['office', 'registry', 'secrecy'],
  notice: ['office', 'registry', 'secrecy', 'leader'],
  policy: ['office', 'registry', 'secrecy', 'leader'],
  interpretation: ['office', 'registry', 'secrecy', 'leader']
}

/** What the planted author does with one article. */
interface Work {
  readonly article: PlantedArticle
  readonly addFile: (which: string, level: Level) => Promise<string>
  readonly addPicture: (which: string) => Promise<string>
  /** writes a text full of words; `level`: who may read what will be public of it */
  readonly write: (which: string, level: Level, more?: WriteMore) => Promise<void>
  readonly submit: () => Promise<void>
  readonly sign: (steps: number, publishAt?: string) => Promise<void>
  readonly sendBack: (by: Session, reason: string) => Promise<void>
  readonly publish: () => Promise<void>
  readonly withdraw: (reason: string) => Promise<void>
}

interface WriteMore {
  readonly file?: string
  readonly picture?: string
  readonly interprets?: readonly string[]
  /** who may read what the correction was; none: the desk alone */
  readonly note?: Level
  /** in these only the title and the body of what was public are shown later */
  readonly rest?: Level
  readonly disclosure?: 'open' | 'onRequest'
}

const begin = async (caller: Caller, staff: Staff, column: string, key: string, kind: string): Promise<Work> => {
  const { words } = caller
  const session = staff.handlers[0]
  const signers = { office: staff.heads[0], registry: staff.registry, secrecy: staff.secrecy, leader: staff.leader }
  const first = { kind, column, title: words.make(`${key}: title at its beginning`, 'desk', key) }
  const begun = await caller.call('POST', '/desk/articles', {}, { session, status: 201, body: first })
  // as the last answer told it
  let now = begun.body as Shown
  const { id } = now
  const names = { id }
  const fileIds: string[] = []
  const article: PlantedArticle = { key, id, fileIds }
  const read = async (): Promise<Shown> =>
    (await caller.call('GET', '/desk/articles/:id', names, { session })).body as Shown
  const act = async (by: Session, what: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
    now = (await caller.call('POST', `/desk/articles/:id/${what}`, names, { session: by, body })).body as Shown
  }
  const add = async (name: string, content: Buffer): Promise<string> => {
    const added = await caller.call('POST', '/desk/articles/:id/files', names, {
      session,
      status: 201,
      query: { name },
      bytes: content
    })
    const file = (added.body as { id: string }).id
    fileIds.push(file)
    return file
  }
  const save = async (content: Readonly<Record<string, unknown>>): Promise<void> => {
    const { version, savedAt, content: before } = now
    const body = { version, savedAt, content: { ...before, ...content } }
    now = (await caller.call('PUT', '/desk/articles/:id/draft', names, { session, body })).body as Shown
  }
  const write: Work['write'] = async (which, level, more = {}) => {
    const make = (part: string, of: Level) => words.make(`${key}: ${which}, ${part}`, of, key)
    const short = (part: string, of: Level) => words.makeLatin(`${key}: ${which}, ${part}`, of, key)
    const { rest = level, file, picture, interprets = [], note = 'desk', disclosure = 'open' } = more
    const shown =
      picture === undefined
        ? ''
        : `<figure><img src="/api/desk/articles/${id}/files/${picture}" alt="${make('text of a picture', level)}"></figure>`
    await save({
      column,
      title: `粮食统计${make('title', level)}`,
      summary: `内容概述${make('summary', rest)}`,
      body:
        `<p>全市粮食产量为 62.4 万吨。${make('body', level)}，来信 ${short('e-mail that may stand', level)}@example.com</p>${shown}` +
        `<p><a href="https://${short('address of a link', level)}.example.com/">统计局</a>` +
        `<sup data-note="${make('footnote', level)}"></sup></p>`,
      source: `来源${make('source', rest)}`,
      documentNumber: `统〔2026〕${make('document number', rest)}`,
      writtenOn: '2026-11-02',
      validity: 'amended',
      validityNote: `依据${make('note on its validity', rest)}`,
      disclosure,
      disclosureBasis: disclosure === 'open' ? null : '16.2',
      disclosureReason: `理由${make('reason of its disclosure', 'desk')}`,
      keywords: [short('keyword', rest)],
      interprets,
      noInterpretation: kind === 'policy' ? `无须解读${make('why nothing interprets it', 'desk')}` : null,
      attachments: file === undefined ? [] : [{ file, name: `${make('name of the attachment', rest)}.pdf` }],
      correctionNote: `更正${make('correction note', note)}`,
      kept: []
    })
    // what looks like personal data may stand, for a reason
    const reason = `应当公开${make('why it may stand', 'desk')}`
    await save({ kept: now.findings.map(({ text }) => ({ text, reason })) })
  }
  const submit: Work['submit'] = async () => await act(session, 'submission', { version: now.version })
  const sign: Work['sign'] = async (steps, publishAt) => {
    for (const step of (chains[kind] ?? []).slice(0, steps)) {
      await act(signers[step], 'signature', { version: now.version, step, publishAt: publishAt ?? null })
    }
  }
  const until = async (state: string): Promise<void> => {
    for (let left = 200; left > 0; left -= 1) {
      if ((await read()).state === state) return
      await wait(50)
    }
    throw new Error(`the article “${key}” never was ${state}`)
  }
  return {
    article,
    addFile: async (which, level) =>
      await add(
        `${words.make(`${key}: ${which}, name of the file`, 'desk', key)}.pdf`,
        portable(words.makeLatin(`${key}: ${which}, content of the file`, level, key))
      ),
    addPicture: async (which) =>
      await add(
        `${words.make(`${key}: ${which}, name of the picture`, 'desk', key)}.jpg`,
        await photograph(words.makeLatin(`${key}: ${which}, EXIF of the picture`, 'nobody', key))
      ),
    write,
    submit,
    sign,
    sendBack: async (by, reason) => await act(by, 'return', { version: now.version, reason }),
    publish: async () => {
      await submit()
      await sign(4)
      await until('published')
    },
    withdraw: async (reason) => await act(staff.registry, 'withdrawal', { reason })
  }
}

/** A column whose name and address are words that anybody may read. */
const planColumn = async (caller: Caller, { registry }: Staff): Promise<string> => {
  const { words } = caller
  const slug = words.makeLatin('column: address', 'public')
  const name = words.makeLatin('column: name', 'public')
  const path = '/desk/columns/:slug'
  await caller.call(
    'PUT',
    path,
    { slug },
    { session: registry, body: { name: words.makeLatin('column: name before', 'public'), parent: null, position: 90 } }
  )
  await caller.call('PUT', path, { slug }, { session: registry, body: { name, parent: null, position: 90 } })
  const below = words.makeLatin('column: another address', 'public')
  const nowhere = words.makeLatin('column that is not there', 'nobody')
  await caller.call(
    'PUT',
    path,
    { slug: below },
    { session: registry, status: 'fails', body: { name, parent: nowhere, position: 91 } }
  )
  return slug
}

/** What readers and staff look for, and addresses of columns and terms that are not there. */
const askInVain = async (caller: Caller, { handlers }: Staff, slug: string): Promise<void> => {
  const { words } = caller
  const vain = (what: string): string => words.make(`asked in vain: ${what}`, 'nobody')
  const latin = (what: string): string => words.makeLatin(`asked in vain: ${what}`, 'nobody')
  const session = handlers[0]
  await caller.call('GET', '/articles', {}, { query: { words: vain('words of a reader') } })
  await caller.call('GET', '/desk/articles', {}, { session, query: { search: vain('an article at the desk') } })
  await caller.call('GET', '/desk/policies', {}, { session, query: { search: vain('a document at the desk') } })
  await caller.call('GET', '/articles', {}, { query: { column: latin('column of a list') } })
  await caller.call('GET', '/catalogue', {}, { query: { column: latin('column of the catalogue') } })
  await caller.call('GET', '/glossary/:slug', { slug: latin('term') }, { status: 'fails' })
  const begun = { kind: 'news', column: latin('column of an article'), title: vain('article without a column') }
  await caller.call('POST', '/desk/articles', {}, { session, status: 'fails', body: begun })
  await caller.call('GET', '/articles', {}, { query: { column: slug } })
}

/** Writes all articles on their ways; `visit` opens a page as anybody would. */
export const plantArticles = async (
  caller: Caller,
  staff: Staff,
  visit: (path: string) => Promise<void>
): Promise<PlantedArticles> => {
  const { words } = caller
  const column = await planColumn(caller, staff)
  await askInVain(caller, staff, column)
  const open = async (key: string, kind: string): Promise<Work> => await begin(caller, staff, column, key, kind)
  const desk = (key: string, what: string): string => words.make(`${key}: ${what}`, 'desk', key)
  const visitAll = async (id: string): Promise<void> => {
    const pages = [`/articles/${id}`, `/articles/${id}/versions/1`, `/columns/${column}`, '/columns', '/catalogue']
    for (const path of pages) for (const address of [path, `/en${path}`]) await visit(address)
    for (const path of ['/', '/feeds/all.xml', `/feeds/${column}.xml`, '/sitemap.xml']) await visit(path)
  }

  const control = await open('public article', 'policy')
  await control.write('version that was returned', 'desk', { file: await control.addFile('returned', 'desk') })
  await control.submit()
  await control.sendBack(staff.heads[0], `请改。${desk('public article', 'reason of the return')}`)
  await control.write('first edition', 'public', { rest: 'desk', file: await control.addFile('first edition', 'desk') })
  await control.publish()
  await visitAll(control.article.id)
  const [file, picture] = [
    await control.addFile('second edition', 'public'),
    await control.addPicture('second edition')
  ]
  await control.write('second edition', 'public', { note: 'public', file, picture })
  await control.publish()
  await control.write('correction beside', 'desk', { file: await control.addFile('correction beside', 'desk') })

  const draft = await open('draft', 'news')
  await draft.write('text', 'desk', { file: await draft.addFile('text', 'desk'), disclosure: 'onRequest' })
  const inReview = await open('in review', 'notice')
  await inReview.write('text', 'desk', { picture: await inReview.addPicture('text') })
  await inReview.submit()
  await inReview.sign(1)
  const returned = await open('returned', 'dataNote')
  await returned.write('text', 'desk', { file: await returned.addFile('text', 'desk') })
  await returned.submit()
  await returned.sendBack(staff.heads[0], `请核对。${desk('returned', 'reason of the return')}`)
  const scheduled = await open('scheduled', 'interpretation')
  const interprets = [control.article.id]
  await scheduled.write('text', 'desk', { file: await scheduled.addFile('text', 'desk'), interprets })
  await scheduled.submit()
  await scheduled.sign(4, new Date(Date.now() + 3_600_000).toISOString())

  const withdrawn = await open('withdrawn article', 'news')
  await withdrawn.write('first edition', 'desk', { file: await withdrawn.addFile('first edition', 'desk') })
  await withdrawn.publish()
  await withdrawn.write('second edition', 'desk', { file: await withdrawn.addFile('second edition', 'desk') })
  await withdrawn.publish()
  const back = await open('came back', 'news')
  await back.write('before', 'desk', { file: await back.addFile('before', 'desk') })
  await back.publish()
  // what was kept of pages before is forgotten a moment later
  await wait(300)
  for (const { id } of [withdrawn.article, back.article]) await visitAll(id)
  await withdrawn.withdraw(`有误。${desk('withdrawn article', 'reason of the withdrawal')}`)
  await back.withdraw(`有误。${desk('came back', 'reason of the withdrawal')}`)
  await back.write('afterwards', 'public', { note: 'public', file: await back.addFile('afterwards', 'public') })
  await back.publish()
  // as long as a page may still be answered from memory
  await wait(500)
  return {
    column,
    control: control.article,
    back: back.article,
    hidden: [draft, inReview, returned, scheduled, withdrawn].map(({ article }) => article)
  }
}
