/** What the phone keeps for reading: all of it opens without a network, and nothing stays that was corrected or withdrawn. */
import type { Page } from '@playwright/test'
import { fillArticles } from '../proofs/bench-articles.ts'
import { closePhones, openPhone } from '../proofs/browser.ts'
import { ask } from '../proofs/caller.ts'
import { rowsOn, withinReach } from '../proofs/phone-store.ts'
import { openPress, prepareCorrection, publish, withdraw } from '../proofs/press.ts'
import { dice } from '../proofs/proof.ts'
import { freshFolder, startServer } from '../proofs/server.ts'
import { openStored } from '../proofs/stored.ts'
import { expect, findings, formReady, phone, test } from './bureau.ts'
import { picture } from './pictures.ts'

/** Asks for everything on the page about what is kept. */
const update = async (page: Page, base: string): Promise<void> => {
  await page.goto(`${base}/library`)
  await page.getByRole('button', { name: '更新' }).click()
  await expect(page.getByText('更新好了。')).toBeVisible({ timeout: 60_000 })
}

/** From here on the next pages come through the service worker. */
const workerReady = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}

const keptCount = async (page: Page, store = 'articles'): Promise<number> => (await rowsOn(page))?.[store]?.length ?? 0

test('a phone killed while it brings the library goes on where it was; then the server is gone and the browser new, and everything reads @whole', async () => {
  test.setTimeout(240_000)
  const server = await startServer()
  const { base } = server
  const stored = await openStored(server)
  await fillArticles(stored, dice(3), 250)
  await stored.end()
  const press = await openPress(server)
  const title = '全市夏粮单位面积产量公布'
  const id = await publish(press, { title, body: '<p>全市夏粮每公顷产量比上年有所提高，详情见附表。</p>' })
  const total = ((await ask(base, 'GET', '/catalogue')).body as { total: number }).total

  const profile = await freshFolder()
  const first = await openPhone(profile)
  let pages = 0
  await first.context.route('**/api/library/changes*', async (route) => {
    pages += 1
    // the third page never comes
    if (pages < 3) await route.continue()
  })
  await first.page.goto(`${base}/library`)
  await workerReady(first.page)
  await first.page.getByRole('button', { name: '更新' }).click()
  await expect.poll(() => pages, { timeout: 30_000 }).toBe(3)
  const half = await keptCount(first.page)
  expect(half).toBeGreaterThan(50)
  expect(half).toBeLessThan(total)
  await first.kill()

  const second = await openPhone(profile)
  await second.page.goto(`${base}/library`)
  await expect(second.page.getByText('还没存完，连上网接着存。')).toBeVisible()
  expect(await keptCount(second.page)).toBe(half)
  await update(second.page, base)
  await expect(second.page.getByText(new RegExp(`文章 ${total} 篇`))).toBeVisible()
  for (const store of ['articles', 'texts', 'plain']) expect(await keptCount(second.page, store)).toBe(total)
  expect(await findings(second.page)).toEqual([])
  await second.page.goto(`${base}/`)
  await second.close()
  await server.stop()

  const { page, close } = await openPhone(profile)
  await page.goto(`${base}/`)
  await expect(page.getByRole('link', { name: /^咨询/ })).toBeVisible()
  await page.goto(`${base}/columns`)
  await expect(page.getByRole('link', { name: new RegExp(title) }).first()).toBeVisible()
  await page.goto(`${base}/columns/figures`)
  await expect(page.getByRole('link', { name: new RegExp(title) })).toBeVisible()
  await expect(page.getByText(/存下的，联网后更新/)).toBeVisible()
  await page.goto(`${base}/articles/${id}`)
  await expect(page.getByText('全市夏粮每公顷产量比上年有所提高，详情见附表。')).toBeVisible()
  await expect(page.getByText(/存下的，联网后更新/)).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.goto(`${base}/glossary`)
  await expect(page.getByRole('link', { name: /居民消费价格指数/ }).first()).toBeVisible()
  await page.goto(`${base}/glossary/cpi`)
  await expect(page.getByText(/居民消费价格指数/).first()).toBeVisible()
  await page.goto(`${base}/board`)
  await expect(page.getByText(/存下的，联网后更新/)).toBeVisible()
  const message = page.locator('a[href*="/board/"]').first()
  const heading = (await message.locator('b').textContent()) ?? ''
  await message.click()
  await expect(page.getByRole('heading', { name: heading })).toBeVisible()
  await expect(page.getByText(/存下的，联网后更新/)).toBeVisible()
  for (const words of ['夏粮单位面积产量', '下粮单位面积产量']) {
    await page.goto(`${base}/search?words=${encodeURIComponent(words)}`)
    await expect(page.locator('a[href*="/articles/"]').first()).toContainText('夏粮')
  }
  await close()
  await closePhones()
})

test('a phone without a network while one saved article is corrected and another withdrawn follows at the next contact @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const { base, server } = bureau
  const press = await openPress(server)
  const stays = await publish(press, { title: '秋菜市场价格监测结果', pictures: [picture('图.png', 60, 40).buffer] })
  const goes = await publish(press, {
    title: '冬菜市场价格监测结果',
    body: '<p>冬菜价格总体平稳，供应充足。</p>',
    pictures: [picture('图.png', 30, 20).buffer]
  })
  const page = await phone(browser)
  await page.goto(`${base}/`)
  await workerReady(page)
  for (const id of [stays, goes]) {
    await page.goto(`${base}/articles/${id}`)
    await page.getByRole('button', { name: '存到手机' }).click()
    await expect(page.getByText('已存到这台手机')).toBeVisible()
  }
  await update(page, base)
  await expect(page.getByRole('link', { name: /秋菜市场价格/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /冬菜市场价格/ })).toBeVisible()
  const pictures = async (): Promise<string[]> =>
    await page.evaluate(async () => (await (await caches.open('wenzheng-pictures')).keys()).map(({ url }) => url))
  expect(await pictures()).toHaveLength(2)

  await page.context().setOffline(true)
  await page.goto(`${base}/articles/${goes}`)
  await expect(page.getByText('冬菜价格总体平稳，供应充足。')).toBeVisible()
  const shown = page.getByRole('img', { name: '示意图' })
  await expect.poll(async () => await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(30)
  await (
    await prepareCorrection(press, stays, { title: '秋菜市场价格监测结果（更正）' })
  )()
  await withdraw(press, goes)
  await page.reload()
  await expect(page.getByText('冬菜价格总体平稳，供应充足。')).toBeVisible()
  await page.goto(`${base}/library`)
  await expect(page.getByRole('link', { name: /冬菜市场价格/ })).toBeVisible()

  // nobody asks for it: the app does, a moment after it stands
  await page.context().setOffline(false)
  await page.goto(`${base}/library`)
  await expect(page.getByRole('link', { name: /（更正）.*存下后更正过/ })).toBeVisible({ timeout: 40_000 })
  await expect(page.getByRole('link', { name: /冬菜市场价格/ })).toHaveCount(0)
  await expect.poll(async () => (await pictures()).some((url) => url.includes(goes))).toBe(false)
  expect(await findings(page)).toEqual([])
  const kept = await withinReach(page)
  expect(kept).toContain('秋菜市场价格监测结果（更正）')
  expect(kept).not.toContain('冬菜价格总体平稳，供应充足。')

  // seen is seen
  await page.goto(`${base}/articles/${stays}`)
  await expect.poll(async () => (await rowsOn(page))?.['saved']?.map((row) => row['seen'])).toEqual([2])
  await page.goto(`${base}/library`)
  await expect(page.getByRole('link', { name: /（更正）/ })).toBeVisible()
  await expect(page.getByText('存下后更正过')).toHaveCount(0)

  await page.context().setOffline(true)
  await page.goto(`${base}/articles/${goes}`)
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByText('冬菜价格总体平稳，供应充足。')).toHaveCount(0)
  await page.goto(`${base}/search?words=${encodeURIComponent('冬菜价格')}`)
  await expect(page.locator(`a[href$="${goes}"]`)).toHaveCount(0)
})

test('an article that the server no longer has goes from the phone when it is opened @whole', async ({
  browser,
  bureau
}) => {
  const { base, server } = bureau
  const press = await openPress(server)
  const id = await publish(press, { title: '临时公布的一组数据', body: '<p>这一组数据稍后会撤下来。</p>' })
  const page = await phone(browser)
  await page.goto(`${base}/`)
  await workerReady(page)
  await update(page, base)
  expect(await withinReach(page)).toContain('这一组数据稍后会撤下来。')
  await withdraw(press, id)
  await page.goto(`${base}/articles/${id}`)
  await expect(page.getByText('这一组数据稍后会撤下来。')).toHaveCount(0)
  await expect.poll(async () => (await withinReach(page)).includes('这一组数据稍后会撤下来。')).toBe(false)
})

test('two tabs bring the library once; clearing the phone takes all of it away', async ({ browser, bureau }) => {
  const { base } = bureau
  const page = await phone(browser)
  const asked: string[] = []
  await page.context().route('**/api/library/changes*', async (route) => {
    asked.push(new URL(route.request().url()).search)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue()
  })
  const other = await page.context().newPage()
  for (const tab of [page, other]) await tab.goto(`${base}/library`)
  for (const tab of [page, other]) await tab.getByRole('button', { name: '更新' }).click()
  await expect(page.getByText('更新好了。')).toBeVisible()
  await expect(other.getByText('另一个页面正在更新。')).toBeVisible()
  expect(new Set(asked).size).toBe(asked.length)

  await page.bringToFront()
  const [text] = ((await rowsOn(page))?.['plain'] ?? []) as unknown as readonly { body: string }[]
  const words = (text?.body ?? '').slice(0, 40)
  expect(await withinReach(page)).toContain(words)
  await other.close()
  await page.goto(`${base}/me`)
  await page.getByRole('button', { name: /清空这台手机/ }).click()
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /清空/ }).last().click()])
  expect(await withinReach(page)).not.toContain(words)
  expect(await rowsOn(page)).toBeUndefined()
})

test('the reader clears the library: it stays away until it is asked for, and what is the reader’s own stays @whole', async ({
  browser,
  bureau
}) => {
  const { base } = bureau
  const page = await phone(browser)
  await page.goto(`${base}/letters/new`)
  await formReady(page)
  await page.getByLabel(/^标题/).fill('清除图书不动草稿')
  await expect(page.getByText(/草稿已存在这台手机/)).toBeVisible()
  await update(page, base)
  await page.getByRole('button', { name: '清除' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: '清除' }).click()
  await expect(page.getByText('清除了。')).toBeVisible()
  await expect(page.getByText('您清除过，不再自动存。点“更新”重新存。')).toBeVisible()
  expect(await keptCount(page)).toBe(0)
  expect(await keptCount(page, 'drafts')).toBe(1)
  expect(await findings(page)).toEqual([])
  await update(page, base)
  expect(await keptCount(page)).toBeGreaterThan(10)
})

test('a phone that is full gives up the library before anything of the reader’s own @whole', async ({
  browser,
  bureau
}) => {
  const { base } = bureau
  const page = await phone(browser)
  await page.goto(`${base}/`)
  await update(page, base)
  expect(await keptCount(page)).toBeGreaterThan(10)
  await page.goto(`${base}/letters/new`)
  // from here on there is room for what is written only once the library is gone
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (...given) {
      const { transaction } = this
      if (this.name === 'drafts' && !document.cookie.includes('room')) {
        document.cookie = 'room=1'
        transaction.abort()
        throw new DOMException('full', 'QuotaExceededError')
      }
      return put.apply(this, given)
    }
  })
  await formReady(page)
  await page.getByLabel(/^标题/).fill('满了也要存下的标题')
  await expect(page.getByText(/草稿已存在这台手机/)).toBeVisible()
  expect(await keptCount(page)).toBe(0)
  expect(await keptCount(page, 'drafts')).toBe(1)
  await page.goto(`${base}/library`)
  await expect(page.getByText('手机空间不够，没有存。腾出空间后点“更新”。')).toBeVisible()
})
