/** The app's own files on the phone: which of them the first visit keeps, when the others come, and what is shown until then. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { root } from '../step.ts'
import { expect, findings, phone, test } from './bureau.ts'

interface AppFile {
  readonly url: string
  readonly later?: true
}

/** The parts that a phone keeps later, as the built service worker lists them; English words only where they are read. */
const laterParts = (english: boolean): string[] => {
  const worker = readFileSync(join(root, 'dist/citizen/sw.js'), 'utf8')
  const listed = [...worker.matchAll(/\{[^{}]*"url":"[^{}]*\}/g)].map(([entry]) => JSON.parse(entry) as AppFile)
  const later = listed.filter((file) => file.later && (english || !file.url.includes('.en-')))
  return later.map(({ url }) => `/${url}`).toSorted()
}

const keptParts = async (page: Page): Promise<string[]> =>
  await page.evaluate(async () => {
    if (!(await caches.has('wenzheng-parts'))) return []
    const kept = await (await caches.open('wenzheng-parts')).keys()
    return kept.map(({ url }) => new URL(url).pathname).toSorted()
  })

const workerReady = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}

test('a page that the phone does not have says so without a network, and comes with it', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  await workerReady(page)
  await page.context().setOffline(true)
  await page.getByRole('navigation').getByRole('link', { name: '公开' }).click()
  await expect(page.getByText('这一页要连上网才能打开')).toBeVisible()
  await expect(page.getByRole('heading', { name: '公开', exact: true })).toBeVisible()
  expect(await findings(page)).toEqual([])
  // what is the citizen's own opens all the same, and the way back asks once more
  await page.getByRole('link', { name: '看我的' }).click()
  await expect(page.getByRole('heading', { name: '我的', exact: true })).toBeVisible()
  await page.goBack()
  await expect(page.getByText('这一页要连上网才能打开')).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByRole('link', { name: /政府信息公开目录/ })).toBeVisible({ timeout: 20_000 })
})

test('before the app has come a tap on a link is a tap on a link', async ({ browser, bureau }) => {
  const page = await phone(browser)
  // the page's own part is lost on the way: what the server wrote stands, and its links lead on
  await page.route(/\/assets\/ReadHome-/, async (route) => await route.abort())
  await page.goto(`${bureau.base}/`)
  await expect(page.getByRole('link', { name: /^咨询/ })).toBeVisible()
  await page.getByRole('link', { name: /^咨询/ }).click()
  await expect(page.getByLabel(/^标题/)).toBeVisible()
})

test('the other parts come with the library, a new version begins with the same, and English words only for who reads English @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  await workerReady(page)
  expect(await keptParts(page)).toEqual([])
  await expect.poll(async () => await keptParts(page), { timeout: 40_000 }).toEqual(laterParts(false))
  // another version is installed beside a cache that holds a part of the one before
  await page.evaluate(async () => {
    const cache = await caches.open('wenzheng-parts')
    for (const request of (await cache.keys()).slice(3)) await cache.delete(request)
    await cache.put('/assets/of-an-earlier-version.js', new Response(''))
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister()
    await navigator.serviceWorker.register('/sw.js')
    await navigator.serviceWorker.ready
  })
  await expect.poll(async () => await keptParts(page)).toEqual(laterParts(false))
  await page.goto(`${bureau.base}/en/library`)
  await page.getByRole('button', { name: /^Update/ }).click()
  await expect.poll(async () => await keptParts(page), { timeout: 40_000 }).toEqual(laterParts(true))
})
