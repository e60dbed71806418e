/** The other ways to write: to the board, to the director, about a fault, each from a phone to the desk and back. */
import type { Browser, Page } from '@playwright/test'
import { atDesk, expect, findings, formReady, phone, sendLetter, test, write, type Bureau } from './bureau.ts'

const opened = async (browser: Browser, bureau: Bureau, account: string, title: string): Promise<Page> => {
  const page = await atDesk(browser, bureau, account)
  await page.getByRole('link', { name: new RegExp(title) }).click()
  return page
}

const assignTo = async (clerk: Page, office: string): Promise<void> => {
  await clerk.getByLabel('分给').selectOption({ label: office })
  await clerk.getByRole('button', { name: `分给${office}` }).click()
  await expect(clerk.getByRole('button', { name: `分给${office}` })).toHaveCount(0)
}

const submit = async (handler: Page, reply: string): Promise<void> => {
  await handler.getByLabel('答复正文').fill(reply)
  await handler.getByRole('button', { name: '送签发' }).click()
  await expect(handler.getByRole('button', { name: '送签发' })).toHaveCount(0)
}

const sign = async (head: Page): Promise<void> => {
  await head.getByRole('button', { name: '签发…' }).click()
  await head.getByRole('button', { name: '签发，发给写信人' }).click()
  await expect(head.getByRole('button', { name: '签发…' })).toHaveCount(0)
}

test('a message is looked at, seen by everybody, asked by others too, answered, and taken back by its sender @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const title = '公交站牌边上的普查海报挡了站名'
  const own = await phone(browser)
  await own.goto(`${bureau.base}/board`)
  await own.getByRole('link', { name: '我要留言' }).click()
  await write(own, title, '请把海报往右挪半米，老人看不见站名。找我可打 13911112222。')
  await own.getByLabel('称呼').fill('许大山')
  await own.getByRole('checkbox').check()
  await own.getByRole('button', { name: '发送', exact: true }).click()
  // the consent is asked for in words, and nothing was sent
  await expect(own.getByText(/同意了才能发/)).toBeVisible()
  expect(await findings(own)).toEqual([])
  await own.getByRole('switch').check()
  const { number } = await sendLetter(own)
  expect(number).toMatch(/^LY-/)
  await own.goto(`${bureau.base}/letters/${number}`)
  await expect(own.getByText('有人看过才会上留言板')).toBeVisible()

  const stranger = await phone(browser)
  await stranger.goto(`${bureau.base}/board`)
  await expect(stranger.getByRole('link', { name: new RegExp(title) })).toHaveCount(0)

  const clerk = await opened(browser, bureau, 'clerk', title)
  await expect(clerk.getByText('还没审，留言板上看不到')).toBeVisible()
  expect(await findings(clerk)).toEqual([])
  await clerk.getByRole('button', { name: '审过了，上留言板' }).click()
  await expect(clerk.getByRole('link', { name: '看留言板上的这一条' })).toBeVisible()
  await assignTo(clerk, '普查与执法科')

  await stranger.reload()
  await stranger.getByRole('link', { name: new RegExp(title) }).click()
  await expect(stranger.getByText('还没有答复')).toBeVisible()
  await expect(stranger.getByText('许**')).toBeVisible()
  await expect(stranger.getByText('13911112222')).toHaveCount(0)
  await stranger.getByRole('button', { name: '我也想问' }).click()
  await expect(stranger.getByText('记下了，您也想问')).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByText('1 人也想问')).toBeVisible()
  await stranger.getByRole('button', { name: '我也想问' }).click()
  await expect(stranger.getByText('记下了，您也想问')).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByText('1 人也想问')).toBeVisible()

  const handler = await opened(browser, bureau, 'handler.census', title)
  await submit(handler, '今天已经挪开，站名全部露出来了。')
  // an office without a head of its own: the leader signs
  await sign(await opened(browser, bureau, 'leader', title))
  await own.goto(`${bureau.base}/letters/${number}`)
  await expect(own.getByText('今天已经挪开')).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByText('今天已经挪开')).toHaveCount(0)
  await handler.reload()
  await handler.getByRole('button', { name: '就用这一份，请人批准' }).click()
  await expect(handler.getByText(/等另一位同事批准/)).toBeVisible()
  await clerk.reload()
  await clerk.getByRole('button', { name: '批准公开…' }).click()
  await clerk.getByRole('button', { name: '批准，现在公开' }).click()
  await expect(clerk.getByRole('link', { name: '看公开的页面' })).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByText('今天已经挪开')).toBeVisible()
  const address = stranger.url()

  await own.getByRole('link', { name: '已在留言板上公开，去看看' }).click()
  await expect(own.getByText('今天已经挪开')).toBeVisible()
  await own.goto(`${bureau.base}/letters/${number}`)
  await own.getByRole('switch').click()
  await expect(own.getByRole('switch')).not.toBeChecked()
  await stranger.goto(address)
  await expect(stranger.getByText('没有这个页面').or(stranger.getByText('这一条看不到了')).first()).toBeVisible()
})

test('a letter to the director is signed by the leader, not by the head of the office', async ({ browser, bureau }) => {
  test.setTimeout(120_000)
  const title = '服务窗口中午没有人'
  const own = await phone(browser)
  await own.goto(`${bureau.base}/`)
  await own.getByRole('link', { name: /局长信箱/ }).click()
  await expect(own.getByText(/由局领导签发/)).toBeVisible()
  await write(own, title, '十二点去查年鉴，窗口空着，等到两点才来人。')
  const { number } = await sendLetter(own)
  expect(number).toMatch(/^XX-/)
  const clerk = await opened(browser, bureau, 'clerk', title)
  await assignTo(clerk, '价格统计科')
  await submit(await opened(browser, bureau, 'handler.prices', title), '从下周起中午轮流值守，给您添麻烦了。')
  const head = await opened(browser, bureau, 'head.prices', title)
  await expect(head.getByText('写给局领导的信，由局领导签发。要改，可以退回。')).toBeVisible()
  await expect(head.getByRole('button', { name: '签发…' })).toHaveCount(0)
  await sign(await opened(browser, bureau, 'leader', title))
  await own.goto(`${bureau.base}/letters/${number}`)
  await expect(own.getByText('从下周起中午轮流值守')).toBeVisible()
  const stranger = await phone(browser)
  await stranger.goto(`${bureau.base}/board?words=${encodeURIComponent('窗口')}`)
  await expect(stranger.getByRole('link', { name: new RegExp(title) })).toHaveCount(0)
})

test('a fault is told from the page that it stands on, with no network, and the desk opens that page @whole', async ({
  browser,
  bureau
}) => {
  const title = '第三段的年份写错了'
  const own = await phone(browser)
  await own.goto(`${bureau.base}/catalogue`)
  await own.evaluate(async () => await navigator.serviceWorker.ready)
  await own.locator('a[href^="/articles/"]').first().click()
  await own.getByRole('link', { name: '这一页有错' }).click()
  await formReady(own)
  await expect(own.getByText(/^\/articles\//)).toBeVisible()
  await own.context().setOffline(true)
  await write(own, title, '写成了 2206 年，应当是 2026 年。')
  await own.getByRole('checkbox').check()
  await own.getByRole('button', { name: '放进待发送' }).click()
  await expect(own.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await own.context().setOffline(false)
  await expect(own.locator('a.case')).toHaveCount(1, { timeout: 40_000 })
  await expect(own.getByText(/JC-\d{4}-\d+|纠错/).first()).toBeVisible()
  const clerk = await opened(browser, bureau, 'clerk', title)
  await expect(clerk.getByRole('link', { name: /^\/articles\// })).toBeVisible()
  await clerk.getByText('筛选和顺序').click()
  await clerk.getByLabel('种类').selectOption({ label: '网站纠错' })
  await expect(clerk.getByRole('link', { name: new RegExp(title) })).toBeVisible()
})

test('a link to the form of a fault brings its page with it, and what was taken back still has it @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new?kind=fault&page=/catalogue`)
  await formReady(page)
  await expect(page.getByText('/catalogue', { exact: true })).toBeVisible()
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await page.context().setOffline(true)
  await write(page, '目录里有一行重复', '第二行和第三行是同一篇。')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '放进待发送' }).click()
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await expect(page.getByLabel(/^标题/)).toHaveValue('目录里有一行重复')
  await expect(page.getByText('/catalogue', { exact: true })).toBeVisible()
})

test('the board is found, cut and read without JavaScript, the figures of handling too', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser, { javaScriptEnabled: false })
  await page.goto(`${bureau.base}/`)
  await page.getByRole('link', { name: /留言板/ }).click()
  await page.getByRole('searchbox').fill('记账户搬家')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /记账户中途搬家了怎么办/ }).click()
  await expect(page.getByText(/手续由两边的调查员去办/)).toBeVisible()
  await page.goto(`${bureau.base}/board?topic=census`)
  await expect(page.getByRole('link', { name: /小区公示栏/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /记账户中途/ })).toHaveCount(0)
  await page.goto(`${bureau.base}/figures`)
  await expect(page.getByRole('row', { name: /留言/ }).first()).toBeVisible()
})
