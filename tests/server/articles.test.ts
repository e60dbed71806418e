import { describe, expect, test } from 'vitest'
import type { ArticleList, LibraryChanges } from '#contract/articles.ts'
import type { ArticleQueue } from '#contract/articles-desk.ts'
import { clock } from '#server/core/clock.ts'
import {
  asked,
  done,
  openBureau,
  path,
  publicly,
  published,
  refused,
  saved,
  signed,
  signerOf,
  stage,
  submitted,
  written
} from './article-stage.ts'

openBureau()

const changes = async (since?: string): Promise<LibraryChanges> =>
  (await stage().fresh.app.inject(`/api/library/changes${since ? `?since=${since}` : ''}`)).json<LibraryChanges>()

const allChanges = async (): Promise<LibraryChanges> => {
  let told = await changes()
  while (told.more) told = await changes(told.next)
  return told
}

describe('an article on its way', () => {
  test('is written, handed in, signed by one after the other, and public after the last signature', async () => {
    const article = await submitted(await written('notice'))
    expect(article.state).toBe('inReview')
    expect(article.chain.map(({ step }) => step)).toEqual(['office', 'registry', 'secrecy', 'leader'])
    expect(await asked(stage().fresh.app, `/articles/${article.id}`)).toBe(404)
    const before = await signed(article, null, 'secrecy')
    expect(before.state).toBe('inReview')
    expect(await asked(stage().fresh.app, `/articles/${article.id}`)).toBe(404)
    await signed(before)
    const now = await publicly(article.id)
    expect(now).toMatchObject({ title: '一篇稿件', versions: [{ version: 1, note: null }], column: { slug: 'news' } })
    expect(now.indexNumber).toMatch(/^000000000000000000\/2026-\d{5}$/)
  })

  test('is sent back with a reason, written anew, and needs every signature again', async () => {
    const { head, author } = stage()
    const article = await submitted(await written())
    const signedOnce = await signed(article, null, 'office')
    const back = await done(stage().registry, 'POST', path(article.id, 'return'), {
      version: 1,
      reason: '第二段的数字不对'
    })
    expect(back).toMatchObject({ state: 'returned', returned: { step: 'registry', reason: '第二段的数字不对' } })
    expect(
      await refused(head, 'POST', path(article.id, 'signature'), { version: 1, step: 'registry', publishAt: null })
    ).toBe('state-forbids')
    const again = await submitted(await saved(signedOnce, { summary: '本月价格平稳，改过一处。' }))
    expect(again).toMatchObject({ version: 2, state: 'inReview', returned: null })
    expect(again.chain.every(({ signer }) => signer === null)).toBe(true)
    expect((await done(author, 'GET', path(article.id))).versions.map(({ version }) => version)).toEqual([2, 1])
  })

  test('is kept in one version while its author goes on, and whoever read an older one is told', async () => {
    const { author, head } = stage()
    const first = await written()
    const second = await saved(first, { summary: '又改了一个字。' })
    expect(second.version).toBe(first.version)
    const late = {
      version: first.version,
      savedAt: first.savedAt,
      content: { ...first.content, summary: '从旧稿改来。' }
    }
    expect(await refused(author, 'PUT', path(first.id, 'draft'), late)).toBe('changed-meanwhile')
    // the same text again, as after a lost answer, is no change
    await done(author, 'PUT', path(first.id, 'draft'), { ...late, content: second.content })
    const third = await saved(second, { summary: '科长改了几个字。' }, head)
    expect(third.version).toBe(second.version + 1)
  })

  test('belongs to an office: others find nothing there', async () => {
    const { stranger } = stage()
    const article = await written()
    expect(await refused(stranger, 'GET', path(article.id))).toBe('not-found')
    const { savedAt, version, content } = article
    expect(await refused(stranger, 'PUT', path(article.id, 'draft'), { savedAt, version, content })).toBe('not-found')
    const queue = (await stranger.send('GET', '/desk/articles')).json<ArticleQueue>()
    expect(queue.articles.some(({ id }) => id === article.id)).toBe(false)
  })

  test('stands in the queue of those whose signature is due, and of nobody else', async () => {
    const { author } = stage()
    const article = await submitted(await written())
    const waits = async (who: typeof author) =>
      (await who.send('GET', '/desk/articles?tab=mine'))
        .json<ArticleQueue>()
        .articles.some(({ id }) => id === article.id)
    expect(await waits(signerOf('office'))).toBe(true)
    expect(await waits(author)).toBe(false)
    expect(await waits(signerOf('secrecy'))).toBe(false)
    await signed(article, null, 'office')
    expect(await waits(signerOf('office'))).toBe(false)
    expect(await waits(signerOf('registry'))).toBe(true)
  })
})

describe('several people', () => {
  test('the author signs nothing, whatever roles the author has, and nobody signs twice', async () => {
    const { head, registry } = stage()
    const own = await submitted(await written('news', {}, head), head)
    expect(
      await refused(head, 'POST', path(own.id, 'signature'), { version: 1, step: 'office', publishAt: null })
    ).toBe('same-person')
    // registry's head may sign two steps of the own office's articles: one of them only
    const article = await submitted(await written())
    await done(registry, 'POST', path(article.id, 'signature'), { version: 1, step: 'office', publishAt: null })
    expect(
      await refused(registry, 'POST', path(article.id, 'signature'), { version: 1, step: 'registry', publishAt: null })
    ).toBe('same-person')
  })

  test('an edit after approval voids it', async () => {
    const { author } = stage()
    const later = new Date(clock.now().getTime() + 60_000).toISOString()
    const scheduled = await signed(await submitted(await written()), later)
    expect(scheduled).toMatchObject({ state: 'scheduled', publishAt: later })
    const edited = await saved(scheduled, { summary: '批完又改。' })
    expect(edited).toMatchObject({ state: 'draft', publishAt: null, version: 2 })
    clock.set(new Date(Date.parse(later) + 1000))
    await stage().fresh.app.inject('/api/home')
    expect(await asked(stage().fresh.app, `/articles/${scheduled.id}`)).toBe(404)
    expect((await done(author, 'GET', path(scheduled.id))).live).toBeNull()
  })
})

describe('what blocks', () => {
  const blocking = async (content: Parameters<typeof written>[1], kind: Parameters<typeof written>[0] = 'news') => {
    const article = await written(kind, content)
    const { author } = stage()
    expect(await refused(author, 'POST', path(article.id, 'submission'), { version: article.version })).toBe(
      'checks-block'
    )
    return article.checks.filter(({ result }) => result === 'blocks').map(({ name }) => name)
  }

  test.each([
    ['a telephone number', { body: '<p>请打王小明的手机13812345678。</p>' }, ['personalData']],
    ['a mark of secrecy', { body: '<p>机密★10年</p><p>正文一段。</p>' }, ['secrecyMarks']],
    ['no attribute', { disclosure: null }, ['disclosure']],
    [
      'what is not open',
      { disclosure: 'closed' as const, disclosureBasis: '14' as const, disclosureReason: '涉及国家秘密事项' },
      ['disclosure']
    ],
    ['no summary', { summary: ' ' }, ['summary']],
    ['nothing written', { body: '<p> </p>' }, ['body']]
  ])('%s', async (_what, content, names) => {
    expect(await blocking(content)).toEqual(names)
  })

  test('a document without its number, date and state', async () => {
    expect(await blocking({ documentNumber: null, writtenOn: null, validity: null }, 'policy')).toEqual(['validity'])
  })

  test('a document waits for an interpretation, its publication for the approval of it, and the interpretation for the document', async () => {
    const { author, leader } = stage()
    const policy = await written('policy', { noInterpretation: null, documentNumber: '示统规〔2026〕9号' })
    expect(await refused(author, 'POST', path(policy.id, 'submission'), { version: 1 })).toBe('checks-block')
    const interpretation = await written('interpretation', { interprets: [policy.id] })
    const handedIn = await submitted(policy)
    await signed(handedIn, null, 'secrecy')
    expect(
      await refused(leader, 'POST', path(policy.id, 'signature'), { version: 1, step: 'leader', publishAt: null })
    ).toBe('checks-block')
    const approved = await signed(await submitted(interpretation))
    expect(approved.state).toBe('scheduled')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await asked(stage().fresh.app, `/articles/${interpretation.id}`)).toBe(404)
    await done(leader, 'POST', path(policy.id, 'signature'), { version: 1, step: 'leader', publishAt: null })
    const document = await publicly(policy.id)
    expect(document.interpretedBy.map(({ id }) => id)).toEqual([interpretation.id])
    expect((await publicly(interpretation.id)).interprets.map(({ id }) => id)).toEqual([policy.id])
  })
})

describe('what is public', () => {
  test('is corrected: the old version stays readable, the number stays the same, the reader is told', async () => {
    const { app } = stage().fresh
    const first = await published('news', { title: '十月物价' })
    const draft = await done(stage().author, 'GET', path(first.id))
    const correction = await saved(draft, { title: '十月物价（更正）', body: '<p>菜价下降 1.8%。</p>' })
    expect(correction).toMatchObject({ state: 'draft', live: { version: 1 } })
    expect(await refused(stage().author, 'POST', path(first.id, 'submission'), { version: 2 })).toBe('checks-block')
    const noted = await saved(correction, { correctionNote: '菜价降幅原来写错了' })
    await signed(await submitted(noted))
    const now = await publicly(first.id, 2)
    expect(now).toMatchObject({
      title: '十月物价（更正）',
      indexNumber: first.indexNumber,
      publishedAt: first.publishedAt
    })
    expect(now.correctedAt).not.toBeNull()
    expect(now.versions.map(({ version, note }) => [version, note])).toEqual([
      [2, '菜价降幅原来写错了'],
      [1, null]
    ])
    const earlier = await app.inject(`/api/articles/${first.id}/versions/1`)
    expect(earlier.json()).toMatchObject({ title: '十月物价', note: '菜价降幅原来写错了' })
    expect(await asked(app, `/articles/${first.id}/versions/2`)).toBe(404)
  })

  test('is withdrawn by one person at once: from pages, search, changes, and its earlier versions', async () => {
    const { fresh, registry, author } = stage()
    const article = await published('news', { title: '一篇要撤的稿件' })
    const { next } = await allChanges()
    expect(await refused(author, 'POST', path(article.id, 'withdrawal'), { reason: '没有权限' })).toBe('not-permitted')
    await done(registry, 'POST', path(article.id, 'withdrawal'), { reason: '内容有误，先撤下' })
    expect(await asked(fresh.app, `/articles/${article.id}`)).toBe(404)
    expect(await asked(fresh.app, `/articles/${article.id}/versions/1`)).toBe(404)
    const found = (
      await fresh.app.inject(`/api/articles?words=${encodeURIComponent('要撤的稿件')}`)
    ).json<ArticleList>()
    expect(found.articles.some(({ id }) => id === article.id)).toBe(false)
    expect((await changes(next)).gone).toEqual([article.id])
    // what was read before the withdrawal stays unreadable when a new text comes
    const again = await saved(await done(author, 'GET', path(article.id)), {
      title: '重新写的稿件',
      correctionNote: '内容已核实重写'
    })
    await signed(await submitted(again))
    const back = await publicly(article.id)
    expect(back.versions).toHaveLength(1)
    expect(await asked(fresh.app, `/articles/${article.id}/versions/1`)).toBe(404)
  })

  test('comes at its second, not before, by every way', async () => {
    const { app } = stage().fresh
    const at = new Date(clock.now().getTime() + 60_000).toISOString()
    const article = await signed(await submitted(await written('news', { title: '整点才发的稿件' })), at)
    const { next } = await allChanges()
    clock.set(new Date(Date.parse(at) - 1200))
    const hidden = async () => [
      await asked(app, `/articles/${article.id}`),
      (await app.inject(`/api/articles?words=${encodeURIComponent('整点才发')}`)).json<ArticleList>().articles.length,
      (await changes(next)).articles.length,
      (await app.inject('/api/articles')).json<ArticleList>().articles.some(({ id }) => id === article.id)
    ]
    expect(await hidden()).toEqual([404, 0, 0, false])
    const seen = await publicly(article.id)
    expect(seen.publishedAt >= at).toBe(true)
    expect(Date.parse(seen.publishedAt) - Date.parse(at)).toBeLessThan(8000)
    expect((await changes(next)).articles.map(({ id }) => id)).toEqual([article.id])
  })
})

describe('the changes of the library', () => {
  test('come in the order of their commits, page after page, each article once as it stands', async () => {
    const many = []
    for (let n = 0; n < 4; n += 1) many.push(await published('news', { title: `第 ${n} 篇` }))
    const told = await changes()
    expect(told).toMatchObject({ reset: false, gone: [] })
    expect(told.columns?.map(({ slug }) => slug)).toEqual(['law', 'documents', 'news'])
    const order = told.articles.map(({ id }) => id)
    expect(new Set(order).size).toBe(order.length)
    expect(many.every(({ id }) => order.includes(id))).toBe(true)
    expect((await changes(told.next)).articles).toEqual([])
  })

  test('a mark of another library begins everything anew', async () => {
    expect(await changes('5-deadbeef')).toMatchObject({ reset: true, gone: [] })
  })
})
