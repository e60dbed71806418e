import { afterAll, beforeAll, expect, test } from 'vitest'
import { mapIndex, partsOf } from '#server/articles/site-map.ts'
import { done, openBureau, path, published, stage } from './article-stage.ts'
import { openPages, type Pages } from './page-stage.ts'

openBureau({ PUBLIC_URL: 'https://wz.example.gov.cn' })

let pages: Pages

beforeAll(async () => {
  pages = await openPages(stage().fresh)
})
afterAll(() => pages.close())

const get = async (url: string, headers: Record<string, string> = {}) => await pages.app.inject({ url, headers })

test('a column’s feed holds its articles and those below it, with absolute addresses, and follows what becomes public', async () => {
  const { id } = await published('policy', {
    title: '办法 <一> & 其他',
    column: 'documents',
    summary: '一句话的概括。'
  })
  await published('news', { title: '不在这个栏目里' })
  const about = async () => (await get('/feeds/law.xml')).body
  await expect.poll(about, { timeout: 3000 }).toContain(`https://wz.example.gov.cn/articles/${id}`)
  const feed = await get('/feeds/law.xml')
  expect(feed.headers['content-type']).toBe('application/rss+xml; charset=utf-8')
  expect(feed.body).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>/i)
  expect(feed.body).toContain('<rss version="2.0"')
  expect(feed.body).toContain('一句话的概括。')
  expect(feed.body).not.toContain('<title>办法 <一>')
  expect(feed.body).not.toContain('不在这个栏目里')
  expect((await get('/feeds/all.xml')).body).toContain('不在这个栏目里')
  const etag = String(feed.headers['etag'])
  expect((await get('/feeds/law.xml', { 'if-none-match': etag })).statusCode).toBe(304)

  await done(stage().registry, 'POST', path(id, 'withdrawal'), { reason: '内容要重新核对' })
  await expect.poll(about, { timeout: 3000 }).not.toContain(id)
  for (const name of ['nowhere.xml', 'law', 'law.json', 'LAW.xml', '..%2flaw.xml'])
    expect([name, (await get(`/feeds/${name}`)).statusCode]).toEqual([name, 404])
})

test('the map of the site lists what stays, the columns and every article in both languages', async () => {
  const { id } = await published()
  await expect.poll(async () => (await get('/sitemap.xml')).body, { timeout: 3000 }).toContain(id)
  const map = await get('/sitemap.xml')
  expect(map.headers['content-type']).toBe('application/xml; charset=utf-8')
  expect(map.body).toContain('<loc>https://wz.example.gov.cn/columns/documents</loc>')
  expect(map.body).toContain(`hreflang="en" href="https://wz.example.gov.cn/en/articles/${id}"`)
  expect((await get('/sitemaps/1.xml')).statusCode).toBe(200)
  expect((await get('/sitemaps/2.xml')).statusCode).toBe(404)
})

test('more addresses than one file may hold come in several, with a list of them', () => {
  const parts = partsOf(Array.from({ length: 100_001 }, (_, n) => ({ path: `/${n}`, changedAt: null })))
  expect(parts.map(({ length }) => length)).toEqual([50_000, 50_000, 1])
  expect(mapIndex('https://wz.example.gov.cn', 3).match(/<sitemap>/g)).toHaveLength(3)
})

test('robots are told where the map is, and what is nobody’s business', async () => {
  const { body, headers } = await get('/robots.txt')
  expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(body).toContain('Sitemap: https://wz.example.gov.cn/sitemap.xml')
  for (const closed of ['/api/', '/desk/', '/letters/', '/en/letters/', '/me', '/search'])
    expect(body.split('\n')).toContain(`Disallow: ${closed}`)
})
