import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { done, openBureau, path, published, saved, signed, stage, submitted } from './article-stage.ts'
import { openPages, type Pages } from './page-stage.ts'

openBureau({ PUBLIC_URL: 'https://wz.example.gov.cn', SITE_ID_CODE: '3700000001' })

let pages: Pages

beforeAll(async () => {
  pages = await openPages(stage().fresh)
})
afterAll(() => pages.close())

const page = async (url: string) => await pages.page(url)

/** Every change made so far was heard of: the page is answered without being made again. */
const settled = async (url: string): Promise<void> => {
  const again = async () => {
    const before = pages.rendered.length
    await page(url)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await page(url)
    return pages.rendered.length - before
  }
  await expect.poll(again, { timeout: 3000 }).toBe(0)
}

/** A new text becomes public in place of the old one. */
async function corrected(id: string, body: string): Promise<void> {
  const { author } = stage()
  const present = await done(author, 'GET', path(id))
  await signed(await submitted(await saved(present, { body, correctionNote: '数字写错了一位' })))
}

test('an article’s page says in its head what it is, and carries its text once', async () => {
  const { id } = await published('news', { title: '本月物价 <平稳> & 其他', body: '<p>菜价回落了一成半。</p>' })
  const { body, statusCode } = await page(`/articles/${id}`)
  expect(statusCode).toBe(200)
  expect(body).toContain('<title>本月物价 &lt;平稳&gt; &amp; 其他</title>')
  expect(body.split('菜价回落了一成半').length).toBe(2)
  expect(body).toContain(`<link rel="canonical" href="https://wz.example.gov.cn/articles/${id}">`)
  expect(body).toContain(`hreflang="en" href="https://wz.example.gov.cn/en/articles/${id}"`)
  for (const [kind, name, content] of [
    ['name', 'SiteName', '示例市统计局'],
    ['name', 'SiteDomain', 'wz.example.gov.cn'],
    ['name', 'SiteIDCode', '3700000001'],
    ['name', 'ColumnName', '最新动态'],
    ['name', 'ArticleTitle', '本月物价 &lt;平稳&gt; &amp; 其他'],
    ['name', 'ContentSource', '示例市统计局'],
    ['property', 'og:type', 'article'],
    ['property', 'og:image', 'https://wz.example.gov.cn/icons/icon-512.png']
  ] as const)
    expect(body).toContain(`<meta ${kind}="${name}" content="${content}">`)
  expect(body).toMatch(/<meta name="PubDate" content="\d{4}-\d\d-\d\d \d\d:\d\d">/)
  expect(body).toMatch(/<meta property="article:published_time" content="\d{4}-\d\d-\d\dT/)
  expect(body).toContain('type="application/rss+xml"')
  const linked = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(body)?.[1] ?? ''
  expect(JSON.parse(linked)).toMatchObject({ headline: '本月物价 <平稳> & 其他' })
  expect((await page(`/en/articles/${id}`)).body).toContain('<html lang="en"')
})

test('what is not there, was withdrawn, or is not public yet is the same 404, and is not kept', async () => {
  const { author, registry } = stage()
  const { id } = await published()
  const draft = await done(
    author,
    'POST',
    '/desk/articles',
    { kind: 'news', column: 'news', title: '还没发的稿子' },
    201
  )
  expect((await page(`/articles/${id}`)).statusCode).toBe(200)
  await done(registry, 'POST', path(id, 'withdrawal'), { reason: '内容要重新核对' })
  await expect.poll(async () => (await page(`/articles/${id}`)).statusCode, { timeout: 3000 }).toBe(404)
  const { body } = await page('/nowhere')
  const asked = pages.rendered.length
  for (const place of [id, draft.id, uuidv7(), 'not-an-id', '%00', '..%2f..%2fetc']) {
    const gone = await page(`/articles/${place}`)
    expect([gone.statusCode, gone.headers['cache-control'], gone.body]).toEqual([404, 'no-store', body])
  }
  expect((await page(`/articles/${id}/versions/1`)).statusCode).toBe(404)
  expect((await page('/columns/nowhere')).statusCode).toBe(404)
  expect(pages.rendered.length).toBe(asked)
})

test('an article’s page is made once, answered from memory, and made again when the article is corrected', async () => {
  const { id } = await published('news', { body: '<p>本月上涨0.4%。</p>' })
  await settled(`/articles/${id}`)
  const made = pages.rendered.length
  const first = await page(`/articles/${id}`)
  expect((await page(`/articles/${id}`)).body).toBe(first.body)
  const etag = String(first.headers['etag'])
  expect((await pages.page(`/articles/${id}`, { 'if-none-match': etag })).statusCode).toBe(304)
  expect(pages.rendered.length).toBe(made)

  await corrected(id, '<p>本月上涨0.5%。</p>')
  await expect.poll(async () => (await page(`/articles/${id}`)).body, { timeout: 3000 }).toContain('0.5%')
  const earlier = await page(`/articles/${id}/versions/1`)
  expect(earlier.statusCode).toBe(200)
  expect(earlier.body).toContain('0.4%')
  expect(earlier.body).toContain('<meta name="robots" content="noindex">')
  expect((await page(`/articles/${id}/versions/2`)).statusCode).toBe(404)
  expect((await page(`/articles/${id}/versions/0x1`)).statusCode).toBe(404)
})

test('the catalogue reads the fields that it knows; what is unknown or makes no sense is passed over', async () => {
  await published('policy', { title: '一份规范性文件', column: 'documents' })
  await settled('/catalogue?kind=policy')
  const made = pages.rendered.length
  const plain = await page('/catalogue?kind=policy')
  expect(plain.body).toContain('一份规范性文件')
  for (const same of [
    'kind=policy&utm_source=13800000001',
    'kind=policy&year=',
    'kind=policy&office=nobody&validity=1',
    'year=99999&kind=policy'
  ])
    expect((await page(`/catalogue?${same}`)).body).toBe(plain.body)
  expect(pages.rendered.length).toBe(made)
  expect((await page('/catalogue?kind=news')).body).not.toContain('<main>一份规范性文件')
  // a cursor that nobody gave out
  expect((await page('/catalogue?after=2026')).statusCode).toBe(404)
})

test('a search is answered with words of any kind, is not to be found itself, and is not kept', async () => {
  await published('news', { title: '粮食产量创新高' })
  for (const words of ['粮食', '<script>', "'; drop table", '字'.repeat(300), '%', '\u0001']) {
    const found = await page(`/search?words=${encodeURIComponent(words)}`)
    expect([words, found.statusCode]).toEqual([words, 200])
    expect(found.body).toContain('noindex')
    expect(found.body.split('</head>')[1]).not.toContain('<script>;')
  }
  expect((await page(`/search?words=${encodeURIComponent('粮食')}`)).body).toContain('粮食产量创新高')
  const before = pages.rendered.length
  await page(`/search?words=${encodeURIComponent('粮食')}`)
  await page(`/search?words=${encodeURIComponent('粮食')}`)
  expect(pages.rendered.length).toBe(before + 2)
})

test('many made-up addresses push no more out than there is room for', async () => {
  const { id } = await published()
  await settled(`/articles/${id}`)
  for (let year = 2000; year < 2050; year += 1) await page(`/catalogue?year=${year}`)
  const made = pages.rendered.length
  await page(`/articles/${id}`)
  expect(pages.rendered.length).toBe(made)
})
