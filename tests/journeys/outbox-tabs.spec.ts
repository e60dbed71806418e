/** Two tabs of one phone: a letter leaves once, and neither tab writes over what the other has begun. */
import type { Page } from '@playwright/test'
import { expect, phone, test, write } from './bureau.ts'
import { captivePortal, hold, sentFrom } from './outbox-stage.ts'
import { picture } from './pictures.ts'

test('two tabs without locks take turns: an item leaves once @whole', async ({ browser, bureau }) => {
  const page = await phone(browser)
  const context = page.context()
  await context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'locks')
  })
  const leave = await captivePortal(context)
  const posts: string[] = []
  await context.route('**/api/letters', async (route) => {
    posts.push(route.request().postData() ?? '')
    // slow enough for the other tab to want it, too
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  await page.goto(`${bureau.base}/letters/new`)
  await hold(page, '两个窗口一封信', '同时开着两个窗口，只能发出去一封。')
  const other = await context.newPage()
  await other.goto(`${bureau.base}/me`)
  await expect(other.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await leave()
  await Promise.all([
    page.getByRole('button', { name: '现在再试' }).click(),
    // pressed at once: where the other tab was quicker, the button is asleep already
    other.getByRole('button', { name: '现在再试' }).dispatchEvent('click')
  ])
  await expect(page.locator('a.case')).toHaveCount(1, { timeout: 20_000 })
  await expect(other.locator('a.case')).toHaveCount(1, { timeout: 20_000 })
  await page.waitForTimeout(2000)
  expect(posts.length).toBe(1)
})

test('a letter whose answer was lost stands, whatever another tab makes of the same draft @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(90_000)
  const page = await phone(browser)
  const context = page.context()
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '两个窗口一份草稿', '先发出去的话。')
  await page.getByLabel('加附件').setInputFiles([picture('截图.png', 60, 40)])
  await expect(page.getByRole('button', { name: '删掉 截图.png' })).toBeVisible()
  const other = await context.newPage()
  await other.goto(`${bureau.base}/letters/new`)
  await expect(other.getByLabel(/^想问什么/)).toHaveValue('先发出去的话。')

  // it arrives, and the phone does not hear of it
  await context.route('**/api/letters', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await page.bringToFront()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()

  await other.bringToFront()
  await other.getByLabel(/^想问什么/).fill('后来在另一个窗口改过的话。')
  await other.getByRole('checkbox').check()
  await other.getByRole('button', { name: '发送', exact: true }).click()
  await expect(other.getByText('这一封先前已经发过，内容和现在不一样。')).toBeVisible()
  await expect(other.getByLabel(/^想问什么/)).toHaveValue('后来在另一个窗口改过的话。')
  await expect(other.getByRole('button', { name: '删掉 截图.png' })).toBeVisible()

  await context.unroute('**/api/letters')
  await page.bringToFront()
  await page.getByRole('button', { name: '现在再试' }).click()
  await expect(page.locator('a.case')).toHaveCount(1, { timeout: 30_000 })
  await expect(page.getByRole('heading', { name: /待发送/ })).toHaveCount(0)
  await expect(page.getByRole('link', { name: /两个窗口一份草稿/ })).toHaveCount(2)
  await expect
    .poll(async () => (await sentFrom(bureau, page)).attachments.map(({ name, state }) => `${name} ${state}`), {
      timeout: 30_000
    })
    .toEqual(['截图.png kept'])
  await page.goto(`${bureau.base}/letters/new`)
  await expect(page.getByLabel(/^想问什么/)).toHaveValue('后来在另一个窗口改过的话。')
  await expect(page.getByRole('button', { name: '删掉 截图.png' })).toBeVisible()
})

/** What the drafts of the phone say. */
const draftTexts = async (page: Page): Promise<string[]> =>
  await page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve) => {
        request.onsuccess = () => resolve(request.result)
      })
    const db = await done(indexedDB.open('wenzheng'))
    const all = await done(db.transaction('drafts').objectStore('drafts').getAll())
    db.close()
    return (all as { text: string }[]).map(({ text }) => text).toSorted()
  })

test('a tab where nothing was typed takes up what another tab has written on the same draft @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '两个窗口接着写', '第一句。')
  await expect.poll(() => draftTexts(page)).toEqual(['第一句。'])
  const other = await page.context().newPage()
  await other.goto(`${bureau.base}/letters/new`)
  await expect(other.getByLabel(/^想问什么/)).toHaveValue('第一句。')
  await page.bringToFront()
  await page.getByLabel(/^想问什么/).fill('第一句。第二句。')
  await expect(other.getByLabel(/^想问什么/)).toHaveValue('第一句。第二句。')
  await other.bringToFront()
  await other.getByLabel(/^标题/).fill('换一个题目')
  await expect(page.getByLabel(/^标题/)).toHaveValue('换一个题目')
  expect(await draftTexts(page)).toEqual(['第一句。第二句。'])
})

test('a tab that did not hear of the other one writes over nothing @whole', async ({ browser, bureau }) => {
  const page = await phone(browser)
  await page.context().addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'BroadcastChannel')
  })
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '两个窗口各写各的', '第一句。')
  await expect.poll(() => draftTexts(page)).toEqual(['第一句。'])
  const other = await page.context().newPage()
  await other.goto(`${bureau.base}/letters/new`)
  await expect(other.getByLabel(/^想问什么/)).toHaveValue('第一句。')
  await page.bringToFront()
  await page.getByLabel(/^想问什么/).fill('第一句。在这边写了很长的第二句。')
  await expect.poll(() => draftTexts(page)).toEqual(['第一句。在这边写了很长的第二句。'])
  await other.bringToFront()
  await other.getByLabel(/^想问什么/).fill('第一句。那边补了一句。')
  await expect.poll(() => draftTexts(page)).toEqual(['第一句。在这边写了很长的第二句。', '第一句。那边补了一句。'])
  // and goes on in its own: no draft a pause
  await other.getByLabel(/^想问什么/).fill('第一句。那边又补了一句。')
  await expect.poll(() => draftTexts(page)).toEqual(['第一句。在这边写了很长的第二句。', '第一句。那边又补了一句。'])
})
