import { atDesk, expect, phone, readReceipt, sendLetter, test, write } from './bureau.ts'
import type { Page } from '@playwright/test'
import { picture } from './pictures.ts'
import { sentFrom } from './outbox-stage.ts'

test('a citizen asks, two people answer, and the answer is read by number and code on another phone @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const citizen = await phone(browser)
  await citizen.goto(`${bureau.base}/`)
  await citizen.getByRole('link', { name: /^咨询/ }).click()
  await write(citizen, '租房的钱算不算居住类价格', '自己住的房子没有付租金，这部分是怎么算进居住类价格里的？')
  await citizen.getByLabel(/^电话/).fill('13800000000')
  const { number, code } = await sendLetter(citizen)
  await expect(citizen.getByText('最晚答复', { exact: true })).toBeVisible()
  await expect(citizen.getByText(/收到当天不算/)).toBeVisible()

  const clerk = await atDesk(browser, bureau, 'clerk')
  await clerk.getByRole('link', { name: new RegExp('租房的钱算不算居住类价格') }).click()
  await clerk.getByLabel('分给').selectOption({ label: '价格统计科' })
  await clerk.getByRole('button', { name: '分给价格统计科' }).click()
  await expect(clerk.getByText('价格统计科').filter({ visible: true }).first()).toBeVisible()

  const handler = await atDesk(browser, bureau, 'handler.prices')
  await handler.getByRole('link', { name: new RegExp('租房的钱算不算居住类价格') }).click()
  await expect(handler.getByText('13800000000')).toBeVisible()
  await handler.getByLabel('答复正文').fill('自有住房按同类房屋的市场租金估算，作为虚拟租金计入居住类价格。')
  await handler.getByRole('button', { name: '送签发' }).click()
  await expect(handler.getByRole('button', { name: '送签发' })).toHaveCount(0)

  const head = await atDesk(browser, bureau, 'head.prices')
  await head.getByRole('link', { name: new RegExp('租房的钱算不算居住类价格') }).click()
  await head.getByRole('button', { name: '签发…' }).click()
  await head.getByRole('button', { name: '签发，发给写信人' }).click()
  await expect(head.getByText('发出的答复')).toBeVisible()

  const other = await phone(browser)
  await other.goto(`${bureau.base}/`)
  await other.getByRole('link', { name: /凭编号查/ }).click()
  await other.getByLabel(/^编号/).fill(number)
  await other.getByLabel(/^查询码/).fill(code.toLowerCase().replaceAll('-', ' '))
  await other.getByRole('button', { name: '查' }).click()
  await expect(other.getByText('自有住房按同类房屋的市场租金估算')).toBeVisible()
  await expect(other.getByText('13800000000')).toHaveCount(0)

  await citizen.getByRole('link', { name: /看这件事/ }).click()
  await expect(citizen.getByText('自有住房按同类房屋的市场租金估算')).toBeVisible()
})

test('a wrong code is told in words and nothing is shown', async ({ browser, bureau }) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/find`)
  await page.getByLabel(/^编号/).fill('ZX-2026-000001')
  await page.getByLabel(/^查询码/).fill('0000-0000-0000')
  await page.getByRole('button', { name: '查' }).click()
  await expect(page.getByRole('alert')).toContainText('对不上')
})

test('what was written with no network goes by itself when the network is back, even after the page was closed', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  const context = page.context()
  await page.goto(`${bureau.base}/letters/new`)
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await context.setOffline(true)
  await write(page, '没有网络也能问', '地铁里写的问题，出站以后才有网络。')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '放进待发送' }).click()
  await expect(page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await page.close()
  const again = await context.newPage()
  await again.goto(`${bureau.base}/me`)
  await expect(again.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await context.setOffline(false)
  await expect(again.getByText(/ZX-\d{4}-\d{6}|还剩/).first()).toBeVisible({ timeout: 30_000 })
  await expect(again.getByRole('heading', { name: /待发送/ })).toHaveCount(0)
})

/** The text of the draft that the phone keeps; both fields are not always kept at once. */
const keptText = (page: Page): Promise<string | undefined> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('wenzheng')
        opening.onerror = reject
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').getAll()
          reading.onerror = reject
          reading.onsuccess = () => {
            opening.result.close()
            resolve((reading.result[0] as { text?: string } | undefined)?.text)
          }
        }
      })
  )

test('a draft is there again after the page was closed', async ({ browser, bureau }) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '写到一半的问题', '先写一半，晚上回家接着写。')
  await expect.poll(() => keptText(page)).toBe('先写一半，晚上回家接着写。')
  await expect(page.getByText(/草稿已存在这台手机/)).toBeVisible()
  await page.close()
  const again = await page.context().newPage()
  await again.goto(`${bureau.base}/letters/new`)
  await expect(again.getByLabel(/^标题/)).toHaveValue('写到一半的问题')
  await expect(again.getByLabel(/^想问什么/)).toHaveValue('先写一半，晚上回家接着写。')
})

test('the answer to a sending is lost: sending again makes no second letter', async ({ browser, bureau }) => {
  const page = await phone(browser)
  const numbers: string[] = []
  let lost = 0
  await page.route('**/api/letters', async (route) => {
    const response = await route.fetch()
    const { number } = (await response.json()) as { number: string }
    numbers.push(number)
    if (lost++ === 0) await route.abort('connectionreset')
    else await route.fulfill({ response })
  })
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '回信丢了一次', '服务器收到了，手机没有收到回执。')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await expect(page.getByRole('heading', { name: /待发送/ })).toHaveCount(0, { timeout: 50_000 })
  expect(numbers.length).toBeGreaterThan(1)
  expect(new Set(numbers).size).toBe(1)
})

test('the receipt is there again on the phone that sent it, and gone after this phone was cleared', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '清空之前的问题', '这台手机是借来的，用完要清空。')
  const { number } = await sendLetter(page)
  await page.goto(`${bureau.base}/letters/${number}/receipt`)
  await expect(page.getByText('收到了')).toBeVisible()
  expect((await readReceipt(page)).number).toBe(number)
  await page.goto(`${bureau.base}/me`)
  await expect(page.getByText('清空之前的问题')).toBeVisible()
  await page.getByRole('button', { name: /清空这台手机/ }).click()
  const pages = await page.evaluate(() => history.length)
  await page.getByRole('button', { name: /清空/ }).last().click()
  await expect(page.getByText('清空之前的问题')).toHaveCount(0)
  await expect(page).toHaveURL(`${bureau.base}/`)
  // the page that showed it is not one step back
  expect(await page.evaluate(() => history.length)).toBe(pages)
  await page.goto(`${bureau.base}/letters/${number}`)
  await expect(page.getByText('清空之前的问题')).toHaveCount(0)
})

test('a letter whose number the bureau gives to another one is a draft again @whole', async ({ browser, bureau }) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '第一封信的题目', '第一封信的正文，不能没有了。')
  const { number } = await sendLetter(page)
  await page.goto(`${bureau.base}/letters/${number}`)
  await expect(page.locator('.thread')).toContainText('第一封信的正文')
  await page.route('**/api/letters', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...((await response.json()) as object), number } })
  })
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '第二封信的题目', '第二封信的正文，编号却是一样的。')
  await sendLetter(page)
  expect(await keptText(page)).toBe('第一封信的正文，不能没有了。')
  await page.goto(`${bureau.base}/me`)
  await expect(page.getByRole('link', { name: /第二封信的题目/ })).toBeVisible()
  await page.getByRole('link', { name: /第一封信的题目/ }).click()
  await expect(page.getByLabel(/^想问什么/)).toHaveValue('第一封信的正文，不能没有了。')
})

test('pictures that are chosen at once and sent at once all go with the one letter @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '三张照片一起发', '选好三张照片，马上就点了发送。')
  await page.getByRole('checkbox').check()
  await page.getByLabel('加附件').setInputFiles(['一.png', '二.png', '三.png'].map((name) => picture(name, 1300, 1000)))
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('收到了', { exact: true })).toBeVisible({ timeout: 30_000 })
  // longer than the making smaller of two more
  await page.waitForTimeout(3000)
  expect(await keptText(page)).toBeUndefined()
  expect((await sentFrom(bureau, page)).attachments.map(({ name }) => name)).toEqual(['一.jpg', '二.jpg', '三.jpg'])
  await page.goto(`${bureau.base}/me`)
  await expect(page.getByRole('link', { name: /三张照片一起发/ })).toHaveCount(1)
})
