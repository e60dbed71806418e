import type { Page } from '@playwright/test'
import type { ArticleList, Article } from '#contract/articles.ts'
import { expect, findings, phone, test, type Bureau } from './bureau.ts'

/** An article of the demonstration by its kind, with all of its facts. */
const anArticle = async (bureau: Bureau, kind: string, wanted: (article: Article) => boolean): Promise<Article> => {
  const listed = await fetch(`${bureau.base}/api/articles?kind=${kind}`)
  const { articles } = (await listed.json()) as ArticleList
  for (const { id } of articles) {
    const article = (await (await fetch(`${bureau.base}/api/articles/${id}`)).json()) as Article
    if (wanted(article)) return article
  }
  throw new Error(`the demonstration has no such ${kind}`)
}

const text = (page: Page) => page.locator('.document')

test('a citizen finds a document by its column, reads it, and goes to its explanation and back', async ({
  browser,
  bureau
}) => {
  const policy = await anArticle(bureau, 'policy', ({ interpretedBy }) => interpretedBy.length > 0)
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  await page.getByRole('link', { name: '公开', exact: true }).click()
  await expect(page).toHaveTitle('公开 - 问政')
  // the column of the first level names those below it
  await page.getByRole('link', { name: new RegExp(policy.column.name) }).click()
  await page
    .getByRole('link', { name: new RegExp(`^${policy.column.name}`) })
    .first()
    .click()
  await page.getByRole('link', { name: policy.title }).first().click()
  await expect(page).toHaveTitle(`${policy.title} - 问政`)
  await expect(text(page)).toBeVisible()
  await expect(page.getByText(policy.indexNumber)).toBeVisible()
  await page
    .getByRole('link', { name: /^对应的解读/ })
    .first()
    .click()
  await expect(page).toHaveTitle(`${policy.interpretedBy[0]?.title ?? ''} - 问政`)
  await page
    .getByRole('link', { name: /^解读的文件/ })
    .first()
    .click()
  await expect(page).toHaveTitle(`${policy.title} - 问政`)
  await page.goBack()
  await page.goBack()
  await page.goBack()
  await expect(page).toHaveTitle(`${policy.column.name} - 问政`)
})

test('a word of the text is explained without leaving it, and a question carries the place it came from @whole', async ({
  browser,
  bureau
}) => {
  const article = await anArticle(bureau, 'news', ({ html }) => html.includes('class="term"'))
  const page = await phone(browser)
  await page.goto(`${bureau.base}/articles/${article.id}`)
  await page.waitForLoadState('networkidle')
  const term = text(page).locator('a.term').first()
  await term.click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByText('怎么算的')).toBeVisible()
  expect(await findings(page)).toEqual([])
  expect(new URL(page.url()).pathname).toBe(`/articles/${article.id}`)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  await page.getByRole('link', { name: '有疑问' }).click()
  await expect(page.getByLabel(/^想问什么/)).toHaveValue(
    new RegExp(`^关于《${article.title.replace(/[.*+?()]/g, '.')}》（http`)
  )
  expect(page.url()).not.toContain(article.id)
})

test('letters are made larger and stay so; the number of the index is copied @whole', async ({ browser, bureau }) => {
  const article = await anArticle(bureau, 'policy', () => true)
  const page = await phone(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(`${bureau.base}/articles/${article.id}`)
  await page.waitForLoadState('networkidle')
  const size = async () => await text(page).evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  const before = await size()
  await page.getByRole('button', { name: /^字号/ }).click()
  expect(await size()).toBeGreaterThan(before)
  await page.reload()
  await page.waitForLoadState('networkidle')
  expect(await size()).toBeGreaterThan(before)
  await page.getByRole('button', { name: '复制 索引号' }).click()
  await expect(page.getByText('复制好了')).toBeVisible()
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(article.indexNumber)
})

test('an article is shared as a link or as a picture of its own @whole', async ({ browser, bureau }) => {
  const article = await anArticle(bureau, 'news', () => true)
  const page = await phone(browser)
  await page.goto(`${bureau.base}/articles/${article.id}`)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: '分享' }).click()
  const picture = page.getByRole('img', { name: `《${article.title}》的分享图` })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(720)
  expect(await findings(page)).toEqual([])
})

test('a search marks what it found, is cut by kind, and says what to do where it found nothing @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/search`)
  await page.getByLabel('搜公开的信息').fill('价格')
  await expect(page.locator('mark').first()).toHaveText('价格')
  await expect(page).toHaveURL(/words=/)
  await page.getByRole('link', { name: '动态', exact: true }).click()
  await expect(page.locator('.article-row').first()).toBeVisible()
  await page.getByLabel('搜公开的信息').fill('qqqqqq')
  await expect(page.getByText('没找到“qqqqqq”，可以直接问')).toBeVisible()
  await page.getByRole('link', { name: '直接问' }).click()
  await expect(page).toHaveTitle('咨询 - 问政')
})

test('a list that was read on is found again where it was left @whole', async ({ browser, bureau }) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/catalogue`)
  const rows = page.locator('.article-row')
  await expect(rows.first()).toBeVisible()
  const first = await rows.count()
  await rows.last().scrollIntoViewIfNeeded()
  await expect.poll(async () => await rows.count()).toBeGreaterThan(first)
  const more = await rows.count()
  const last = rows.nth(more - 2)
  await last.scrollIntoViewIfNeeded()
  await last.click()
  await expect(text(page)).toBeVisible()
  await page.goBack()
  await expect(rows).toHaveCount(more)
  await expect(rows.nth(more - 2)).toBeInViewport()
})

test('everything is found and read without JavaScript @whole', async ({ browser, bureau }) => {
  const policy = await anArticle(bureau, 'policy', ({ interpretedBy }) => interpretedBy.length > 0)
  const page = await phone(browser, { javaScriptEnabled: false })
  await page.goto(`${bureau.base}/`)
  await page.getByRole('link', { name: '公开', exact: true }).click()
  await page.getByLabel('搜公开的信息').fill(policy.title.slice(0, 8))
  await page.keyboard.press('Enter')
  await page
    .getByRole('link', { name: new RegExp(policy.title) })
    .first()
    .click()
  await expect(page).toHaveTitle(`${policy.title} - 问政`)
  await expect(text(page)).toBeVisible()
  await page
    .getByRole('link', { name: /^对应的解读/ })
    .first()
    .click()
  await text(page).locator('a.term').first().click()
  await expect(page.getByText('统计范围')).toBeVisible()
  await page.goto(`${bureau.base}/catalogue`)
  await page.getByText('筛选', { exact: true }).click()
  await page
    .getByRole('link', { name: /^政策文件/ })
    .first()
    .click()
  await expect(page.getByRole('link', { name: '不按“政策文件”筛选' })).toBeVisible()
  await page.getByRole('link', { name: '不按“政策文件”筛选' }).click()
  await page.getByRole('link', { name: '再看一些' }).click()
  await expect(page).toHaveURL(/after=/)
  await expect(page.locator('.article-row').first()).toBeVisible()
})

test('what was read before is there without a network @whole', async ({ browser, bureau }) => {
  const article = await anArticle(bureau, 'policy', () => true)
  const page = await phone(browser)
  await page.goto(`${bureau.base}/articles/${article.id}`)
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await page.getByRole('button', { name: '存到手机' }).click()
  await expect(page.getByText('已存到这台手机')).toBeVisible()
  await page.context().setOffline(true)
  await page.goto(`${bureau.base}/articles/${article.id}`)
  await expect(page.getByText('现在没有网络')).toBeVisible()
  await expect(text(page)).toContainText('第一条')
})
